package requirements

import (
	"fmt"
	"net/netip"
	"strconv"
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
	var addresses []string
	var servers Test
	for _, r := range j.g.Of(kindResolver) {
		to, certain, _ := j.ref(r, "virtualNetwork.id", kindVNet)
		switch {
		case to == nil || to.Kind != kindVNet:
			j.fail(r, "virtualNetwork.id", r.Value("virtualNetwork.id").String(), "the VNet of this stack")
			continue
		case !certain:
			j.unknown(r, "virtualNetwork.id", "the id of "+to.String())
		}
		if servers.holds == nil {
			addresses = j.inbound()
			servers = List(addresses...)
		}
		if len(addresses) == 0 {
			j.fail(nil, "", "no address of a "+kindInbound, "one for clients to ask")
			continue
		}
		// The gateway hands out what the VNet names.
		j.value(to, dnsServers, servers)
	}
}

// inbound judges the addresses that clients ask: static, in a subnet delegated
// to resolvers.
func (j *judge) inbound() []string {
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
			default:
				j.resolverSubnet(j.vnetOf(in, at+"subnet.id"), s)
			}
		}
	}
	return addresses
}

func (j *judge) resolverSubnet(vnet *graph.Resource, s *subnet) {
	for _, p := range s.prefixes {
		if p.Bits() > facts.ResolverSubnetSmallest {
			j.fail(vnet, "subnets: "+s.name, p.String(), fmt.Sprintf("/%d or larger", facts.ResolverSubnetSmallest))
		}
	}
}

// host is a name that clients use, and the service behind it.
type host struct {
	name    string
	service *graph.Resource
}

// privateHosts are the names of what has a private endpoint, and of a gateway
// inside the VNet. Clients reach a function app through the gateway alone.
func (j *judge) privateHosts() (hosts []host, undecided *graph.Resource) {
	for _, of := range []struct{ kind, path, zone string }{
		{kindAccount, "properties.customSubDomainName", ".openai.azure.com"},
		{kindSearch, "searchServiceName", ".search.windows.net"},
		{kindStorage, "accountName", ".blob.core.windows.net"},
		{kindWebApp, "name", ".azurewebsites.net"},
		{kindWebApp, "name", ".scm.azurewebsites.net"},
		{kindService, "serviceName", apiDomain},
	} {
		for _, r := range j.g.Of(of.kind) {
			if len(j.endpoints[r.URN]) == 0 && !(r.Kind == kindService && internal(r)) {
				continue
			}
			if j.hostOf[r.URN] != nil || r.Kind == kindWebApp && !isSite(r) {
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
	if len(j.endpoints[h.service.URN]) == 0 {
		own := h.service.Value("privateIPAddresses[0]")
		j.judged(h.service, "output hostsFile", own, Equal(got).as("what the output says, "+strconv.Quote(graph.Printable(got))))
		return
	}
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
