package arm

import (
	"strconv"
	"strings"
	"time"

	"secure-azure-openai/facts"
)

// onlyIn: a type that lies in few regions, or in none, refuses all others.
// MicrosoftDocs/azure-docs#5156 has code and words, from when action groups
// were global alone.
func onlyIn(r *Resource, regions []string) error {
	if contains(regions, r.Text("location")) {
		return nil
	}
	return badRequest("LocationNotAvailableForResourceType", "The provided location '%s' is not available for resource type '%s'. List of available regions for the resource type is '%s'.", r.Text("location"), r.Type, strings.Join(regions, ","))
}

// global are the regions of what has none.
var global = []string{"global"}

// checkScopes: what an alert watches is there. Whether it has the metric or the
// table, and what the query says, is not looked at. ResourceNotFound is what
// people met with this status whose metric was not there
// (hashicorp/terraform-provider-azurerm#8851); for a scope it is not confirmed.
// They are no References, because nothing waits for an alert to be deleted.
func checkScopes(tx *Tx, r *Resource) error {
	scopes := texts(r.Properties, "scopes")
	if len(scopes) == 0 {
		return badRequest("BadRequest", "The alert rule %s has no scope.", r.Name())
	}
	for _, scope := range scopes {
		if TypeOf(scope) == "" || !tx.exists(scope) {
			return badRequest("ResourceNotFound", "The scope '%s' of the alert rule %s was not found.", scope, r.Name())
		}
	}
	return nil
}

// checkSeverity: 0 to 4, by Azure's API definitions. Azure's code is not
// confirmed.
func checkSeverity(r *Resource) error {
	if severity, given := get(r.Properties, "severity").(float64); given && (severity < 0 || severity >= facts.AlertSeverities) {
		return badRequest("BadRequest", "The severity %v of the alert rule %s is not one of 0 to %d.", severity, r.Name(), facts.AlertSeverities-1)
	}
	return nil
}

// checkTime: a time is one of those that Azure lists.
func checkTime(r *Resource, name string, allowed []string) error {
	if given := r.Text(name); !contains(allowed, given) {
		return badRequest("BadRequest", "The %s '%s' of the alert rule %s is not supported. Supported values are: %s.", name, given, r.Name(), strings.Join(allowed, ", "))
	}
	return nil
}

// lasting is a time in ISO 8601 of one unit, as alerts have them.
func lasting(text string) time.Duration {
	unit := map[byte]time.Duration{'M': time.Minute, 'H': time.Hour, 'D': 24 * time.Hour}
	digits := strings.TrimLeft(text, "PT")
	if digits == "" {
		return 0
	}
	n, err := strconv.Atoi(digits[:len(digits)-1])
	if err != nil {
		return 0
	}
	return time.Duration(n) * unit[digits[len(digits)-1]]
}
