package arm_test

// delegatedTo is a second VNet with a subnet that is delegated.
func delegatedTo(name string, services ...string) m {
	var all []any
	for _, s := range services {
		all = append(all, m{"name": "d", "serviceName": s})
	}
	return subnets(m{"name": name, "addressPrefix": "10.0.0.0/27", "delegations": all})
}

var delegationRules = []rule{
	{
		name:    "a delegation is to a service",
		good:    create(vnet, delegatedTo("a", "Microsoft.Network/dnsResolvers")),
		bad:     create(vnet, delegatedTo("a", "Microsoft.Network/managedResolvers")),
		code:    "InvalidServiceNameOnDelegation",
		message: "The service name Microsoft.Network/managedResolvers specified on delegation " + networkIDs + "virtualNetworks/net2/subnets/a/delegations/d is not valid. Valid value(s) are: Microsoft.Web/serverFarms,",
	},
	{
		name:    "a delegation names its service",
		good:    create(vnet, delegatedTo("a", "Microsoft.Sql/managedInstances")),
		bad:     create(vnet, delegatedTo("a", "")),
		code:    "InvalidServiceNameOnDelegation",
		message: "is not valid",
	},
	{
		name:    "a subnet is delegated once",
		good:    create(vnet, delegatedTo("a", "Microsoft.Web/serverFarms")),
		bad:     create(vnet, delegatedTo("a", "Microsoft.Web/serverFarms", "Microsoft.Network/dnsResolvers")),
		code:    "SubnetCannotHaveMultipleDelegations",
		message: "cannot be delegated to more than one service: Microsoft.Web/serverFarms, Microsoft.Network/dnsResolvers",
	},
	{
		name:    "GatewaySubnet is not delegated",
		good:    create(vnet, delegatedTo("GatewaySubnet")),
		bad:     create(vnet, delegatedTo("GatewaySubnet", "Microsoft.Web/serverFarms")),
		code:    "GatewaySubnetCannotBeDelegated",
		message: "cannot be delegated to Microsoft.Web/serverFarms: only gateways lie in GatewaySubnet",
	},
}

// own is a subnet that is a resource of its own.
func own(name, prefix string) m {
	return m{"virtualNetworkName": "net", "subnetName": name, "addressPrefix": prefix}
}

const ownID = vnetID + "/subnets/own"

// inOwn is an endpoint in the subnet of own.
func inOwn() m { return with(endpointInputs(), m{"subnet": m{"id": ownID}}) }

var ownSubnets = []rule{
	{
		name:    "a subnet of its own has a VNet",
		good:    create(subnet, own("own", "10.0.40.0/26")),
		bad:     create(subnet, with(own("own", "10.0.40.0/26"), m{"virtualNetworkName": "nothing"})),
		code:    "ParentResourceNotFound",
		message: "Failed to perform 'write' on resource(s) of type 'Microsoft.Network/virtualNetworks/subnets'",
	},
	{
		name:    "a subnet of its own has a name",
		good:    create(subnet, own("own", "10.0.40.0/26")),
		bad:     create(subnet, own("own subnet", "10.0.40.0/26")),
		code:    "InvalidResourceName",
		message: "Resource name own subnet is invalid.",
	},
	{
		name:    "a subnet of its own lies inside the VNet",
		good:    create(subnet, own("own", "10.0.40.0/26")),
		bad:     create(subnet, own("own", "10.1.0.0/26")),
		code:    "NetcfgSubnetRangeOutsideVnet",
		message: "Subnet 'own' is not valid because its IP address range is outside",
	},
	{
		name:    "a subnet of its own overlaps no other",
		good:    create(subnet, own("own", "10.0.0.64/26")),
		bad:     create(subnet, own("own", "10.0.0.0/25")),
		code:    "NetcfgSubnetRangesOverlap",
		message: "Subnet 'own' is not valid because its IP address range overlaps with that of an existing subnet in virtual network 'net' (subnet 'pe').",
	},
	{
		name:    "a subnet of its own keeps its range in use",
		before:  []attempt{create(subnet, own("own", "10.0.40.0/26")), create(endpoint, inOwn())},
		good:    change(subnet, ownID, with(own("own", "10.0.40.0/26"), m{"privateEndpointNetworkPolicies": "Enabled"})),
		bad:     change(subnet, ownID, own("own", "10.0.40.0/25")),
		code:    "InUsePrefixCannotBeDeleted",
		message: "IpPrefix 10.0.40.0/26 on Subnet own is in use by",
	},
	{
		name:    "a subnet of its own stays in use",
		before:  []attempt{create(subnet, own("own", "10.0.40.0/26")), create(subnet, own("free", "10.0.41.0/26")), create(endpoint, inOwn())},
		good:    drop(vnetID + "/subnets/free"),
		bad:     drop(ownID),
		code:    "InUseSubnetCannotBeDeleted",
		message: "Subnet own is in use by",
	},
	{
		name:    "a VNet's list deletes what it does not name",
		before:  []attempt{create(subnet, own("own", "10.0.40.0/26")), create(endpoint, inOwn())},
		good:    change(vnet, vnetID, with(netInputs(), m{"subnets": nil, "tags": m{"a": "b"}})),
		bad:     change(vnet, vnetID, with(netInputs(), m{"tags": m{"a": "b"}})),
		code:    "InUseSubnetCannotBeDeleted",
		message: "Subnet own is in use by",
	},
}
