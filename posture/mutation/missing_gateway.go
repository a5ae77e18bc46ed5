package mutation

// absentsOfGateway are those of the gateway's and of telemetry's kinds.
var absentsOfGateway = map[string][]absent{
	"apimanagement:ApiManagementService": {
		{"customProperties", object("Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10", "True")},
		{"publicIpAddressId", foreign + "Microsoft.Network/publicIPAddresses/outside"}, {"additionalLocations", []any{object("location", "westus", "sku", object("name", "Premium", "capacity", 1.0))}},
		{"identity.userAssignedIdentities", []any{foreign + "Microsoft.ManagedIdentity/userAssignedIdentities/outside"}},
		{"certificates", []any{object("storeName", "Root", "encodedCertificate", "MII")}},
		{"hostnameConfigurations", []any{object("type", "Proxy", "hostName", "api.outside.example", "defaultSslBinding", true)}},
	},
	"apimanagement:Api": {
		{"serviceUrl", "https://outside.example"}, {"sourceApiId", foreign + "Microsoft.ApiManagement/service/outside/apis/a"},
		{"authenticationSettings", object("openid", object("openidProviderId", "outside"))}, {"termsOfServiceUrl", "https://outside.example"},
	},
	"apimanagement:ApiDiagnostic": {
		{"frontend.request.body.bytes", 8192.0}, {"frontend.response.body.bytes", 8192.0}, {"backend.request.body.bytes", 8192.0}, {"backend.response.body.bytes", 8192.0},
		{"frontend.request.headers", []any{"Authorization"}}, {"backend.response.headers", []any{"x-ms-region"}}, {"operationNameFormat", "Url"},
		{"largeLanguageModel", object("logs", "enabled", "requests", object("messages", "all"))},
	},
	"apimanagement:Backend": {
		{"credentials", object("header", object("api-key", []any{"0"}))}, {"credentials", object("authorization", object("scheme", "Basic", "parameter", "0"))},
		{"proxy", object("url", "https://outside.example")}, {"properties", object("serviceFabricCluster", object("managementEndpoints", []any{"https://outside.example"}))},
		{"pool", object("services", []any{object("id", "/backends/outside")})}, {"resourceId", "https://management.azure.com" + foreign + "Microsoft.Web/sites/outside"},
	},
	"apimanagement:NamedValue":   {{"keyVault", object("secretIdentifier", "https://outside.vault.azure.net/secrets/a")}, {"tags", []any{"a"}}},
	"apimanagement:Product":      {{"subscriptionsLimit", 1000.0}, {"terms", "none"}},
	"apimanagement:Subscription": {{"ownerId", "/users/outside"}, {"primaryKey", "0"}},
	"insights:ActionGroup": {
		{"webhookReceivers", []any{object("name", "a", "serviceUri", "https://outside.example")}}, {"logicAppReceivers", []any{object("name", "a", "resourceId", foreign+"Microsoft.Logic/workflows/outside")}},
		{"azureFunctionReceivers", []any{object("name", "a", "functionAppResourceId", foreign+"Microsoft.Web/sites/outside")}},
		{"eventHubReceivers", []any{object("name", "a", "eventHubNameSpace", "outside")}}, {"smsReceivers", []any{object("name", "a", "phoneNumber", "5550100")}},
	},
	"insights:Component": {
		{"DisableIpMasking", true}, {"ImmediatePurgeDataOn30Days", true}, {"SamplingPercentage", 1.0}, {"forceCustomerStorageForProfiler", true},
	},
	"insights:ScheduledQueryRule": {{"muteActionsDuration", "P1D"}, {"overrideQueryTimeRange", "P2D"}, {"identity", object("type", "SystemAssigned")}},
	"web:WebApp": {
		{"functionAppConfig.deployment.storage.authentication.storageAccountConnectionStringName", "STORAGE"},
		{"functionAppConfig.scaleAndConcurrency.alwaysReady", []any{object("name", "http", "instanceCount", 1.0)}},
	},
	"web:WebAppApplicationSettings": {{"properties.AzureWebJobsStorage", "AccountKey=0"}, {"properties.FUNCTIONS_WORKER_RUNTIME", "python"}},
	"web:WebAppAuthSettingsV2": {
		{"identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.groups", []any{stranger}},
		{"identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities", []any{stranger}},
	},
}
