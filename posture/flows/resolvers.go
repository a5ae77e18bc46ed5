package flows

import (
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// resolver is a DNS private resolver's inbound endpoint.
type resolver struct {
	resource *graph.Resource
	vnet     *vnet
	subnet   *subnet
}

// readResolvers takes the name servers inside the VNets. An inbound endpoint
// answers as Azure's own server does in its resolver's VNet:
// https://learn.microsoft.com/azure/dns/private-resolver-endpoints-rulesets
func (m *model) readResolvers() {
	m.forwards = slices.Concat(m.graph.Of("network:ForwardingRule"), m.graph.Of("dnsresolver:ForwardingRule"))
	for _, kind := range []string{"network:InboundEndpoint", "dnsresolver:InboundEndpoint"} {
		for _, r := range m.graph.Of(kind) {
			if r.ID != "" && m.graph.ByID(parentID(r.ID)) == nil {
				continue
			}
			for _, c := range r.Value("ipConfigurations").Items() {
				address, err := netip.ParseAddr(c.At("privateIpAddress").Text())
				s := m.subnets[low(c.At("subnet.id").Text())]
				if err == nil && s != nil {
					m.resolvers[listen{s.vnet.id, address}] = &resolver{r, s.vnet, s}
				}
			}
		}
	}
}

// resolverAt finds a name server in a VNet or in one of its peers.
func (m *model) resolverAt(v *vnet, address netip.Addr) *resolver {
	if r := m.resolvers[listen{v.id, address}]; r != nil {
		return r
	}
	for _, p := range v.peerings {
		if r := m.resolvers[listen{p.remote, address}]; r != nil {
			return r
		}
	}
	return nil
}

// readHosts takes the hosts file that the program hands to VPN clients.
func (m *model) readHosts() {
	for _, r := range m.graph.Resources {
		if r.Type != "pulumi:pulumi:Stack" {
			continue
		}
		file := r.Outputs.At("hostsFile")
		if file.State != graph.Known {
			continue
		}
		m.hostsFrom = r
		for _, line := range strings.Split(file.Text(), "\n") {
			fields := strings.Fields(line)
			if len(fields) < 2 {
				continue
			}
			address, err := netip.ParseAddr(fields[0])
			if err != nil {
				continue
			}
			for _, name := range fields[1:] {
				m.hosts[low(name)] = address
			}
		}
	}
}
