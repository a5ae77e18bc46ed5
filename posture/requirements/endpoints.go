package requirements

import (
	"fmt"
	"slices"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// aiServices is the private link of an account of kind AIServices: three
// members, each with a zone.
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
var aiServices = facts.PrivateLink{
	Group: "account", Members: []string{"default", "secondary", "third"},
	Zones: []string{"privatelink.cognitiveservices.azure.com", "privatelink.openai.azure.com", "privatelink.services.ai.azure.com"},
}

// reachable asks for one private endpoint on a service: for its group,
// approved without anyone's hand, with its record in the service's zones.
func (j *judge) reachable(service *graph.Resource, link facts.PrivateLink) {
	list := j.endpoints[service.URN]
	if len(list) != 1 {
		j.fail(service, "", count(len(list), "private endpoint"), "one for group "+link.Group)
		return
	}
	j.reachableBy(service, list[0], link)
}

// reachableBy judges one endpoint of a service.
func (j *judge) reachableBy(service *graph.Resource, by connection, link facts.PrivateLink) {
	e, at := by.endpoint, by.path
	if !by.certain {
		j.unknown(e, at+".privateLinkServiceId", "the id of "+service.String())
	}
	// Azure compares some groups with regard to case.
	j.value(e, at+".groupIds", List(link.Group))
	j.value(e, "manualPrivateLinkServiceConnections", Empty())
	j.computed(e, at+".privateLinkServiceConnectionState.status", Equal("Approved"))
	j.members(e, link)
	j.recorded(e, link.Zones)
	if j.g.Source == graph.FromExport {
		j.answered(service, e)
	}
}

// members: a static address takes an entry for every member of the group
// (PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps), a dynamic
// one none.
func (j *judge) members(e *graph.Resource, link facts.PrivateLink) {
	configurations := e.Value("ipConfigurations").Items()
	if len(configurations) == 0 {
		return
	}
	var got []string
	for _, c := range configurations {
		got = append(got, c.At("memberName").Text())
	}
	slices.Sort(got)
	if want := slices.Sorted(slices.Values(link.Members)); !slices.Equal(got, want) {
		j.fail(e, "ipConfigurations", fmt.Sprintf("for the members %q", got), fmt.Sprintf("one for each of %q", want))
	}
}

// recorded asks for one zone group on an endpoint, with a record in each of
// some zones, and that these are linked to a VNet.
func (j *judge) recorded(e *graph.Resource, zones []string) {
	groups := j.zoneGroups[e.URN]
	if len(groups) != 1 {
		j.fail(e, "", count(len(groups), "DNS zone group"), "one, with a record in "+zones[0])
		return
	}
	group := groups[0].from
	if !groups[0].certain {
		j.unknown(group, "privateEndpointName", "the name of "+e.String())
	}
	for _, zone := range zones {
		j.recordIn(group, zone)
	}
}

func (j *judge) recordIn(group *graph.Resource, zone string) {
	const path = "privateDnsZoneConfigs"
	want := "a record in " + zone
	if list := group.Value(path); list.Hidden() {
		j.unknown(group, path, want)
		return
	}
	hidden := false
	for i := range group.Value(path).Items() {
		at := path + "[" + itoa(i) + "].privateDnsZoneId"
		bound, certain, _ := j.ref(group, at, kindZone)
		hidden = hidden || bound == nil && !certain
		if bound == nil || !bound.Value("privateZoneName").Is(zone) {
			continue
		}
		if !certain {
			j.unknown(group, at, "the id of zone "+zone)
		} else {
			j.add(group, finding.Pass, at, "zone "+zone, want)
		}
		if len(j.zoneLinks[bound.URN]) == 0 {
			j.fail(bound, "", "no link to a VNet", "one: without it the name resolves to the public address")
		}
		return
	}
	if hidden && j.takesFrom(group, path, zone) {
		j.unknown(group, path, want)
		return
	}
	j.fail(group, path, "without "+zone, want)
}

// takesFrom reports whether a property takes something from a zone of a name.
func (j *judge) takesFrom(r *graph.Resource, path, zone string) bool {
	return slices.ContainsFunc(r.PropertyDependencies[path], func(urn string) bool {
		z := j.g.ByURN(urn)
		return z != nil && z.Kind == kindZone && z.Value("privateZoneName").Is(zone)
	})
}

// labels are the names that a service has in its zone: a web app has its
// deployment site's too.
func labels(service *graph.Resource) []string {
	path := map[string]string{
		kindAccount: "properties.customSubDomainName", kindSearch: "searchServiceName", kindStorage: "accountName", kindWebApp: "name", kindService: "serviceName",
	}[service.Kind]
	name := service.Inputs.At(path).Text()
	switch {
	case name == "":
		return nil
	case service.Kind == kindWebApp:
		return []string{name, name + ".scm"}
	}
	return []string{name}
}

// answered asks that Azure keeps a record of each of a service's names: with
// the zone alone they do not exist.
func (j *judge) answered(service, e *graph.Resource) {
	for _, group := range j.zoneGroups[e.URN] {
		for i, config := range group.from.Value("privateDnsZoneConfigs").Items() {
			sets := config.At("recordSets").Items()
			for _, label := range labels(service) {
				if !slices.ContainsFunc(sets, func(set graph.Value) bool { return set.At("recordSetName").Is(label) }) {
					j.fail(group.from, "privateDnsZoneConfigs["+itoa(i)+"].recordSets", "without "+graph.Printable(label), "a record of it")
				}
			}
		}
	}
}
