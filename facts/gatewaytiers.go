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
}

// GatewayTiers are all of them:
// https://learn.microsoft.com/azure/api-management/api-management-features
// https://learn.microsoft.com/azure/api-management/service-limits
var GatewayTiers = []GatewayTier{
	{Name: "Consumption"},
	{Name: "Developer", UnitsMost: 1, Integrated: true, Injected: true},
	{Name: "Basic", UnitsMost: 2},
	{Name: "Standard", UnitsMost: 4},
	{Name: "Premium", UnitsMost: 31, Integrated: true, Injected: true},
	{Name: "Isolated", UnitsMost: 31, Integrated: true, Injected: true},
	{Name: "BasicV2", V2: true, UnitsMost: 10},
	{Name: "StandardV2", V2: true, UnitsMost: 10, Integrated: true},
	{Name: "PremiumV2", V2: true, UnitsMost: 30, Integrated: true, Injected: true},
}

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
