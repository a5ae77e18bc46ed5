package requirements

import (
	"secure-azure-openai/posture/recorded"
)

// breachesOfAPIs are those of APIs, backends, logs, products and named values.
func breachesOfAPIs() []breach {
	return []breach{
		{"G8", beside, "HTTP beside HTTPS", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-api"), "protocols", []any{"http", "https"})
		},
			`fail: apimanagement:Api gateway-openai-api: protocols is ["http" "https"], want ["https"]`},
		{"G8", beside, "no protocol", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-openai-api"), "protocols") },
			`fail: apimanagement:Api gateway-openai-api: protocols is not set, want ["https"]`},
		{"G8", beside, "no policy", func(c *recorded.Copy) { c.Remove(c.Named("gateway-openai-policy")) },
			`fail: apimanagement:Api gateway-openai-api: no apimanagement:ApiPolicy, want one`},
		{"G8", beside, "neither key nor token", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-api"), "subscriptionRequired", false)
			recorded.Set(c.Named("gateway-openai-policy"), "value", keyed)
		},
			`fail: apimanagement:Api gateway-openai-api: subscriptionRequired is false, and no token is validated, want true, or a policy that validates tokens`},
		{"G8", beside, "whether a key is needed is not said, and no token is", func(c *recorded.Copy) {
			recorded.Delete(c.Named("gateway-openai-api"), "subscriptionRequired")
			recorded.Set(c.Named("gateway-openai-policy"), "value", keyed)
		},
			`fail: apimanagement:Api gateway-openai-api: subscriptionRequired is not set, and no token is validated, want true, or a policy that validates tokens`},
		{"G8", beside, "a key alone", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-policy"), "value", keyed)
		},
			``},
		{"G10", beside, "another account", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "url", "https://other.openai.azure.com/openai")
		},
			`fail: apimanagement:Backend gateway-backend-openai: url is "https://other.openai.azure.com/openai", want an account or a function app of this stack`},
		{"G10", beside, "HTTP", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "url", "http://oai-aoai-prod-al3d4i.openai.azure.com/openai")
		},
			`fail: apimanagement:Backend gateway-backend-openai: url is "http://oai-aoai-prod-al3d4i.openai.azure.com/openai", want an https address; also url is "http://oai-aoai-prod-al3d4i.openai.azure.com/openai", want an account or a function app of this stack`},
		{"G10", beside, "SOAP", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-backend-openai"), "protocol", "soap") },
			`fail: apimanagement:Backend gateway-backend-openai: protocol is "soap", want "http"`},
		{"G10", beside, "any certificate", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "tls.validateCertificateChain", false)
		},
			`fail: apimanagement:Backend gateway-backend-openai: tls.validateCertificateChain is false, want true`},
		{"G10", beside, "a certificate of another name", func(c *recorded.Copy) {
			recorded.Delete(c.Named("gateway-backend-openai"), "tls.validateCertificateName")
		},
			`fail: apimanagement:Backend gateway-backend-openai: tls.validateCertificateName is not set, want true`},
		{"G10", beside, "a key", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "credentials", map[string]any{"header": map[string]any{"api-key": []any{"x"}}})
		},
			`fail: apimanagement:Backend gateway-backend-openai: credentials is an object, want nothing there`},
		{"G10", beside, "a proxy", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "proxy", map[string]any{"url": "https://outside.example"})
		},
			`fail: apimanagement:Backend gateway-backend-openai: proxy is an object, want nothing there`},
		{"G10", beside, "no circuit breaker", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-backend-openai"), "circuitBreaker") },
			`fail: apimanagement:Backend gateway-backend-openai: circuitBreaker.rules is not set, want a rule that trips on 429, 500 and 503 for a while`},
		{"G10", beside, "a circuit breaker for throttling alone", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "circuitBreaker.rules[0].failureCondition.statusCodeRanges", []any{map[string]any{"min": 429.0, "max": 429.0}})
		},
			`fail: apimanagement:Backend gateway-backend-openai: circuitBreaker.rules is a list of 1, want a rule that trips on 429, 500 and 503 for a while`},
		{"G10", beside, "a circuit that never stays open", func(c *recorded.Copy) {
			recorded.Delete(c.Named("gateway-backend-openai"), "circuitBreaker.rules[0].tripDuration")
		},
			`fail: apimanagement:Backend gateway-backend-openai: circuitBreaker.rules is a list of 1, want a rule that trips on 429, 500 and 503 for a while`},
		{"G11", beside, "a typed pool", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-backend-openai"), "type", "Pool") },
			`fail: apimanagement:Backend gateway-backend-openai: type is "Pool", want "Single"`},
		{"G11", beside, "members of a typed pool", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "pool", map[string]any{"services": []any{map[string]any{"id": "/backends/openai"}}})
		},
			`fail: apimanagement:Backend gateway-backend-openai: pool is an object, want nothing there`},
		{"G11", beside, "two accounts and no pool", func(c *recorded.Copy) { c.Remove(c.Named("gateway-openai-pool")) },
			`fail: 2 accounts and no pool of their backends, want one`},
		{"G11", beside, "one member", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].properties.pool.services", []any{map[string]any{"id": "/backends/openai"}})
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].properties.pool.services is a list of 1, want two backends or more`},
		{"G11", beside, "a member from elsewhere", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].properties.pool.services[1].id", "/backends/outside")
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].properties.pool.services[1].id is "/backends/outside", want a backend of this stack that calls an account`},
		{"G11", beside, "the backend among the accounts", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].properties.pool.services[1].id", "/backends/backend")
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].properties.pool.services[1].id is "/backends/backend", want a backend of this stack that calls an account`},
		{"G11", beside, "of another service", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].name", "other/azure-openai-pool")
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].name is "other/azure-openai-pool", want a pool of this stack's gateway`},
		{"G11", beside, "no pool by its type", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].properties.type", "Single")
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].properties.type is "Single", want "Pool"`},
		{"G11", beside, "a key for the pool", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].properties.credentials", map[string]any{"header": map[string]any{"api-key": []any{"x"}}})
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].properties.credentials is an object, want nothing there`},
		{"G11", beside, "everything else deleted", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-pool"), "properties.mode", "Complete") },
			`fail: resources:Deployment gateway-openai-pool: properties.mode is "Complete", want "Incremental"`},
		{"G14", beside, "an event hub", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-log-logger"), "loggerType", "azureEventHub") },
			`fail: apimanagement:Logger gateway-log-logger: loggerType is "azureEventHub", want "applicationInsights"`},
		{"G14", beside, "an instrumentation key", func(c *recorded.Copy) {
			c.Named("gateway-log-logger").Inputs["credentials"] = map[string]any{"instrumentationKey": "0"}
		},
			`fail: apimanagement:Logger gateway-log-logger: credentials.identityClientId is not set, want "systemAssigned"; also credentials.instrumentationKey is there, want nothing there`},
		{"G14", beside, "another component", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-log-logger"), "resourceId", "/subscriptions/x") },
			`fail: apimanagement:Logger gateway-log-logger: resourceId is "/subscriptions/x", want a component of this stack`},
		{"G14", beside, "no logger", func(c *recorded.Copy) { c.Remove(c.Named("gateway-log-logger")) },
			`fail: apimanagement:ApiManagementService gateway-service: no apimanagement:Logger, want one to the stack's component`},
		{"G14", beside, "no diagnostic", func(c *recorded.Copy) { c.Remove(c.Named("gateway-openai-diagnostic")) },
			`fail: apimanagement:Api gateway-openai-api: no apimanagement:ApiDiagnostic, want one`},
		{"G14", beside, "no metrics", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-diagnostic"), "metrics", false) },
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: metrics is false, want true`},
		{"G14", beside, "prompts logged", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-diagnostic"), "frontend.request.body.bytes", 8192.0)
		},
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: frontend.request.body.bytes is 8192, want 0`},
		{"G14", beside, "answers logged", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-diagnostic"), "backend.response.body.bytes", 1.0)
		},
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: backend.response.body.bytes is 1, want 0`},
		{"G14", beside, "tokens logged", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-diagnostic"), "frontend.request.dataMasking.headers", []any{map[string]any{"value": "api-key", "mode": "Hide"}})
		},
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: frontend.request.dataMasking.headers is a list of 1, want Authorization, api-key, Ocp-Apim-Subscription-Key with mode Hide`},
		{"G14", beside, "tokens masked", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-diagnostic"), "backend.request.dataMasking.headers[0].mode", "Mask")
		},
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: backend.request.dataMasking.headers is a list of 3, want Authorization, api-key, Ocp-Apim-Subscription-Key with mode Hide`},
		{"G14", beside, "keys in queries logged", func(c *recorded.Copy) {
			recorded.Delete(c.Named("gateway-openai-diagnostic"), "frontend.request.dataMasking.queryParams")
		},
			`fail: apimanagement:ApiDiagnostic gateway-openai-diagnostic: frontend.request.dataMasking.queryParams is not set, want api-key, subscription-key with mode Hide`},
		{"G14", beside, "no role on the component", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-gateway-service-monitoring-metrics-publisher-on-telemetry-component"))
		},
			`fail: apimanagement:ApiManagementService gateway-service: holds no such role, want Monitoring Metrics Publisher on insights:Component telemetry-component`},
		{"G14", beside, "no role for the backend", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-backend-app-monitoring-metrics-publisher-on-telemetry-component"))
		},
			`fail: web:WebApp backend-app: holds no such role, want Monitoring Metrics Publisher on insights:Component telemetry-component`},
		{"G16", beside, "an open product", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-product"), "subscriptionRequired", false) },
			`fail: apimanagement:Product gateway-openai-product: subscriptionRequired is false, want true`},
		{"G16", beside, "no approval", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-openai-product"), "approvalRequired") },
			`fail: apimanagement:Product gateway-openai-product: approvalRequired is not set, want true`},
		{"G16", beside, "all APIs", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-subscription-team"), "scope", c.Named("gateway-service").ID+"/apis")
		},
			`fail: apimanagement:Subscription gateway-openai-subscription-team: scope is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.ApiManagement/service/apim-aoai-prod-al3d4i/apis", want a product, not all APIs; also scope is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.ApiManagement/service/apim-aoai-prod-al3d4i/apis", want a product of this stack`},
		{"G16", beside, "the whole service", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-subscription-team"), "scope", c.Named("gateway-service").ID)
		},
			`fail: apimanagement:Subscription gateway-openai-subscription-team: scope is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.ApiManagement/service/apim-aoai-prod-al3d4i", want a product, not all APIs; also scope is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.ApiManagement/service/apim-aoai-prod-al3d4i", want a product of this stack`},
		{"G16", beside, "another product", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-subscription-team"), "scope", c.Named("gateway-service").ID+"/products/unlimited")
		},
			`fail: apimanagement:Subscription gateway-openai-subscription-team: scope is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.ApiManagement/service/apim-aoai-prod-al3d4i/products/unlimited", want a product of this stack`},
		{"G16", beside, "traces", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-subscription-team"), "allowTracing", true)
		},
			`fail: apimanagement:Subscription gateway-openai-subscription-team: allowTracing is true, want false`},
		{"G17", beside, "around the gateway", func(c *recorded.Copy) {
			c.Named("webapp-settings").Inputs["properties"].(map[string]any)["AZURE_OPENAI_ENDPOINT"] = "https://oai-aoai-prod-al3d4i.openai.azure.com/"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_ENDPOINT is "https://oai-aoai-prod-al3d4i.openai.azure.com/", want the gateway's own address`},
		{"G17", beside, "another gateway", func(c *recorded.Copy) {
			c.Named("webapp-settings").Inputs["properties"].(map[string]any)["AZURE_OPENAI_ENDPOINT"] = "https://outside.azure-api.net/"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_ENDPOINT is "https://outside.azure-api.net/", want the gateway's own address`},
		{"G17", beside, "no endpoint", func(c *recorded.Copy) {
			delete(c.Named("webapp-settings").Inputs["properties"].(map[string]any), "AZURE_OPENAI_ENDPOINT")
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_ENDPOINT is not set, want the gateway's own address`},
		{"G17", beside, "the account beside it", func(c *recorded.Copy) {
			c.Named("webapp-settings").Inputs["properties"].(map[string]any)["AZURE_OPENAI_RESOURCE"] = "oai-aoai-prod-al3d4i"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_RESOURCE is "oai-aoai-prod-al3d4i", want nothing there`},
		{"G17", beside, "a role of its own", func(c *recorded.Copy) {
			give(c, "e8b3fb6a-e6fc-5f31-ba47-b9431fb12732", "ServicePrincipal", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", c.Named("openai-account").ID)
		},
			`fail: authorization:RoleAssignment added-5e0bd9bd-20: roleDefinitionId is Cognitive Services OpenAI User for the identity of web:WebApp webapp-app on cognitiveservices:Account openai-account, want no role: the gateway's identity has it`},
		{"G18", beside, "a secret in plain text", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-caller-webapp"), "value", "0123456789abcdef0123456789abcdef")
		},
			`fail: apimanagement:NamedValue gateway-openai-caller-webapp: value is something else, which is not shown, want the id of a principal or an application`},
		{"G18", beside, "a secret", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-caller-webapp"), "secret", true) },
			`fail: apimanagement:NamedValue gateway-openai-caller-webapp: secret is true, want false`},
		{"G18", beside, "a secret of a vault", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-caller-webapp"), "keyVault", map[string]any{"secretIdentifier": "https://vault.example/secrets/x"})
		},
			`fail: apimanagement:NamedValue gateway-openai-caller-webapp: keyVault is an object, want nothing there`},
	}
}
