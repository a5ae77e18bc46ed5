package settings

import (
	"net/netip"
	"slices"
)

// Slot is a service's fixed place in the endpoint subnet, counted from the
// subnet's first address. Slots never follow list order: an address is
// immutable, so a shifted slot would replace every endpoint behind it. Each
// service has four, because a group may have several members and a service
// several groups.
type Slot int

// The slots. Azure keeps the first four addresses and the last one of every
// subnet for itself. The twelve that follow are nobody's slot: an endpoint
// whose address Azure chooses gets the lowest free one, which would otherwise
// be the address of another endpoint that has yet to be made.
const (
	SlotOpenAI  Slot = 16
	SlotSearch  Slot = 20
	SlotStorage Slot = 24
	SlotWebApp  Slot = 28
	SlotGateway Slot = 32
	SlotBackend Slot = 36
	// The services of the backend's storage account.
	SlotBackendBlob  Slot = 40
	SlotBackendQueue Slot = 44
	SlotBackendTable Slot = 48
	// SlotAccounts is the first of FurtherAccounts addresses, one for each
	// further account of Azure OpenAI, whose endpoint has one member.
	SlotAccounts Slot = 52
)

// FurtherAccounts is how many accounts of Azure OpenAI a stack can have beside
// the first one.
const FurtherAccounts = 8

// slotRoom is the smallest endpoint subnet, as prefix bits: room for
// sixty addresses, so that later services find a slot without a move.
const slotRoom = 26

// slots are the private endpoints in the order of their slots.
var slots = []struct {
	of    Endpoint
	first Slot
}{
	{EndpointOpenAI, SlotOpenAI},
	{EndpointSearch, SlotSearch},
	{EndpointStorage, SlotStorage},
	{EndpointWebApp, SlotWebApp},
	{EndpointGateway, SlotGateway},
	{EndpointBackend, SlotBackend},
	{EndpointBackendBlob, SlotBackendBlob},
	{EndpointBackendQueue, SlotBackendQueue},
	{EndpointBackendTable, SlotBackendTable},
}

// Endpoints are all private endpoints that a stack can have.
func Endpoints() []Endpoint {
	var all []Endpoint
	for _, s := range slots {
		all = append(all, s.of)
	}
	return all
}

func endpointNames() []string {
	var names []string
	for _, e := range Endpoints() {
		names = append(names, string(e))
	}
	return names
}

// Address is the static private address of an endpoint's member, the first
// one being 0. It is false where Azure chooses the address.
func (n Network) Address(e Endpoint, member int) (netip.Addr, bool) {
	if member < 0 || member > 3 || slices.Contains(n.DynamicEndpoints, e) {
		return netip.Addr{}, false
	}
	for _, s := range slots {
		if s.of == e {
			addr := nth(n.Endpoints, int(s.first)+member)
			return addr, addr.IsValid()
		}
	}
	return netip.Addr{}, false
}

// Endpoint is the private endpoint of a further account.
func (a Account) Endpoint() Endpoint { return EndpointOpenAI + "-" + Endpoint(a.Name) }

// AccountAddress is the static private address of a further account.
func (n Network) AccountAddress(a Account) netip.Addr {
	return nth(n.Endpoints, int(SlotAccounts)+a.Slot-1)
}

// ResolverAddress is the static inbound address of the DNS resolver: the
// first one of its subnet that Azure leaves free.
func (n Network) ResolverAddress() netip.Addr { return nth(n.Resolver, 4) }

// nth is a prefix's n-th address, counted from 0; the zero Addr where the
// prefix ends before it.
func nth(p netip.Prefix, n int) netip.Addr {
	addr := p.Masked().Addr()
	for range n {
		addr = addr.Next()
	}
	if !p.Contains(addr) {
		return netip.Addr{}
	}
	return addr
}
