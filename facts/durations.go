package facts

import "strings"

// Basis says where a duration comes from.
type Basis string

// The bases, from the firmest to the weakest.
const (
	// BasisLog is at least one line of a real deployment's log.
	BasisLog Basis = "log"
	// BasisVendor is what Azure's documentation says.
	BasisVendor Basis = "vendor"
	// BasisDerived is split out of the total of a test that makes and destroys
	// several resources.
	BasisDerived Basis = "derived"
	// BasisEstimate is an engineering guess: nothing was found.
	BasisEstimate Basis = "estimate"
)

// Seconds is how long an operation typically takes, as a client of Azure
// Resource Manager sees it. Without a basis there is no figure.
type Seconds struct {
	Typical int
	Basis   Basis
}

// Known reports whether there is a figure.
func (s Seconds) Known() bool { return s.Basis != "" }

// RoleAssignmentWorks is how long Azure may take until a role assignment that
// was made works; at the scope of a management group it may take longer.
// https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
var RoleAssignmentWorks = Seconds{600, BasisVendor}

// Duration is how long the operations on a resource type typically take. A
// real deployment differs: by region, by load and by the day.
type Duration struct {
	// ARM is Azure's name of the type, Token Pulumi's without the provider and
	// the version ("network:PrivateEndpoint").
	ARM, Token string
	// SKU narrows the row to one SKU; empty is any.
	SKU                    string
	Create, Update, Delete Seconds
	// Source tells where the creation time was found.
	Source string
}

// FindDuration finds a type by Pulumi's token, with or without its provider
// and version ("azure-native:network/v20240501:PrivateEndpoint"), or by
// Azure's name, whose case does not count. The SKU counts only where the
// table has several; one that it lacks gets the slowest of them.
func FindDuration(name, sku string) (Duration, bool) {
	if !strings.Contains(name, ".") {
		name = ShortToken(name)
	}
	var best Duration
	found := false
	for _, d := range Durations {
		if !strings.EqualFold(d.ARM, name) && d.Token != name {
			continue
		}
		if strings.EqualFold(d.SKU, sku) {
			return d, true
		}
		if !found || d.Create.Typical > best.Create.Typical {
			best, found = d, true
		}
	}
	return best, found
}

// ShortToken takes the provider and the version away: of
// "azure-native:network/v20240501:Subnet" it leaves "network:Subnet".
func ShortToken(token string) string {
	token = strings.TrimPrefix(token, "azure-native:")
	module, name, found := strings.Cut(token, ":")
	if !found {
		return token
	}
	module, _, _ = strings.Cut(module, "/")
	return module + ":" + name
}
