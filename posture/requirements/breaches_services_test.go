package requirements

import (
	"strings"

	"secure-azure-openai/posture/recorded"
)

func breachesOfOpenAI() []breach {
	return []breach{
		{"R5", "", "kind=TextAnalytics", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "kind", "TextAnalytics") },
			`fail: cognitiveservices:Account openai-account: kind is "TextAnalytics", want one of OpenAI, AIServices`},
		{"R5", "", "sku.name=F0", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "sku.name", "F0") },
			`fail: cognitiveservices:Account openai-account: sku.name is "F0", want "S0"`},
		{"R6", "", "no properties.customSubDomainName", func(c *recorded.Copy) { recorded.Delete(c.One(kindAccount), "properties.customSubDomainName") },
			`fail: cognitiveservices:Account openai-account: properties.customSubDomainName is not set, want a name in lower case`},
		{"R6", "", "properties.customSubDomainName=Contoso", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "properties.customSubDomainName", "Contoso") },
			`fail: cognitiveservices:Account openai-account: properties.customSubDomainName is "Contoso", want a name in lower case`},
		{"R7", "", "identity.type=UserAssigned", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "identity.type", "UserAssigned") },
			`fail: cognitiveservices:Account openai-account: identity.type is "UserAssigned", want SystemAssigned among it`},
		{"R7", "", "no identity", func(c *recorded.Copy) { recorded.Delete(c.One(kindAccount), "identity") },
			`fail: cognitiveservices:Account openai-account: identity.type is not set, want SystemAssigned among it`},
		{"R8", "", "no properties.networkAcls.bypass", func(c *recorded.Copy) { recorded.Delete(c.One(kindAccount), "properties.networkAcls.bypass") },
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.bypass is not set, want "AzureServices"`},
		{"R8", "prod.json", "None without a link", func(c *recorded.Copy) {
			recorded.Set(c.One(kindAccount), bypassPath, "None")
			c.RemoveKind(kindSharedLink)
		},
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.bypass is "None", want "AzureServices"`},
		{"R9", "", "properties.networkAcls.defaultAction=Allow", func(c *recorded.Copy) {
			recorded.Set(c.One(kindAccount), "properties.networkAcls.defaultAction", "Allow")
		},
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.defaultAction is "Allow", want "Deny"`},
		{"R9", "", "no properties.networkAcls", func(c *recorded.Copy) { recorded.Delete(c.One(kindAccount), "properties.networkAcls") },
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.defaultAction is not set, want "Deny"`},
		{"R9", "", "properties.networkAcls.ipRules=[]any{map[string]any{'value': ", func(c *recorded.Copy) {
			recorded.Set(c.One(kindAccount), "properties.networkAcls.ipRules", []any{map[string]any{"value": "203.0.113.7"}})
		},
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.ipRules is a list of 1, want no entries`},
		{"R9", "", "properties.networkAcls.virtualNetworkRules=[]any{map[string]any{'id': '/s", func(c *recorded.Copy) {
			recorded.Set(c.One(kindAccount), "properties.networkAcls.virtualNetworkRules", []any{map[string]any{"id": "/subnet"}})
		},
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.virtualNetworkRules is a list of 1, want no entries`},
		{"R10", "", "properties.publicNetworkAccess=Enabled", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "properties.publicNetworkAccess", "Enabled") },
			`fail: cognitiveservices:Account openai-account: properties.publicNetworkAccess is "Enabled", want "Disabled"`},
		{"R10", "", "no properties.publicNetworkAccess", func(c *recorded.Copy) { recorded.Delete(c.One(kindAccount), "properties.publicNetworkAccess") },
			`fail: cognitiveservices:Account openai-account: properties.publicNetworkAccess is not set, want "Disabled"`},
		{"R11", "", "properties.disableLocalAuth=false", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "properties.disableLocalAuth", false) },
			`fail: cognitiveservices:Account openai-account: properties.disableLocalAuth is false, want true`},
		{"R11", "", "no properties.disableLocalAuth", func(c *recorded.Copy) { recorded.Delete(c.One(kindAccount), "properties.disableLocalAuth") },
			`fail: cognitiveservices:Account openai-account: properties.disableLocalAuth is not set, want true`},
		{"R12", "", "no endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-openai-endpoint")) },
			`fail: cognitiveservices:Account openai-account: no private endpoint, want one for group account`},
		{"R12", "", "group in other case", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-openai-endpoint"), "privateLinkServiceConnections[0].groupIds[0]", "ACCOUNT")
		},
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: privateLinkServiceConnections[0].groupIds is ["ACCOUNT"], want ["account"]`},
		{"R12", "", "pending", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-openai-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status", "Pending")
		},
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: privateLinkServiceConnections[0].privateLinkServiceConnectionState.status is "Pending", want "Approved"`},
		{"R12", "", "manual approval", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-openai-endpoint"), "manualPrivateLinkServiceConnections", []any{map[string]any{"name": "by hand"}})
		},
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: manualPrivateLinkServiceConnections is a list of 1, want no entries`},
		{"R12", "", "unnamed member", func(c *recorded.Copy) {
			recorded.Delete(c.Named("endpoint-openai-endpoint"), "ipConfigurations[0].memberName")
		},
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: ipConfigurations is for the members [""], want one for each of ["default"]`},
		{"R12", "", "no zone group", func(c *recorded.Copy) { c.Remove(c.Named("records-openai-group")) },
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: no DNS zone group, want one, with a record in privatelink.openai.azure.com`},
		{"R12", "", "other zone", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.openai.azure.com"), "privateZoneName", "privatelink.example.net")
		},
			`fail: network:PrivateDnsZoneGroup records-openai-group: privateDnsZoneConfigs is without privatelink.openai.azure.com, want a record in privatelink.openai.azure.com`},
		{"R12", "", "zone without link", func(c *recorded.Copy) { c.Remove(c.Named("dns-privatelink.openai.azure.com-link")) },
			`fail: network:PrivateZone dns-privatelink.openai.azure.com: no link to a VNet, want one: without it the name resolves to the public address`},
		{"R12", "", "endpoint of another service", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-openai-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceId", "/subscriptions/x")
		},
			`fail: cognitiveservices:Account openai-account: no private endpoint, want one for group account`},
		{"R12", "", "kind=AIServices", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), "kind", "AIServices") },
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: ipConfigurations is for the members ["default"], want one for each of ["default" "secondary" "third"] / fail: network:PrivateDnsZoneGroup records-openai-group: privateDnsZoneConfigs is without privatelink.cognitiveservices.azure.com, want a record in privatelink.cognitiveservices.azure.com; also privateDnsZoneConfigs is without privatelink.services.ai.azure.com, want a record in privatelink.services.ai.azure.com`},
	}
}

func breachesOfSearch() []breach {
	return []breach{
		{"R18", "", "no endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-search-endpoint")) },
			`fail: search:Service search-service: no private endpoint, want one for group searchService`},
		{"R18", "", "group in other case", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-search-endpoint"), "privateLinkServiceConnections[0].groupIds[0]", "SEARCHSERVICE")
		},
			`fail: network:PrivateEndpoint endpoint-search-endpoint: privateLinkServiceConnections[0].groupIds is ["SEARCHSERVICE"], want ["searchService"]`},
		{"R18", "", "pending", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-search-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status", "Pending")
		},
			`fail: network:PrivateEndpoint endpoint-search-endpoint: privateLinkServiceConnections[0].privateLinkServiceConnectionState.status is "Pending", want "Approved"`},
		{"R18", "", "manual approval", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-search-endpoint"), "manualPrivateLinkServiceConnections", []any{map[string]any{"name": "by hand"}})
		},
			`fail: network:PrivateEndpoint endpoint-search-endpoint: manualPrivateLinkServiceConnections is a list of 1, want no entries`},
		{"R18", "", "unnamed member", func(c *recorded.Copy) {
			recorded.Delete(c.Named("endpoint-search-endpoint"), "ipConfigurations[0].memberName")
		},
			`fail: network:PrivateEndpoint endpoint-search-endpoint: ipConfigurations is for the members [""], want one for each of ["searchService"]`},
		{"R18", "", "no zone group", func(c *recorded.Copy) { c.Remove(c.Named("records-search-group")) },
			`fail: network:PrivateEndpoint endpoint-search-endpoint: no DNS zone group, want one, with a record in privatelink.search.windows.net`},
		{"R18", "", "other zone", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.search.windows.net"), "privateZoneName", "privatelink.example.net")
		},
			`fail: network:PrivateDnsZoneGroup records-search-group: privateDnsZoneConfigs is without privatelink.search.windows.net, want a record in privatelink.search.windows.net`},
		{"R18", "", "zone without link", func(c *recorded.Copy) { c.Remove(c.Named("dns-privatelink.search.windows.net-link")) },
			`fail: network:PrivateZone dns-privatelink.search.windows.net: no link to a VNet, want one: without it the name resolves to the public address`},
		{"R18", "", "endpoint of another service", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-search-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceId", "/subscriptions/x")
		},
			`fail: search:Service search-service: no private endpoint, want one for group searchService`},
		{"R13", "", "sku.name=free", func(c *recorded.Copy) { recorded.Set(c.One(kindSearch), "sku.name", "free") },
			`fail: search:Service search-service: sku.name is "free", want basic or higher`},
		{"R13", "", "no sku", func(c *recorded.Copy) { recorded.Delete(c.One(kindSearch), "sku") },
			`fail: search:Service search-service: sku.name is not set, want basic or higher`},
		{"R14", "", "identity.type=None", func(c *recorded.Copy) { recorded.Set(c.One(kindSearch), "identity.type", "None") },
			`fail: search:Service search-service: identity.type is "None", want SystemAssigned among it`},
		{"R15", "", "authOptions=map[string]any{'apiKeyOnly': m", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSearch), "authOptions", map[string]any{"apiKeyOnly": map[string]any{}})
		},
			`fail: search:Service search-service: authOptions is apiKeyOnly, which refuses identities, want nothing there; also authOptions is an object, want nothing there`},
		{"R15", "", "disableLocalAuth=false", func(c *recorded.Copy) { recorded.Set(c.One(kindSearch), "disableLocalAuth", false) },
			`fail: search:Service search-service: disableLocalAuth is false, want true`},
		{"R15", "", "no disableLocalAuth", func(c *recorded.Copy) { recorded.Delete(c.One(kindSearch), "disableLocalAuth") },
			`fail: search:Service search-service: disableLocalAuth is not set, want true`},
		{"R15", "", "authOptions.aadOrApiKey.aadAuthFailureMode=http401WithBearerChallenge", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSearch), "authOptions.aadOrApiKey.aadAuthFailureMode", "http401WithBearerChallenge")
		},
			`fail: search:Service search-service: authOptions is an object, want nothing there`},
		{"R15", "", "403", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSearch), "disableLocalAuth", false)
			recorded.Set(c.One(kindSearch), "authOptions.aadOrApiKey.aadAuthFailureMode", "http403")
		},
			`fail: search:Service search-service: disableLocalAuth is false, want true; also authOptions.aadOrApiKey.aadAuthFailureMode is "http403", want "http401WithBearerChallenge"`},
		{"R16", "", "publicNetworkAccess=enabled", func(c *recorded.Copy) { recorded.Set(c.One(kindSearch), "publicNetworkAccess", "enabled") },
			`fail: search:Service search-service: publicNetworkAccess is "enabled", want "disabled"`},
		{"R16", "", "no publicNetworkAccess", func(c *recorded.Copy) { recorded.Delete(c.One(kindSearch), "publicNetworkAccess") },
			`fail: search:Service search-service: publicNetworkAccess is not set, want "disabled"`},
		{"R17", "", "networkRuleSet.bypass=None", func(c *recorded.Copy) { recorded.Set(c.One(kindSearch), "networkRuleSet.bypass", "None") },
			`fail: search:Service search-service: networkRuleSet.bypass is "None", want "AzureServices"`},
		{"R17", "", "no networkRuleSet", func(c *recorded.Copy) { recorded.Delete(c.One(kindSearch), "networkRuleSet") },
			`fail: search:Service search-service: networkRuleSet.bypass is not set, want "AzureServices"`},
		{"R17", "", "networkRuleSet.ipRules=[]any{map[string]any{'value': ", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSearch), "networkRuleSet.ipRules", []any{map[string]any{"value": "203.0.113.7"}})
		},
			`fail: search:Service search-service: networkRuleSet.ipRules is a list of 1, want no entries`},
		{"R19", "", "semanticSearch=disabled", func(c *recorded.Copy) { recorded.Set(c.One(kindSearch), "semanticSearch", "disabled") },
			`fail: search:Service search-service: semanticSearch is "disabled", want one of free, standard`},
		{"R19", "", "no semanticSearch", func(c *recorded.Copy) { recorded.Delete(c.One(kindSearch), "semanticSearch") },
			`fail: search:Service search-service: semanticSearch is not set, want one of free, standard`},
	}
}

func breachesOfStorage() []breach {
	return []breach{
		{"R24", "", "no endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-storage-endpoint")) },
			`fail: storage:StorageAccount storage-account: no private endpoint, want one for group blob`},
		{"R24", "", "group in other case", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "privateLinkServiceConnections[0].groupIds[0]", "BLOB")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: privateLinkServiceConnections[0].groupIds is ["BLOB"], want ["blob"]`},
		{"R24", "", "pending", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status", "Pending")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: privateLinkServiceConnections[0].privateLinkServiceConnectionState.status is "Pending", want "Approved"`},
		{"R24", "", "manual approval", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "manualPrivateLinkServiceConnections", []any{map[string]any{"name": "by hand"}})
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: manualPrivateLinkServiceConnections is a list of 1, want no entries`},
		{"R24", "", "unnamed member", func(c *recorded.Copy) {
			recorded.Delete(c.Named("endpoint-storage-endpoint"), "ipConfigurations[0].memberName")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: ipConfigurations is for the members [""], want one for each of ["blob"]`},
		{"R24", "", "no zone group", func(c *recorded.Copy) { c.Remove(c.Named("records-storage-group")) },
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: no DNS zone group, want one, with a record in privatelink.blob.core.windows.net`},
		{"R24", "", "other zone", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.blob.core.windows.net"), "privateZoneName", "privatelink.example.net")
		},
			`fail: network:PrivateDnsZoneGroup records-storage-group: privateDnsZoneConfigs is without privatelink.blob.core.windows.net, want a record in privatelink.blob.core.windows.net`},
		{"R24", "", "zone without link", func(c *recorded.Copy) { c.Remove(c.Named("dns-privatelink.blob.core.windows.net-link")) },
			`fail: network:PrivateZone dns-privatelink.blob.core.windows.net: no link to a VNet, want one: without it the name resolves to the public address`},
		{"R24", "", "endpoint of another service", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceId", "/subscriptions/x")
		},
			`fail: storage:StorageAccount storage-account: no private endpoint, want one for group blob`},
		{"R20", "", "networkRuleSet.bypass=Logging", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "networkRuleSet.bypass", "Logging") },
			`fail: storage:StorageAccount storage-account: networkRuleSet.bypass is "Logging", want AzureServices among it`},
		{"R20", "", "networkRuleSet.defaultAction=Allow", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "networkRuleSet.defaultAction", "Allow") },
			`fail: storage:StorageAccount storage-account: networkRuleSet.defaultAction is "Allow", want "Deny"`},
		{"R20", "", "networkRuleSet.ipRules=[]any{map[string]any{'a': 'b'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindStorage), "networkRuleSet.ipRules", []any{map[string]any{"a": "b"}})
		},
			`fail: storage:StorageAccount storage-account: networkRuleSet.ipRules is a list of 1, want no entries`},
		{"R20", "", "networkRuleSet.virtualNetworkRules=[]any{map[string]any{'a': 'b'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindStorage), "networkRuleSet.virtualNetworkRules", []any{map[string]any{"a": "b"}})
		},
			`fail: storage:StorageAccount storage-account: networkRuleSet.virtualNetworkRules is a list of 1, want no entries`},
		{"R20", "", "networkRuleSet.resourceAccessRules=[]any{map[string]any{'a': 'b'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindStorage), "networkRuleSet.resourceAccessRules", []any{map[string]any{"a": "b"}})
		},
			`fail: storage:StorageAccount storage-account: networkRuleSet.resourceAccessRules is a list of 1, want no entries`},
		{"R21", "", "publicNetworkAccess=Enabled", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "publicNetworkAccess", "Enabled") },
			`fail: storage:StorageAccount storage-account: publicNetworkAccess is "Enabled", want "Disabled"`},
		{"R21", "", "no publicNetworkAccess", func(c *recorded.Copy) { recorded.Delete(c.One(kindStorage), "publicNetworkAccess") },
			`fail: storage:StorageAccount storage-account: publicNetworkAccess is not set, want "Disabled"`},
		{"R21", "", "publicNetworkAccess=SecuredByPerimeter", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "publicNetworkAccess", "SecuredByPerimeter") },
			`fail: storage:StorageAccount storage-account: publicNetworkAccess is "SecuredByPerimeter", want "Disabled"`},
		{"R22", "", "allowBlobPublicAccess=true", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "allowBlobPublicAccess", true) },
			`fail: storage:StorageAccount storage-account: allowBlobPublicAccess is true, want false`},
		{"R22", "", "no allowBlobPublicAccess", func(c *recorded.Copy) { recorded.Delete(c.One(kindStorage), "allowBlobPublicAccess") },
			`fail: storage:StorageAccount storage-account: allowBlobPublicAccess is not set, want false`},
		{"R22", "", "minimumTlsVersion=TLS1_0", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "minimumTlsVersion", "TLS1_0") },
			`fail: storage:StorageAccount storage-account: minimumTlsVersion is "TLS1_0", want one of TLS1_2, TLS1_3`},
		{"R22", "", "enableHttpsTrafficOnly=false", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "enableHttpsTrafficOnly", false) },
			`fail: storage:StorageAccount storage-account: enableHttpsTrafficOnly is false, want true`},
		{"R23", "", "allowSharedKeyAccess=true", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "allowSharedKeyAccess", true) },
			`fail: storage:StorageAccount storage-account: allowSharedKeyAccess is true, want false`},
		{"R23", "", "no allowSharedKeyAccess", func(c *recorded.Copy) { recorded.Delete(c.One(kindStorage), "allowSharedKeyAccess") },
			`fail: storage:StorageAccount storage-account: allowSharedKeyAccess is not set, want false`},
	}
}

func breachesOfLinks() []breach {
	return []breach{
		{"R25", "prod.json", "properties.groupId=OpenAI_Account", func(c *recorded.Copy) { recorded.Set(c.One(kindSharedLink), "properties.groupId", "OpenAI_Account") },
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.groupId is "OpenAI_Account", want "openai_account"`},
		{"R25", "prod.json", "properties.privateLinkResourceId=/subscriptions/x", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSharedLink), "properties.privateLinkResourceId", "/subscriptions/x")
		},
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.privateLinkResourceId is "/subscriptions/x", want the id of the stack's own account`},
		{"R25", "prod.json", "properties.provisioningState=Failed", func(c *recorded.Copy) { recorded.Set(c.One(kindSharedLink), "properties.provisioningState", "Failed") },
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.provisioningState is "Failed", want "Succeeded"`},
		{"R25", "prod.json", "sharedPrivateLinkResourceName=strings.Repeat('x', 61)", func(c *recorded.Copy) {
			recorded.Set(c.One(kindSharedLink), "sharedPrivateLinkResourceName", strings.Repeat("x", 61))
		},
			`fail: search:SharedPrivateLinkResource sharedlink-link: sharedPrivateLinkResourceName is 61 characters long, want 1 to 60; also properties.status is "Pending", and nothing approves it, want "Approved"`},
		{"R25", "prod.json", "no link", func(c *recorded.Copy) { c.RemoveKind(kindSharedLink) },
			`fail: no search:SharedPrivateLinkResource, want the one that the program's component asks for`},
		{"R25", "prod.json", "no approval", func(c *recorded.Copy) { c.RemoveKind(kindTemplate) },
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.status is "Pending", and nothing approves it, want "Approved"`},
		{"R25", "prod.json", "properties.template.resources[0].properties.privateLinkServiceConnectionState.status=Rejected", func(c *recorded.Copy) {
			recorded.Set(c.One(kindTemplate), "properties.template.resources[0].properties.privateLinkServiceConnectionState.status", "Rejected")
		},
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.status is "Pending", and nothing approves it, want "Approved"`},
		{"R25", "prod.json", "properties.mode=Complete", func(c *recorded.Copy) { recorded.Set(c.One(kindTemplate), "properties.mode", "Complete") },
			`fail: resources:Deployment sharedlink-approval: properties.mode is "Complete", want "Incremental"`},
		{"R25", "prod.json", "properties.template.resources[0].name=another/spl-openai.1", func(c *recorded.Copy) {
			recorded.Set(c.One(kindTemplate), "properties.template.resources[0].name", "another/spl-openai.1")
		},
			`fail: search:SharedPrivateLinkResource sharedlink-link: properties.status is "Pending", and nothing approves it, want "Approved"`},
		{"R25", "prod.json", "approval before the link", func(c *recorded.Copy) {
			d := c.One(kindTemplate)
			d.Dependencies, d.PropertyDependencies = nil, nil
		},
			`fail: resources:Deployment sharedlink-approval: does not wait for search:SharedPrivateLinkResource sharedlink-link, want approval after the link is made`},
		{"R26", "", "None without a link", func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), bypassPath, "None") },
			`fail: cognitiveservices:Account openai-account: properties.networkAcls.bypass is "None" without a shared private link, want one of the two ways for Search`},
	}
}
