package arm

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// apiPolicyType is what a gateway does with the calls of an API.
// https://learn.microsoft.com/azure/api-management/api-management-howto-policies
var apiPolicyType = Type{
	Token: "azure-native:apimanagement/v20240501:ApiPolicy",
	ARM:   armAPIPolicy,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/policies/{policyId}",
	Name:  "policyId",
	Validate: func(tx *Tx, r, _ *Resource) error {
		if r.Name() != "policy" {
			// Azure says no more than that: Azure/bicep-types-az#2006
			return badRequest("BadRequest", "")
		}
		if format := text(r.inputs, "format"); format != "" && format != "xml" && format != "rawxml" {
			// The stand-in's own limit.
			return badRequest("ValidationError", "The rehearsal's stand-in for Azure takes policies of the formats xml and rawxml; %s has '%s'.", r.ID, format)
		}
		return checkPolicy(tx, r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		// The service writes the document anew. By the examples of its API
		// definition its lines end as on Windows; what else it does to white space
		// is not confirmed.
		value := strings.ReplaceAll(strings.TrimSpace(r.Text("value")), "\r\n", "\n")
		r.Properties["value"] = strings.ReplaceAll(value, "\n", "\r\n")
		r.Properties["format"] = "xml"
		return nil
	},
}

// checkPolicy judges a document as the service does when it is saved: what it
// is made of, and what it names. What its expressions say it does not know.
// Azure/apiops#160 has the words for XML that is not well-formed, #565 those
// for a backend and #668 those for a fragment; microsoft/vscode-apimanagement#145
// shows that the structure is judged in the words of an XML schema.
// The named value's ("Cannot find a property"):
// Azure/api-management-policy-snippets#109.
func checkPolicy(tx *Tx, r *Resource) error {
	d, err := parsePolicy(r.Text("value"))
	switch {
	case err != nil && text(r.inputs, "format") == "rawxml":
		// Azure takes quotes and angle brackets in the expressions of such a
		// document as they are; that they are not here is the stand-in's own limit.
		return badRequest("ValidationError", "The rehearsal's stand-in for Azure takes policies of the format rawxml that are XML; %s is not: %s", r.ID, err)
	case err != nil:
		return badRequest("ValidationError", "The policy is not a valid XML: %s", err)
	}
	if len(r.Text("value")) > facts.PolicyDocumentLargest {
		// Not confirmed.
		return badRequest("ValidationError", "The policy has %d bytes and takes %d at most.", len(r.Text("value")), facts.PolicyDocumentLargest)
	}
	if root := d.elements[0]; root.name != "policies" {
		return fields("ValidationError", "Error in element '%s' on line %d, column %d: The policy must begin with the element 'policies'.", root.name, root.line, root.column)
	}
	service := tx.Get(serviceOf(r.ID))
	for _, e := range d.elements[1:] {
		if err := checkPolicyElement(tx, service, e); err != nil {
			return err
		}
	}
	if err := checkBackendSection(d); err != nil {
		return err
	}
	return checkDimensions(d)
}

// checkBackendSection: one policy calls the backend, so that a retry takes the
// place of base and has the forwarding in it. People have met these words.
// https://learn.microsoft.com/azure/api-management/retry-policy
func checkBackendSection(d *policyDocument) error {
	var section policyElement
	held := 0
	for _, e := range d.elements {
		switch {
		case e.name == "backend" && e.parent == "policies":
			section, held = e, 0
		case e.parent == "backend" && e.section == "backend":
			if held++; held > 1 {
				return section.wrong("backend section allows only one policy to be specified")
			}
		}
	}
	return nil
}

func checkPolicyElement(tx *Tx, service *Resource, e policyElement) error {
	switch {
	case e.parent == "policies" && !slices.Contains(policySections, e.name):
		return e.wrong("The element 'policies' has invalid child element '%s'. List of possible elements expected: '%s'.", e.name, strings.Join(policySections, ", "))
	case holdsPolicies(e.parent) && !slices.Contains(policyNames, e.name):
		return e.wrong("The element '%s' has invalid child element '%s'.", e.parent, e.name)
	case holdsPolicies(e.parent) && !inTier(tierOf(service), e.name):
		return e.wrong("Policy is not supported in the SKU %s.", service.Text("sku.name"))
	case holdsPolicies(e.parent) && !inSection(e):
		// MicrosoftDocs/azure-docs#111058
		return e.wrong("Policy section is not allowed in the specified scope")
	}
	for _, name := range e.values {
		if tx.namedValue(service.ID, name) == nil {
			return e.wrong("Cannot find a property '%s'", name)
		}
	}
	if holdsPolicies(e.parent) {
		if err := checkAttributes(tx, service, e); err != nil {
			return err
		}
	}
	switch backend := e.resolve(tx, service, "backend-id"); {
	case e.name == "include-fragment":
		return e.wrong("Policy fragment with id '%s' could not be found.", e.attributes["fragment-id"])
	case e.name == "set-backend-service" && backend != "" && !strings.HasPrefix(backend, "@") && tx.Get(service.ID+"/backends/"+backend) == nil:
		return e.wrong("Backend with id '%s' could not be found.", backend)
	}
	return nil
}

// policiesWith are the policies of a resource's service for which f holds.
func policiesWith(tx *Tx, r *Resource, f func(*policyDocument) bool) []string {
	var found []string
	for _, p := range tx.Children(serviceOf(r.ID), armAPIPolicy) {
		if d, err := parsePolicy(p.Text("value")); err == nil && f(d) {
			found = append(found, inService(p.ID))
		}
	}
	return found
}
