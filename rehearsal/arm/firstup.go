package arm

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// AtCreation are the inputs with which Azure creates a resource that it does
// not create as it is in the end, and whether there is anything left to ask for
// in an update, once everything is there: an API Management service keeps its
// public access until a private endpoint on it is approved.
func AtCreation(token string, inputs resource.PropertyMap) (first resource.PropertyMap, later bool) {
	const access = "publicNetworkAccess"
	asked := inputs[access]
	if token != "azure-native:apimanagement/v20240501:ApiManagementService" || !asked.IsString() || asked.StringValue() != "Disabled" {
		return inputs, false
	}
	first = maps.Clone(inputs)
	first[access] = resource.NewProperty("Enabled")
	return first, true
}
