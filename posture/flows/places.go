package flows

import (
	"net/netip"

	"secure-azure-openai/posture/graph"
)

// place is where an actor is: what it can reach, and which names it sees.
type place struct {
	kind     placeKind
	id       string
	resource *graph.Resource
	vnet     *vnet
	subnet   *subnet
	prefixes []netip.Prefix
	// direct is for an app whose requests to the internet do not go through
	// its subnet.
	direct bool
	// knowsAddresses is for one who needs no name: it tries every endpoint.
	knowsAddresses bool
	// doubt is the property that the place depends on, where Azure has not
	// decided it.
	doubt string
}

type placeKind int

const (
	onInternet placeKind = iota
	onVPN
	inNetwork
	inPlatform
)

func (m *model) vpnPlaces() []*place {
	var places []*place
	for _, v := range m.allVNets {
		if v.gateway != nil {
			places = append(places, &place{kind: onVPN, id: "vpn " + v.id, vnet: v, prefixes: v.pools, resource: v.gateway})
		}
	}
	for _, r := range m.looseGateways {
		places = append(places, &place{kind: onVPN, id: "vpn " + r.URN, resource: r, doubt: "ipConfigurations[0].subnet.id"})
	}
	return places
}

func (m *model) placeOfApp(r *graph.Resource, internet *place) *place {
	id := r.Value("virtualNetworkSubnetId")
	s := m.subnets[low(id.Text())]
	switch {
	case id.State == graph.Missing || id.State == graph.Known && id.Text() == "":
		return internet
	case s == nil:
		return &place{kind: inNetwork, id: r.URN, resource: r, doubt: "virtualNetworkSubnetId"}
	}
	return &place{kind: inNetwork, id: r.URN, resource: r, vnet: s.vnet, subnet: s, prefixes: s.prefixes, direct: !r.Value("vnetRouteAllEnabled").True() && !r.Value("siteConfig.vnetRouteAllEnabled").True()}
}
