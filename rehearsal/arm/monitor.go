package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// scopeMembers is where a private link scope keeps its members.
const scopeMembers = "members"

// membersOf are the members of a scope, each with its host names: those that
// every scope has, three for a region of workspaces, and one for each endpoint
// of its components' regions: see facts.MonitorMembers. What Azure calls the
// latter members is not confirmed, no more than which address is whose.
func (tx *Tx) membersOf(scope *Resource) []any {
	members := []any{}
	add := func(member, host string) {
		for _, m := range members {
			if m := m.(map[string]any); m["member"] == member {
				if !contains(texts(m, "hosts"), host) {
					m["hosts"] = append(list(m, "hosts"), host)
				}
				return
			}
		}
		members = append(members, map[string]any{"member": member, "hosts": strs(host)})
	}
	for _, m := range facts.MonitorMembers {
		add(m.Member, m.Host)
	}
	for _, scoped := range tx.Children(scope.ID, armScopedResource) {
		linked := tx.Get(scoped.Text("linkedResourceId"))
		if linked == nil {
			continue
		}
		region := linked.Text("location")
		switch linked.Type {
		case armWorkspace:
			for _, suffix := range []string{"oms.opinsights.azure.com", "ods.opinsights.azure.com", "agentsvc.azure-automation.net"} {
				add(suffix[:strings.Index(suffix, ".")]+"-"+region, linked.Text("customerId")+"."+suffix)
			}
		case armComponent:
			add(region+"-0.in.ai", region+"-0.in.ai.monitor.azure.com")
			add(region+".livediagnostics", region+".livediagnostics.monitor.azure.com")
		}
	}
	return members
}

// scopeLinks is the one group of a scope.
func scopeLinks(scope *Resource) []link {
	l := link{Group: facts.PrivateLinkMonitor.Group}
	for _, m := range list(scope.Properties, scopeMembers) {
		l.Members = append(l.Members, text(m, "member"))
		l.Hosts = append(l.Hosts, texts(m, "hosts"))
	}
	return []link{l}
}

// rescope makes a scope's members true again, and gives its endpoints their
// addresses and records. One whose addresses are fixed is in the way:
// MicrosoftDocs/azure-docs#101336, with the code of
// Azure/bicep-registry-modules#1389.
func (tx *Tx) rescope(scopeID string) error {
	scope := tx.Edit(scopeID)
	if scope == nil {
		return nil
	}
	scope.Properties[scopeMembers] = tx.membersOf(scope)
	for _, c := range tx.Children(scopeID, armLinkScope+connectionTypeSuffix) {
		endpoint := tx.Edit(c.Owner)
		if endpoint == nil || endpoint.Type != armPrivateEndpoint {
			continue
		}
		if err := validateMembers(endpoint, scopeLinks(scope)[0]); err != nil {
			return err
		}
		if err := completeEndpoint(tx, endpoint, endpoint); err != nil {
			return err
		}
		if err := connectEndpoint(tx, endpoint, endpoint); err != nil {
			return err
		}
		if err := tx.rename(endpoint); err != nil {
			return err
		}
	}
	return nil
}

// rename writes the records of an endpoint's zone group again.
func (tx *Tx) rename(endpoint *Resource) error {
	for _, found := range tx.Children(endpoint.ID, privateEndpointZoneGroupType.ARM) {
		group := tx.Edit(found.ID)
		if err := privateEndpointZoneGroupType.Complete(tx, group, group); err != nil {
			return err
		}
		if err := writeRecords(tx, group, group); err != nil {
			return err
		}
	}
	return nil
}

// showScopes is the View of what a scope can hold.
func showScopes(tx *Tx, r *Resource, properties map[string]any) {
	scopes := []any{}
	for _, scoped := range tx.All() {
		if scoped.Type != armScopedResource || !SameID(scoped.Text("linkedResourceId"), r.ID) {
			continue
		}
		if scope := tx.Get(ParentOf(scoped.ID)); scope != nil {
			scopes = append(scopes, map[string]any{"resourceId": scoped.ID, "scopeId": scope.GUID("scope")})
		}
	}
	if len(scopes) > 0 {
		properties["privateLinkScopedResources"] = scopes
	}
}
