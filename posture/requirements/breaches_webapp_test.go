package requirements

import (
	"secure-azure-openai/posture/recorded"
)

func breachesOfWebApp() []breach {
	return []breach{
		{"R44", "", "sku.name=F1", func(c *recorded.Copy) { recorded.Set(c.One(kindPlan), "sku.name", "F1") },
			`fail: web:AppServicePlan webapp-plan: sku.name is "F1", want a size with VNet integration, B1 or larger`},
		{"R44", "", "reserved=false", func(c *recorded.Copy) { recorded.Set(c.One(kindPlan), "reserved", false) },
			`fail: web:AppServicePlan webapp-plan: reserved is false, want true`},
		{"R44", "", "location=elsewhere", func(c *recorded.Copy) { recorded.Set(c.One(kindPlan), "location", "elsewhere") },
			`fail: web:AppServicePlan webapp-plan: location is "elsewhere", want "swedencentral"`},
		{"R44", "", "app elsewhere", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "location", "elsewhere") },
			`fail: web:WebApp webapp-app: location is "elsewhere", want "swedencentral"`},
		{"R44", "", "serverFarmId=/subscriptions/x", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "serverFarmId", "/subscriptions/x") },
			`fail: web:WebApp webapp-app: serverFarmId is "/subscriptions/x", want a plan of this stack`},
		{"R45", "", "no virtualNetworkSubnetId", func(c *recorded.Copy) { recorded.Delete(c.One(kindWebApp), "virtualNetworkSubnetId") },
			`fail: web:WebApp webapp-app: virtualNetworkSubnetId is not set, want the subnet delegated to Microsoft.Web/serverFarms`},
		{"R45", "", "the endpoints' subnet", func(c *recorded.Copy) {
			recorded.Set(c.One(kindWebApp), "virtualNetworkSubnetId", c.One(kindVNet).ID+"/subnets/snet-endpoints")
		},
			`fail: web:WebApp webapp-app: virtualNetworkSubnetId is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-dev/providers/Microsoft.Network/virtualNetworks/vnet-aoai-dev/subnets/snet-endpoints", want the subnet delegated to Microsoft.Web/serverFarms`},
		{"R45", "", "vnetRouteAllEnabled=false", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "vnetRouteAllEnabled", false) },
			`fail: web:WebApp webapp-app: vnetRouteAllEnabled is false, want true`},
		{"R46", "", "identity.type=UserAssigned", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "identity.type", "UserAssigned") },
			`fail: web:WebApp webapp-app: identity.type is "UserAssigned", want SystemAssigned among it`},
		{"R46", "", "httpsOnly=false", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "httpsOnly", false) },
			`fail: web:WebApp webapp-app: httpsOnly is false, want true`},
		{"R46", "", "siteConfig.ftpsState=AllAllowed", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "siteConfig.ftpsState", "AllAllowed") },
			`fail: web:WebApp webapp-app: siteConfig.ftpsState is "AllAllowed", want "Disabled"`},
		{"R46", "", "siteConfig.minTlsVersion=1.0", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "siteConfig.minTlsVersion", "1.0") },
			`fail: web:WebApp webapp-app: siteConfig.minTlsVersion is "1.0", want 1.2 or higher`},
		{"R46", "", "no siteConfig.scmMinTlsVersion", func(c *recorded.Copy) { recorded.Delete(c.One(kindWebApp), "siteConfig.scmMinTlsVersion") },
			`fail: web:WebApp webapp-app: siteConfig.scmMinTlsVersion is not set, want 1.2 or higher`},
		{"R46", "", "no FTP policy", func(c *recorded.Copy) { c.RemoveKind(kindFTP) },
			`fail: web:WebApp webapp-app: no web:WebAppFtpAllowed, want one, with allow: false`},
		{"R46", "", "allow=true", func(c *recorded.Copy) { recorded.Set(c.One(kindSCM), "allow", true) },
			`fail: web:WebAppScmAllowed webapp-scm: allow is true, want false`},
		{"R46", "", "of another app", func(c *recorded.Copy) { c.One(kindSCM).Inputs["name"] = "another" },
			`fail: web:WebApp webapp-app: no web:WebAppScmAllowed, want one, with allow: false`},
		{"R47", "", "siteConfig.linuxFxVersion=PYTHON|3.9", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "siteConfig.linuxFxVersion", "PYTHON|3.9") },
			`fail: web:WebApp webapp-app: siteConfig.linuxFxVersion is "PYTHON|3.9", want PYTHON|3.11 or later`},
		{"R47", "", "no siteConfig.linuxFxVersion", func(c *recorded.Copy) { recorded.Delete(c.One(kindWebApp), "siteConfig.linuxFxVersion") },
			`fail: web:WebApp webapp-app: siteConfig.linuxFxVersion is not set, want a value`},
		{"R47", "", "no siteConfig.appCommandLine", func(c *recorded.Copy) { recorded.Delete(c.One(kindWebApp), "siteConfig.appCommandLine") },
			`fail: web:WebApp webapp-app: siteConfig.appCommandLine is not set, want a value`},
		{"R52", "", "no publicNetworkAccess", func(c *recorded.Copy) { recorded.Delete(c.One(kindWebApp), "publicNetworkAccess") },
			`fail: web:WebApp webapp-app: publicNetworkAccess is not set, want one of Disabled, Enabled`},
		{"R52", "", "public to anyone", func(c *recorded.Copy) { c.RemoveKind(kindSignIn) },
			`fail: web:WebApp webapp-app: publicNetworkAccess is "Enabled", and nobody has to sign in, want "Disabled", or sign-in`},
		{"R52", "", "globalValidation.requireAuthentication=false", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "globalValidation.requireAuthentication", false)
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: globalValidation.requireAuthentication is false, want true`},
		{"R52", "plain.json", "open without leaving its endpoint", func(c *recorded.Copy) { recorded.Set(c.One(kindWebApp), "publicNetworkAccess", "Enabled") },
			`fail: web:WebApp webapp-app: publicNetworkAccess is "Enabled", beside a private endpoint, want one of the two ways in`},
		{"R52", "prod.json", "private without an endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-webApp-endpoint")) },
			`fail: web:WebApp webapp-app: no private endpoint, want one for group sites`},
	}
}

func breachesOfSettings() []breach {
	return []breach{
		{"R48", "", "AZURE_OPENAI_RESOURCE", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AZURE_OPENAI_RESOURCE"] = "other"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_RESOURCE is "other", want the name of a cognitiveservices:Account of this stack`},
		{"R48", "", "AZURE_OPENAI_MODEL", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AZURE_OPENAI_MODEL"] = "other"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_MODEL is "other", want the name of a cognitiveservices:Deployment of this stack`},
		{"R48", "", "AZURE_OPENAI_EMBEDDING_NAME", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AZURE_OPENAI_EMBEDDING_NAME"] = ""
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_EMBEDDING_NAME is "", want the name of a cognitiveservices:Deployment of this stack`},
		{"R48", "", "DATASOURCE_TYPE", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["DATASOURCE_TYPE"] = "None"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting DATASOURCE_TYPE is "None", want "AzureCognitiveSearch"`},
		{"R48", "", "AZURE_SEARCH_SERVICE", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AZURE_SEARCH_SERVICE"] = "other"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_SEARCH_SERVICE is "other", want the name of a search:Service of this stack`},
		{"R48", "", "AZURE_SEARCH_INDEX", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AZURE_SEARCH_INDEX"] = ""
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_SEARCH_INDEX is "", want a value`},
		{"R48", "", "AUTH_ENABLED", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AUTH_ENABLED"] = "false"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AUTH_ENABLED is "false", want "true"`},
		{"R48", "", "MS_DEFENDER_ENABLED", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["MS_DEFENDER_ENABLED"] = "true"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting MS_DEFENDER_ENABLED is "true", want "false"`},
		{"R48", "", "key by name", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["AZURE_OPENAI_KEY"] = "anything"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_KEY is there, and holds a key by its name or form, want the app's identity`},
		{"R48", "", "key by value", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)["STORE"] = "DefaultEndpointsProtocol=https;AccountKey=anything"
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting STORE is there, and holds a key by its name or form, want the app's identity`},
		{"R48", "", "siteConfig.connectionStrings=[]any{map[string]any{'name': '", func(c *recorded.Copy) {
			recorded.Set(c.One(kindWebApp), "siteConfig.connectionStrings", []any{map[string]any{"name": "db"}})
		},
			`fail: web:WebApp webapp-app: siteConfig.connectionStrings is a list of 1, want no entries`},
		{"R48", "", "none", func(c *recorded.Copy) { c.RemoveKind(kindAppSettings) },
			`fail: web:WebApp webapp-app: no web:WebAppApplicationSettings, want one, with what the app reads`},
		{"R49", "", "no sign-in", func(c *recorded.Copy) { c.RemoveKind(kindSignIn) },
			`fail: web:WebApp webapp-app: no web:WebAppAuthSettingsV2: nobody has to sign in, want one`},
		{"R49", "", "platform.enabled=false", func(c *recorded.Copy) { recorded.Set(c.One(kindSignIn), "platform.enabled", false) },
			`fail: web:WebAppAuthSettingsV2 webapp-signin: platform.enabled is false, want true`},
		{"R49", "", "globalValidation.requireAuthentication=false", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "globalValidation.requireAuthentication", false)
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: globalValidation.requireAuthentication is false, want true`},
		{"R49", "", "globalValidation.unauthenticatedClientAction=AllowAnonymous", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "globalValidation.unauthenticatedClientAction", "AllowAnonymous")
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: globalValidation.unauthenticatedClientAction is "AllowAnonymous", want one of RedirectToLoginPage, Return401, Return403`},
		{"R49", "", "globalValidation.excludedPaths=[]any{'/api'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "globalValidation.excludedPaths", []any{"/api"})
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: globalValidation.excludedPaths is ["/api"], want no entries`},
		{"R49", "", "identityProviders.azureActiveDirectory.registration.clientSecretSettingName=MICROSOFT_PROVIDER_AUTHENTICAT", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "identityProviders.azureActiveDirectory.registration.clientSecretSettingName", "MICROSOFT_PROVIDER_AUTHENTICATION_SECRET")
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.registration.clientSecretSettingName is "MICROSOFT_PROVIDER_AUTHENTICATION_SECRET", want "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"`},
		{"R49", "", "identityProviders.azureActiveDirectory.registration.openIdIssuer=https://login.microsoftonline.", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "identityProviders.azureActiveDirectory.registration.openIdIssuer", "https://login.microsoftonline.com/common/v2.0")
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.registration.openIdIssuer is "https://login.microsoftonline.com/common/v2.0", want the issuer of one tenant`},
		{"R49", "", "no identityProviders.azureActiveDirectory.registration.clientId", func(c *recorded.Copy) {
			recorded.Delete(c.One(kindSignIn), "identityProviders.azureActiveDirectory.registration.clientId")
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.registration.clientId is not set, want the id of an app registration`},
		{"R49", "", "another identity", func(c *recorded.Copy) {
			c.One(kindAppSettings).Inputs["properties"].(map[string]any)[federated] = "11111111-1111-4111-8111-111111111111"
		},
			`fail: web:WebApp webapp-app: app setting OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID is "11111111-1111-4111-8111-111111111111", want the client id of an identity of this stack`},
		{"R49", "", "identity not the app's", func(c *recorded.Copy) {
			c.One(kindWebApp).Inputs["identity"].(map[string]any)["userAssignedIdentities"] = []any{}
		},
			`fail: web:WebApp webapp-app: identity.userAssignedIdentities is [], want the id of managedidentity:UserAssignedIdentity webapp-identity`},
		{"R50", "", "no column", func(c *recorded.Copy) {
			delete(c.One(kindAppSettings).Inputs["properties"].(map[string]any), groupsColumn)
		},
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_SEARCH_PERMITTED_GROUPS_COLUMN is not set, want a value`},
		{"R50", "", "login.tokenStore.enabled=false", func(c *recorded.Copy) { recorded.Set(c.One(kindSignIn), "login.tokenStore.enabled", false) },
			`fail: web:WebAppAuthSettingsV2 webapp-signin: login.tokenStore.enabled is false, want true`},
		{"R50", "", "identityProviders.azureActiveDirectory.login.loginParameters=[]any{'scope=openid'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSignIn), "identityProviders.azureActiveDirectory.login.loginParameters", []any{"scope=openid"})
		},
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.login.loginParameters is ["scope=openid"], want scope=... https://graph.microsoft.com/User.Read`},
		{"R50", "", "no sign-in", func(c *recorded.Copy) { c.RemoveKind(kindSignIn) },
			`fail: no web:WebAppAuthSettingsV2 and document-level access on, want sign-in`},
		{"R51", "prod.json", "properties.template.resources[0].name=Api", func(c *recorded.Copy) {
			recorded.Set(c.One(kindTemplateAbove), "properties.template.resources[0].name", "Api")
		},
			`fail: resources:DeploymentAtSubscriptionScope defender-pricing: properties.template.resources[0].name is "Api", want "AI"`},
		{"R51", "prod.json", "properties.template.resources[0].properties.pricingTier=Free", func(c *recorded.Copy) {
			recorded.Set(c.One(kindTemplateAbove), "properties.template.resources[0].properties.pricingTier", "Free")
		},
			`fail: resources:DeploymentAtSubscriptionScope defender-pricing: properties.template.resources[0].properties.pricingTier is "Free", want "Standard"`},
		{"R51", "prod.json", "properties.mode=Complete", func(c *recorded.Copy) { recorded.Set(c.One(kindTemplateAbove), "properties.mode", "Complete") },
			`fail: resources:DeploymentAtSubscriptionScope defender-pricing: properties.mode is "Complete", want "Incremental"`},
		{"R51", "prod.json", "not retained", func(c *recorded.Copy) { c.One(kindTemplateAbove).RetainOnDelete = false },
			`fail: resources:DeploymentAtSubscriptionScope defender-pricing: retainOnDelete is false, want true: the plan belongs to the subscription`},
		{"R51", "prod.json", "none", func(c *recorded.Copy) { c.RemoveKind(kindTemplateAbove) },
			`fail: no deployment of Microsoft.Security/pricings, want one, as the program asks for it`},
	}
}
