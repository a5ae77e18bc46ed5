package flows

import (
	"net/netip"
	"strings"

	"secure-azure-openai/posture/graph"
)

// vnet is a virtual network.
type vnet struct {
	resource *graph.Resource
	id       string
	space    []netip.Prefix
	// dns are the name servers that it hands out; empty for Azure's own.
	dns graph.Value
	// pools are the VPN clients' addresses, gateway is the gateway.
	pools   []netip.Prefix
	gateway *graph.Resource
	// peerings are its connections to other VNets.
	peerings []peering
	// zones are the private zones linked to it, by name.
	zones map[string]*zoneLink
	// around is what connected answers.
	around []netip.Prefix
}

// peering is a connection to another VNet, which need not be in the graph.
type peering struct {
	resource *graph.Resource
	remote   string
	space    []netip.Prefix
	// transit is whether the VPN clients of this one may use it.
	transit bool
}

// subnet is a part of a VNet.
type subnet struct {
	vnet *vnet
	name string
	// resource has it, at path where that is a VNet.
	resource *graph.Resource
	path     string
	prefixes []netip.Prefix
	group    *securityGroup
	// groupDoubt is for a group that is not known yet.
	groupDoubt bool
	// routed is for a route table, which is not followed.
	routed bool
	// policies is whether the group applies to private endpoints.
	policies graph.Value
}

// connected is the space that the tag VirtualNetwork stands for: the VNet,
// its peers and the VPN clients.
// https://learn.microsoft.com/azure/virtual-network/service-tags-overview
func (v *vnet) connected() []netip.Prefix {
	if v.around == nil {
		v.around = append(append([]netip.Prefix{}, v.space...), v.pools...)
		for _, p := range v.peerings {
			v.around = append(v.around, p.space...)
		}
	}
	return v.around
}

func (m *model) readNetworks() {
	separate := map[string][]*graph.Resource{}
	for _, r := range m.graph.Of("network:SecurityRule") {
		separate[parentID(r.ID)] = append(separate[parentID(r.ID)], r)
	}
	for _, r := range m.graph.Of("network:NetworkSecurityGroup") {
		if r.ID != "" {
			m.groups[low(r.ID)] = newSecurityGroup(r, separate[low(r.ID)])
		}
	}
	for _, r := range m.graph.Of("network:VirtualNetwork") {
		m.readVNet(r)
	}
	for _, r := range m.graph.Of("network:Subnet") {
		if v := m.vnets[parentID(r.ID)]; v != nil {
			m.readSubnet(v, r.ID, r, "", r.Value)
		}
	}
	for _, r := range m.graph.Of("network:VirtualNetworkPeering") {
		if v := m.vnets[parentID(r.ID)]; v != nil {
			v.peer(m, r, r.Value)
		}
	}
	for _, r := range m.graph.Of("network:VirtualNetworkGateway") {
		m.readGateway(r)
	}
}

func (m *model) readVNet(r *graph.Resource) {
	v := &vnet{resource: r, id: low(r.ID), space: prefixesOf(r.Value("addressSpace.addressPrefixes")),
		dns: r.Value("dhcpOptions.dnsServers"), zones: map[string]*zoneLink{}}
	m.allVNets = append(m.allVNets, v)
	if v.id == "" {
		return
	}
	m.vnets[v.id] = v
	for i, s := range r.Value("subnets").Items() {
		m.readSubnet(v, v.id+"/subnets/"+s.At("name").Text(), r, "subnets["+itoa(i)+"].", s.At)
	}
	for _, p := range r.Value("virtualNetworkPeerings").Items() {
		v.peer(m, r, p.At)
	}
}

func (m *model) readSubnet(v *vnet, id string, r *graph.Resource, path string, at func(string) graph.Value) {
	s := &subnet{vnet: v, name: at("name").Text(), resource: r, path: path, policies: at("privateEndpointNetworkPolicies"),
		prefixes: prefixesOf(at("addressPrefixes")), routed: at("routeTable").State != graph.Missing}
	if one := at("addressPrefix"); one.Text() != "" {
		s.prefixes = append(s.prefixes, parsed(one.Text())...)
	}
	if group := at("networkSecurityGroup.id"); group.State == graph.Known {
		s.group = m.groups[low(group.Text())]
		s.groupDoubt = s.group == nil
	} else {
		s.groupDoubt = group.Hidden()
	}
	m.subnets[low(id)] = s
}

// peer takes a peering that is connected. One that is only initiated carries
// nothing: both sides must ask.
// https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview
func (v *vnet) peer(m *model, r *graph.Resource, at func(string) graph.Value) {
	if state := at("peeringState"); state.State == graph.Known && !state.Is("Connected") {
		return
	}
	p := peering{resource: r, remote: low(at("remoteVirtualNetwork.id").Text()), transit: at("allowGatewayTransit").True()}
	for _, path := range []string{"remoteVirtualNetworkAddressSpace.addressPrefixes", "remoteAddressSpace.addressPrefixes"} {
		if p.space == nil {
			p.space = prefixesOf(at(path))
		}
	}
	if remote := m.graph.ByID(p.remote); remote != nil && p.space == nil {
		p.space = prefixesOf(remote.Value("addressSpace.addressPrefixes"))
	}
	v.peerings = append(v.peerings, p)
}

// peeringWith finds the connection to another VNet.
func (v *vnet) peeringWith(other *vnet) peering {
	for _, p := range v.peerings {
		if p.remote == other.id {
			return p
		}
	}
	return peering{}
}

// readGateway gives a VNet its VPN clients.
func (m *model) readGateway(r *graph.Resource) {
	pools := prefixesOf(r.Value("vpnClientConfiguration.vpnClientAddressPool.addressPrefixes"))
	if len(pools) == 0 {
		return
	}
	m.gateways = append(m.gateways, r)
	for _, c := range r.Value("ipConfigurations").Items() {
		if s := m.subnets[low(c.At("subnet.id").Text())]; s != nil {
			s.vnet.pools, s.vnet.gateway = append(s.vnet.pools, pools...), r
			return
		}
	}
	m.looseGateways = append(m.looseGateways, r)
}

func prefixesOf(list graph.Value) []netip.Prefix {
	var all []netip.Prefix
	for _, v := range list.Items() {
		all = append(all, parsed(v.Text())...)
	}
	return all
}

func parsed(text string) []netip.Prefix {
	if p, err := netip.ParsePrefix(text); err == nil {
		return []netip.Prefix{p}
	}
	return nil
}

// parentID is the id of what a child resource is in, in lower case.
func parentID(id string) string {
	parts := strings.Split(low(id), "/")
	if len(parts) < 3 {
		return ""
	}
	return strings.Join(parts[:len(parts)-2], "/")
}
