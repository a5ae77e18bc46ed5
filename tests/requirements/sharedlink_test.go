package requirements

import (
	"fmt"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const connectionType = "Microsoft.CognitiveServices/accounts/privateEndpointConnections"

func sharedLink() []Requirement {
	asked := func(s settings.Settings) bool { return s.Search.SharedPrivateLink }
	approvalBreach := func(name, path string, value any, says string) Breach {
		return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) {
			approvals(g)[0].Inputs.Set(path, value)
		}}
	}
	return []Requirement{
		{
			ID: "R25", Text: "Where asked for, Search has a shared private link to the account, and the account approves it",
			Applies: asked, Check: checkSharedLink,
			Breaches: []Breach{
				without(sharedLinkType, "want one "+sharedLinkType),
				set(sharedLinkType, "properties.groupId", "OpenAI_Account", "groupId"),
				set(sharedLinkType, "properties.privateLinkResourceId", "/subscriptions/x", "privateLinkResourceId"),
				set(sharedLinkType, "sharedPrivateLinkResourceName", strings.Repeat("x", 61), "1 to 60"),
				{Name: "no approval", Says: "nothing approves", Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(approvals(g)...) }},
				approvalBreach("rejected", "properties.template.resources[0].properties.privateLinkServiceConnectionState.status", "Rejected", "status"),
				approvalBreach("complete mode", "properties.mode", "Complete", "properties.mode"),
				approvalBreach("nameless connection", "properties.template.resources[0].name", "account/", "names no connection"),
				{Name: "approval before the link", Says: "does not wait", Do: func(g *recorder.Graph, _ settings.Settings) {
					approvals(g)[0].Dependencies, approvals(g)[0].PropertyDependencies = nil, nil
				}},
				{Name: "link that nobody asked for", Says: "do not ask", When: func(s settings.Settings) bool { return !asked(s) },
					Do: func(g *recorder.Graph, _ settings.Settings) {
						g.Resources = append(g.Resources, &recorder.Resource{Type: sharedLinkType, Name: "extra", Custom: true})
					}},
			},
		},
		{
			ID: "R26", Text: "Trusted services may be shut out of the account only where Search has its shared private link",
			Check: func(g *recorder.Graph, _ settings.Settings) error {
				a, err := mine(g, accountType)
				if err != nil {
					return err
				}
				if strings.EqualFold(a.Input("properties.networkAcls.bypass"), "None") && len(linksTo(g, a)) == 0 {
					return fmt.Errorf("%s: bypass is None and no shared private link leads to it", a)
				}
				return nil
			},
			Breaches: []Breach{{Name: "None without a link", Says: "no shared private link", Do: func(g *recorder.Graph, _ settings.Settings) {
				only(g, accountType).Inputs.Set("properties.networkAcls.bypass", "None")
				g.Remove(g.ByType(sharedLinkType)...)
			}}},
		},
	}
}

// linksTo lists the shared private links to an account.
func linksTo(g *recorder.Graph, account *recorder.Resource) []*recorder.Resource {
	var links []*recorder.Resource
	for _, l := range g.ByType(sharedLinkType) {
		if strings.EqualFold(l.Input("properties.privateLinkResourceId"), account.ID) {
			links = append(links, l)
		}
	}
	return links
}

// approvals lists the deployments that write a connection's state.
func approvals(g *recorder.Graph) []*recorder.Resource {
	var found []*recorder.Resource
	for _, d := range g.ByType(deploymentType) {
		for _, r := range d.Inputs.Items("properties.template.resources") {
			if strings.EqualFold(r.Text("type"), connectionType) {
				found = append(found, d)
			}
		}
	}
	return found
}

func checkSharedLink(g *recorder.Graph, s settings.Settings) error {
	if !s.Search.SharedPrivateLink {
		if len(approvals(g)) > 0 {
			return fmt.Errorf("%s approves a connection, and the settings do not ask for a link", approvals(g)[0])
		}
		return none(g, sharedLinkType)
	}
	link, err := mine(g, sharedLinkType)
	if err != nil {
		return err
	}
	account, err := mine(g, accountType)
	if err != nil {
		return err
	}
	// Azure compares this group with regard to case.
	if got := link.Input("properties.groupId"); got != "openai_account" {
		return fmt.Errorf("%s: groupId is %q, want openai_account", link, got)
	}
	if len(linksTo(g, account)) != 1 {
		return fmt.Errorf("%s: privateLinkResourceId is %q, want the account's id", link, link.Input("properties.privateLinkResourceId"))
	}
	if n := len(link.Input("sharedPrivateLinkResourceName")); n < 1 || n > 60 {
		return fmt.Errorf("%s: its name has %d characters, want 1 to 60", link, n)
	}
	found := approvals(g)
	if len(found) != 1 {
		return fmt.Errorf("nothing approves %s on the account (%d deployments do)", link, len(found))
	}
	return checkApproval(g, link, account, found[0])
}

func checkApproval(g *recorder.Graph, link, account, approval *recorder.Resource) error {
	if !g.Waits(approval, link.URN) {
		return fmt.Errorf("%s does not wait for the link that it approves", approval)
	}
	// Complete mode would delete everything else in the resource group.
	if err := has(approval, want{"properties.mode", "Incremental"},
		want{"properties.template.resources[0].properties.privateLinkServiceConnectionState.status", "Approved"}); err != nil {
		return err
	}
	name, connection, _ := strings.Cut(approval.Input("properties.template.resources[0].name"), "/")
	if name != account.Input("accountName") || connection == "" {
		return fmt.Errorf("%s: %q names no connection of the account", approval, name+"/"+connection)
	}
	return nil
}
