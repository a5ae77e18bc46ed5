package arm_test

import "strings"

// inboundWith is a policy document with one thing in it.
func inboundWith(policy string) string {
	return "<policies><inbound>" + policy + "</inbound></policies>"
}

// gatewayDocuments are the rules of what a policy is made of and names.
var gatewayDocuments = []rule{
	{
		name:    "a policy has one name",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"policyId": "mine"})),
		code:    "BadRequest",
		message: `Code="BadRequest" Message=""`,
	},
	{
		name:    "a policy is inline",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"format": "xml-link"})),
		code:    "ValidationError",
		message: "takes policies of the formats xml and rawxml",
	},
	{
		name:    "a policy is well-formed",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": "<policies><inbound></policies>"})),
		code:    "ValidationError",
		message: "The policy is not a valid XML: ",
	},
	{
		name:    "a raw policy is well-formed here",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(m{"format": "rawxml"})),
		bad:     create(apimPolicy, policyInputs(m{"format": "rawxml", "value": inboundWith(`<set-variable name="a" value="@("b")" />`)})),
		code:    "ValidationError",
		message: "The rehearsal's stand-in for Azure takes policies of the format rawxml that are XML; ",
	},
	{
		name:    "a policy has bounds",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(strings.Repeat(" ", 256<<10))})),
		code:    "ValidationError",
		message: "and takes 262144 at most",
	},
	{
		name:    "a policy begins with policies",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": "<inbound><base /></inbound>"})),
		code:    "ValidationError",
		message: "Error in element 'inbound' on line 1, column 2: The policy must begin",
	},
	{
		name:    "a policy has four sections",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": "<policies>\n  <in-bound />\n</policies>"})),
		code:    "ValidationError",
		message: "Error in element 'in-bound' on line 2, column 4: The element 'policies' has invalid child element 'in-bound'.",
	},
	{
		name:    "a section holds policies that there are",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<llm-tokens-limit />`)})),
		code:    "ValidationError",
		message: "The element 'inbound' has invalid child element 'llm-tokens-limit'.",
	},
	{
		name:    "a policy has its section",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<forward-request />`)})),
		code:    "ValidationError",
		message: "Policy section is not allowed in the specified scope",
	},
	{
		name:    "a policy has its tiers",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<quota-by-key calls="1" renewal-period="300" counter-key="a" />`)})),
		code:    "ValidationError",
		message: "Error in element 'quota-by-key' on line 1, column 21: Policy is not supported in the SKU StandardV2.",
	},
	{
		name:    "a policy's backend exists",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<set-backend-service backend-id="none" />`)})),
		code:    "ValidationError",
		message: "Error in element 'set-backend-service' on line 1, column 21: Backend with id 'none' could not be found.",
	},
	{
		name:    "a backend is found behind a named value",
		before:  after(anAPI, create(apimValue, valueInputs(m{"namedValueId": "ai", "displayName": "ai", "value": "ai"}))),
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<set-backend-service backend-id="open{{ai}}" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<set-backend-service backend-id="closed{{ai}}" />`)})),
		code:    "ValidationError",
		message: "Backend with id 'closedai' could not be found.",
	},
	{
		name:    "a policy's named value exists",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<set-header name="a"><value>{{Caller-webapp}}</value></set-header>`)})),
		code:    "ValidationError",
		message: "Error in element 'value' on line 1, column 42: Cannot find a property 'Caller-webapp'",
	},
	{
		name:    "a policy's fragment exists",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<include-fragment fragment-id="f" />`)})),
		code:    "ValidationError",
		message: "Policy fragment with id 'f' could not be found.",
	},
}
