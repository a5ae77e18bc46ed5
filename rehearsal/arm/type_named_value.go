package arm

import (
	"secure-azure-openai/facts"
)

// namedValueType is a word that policies can put into their text, by its
// display name. A secret one is not returned.
// https://learn.microsoft.com/azure/api-management/api-management-howto-properties
var namedValueType = Type{
	Token: "azure-native:apimanagement/v20240501:NamedValue",
	ARM:   armAPINamedValue,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/namedValues/{namedValueId}",
	Name:  "namedValueId",
	Named: named(facts.NameAPINamed, "ValidationError", "The named value id '%s' is not valid: it takes 1 to 256 characters, none of * # & + : < > ? /."),
	Validate: func(tx *Tx, r, _ *Resource) error {
		display := r.Text("displayName")
		if facts.NameAPIDisplay.Broken(display) != "" {
			// The rule: hashicorp/terraform-provider-azurerm#24749, where Azure's
			// words are cut off.
			return fields("ValidationError", "The display name '%s' may contain only letters, digits, periods, hyphens and underscores.", display)
		}
		for _, other := range tx.Children(serviceOf(r.ID), armAPINamedValue) {
			if !SameID(other.ID, r.ID) && other.Text("displayName") == display {
				// Azure/apiops#837
				return fields("ValidationError", "Property with the same name already exist.")
			}
		}
		value := r.Text("value")
		if (value == "") == (r.Text("keyVault.secretIdentifier") == "") || len(value) > 4096 {
			// Not confirmed. The length: the API definition of 2024-05-01.
			return fields("ValidationError", "The named value '%s' needs either a value of 1 to 4096 characters or a key vault secret.", display)
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "secret", false)
		return nil
	},
	View: func(_ *Tx, r *Resource, properties map[string]any) {
		if flag(r.Properties, "secret") {
			delete(properties, "value")
		}
	},
	BeforeDelete: func(tx *Tx, r *Resource) error {
		display := r.Text("displayName")
		users := policiesWith(tx, r, func(d *policyDocument) bool { return d.uses(d.values, display) })
		for _, l := range tx.Children(serviceOf(r.ID), armAPILogger) {
			for _, credential := range object(l.Properties, "credentials") {
				if credential == "{{"+display+"}}" {
					users = append(users, inService(l.ID))
				}
			}
		}
		return unused(r, "Property", users)
	},
}

// namedValue is the named value that a policy writes in two pairs of braces, or
// nil: by its display name, with regard to case.
func (tx *Tx) namedValue(service, display string) *Resource {
	for _, v := range tx.Children(service, armAPINamedValue) {
		if v.Text("displayName") == display {
			return v
		}
	}
	return nil
}
