package facts

import "strings"

// GatewaySKUs are the VPN gateway SKUs that a new stack may use. The ones
// without zones retired on 2026-09-30 and can no longer be created:
// https://learn.microsoft.com/azure/vpn-gateway/gateway-sku-consolidation.
// Basic knows neither OpenVPN ("Vpn client protocol OpenVPN is not supported
// for basic Sku gateway") nor Entra ID.
var GatewaySKUs = []string{"VpnGw1AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ"}

// SearchSKU is a pricing tier of Azure AI Search and its capacity:
// https://learn.microsoft.com/azure/search/search-limits-quotas-capacity and
// https://learn.microsoft.com/azure/search/search-capacity-planning
// (pages of 2025-11-20).
type SearchSKU struct {
	Name       string
	Replicas   int
	Partitions []int
	// Units bounds replicas times partitions.
	Units int
}

var standardPartitions = []int{1, 2, 3, 4, 6, 12}

// SearchSKUs are the dedicated tiers. Free is left out: it has no managed
// identity and no private endpoint.
var SearchSKUs = []SearchSKU{
	{"basic", 3, []int{1, 2, 3}, 9},
	{"standard", 12, standardPartitions, 36},
	{"standard2", 12, standardPartitions, 36},
	{"standard3", 12, standardPartitions, 36},
	{"storage_optimized_l1", 12, standardPartitions, 36},
	{"storage_optimized_l2", 12, standardPartitions, 36},
}

// FindSearchSKU finds a tier by ARM's name for it.
func FindSearchSKU(name string) (SearchSKU, bool) {
	for _, s := range SearchSKUs {
		if s.Name == name {
			return s, true
		}
	}
	return SearchSKU{}, false
}

// StorageSKUs are the redundancies of a general-purpose v2 account:
// https://learn.microsoft.com/azure/storage/common/storage-redundancy. The
// premium ones are of other account kinds.
var StorageSKUs = []string{
	"Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_RAGRS", "Standard_GZRS", "Standard_RAGZRS",
}

// PlanSKU is a size of an App Service plan.
type PlanSKU struct {
	Name string
	Tier string
	// Instances is how many the plan can scale to.
	Instances int
	// Zones reports whether the plan can be spread over zones, which takes
	// Premium v2 or later and two instances:
	// https://learn.microsoft.com/azure/reliability/reliability-app-service
	Zones bool
}

// PlanSKUs are the dedicated Linux sizes that can integrate with a VNet:
// https://learn.microsoft.com/azure/app-service/overview-vnet-integration
// (Basic and higher).
var PlanSKUs = []PlanSKU{
	{"B1", "Basic", 3, false}, {"B2", "Basic", 3, false}, {"B3", "Basic", 3, false},
	{"S1", "Standard", 10, false}, {"S2", "Standard", 10, false}, {"S3", "Standard", 10, false},
	{"P1v2", "PremiumV2", 30, true}, {"P2v2", "PremiumV2", 30, true}, {"P3v2", "PremiumV2", 30, true},
	{"P0v3", "PremiumV3", 30, true}, {"P1v3", "PremiumV3", 30, true}, {"P2v3", "PremiumV3", 30, true}, {"P3v3", "PremiumV3", 30, true},
	{"P1mv3", "PremiumMV3", 30, true}, {"P2mv3", "PremiumMV3", 30, true}, {"P3mv3", "PremiumMV3", 30, true},
	{"P4mv3", "PremiumMV3", 30, true}, {"P5mv3", "PremiumMV3", 30, true},
	{"P0v4", "PremiumV4", 30, true}, {"P1v4", "PremiumV4", 30, true}, {"P2v4", "PremiumV4", 30, true}, {"P3v4", "PremiumV4", 30, true},
	{"P1mv4", "PremiumMV4", 30, true}, {"P2mv4", "PremiumMV4", 30, true}, {"P3mv4", "PremiumMV4", 30, true},
	{"P4mv4", "PremiumMV4", 30, true}, {"P5mv4", "PremiumMV4", 30, true},
}

// FindPlanSKU finds a plan size by its name.
func FindPlanSKU(name string) (PlanSKU, bool) {
	for _, s := range PlanSKUs {
		if strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return PlanSKU{}, false
}
