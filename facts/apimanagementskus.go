package facts

// GatewaySKU is a tier of API Management that this topology can use.
type GatewaySKU struct {
	Name string
	// Classic tiers lie inside the subnet, where the VNet type is Internal;
	// those of version 2 send their calls through one, and have private
	// endpoints.
	Classic bool
	// Units is how many it can have in one region.
	Units int
	// Note is what whoever chooses it has to know.
	Note string
}

// GatewaySKUList are the tiers that reach private services and can be reached
// privately: "Use a virtual network to secure inbound or outbound traffic for
// Azure API Management", comparison, and "API Management limits" for the
// units, pages of 2025.
// https://learn.microsoft.com/azure/api-management/virtual-network-concepts
// https://learn.microsoft.com/azure/api-management/service-limits
var GatewaySKUList = []GatewaySKU{
	{Name: "StandardV2", Units: 10},
	{Name: "PremiumV2", Units: 30},
	{Name: "Developer", Classic: true, Units: 1, Note: "has no SLA and one unit: it is for trying things out"},
	{Name: "Premium", Classic: true, Units: 31},
}

// FindGatewaySKU finds a tier by ARM's name for it.
func FindGatewaySKU(name string) (GatewaySKU, bool) {
	for _, s := range GatewaySKUList {
		if s.Name == name {
			return s, true
		}
	}
	return GatewaySKU{}, false
}

// GatewaySKUsWithout are the tiers that cannot serve here, and why.
var GatewaySKUsWithout = map[string]string{
	"Consumption": "lies in no VNet and cannot call a private service",
	"Basic":       "lies in no VNet and cannot call a private service",
	"Standard":    "lies in no VNet and cannot call a private service",
	"BasicV2":     "has no VNet integration and cannot call a private service",
}

// Subnet sizes for API Management, as prefix bits.
const (
	// GatewaySubnetSmallestV2 is the smallest subnet for VNet integration of a
	// tier of version 2: "Integrate an Azure API Management instance with a
	// private virtual network for outbound connections", prerequisites.
	// https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound
	GatewaySubnetSmallestV2 = 27
	// GatewaySubnetSmallestClassic is the smallest for a classic tier, which
	// has room for one unit.
	// https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources
	GatewaySubnetSmallestClassic = 29
)

// GatewayUnitsIn is how many units of a classic tier inside a VNet a subnet
// holds: two addresses for each, one for the load balancer, and five that Azure
// keeps. "Network resource requirements for API Management injection into a
// virtual network", subnet size, whose table has 1, 5, 13 and 29 for /29 to /26.
// https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources
func GatewayUnitsIn(bits int) int {
	addresses := 1 << max(32-bits, 0)
	return max(addresses-5-1, 0) / 2
}

// PublisherLongest is how many characters the publisher's name has at most, and
// its address: "API Management Service - Create Or Update", request body.
// https://learn.microsoft.com/rest/api/apimanagement/api-management-service/create-or-update
const PublisherLongest = 100

// BodyBytesMost is how much of a body a diagnostic logs at most:
// "Diagnostic - Create Or Update", BodyDiagnosticSettings.
// https://learn.microsoft.com/rest/api/apimanagement/diagnostic/create-or-update
const BodyBytesMost = 8192
