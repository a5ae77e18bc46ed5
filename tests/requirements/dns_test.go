package requirements

import (
	"fmt"
	"slices"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func privateDNS() []Requirement {
	return []Requirement{{
		ID: "R43", Text: "Each private DNS zone is linked to the VNet, without registration; each endpoint has its records through one zone group; the web app gets its settings, and with them its first names to look up, after both",
		Check: checkZones,
		Breaches: []Breach{
			aZone("second zone", "twice", func(g *recorder.Graph, z *recorder.Resource) {
				again := *z
				again.Name += "-again"
				g.Resources = append(g.Resources, &again)
			}),
			aZone("regional zone", "location", func(_ *recorder.Graph, z *recorder.Resource) { z.Inputs.Set("location", "swedencentral") }),
			aLink("registration", "registrationEnabled", func(_ *recorder.Graph, l *recorder.Resource) { l.Inputs.Set("registrationEnabled", true) }),
			aLink("registration unsaid", "registrationEnabled", func(_ *recorder.Graph, l *recorder.Resource) { l.Inputs.Delete("registrationEnabled") }),
			aLink("link to another VNet", "virtualNetwork.id", func(_ *recorder.Graph, l *recorder.Resource) { l.Inputs.Set("virtualNetwork.id", "/subscriptions/x") }),
			aLink("no link", "links", func(g *recorder.Graph, l *recorder.Resource) { g.Remove(l) }),
			aGroup("nameless configuration", "has no name", func(_ *recorder.Graph, z *recorder.Resource) { z.Inputs.Delete("privateDnsZoneConfigs[0].name") }),
			aGroup("second group on an endpoint", "zone groups", func(g *recorder.Graph, z *recorder.Resource) {
				again := recorder.Resource{Type: z.Type, Name: "again", Custom: true, Inputs: recorder.Object{}}
				again.Inputs.Set("privateEndpointName", z.Input("privateEndpointName"))
				g.Resources = append(g.Resources, &again)
			}),
			{Name: "one zone for two endpoints", Says: "bound by", Do: func(g *recorder.Graph, _ settings.Settings) {
				const zone = "privateDnsZoneConfigs[0].privateDnsZoneId"
				g.Named("records-search-group")[0].Inputs.Set(zone, g.Named("records-openai-group")[0].Input(zone))
			}},
			{Name: "settings before their names", Says: "does not wait", Do: func(g *recorder.Graph, _ settings.Settings) {
				only(g, appSettingsType).Dependencies = nil
			}},
		},
	}}
}

func checkZones(g *recorder.Graph, s settings.Settings) error {
	vnet, err := mine(g, vnetType)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, z := range g.ByType(zoneType) {
		name := z.Input("privateZoneName")
		if seen[name] {
			return fmt.Errorf("zone %s is there twice", name)
		}
		seen[name] = true
		if err := has(z, want{"location", "global"}); err != nil {
			return err
		}
		var links []*recorder.Resource
		for _, l := range g.ByType(linkType) {
			if l.Input("privateZoneName") == name {
				links = append(links, l)
			}
		}
		if len(links) != 1 {
			return fmt.Errorf("zone %s has %d links to the VNet, want one", name, len(links))
		}
		if err := has(links[0], want{"registrationEnabled", false}, want{"location", "global"},
			want{"virtualNetwork.id", vnet.ID}); err != nil {
			return err
		}
	}
	return checkRecords(g, s)
}

func checkRecords(g *recorder.Graph, _ settings.Settings) error {
	groups, bound := map[string]int{}, map[string]*recorder.Resource{}
	for _, group := range g.ByType(zoneGroupType) {
		groups[group.Input("privateEndpointName")]++
		for _, c := range group.Inputs.Items("privateDnsZoneConfigs") {
			if c.Text("name") == "" {
				return fmt.Errorf("%s: the configuration of %s has no name", group, c.Text("privateDnsZoneId"))
			}
			if other := bound[c.Text("privateDnsZoneId")]; other != nil && !mayShare(g, other, group) {
				return fmt.Errorf("zone %s is bound by %s and %s", c.Text("privateDnsZoneId"), other, group)
			}
			bound[c.Text("privateDnsZoneId")] = group
		}
	}
	for _, e := range g.ByType(endpointType) {
		if n := groups[e.Input("privateEndpointName")]; n != 1 {
			return fmt.Errorf("%s has %d zone groups, want one", e, n)
		}
	}
	return checkConsumers(g)
}

// mayShare reports whether two zone groups may write into one zone: services of
// one sort have different names in it, and Azure Monitor keeps its agents' files
// in Storage.
func mayShare(g *recorder.Graph, a, b *recorder.Resource) bool {
	leads := func(group *recorder.Resource) (to, sort string) {
		for _, e := range g.ByType(endpointType) {
			if e.Input("privateEndpointName") == group.Input("privateEndpointName") {
				return e.Input("privateLinkServiceConnections[0].privateLinkServiceId"), e.Input("privateLinkServiceConnections[0].groupIds[0]")
			}
		}
		return "", ""
	}
	to, sort := leads(a)
	other, otherSort := leads(b)
	sorts := []string{sort, otherSort}
	slices.Sort(sorts)
	return to != other && (sort == otherSort || slices.Equal(sorts, []string{"azuremonitor", "blob"}))
}

// checkConsumers: a name resolves only once the record and the link are
// there. The app knows no name before it has its settings, which restart it.
func checkConsumers(g *recorder.Graph) error {
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	names, err := mine(g, appSettingsType)
	if err != nil {
		return err
	}
	own := endpointsOf(g, app)
	for _, r := range slices.Concat(g.ByType(zoneGroupType), g.ByType(linkType)) {
		mine := false
		for _, e := range own {
			mine = mine || r.Input("privateEndpointName") == e.Input("privateEndpointName")
		}
		if !mine && r.Input("privateZoneName") != "privatelink.azurewebsites.net" && !g.Waits(names, r.URN) {
			return fmt.Errorf("%s does not wait for %s", names, r)
		}
	}
	return nil
}

func aZone(name, says string, do func(*recorder.Graph, *recorder.Resource)) Breach {
	return first(zoneType, name, says, do)
}

func aLink(name, says string, do func(*recorder.Graph, *recorder.Resource)) Breach {
	return first(linkType, name, says, do)
}

func aGroup(name, says string, do func(*recorder.Graph, *recorder.Resource)) Breach {
	return first(zoneGroupType, name, says, do)
}

// first breaks the first resource of a type of which there are several.
func first(token, name, says string, do func(*recorder.Graph, *recorder.Resource)) Breach {
	return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) { do(g, g.ByType(token)[0]) }}
}
