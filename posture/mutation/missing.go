package mutation

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// absent are properties that a kind can have and that would weaken it.
type absent struct {
	path  string
	value any
}

const foreign = "/subscriptions/" + foreignSubscription + "/resourceGroups/rg/providers/"

func object(pairs ...any) map[string]any {
	o := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		o[pairs[i].(string)] = pairs[i+1]
	}
	return o
}

var absents = map[string][]absent{
	"cognitiveservices:Account": {
		{"properties.networkAcls.ipRules", []any{object("value", "203.0.113.7")}},
		{"properties.apiProperties", object("qnaRuntimeEndpoint", "https://outside.example")},
		{"properties.userOwnedStorage", []any{object("resourceId", foreign+"Microsoft.Storage/storageAccounts/outside")}},
		{"properties.restore", true}, {"publicNetworkAccess", "Enabled"}, {"disableLocalAuth", false}, {"networkAcls", object("defaultAction", "Allow")},
		{"identity.userAssignedIdentities", []any{foreign + "Microsoft.ManagedIdentity/userAssignedIdentities/outside"}},
	},
	"cognitiveservices:Deployment": {{"properties.raiPolicyName", "no-filter"}},
	"search:Service": {
		{"authOptions", object("apiKeyOnly", object())},
		{"authOptions", object("aadOrApiKey", object("aadAuthFailureMode", "http403"))},
		{"networkRuleSet.ipRules", []any{object("value", "203.0.113.7")}},
		{"disabledDataExfiltrationOptions", []any{}}, {"properties.publicNetworkAccess", "enabled"}, {"properties.disableLocalAuth", false},
		{"identity.userAssignedIdentities", []any{foreign + "Microsoft.ManagedIdentity/userAssignedIdentities/outside"}},
	},
	"storage:StorageAccount": {
		{"supportsHttpsTrafficOnly", false}, {"properties.minimumTlsVersion", "TLS1_0"}, {"networkAcls", object("defaultAction", "Allow")},
		{"properties.publicNetworkAccess", "Enabled"}, {"properties.allowSharedKeyAccess", true},
		{"isSftpEnabled", true}, {"enableNfsV3", true}, {"isHnsEnabled", true}, {"allowedCopyScope", "AAD"},
		{"networkRuleSet.resourceAccessRules", []any{object("resourceId", foreign+"Microsoft.Search/searchServices/*", "tenantId", foreignTenant)}},
		{"networkRuleSet.ipRules", []any{object("iPAddressOrRange", "203.0.113.7")}},
		{"customDomain", object("name", "blobs.outside.example")},
		{"routingPreference", object("publishInternetEndpoints", true, "routingChoice", "InternetRouting")},
		{"immutableStorageWithVersioning", object("enabled", false)},
		{"identity", object("type", "SystemAssigned")},
	},
	"storage:BlobContainer": {{"enableNfsV3AllSquash", false}, {"enableNfsV3RootSquash", false}, {"metadata", object("a", "b")}},
	"storage:BlobServiceProperties": {
		{"cors", object("corsRules", []any{object("allowedOrigins", []any{"*"}, "allowedMethods", []any{"GET", "PUT"}, "allowedHeaders", []any{"*"}, "exposedHeaders", []any{"*"}, "maxAgeInSeconds", 3600.0)})},
		{"deleteRetentionPolicy.allowPermanentDelete", true},
	},
	"web:WebApp": {
		{"siteConfig.publicNetworkAccess", "Enabled"}, {"siteConfig.httpsOnly", false}, {"siteConfig.minimumTlsVersion", "1.0"},
		{"siteConfig.cors", object("allowedOrigins", []any{"*"})},
		{"siteConfig.cors", object("allowedOrigins", []any{"https://outside.example"}, "supportCredentials", true)},
		{"siteConfig.ipSecurityRestrictions", []any{object("ipAddress", "203.0.113.7/32", "action", "Allow")}},
		{"siteConfig.scmIpSecurityRestrictions", []any{object("ipAddress", "203.0.113.7/32", "action", "Allow")}},
		{"siteConfig.ipSecurityRestrictionsDefaultAction", "Allow"}, {"siteConfig.scmIpSecurityRestrictionsDefaultAction", "Allow"},
		{"siteConfig.appSettings", []any{object("name", "AZURE_OPENAI_KEY", "value", "0")}},
		{"siteConfig.connectionStrings", []any{object("name", "a", "connectionString", "AccountKey=0")}},
		{"siteConfig.azureStorageAccounts", object("mount", object("accountName", "outside", "accessKey", "0", "shareName", "s", "type", "AzureFiles"))},
		{"siteConfig.vnetRouteAllEnabled", false},
		{"siteConfig.acrUseManagedIdentityCreds", false},
		{"siteConfig.webSocketsEnabled", true},
		{"siteConfig.detailedErrorLoggingEnabled", true},
		{"siteConfig.managedPipelineMode", "Classic"},
		{"siteConfig.apiDefinition", object("url", "https://outside.example")},
		{"clientCertEnabled", false}, {"endToEndEncryptionEnabled", false}, {"vnetImagePullEnabled", false}, {"vnetContentShareEnabled", false},
		{"sshEnabled", true},
		{"hostNameSslStates", []any{object("name", "app.outside.example", "sslState", "Disabled", "hostType", "Standard")}},
		{"cloningInfo", object("sourceWebAppId", foreign+"Microsoft.Web/sites/outside")},
	},
	"web:WebAppApplicationSettings": {
		{"properties.AZURE_OPENAI_KEY", "0"}, {"properties.AZURE_SEARCH_KEY", "0"}, {"properties.AZURE_OPENAI_ENDPOINT", "https://outside.example"},
		{"properties.STORAGE", "DefaultEndpointsProtocol=https;AccountKey=0"}, {"properties.OPENAI_API_TOKEN", "sk-0000000000000000000000000000000000000000"},
		{"properties.WEBSITE_DNS_SERVER", "203.0.113.7"}, {"properties.WEBSITE_VNET_ROUTE_ALL", "0"}, {"properties.AZURE_CLIENT_SECRET", "0"},
		{"properties.AUTH_CLIENT_CREDENTIAL", "0"},
	},
	"web:WebAppAuthSettingsV2": {
		{"globalValidation.excludedPaths", []any{"/api"}},
		{"identityProviders.google", object("enabled", true, "registration", object("clientId", "x", "clientSecretSettingName", "y"))},
		{"identityProviders.gitHub", object("enabled", true, "registration", object("clientId", "x"))},
		{"identityProviders.customOpenIdConnectProviders", object("outside", object("enabled", true))},
		{"identityProviders.legacyMicrosoftAccount", object("enabled", true, "registration", object("clientId", "x"))},
		{"identityProviders.facebook", object("enabled", true, "registration", object("appId", "x"))},
		{"identityProviders.twitter", object("enabled", true, "registration", object("consumerKey", "x"))},
		{"identityProviders.apple", object("enabled", true, "registration", object())},
		{"identityProviders.azureActiveDirectory.registration.clientSecretCertificateThumbprint", "00"},
		{"identityProviders.azureActiveDirectory.validation.jwtClaimChecks", object("allowedGroups", []any{"x"})},
		{"identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy", object("allowedApplications", []any{stranger})},
		{"login.allowedExternalRedirectUrls", []any{"https://outside.example"}},
		{"login.nonce", object("validateNonce", false)}, {"login.preserveUrlFragmentsForLogins", true},
		{"login.cookieExpiration", object("convention", "FixedTime", "timeToExpiration", "9999:00:00")},
		{"login.tokenStore.azureBlobStorage", object("sasUrlSettingName", "SAS")},
		{"login.tokenStore.tokenRefreshExtensionHours", 9999.0},
		{"httpSettings.forwardProxy", object("convention", "Standard")},
		{"httpSettings.routes", object("apiPrefix", "/outside")},
		{"platform.configFilePath", "/home/site/wwwroot/auth.json"},
	},
	"web:WebAppScmAllowed": {{"kind", "x"}},
	"web:AppServicePlan":   {{"isSpot", true}, {"targetWorkerCount", 1.0}},
	"network:VirtualNetwork": {
		{"virtualNetworkPeerings", []any{object("name", "hub", "remoteVirtualNetwork", object("id", foreign+"Microsoft.Network/virtualNetworks/hub"))}},
		{"dhcpOptions", object("dnsServers", []any{"203.0.113.7"})},
		{"encryption", object("enabled", false)},
		{"flowTimeoutInMinutes", 30.0},
		{"bgpCommunities", object("virtualNetworkCommunity", "12076:20000")},
	},
	"network:NetworkSecurityGroup": {{"flushConnection", true}},
	"network:PrivateEndpoint": {
		{"manualPrivateLinkServiceConnections", []any{object("name", "m", "privateLinkServiceId", foreign+"Microsoft.Storage/storageAccounts/outside", "groupIds", []any{"blob"})}},
		{"applicationSecurityGroups", []any{object("id", foreign+"Microsoft.Network/applicationSecurityGroups/a")}},
		{"extendedLocation", object("name", "edge", "type", "EdgeZone")},
	},
	"network:VirtualNetworkGateway": {
		{"vpnClientConfiguration.vpnClientRootCertificates", []any{object("name", "root", "publicCertData", "MII")}},
		{"vpnClientConfiguration.radiusServerAddress", "203.0.113.7"},
		{"vpnClientConfiguration.radiusServers", []any{object("radiusServerAddress", "203.0.113.7")}},
		{"vpnClientConfiguration.vpnClientIpsecPolicies", []any{object("ipsecEncryption", "DES")}},
		{"vpnClientConfiguration.vngClientConnectionConfigurations", []any{object("name", "a", "vpnClientAddressPool", object("addressPrefixes", []any{"10.99.0.0/24"}))}},
		{"customRoutes", object("addressPrefixes", []any{"0.0.0.0/0"})},
		{"allowRemoteVnetTraffic", true}, {"allowVirtualWanTraffic", true}, {"enablePrivateIpAddress", true}, {"enableDnsForwarding", true},
		{"gatewayDefaultSite", object("id", foreign+"Microsoft.Network/localNetworkGateways/outside")},
		{"natRules", []any{object("name", "n", "externalMappings", []any{object("addressSpace", "203.0.113.0/24")})}},
		{"disableIPSecReplayProtection", true},
	},
	"network:PublicIPAddress": {
		{"dnsSettings", object("domainNameLabel", "outside")}, {"ddosSettings", object("protectionMode", "Disabled")}, {"natGateway", object("id", foreign+"x")},
		{"ipTags", []any{object("ipTagType", "RoutingPreference", "tag", "Internet")}},
	},
	"network:VirtualNetworkLink": {{"resolutionPolicy", "NxDomainRedirect"}},
	"operationalinsights:Workspace": {
		{"features.immediatePurgeDataOn30Days", true}, {"features.enableDataExport", true}, {"features.clusterResourceId", foreign + "x"},
		{"workspaceCapping", object("dailyQuotaGb", 0.001)}, {"forceCmkForQuery", false}, {"defaultDataCollectionRuleResourceId", foreign + "x"},
	},
	"insights:DiagnosticSetting": {
		{"eventHubAuthorizationRuleId", foreign + "Microsoft.EventHub/namespaces/outside/authorizationRules/all"}, {"eventHubName", "outside"},
		{"storageAccountId", foreign + "Microsoft.Storage/storageAccounts/outside"}, {"marketplacePartnerId", foreign + "x"}, {"logAnalyticsDestinationType", "Dedicated"},
	},
	"authorization:RoleAssignment": {
		{"condition", "true"}, {"delegatedManagedIdentityResourceId", foreign + "Microsoft.ManagedIdentity/userAssignedIdentities/outside"},
	},
	"resources:Deployment": {
		{"properties.templateLink", object("uri", "https://outside.example/t.json")}, {"properties.parameters", object("a", object("value", "b"))},
		{"properties.onErrorDeployment", object("type", "LastSuccessful")}, {"properties.debugSetting", object("detailLevel", "requestContent,responseContent")},
		{"properties.template.outputs", object("key", object("type", "string", "value", "[listKeys('x','2024-10-01').key1]"))},
	},
	"resources:DeploymentAtSubscriptionScope": {
		{"properties.templateLink", object("uri", "https://outside.example/t.json")},
		{"properties.debugSetting", object("detailLevel", "requestContent,responseContent")},
		{"properties.template.outputs", object("key", object("type", "string", "value", "[listKeys('x','2024-10-01').key1]"))},
	},
	"search:SharedPrivateLinkResource":     {{"properties.resourceRegion", "westus"}},
	"managedidentity:UserAssignedIdentity": {{"isolationScope", "None"}},
	"resources:ResourceGroup":              {{"managedBy", foreign + "x"}},
	"network:DnsResolver":                  {},
	"network:PrivateZone":                  {},
}

// missing sets what the resource does not have.
func (w *world) missing(r *graph.Resource) {
	for _, a := range slices.Concat(absents[r.Kind], absentsOfGateway[r.Kind]) {
		w.change(r, Put, a.path, fmt.Sprintf("=%v (put there)", a.value), func(r *graph.Resource) {
			put(r, strings.Split(a.path, "."), copyOf(a.value))
		})
	}
	if r.Kind != "network:VirtualNetwork" {
		return
	}
	for i, s := range r.Value("subnets").Items() {
		for _, a := range []absent{
			{"serviceEndpoints", []any{object("service", "Microsoft.Storage")}}, {"routeTable", object("id", foreign+"Microsoft.Network/routeTables/outside")},
			{"natGateway", object("id", foreign+"Microsoft.Network/natGateways/outside")}, {"serviceEndpointPolicies", []any{object("id", foreign+"x")}},
			{"addressPrefixes", []any{"10.99.0.0/24"}}, {"sharingScope", "Tenant"}, {"networkSecurityGroup", object("id", foreign+"x")},
			{"delegations", []any{object("name", "d", "serviceName", "Microsoft.ContainerInstance/containerGroups")}}, {"privateEndpointNetworkPolicies", "Disabled"},
		} {
			path := fmt.Sprintf("subnets[%d].%s", i, a.path)
			w.change(r, Put, path, fmt.Sprintf("=%v (put there, %s)", a.value, s.At("name").Text()), func(r *graph.Resource) {
				for _, o := range []graph.Object{r.Inputs, r.Outputs} {
					o["subnets"].([]any)[i].(map[string]any)[a.path] = copyOf(a.value)
				}
			})
		}
	}
}
