package requirements

import (
	"fmt"
	"net/netip"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const (
	resolverDelegation = "Microsoft.Network/dnsResolvers"
	dnsServers         = "dhcpOptions.dnsServers"
)

func judgeNames(j *judge) {
	j.hosts()
	if len(j.g.Of(kindResolver)) == 0 {
		if j.component("secure-azure-openai:network:Resolver") {
			j.fail(nil, "", "no "+kindResolver, "the one that the program asks for")
		}
		for _, v := range j.vnets {
			j.value(v.resource, dnsServers, Empty())
		}
		return
	}
	for _, r := range j.g.Of(kindResolver) {
		to, certain, _ := j.ref(r, "virtualNetwork.id", kindVNet)
		switch {
		case to == nil || to.Kind != kindVNet:
			j.fail(r, "virtualNetwork.id", r.Value("virtualNetwork.id").String(), "the VNet of this stack")
			continue
		case !certain:
			j.unknown(r, "virtualNetwork.id", "the id of "+to.String())
		}
		j.inbound(to)
	}
}

// inbound judges the address that clients ask: static, in a subnet delegated
// to resolvers, and named in the VNet, from where the gateway hands it out.
func (j *judge) inbound(vnet *graph.Resource) {
	var addresses []string
	for _, in := range j.g.Of(kindInbound) {
		for i, c := range in.Value("ipConfigurations").Items() {
			at := "ipConfigurations[" + itoa(i) + "]."
			j.value(in, at+"privateIpAllocationMethod", Equal("Static"))
			j.value(in, at+"privateIpAddress", Given())
			addresses = append(addresses, c.At("privateIpAddress").Text())
			s, certain := j.subnet(in, at+"subnet.id")
			switch {
			case !certain:
				j.unknown(in, at+"subnet.id", "a subnet delegated to "+resolverDelegation)
			case s == nil || len(s.delegations) != 1 || s.delegations[0] != resolverDelegation:
				j.fail(in, at+"subnet.id", in.Value(at+"subnet.id").String(), "a subnet delegated to "+resolverDelegation)
			}
		}
	}
	if len(addresses) == 0 {
		j.fail(nil, "", "no address of a "+kindInbound, "one for clients to ask")
		return
	}
	j.value(vnet, dnsServers, List(addresses...))
}

// host is a name that clients use, and the service behind it.
type host struct {
	name    string
	service *graph.Resource
}

// privateHosts are the names of what has a private endpoint.
func (j *judge) privateHosts() (hosts []host, undecided *graph.Resource) {
	for _, of := range []struct{ kind, path, zone string }{
		{kindAccount, "properties.customSubDomainName", ".openai.azure.com"},
		{kindSearch, "searchServiceName", ".search.windows.net"},
		{kindStorage, "accountName", ".blob.core.windows.net"},
		{kindWebApp, "name", ".azurewebsites.net"},
		{kindWebApp, "name", ".scm.azurewebsites.net"},
	} {
		for _, r := range j.g.Of(of.kind) {
			if len(j.endpoints[r.URN]) == 0 {
				continue
			}
			name := r.Inputs.At(of.path)
			if name.State != graph.Known {
				name = r.Value(of.path)
			}
			if name.State != graph.Known {
				undecided = r
				continue
			}
			hosts = append(hosts, host{strings.ToLower(name.Text()) + of.zone, r})
		}
	}
	return hosts, undecided
}

// hosts asks for a line of the hosts file per private host, with an address
// of its endpoint.
func (j *judge) hosts() {
	stack := j.outputs()
	text := stack.Outputs.At("hostsFile")
	hosts, undecided := j.privateHosts()
	if j.g.Source == graph.FromPreview && text.State == graph.Missing || text.State == graph.Unknown || text.State == graph.Secret || undecided != nil {
		j.unknown(nil, "output hostsFile", "a line for every private host")
		return
	}
	lines := map[string]string{}
	for line := range strings.Lines(text.Text()) {
		if fields := strings.Fields(line); len(fields) == 2 {
			lines[strings.ToLower(fields[1])] = fields[0]
		}
	}
	for _, h := range hosts {
		got, ok := lines[h.name]
		want := "a line for " + h.name
		if !ok {
			j.fail(h.service, "output hostsFile", "without "+h.name, want)
			continue
		}
		j.hostAddress(h, got)
	}
	j.add(nil, finding.Pass, "output hostsFile", count(len(lines), "line"), "a line for every private host")
}

// hostAddress: a planned address is the endpoint's own; one that Azure chose
// is at least one of the endpoints' subnet.
func (j *judge) hostAddress(h host, got string) {
	e := j.endpoints[h.service.URN][0].endpoint
	var planned []string
	for _, c := range e.Value("ipConfigurations").Items() {
		planned = append(planned, c.At("privateIPAddress").Text())
	}
	for _, address := range planned {
		if address == got {
			return
		}
	}
	addr, err := netip.ParseAddr(got)
	s, certain := j.subnet(e, "subnet.id")
	switch {
	case len(planned) > 0:
		j.fail(h.service, "output hostsFile", fmt.Sprintf("%s for %s", graph.Printable(got), h.name), strings.Join(planned, " or "))
	case err != nil || (certain && (s == nil || !free(addr, s.prefixes))):
		j.fail(h.service, "output hostsFile", fmt.Sprintf("%s for %s", graph.Printable(got), h.name), "an address of the endpoints' subnet")
	}
}

var privateDNS = []Rule{{
	ID: "R43", Title: "Each private DNS zone is linked to the VNet, without registration; each endpoint has its records through one zone group; the web app starts after both",
	Severity: finding.High, Kind: kindZone, Judge: judgeZones,
	Fix:  "Link each zone once to the VNet (location global, registrationEnabled false), and give each endpoint one zone group.",
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
	to, certain, _ := j.ref(l, "virtualNetwork.id", kindVNet)
	switch {
	case to == nil || to.Kind != kindVNet:
		j.fail(l, "virtualNetwork.id", l.Value("virtualNetwork.id").String(), "the VNet of this stack")
	case !certain:
		j.unknown(l, "virtualNetwork.id", "the id of "+to.String())
	}
}

func (j *judge) zoneGroupsOfEndpoints() {
	bound := map[string]*graph.Resource{}
	for _, group := range j.g.Of(kindZoneGroup) {
		for i := range group.Value("privateDnsZoneConfigs").Items() {
			at := "privateDnsZoneConfigs[" + itoa(i) + "]."
			j.value(group, at+"name", Given())
			z, certain, _ := j.ref(group, at+"privateDnsZoneId", kindZone)
			if z == nil || !certain {
				continue
			}
			if other := bound[z.URN]; other != nil && other != group {
				j.fail(group, at+"privateDnsZoneId", "the zone that "+other.String()+" has too", "a zone of its own")
			}
			bound[z.URN] = group
		}
	}
	for _, e := range j.g.Of(kindEndpoint) {
		if n := len(j.zoneGroups[e.URN]); n != 1 {
			j.fail(e, "", count(n, "DNS zone group"), "one")
		}
	}
}

// consumers: a name resolves only once record and link are there, and the app
// looks the services up when it starts.
func (j *judge) consumers() {
	for _, app := range j.g.Of(kindWebApp) {
		own := map[*graph.Resource]bool{}
		for _, c := range j.endpoints[app.URN] {
			for _, group := range j.zoneGroups[c.endpoint.URN] {
				own[group.from] = true
			}
		}
		behind := j.allDependencies(app)
		var missing []string
		for _, kind := range []string{kindZoneGroup, kindZoneLink} {
			for _, r := range j.g.Of(kind) {
				mine := own[r] || strings.Contains(r.Name, facts.PrivateLinkSites.Zones[0])
				if !mine && !behind[r.URN] {
					missing = append(missing, r.String())
				}
			}
		}
		switch n := len(missing); {
		case n > 1:
			j.fail(app, "dependencies", fmt.Sprintf("without %s and %d more", missing[0], n-1), "every record and link of a service")
		case n == 1:
			j.fail(app, "dependencies", "without "+missing[0], "every record and link of a service")
		}
	}
}
