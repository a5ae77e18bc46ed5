package arm

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// apiSubscriptionType is a pair of keys. Azure makes them and does not return
// them: listSecrets does.
// https://learn.microsoft.com/azure/api-management/api-management-subscriptions
// That the answer to a PUT has none is not confirmed.
var apiSubscriptionType = Type{
	Token:     "azure-native:apimanagement/v20240501:Subscription",
	ARM:       armAPISubscription,
	API:       "2024-05-01",
	Path:      "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/subscriptions/{sid}",
	Name:      "sid",
	Named:     named(facts.NameAPISubscription, "ValidationError", "The subscription id '%s' is not valid: it takes 1 to 256 characters, none of * # & + : < > ? /."),
	WriteOnly: []string{"primaryKey", "secondaryKey"},
	Validate: func(tx *Tx, r, _ *Resource) error {
		if name := r.Text("displayName"); name == "" || len(name) > 100 {
			return fields("ValidationError", "The display name of subscription %s takes 1 to 100 characters.", r.Name())
		}
		if state := r.Text("state"); state != "" && !slices.Contains(subscriptionStates, state) {
			return fields("ValidationError", "The state '%s' of subscription %s is not valid. Allowed values: %s.", state, r.Name(), strings.Join(subscriptionStates, ", "))
		}
		if err := checkScope(tx, r); err != nil {
			return err
		}
		return checkSubscriptionsLimit(tx, r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["scope"] = scopeOf(r)
		fill(r.Properties, "state", "submitted")
		fill(r.Properties, "allowTracing", false)
		r.Properties["createdDate"] = born
		return nil
	},
}

// checkSubscriptionsLimit: a product may say how many subscriptions one user
// has to it (Azure/apiops#623).
func checkSubscriptionsLimit(tx *Tx, r *Resource) error {
	scope, owner := scopeOf(r), NameOf(r.Text("ownerId"))
	product := tx.Get(scope)
	if owner == "" || product == nil || product.Type != armAPIProduct || get(product.Properties, "subscriptionsLimit") == nil {
		return nil
	}
	has := 0
	for _, other := range tx.Children(serviceOf(r.ID), armAPISubscription) {
		if !SameID(other.ID, r.ID) && SameID(other.Text("scope"), scope) && strings.EqualFold(NameOf(other.Text("ownerId")), owner) {
			has++
		}
	}
	if has >= number(product.Properties, "subscriptionsLimit") {
		return badRequest("ValidationError", "Subscriptions limit reached for same user")
	}
	return nil
}

// scopeOf is the whole id of what a subscription is for.
func scopeOf(r *Resource) string {
	if scope := r.Text("scope"); strings.HasPrefix(scope, "/apis") || strings.HasPrefix(scope, "/products") {
		return serviceOf(r.ID) + scope
	}
	return r.Text("scope")
}

var subscriptionStates = []string{"suspended", "active", "expired", "submitted", "rejected", "cancelled"}

// checkScope: a subscription is for all APIs, one of them, or a product.
// hashicorp/terraform-provider-azurerm#12829; the words for what is not there
// are not confirmed.
func checkScope(tx *Tx, r *Resource) error {
	scope, service := r.Text("scope"), serviceOf(r.ID)
	if len(scope) > len(service) && SameID(scope[:len(service)], service) {
		scope = scope[len(service):]
	}
	kind, name, one := strings.Cut(strings.Trim(scope, "/"), "/")
	if kind != "apis" && kind != "products" || kind == "products" && !one || strings.Contains(name, "/") {
		return fields("ValidationError", "Subscription scope should be one of '/apis', '/apis/{apiId}', '/products/{productId}'")
	}
	if one && tx.Get(service+"/"+kind+"/"+name) == nil {
		return fields("ValidationError", "The scope '%s' of subscription %s does not exist.", r.Text("scope"), r.Name())
	}
	return nil
}
