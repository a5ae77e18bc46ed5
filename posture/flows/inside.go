package flows

import (
	"net/netip"
	"strings"

	"secure-azure-openai/posture/graph"
)

// insideVNet is whether a gateway stands in a VNet and has no address outside:
// internal mode, in which Azure answers its private address.
// https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet
func insideVNet(r *graph.Resource) bool { return r.Value(networkType).Is("Internal") }

const (
	networkType   = "virtualNetworkType"
	gatewaySubnet = "virtualNetworkConfiguration.subnetResourceId"
)

// readInside takes the addresses of the gateways that stand in a subnet.
func (m *model) readInside() {
	for _, t := range m.targets {
		if t.service.name != "gateway" || !insideVNet(t.Resource) {
			continue
		}
		s := m.subnets[low(t.Resource.Value(gatewaySubnet).Text())]
		if s == nil {
			continue
		}
		e := &endpoint{resource: t.Resource, subnet: s, target: t.id, path: "privateIPAddresses", own: true}
		for _, v := range t.Resource.Value("privateIPAddresses").Items() {
			if address, err := netip.ParseAddr(v.Text()); err == nil {
				e.addresses = append(e.addresses, address)
				m.listening[listen{s.vnet.id, address}] = e
			}
		}
		m.inside[t] = e
	}
}

// doorsOf are what leads to a target inside a VNet: its endpoints, those of
// the host that is asked for first, or its own addresses.
func (m *model) doorsOf(t *Target, to entry) []*endpoint {
	if e := m.inside[t]; e != nil {
		return []*endpoint{e}
	}
	all := m.endpointsOf[t]
	for i, e := range all {
		if i > 0 && to.link != t.service.link && strings.EqualFold(e.group, to.link.Group) {
			return append([]*endpoint{e}, all...)
		}
	}
	return all
}

// placeOfGateway is where a gateway's own requests come from: the subnet that
// it stands in, or that it is integrated with.
func (m *model) placeOfGateway(r *graph.Resource, internet *place) *place {
	id := r.Value(gatewaySubnet)
	s := m.subnets[low(id.Text())]
	switch {
	case r.Value(networkType).Is("None"), id.State == graph.Missing, id.State == graph.Known && id.Text() == "":
		return internet
	case s == nil:
		return &place{kind: inNetwork, id: r.URN, resource: r, doubt: gatewaySubnet}
	}
	return &place{kind: inNetwork, id: r.URN, resource: r, vnet: s.vnet, subnet: s, prefixes: s.prefixes}
}
