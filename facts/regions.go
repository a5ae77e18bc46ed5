package facts

import "strings"

// Region is an Azure region of the public cloud.
type Region struct {
	// Name is the programmatic name, Display the portal's.
	Name, Display string
	// Zones reports whether the region has availability zones.
	Zones bool
}

// Regions are the public regions that take new customers:
// https://learn.microsoft.com/azure/reliability/regions-list
// (page of 2025-03-21, with the regions announced there as coming). A region
// that is not here may exist all the same: warn, do not refuse.
var Regions = []Region{
	{"australiacentral", "Australia Central", false},
	{"australiaeast", "Australia East", true},
	{"australiasoutheast", "Australia Southeast", false},
	{"austriaeast", "Austria East", true},
	{"brazilsouth", "Brazil South", true},
	{"canadacentral", "Canada Central", true},
	{"canadaeast", "Canada East", false},
	{"centralindia", "Central India", true},
	{"centralus", "Central US", true},
	{"eastasia", "East Asia", true},
	{"eastus", "East US", true},
	{"eastus2", "East US 2", true},
	{"francecentral", "France Central", true},
	{"germanywestcentral", "Germany West Central", true},
	{"indonesiacentral", "Indonesia Central", true},
	{"israelcentral", "Israel Central", true},
	{"italynorth", "Italy North", true},
	{"japaneast", "Japan East", true},
	{"japanwest", "Japan West", true},
	{"koreacentral", "Korea Central", true},
	{"mexicocentral", "Mexico Central", true},
	{"newzealandnorth", "New Zealand North", true},
	{"northcentralus", "North Central US", false},
	{"northeurope", "North Europe", true},
	{"norwayeast", "Norway East", true},
	{"polandcentral", "Poland Central", true},
	{"qatarcentral", "Qatar Central", true},
	{"southafricanorth", "South Africa North", true},
	{"southcentralus", "South Central US", true},
	{"southeastasia", "Southeast Asia", true},
	{"southindia", "South India", false},
	{"spaincentral", "Spain Central", true},
	{"swedencentral", "Sweden Central", true},
	{"switzerlandnorth", "Switzerland North", true},
	{"uaenorth", "UAE North", true},
	{"uksouth", "UK South", true},
	{"ukwest", "UK West", false},
	{"westcentralus", "West Central US", false},
	{"westeurope", "West Europe", true},
	{"westindia", "West India", false},
	{"westus", "West US", false},
	{"westus2", "West US 2", true},
	{"westus3", "West US 3", true},
}

// FindRegion finds a region by its programmatic name.
func FindRegion(name string) (Region, bool) {
	for _, r := range Regions {
		if r.Name == name {
			return r, true
		}
	}
	return Region{}, false
}

// RegionName turns a display name or another spelling of a region ("Sweden
// Central", "(Europe) Sweden Central", "sweden-central") into the
// programmatic form, whether or not such a region is known.
func RegionName(spelling string) string {
	if end := strings.LastIndex(spelling, ")"); end >= 0 {
		spelling = spelling[end+1:]
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(spelling))
}
