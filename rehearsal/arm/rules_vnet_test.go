package arm_test

import "github.com/stretchr/testify/require"

func subnets(list ...any) m {
	return with(netInputs(), m{"virtualNetworkName": "net2", "subnets": list})
}

func netWithout(name string) m {
	var left []any
	for _, s := range netInputs()["subnets"].([]any) {
		if s.(m)["name"] != name {
			left = append(left, s)
		}
	}
	return with(netInputs(), m{"subnets": left})
}

func gatewayInputs(subnet string) m {
	return m{"virtualNetworkGatewayName": "vgw", "sku": m{"name": "VpnGw1AZ", "tier": "VpnGw1AZ"}, "ipConfigurations": []any{
		m{"name": "ip", "subnet": m{"id": vnetID + "/subnets/" + subnet}, "publicIPAddress": m{"id": networkIDs + "publicIPAddresses/ip"}},
	}}
}

var standardIP = m{"publicIpAddressName": "ip", "sku": m{"name": "Standard"}, "publicIPAllocationMethod": "Static", "zones": []any{"1", "2", "3"}}

var networking = []rule{
	{
		name:    "a subnet lies inside the VNet",
		good:    create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.255.0/24"})),
		bad:     create(vnet, subnets(m{"name": "a", "addressPrefix": "10.1.0.0/24"})),
		code:    "NetcfgSubnetRangeOutsideVnet",
		message: "Subnet 'a' is not valid because its IP address range is outside the IP address range of virtual network 'net2'.",
	},
	{
		name:    "subnets do not overlap",
		good:    create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.0/25"}, m{"name": "b", "addressPrefix": "10.0.0.128/25"})),
		bad:     create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.0/24"}, m{"name": "b", "addressPrefix": "10.0.0.128/25"})),
		code:    "NetcfgSubnetRangesOverlap",
		message: "Subnet 'b' is not valid because its IP address range overlaps",
	},
	{
		name:    "a subnet has a prefix",
		good:    create(vnet, subnets(m{"name": "a", "addressPrefixes": []any{"10.0.0.0/24"}})),
		bad:     create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.0"})),
		code:    "InvalidAddressPrefixFormat",
		message: "Address prefix 10.0.0.0 of resource",
	},
	{
		name:    "a range has no host bits",
		good:    create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.0/24"})),
		bad:     create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.5/24"})),
		code:    "InvalidCIDRNotation",
		message: "The address prefix 10.0.0.5/24 in resource " + networkIDs + "virtualNetworks/net2/subnets/a has an invalid CIDR notation. For the given prefix length, the address prefix should be 10.0.0.0/24.",
	},
	{
		name:    "a VNet has ranges",
		good:    create(vnet, with(subnets(), m{"addressSpace": m{"addressPrefixes": []any{"10.0.0.0/16"}}})),
		bad:     create(vnet, with(subnets(), m{"addressSpace": m{"addressPrefixes": []any{"10.0.0.0"}}})),
		code:    "InvalidAddressPrefixFormat",
		message: "Address prefix 10.0.0.0 of resource " + networkIDs + "virtualNetworks/net2 is not formatted correctly.",
	},
	{
		name:    "a VNet keeps the space of its subnets",
		good:    change(vnet, vnetID, with(netInputs(), m{"addressSpace": m{"addressPrefixes": []any{"10.0.0.0/16", "10.9.0.0/16"}}})),
		bad:     change(vnet, vnetID, with(netInputs(), m{"addressSpace": m{"addressPrefixes": []any{"10.0.0.0/23"}}})),
		code:    "NetcfgSubnetRangeOutsideVnet",
		message: "is outside the IP address range of virtual network 'net'",
	},
	{
		name:    "a subnet in use stays",
		good:    change(vnet, vnetID, netWithout("dns")),
		bad:     change(vnet, vnetID, netWithout("web")),
		code:    "InUseSubnetCannotBeDeleted",
		message: "Subnet web is in use by " + siteID,
	},
	{
		name:    "a subnet in use keeps its range",
		before:  []attempt{create(endpoint, endpointInputs())},
		good:    change(vnet, vnetID, netInputs()),
		bad:     change(vnet, vnetID, with(netWithout("pe"), m{"subnets": append(netWithout("pe")["subnets"].([]any), m{"name": "pe", "addressPrefix": "10.0.0.0/25"})})),
		code:    "InUsePrefixCannotBeDeleted",
		message: "IpPrefix 10.0.0.0/26 on Subnet pe is in use by",
	},
	{
		name:    "a VNet in use stays",
		good:    func(w world) error { require.NoError(w.t, w.deleted(siteID)); return w.deleted(vnetID) },
		bad:     drop(vnetID),
		code:    "InUseSubnetCannotBeDeleted",
		message: "Subnet web is in use by " + siteID,
	},
	{
		name:    "a VNet with a resolver stays",
		before:  []attempt{drop(siteID), create(resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}})},
		good:    func(w world) error { require.NoError(w.t, w.deleted(resolverID)); return w.deleted(vnetID) },
		bad:     drop(vnetID),
		code:    "InUseVirtualNetworkCannotBeDeleted",
		message: vnetID + " is in use by " + resolverID,
	},
	{
		name:    "a security group in use stays",
		before:  []attempt{create(nsg, m{"networkSecurityGroupName": "free"})},
		good:    drop(networkIDs + "networkSecurityGroups/free"),
		bad:     drop(networkIDs + "networkSecurityGroups/nsg"),
		code:    "InUseNetworkSecurityGroupCannotBeDeleted",
		message: "cannot be deleted because it is in use by the following resources: " + vnetID,
	},
	{
		name:    "a gateway lies in GatewaySubnet",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, gatewayInputs("GatewaySubnet")),
		bad:     create(gateway, gatewayInputs("dns")),
		code:    "VirtualNetworkGatewayIpConfigurationSubnetInvalid",
		message: "it must be named GatewaySubnet",
	},
	{
		name:    "a gateway has a SKU",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, gatewayInputs("GatewaySubnet")),
		bad:     create(gateway, with(gatewayInputs("GatewaySubnet"), m{"sku": nil})),
		code:    "MissingRequiredParameter",
		message: "Required parameter sku is missing",
	},
	{
		name:    "no more Basic addresses are made",
		good:    create(publicIP, standardIP),
		bad:     create(publicIP, with(standardIP, m{"sku": nil})),
		code:    "IPv4BasicSkuPublicIpCountLimitReached",
		message: "Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.",
	},
	{
		name:    "an address has zones where there are some",
		good:    create(publicIP, with(standardIP, m{"location": "westus", "zones": nil})),
		bad:     create(publicIP, with(standardIP, m{"location": "westus"})),
		code:    "LocationNotSupportAvailabilityZones",
		message: "The resource 'Microsoft.Network/publicIPAddresses/ip' does not support availability zones at location 'westus'.",
	},
	{
		name:    "a zone has a number",
		good:    create(publicIP, with(standardIP, m{"zones": []any{"2"}})),
		bad:     create(publicIP, with(standardIP, m{"zones": []any{"zone-redundant"}})),
		code:    "InvalidAvailabilityZone",
		message: "The zone(s) 'zone-redundant' for resource 'Microsoft.Network/publicIPAddresses/ip' is not supported. The supported zones for location 'swedencentral' are '1,2,3'",
	},
	{
		name:    "a standard address is static",
		good:    create(publicIP, standardIP),
		bad:     create(publicIP, with(standardIP, m{"publicIPAllocationMethod": "dynamic"})),
		code:    "StandardSkuPublicIPAddressesMustBeStatic",
		message: "must have AllocationMethod set to Static",
	},
	{
		name:    "an address in use stays",
		before:  []attempt{create(publicIP, standardIP), create(publicIP, with(standardIP, m{"publicIpAddressName": "free"})), create(gateway, gatewayInputs("GatewaySubnet"))},
		good:    drop(networkIDs + "publicIPAddresses/free"),
		bad:     drop(networkIDs + "publicIPAddresses/ip"),
		code:    "PublicIPAddressCannotBeDeleted",
		message: "can not be deleted since it is still allocated to resource",
	},
	{
		name:    "a zone is global",
		good:    create(zone, m{"privateZoneName": "privatelink.search.windows.net", "location": "Global"}),
		bad:     create(zone, m{"privateZoneName": "privatelink.search.windows.net"}),
		code:    "LocationNotAvailableForResourceType",
		message: "The provided location 'swedencentral' is not available",
	},
	{
		name: "a zone with links stays",
		before: []attempt{
			create(zone, m{"privateZoneName": "free.example", "location": "global"}),
			create(zoneLink, m{"privateZoneName": "privatelink.openai.azure.com", "virtualNetworkLinkName": "l", "location": "global", "virtualNetwork": m{"id": vnetID}}),
		},
		good:    drop(networkIDs + "privateDnsZones/free.example"),
		bad:     drop(zoneID),
		code:    "CannotDeleteResource",
		message: "Cannot delete resource while nested resources exist.",
	},
	{
		name:    "a static inbound address is given",
		before:  []attempt{create(resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}})},
		good:    create(inbound, inboundInputs("10.0.32.4")),
		bad:     create(inbound, inboundInputs("")),
		code:    "InvalidParameter",
		message: "has no privateIpAddress",
	},
}

func inboundInputs(address string) m {
	c := m{"subnet": m{"id": vnetID + "/subnets/dns"}, "privateIpAllocationMethod": "Static"}
	if address != "" {
		c["privateIpAddress"] = address
	}
	return m{"dnsResolverName": "r", "inboundEndpointName": "in", "ipConfigurations": []any{c}}
}
