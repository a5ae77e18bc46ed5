package requirements

import (
	"secure-azure-openai/posture/recorded"
)

// breachesOfBackend are those of the function app behind the gateway.
func breachesOfBackend() []breach {
	return []breach{
		{"G19", beside, "another plan", func(c *recorded.Copy) { recorded.Set(c.Named("backend-plan"), "sku.name", "EP1") },
			`fail: web:AppServicePlan backend-plan: sku.name is "EP1", want "FC1"`},
		{"G19", beside, "another tier", func(c *recorded.Copy) { recorded.Set(c.Named("backend-plan"), "sku.tier", "ElasticPremium") },
			`fail: web:AppServicePlan backend-plan: sku.tier is "ElasticPremium", want "FlexConsumption"`},
		{"G19", beside, "Windows", func(c *recorded.Copy) { recorded.Set(c.Named("backend-plan"), "reserved", false) },
			`fail: web:AppServicePlan backend-plan: reserved is false, want true`},
		{"G19", beside, "no plan of the stack", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "serverFarmId", "/subscriptions/x") },
			`fail: web:WebApp backend-app: serverFarmId is "/subscriptions/x", want a plan of this stack`},
		{"G19", beside, "another kind", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "kind", "functionapp") },
			`fail: web:WebApp backend-app: kind is "functionapp", want "functionapp,linux"`},
		{"G19", beside, "a package by connection string", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "functionAppConfig.deployment.storage.authentication.type", "StorageAccountConnectionString")
		},
			`fail: web:WebApp backend-app: functionAppConfig.deployment.storage.authentication.type is "StorageAccountConnectionString", want "SystemAssignedIdentity"`},
		{"G19", beside, "the name of a connection string", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "functionAppConfig.deployment.storage.authentication.storageAccountConnectionStringName", "X")
		},
			`fail: web:WebApp backend-app: functionAppConfig.deployment.storage.authentication.storageAccountConnectionStringName is "X", want nothing there`},
		{"G19", beside, "a package from elsewhere", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "functionAppConfig.deployment.storage.value", "https://outside.blob.core.windows.net/deployments")
		},
			`fail: web:WebApp backend-app: functionAppConfig.deployment.storage.value is "https://outside.blob.core.windows.net/deployments", want a container of this stack's storage`},
		{"G19", beside, "another container", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "functionAppConfig.deployment.storage.value", "https://stfuncaoaiprod.blob.core.windows.net/other")
		},
			`fail: web:WebApp backend-app: functionAppConfig.deployment.storage.value is "https://stfuncaoaiprod.blob.core.windows.net/other", want a container of this stack's storage`},
		{"G19", beside, "no identity", func(c *recorded.Copy) { recorded.Delete(c.Named("backend-app"), "identity") },
			`fail: web:WebApp backend-app: identity.type is not set, want SystemAssigned among it`},
		{"G19", beside, "a second place for settings", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "siteConfig.appSettings", []any{map[string]any{"name": "a"}})
		},
			`fail: web:WebApp backend-app: siteConfig.appSettings is a list of 1, want no entries`},
		{"G19", beside, "connection strings", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "siteConfig.connectionStrings", []any{map[string]any{"name": "a"}})
		},
			`fail: web:WebApp backend-app: siteConfig.connectionStrings is a list of 1, want no entries`},
		{"G19", beside, "a runtime of another plan", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "siteConfig.linuxFxVersion", "PYTHON|3.12")
		},
			`fail: web:WebApp backend-app: siteConfig.linuxFxVersion is "PYTHON|3.12", want nothing there`},
		{"G19", beside, "storage by key", func(c *recorded.Copy) {
			c.Named("backend-settings").Inputs["properties"].(map[string]any)["AzureWebJobsStorage"] = "x"
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting AzureWebJobsStorage is there, want nothing there`},
		{"G19", beside, "a content share", func(c *recorded.Copy) {
			c.Named("backend-settings").Inputs["properties"].(map[string]any)["WEBSITE_CONTENTSHARE"] = "x"
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting WEBSITE_CONTENTSHARE is there, want nothing there`},
		{"G19", beside, "a runtime in the settings", func(c *recorded.Copy) {
			c.Named("backend-settings").Inputs["properties"].(map[string]any)["FUNCTIONS_WORKER_RUNTIME"] = "python"
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting FUNCTIONS_WORKER_RUNTIME is there, want nothing there`},
		{"G19", beside, "no host storage", func(c *recorded.Copy) {
			delete(c.Named("backend-settings").Inputs["properties"].(map[string]any), "AzureWebJobsStorage__accountName")
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting AzureWebJobsStorage__accountName is not set, want the name of a storage:StorageAccount of this stack`},
		{"G19", beside, "storage of somebody else", func(c *recorded.Copy) {
			c.Named("backend-settings").Inputs["properties"].(map[string]any)["AzureWebJobsStorage__accountName"] = "outside"
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting AzureWebJobsStorage__accountName is "outside", want the name of a storage:StorageAccount of this stack`},
		{"G19", beside, "no settings", func(c *recorded.Copy) { c.Remove(c.Named("backend-settings")) },
			`fail: web:WebApp backend-app: no web:WebAppApplicationSettings, want one, with AzureWebJobsStorage__accountName`},
		{"G19", beside, "asked for and not there", func(c *recorded.Copy) {
			c.Remove(c.Named("backend-app"))
			component := c.Add("x", "backend", nil)
			component.Type, component.Kind, component.Custom = "secure-azure-openai:services/functions:App", "", false
		},
			`fail: no function app, want the one that the program's component asks for`},
		{"G20", beside, "no role for blobs", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-backend-app-storage-blob-data-owner-on-backend-storage-account"))
		},
			`fail: web:WebApp backend-app: holds no such role, want Storage Blob Data Owner on storage:StorageAccount backend-storage-account`},
		{"G20", beside, "no role for queues", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-backend-app-storage-queue-data-contributor-on-backend-storage-account"))
		},
			`fail: web:WebApp backend-app: holds no such role, want Storage Queue Data Contributor on storage:StorageAccount backend-storage-account`},
		{"G20", beside, "no role for tables", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-backend-app-storage-table-data-contributor-on-backend-storage-account"))
		},
			`fail: web:WebApp backend-app: holds no such role, want Storage Table Data Contributor on storage:StorageAccount backend-storage-account`},
		{"G20", beside, "somebody else", func(c *recorded.Copy) {
			give(c, developer, "User", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", c.Named("backend-storage-account").ID)
		},
			`fail: authorization:RoleAssignment added-ba92f5b4-20: roleDefinitionId is Storage Blob Data Contributor for 00000000-0000-0000-0000-000000000002, want the three roles of the host, for web:WebApp backend-app alone`},
		{"G20", beside, "more", func(c *recorded.Copy) {
			give(c, recorded.BackendPrincipal, "ServicePrincipal", "17d1049b-9a84-46fb-8f53-869881c3d3ab", c.Named("backend-storage-account").ID)
		},
			`fail: authorization:RoleAssignment added-17d1049b-20: roleDefinitionId is role 17d1049b-9a84-46fb-8f53-869881c3d3ab for the identity of web:WebApp backend-app, want the three roles of the host, for web:WebApp backend-app alone`},
		{"G20", beside, "no endpoint for queues", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-backend-queue-endpoint")) },
			`fail: storage:StorageAccount backend-storage-account: no private endpoint for group queue, want one`},
		{"G20", beside, "no record of tables", func(c *recorded.Copy) { c.Remove(c.Named("records-backend-table-group")) },
			`fail: network:PrivateEndpoint endpoint-backend-table-endpoint: no DNS zone group, want one, with a record in privatelink.table.core.windows.net`},
		{"G20", beside, "a fourth endpoint", func(c *recorded.Copy) {
			c.Twice(c.Named("endpoint-backend-queue-endpoint"), "again")
			recorded.Set(c.Named("again"), "privateLinkServiceConnections[0].groupIds", []any{"file"})
		},
			`fail: storage:StorageAccount backend-storage-account: 4 private endpoints, want 3`},
		{"G20", beside, "the documents' storage", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), packagePlace, "https://staoaiprodal3d4i.blob.core.windows.net/documents")
		},
			`fail: web:WebApp backend-app: holds no such role, want Storage Blob Data Owner on storage:StorageAccount storage-account; also holds no such role, want Storage Queue Data Contributor on storage:StorageAccount storage-account; also holds no such role, want Storage Table Data Contributor on storage:StorageAccount storage-account / fail: authorization:RoleAssignment roles-ai-platform-developer-storage-blob-data-contributor-on-storage: roleDefinitionId is Storage Blob Data Contributor for 00000000-0000-0000-0000-000000000002, want the three roles of the host, for web:WebApp backend-app alone / fail: authorization:RoleAssignment roles-data-engineers-developer-storage-blob-data-contributor-on-storage: roleDefinitionId is Storage Blob Data Contributor for 00000000-0000-0000-0000-000000000003, want the three roles of the host, for web:WebApp backend-app alone / fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: roleDefinitionId is Storage Blob Data Reader for the identity of search:Service search-service, want the three roles of the host, for web:WebApp backend-app alone / fail: storage:StorageAccount storage-account: no private endpoint for group queue, want one; also no private endpoint for group table, want one`},
		{"G21", beside, "no subnet", func(c *recorded.Copy) { recorded.Delete(c.Named("backend-app"), "virtualNetworkSubnetId") },
			`fail: web:WebApp backend-app: virtualNetworkSubnetId is not set, want a subnet delegated to Microsoft.App/environments`},
		{"G21", beside, "the web app's subnet", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-app"), "virtualNetworkSubnetId", c.One(kindVNet).ID+"/subnets/snet-webapp")
		},
			`fail: web:WebApp backend-app: virtualNetworkSubnetId is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.Network/virtualNetworks/vnet-aoai-prod/subnets/snet-webapp", want a subnet delegated to Microsoft.App/environments`},
		{"G21", beside, "shared with an endpoint", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-backend-endpoint"), "subnet.id", c.One(kindVNet).ID+"/subnets/snet-functions")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-functions is a subnet of network:PrivateEndpoint endpoint-backend-endpoint too, want one of the function app's own`},
		{"G21", beside, "an underscore", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[5].name", "snet_functions")
			recorded.Set(c.Named("backend-app"), "virtualNetworkSubnetId", c.One(kindVNet).ID+"/subnets/snet_functions")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet_functions is a name with an underscore, want one without, which Flex Consumption asks for`},
		{"G21", beside, "too small", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[5].addressPrefix", "10.30.3.32/28")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-functions is 10.30.3.32/28, want /27 or larger`},
		{"G21", beside, "no group", func(c *recorded.Copy) {
			recorded.Delete(c.One(kindVNet), "subnets[5].networkSecurityGroup")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-functions.networkSecurityGroup.id is not set, want a group of this stack`},
		{"G22", beside, "no guard", func(c *recorded.Copy) { c.Remove(c.Named("backend-guard")) },
			`fail: web:WebApp backend-app: no web:WebAppAuthSettingsV2, want one, which admits the gateway alone`},
		{"G22", beside, "off", func(c *recorded.Copy) { recorded.Set(c.Named("backend-guard"), "platform.enabled", false) },
			`fail: web:WebAppAuthSettingsV2 backend-guard: platform.enabled is false, want true`},
		{"G22", beside, "anybody", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "globalValidation.requireAuthentication", false)
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: globalValidation.requireAuthentication is false, want true`},
		{"G22", beside, "a page to sign in", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "globalValidation.unauthenticatedClientAction", "RedirectToLoginPage")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: globalValidation.unauthenticatedClientAction is "RedirectToLoginPage", want "Return401"`},
		{"G22", beside, "a path for anybody", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "globalValidation.excludedPaths", []any{"/api/open"})
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: globalValidation.excludedPaths is ["/api/open"], want no entries`},
		{"G22", beside, "HTTP", func(c *recorded.Copy) { recorded.Set(c.Named("backend-guard"), "httpSettings.requireHttps", false) },
			`fail: web:WebAppAuthSettingsV2 backend-guard: httpSettings.requireHttps is false, want true`},
		{"G22", beside, "no Entra ID", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.enabled", false)
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.enabled is false, want true`},
		{"G22", beside, "no registration", func(c *recorded.Copy) {
			recorded.Delete(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.registration.clientId")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.registration.clientId is not set, want the id of an app registration`},
		{"G22", beside, "any tenant", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.registration.openIdIssuer", "https://login.microsoftonline.com/common/v2.0")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.registration.openIdIssuer is "https://login.microsoftonline.com/common/v2.0", want the issuer of one tenant`},
		{"G22", beside, "another tenant", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.registration.openIdIssuer", "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.registration.openIdIssuer is "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0", want the tenant of the gateway's identity`},
		{"G22", beside, "a file in its place", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "platform.configFilePath", "/home/site/wwwroot/auth.json")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: platform.configFilePath is "/home/site/wwwroot/auth.json", want nothing there`},
		{"G22", beside, "a client secret", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.registration.clientSecretSettingName", "SECRET")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.registration.clientSecretSettingName is "SECRET", want nothing there`},
		{"G22", beside, "tokens kept", func(c *recorded.Copy) { recorded.Set(c.Named("backend-guard"), "login.tokenStore.enabled", true) },
			`fail: web:WebAppAuthSettingsV2 backend-guard: login.tokenStore.enabled is true, want false`},
		{"G22", beside, "any audience", func(c *recorded.Copy) {
			recorded.Delete(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.validation.allowedAudiences")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.allowedAudiences is not set, want a value`},
		{"G22", beside, "another audience", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.validation.allowedAudiences", []any{"api://other"})
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.allowedAudiences is ["api://other"], want none but 00000000-0000-0000-0000-00000000b001, api://00000000-0000-0000-0000-00000000b001`},
		{"G22", beside, "another provider", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.google", map[string]any{"registration": map[string]any{"clientId": "x"}})
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.google.registration.clientId is "x", want nothing there`},
		{"G22", beside, "no policy", func(c *recorded.Copy) {
			recorded.Delete(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy")
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities is not set, want the gateway's principal id alone`},
		{"G22", beside, "nobody named", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities", []any{})
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities is [], want the gateway's principal id alone`},
		{"G22", beside, "the web app beside it", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities", []any{recorded.GatewayPrincipal, "e8b3fb6a-e6fc-5f31-ba47-b9431fb12732"})
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities is ["00000000-1111-0000-0000-00000000a001" "e8b3fb6a-e6fc-5f31-ba47-b9431fb12732"], want the gateway's principal id alone`},
		{"G22", beside, "a group beside it", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-guard"), "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.groups", []any{developer})
		},
			`fail: web:WebAppAuthSettingsV2 backend-guard: identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.groups is ["00000000-0000-0000-0000-000000000002"], want nothing there`},
		{"G23", beside, "open", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "publicNetworkAccess", "Enabled") },
			`fail: web:WebApp backend-app: publicNetworkAccess is "Enabled", want "Disabled"`},
		{"G23", beside, "HTTP", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "httpsOnly", false) },
			`fail: web:WebApp backend-app: httpsOnly is false, want true`},
		{"G23", beside, "FTP", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "siteConfig.ftpsState", "AllAllowed") },
			`fail: web:WebApp backend-app: siteConfig.ftpsState is "AllAllowed", want no FTP without TLS`},
		{"G23", beside, "TLS 1.0", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "siteConfig.minTlsVersion", "1.0") },
			`fail: web:WebApp backend-app: siteConfig.minTlsVersion is "1.0", want 1.2 or higher`},
		{"G23", beside, "TLS 1.1 for deployments", func(c *recorded.Copy) { recorded.Set(c.Named("backend-app"), "siteConfig.scmMinTlsVersion", "1.1") },
			`fail: web:WebApp backend-app: siteConfig.scmMinTlsVersion is "1.1", want 1.2 or higher`},
		{"G23", beside, "no endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-backend-endpoint")) },
			`fail: web:WebApp backend-app: no private endpoint, want one for group sites`},
		{"G23", beside, "credentials for SCM", func(c *recorded.Copy) { recorded.Set(c.Named("backend-scm"), "allow", true) },
			`fail: web:WebAppScmAllowed backend-scm: allow is true, want false`},
		{"G23", beside, "no policy about FTP", func(c *recorded.Copy) { c.Remove(c.Named("backend-ftp")) },
			`fail: web:WebApp backend-app: no web:WebAppFtpAllowed, want one, with allow: false`},
	}
}
