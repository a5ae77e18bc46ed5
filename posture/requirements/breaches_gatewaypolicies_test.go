package requirements

import (
	"strings"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// breachesOfPolicies are those of policy documents.
func breachesOfPolicies() []breach {
	return []breach{
		{"G9", beside, "no XML", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-policy"), "value", "<policies>\n<inbound></policies>")
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value is policy document, line 2, <inbound>: no well-formed XML here or in what follows: element <inbound> closed by </policies>; within an attribute or a text, write " as &quot;, < as &lt; and & as &amp;, and close every element, want a policy document`},
		{"G9", beside, "no document", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-openai-policy"), "value") },
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value is not set, want a value`},
		{"G9", beside, "a document elsewhere", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-policy"), "format", "xml-link") },
			`fail: apimanagement:ApiPolicy gateway-openai-policy: format is "xml-link", want "xml"`},
		{"G9", beside, "changed in Azure alone", func(c *recorded.Copy) {
			policy := c.Named("gateway-openai-policy")
			policy.Outputs["value"] = strings.Replace(policy.Inputs["value"].(string), "<base />", "<base /><set-header name=\"x\"><value>y</value></set-header>", 1)
			policy.Outputs["value"] = strings.Replace(policy.Outputs["value"].(string), `tenant-id="00000000-bbbb-0000-0000-00000000face"`, `tenant-id="common"`, 1)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-azure-ad-token is tenant-id is "common", want the id of one tenant; also policy rule token-tenant: Tokens of one tenant are accepted; also line 4`},
		{"G9", beside, "of no API", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-policy"), "apiId", "other") },
			`fail: apimanagement:ApiPolicy gateway-openai-policy: apiId is "other", want an API of this stack`},
		{"G9", beside, "a document of the service", func(c *recorded.Copy) {
			c.Add(kindServicePolicy, "global", map[string]any{"value": "<policies><inbound /></policies>"})
		},
			`fail: apimanagement:Policy global: value is a document that is no API's own, want none: what <base /> stands for then is not followed`},
		{"G9", beside, "a document of a product", func(c *recorded.Copy) {
			c.Add(kindProductPolicy, "product", map[string]any{"value": "<policies><inbound /></policies>"})
		},
			`fail: apimanagement:ProductPolicy product: value is a document that is no API's own, want none: what <base /> stands for then is not followed`},
		{"G9", beside, "a document of an operation", func(c *recorded.Copy) {
			c.Add(kindOperation, "operation", map[string]any{"value": "<policies><inbound /></policies>"})
		},
			`fail: apimanagement:ApiOperationPolicy operation: value is a document that is no API's own, want none: what <base /> stands for then is not followed`},
		{"G9", beside, "a fragment", func(c *recorded.Copy) {
			c.Add(kindFragment, "fragment", map[string]any{"value": "<fragment />"})
		},
			`fail: apimanagement:PolicyFragment fragment: value is a document that is no API's own, want none: what <base /> stands for then is not followed`},
		{"G9", beside, "any tenant", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `tenant-id="00000000-bbbb-0000-0000-00000000face"`, `tenant-id="common"`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-azure-ad-token is tenant-id is "common", want the id of one tenant; also policy rule token-tenant: Tokens of one tenant are accepted; also line 4`},
		{"G9", beside, "any caller of the tenant", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<claim name="oid" match="any">`, `<claim name="ctry" match="any">`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-azure-ad-token is neither client-application-ids nor a required claim of oid, roles, groups, want a client application id, or a required claim of oid, roles, groups with values, none of them empty; also policy rule callers-named: Only known callers are let in; also line 4`},
		{"G9", beside, "the key goes on", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<set-header name="api-key" exists-action="delete" />`, ``)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound is nothing deletes "api-key" (set-header), want set-header and set-query-parameter that delete the key for all calls, and nothing that sets it again; also policy rule keys-removed: No key of a caller reaches the backend; also line 2`},
		{"G9", beside, "no limit of calls", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<rate-limit-by-key calls="120" renewal-period="60" counter-key="@(context.Request.IpAddress)" />`, ``)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound is no rate-limit-by-key, want the limits that the settings ask for, for all calls, with positive numbers and a window of at most 300 seconds; also policy rule limits: Every call is counted, by limits that work; also line 2`},
		{"G9", beside, "no limit of tokens", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<llm-token-limit tokens-per-minute="20000" counter-key="@(context.Request.IpAddress)" estimate-prompt-tokens="true" />`, ``)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound is no llm-token-limit, want the limits that the settings ask for, for all calls, with positive numbers and a window of at most 300 seconds; also policy rule limits: Every call is counted, by limits that work; also line 2`},
		{"G9", beside, "a token for something else", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `resource="https://cognitiveservices.azure.com"`, `resource="https://management.azure.com"`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/authentication-managed-identity is resource is "https://management.azure.com", not "https://cognitiveservices.azure.com", want authentication-managed-identity for all calls, as the last policy of <inbound>, with the backend's resource, and no error ignored; also policy rule identity-last: The gateway's identity calls the backend; also line 21`},
		{"G9", beside, "the caller's own token", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<authentication-managed-identity resource="https://cognitiveservices.azure.com" />`, ``)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound is no authentication-managed-identity: the backend gets what the caller sent, want authentication-managed-identity for all calls, as the last policy of <inbound>, with the backend's resource, and no error ignored; also policy rule identity-last: The gateway's identity calls the backend; also line 2`},
		{"G9", beside, "answers held back", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `buffer-response="false"`, `buffer-response="true"`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: backend/forward-request is it buffers the answer, want forward-request with buffer-response="false", and no policy that reads the answer; also policy rule streams: Parts of an answer are passed on as they come; also line 24`},
		{"G9", beside, "a caller that is no named value", func(c *recorded.Copy) { c.Remove(c.Named("gateway-openai-caller-webapp")) },
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-azure-ad-token/required-claims/claim/value is {{caller-azure-openai-webapp}} is none of the gateway's, want a named value of the gateway; also policy rule named-values: Every named value exists; also line 10`},
		{"G9", beside, "another backend", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `backend-id="azure-openai-pool"`, `backend-id="outside"`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/set-backend-service is backend-id "outside", want set-backend-service with the name of a backend, or of a pool, of this stack`},
		{"G9", beside, "an address", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `backend-id="azure-openai-pool"`, `base-url="https://outside.example"`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/set-backend-service is base-url "https://outside.example", want set-backend-service with the name of a backend, or of a pool, of this stack`},
		{"G9", beside, "the backend for some calls", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<set-backend-service backend-id="azure-openai-pool" />`, `<set-backend-service backend-id="azure-openai-pool" /><set-backend-service backend-id="openai" />`)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/set-backend-service[2] is backend-id is "openai", not "azure-openai-pool", want set-backend-service with the backend-id of the API's backend, for all calls, and no base-url; also policy rule backend-kept: The gateway's token goes to the API's own backend; also line 20`},
		{"G9", beside, "no backend", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<set-backend-service backend-id="azure-openai-pool" />`, ``)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value is no set-backend-service: the API's own address is called, want set-backend-service with the name of a backend, or of a pool, of this stack`},
		{"G9", beside, "a policy that cannot be followed", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), `<base />
    <validate`, `<base /><validate-jwt header-name="Authorization" />
    <validate`)
		},
			`unknown: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-jwt is <validate-jwt> cannot be followed, want a policy that is; also policy rule followed: Every policy can be followed; also line 3`},
		{"G9", beside, "the backend's token is for another", func(c *recorded.Copy) {
			edit(c.Named("gateway-backend-policy"), `resource="`+recorded.BackendClient+`"`, `resource="https://cognitiveservices.azure.com"`)
		},
			`fail: apimanagement:ApiPolicy gateway-backend-policy: value: inbound/authentication-managed-identity is resource is "https://cognitiveservices.azure.com", not "00000000-0000-0000-0000-00000000b001", want authentication-managed-identity for all calls, as the last policy of <inbound>, with the backend's resource, and no error ignored; also policy rule identity-last: The gateway's identity calls the backend; also line 21`},
		{"G9", beside, "keys where none are asked for", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-api"), "subscriptionRequired", false)
			recorded.Set(c.Named("gateway-openai-policy"), "value", keyed)
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound is no validate-azure-ad-token, want validate-azure-ad-token for all calls, before limits, before the backend is chosen and before Authorization is touched; also policy rule token-validated: Every caller's token is validated before anything is done for the caller; also line 2`},
	}
}

// keyed is a document that validates no token.
var keyed = func() string {
	text := recorded.Document("azure-openai", "azure-openai-pool", "x", "https://cognitiveservices.azure.com")
	before, rest, _ := strings.Cut(text, "<validate-azure-ad-token")
	_, after, _ := strings.Cut(rest, "</validate-azure-ad-token>")
	return before + after
}()

// edit replaces a part of a document.
func edit(policy *graph.Resource, old, new string) {
	recorded.Set(policy, "value", strings.Replace(policy.Inputs["value"].(string), old, new, 1))
}
