package arm_test

// flexIn is the function app in another subnet.
func flexIn(name string) attempt {
	return create(webApp, with(backend(), m{"virtualNetworkSubnetId": vnetID + "/subnets/" + name}))
}

var flexSubnets = []rule{
	{
		name:    "a function app's subnet is delegated to Microsoft.App",
		before:  flexHost,
		good:    flexIn("func"),
		bad:     flexIn("web"),
		code:    "SubnetMissingRequiredDelegation",
		message: "requires any of the following delegation(s) [Microsoft.App/environments] to reference service association link " + vnetID + "/subnets/web/serviceAssociationLinks/legionservicelink.",
	},
	{
		name:    "a web app's subnet is not",
		before:  append(flexHost, create(webApp, backend())),
		good:    create(webApp, appIn("app2", "plan", vnetID+"/subnets/web")),
		bad:     create(webApp, appIn("app2", "plan", vnetID+"/subnets/func")),
		code:    "BadRequest",
		message: "Subnet func in VNET net is missing a delegation to Microsoft.Web/serverFarms.",
	},
	{
		name:    "Microsoft.App has one service that subnets are delegated to",
		good:    create(vnet, delegatedTo("a", "Microsoft.App/environments")),
		bad:     create(vnet, delegatedTo("a", "Microsoft.App/managedEnvironments")),
		code:    "InvalidServiceNameOnDelegation",
		message: "The service name Microsoft.App/managedEnvironments specified on delegation",
	},
	{
		name:    "a function app's subnet has no underscore",
		before:  append(flexHost, create(subnet, flexSubnet("func_apps", "10.0.51.0/27"))),
		good:    flexIn("func"),
		bad:     flexIn("func_apps"),
		code:    "BadRequest",
		message: "Subnet func_apps in VNET net cannot be used by a Flex Consumption site: its name contains '_'.",
	},
	{
		name:    "a function app's subnet has room",
		before:  append(flexHost, create(subnet, flexSubnet("small", "10.0.51.0/28"))),
		good:    flexIn("func"),
		bad:     flexIn("small"),
		code:    "BadRequest",
		message: "Subnet small in VNET net with address prefix 10.0.51.0/28 is too small for a Flex Consumption site, which needs /27 or larger.",
	},
	{
		name:    "a function app is integrated with a VNet of its region",
		before:  append(flexHost, create(vnet, inNorth(delegatedTo("func", "Microsoft.App/environments")))),
		good:    flexIn("func"),
		bad:     create(webApp, with(backend(), m{"virtualNetworkSubnetId": net2ID + "/subnets/func"})),
		code:    "BadRequest",
		message: "The function app backend is in swedencentral and cannot be integrated with VNET net2 in northeurope.",
	},
	{
		name:    "a function app's subnet stays as long as the app is in it",
		before:  append(flexHost, create(webApp, backend()), create(subnet, flexSubnet("free", "10.0.51.0/27"))),
		good:    drop(vnetID + "/subnets/free"),
		bad:     drop(vnetID + "/subnets/func"),
		code:    "InUseSubnetCannotBeDeleted",
		message: "Subnet func is in use by " + backendID,
	},
	{
		name:    "a function app's subnet keeps its delegation",
		before:  append(flexHost, create(webApp, backend())),
		good:    change(subnet, vnetID+"/subnets/func", with(flexSubnet("func", "10.0.50.0/27"), m{"privateEndpointNetworkPolicies": "Enabled"})),
		bad:     change(subnet, vnetID+"/subnets/func", own("func", "10.0.50.0/27")),
		code:    "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
		message: "from [Microsoft.App/environments] to [] because it is being used by the resource " + backendID,
	},
	{
		name:    "no endpoint lies in a function app's subnet",
		before:  flexHost,
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": m{"id": vnetID + "/subnets/func"}})),
		code:    "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated",
		message: "subnets/func is delegated",
	},
}
