package facts

// GatewayTier is a pricing tier of API Management, by the name of its SKU.
type GatewayTier struct {
	Name string
	// V2 tiers are another platform: a service does not move between the two.
	V2 bool
	// UnitsMost is how many units a service of the tier takes in one region.
	UnitsMost int
	// Integrated tiers reach into a VNet (External), and Injected ones lie in
	// it (Internal). The classic tiers can do both or neither.
	Integrated, Injected bool
	// Lacks is why a tier cannot call a private service, empty where it can;
	// Note is what whoever chooses one that can has to know.
	Lacks, Note string
}

// GatewayTiers are all of them:
// https://learn.microsoft.com/azure/api-management/api-management-features
// https://learn.microsoft.com/azure/api-management/virtual-network-concepts
// https://learn.microsoft.com/azure/api-management/service-limits
var GatewayTiers = []GatewayTier{
	{Name: "Consumption", Lacks: "lies in no VNet and cannot call a private service"},
	{Name: "Developer", UnitsMost: 1, Integrated: true, Injected: true, Note: "has no SLA and one unit: it is for trying things out"},
	{Name: "Basic", UnitsMost: 2, Lacks: "lies in no VNet and cannot call a private service"},
	{Name: "Standard", UnitsMost: 4, Lacks: "lies in no VNet and cannot call a private service"},
	{Name: "Premium", UnitsMost: 31, Integrated: true, Injected: true},
	{Name: "Isolated", UnitsMost: 31, Integrated: true, Injected: true},
	{Name: "BasicV2", V2: true, UnitsMost: 10, Lacks: "has no VNet integration and cannot call a private service"},
	{Name: "StandardV2", V2: true, UnitsMost: 10, Integrated: true},
	{Name: "PremiumV2", V2: true, UnitsMost: 30, Integrated: true, Injected: true},
}

// GatewayTiersOffered are those that a stack can have, the usual ones first.
// Isolated is no tier that Azure sells.
var GatewayTiersOffered = []string{"StandardV2", "PremiumV2", "Premium", "Developer"}

// FindGatewayTier finds a tier by its name, with regard to case.
func FindGatewayTier(name string) (GatewayTier, bool) {
	for _, t := range GatewayTiers {
		if t.Name == name {
			return t, true
		}
	}
	return GatewayTier{}, false
}

// The smallest subnets of a gateway, as prefix lengths: a v2 tier's and a
// classic tier's.
// https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound
// https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources
const (
	APIManagementSubnetV2      = 27
	APIManagementSubnetClassic = 29
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

// SampleAPIPath is that of the sample API ("Echo API") which a service of a
// classic tier is made with, beside the products starter and unlimited:
// hashicorp/terraform-provider-azurerm#4121. No property of the service leaves
// them out.
const SampleAPIPath = "echo"

// PublisherLongest is how many characters the publisher's name has at most, and
// its address: "API Management Service - Create Or Update", request body.
// https://learn.microsoft.com/rest/api/apimanagement/api-management-service/create-or-update
const PublisherLongest = 100

// BodyBytesMost is how much of a body a diagnostic logs at most:
// "Diagnostic - Create Or Update", BodyDiagnosticSettings.
// https://learn.microsoft.com/rest/api/apimanagement/diagnostic/create-or-update
const BodyBytesMost = 8192
