package flows

import (
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// openDoor asks the service's firewall about a request to its public address.
// What is on a private endpoint does not come here: the firewall is not for
// it. https://learn.microsoft.com/azure/private-link/private-endpoint-overview
func (m *model) openDoor(w *walk, p *place, t *Target, scm bool) {
	d, r := t.service.door, t.Resource
	if d.access == "" {
		return
	}
	if t.service.name == "gateway" && insideVNet(r) {
		w.deny(StepFirewall, r, networkType, "the gateway stands in the VNet and has no public address")
		return
	}
	access := r.Value(d.access)
	switch {
	case access.Is("Disabled"):
		w.deny(StepFirewall, r, d.access, "public network access is off")
		return
	case access.Hidden():
		w.doubt(StepFirewall, r, d.access, "public network access is %s", access)
	case access.Is("SecuredByPerimeter"):
		w.doubt(StepFirewall, r, d.access, "a network security perimeter decides, which is not followed")
		return
	case access.State == graph.Missing && t.service.kind == "web:WebApp" && len(m.endpointsOf[t]) > 0:
		// Not set, a site is closed as soon as it has an endpoint:
		// https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access
		w.deny(StepFirewall, r, d.access, "not set, and the site has a private endpoint: it is closed")
		return
	}
	if t.service.kind == "web:WebApp" {
		restricted(w, r, scm)
		return
	}
	rules(w, p, r, d)
}

// rules are the firewall's addresses and subnets.
func rules(w *walk, p *place, r *graph.Resource, d door) {
	if p.subnet != nil && d.subnets != "" {
		for _, v := range r.Value(d.subnets).Items() {
			id := v.At("id").Text() + v.At("virtualNetworkResourceId").Text()
			if strings.HasSuffix(low(id), "/virtualnetworks/"+lastPart(p.vnet.id)+"/subnets/"+low(p.subnet.name)) {
				w.pass(StepFirewall, r, d.subnets, "the firewall lets the subnet %s in", p.subnet.name)
				return
			}
		}
	}
	addresses := r.Value(d.addresses)
	listed := len(addresses.Items())
	switch {
	case addresses.Hidden():
		w.doubt(StepFirewall, r, d.addresses, "the firewall's addresses are decided at deployment")
	case listed > 0:
		w.pass(StepFirewall, r, d.addresses, "the firewall lets %d addresses or ranges of the internet in", listed)
	case d.action == "":
		w.pass(StepFirewall, r, d.access, "public network access is on for every address")
	case r.Value(d.action).Is("Deny"):
		w.deny(StepFirewall, r, d.action, "the firewall denies every address")
	case r.Value(d.action).Hidden():
		w.doubt(StepFirewall, r, d.action, "the firewall's default is decided at deployment")
	default:
		w.pass(StepFirewall, r, d.action, "the firewall lets every address in")
	}
}

// restricted are a site's access restrictions. With any rule the rest is
// denied, unless the default action says otherwise:
// https://learn.microsoft.com/azure/app-service/overview-access-restrictions
func restricted(w *walk, r *graph.Resource, scm bool) {
	path := "siteConfig.ipSecurityRestrictions"
	if scm && !r.Value("siteConfig.scmIpSecurityRestrictionsUseMain").True() {
		path = "siteConfig.scmIpSecurityRestrictions"
	}
	list := r.Value(path).Items()
	byDefault := r.Value(path + "DefaultAction")
	open := len(list) == 0 && !byDefault.Is("Deny") || byDefault.Is("Allow")
	for _, v := range list {
		if !v.At("action").Is("Deny") && !v.At("ipAddress").Is("Any") {
			w.pass(StepFirewall, r, path, "the restrictions let %s in", v.At("ipAddress"))
			return
		}
		open = open || v.At("ipAddress").Is("Any") && v.At("action").Is("Allow")
	}
	if open {
		w.pass(StepFirewall, r, "publicNetworkAccess", "the site is open to every address")
		return
	}
	w.deny(StepFirewall, r, path, "the restrictions let nobody in")
}

// trusted is the firewall's exception for Azure's trusted services, which
// each service has its own list of. The caller must show its system-assigned
// identity.
func (m *model) trusted(w *walk, p *place, t *Target) {
	d, r := t.service.door, t.Resource
	if d.bypass == "" {
		w.deny(StepTrusted, r, "", "%s has no exception for trusted services that admits %s", t.service.title, p.resource.Name)
		return
	}
	listed := false
	for _, kind := range d.trusted {
		listed = listed || kind == p.resource.Kind
	}
	bypass := r.Value(d.bypass)
	identity := p.resource.Value("identity.type")
	for _, v := range r.Value(d.instances).Items() {
		if pattern := v.At("resourceId").Text(); d.instances != "" && p.resource.ID != "" && facts.ActionMatches(pattern, p.resource.ID) {
			w.pass(StepTrusted, r, d.instances, "%s lets %s in by name", t.Resource.Name, p.resource.Name)
			return
		}
	}
	switch {
	case !listed:
		w.deny(StepTrusted, r, d.bypass, "%s does not count %s among its trusted services", t.service.title, p.resource.Name)
	case bypass.Hidden():
		w.doubt(StepTrusted, r, d.bypass, "the exception for trusted services is decided at deployment")
	case !strings.Contains(low(bypass.Text()), "azureservices") && !bypassByDefault(t, bypass):
		w.deny(StepTrusted, r, d.bypass, "trusted services are not let in: bypass is %s", bypass)
	case !strings.Contains(low(identity.Text()), "systemassigned"):
		w.deny(StepTrusted, p.resource, "identity.type", "%s has no system-assigned identity, by which it would be trusted", p.resource.Name)
	default:
		w.pass(StepTrusted, r, d.bypass, "%s lets %s in as a trusted service", t.Resource.Name, p.resource.Name)
	}
}

// bypassByDefault is what Storage does where nobody says: it lets trusted
// services in.
// https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts#networkruleset
func bypassByDefault(t *Target, bypass graph.Value) bool {
	return t.service.kind == "storage:StorageAccount" && bypass.State == graph.Missing
}
