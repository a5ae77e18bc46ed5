package settings

import "net/netip"

// Network is the VNet's address space and its subnets.
type Network struct {
	AddressSpace netip.Prefix
	// Endpoints holds the private endpoints, at the fixed slots of Slot.
	Endpoints netip.Prefix
	// Gateway is GatewaySubnet, /27 or larger. The VNet has it with the VPN
	// off too, unless it is neither given nor derived.
	Gateway netip.Prefix
	// WebApp is the subnet that the web app sends its traffic from.
	WebApp netip.Prefix
	// Resolver is the inbound subnet of the DNS private resolver, /28 to /24.
	// Like the gateway's it is there with the resolver off too.
	Resolver netip.Prefix
	// APIGateway is API Management's subnet, and Backend that of the functions
	// behind it. Each is derived only where what uses it is on; one that is
	// given is there in any case.
	APIGateway, Backend netip.Prefix
	// DynamicEndpoints names the endpoints whose address Azure chooses
	// instead of the plan.
	DynamicEndpoints []Endpoint
}

// Endpoint names a private endpoint of the topology.
type Endpoint string

// The private endpoints, by the name that settings and outputs use.
const (
	EndpointOpenAI  Endpoint = "openai"
	EndpointSearch  Endpoint = "search"
	EndpointStorage Endpoint = "storage"
	EndpointWebApp  Endpoint = "webApp"
	EndpointGateway Endpoint = "gateway"
	EndpointBackend Endpoint = "backend"
	// The backend's host storage has one endpoint for each of its services.
	EndpointBackendBlob  Endpoint = "backendBlob"
	EndpointBackendQueue Endpoint = "backendQueue"
	EndpointBackendTable Endpoint = "backendTable"
	// EndpointMonitor is the private link scope's. It has no slot: Azure chooses
	// its addresses, of which it has more for everything that the scope gets.
	EndpointMonitor Endpoint = "monitor"
)

// VPN is the point-to-site gateway through which developers reach the VNet.
type VPN struct {
	Enabled bool
	// SKU is a zone-redundant gateway SKU, VpnGw1AZ to VpnGw5AZ.
	SKU string
	// ClientPool is the range that connected clients get addresses from.
	ClientPool netip.Prefix
	// TenantID is the Entra tenant whose users may connect. Empty means: the
	// tenant of whoever deploys.
	TenantID string
	// Audience is the application that VPN clients ask a token for.
	Audience string
}

// DNS is how names of private hosts are resolved from outside the VNet.
type DNS struct {
	// Resolver adds a DNS private resolver, which the VNet then uses and the
	// VPN gateway hands to its clients.
	Resolver bool
}
