package requirements

import (
	"strings"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// operations is a description with some operations, each a method and a path.
func operations(all ...string) string {
	var list []string
	for _, one := range all {
		method, path, _ := strings.Cut(one, " ")
		list = append(list, `"`+path+`": {"`+method+`": {}}`)
	}
	return `{"paths": {` + strings.Join(list, ", ") + "}}"
}

// sets is a breach that sets an app setting, as the program asks for it.
func sets(name, setting string, value any) func(*recorded.Copy) {
	return func(c *recorded.Copy) { c.Named(name).Inputs["properties"].(map[string]any)[setting] = value }
}

// templated is a breach that puts something into a template's first resource.
func templated(name, property string, value any) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		template := c.Named(name).Inputs["properties"].(map[string]any)["template"].(map[string]any)
		template["resources"].([]any)[0].(map[string]any)[property] = value
	}
}

// breachesUndone are those of parts that are all there, and that something else
// undoes: an API in the place of another, a circuit or an alert that never
// opens its mouth, a second way for what is kept in.
func breachesUndone() []breach {
	const (
		prod, api, openai = "prod.json", "gateway-openai-api", "gateway-openai-backend-openai"
		chat              = "post /deployments/{deployment-id}/chat/completions"
		breaker           = "circuitBreaker.rules[0]."
		account           = "https://oai-aoai-prod-al3d4i.openai.azure.com"
		served            = ", want the operations that are served"
	)
	return []breach{
		{"G8", prod, "operations that are not told", setting(api, "format", "swagger-json"),
			`fail: apimanagement:Api gateway-openai-api: format is "swagger-json", want "openapi+json", by which the operations of an account that are served are told`},
		{"G8", prod, "no description", func(c *recorded.Copy) { recorded.Delete(c.Named(api), "format") },
			`fail: apimanagement:Api gateway-openai-api: format is not set, want "openapi+json", by which the operations of an account that are served are told`},
		{"G8", prod, "any operation of a depth", setting(api, "value", operations(chat, "get /{a}/{b}")),
			`fail: apimanagement:Api gateway-openai-api: value is the path /{a}/{b}, in which a parameter stands for an operation` + served},
		{"G8", prod, "any operation of a model", setting(api, "value", operations(chat, "post /deployments/{d}/{operation}")),
			`fail: apimanagement:Api gateway-openai-api: value is the path /deployments/{d}/{operation}, in which a parameter stands for an operation` + served},
		{"G8", prod, "any operation of the version", setting(api, "value", operations(chat, "post /v1/{operation}")),
			`fail: apimanagement:Api gateway-openai-api: value is the path /v1/{operation}, in which a parameter stands for an operation` + served},
		{"G8", prod, "one answer by its id", setting(api, "value", operations(chat, "get /v1/responses/{id}")), ``},
		{"G8", prod, "messages", setting("gateway-backend-api", "apiType", "websocket"),
			`fail: apimanagement:Api gateway-backend-api: apiType is "websocket", want "http"`},

		{"G17", prod, "another API in the place of the models'", func(c *recorded.Copy) {
			recorded.Set(c.Named(api), "path", "backend")
			recorded.Set(c.Named("gateway-backend-api"), "path", "openai")
		},
			`fail: apimanagement:Api gateway-backend-api: path is "openai", and it leads to no account, want the API of the models there, which is where the web app asks them`},
		{"G17", prod, "no chat", setting(api, "value", operations("post /v1/embeddings")),
			`fail: apimanagement:Api gateway-openai-api: value is without POST /deployments/{…}/chat/completions, want it, which the web app asks`},
		{"G17", prod, "chat by another method", setting(api, "value", operations("get /deployments/{d}/chat/completions")),
			`fail: apimanagement:Api gateway-openai-api: value is without POST /deployments/{…}/chat/completions, want it, which the web app asks`},
		{"G17", prod, "a revision that nobody is sent to", setting(api, "isCurrent", false),
			`fail: apimanagement:Api gateway-openai-api: isCurrent is false, want true`},
		{"G17", prod, "a version in the address", setting(api, "apiVersionSetId", "/apiVersionSets/a"),
			`fail: apimanagement:Api gateway-openai-api: apiVersionSetId is "/apiVersionSets/a", want nothing there`},
		{"G17", prod, "below a path that is no API's", sets("webapp-settings", "AZURE_OPENAI_ENDPOINT", "https://apim-aoai-prod-al3d4i.azure-api.net/other"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_ENDPOINT is "https://apim-aoai-prod-al3d4i.azure-api.net/other", want the gateway's own address`},

		{"G9", prod, "tokens for the directory by a named value", func(c *recorded.Copy) {
			edit(c.Named("gateway-openai-policy"), "<audience>https://cognitiveservices.azure.com</audience>", "<audience>{{caller-backend-webapp}}</audience>")
			recorded.Set(c.Named("gateway-backend-caller-webapp"), "value", "00000003-0000-0000-c000-000000000000")
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value: inbound/validate-azure-ad-token/audiences/audience[1] is "{{caller-backend-webapp}}", want an API's own: a token for Azure itself is nothing that a gateway should be handed`},

		{"G10", prod, "the account without the path", setting(openai, "url", account+"/"),
			`fail: apimanagement:Backend gateway-openai-backend-openai: url is "` + account + `/", want the account's address with the path /openai`},
		{"G10", prod, "a query", setting(openai, "url", account+"/openai?api-version=2023-05-15"),
			`fail: apimanagement:Backend gateway-openai-backend-openai: url is "` + account + `/openai?api-version=2023-05-15", want an address without a query and without dots in its path`},
		{"G10", prod, "dots", setting(openai, "url", account+"/openai/%2e%2e"),
			`fail: apimanagement:Backend gateway-openai-backend-openai: url is "` + account + `/openai/%2e%2e", want an address without a query and without dots in its path; also url is "` + account + `/openai/%2e%2e", want the account's address with the path /openai`},
		{"G10", prod, "a circuit that never opens", setting(openai, breaker+"failureCondition.count", 1e9),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].failureCondition.count is 1000000000, want 10000 at most`},
		{"G10", prod, "a circuit that stays open all day", setting(openai, breaker+"tripDuration", "PT999M"),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].tripDuration is "PT999M", want a duration such as PT1M`},
		{"G10", prod, "a circuit that any caller opens", setting(openai, breaker+"failureCondition.statusCodeRanges[0].min", 400.0),
			`fail: apimanagement:Backend gateway-openai-backend-openai: circuitBreaker.rules[0].failureCondition.statusCodeRanges[0] is 400 to 429, want 401, 403, 408 or 429 alone, or of 500 to 599: a caller's own mistakes open no circuit`},

		{"G14", prod, "telemetry to elsewhere", func(c *recorded.Copy) {
			c.Named("gateway-log-logger").Inputs["credentials"].(map[string]any)["connectionString"] = "InstrumentationKey=0;IngestionEndpoint=https://outside.example/"
		},
			`fail: apimanagement:Logger gateway-log-logger: credentials.connectionString is taken from no component of this stack, want the component's own, which says where telemetry goes`},
		{"G14", prod, "a secret from elsewhere", func(c *recorded.Copy) { c.Named("gateway-log-logger").PropertyDependencies["credentials"] = nil },
			`fail: apimanagement:Logger gateway-log-logger: credentials.connectionString is taken from no component of this stack, want the component's own, which says where telemetry goes`},
		{"G14", prod, "the functions' telemetry to elsewhere", sets("backend-settings", "APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=0;IngestionEndpoint=https://outside.example/"),
			`fail: web:WebAppApplicationSettings backend-settings: app setting APPLICATIONINSIGHTS_CONNECTION_STRING is taken from no component of this stack, want the component's own, which says where telemetry goes`},

		{"G9", prod, "another document in Azure, in a form that is no XML", func(c *recorded.Copy) {
			c.Named("gateway-openai-policy").Outputs["value"] = `<policies><inbound><set-variable name="a" value="@("b")" /></inbound></policies>`
		},
			`fail: apimanagement:ApiPolicy gateway-openai-policy: value is policy document, line 1, <inbound>: no well-formed XML here or in what follows: attribute name without = in element; within an attribute or a text, write " as &quot;, < as &lt; and & as &amp;, and close every element, want a policy document`},
		{"G18", prod, "an id in capitals", setting("gateway-openai-caller-webapp", "value", "E8B3FB6A-E6FC-5F31-BA47-B9431FB12732"),
			`fail: apimanagement:NamedValue gateway-openai-caller-webapp: value is "E8B3FB6A-E6FC-5F31-BA47-B9431FB12732", want the id of a principal or an application, in lower case`},

		{"G19", prod, "the host's blobs elsewhere", sets("backend-settings", "AzureWebJobsStorage__blobServiceUri", "https://outside.blob.core.windows.net"),
			`fail: web:WebAppApplicationSettings backend-settings: app setting AzureWebJobsStorage__blobServiceUri is there, want nothing there`},
		{"G19", prod, "another identity for the host", sets("backend-settings", "AzureWebJobsStorage:clientId", "99999999-cccc-0000-0000-000000000000"),
			`fail: web:WebAppApplicationSettings backend-settings: app setting AzureWebJobsStorage:clientId is there, want nothing there`},
		{"G19", prod, "its own identity, said once more", sets("backend-settings", "AzureWebJobsStorage__credential", "managedidentity"), ``},
		{"G19", prod, "a package from elsewhere", sets("backend-settings", "WEBSITE_RUN_FROM_PACKAGE", "https://outside.example/p.zip"),
			`fail: web:WebAppApplicationSettings backend-settings: app setting WEBSITE_RUN_FROM_PACKAGE is there, want nothing there`},
		{"R48", prod, "a package from elsewhere", sets("webapp-settings", "WEBSITE_RUN_FROM_PACKAGE", "https://outside.example/p.zip"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting WEBSITE_RUN_FROM_PACKAGE is "https://outside.example/p.zip", want nothing there, "0" or "1"`},
		{"G22", prod, "somebody else's application beside the gateway's identity", setting("backend-guard", validation+"jwtClaimChecks", map[string]any{"allowedClientApplications": []any{"99999999-cccc-0000-0000-000000000000"}}),
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.jwtClaimChecks is an object, want nothing there`},
		{"G22", prod, "a version that stays", setting("backend-guard", "platform.runtimeVersion", "1.0.0"),
			`fail: web:WebAppAuthSettingsV2 backend-guard: platform.runtimeVersion is "1.0.0", want "~1", which Azure keeps up`},
		{"G23", prod, "a certificate that the gateway has not", setting("backend-app", "clientCertEnabled", true),
			`fail: web:WebApp backend-app: clientCertEnabled is true, want false`},

		{"R38", prod, "resources by names of their own", func(c *recorded.Copy) {
			c.Add(kindTemplate, "added", map[string]any{"resourceGroupName": "rg-aoai-prod", "properties": map[string]any{"mode": "Incremental", "template": map[string]any{
				"languageVersion": "2.0", "resources": map[string]any{"any": map[string]any{"type": "Microsoft.Authorization/roleAssignments"}}}}})
		},
			`fail: resources:Deployment added: properties.template.resources is an object, want a list of resources`},
		{"R38", prod, "a role within what a template makes", templated("sharedlink-approval", "resources", []any{map[string]any{"type": "providers/roleAssignments"}}),
			`fail: resources:Deployment sharedlink-approval: properties.template.resources[0].resources is a list of 1, want nothing there`},
		{"R38", prod, "what a template does not make", templated("sharedlink-approval", "condition", false),
			`fail: resources:Deployment sharedlink-approval: properties.template.resources[0].condition is false, want nothing there`},
		{"R38", prod, "for another scope", templated("defender-pricing", "scope", "/"),
			`fail: resources:DeploymentAtSubscriptionScope defender-pricing: properties.template.resources[0].scope is "/", want nothing there`},
	}
}

// breachesOfSilence are alerts that are on, and never tell.
func breachesOfSilence() []breach {
	const (
		prod, throttled, circuit = "prod.json", "alerts-throttled", "alerts-circuit"
		one                      = "criteria.allOf[0]."
		no429                    = `fail: no alert about calls refused with 429, want one`
		noCircuit                = `fail: no alert about an open circuit, want one`
	)
	and := func(name string) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			r := c.Named(name)
			all := graph.Object(r.Inputs).At("criteria.allOf").Items()
			recorded.Set(r, "criteria.allOf["+itoa(len(all))+"]", map[string]any{"metricName": "Capacity", "operator": "GreaterThan", "threshold": 100.0})
		}
	}
	list := []breach{
		{"G24", prod, "a condition beside it", and(throttled), no429},
		{"G24", prod, "from where nothing gets", setting(throttled, one+"threshold", 1e9), no429},
		{"G24", prod, "for less", setting(throttled, one+"operator", "LessThan"), no429},
		{"G24", prod, "for the least", setting(throttled, one+"timeAggregation", "Minimum"), no429},
		{"G24", prod, "about one API", setting(throttled, one+"dimensions[1]", map[string]any{"name": "ApiId", "operator": "Include", "values": []any{"other"}}), no429},
		{"G24", prod, "about each API", setting(throttled, one+"dimensions[1]", map[string]any{"name": "ApiId", "operator": "Include", "values": []any{"*"}}), ``},
		{"G24", prod, "a minute of each day", func(c *recorded.Copy) {
			recorded.Set(c.Named(throttled), "evaluationFrequency", "P1D")
			recorded.Set(c.Named(throttled), "windowSize", "PT1M")
		}, no429},
		{"G24", prod, "no open circuit", setting(circuit, one+"operator", "LessThan"), noCircuit},
	}
	for what, query := range map[string]string{
		"nothing of it":         "ApiManagementGatewayLogs\n| where ResponseCode == 503\n| take 0",
		"what is never so":      "ApiManagementGatewayLogs\n| where ResponseCode == 503 and false",
		"a text":                `print "ApiManagementGatewayLogs 503"`,
		"another log":           "Heartbeat\n| where Computer == 'ApiManagementGatewayLogs 503'",
		"a text of two lines":   "Heartbeat\n| extend a = 'x'\n| where Computer has \"ApiManagementGatewayLogs\" and b == 503",
		"the log, in a comment": "Heartbeat // ApiManagementGatewayLogs 503",
	} {
		list = append(list, breach{"G24", prod, "asks for " + what, setting(circuit, one+"query", query), noCircuit})
	}
	return list
}
