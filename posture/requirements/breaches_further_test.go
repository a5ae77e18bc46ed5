package requirements

import (
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// breachesFurther are those that one changed property of a recorded stack
// brought to light.
func breachesFurther() []breach {
	of := func(kind, path string, value any) func(*recorded.Copy) {
		return func(c *recorded.Copy) { recorded.Set(c.One(kind), path, value) }
	}
	signIn := func(path string, value any) func(*recorded.Copy) { return of(kindSignIn, path, value) }
	setting := func(name, value string) func(*recorded.Copy) {
		return func(c *recorded.Copy) { c.One(kindAppSettings).Inputs["properties"].(map[string]any)[name] = value }
	}
	record := func(do func(set map[string]any)) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			config := c.Named("records-search-group").Outputs["privateDnsZoneConfigs"].([]any)[0].(map[string]any)
			do(config["recordSets"].([]any)[0].(map[string]any))
		}
	}
	const registrationPath = "identityProviders.azureActiveDirectory."
	return []breach{
		{"R1", "", "a function app in place of the web app", of(kindWebApp, "kind", "functionapp,linux"),
			`fail: web:WebApp webapp-app: kind is "functionapp,linux", want a web app`},
		{"R18", "", "no record", record(func(set map[string]any) { set["recordSetName"] = "other" }),
			`fail: network:PrivateDnsZoneGroup records-search-group: privateDnsZoneConfigs[0].recordSets is without srch-aoai-dev-nsdv37, want a record of it`},
		{"R20", "", "logging from anywhere", of(kindStorage, "networkRuleSet.bypass", "Logging, AzureServices"),
			`fail: storage:StorageAccount storage-account: networkRuleSet.bypass is "Logging, AzureServices", want neither Logging nor Metrics beside it`},
		{"R25", "prod.json", "link cut off", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSharedLink), "properties.status", "Disconnected")
		},
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.status is "Disconnected", want "Approved"`},
		{"R31", "", "no container", func(c *recorded.Copy) { c.RemoveKind("storage:BlobContainer") },
			`fail: output names.container is "documents", which is no storage:BlobContainer, want the container of the documents`},
		{"R38", "prod.json", "a template from elsewhere", of(kindTemplate, "properties.templateLink", map[string]any{"uri": "https://outside.example"}),
			`fail: resources:Deployment sharedlink-approval: properties.templateLink is an object, want nothing there`},
		{"R38", "prod.json", "a key as an output", of(kindTemplate, "properties.template.outputs", map[string]any{"key": map[string]any{"value": "[listKeys()]"}}),
			`fail: resources:Deployment sharedlink-approval: properties.template.outputs is an object, want nothing there`},
		{"R38", "", "a stranger's connection approved", func(c *recorded.Copy) {
			c.Add(kindTemplate, "approval", map[string]any{"properties": map[string]any{"template": map[string]any{"resources": []any{
				map[string]any{"type": connections, "name": "oai/strange.0"},
			}}}})
		},
			`fail: resources:Deployment approval: properties.template.resources[0].name is "oai/strange.0", want the connection of a shared private link of this stack`},
		{"R41", "", "RADIUS beside Entra ID", of(kindGateway, "vpnClientConfiguration.radiusServerAddress", "203.0.113.7"),
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.radiusServerAddress is "203.0.113.7", want nothing there`},
		{"R41", "", "another pool", of(kindGateway, "vpnClientConfiguration.vngClientConnectionConfigurations", []any{map[string]any{"name": "a"}}),
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.vngClientConnectionConfigurations is a list of 1, want nothing there`},
		{"R41", "", "an audience that clients are not told", of(kindGateway, "vpnClientConfiguration.aadAudience", developer),
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.aadAudience is "00000000-0000-0000-0000-000000000002", want what the output vpn.audience tells clients`},
		{"R42", "prod.json", "resolver's subnet too small", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[3].addressPrefix", "10.30.1.32/29")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-resolver is 10.30.1.32/29, want /28 or larger`},
		{"R43", "", "fallback to the internet", of(kindZoneLink, "resolutionPolicy", "NxDomainRedirect"),
			`fail: network:VirtualNetworkLink dns-privatelink.blob.core.windows.net-link: resolutionPolicy is "NxDomainRedirect", want "Default"`},
		{"R43", "", "a second address", record(func(set map[string]any) { set["ipAddresses"] = []any{"10.20.0.20", "203.0.113.7"} }),
			`fail: network:PrivateDnsZoneGroup records-search-group: privateDnsZoneConfigs[0].recordSets[0].ipAddresses is "203.0.113.7", want an address of network:PrivateEndpoint endpoint-search-endpoint`},
		{"R43", "", "no address", record(func(set map[string]any) { set["ipAddresses"] = []any{} }),
			`fail: network:PrivateDnsZoneGroup records-search-group: privateDnsZoneConfigs[0].recordSets[0].ipAddresses is [], want an address of network:PrivateEndpoint endpoint-search-endpoint`},
		{"R43", "", "an alias", record(func(set map[string]any) { set["recordType"] = "CNAME" }),
			`fail: network:PrivateDnsZoneGroup records-search-group: privateDnsZoneConfigs[0].recordSets[0].recordType is "CNAME", want "A"`},
		{"R45", "", "siteConfig.vnetRouteAllEnabled=false", of(kindWebApp, "siteConfig.vnetRouteAllEnabled", false),
			`fail: web:WebApp webapp-app: siteConfig.vnetRouteAllEnabled is false, want true`},
		{"R48", "", "settings of another app", func(c *recorded.Copy) { c.One(kindAppSettings).ID = "/other/config/appsettings" },
			`fail: web:WebApp webapp-app: no web:WebAppApplicationSettings, want one, with what the app reads`},
		{"R48", "", "chat with the embedding model", setting("AZURE_OPENAI_MODEL", "embedding"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_MODEL is "embedding", which is text-embedding-3-large, want a model that chats`},
		{"R48", "", "another endpoint", setting("AZURE_OPENAI_ENDPOINT", "https://outside.example"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting AZURE_OPENAI_ENDPOINT is "https://outside.example", want nothing there, or the account's own address`},
		{"R48", "", "the account's own endpoint", setting("AZURE_OPENAI_ENDPOINT", "https://oai-aoai-dev-nsdv37.openai.azure.com/"), ``},
		{"R48", "", "another name server", setting("WEBSITE_DNS_SERVER", "203.0.113.7"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting WEBSITE_DNS_SERVER is "203.0.113.7", want nothing there`},
		{"R48", "", "a token", setting("GITHUB_TOKEN", "x"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting GITHUB_TOKEN is there, and holds a key by its name or form, want the app's identity`},
		{"R48", "", "a key by its form", setting("MODEL_ACCESS", "sk-0"),
			`fail: web:WebAppApplicationSettings webapp-settings: app setting MODEL_ACCESS is there, and holds a key by its name or form, want the app's identity`},
		{"R48", "", "a limit of tokens", setting("AZURE_OPENAI_MAX_TOKENS", "1000"), ``},
		{"R49", "", "another provider", signIn("identityProviders.google", map[string]any{"enabled": true, "registration": map[string]any{"clientId": "x"}}),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.google.registration.clientId is "x", want nothing there`},
		{"R49", "", "a provider that nobody set up", signIn("identityProviders.google", map[string]any{"enabled": true, "registration": map[string]any{}}), ``},
		{"R49", "", "a provider of one's own", signIn("identityProviders.customOpenIdConnectProviders.outside.enabled", true),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.customOpenIdConnectProviders is an object, want nothing there`},
		{"R49", "", "another provider first", signIn("globalValidation.redirectToProvider", "google"),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: globalValidation.redirectToProvider is "google", want "azureactivedirectory"`},
		{"R49", "", "tokens for another app", signIn(registrationPath+"validation.allowedAudiences", []any{"api://other"}),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.validation.allowedAudiences is ["api://other"], want none but 00000000-0000-0000-0000-000000000001, api://00000000-0000-0000-0000-000000000001`},
		{"R49", "", "tokens of another app", signIn(registrationPath+"validation.defaultAuthorizationPolicy.allowedApplications", []any{developer}),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedApplications is ["00000000-0000-0000-0000-000000000002"], want 00000000-0000-0000-0000-000000000001 alone`},
		{"R49", "", "a policy that lets nobody in", signIn(registrationPath+"validation.defaultAuthorizationPolicy.allowedApplications", []any{}),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedApplications is [], want 00000000-0000-0000-0000-000000000001 alone`},
		{"R49", "", "a certificate", signIn(registrationPath+"registration.clientSecretCertificateThumbprint", "00"),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.registration.clientSecretCertificateThumbprint is "00", want nothing there`},
		{"R49", "", "settings in a file", signIn("platform.configFilePath", "auth.json"),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: platform.configFilePath is "auth.json", want nothing there`},
		{"R49", "", "redirects to outside", signIn("login.allowedExternalRedirectUrls", []any{"https://outside.example"}),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: login.allowedExternalRedirectUrls is ["https://outside.example"], want nothing there`},
		{"R49", "", "no nonce", signIn("login.nonce.validateNonce", false),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: login.nonce.validateNonce is false, want true`},
		{"R49", "", "sessions for ever", signIn("login.cookieExpiration.timeToExpiration", "9999:00:00"),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: login.cookieExpiration.timeToExpiration is "9999:00:00", want a day at most (24:00:00)`},
		{"R49", "", "sessions of Azure's default", signIn("login.cookieExpiration.timeToExpiration", "08:00:00"), ``},
		{"R49", "", "tokens for ever", signIn("login.tokenStore.tokenRefreshExtensionHours", 9999.0),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: login.tokenStore.tokenRefreshExtensionHours is 9999, want 72 at most`},
		{"R49", "", "a proxy's word", signIn("httpSettings.forwardProxy.convention", "Standard"),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: httpSettings.forwardProxy.convention is "Standard", want "NoProxy"`},
		{"R49", "", "another tenant", signIn(registrationPath+"registration.openIdIssuer", "https://login.microsoftonline.com/"+developer+"/v2.0"),
			`fail: web:WebAppAuthSettingsV2 webapp-signin: identityProviders.azureActiveDirectory.registration.openIdIssuer is "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000002/v2.0", want the tenant of managedidentity:UserAssignedIdentity webapp-identity`},
		{"R49", "", "identity detached in Azure", func(c *recorded.Copy) {
			c.One(kindWebApp).Outputs["identity"].(map[string]any)["userAssignedIdentities"] = map[string]any{}
		},
			`fail: web:WebApp webapp-app: identity.userAssignedIdentities is an object, want the id of managedidentity:UserAssignedIdentity webapp-identity`},
		{"R49", "", "identity.type=SystemAssigned", of(kindWebApp, "identity.type", "SystemAssigned"),
			`fail: web:WebApp webapp-app: identity.type is "SystemAssigned", want UserAssigned among it`},
		{"R49", "", "trust in a stranger", func(c *recorded.Copy) {
			c.Stack().Outputs["signIn"].(map[string]any)["federatedCredential"].(map[string]any)["subject"] = developer
		},
			`fail: pulumi:pulumi:Stack secure-azure-openai-dev: output signIn.federatedCredential.subject is "00000000-0000-0000-0000-000000000002", want "a3942aef-28bc-5daa-a4e6-eea334cad7ca"`},
		{"R49", "", "no way to Entra ID", func(c *recorded.Copy) {
			recorded.Set(c.Named("network-webapp-nsg"), "securityRules[2].access", "Deny")
		},
			`fail: network:NetworkSecurityGroup network-webapp-nsg: securityRules is "allow-internet-https", which denies HTTPS to Entra ID, want a rule before it that allows it`},
		{"R49", "", "no rule to Entra ID", func(c *recorded.Copy) {
			for _, o := range []graph.Object{c.Named("network-webapp-nsg").Inputs, c.Named("network-webapp-nsg").Outputs} {
				rules := o["securityRules"].([]any)
				o["securityRules"] = append(rules[:2:2], rules[3:]...)
			}
		},
			`fail: network:NetworkSecurityGroup network-webapp-nsg: securityRules is "deny-all-outbound", which denies HTTPS to Entra ID, want a rule before it that allows it`},
	}
}
