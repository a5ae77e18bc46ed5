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
		good:    create(inbound, inboundInputs("10.0.32.4")),
		bad:     create(inbound, with(inboundInputs(""), m{"ipConfigurations": []any{m{"subnet": m{"id": vnetID + "/subnets/pe"}}}})),
		code:    "SubnetMissingRequiredDelegation",
		message: "requires any of the following delegation(s) [Microsoft.Network/dnsResolvers] to reference service association link " + vnetID + "/subnets/pe/serviceAssociationLinks/dnsResolverLink.",
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

// linked is a link of a zone to the VNet of newWorld.
func linked(inGroup, zoneName, name string) m {
	return m{"resourceGroupName": inGroup, "privateZoneName": zoneName, "virtualNetworkLinkName": name, "location": "global", "virtualNetwork": m{"id": vnetID}}
}

const openAIZone = "privatelink.openai.azure.com"

var zoneLinks = []rule{
	{
		name:    "a zone is linked to a VNet once",
		before:  []attempt{create(zone, m{"privateZoneName": "free.example", "location": "global"}), create(zoneLink, linked("rg", openAIZone, "one"))},
		good:    create(zoneLink, linked("rg", "free.example", "two")),
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
