package requirements

import (
	"fmt"
	"net/netip"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// reachable asks for one private endpoint on the only resource of a type:
// for this group, approved without anyone's hand, at its planned address, and
// with its record in this zone.
func reachable(g *recorder.Graph, s settings.Settings, token string, which settings.Endpoint, group, member, zone string) error {
	service, err := mine(g, token)
	if err != nil {
		return err
	}
	return endpointAt(g, s, service, which, group, member, zone)
}

// endpointAt is reachable, of one resource.
func endpointAt(g *recorder.Graph, s settings.Settings, service *recorder.Resource, which settings.Endpoint, group, member, zone string) error {
	endpoints := endpointsOf(g, service)
	if len(endpoints) != 1 {
		return fmt.Errorf("%d private endpoints on %s, want one", len(endpoints), service)
	}
	return led(g, s, endpoints[0], service, which, group, member, zone)
}

// led asks of one endpoint that it leads to a service as reachable says.
func led(g *recorder.Graph, s settings.Settings, e, service *recorder.Resource, which settings.Endpoint, group, member, zone string) error {
	// Azure compares some groups with regard to case.
	if got := e.Inputs.Texts("privateLinkServiceConnections[0].groupIds"); len(got) != 1 || got[0] != group {
		return fmt.Errorf("%s: groupIds is %q, want [%q]", e, got, group)
	}
	if e.Inputs.Len("manualPrivateLinkServiceConnections") > 0 {
		return fmt.Errorf("%s: a manual connection waits for an approval that nobody gives", e)
	}
	if addr, static := plannedAddress(service, which, s); static {
		c := recorder.Object{}
		if items := e.Inputs.Items("ipConfigurations"); len(items) == 1 {
			c = items[0]
		}
		if c.Text("memberName") != member || c.Text("privateIPAddress") != addr.String() {
			return fmt.Errorf("%s: the address of member %q is %q, want %s for %q",
				e, c.Text("memberName"), c.Text("privateIPAddress"), addr, member)
		}
	} else if e.Inputs.Len("ipConfigurations") > 0 {
		return fmt.Errorf("%s: has a static address, and the settings leave it to Azure", e)
	}
	return recordIn(g, e, zone)
}

// plannedAddress is that of a service's endpoint, and false where Azure chooses.
func plannedAddress(service *recorder.Resource, which settings.Endpoint, s settings.Settings) (netip.Addr, bool) {
	for _, a := range s.OpenAI.Accounts {
		if service.Name == "openai-"+a.Name+"-account" {
			return s.Network.AccountAddress(a), true
		}
	}
	return s.Network.Address(which, 0)
}

// recordIn asks for one zone group on an endpoint, bound to one zone that is
// linked to the VNet.
func recordIn(g *recorder.Graph, e *recorder.Resource, zone string) error {
	var groups []*recorder.Resource
	for _, group := range g.ByType(zoneGroupType) {
		if group.Input("privateEndpointName") == e.Input("privateEndpointName") {
			groups = append(groups, group)
		}
	}
	if len(groups) != 1 {
		return fmt.Errorf("%d zone groups on %s, want one", len(groups), e)
	}
	for _, c := range groups[0].Inputs.Items("privateDnsZoneConfigs") {
		bound := g.ByID(c.Text("privateDnsZoneId"))
		if bound == nil || bound.Input("privateZoneName") != zone {
			continue
		}
		for _, link := range g.ByType(linkType) {
			if link.Input("privateZoneName") == zone {
				return nil
			}
		}
		return fmt.Errorf("zone %s is not linked to the VNet", zone)
	}
	return fmt.Errorf("%s: no record in zone %s", groups[0], zone)
}

// planned is where no address is left to Azure.
func planned(s settings.Settings) bool { return len(s.Network.DynamicEndpoints) == 0 }

// endpointBreaches are the ways in which an endpoint fails its service.
func endpointBreaches(token, zone string) []Breach {
	return serviceEndpointBreaches(func(g *recorder.Graph) *recorder.Resource { return only(g, token) }, zone)
}

func serviceEndpointBreaches(of part, zone string) []Breach {
	service := func(g *recorder.Graph) *recorder.Resource { return endpointsOf(g, of(g))[0] }
	return []Breach{
		{Name: "no endpoint", Says: "0 private endpoints", Do: func(g *recorder.Graph, _ settings.Settings) {
			g.Remove(service(g))
		}},
		{Name: "other group", Says: "groupIds", Do: func(g *recorder.Graph, _ settings.Settings) {
			service(g).Inputs.Set("privateLinkServiceConnections[0].groupIds[0]", "other")
		}},
		{Name: "group in other case", Says: "groupIds", Do: func(g *recorder.Graph, _ settings.Settings) {
			was := service(g).Input("privateLinkServiceConnections[0].groupIds[0]")
			service(g).Inputs.Set("privateLinkServiceConnections[0].groupIds[0]", strings.ToUpper(was))
		}},
		{Name: "manual approval", Says: "manual", Do: func(g *recorder.Graph, _ settings.Settings) {
			service(g).Inputs.Set("manualPrivateLinkServiceConnections", []any{map[string]any{"name": "by hand"}})
		}},
		{Name: "moved address", Says: "the address of member", When: planned, Do: func(g *recorder.Graph, _ settings.Settings) {
			service(g).Inputs.Set("ipConfigurations[0].privateIPAddress", "10.99.99.99")
		}},
		{Name: "unnamed member", Says: "the address of member", When: planned, Do: func(g *recorder.Graph, _ settings.Settings) {
			service(g).Inputs.Delete("ipConfigurations[0].memberName")
		}},
		{Name: "no zone group", Says: "0 zone groups", Do: func(g *recorder.Graph, _ settings.Settings) {
			g.Remove(g.ByType(zoneGroupType)...)
		}},
		{Name: "other zone", Says: "no record in zone " + zone, Do: func(g *recorder.Graph, _ settings.Settings) {
			zoneNamed(g, zone).Inputs.Set("privateZoneName", "privatelink.example.net")
		}},
		{Name: "zone without link", Says: "not linked", Do: func(g *recorder.Graph, _ settings.Settings) {
			g.Remove(g.ByType(linkType)...)
		}},
	}
}

func zoneNamed(g *recorder.Graph, name string) *recorder.Resource {
	for _, z := range g.ByType(zoneType) {
		if z.Input("privateZoneName") == name {
			return z
		}
	}
	panic("no zone " + name)
}
