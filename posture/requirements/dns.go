package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var privateDNS = []Rule{{
	ID: "R43", Title: "Each private DNS zone is linked to the VNet, without registration; each endpoint has its records through one zone group; the web app gets its settings after both",
	Severity: finding.High, Kind: kindZone, Judge: judgeZones,
	Fix:  "Link each zone once to the VNet (location global, registrationEnabled false), give each endpoint one zone group, and let the app settings wait for all of them.",
	Link: "https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
}}

// zonesOfTopology are the zones whose names the services of this topology
// have; the web app's is needed where it has an endpoint.
var zonesOfTopology = []string{facts.PrivateLinkOpenAI.Zones[0], facts.PrivateLinkSearch.Zones[0], facts.PrivateLinkBlob.Zones[0]}

func judgeZones(j *judge) {
	seen := map[string]*graph.Resource{}
	for _, z := range j.g.Of(kindZone) {
		name := strings.ToLower(z.Value("privateZoneName").Text())
		if other := seen[name]; other != nil && name != "" {
			j.fail(z, "privateZoneName", `"`+graph.Printable(name)+`", as that of `+other.String(), "one zone for a name")
		}
		seen[name] = z
		j.value(z, "location", Equal("global"))
		links := j.zoneLinks[z.URN]
		if len(links) != 1 {
			j.fail(z, "", count(len(links), "link to a VNet"), "one")
			continue
		}
		j.zoneLink(links[0])
	}
	for _, zone := range zonesOfTopology {
		if seen[zone] == nil {
			j.fail(nil, "", "no zone "+zone, "one")
		}
	}
	j.zoneGroupsOfEndpoints()
	j.consumers()
}

func (j *judge) zoneLink(link reference) {
	l := link.from
	if !link.certain {
		j.unknown(l, "privateZoneName", "the name of its zone")
	}
	j.value(l, "registrationEnabled", False())
	j.value(l, "location", Equal("global"))
	// The fallback would answer with a public address where a record is gone.
	j.value(l, "resolutionPolicy", Test{`"Default"`, func(v graph.Value) bool { return v.State == graph.Missing || v.Is("Default") }})
	to, certain, _ := j.ref(l, "virtualNetwork.id", kindVNet)
	switch {
	case to == nil || to.Kind != kindVNet:
		j.fail(l, "virtualNetwork.id", l.Value("virtualNetwork.id").String(), "the VNet of this stack")
	case !certain:
		j.unknown(l, "virtualNetwork.id", "the id of "+to.String())
	}
}

func (j *judge) zoneGroupsOfEndpoints() {
	bound := map[string][]*graph.Resource{}
	leads := map[*graph.Resource]*graph.Resource{}
	for _, e := range j.g.Of(kindEndpoint) {
		for _, group := range j.zoneGroups[e.URN] {
			leads[group.from] = e
		}
	}
	for _, group := range j.g.Of(kindZoneGroup) {
		for i := range group.Value("privateDnsZoneConfigs").Items() {
			at := "privateDnsZoneConfigs[" + itoa(i) + "]."
			j.value(group, at+"name", Given())
			z, certain, _ := j.ref(group, at+"privateDnsZoneId", kindZone)
			if z == nil || !certain {
				continue
			}
			for _, other := range bound[z.URN] {
				if other != group && !j.share(leads[other], leads[group]) {
					j.fail(group, at+"privateDnsZoneId", "the zone that "+other.String()+" has too", "a zone of its own")
				}
			}
			bound[z.URN] = append(bound[z.URN], group)
		}
	}
	for _, e := range j.g.Of(kindEndpoint) {
		if n := len(j.zoneGroups[e.URN]); n != 1 {
			j.fail(e, "", count(n, "DNS zone group"), "one")
		}
		for _, group := range j.zoneGroups[e.URN] {
			j.addresses(group.from, e)
		}
	}
}

// share reports whether two endpoints may have their records in one zone: two
// services of one sort have different names there, and Azure Monitor keeps its
// agents' files in Storage.
func (j *judge) share(a, b *graph.Resource) bool {
	if a == nil || b == nil || a == b {
		return false
	}
	const path = "privateLinkServiceConnections[0]."
	of, other := a.Value(path+"groupIds[0]"), b.Value(path+"groupIds[0]")
	blob, monitor := facts.PrivateLinkBlob.Group, facts.PrivateLinkMonitor.Group
	if of.Is(blob) && other.Is(monitor) || of.Is(monitor) && other.Is(blob) {
		return true
	}
	to, also := a.Value(path+"privateLinkServiceId"), b.Value(path+"privateLinkServiceId")
	return of.Text() != "" && of.Is(other.Text()) && (to.Hidden() || also.Hidden() || !to.Is(also.Text()))
}

// addresses: the records that Azure keeps for an endpoint lead to it alone. A
// second address would be the answer every other time.
func (j *judge) addresses(group, e *graph.Resource) {
	own := j.addressesOf(e)
	for i, config := range group.Value("privateDnsZoneConfigs").Items() {
		for k, set := range config.At("recordSets").Items() {
			at := "privateDnsZoneConfigs[" + itoa(i) + "].recordSets[" + itoa(k) + "]."
			j.judged(group, at+"recordType", set.At("recordType"), Equal("A"))
			all := set.At("ipAddresses").Items()
			for _, address := range all {
				if len(own) > 0 && !slices.Contains(own, address.Text()) {
					j.fail(group, at+"ipAddresses", address.String(), "an address of "+e.String())
				}
			}
			if len(all) == 0 {
				j.fail(group, at+"ipAddresses", set.At("ipAddresses").String(), "an address of "+e.String())
			}
		}
	}
}

// addressesOf are an endpoint's, where they are planned.
func (c *context) addressesOf(e *graph.Resource) []string {
	var all []string
	for _, planned := range e.Value("ipConfigurations").Items() {
		all = append(all, planned.At("privateIPAddress").Text())
	}
	return all
}

// apart are the zones whose names a web app does not look up: its own, those of
// a function app's storage, and Azure Monitor's.
var apart = slices.Concat(facts.PrivateLinkSites.Zones, facts.PrivateLinkQueue.Zones, facts.PrivateLinkTable.Zones,
	slices.DeleteFunc(slices.Clone(facts.PrivateLinkMonitor.Zones), func(zone string) bool { return zone == facts.PrivateLinkBlob.Zones[0] }))

// apartFrom reports whether a web app needs no records of a service.
func (c *context) apartFrom(service *graph.Resource) bool {
	return service.Kind == kindWebApp || service.Kind == kindScope || c.hostOf[service.URN] != nil
}

// consumers: a name resolves only once record and link are there, and the app
// learns the names that it looks up from its settings.
func (j *judge) consumers() {
	own := map[*graph.Resource]bool{}
	for _, kind := range []string{kindWebApp, kindScope, kindStorage} {
		for _, service := range j.g.Of(kind) {
			for _, c := range j.endpoints[service.URN] {
				for _, group := range j.zoneGroups[c.endpoint.URN] {
					own[group.from] = own[group.from] || j.apartFrom(service)
				}
			}
		}
	}
	waiting := j.ofSites(kindAppSettings)
	if len(waiting) == 0 {
		waiting = j.sites()
	}
	names := map[string]int{}
	var ordered []*graph.Resource
	for _, kind := range []string{kindZoneGroup, kindZoneLink, kindRecordSet} {
		for _, r := range j.g.Of(kind) {
			if !own[r] && !slices.ContainsFunc(apart, func(zone string) bool { return strings.Contains(r.Name, zone) }) {
				names[r.URN] = len(ordered)
				ordered = append(ordered, r)
			}
		}
	}
	for _, r := range waiting {
		j.waitsForNames(r, names, ordered)
	}
	j.hostNames()
}

// hostNames: a function app's host looks its storage up as soon as it has its
// settings.
func (j *judge) hostNames() {
	for _, account := range j.g.Of(kindStorage) {
		app := j.hostOf[account.URN]
		if app == nil {
			continue
		}
		names := map[string]int{}
		var ordered []*graph.Resource
		for _, c := range j.endpoints[account.URN] {
			for _, group := range j.zoneGroups[c.endpoint.URN] {
				names[group.from.URN] = len(ordered)
				ordered = append(ordered, group.from)
			}
		}
		for _, own := range j.ofApp[kindAppSettings+app.URN] {
			j.waitsForNames(own.from, names, ordered)
		}
	}
}

// waitsForNames wants a resource to come after every record and link but those
// of the app itself. It looks at what the resource waits for, and not at every
// name: in a graph of many stacks most names are another one's.
func (j *judge) waitsForNames(waiting *graph.Resource, names map[string]int, ordered []*graph.Resource) {
	const want = "every record and link of a service"
	behind, whole := j.allDependencies(waiting)
	if !whole {
		j.tooMany(waiting, want)
		return
	}
	met := map[int]bool{}
	for urn := range behind {
		if i, is := names[urn]; is {
			met[i] = true
		}
	}
	first := 0
	for met[first] {
		first++
	}
	switch n := len(ordered) - len(met); {
	case n > 1:
		j.fail(waiting, "dependencies", fmt.Sprintf("without %s and %d more", ordered[first], n-1), want)
	case n == 1:
		j.fail(waiting, "dependencies", "without "+ordered[first].String(), want)
	}
}
