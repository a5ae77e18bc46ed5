package requirements

import (
	"secure-azure-openai/posture/recorded"
)

// breachesOfGateway are those of the service itself.
func breachesOfGateway() []breach {
	return []breach{
		{"G1", beside, "no identity", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-service"), "identity") },
			`fail: apimanagement:ApiManagementService gateway-service: identity.type is not set, want "SystemAssigned"`},
		{"G1", beside, "a second identity", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "identity.type", "SystemAssigned, UserAssigned")
		},
			`fail: apimanagement:ApiManagementService gateway-service: identity.type is "SystemAssigned, UserAssigned", want "SystemAssigned"`},
		{"G2", beside, "another tier", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "sku.name", "Consumption") },
			`fail: apimanagement:ApiManagementService gateway-service: sku.name is "Consumption", want one of StandardV2, PremiumV2, Developer, Premium`},
		{"G2", beside, "a v2 tier inside", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "virtualNetworkType", "Internal") },
			`fail: apimanagement:ApiManagementService gateway-service: virtualNetworkType is "Internal", want "External"`},
		{"G2", beside, "no VNet", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "virtualNetworkType", "None") },
			`fail: apimanagement:ApiManagementService gateway-service: virtualNetworkType is "None", want "External"`},
		{"G2", inside, "a classic tier outside", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "virtualNetworkType", "External") },
			`fail: apimanagement:ApiManagementService gateway-service: virtualNetworkType is "External", want "Internal"`},
		{"G2", beside, "no subnet", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-service"), "virtualNetworkConfiguration") },
			`fail: apimanagement:ApiManagementService gateway-service: virtualNetworkConfiguration.subnetResourceId is not set, want a value`},
		{"G2", beside, "another region", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "additionalLocations", []any{map[string]any{"location": "westeurope"}})
		},
			`fail: apimanagement:ApiManagementService gateway-service: additionalLocations is a list of 1, want nothing there`},
		{"G2", beside, "a public address", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "publicIpAddressId", "/subscriptions/x")
		},
			`fail: apimanagement:ApiManagementService gateway-service: publicIpAddressId is "/subscriptions/x", want nothing there`},
		{"G2", beside, "no gateway in its region", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "disableGateway", true) },
			`fail: apimanagement:ApiManagementService gateway-service: disableGateway is true, want false`},
		{"G2", beside, "asked for and not there", func(c *recorded.Copy) {
			c.Remove(c.Named("gateway-service"))
			component := c.Add("x", "gateway", nil)
			component.Type, component.Kind, component.Custom = "secure-azure-openai:gateway:Service", "", false
		},
			`fail: no apimanagement:ApiManagementService, want the one that the program's component asks for`},
		{"G3", beside, "open beside an approved endpoint", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "publicNetworkAccess", "Enabled") },
			`fail: apimanagement:ApiManagementService gateway-service: publicNetworkAccess is "Enabled", and network:PrivateEndpoint endpoint-gateway-endpoint is approved, want "Disabled"`},
		{"G3", beside, "nothing said beside an approved endpoint", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-service"), "publicNetworkAccess") },
			`fail: apimanagement:ApiManagementService gateway-service: publicNetworkAccess is not set, and network:PrivateEndpoint endpoint-gateway-endpoint is approved, want "Disabled"`},
		{"G3", beside, "another value", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "publicNetworkAccess", "SecuredByPerimeter")
		},
			`fail: apimanagement:ApiManagementService gateway-service: publicNetworkAccess is "SecuredByPerimeter", want "Disabled", or "Enabled" until a private endpoint is approved; also publicNetworkAccess is "SecuredByPerimeter", and network:PrivateEndpoint endpoint-gateway-endpoint is approved, want "Disabled"`},
		{"G3", beside, "open before the endpoint is approved", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "publicNetworkAccess", "Enabled")
			recorded.Set(c.Named("endpoint-gateway-endpoint"), "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status", "Pending")
		},
			``},
		{"G3", inside, "open inside the VNet", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "publicNetworkAccess", "Enabled") },
			``},
		{"G7", beside, "no role on the second account", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-gateway-service-cognitive-services-openai-user-on-openai-west-account"))
		},
			`fail: apimanagement:ApiManagementService gateway-service: holds no such role, want Cognitive Services OpenAI User on cognitiveservices:Account openai-west-account`},
		{"G7", beside, "a wider scope", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-gateway-service-cognitive-services-openai-user-on-openai-account"), "scope", c.One(kindGroup).ID)
		},
			`fail: apimanagement:ApiManagementService gateway-service: holds no such role, want Cognitive Services OpenAI User on cognitiveservices:Account openai-account / fail: authorization:RoleAssignment roles-gateway-service-cognitive-services-openai-user-on-openai-account: roleDefinitionId is Cognitive Services OpenAI User on resources:ResourceGroup group-group, want no role but Cognitive Services OpenAI User on the accounts that it calls`},
		{"G7", beside, "a role on the documents", func(c *recorded.Copy) {
			give(c, recorded.GatewayPrincipal, "ServicePrincipal", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", c.Named("storage-account").ID)
		},
			`fail: authorization:RoleAssignment added-2a2b9908-20: roleDefinitionId is Storage Blob Data Reader on storage:StorageAccount storage-account, want no role but Cognitive Services OpenAI User on the accounts that it calls`},
		{"G7", beside, "Contributor on the account", func(c *recorded.Copy) {
			give(c, recorded.GatewayPrincipal, "ServicePrincipal", "a001fd3d-188f-4b5d-821b-7da978bf7442", c.Named("openai-account").ID)
		},
			`fail: authorization:RoleAssignment added-a001fd3d-20: roleDefinitionId is Cognitive Services OpenAI Contributor on cognitiveservices:Account openai-account, want no role but Cognitive Services OpenAI User on the accounts that it calls`},
		{"G12", inside, "TLS 1.0", func(c *recorded.Copy) {
			c.Named("gateway-service").Outputs["customProperties"].(map[string]any)[security+"Protocols.Tls10"] = "True"
		},
			`fail: apimanagement:ApiManagementService gateway-service: customProperties.Protocols.Tls10 is "True", want "false"`},
		{"G12", inside, "TLS 1.1 to backends", func(c *recorded.Copy) {
			c.Named("gateway-service").Outputs["customProperties"].(map[string]any)[security+"Backend.Protocols.Tls11"] = "true"
		},
			`fail: apimanagement:ApiManagementService gateway-service: customProperties.Backend.Protocols.Tls11 is "true", want "false"`},
		{"G12", inside, "a weak cipher", func(c *recorded.Copy) {
			c.Named("gateway-service").Outputs["customProperties"].(map[string]any)[security+"Ciphers.TripleDes168"] = "true"
		},
			`fail: apimanagement:ApiManagementService gateway-service: customProperties.Ciphers.TripleDes168 is "true", want "false"`},
		{"G12", inside, "nothing said", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-service"), "customProperties") },
			`fail: apimanagement:ApiManagementService gateway-service: customProperties.Protocols.Tls10 is not set, want "false"; also customProperties.Protocols.Tls11 is not set, want "false"; also customProperties.Protocols.Ssl30 is not set, want "false"; also customProperties.Backend.Protocols.Tls10 is not set, want "false"; also customProperties.Backend.Protocols.Tls11 is not set, want "false"; also customProperties.Backend.Protocols.Ssl30 is not set, want "false"; also customProperties.Ciphers.TripleDes168 is not set, want "false"; also customProperties.Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA is not set, want "false"; also customProperties.Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA is not set, want "false"; also customProperties.Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256 is not set, want "false"; also customProperties.Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256 is not set, want "false"; also customProperties.Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256 is not set, want "false"; also customProperties.Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA is not set, want "false"; also customProperties.Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA is not set, want "false"`},
		{"G12", beside, "asked of a v2 tier", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "customProperties", map[string]any{security + "Protocols.Tls10": "false"})
		},
			`fail: apimanagement:ApiManagementService gateway-service: customProperties is an object, want nothing there`},
		{"G12", beside, "answered by a v2 tier", func(c *recorded.Copy) {
			c.Named("gateway-service").Outputs["customProperties"] = map[string]any{security + "Protocols.Tls10": "False"}
		},
			``},
		{"G12", beside, "answered by a v2 tier, and on", func(c *recorded.Copy) {
			c.Named("gateway-service").Outputs["customProperties"] = map[string]any{security + "Protocols.Tls10": "True"}
		},
			`fail: apimanagement:ApiManagementService gateway-service: customProperties.Protocols.Tls10 is "True", want "false"`},
		{"G13", beside, "an old version", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "apiVersionConstraint.minApiVersion", "2019-12-01")
		},
			`fail: apimanagement:ApiManagementService gateway-service: apiVersionConstraint.minApiVersion is "2019-12-01", want 2021-08-01 or later`},
		{"G13", beside, "any version", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-service"), "apiVersionConstraint") },
			`fail: apimanagement:ApiManagementService gateway-service: apiVersionConstraint.minApiVersion is not set, want 2021-08-01 or later`},
		{"G13", beside, "no version", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "apiVersionConstraint.minApiVersion", "latest")
		},
			`fail: apimanagement:ApiManagementService gateway-service: apiVersionConstraint.minApiVersion is "latest", want 2021-08-01 or later`},
		{"G13", beside, "a developer portal", func(c *recorded.Copy) { recorded.Set(c.Named("gateway-service"), "developerPortalStatus", "Enabled") },
			`fail: apimanagement:ApiManagementService gateway-service: developerPortalStatus is "Enabled", want "Disabled"`},
		{"G13", beside, "the legacy portal", func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-service"), "legacyPortalStatus") },
			`fail: apimanagement:ApiManagementService gateway-service: legacyPortalStatus is not set, want "Disabled"`},
	}
}
