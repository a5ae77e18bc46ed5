package requirements

import (
	"slices"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// breachesOfGatewayNetwork are those of its subnet, its rules and its names.
func breachesOfGatewayNetwork() []breach {
	return []breach{
		{"G4", beside, "no subnet of the VNet", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "virtualNetworkConfiguration.subnetResourceId", "/subscriptions/x")
		},
			`fail: apimanagement:ApiManagementService gateway-service: virtualNetworkConfiguration.subnetResourceId is "/subscriptions/x", want a subnet of the VNet`},
		{"G4", beside, "the web app's subnet", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "virtualNetworkConfiguration.subnetResourceId", c.One(kindVNet).ID+"/subnets/snet-webapp")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-webapp is a subnet of web:WebApp webapp-app too, want one of the gateway's own`},
		{"G4", beside, "no group", func(c *recorded.Copy) {
			recorded.Delete(c.One(kindVNet), "subnets[4].networkSecurityGroup")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim.networkSecurityGroup.id is not set, want a group of this stack`},
		{"G4", beside, "a group from elsewhere", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[4].networkSecurityGroup.id", "/subscriptions/x")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim.networkSecurityGroup.id is "/subscriptions/x", want a group of this stack`},
		{"G4", beside, "no delegation", func(c *recorded.Copy) {
			recorded.Delete(c.One(kindVNet), "subnets[4].delegations")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim.delegations is not set, want Microsoft.Web/serverFarms alone`},
		{"G4", beside, "another delegation", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[4].delegations[0].serviceName", "microsoft.web/serverfarms")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim.delegations is a list of 1, want Microsoft.Web/serverFarms alone`},
		{"G4", beside, "too small", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[4].addressPrefix", "10.30.3.0/28")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim is 10.30.3.0/28, want /27 or larger`},
		{"G4", inside, "/28 inside", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[4].addressPrefix", "10.30.3.0/28")
		},
			``},
		{"G4", inside, "/30 inside", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[4].addressPrefix", "10.30.3.0/30")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim is 10.30.3.0/30, want /29 or larger`},
		{"G4", inside, "delegated inside", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[4].delegations", []any{map[string]any{"serviceName": "Microsoft.Web/serverFarms"}})
		},
			`fail: network:VirtualNetwork network-vnet: subnets: snet-apim.delegations is a list of 1, want no entries`},
		{"G5", inside, "no allow-management", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-management")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-inbound", which denies inbound TCP 3443 from ApiManagement to VirtualNetwork, want a rule before it that allows it`},
		{"G5", inside, "no allow-load-balancer", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-load-balancer")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-inbound", which denies inbound TCP 6390 from AzureLoadBalancer to VirtualNetwork, want a rule before it that allows it`},
		{"G5", inside, "no allow-callers-https", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-callers-https")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-inbound", which denies inbound TCP 443 from clients to VirtualNetwork, want a rule before it that allows it`},
		{"G5", inside, "no allow-certificates-http", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-certificates-http")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 80 from VirtualNetwork to Internet, want a rule before it that allows it`},
		{"G5", inside, "no allow-storage-https", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-storage-https")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 443 from VirtualNetwork to Storage, want a rule before it that allows it`},
		{"G5", inside, "no allow-sql", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-sql")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 1433 from VirtualNetwork to Sql, want a rule before it that allows it`},
		{"G5", inside, "no allow-key-vault-https", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-key-vault-https")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 443 from VirtualNetwork to AzureKeyVault, want a rule before it that allows it`},
		{"G5", inside, "no allow-monitor-metrics", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-monitor-metrics")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 1886 from VirtualNetwork to AzureMonitor, want a rule before it that allows it`},
		{"G5", inside, "no allow-monitor-https", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-monitor-https")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 443 from VirtualNetwork to AzureMonitor, want a rule before it that allows it`},
		{"G5", inside, "no allow-entra-https", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-entra-https")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound TCP 443 from VirtualNetwork to AzureActiveDirectory, want a rule before it that allows it`},
		{"G5", inside, "no allow-counters-inbound", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-counters-inbound")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-inbound", which denies inbound UDP 4290 from VirtualNetwork to VirtualNetwork, want a rule before it that allows it`},
		{"G5", inside, "no allow-counters", func(c *recorded.Copy) {
			withoutRule(c.Named("network-apigateway-nsg"), "allow-counters")
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-all-outbound", which denies outbound UDP 4290 from VirtualNetwork to VirtualNetwork, want a rule before it that allows it`},
		{"G5", inside, "one unit needs no counters", func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "sku.capacity", 1.0)
			withoutRule(c.Named("network-apigateway-nsg"), "allow-counters")
		},
			``},
		{"G5", inside, "denied before", func(c *recorded.Copy) {
			nsg := c.Named("network-apigateway-nsg")
			recorded.Set(nsg, "securityRules", append([]any{map[string]any{"name": "deny-first", "access": "Deny", "direction": "Inbound", "protocol": "*", "priority": 99.0,
				"sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "sourcePortRange": "*", "destinationPortRange": "3000-4000"}}, nsg.Inputs["securityRules"].([]any)...))
		},
			`fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules is "deny-first", which denies inbound TCP 3443 from ApiManagement to VirtualNetwork, want a rule before it that allows it`},
		{"G6", beside, "no endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-gateway-endpoint")) },
			`fail: apimanagement:ApiManagementService gateway-service: no private endpoint, want one for group Gateway`},
		{"G6", beside, "another group", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-gateway-endpoint"), "privateLinkServiceConnections[0].groupIds", []any{"gateway"})
		},
			`fail: network:PrivateEndpoint endpoint-gateway-endpoint: privateLinkServiceConnections[0].groupIds is ["gateway"], want ["Gateway"]`},
		{"G6", beside, "no records", func(c *recorded.Copy) { c.Remove(c.Named("records-gateway-group")) },
			`fail: network:PrivateEndpoint endpoint-gateway-endpoint: no DNS zone group, want one, with a record in privatelink.azure-api.net`},
		{"G6", beside, "a zone for everybody", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.azure-api.net"), "privateZoneName", "azure-api.net")
		},
			`fail: network:PrivateZone dns-privatelink.azure-api.net: privateZoneName is "azure-api.net", which hides the names of every other gateway, want a zone for each of the gateway's own names / fail: network:PrivateDnsZoneGroup records-gateway-group: privateDnsZoneConfigs is without privatelink.azure-api.net, want a record in privatelink.azure-api.net`},
		{"G6", beside, "a record of one's own", func(c *recorded.Copy) {
			c.Add(kindRecordSet, "outside", map[string]any{"privateZoneName": "privatelink.azure-api.net", "recordType": "A", "relativeRecordSetName": "outside"})
		},
			`fail: network:PrivateRecordSet outside: a record of privatelink.azure-api.net, want none but those of a gateway inside the VNet`},
		{"G6", inside, "an endpoint inside", func(c *recorded.Copy) {
			c.Twice(c.Named("endpoint-backend-endpoint"), "again")
			recorded.Set(c.Named("again"), "privateLinkServiceConnections[0].privateLinkServiceId", c.Named("gateway-service").ID)
		},
			`fail: apimanagement:ApiManagementService gateway-service: 1 private endpoint, want none: Azure refuses one on a service inside a VNet`},
		{"G6", inside, "no zone", func(c *recorded.Copy) { c.Remove(c.Named("dns-apim-aoai-prod-al3d4i.azure-api.net")) },
			`fail: apimanagement:ApiManagementService gateway-service: no zone apim-aoai-prod-al3d4i.azure-api.net, want one, with the record @ / fail: network:PrivateRecordSet records-gateway-apim-aoai-prod-al3d4i.azure-api.net: a record of apim-aoai-prod-al3d4i.azure-api.net, want none but those of a gateway inside the VNet`},
		{"G6", inside, "no link", func(c *recorded.Copy) { c.Remove(c.Named("dns-apim-aoai-prod-al3d4i.azure-api.net-link")) },
			`fail: network:PrivateZone dns-apim-aoai-prod-al3d4i.azure-api.net: no link to a VNet, want one: without it nobody finds the gateway`},
		{"G6", inside, "no record", func(c *recorded.Copy) { c.Remove(c.Named("records-gateway-apim-aoai-prod-al3d4i.azure-api.net")) },
			`fail: network:PrivateZone dns-apim-aoai-prod-al3d4i.azure-api.net: no record @, want one with the gateway's private address`},
		{"G6", inside, "another name", func(c *recorded.Copy) {
			recorded.Set(c.Named("records-gateway-apim-aoai-prod-al3d4i.azure-api.net"), "relativeRecordSetName", "www")
		},
			`fail: network:PrivateZone dns-apim-aoai-prod-al3d4i.azure-api.net: no record @, want one with the gateway's private address / fail: network:PrivateRecordSet records-gateway-apim-aoai-prod-al3d4i.azure-api.net: a record of apim-aoai-prod-al3d4i.azure-api.net, want none but those of a gateway inside the VNet`},
		{"G6", inside, "another sort of record", func(c *recorded.Copy) {
			c.Named("records-gateway-apim-aoai-prod-al3d4i.azure-api.net").Inputs["recordType"] = "CNAME"
		},
			`fail: network:PrivateRecordSet records-gateway-apim-aoai-prod-al3d4i.azure-api.net: recordType is "CNAME", want "A"`},
		{"G6", inside, "another address", func(c *recorded.Copy) {
			recorded.Set(c.Named("records-gateway-apim-aoai-prod-al3d4i.azure-api.net"), "aRecords[0].ipv4Address", "10.30.0.16")
		},
			`fail: network:PrivateRecordSet records-gateway-apim-aoai-prod-al3d4i.azure-api.net: aRecords[0].ipv4Address is "10.30.0.16", want the gateway's private address`},
		{"G6", inside, "two addresses", func(c *recorded.Copy) {
			recorded.Set(c.Named("records-gateway-apim-aoai-prod-al3d4i.azure-api.net"), "aRecords", []any{map[string]any{"ipv4Address": "10.30.3.4"}, map[string]any{"ipv4Address": "10.30.0.16"}})
		},
			`fail: network:PrivateRecordSet records-gateway-apim-aoai-prod-al3d4i.azure-api.net: aRecords is 2 records, want one`},
	}
}

// withoutRule takes a rule out of a group.
func withoutRule(nsg *graph.Resource, name string) {
	for _, o := range []graph.Object{nsg.Inputs, nsg.Outputs} {
		o["securityRules"] = slices.DeleteFunc(slices.Clone(o["securityRules"].([]any)), func(r any) bool { return r.(map[string]any)["name"] == name })
	}
}
