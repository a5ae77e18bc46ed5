package requirements

import (
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/posture/recorded"
)

// breachesBesideGateway are those of the requirements that were there before, in a stack with a gateway.
func breachesBesideGateway() []breach {
	return []breach{
		{"R1", beside, "no endpoint for the second account", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-openai-west-endpoint")) },
			`fail: cognitiveservices:Account openai-west-account: no private endpoint, want one`},
		{"R2", beside, "an endpoint in the gateway's subnet", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "subnet.id", c.One(kindVNet).ID+"/subnets/snet-apim")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: subnet.id is subnet snet-apim, which is delegated or the gateway's, want a subnet for endpoints`},
		{"R2", inside, "an endpoint in the gateway's subnet inside", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "subnet.id", c.One(kindVNet).ID+"/subnets/snet-apim")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: subnet.id is subnet snet-apim, which is delegated or the gateway's, want a subnet for endpoints`},
		{"R2", beside, "no subnet but the gateway's for the web app", func(c *recorded.Copy) {
			recorded.Delete(c.One(kindVNet), "subnets[2].delegations")
		},
			`fail: network:VirtualNetwork network-vnet: subnets is snet-apim delegated to "Microsoft.Web/serverFarms", want one delegated to Microsoft.Web/serverFarms`},
		{"R20", beside, "no trusted service at the documents", func(c *recorded.Copy) { recorded.Set(c.Named("storage-account"), "networkRuleSet.bypass", "None") },
			`fail: storage:StorageAccount storage-account: networkRuleSet.bypass is "None", want AzureServices among it`},
		{"R20", beside, "the host's firewall", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-storage-account"), "networkRuleSet.defaultAction", "Allow")
		},
			`fail: storage:StorageAccount backend-storage-account: networkRuleSet.defaultAction is "Allow", want "Deny"`},
		{"R21", beside, "the host's storage in public", func(c *recorded.Copy) {
			recorded.Set(c.Named("backend-storage-account"), "publicNetworkAccess", "Enabled")
		},
			`fail: storage:StorageAccount backend-storage-account: publicNetworkAccess is "Enabled", want "Disabled"`},
		{"R23", beside, "the host's keys", func(c *recorded.Copy) { recorded.Set(c.Named("backend-storage-account"), "allowSharedKeyAccess", true) },
			`fail: storage:StorageAccount backend-storage-account: allowSharedKeyAccess is true, want false`},
		{"R38", beside, "a role for the function app", func(c *recorded.Copy) {
			give(c, recorded.BackendPrincipal, "ServicePrincipal", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", c.Named("openai-account").ID)
		},
			`fail: authorization:RoleAssignment added-5e0bd9bd-20: roleDefinitionId is Cognitive Services OpenAI User for the identity of web:WebApp backend-app on cognitiveservices:Account openai-account, want a role that something here needs`},
		{"R38", beside, "the web app's old role", func(c *recorded.Copy) {
			give(c, "e8b3fb6a-e6fc-5f31-ba47-b9431fb12732", "ServicePrincipal", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", c.Named("openai-account").ID)
		},
			`fail: authorization:RoleAssignment added-5e0bd9bd-20: roleDefinitionId is Cognitive Services OpenAI User for the identity of web:WebApp webapp-app on cognitiveservices:Account openai-account, want a role that something here needs`},
		{"R38", beside, "a template with something else", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-openai-pool"), "properties.template.resources[0].type", "Microsoft.ApiManagement/service/policies")
		},
			`fail: resources:Deployment gateway-openai-pool: properties.template.resources[0].type is "Microsoft.ApiManagement/service/policies", want one of Microsoft.CognitiveServices/accounts/privateEndpointConnections, Microsoft.Security/pricings, Microsoft.ApiManagement/service/backends`},
		{"R42", beside, "no line for the gateway", func(c *recorded.Copy) {
			c.Stack().Outputs["hostsFile"] = strings.Replace(c.Stack().Outputs.At("hostsFile").Text(), "apim-", "other-", 1)
		},
			`fail: apimanagement:ApiManagementService gateway-service: output hostsFile is without apim-aoai-prod-al3d4i.azure-api.net, want a line for apim-aoai-prod-al3d4i.azure-api.net`},
		{"R42", inside, "another address for the gateway inside", func(c *recorded.Copy) {
			c.Stack().Outputs["hostsFile"] = strings.Replace(c.Stack().Outputs.At("hostsFile").Text(), "10.30.3.4 ", "10.30.0.16 ", 1)
		},
			`fail: apimanagement:ApiManagementService gateway-service: output hostsFile is "10.30.3.4", want what the output says, "10.30.0.16"`},
		{"R43", beside, "the app before the gateway's name", func(c *recorded.Copy) {
			waitsNoMore(c, "webapp-settings", "records-gateway-group")
		},
			`fail: web:WebAppApplicationSettings webapp-settings: dependencies is without network:PrivateDnsZoneGroup records-gateway-group, want every record and link of a service`},
		{"R43", inside, "the app before the gateway's name inside", func(c *recorded.Copy) {
			waitsNoMore(c, "webapp-settings", "records-gateway-apim-aoai-prod-al3d4i.azure-api.net")
		},
			`fail: web:WebAppApplicationSettings webapp-settings: dependencies is without network:PrivateRecordSet records-gateway-apim-aoai-prod-al3d4i.azure-api.net, want every record and link of a service`},
		{"R43", beside, "the host before its queues' name", func(c *recorded.Copy) {
			waitsNoMore(c, "backend-settings", "records-backend-queue-group")
		},
			`fail: web:WebAppApplicationSettings backend-settings: dependencies is without network:PrivateDnsZoneGroup records-backend-queue-group, want every record and link of a service`},
		{"R43", beside, "two endpoints of one account in a zone", func(c *recorded.Copy) {
			again := c.Twice(c.Named("endpoint-openai-endpoint"), "again")
			recorded.Set(again, "privateEndpointName", "again")
			group := c.Twice(c.Named("records-openai-group"), "again-group")
			recorded.Set(group, "privateEndpointName", "again")
		},
			`fail: network:PrivateDnsZoneGroup records-openai-group: privateDnsZoneConfigs[0].privateDnsZoneId is the zone that network:PrivateDnsZoneGroup again-group has too, want a zone of its own / fail: web:WebAppApplicationSettings webapp-settings: dependencies is without network:PrivateDnsZoneGroup again-group, want every record and link of a service`},
		{"R45", beside, "the web app in the gateway's subnet", func(c *recorded.Copy) {
			recorded.Set(c.Named("webapp-app"), "virtualNetworkSubnetId", c.One(kindVNet).ID+"/subnets/snet-apim")
		},
			`fail: web:WebApp webapp-app: virtualNetworkSubnetId is the gateway's subnet snet-apim, want the subnet delegated to Microsoft.Web/serverFarms`},
		{"R48", beside, "a connection string without identity", func(c *recorded.Copy) {
			delete(c.Named("backend-settings").Inputs["properties"].(map[string]any), "APPLICATIONINSIGHTS_AUTHENTICATION_STRING")
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting APPLICATIONINSIGHTS_CONNECTION_STRING is there, and holds a key by its name or form, want the app's identity`},
		{"R48", beside, "a connection string with another way to sign in", func(c *recorded.Copy) {
			c.Named("backend-settings").Inputs["properties"].(map[string]any)["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "none"
		},
			`fail: web:WebAppApplicationSettings backend-settings: app setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING is "none", want Authorization=AAD`},
		{"R48", beside, "the function app's settings are not the web app's", func(c *recorded.Copy) {
			delete(c.Named("backend-settings").Inputs["properties"].(map[string]any), "APPLICATIONINSIGHTS_CONNECTION_STRING")
		},
			``},
		{"R49", beside, "the backend's guard is no sign-in", func(c *recorded.Copy) { c.Remove(c.Named("webapp-signin")) },
			`fail: web:WebApp webapp-app: no web:WebAppAuthSettingsV2: nobody has to sign in, want one`},
	}
}

// waitsNoMore takes a dependency away.
func waitsNoMore(c *recorded.Copy, name, on string) {
	r, gone := c.Named(name), c.Named(on).URN
	r.Dependencies = slices.DeleteFunc(r.Dependencies, func(urn string) bool { return urn == gone })
	// The way over others is gone, too.
	for _, key := range slices.Sorted(maps.Keys(r.PropertyDependencies)) {
		r.PropertyDependencies[key] = slices.DeleteFunc(slices.Clone(r.PropertyDependencies[key]), func(urn string) bool { return urn == gone })
	}
}
