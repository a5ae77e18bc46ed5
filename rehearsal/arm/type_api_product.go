package arm

import (
	"net/http"
	"strings"

	"secure-azure-openai/facts"
)

// apiProductType is what callers subscribe to.
// https://learn.microsoft.com/azure/api-management/api-management-howto-add-products
var apiProductType = Type{
	Token: "azure-native:apimanagement/v20240501:Product",
	ARM:   armAPIProduct,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/products/{productId}",
	Name:  "productId",
	Named: named(facts.NameAPIProduct, "ValidationError", "The product id '%s' is not valid: it takes 1 to 256 characters, none of * # & + : < > ? /."),
	Validate: func(tx *Tx, r, _ *Resource) error {
		if name := r.Text("displayName"); name == "" || len(name) > 300 {
			return fields("ValidationError", "The display name of product %s takes 1 to 300 characters.", r.Name())
		}
		for _, other := range tx.Children(serviceOf(r.ID), armAPIProduct) {
			if !SameID(other.ID, r.ID) && strings.EqualFold(other.Text("displayName"), r.Text("displayName")) {
				// Azure/apiops#606
				return fields("ValidationError", "Product with the same name already exists")
			}
		}
		required := get(r.Properties, "subscriptionRequired") == nil || flag(r.Properties, "subscriptionRequired")
		if !required && (flag(r.Properties, "approvalRequired") || get(r.Properties, "subscriptionsLimit") != nil) {
			// The rule: the API definition of 2024-05-01. The words are not confirmed.
			return fields("ValidationError", "ApprovalRequired and SubscriptionsLimit of product %s can be set only if SubscriptionRequired is true.", r.Name())
		}
		if state := r.Text("state"); state != "" && state != "published" && state != "notPublished" {
			return fields("ValidationError", "The state '%s' of product %s is not valid. Allowed values: notPublished, published.", state, r.Name())
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "subscriptionRequired", true)
		fill(r.Properties, "state", "notPublished")
		if flag(r.Properties, "subscriptionRequired") {
			fill(r.Properties, "approvalRequired", false)
		}
		return nil
	},
	AfterPut:     subscribeOwner,
	BeforeDelete: checkProductSubscriptions,
}

// subscribeOwner: a new product that wants subscriptions comes with one, of the
// service's administrator (Azure/apiops#288, Azure/azure-service-operator#3408).
func subscribeOwner(tx *Tx, r, old *Resource) error {
	if old != nil || !flag(r.Properties, "subscriptionRequired") {
		return nil
	}
	service := serviceOf(r.ID)
	name := strings.ReplaceAll(r.GUID("subscription"), "-", "")[:24]
	tx.Make(armAPISubscription, service+"/subscriptions/"+name, "", map[string]any{
		"name": name, "type": armAPISubscription, "scope": r.ID, "ownerId": service + "/users/1", "state": "active", "allowTracing": false, "createdDate": born,
	})
	return nil
}

// checkProductSubscriptions: who deletes a product deletes its subscriptions
// first, or says that they shall go with it, which the provider does not
// (pulumi/pulumi-azure-native#846). What is deleted with its service is not
// asked for.
func checkProductSubscriptions(tx *Tx, r *Resource) error {
	for _, s := range tx.Children(serviceOf(r.ID), armAPISubscription) {
		if SameID(s.Text("scope"), r.ID) {
			return badRequest("ValidationError", "Product cannot be deleted since it has existing subscriptions. Delete subscriptions before deleting the product or pass in deleteSubscriptions=true as query param")
		}
	}
	return nil
}

// productAPIType puts an API into a product. Its outputs are the API's.
var productAPIType = Type{
	Token: "azure-native:apimanagement/v20240501:ProductApi",
	ARM:   armAPIProductLink,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/products/{productId}/apis/{apiId}",
	Name:  "apiId",
	Validate: func(tx *Tx, r, _ *Resource) error {
		if tx.Get(serviceOf(r.ID)+"/apis/"+r.Name()) == nil {
			// Azure/apiops#346 has the words for an operation.
			return refuse(http.StatusNotFound, "ResourceNotFound", "Api not found.")
		}
		return onlyOpen(tx, r)
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		api := tx.Get(serviceOf(r.ID) + "/apis/" + r.Name())
		if api == nil {
			return
		}
		for name, value := range tx.shown(api) {
			if name != "type" && name != "name" {
				properties[name] = value
			}
		}
	},
}

// onlyOpen: of the products that an API is in, one wants no subscription at
// most (Azure/apiops#413).
func onlyOpen(tx *Tx, link *Resource) error {
	open := func(l *Resource) bool {
		product := tx.Get(ParentOf(l.ID))
		return product != nil && !flag(product.Properties, "subscriptionRequired")
	}
	for _, other := range tx.Children(serviceOf(link.ID), armAPIProductLink) {
		if !SameID(other.ID, link.ID) && strings.EqualFold(other.Name(), link.Name()) && open(other) && open(link) {
			return fields("ValidationError", "API cannot be added to more than one open products.")
		}
	}
	return nil
}
