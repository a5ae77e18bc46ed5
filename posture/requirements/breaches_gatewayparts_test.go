package requirements

import (
	"strings"

	"secure-azure-openai/posture/recorded"
)

// setting is a breach that sets one property of a gateway's part.
func setting(name, path string, value any) func(c *recorded.Copy) {
	return func(c *recorded.Copy) { recorded.Set(c.Named(name), path, value) }
}

// breachesOfGatewayParts are those of masks, circuits, descriptions and of what
// an alert asks, in the stack that has a gateway.
func breachesOfGatewayParts() []breach {
	const prod, first = "prod.json", "circuitBreaker.rules[0]."
	return []breach{
		{"G2", prod, "a part of another gateway", setting("gateway-openai-diagnostic", "serviceName", "other"),
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: serviceName is "other", want the gateway of this stack`},
		{"G8", prod, "a link to a description", setting("gateway-openai-api", "format", "openapi-link"),
			`fail: apimanagement:Api gateway-openai-api: format is "openapi-link", want a description, and no link to one`},
		{"G8", prod, "a description of nothing", setting("gateway-openai-api", "value", "{}"),
			`fail: apimanagement:Api gateway-openai-api: value is "{}", want an OpenAPI document with operations`},
		{"G8", prod, "every operation of the account", func(c *recorded.Copy) {
			api := c.Named("gateway-openai-api")
			recorded.Set(api, "value", strings.Replace(api.Value("value").Text(), "/v1/embeddings", "/*", 1))
		},
			`fail: apimanagement:Api gateway-openai-api: value is the path /*, which is every operation of an account, want the operations that are served`},
		{"G9", prod, "another tenant's tokens", func(c *recorded.Copy) {
			edit(c.Named("gateway-backend-policy"), `tenant-id="00000000-bbbb`, `tenant-id="99999999-bbbb`)
		},
			`fail: apimanagement:ApiPolicy gateway-backend-policy: value: inbound/validate-azure-ad-token is tenant-id "99999999-bbbb-0000-0000-00000000face", want the tenant of the gateway's identity, 00000000-bbbb-0000-0000-00000000face`},
		{"G9", prod, "somebody by an id in the document", func(c *recorded.Copy) {
			edit(c.Named("gateway-backend-policy"), "{{caller-backend-webapp}}", "99999999-cccc-0000-0000-000000000000")
		},
			`fail: apimanagement:ApiPolicy gateway-backend-policy: value: inbound/validate-azure-ad-token/required-claims/claim/value is "99999999-cccc-0000-0000-000000000000", want a named value, which G18 judges`},
		{"G9", prod, "tokens for Azure itself", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), "<audience>https://cognitiveservices.azure.com</audience>", "<audience>https://management.azure.com/</audience>")
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-azure-ad-token/audiences/audience[1] is "https://management.azure.com/", want an API's own: a token for Azure itself is nothing that a gateway should be handed`},
		{"G9", prod, "tokens that nobody measures", func(c *recorded.Copy) {
			policy := c.Named("gateway-openai-policy")
			text := policy.Inputs["value"].(string)
			start, end := strings.Index(text, "<llm-emit-token-metric"), strings.Index(text, "</llm-emit-token-metric>")
			edit(policy, text[start:end]+"</llm-emit-token-metric>", "")
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound is no llm-emit-token-metric, want a metric of tokens for all calls where telemetry is kept, with 1 to 5 dimensions, each a default one or with a value; also policy rule metrics: The tokens that each call uses are measured, with dimensions that the metric can have; also line 2`},
		{"G10", prod, "a circuit that opens for answers", setting("gateway-openai-backend-openai", first+"failureCondition.statusCodeRanges[0].min", 200.0),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].failureCondition.statusCodeRanges[0].min is 200, want a code of a failure, 400 to 599`},
		{"G10", prod, "codes that are none", setting("gateway-openai-backend-openai", first+"failureCondition.statusCodeRanges[1].max", 5990.0),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].failureCondition.statusCodeRanges[1].max is 5990, want a code of a failure, 400 to 599`},
		{"G10", prod, "the account is not waited for", setting("gateway-openai-backend-openai", first+"acceptRetryAfter", false),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].acceptRetryAfter is false, want true`},
		{"G10", prod, "an interval that is none", setting("gateway-openai-backend-openai", first+"failureCondition.interval", "P1D"),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].failureCondition.interval is "P1D", want a duration such as PT1M`},
		{"G14", prod, "API Management's own key header", setting("gateway-openai-diagnostic", "frontend.request.dataMasking.headers[2].mode", "Mask"),
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: frontend.request.dataMasking.headers is a list of 3, want Authorization, api-key, Ocp-Apim-Subscription-Key with mode Hide`},
		{"G14", prod, "another diagnostic", setting("gateway-openai-diagnostic", "diagnosticId", "azuremonitor"),
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: diagnosticId is "azuremonitor", want "applicationinsights"`},
		{"G14", prod, "another logger", setting("gateway-openai-diagnostic", "loggerId", "/subscriptions/x"),
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: loggerId is "/subscriptions/x", want a logger of this stack`},
		{"G14", prod, "a logger of nothing", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-log-logger"), "credentials.connectionString") },
			`fail: apimanagement:Logger gateway-log-logger: credentials.connectionString is nothing, want the component's, which names it and opens nothing`},
		{"G14", prod, "prompts in the log of models", setting("gateway-openai-diagnostic", "largeLanguageModel", map[string]any{"logs": "enabled"}),
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: largeLanguageModel is an object, want nothing there`},
		{"G16", prod, "a key of the program's", func(c *recorded.Copy) { c.Named("gateway-openai-subscription-search-team").Inputs["primaryKey"] = "0" },
			`fail: apimanagement:Subscription gateway-openai-subscription-search-team: primaryKey is there, want nothing there`},
		{"G15", prod, "telemetry that nobody can send", setting("telemetry-component", "publicNetworkAccessForIngestion", "Disabled"),
			`fail: insights:Component telemetry-component: publicNetworkAccessForIngestion is "Disabled", and it is in no private link scope, want "Enabled", or a scope`},
		{"G17", prod, "another path", setting("gateway-openai-api", "path", "models"),
			`fail: 2 apimanagement:Apis, and none with the path openai, want one, which is where the web app asks the models`},
		{"G19", prod, "no runtime", func(c *recorded.Copy) { recorded.Delete(c.Named("backend-app"), "functionAppConfig.runtime") },
			`fail: web:WebApp backend-app: functionAppConfig.runtime.name is not set, want one of python, node, dotnet-isolated, java, powershell, custom; also functionAppConfig.runtime.version is not set, want a version`},
		{"G19", prod, "another name server", func(c *recorded.Copy) {
			c.Named("backend-settings").Inputs["properties"].(map[string]any)["WEBSITE_DNS_SERVER"] = "203.0.113.7"
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting WEBSITE_DNS_SERVER is there, want nothing there`},
		{"G24", prod, "nobody is told", setting("alerts-group", "emailReceivers", []any{}),
			`fail: insights:ActionGroup alerts-group: emailReceivers is without a receiver that the settings name, want one for ai-platform@example.com`},
		{"G24", prod, "no address", setting("alerts-group", "emailReceivers[0].emailAddress", "somebody"),
			`fail: insights:ActionGroup alerts-group: emailReceivers is a list of 1, want addresses that mail reaches; also emailReceivers is without a receiver that the settings name, want one for ai-platform@example.com`},
		{"G24", prod, "the code in a comment alone", func(c *recorded.Copy) { c.Remove(c.Named("alerts-throttled")) },
			`fail: no alert about calls refused with 429, want one`},
		{"G24", prod, "a word in a name alone", setting("alerts-circuit", "criteria.allOf[0].query", "// 503\nApiManagementGatewayLogs | where false"),
			`fail: no alert about an open circuit, want one`},
		{"G24", prod, "another measurement", setting("alerts-refused", "criteria.allOf[0].metricName", "Capacity"),
			`fail: no alert about calls refused with 401, want one; also no alert about calls refused with 403, want one`},
		{"G24", prod, "other codes", setting("alerts-refused", "criteria.allOf[0].dimensions[0].operator", "Exclude"),
			`fail: no alert about calls refused with 401, want one; also no alert about calls refused with 403, want one`},
		{"G24", prod, "no condition", setting("alerts-load", "criteria.allOf", []any{}),
			`fail: insights:MetricAlert alerts-load: criteria.allOf is [], want a condition`},
		{"G24", prod, "another table", func(c *recorded.Copy) {
			recorded.Delete(c.Named("diagnostics-gateway-setting"), "logAnalyticsDestinationType")
		},
			`fail: insights:DiagnosticSetting diagnostics-gateway-setting: logAnalyticsDestinationType is not set, want "Dedicated", for the table that the alerts ask`},
	}
}
