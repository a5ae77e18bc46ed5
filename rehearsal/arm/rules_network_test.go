package arm_test

// app is a web app that is integrated with a subnet.
func app(subnet string) m {
	return m{"name": "app2", "serverFarmId": planID, "virtualNetworkSubnetId": vnetID + "/subnets/" + subnet}
}

// subnetChanged is netInputs with one subnet changed.
func subnetChanged(name string, changes m) m {
	left := netWithout(name)["subnets"].([]any)
	for _, s := range netInputs()["subnets"].([]any) {
		if s.(m)["name"] == name {
			left = append(left, with(s.(m), changes))
		}
	}
	return with(netInputs(), m{"subnets": left})
}

// resolving is a resolver in the VNet, which inbound endpoints need.
var resolving = create(resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}})

var subnetRules = []rule{
	{
		name:    "a private endpoint lies in no delegated subnet",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": m{"id": vnetID + "/subnets/dns"}})),
		code:    "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated",
		message: "cannot be created as subnet " + vnetID + "/subnets/dns is delegated",
	},
	{
		name:    "an app is integrated with a subnet that is delegated",
		good:    create(webApp, app("web")),
		bad:     create(webApp, app("pe")),
		code:    "BadRequest",
		message: "Subnet pe in VNET net is missing a delegation to Microsoft.Web/serverFarms. Please add the delegation and try again.",
	},
	{
		name:    "an app is integrated with a subnet that is delegated to it",
		good:    create(webApp, app("web")),
		bad:     create(webApp, app("dns")),
		code:    "BadRequest",
		message: "Subnet dns in VNET net is missing a delegation",
	},
	{
		name:    "a delegation minds its case",
		before:  []attempt{create(vnet, subnets(m{"name": "web", "addressPrefix": "10.0.1.0/28", "delegations": to("Microsoft.Web/serverfarms")}))},
		good:    create(webApp, app("web")),
		bad:     create(webApp, with(app("web"), m{"virtualNetworkSubnetId": networkIDs + "virtualNetworks/net2/subnets/web"})),
		code:    "BadRequest",
		message: "Subnet web in VNET net2 is missing a delegation",
	},
	{
		name:    "an inbound endpoint lies in a delegated subnet",
		before:  []attempt{resolving},
		good:    create(inbound, inboundInputs("10.0.3.4")),
		bad:     create(inbound, with(inboundInputs(""), m{"ipConfigurations": []any{m{"subnet": m{"id": vnetID + "/subnets/pe"}}}})),
		code:    "SubnetMissingRequiredDelegation",
		message: "requires the delegation [Microsoft.Network/dnsResolvers]",
	},
	{
		name:    "a subnet in use keeps its delegation",
		good:    change(vnet, vnetID, subnetChanged("dns", m{"delegations": nil})),
		bad:     change(vnet, vnetID, subnetChanged("web", m{"delegations": nil})),
		code:    "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
		message: "cannot be changed from [Microsoft.Web/serverFarms] to [] because it is being used by the resource " + siteID,
	},
	{
		name:    "GatewaySubnet has no security group",
		good:    change(vnet, vnetID, subnetChanged("dns", m{"networkSecurityGroup": m{"id": networkIDs + "networkSecurityGroups/nsg"}})),
		bad:     change(vnet, vnetID, subnetChanged("GatewaySubnet", m{"networkSecurityGroup": m{"id": networkIDs + "networkSecurityGroups/nsg"}})),
		code:    "NetworkSecurityGroupCannotBeAttachedToGatewaySubnet",
		message: "the network security group nsg can not be associated to the GatewaySubnet",
	},
}

// gatewayOf is a gateway with a SKU and a generation.
func gatewayOf(sku, generation string) m {
	return with(gatewayInputs("GatewaySubnet"), m{"sku": m{"name": sku, "tier": sku}, "vpnGatewayGeneration": generation})
}

var gateways = []rule{
	{
		name:    "a gateway's SKU has zones",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, gatewayOf("VpnGw1AZ", "Generation1")),
		bad:     create(gateway, gatewayOf("VpnGw1", "Generation1")),
		code:    "NonAzSkusNotAllowedForVPNGateway",
		message: "VpnGw1-5 non-AZ SKUs are no longer supported for VPN gateways. Only VpnGw1-5AZ SKUs can be created going forward.",
	},
	{
		name:    "the smallest SKU is of the first generation",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, gatewayOf("VpnGw2AZ", "Generation2")),
		bad:     create(gateway, gatewayOf("VpnGw1AZ", "Generation2")),
		code:    "VirtualNetworkGatewaySkuCannotBeCreatedForSpecifiedVmGeneration",
		message: "The Virtual Network Gateway Sku VpnGw1AZ cannot be used when VirtualNetworkVpnGatewayGeneration is set to Generation2.",
	},
	{
		name: "a SKU with zones has an address with zones",
		before: []attempt{
			create(publicIP, with(standardIP, m{"publicIpAddressName": "zonal"})),
			create(publicIP, with(standardIP, m{"zones": nil})),
		},
		good: create(gateway, with(gatewayInputs("GatewaySubnet"), m{"ipConfigurations": []any{
			m{"name": "ip", "subnet": m{"id": vnetID + "/subnets/GatewaySubnet"}, "publicIPAddress": m{"id": networkIDs + "publicIPAddresses/zonal"}},
		}})),
		bad:     create(gateway, gatewayInputs("GatewaySubnet")),
		code:    "VmssVpnGatewayPublicIpsMustHaveZonesConfigured",
		message: "Standard Public IPs associated with VPN Gateways with AZ VPN skus must have zones configured.",
	},
}

// linked is a link of a zone to the VNet of newWorld.
func linked(inGroup, zoneName, name string) m {
	return m{"resourceGroupName": inGroup, "privateZoneName": zoneName, "virtualNetworkLinkName": name, "location": "global", "virtualNetwork": m{"id": vnetID}}
}

const openAIZone = "privatelink.openai.azure.com"

var zoneLinks = []rule{
	{
		name:    "a zone is linked to a VNet once",
		before:  []attempt{create(zone, m{"privateZoneName": "free", "location": "global"}), create(zoneLink, linked("rg", openAIZone, "one"))},
		good:    create(zoneLink, linked("rg", "free", "two")),
		bad:     create(zoneLink, linked("rg", openAIZone, "two")),
		code:    "Conflict",
		message: "Private zone '" + openAIZone + "' is already linked to the virtual network '" + vnetID + "'.",
	},
	{
		name: "a VNet has one zone of a name",
		before: []attempt{
			second, create(zone, m{"resourceGroupName": "two", "privateZoneName": openAIZone, "location": "global"}),
			create(zone, m{"resourceGroupName": "two", "privateZoneName": "privatelink.search.windows.net", "location": "global"}),
			create(zoneLink, linked("rg", openAIZone, "one")),
		},
		good:    create(zoneLink, linked("two", "privatelink.search.windows.net", "one")),
		bad:     create(zoneLink, linked("two", openAIZone, "one")),
		code:    "BadRequest",
		message: "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '" + openAIZone + "' and '" + openAIZone + "' zones.",
	},
}
