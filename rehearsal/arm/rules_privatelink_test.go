package arm_test

func static(address string) m {
	return with(endpointInputs(), m{"ipConfigurations": []any{m{"name": "ip", "groupId": "account", "memberName": "default", "privateIPAddress": address}}})
}

// smallSubnet has three addresses that Azure does not keep.
var smallSubnet = create(vnet, subnets(m{"name": "small", "addressPrefix": "10.0.0.0/29"}))

const (
	hubID      = groupID + "/providers/Microsoft.CognitiveServices/accounts/hub"
	resolverID = networkIDs + "dnsResolvers/r"
)

// small is an endpoint in smallSubnet.
func small(name, target string) m {
	return with(endpointInputs(), m{
		"privateEndpointName": name, "subnet": m{"id": networkIDs + "virtualNetworks/net2/subnets/small"},
		"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": target, "groupIds": []any{"account"}}},
	})
}

var privateLinks = []rule{
	{
		name:    "an endpoint has a connection",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"privateLinkServiceConnections": []any{}})),
		code:    "PrivateEndpointMustHaveConnection",
		message: "must have exactly one private link service connection",
	},
	{
		name:    "an endpoint has a subnet",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": nil})),
		code:    "SubnetNotSpecified",
		message: "must have a subnet",
	},
	{
		name:    "the group is one of the target's",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": accountID, "groupIds": []any{"openai"}}}})),
		code:    "GroupIdIsInvalid",
		message: "The groupId 'openai' is not valid for " + accountID + "; it has account.",
	},
	{
		name:    "every member has a static address, or none",
		good:    create(endpoint, static("10.0.0.10")),
		bad:     create(endpoint, with(endpointInputs(), m{"ipConfigurations": []any{m{"name": "ip", "privateIPAddress": "10.0.0.10"}}})),
		code:    "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
		message: "is missing the member name(s) default",
	},
	{
		name:    "a static address lies in the subnet",
		good:    create(endpoint, static("10.0.0.62")),
		bad:     create(endpoint, static("10.0.1.10")),
		code:    "PrivateIPAddressNotInSubnet",
		message: "10.0.1.10 does not belong to the range of subnet prefix 10.0.0.0/26",
	},
	{
		name:    "five addresses are Azure's",
		good:    create(endpoint, static("10.0.0.4")),
		bad:     create(endpoint, static("10.0.0.63")),
		code:    "PrivateIPAddressInReservedRange",
		message: "10.0.0.63 falls within reserved IP range",
	},
	{
		name:    "an address is taken once",
		before:  []attempt{create(endpoint, static("10.0.0.10"))},
		good:    create(endpoint, with(static("10.0.0.11"), m{"privateEndpointName": "second"})),
		bad:     create(endpoint, with(static("10.0.0.10"), m{"privateEndpointName": "second"})),
		code:    "PrivateIPAddressIsAllocated",
		message: "is using the private IP address 10.0.0.10 which is already allocated",
	},
	{
		name: "a subnet has no more addresses than its prefix leaves",
		before: []attempt{
			smallSubnet, create(endpoint, small("one", accountID)), create(endpoint, small("two", accountID)), create(endpoint, small("three", accountID)),
		},
		good:    create(endpoint, with(endpointInputs(), m{"privateEndpointName": "four"})),
		bad:     create(endpoint, small("four", accountID)),
		code:    "SubnetIsFull",
		message: "Subnet small with address prefix 10.0.0.0/29 does not have enough capacity",
	},
	{
		name: "an endpoint takes an address for each member",
		before: []attempt{
			smallSubnet, create(endpoint, small("one", accountID)),
			create(account, with(accountInputs(), m{"accountName": "hub", "kind": "AIServices", "properties": m{"customSubDomainName": "hub"}})),
		},
		good:    create(endpoint, small("two", accountID)),
		bad:     create(endpoint, small("two", hubID)),
		code:    "SubnetIsFull",
		message: "Subnet small with address prefix 10.0.0.0/29 does not have enough capacity",
	},
	{
		name:    "a zone config has a name",
		before:  []attempt{create(endpoint, endpointInputs())},
		good:    create(zoneGroup, zoneGroupInputs("openai")),
		bad:     create(zoneGroup, zoneGroupInputs("")),
		code:    "InvalidRequestFormat",
		message: "Cannot parse the request.",
	},
	{
		name:    "an endpoint has one zone group",
		before:  []attempt{create(endpoint, endpointInputs()), create(endpoint, with(endpointInputs(), m{"privateEndpointName": "second"})), create(zoneGroup, zoneGroupInputs("openai"))},
		good:    create(zoneGroup, with(zoneGroupInputs("openai"), m{"privateEndpointName": "second"})),
		bad:     create(zoneGroup, with(zoneGroupInputs("openai"), m{"privateDnsZoneGroupName": "another"})),
		code:    "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
		message: pepID + " already has the private DNS zone group default",
	},
	{
		name:    "an endpoint's interface is its own",
		before:  []attempt{create(endpoint, with(endpointInputs(), m{"customNetworkInterfaceName": "nic"}))},
		good:    create(endpoint, with(endpointInputs(), m{"privateEndpointName": "second", "customNetworkInterfaceName": "nic2"})),
		bad:     create(endpoint, with(endpointInputs(), m{"privateEndpointName": "second", "customNetworkInterfaceName": "NIC"})),
		code:    "PrivateEndpointNetworkInterfaceAlreadyExists",
		message: "The network interface " + networkIDs + "networkInterfaces/nic of private endpoint",
	},
	{
		name:    "no endpoint lies in GatewaySubnet",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": m{"id": vnetID + "/subnets/GatewaySubnet"}})),
		code:    "PrivateEndpointCannotBeCreatedInGatewaySubnet",
		message: "only gateways lie in GatewaySubnet",
	},
	{
		name:    "a shared link has a target",
		good:    create(sharedLink, linkInputs()),
		bad:     create(sharedLink, with(linkInputs(), m{"properties": m{"groupId": "openai_account"}})),
		code:    "InvalidParameter",
		message: "needs a privateLinkResourceId",
	},
	{
		name:    "a shared link's group minds its case",
		good:    create(sharedLink, linkInputs()),
		bad:     create(sharedLink, with(linkInputs(), m{"properties": m{"groupId": "OpenAI_account", "privateLinkResourceId": accountID}})),
		code:    "InvalidParameter",
		message: "GroupId 'OpenAI_account' is not supported",
	},
}

func zoneGroupInputs(name string) m {
	c := m{"privateDnsZoneId": zoneID}
	if name != "" {
		c["name"] = name
	}
	return m{"privateEndpointName": "pep", "privateDnsZoneGroupName": "default", "privateDnsZoneConfigs": []any{c}}
}

// linkedTo is an endpoint on a target with groups.
func linkedTo(target any, groups ...any) m {
	return with(endpointInputs(), m{"privateLinkServiceConnections": []any{with(m{"name": "c", "groupIds": groups}, m{"privateLinkServiceId": target})}})
}

var linkGroups = []rule{
	{
		name:    "a connection has a group",
		good:    create(endpoint, linkedTo(accountID, "account")),
		bad:     create(endpoint, linkedTo(accountID)),
		code:    "MissingParameterOnPrivateLinkServiceConnection",
		message: "Private link service connection " + pepID + "/privateLinkServiceConnections/c is missing required parameter 'group Id'.",
	},
	{
		name:    "a connection has a target",
		good:    create(endpoint, linkedTo(accountID, "account")),
		bad:     create(endpoint, linkedTo(nil, "account")),
		code:    "MissingParameterOnPrivateLinkServiceConnection",
		message: "is missing required parameter 'private link service Id'",
	},
	{
		name:    "a connection has one group",
		good:    create(endpoint, linkedTo(storageID, "blob")),
		bad:     create(endpoint, linkedTo(storageID, "blob", "file")),
		code:    "OnlyOneGroupIdPermitted",
		message: "has the following group Ids: blob, file. Only one group Id is permitted when connecting to a first-party resource (" + storageID + ").",
	},
	{
		name:    "an account with an endpoint has a subdomain",
		before:  []attempt{create(account, with(accountInputs(), m{"accountName": "plain", "properties": m{}}))},
		good:    create(endpoint, linkedTo(accountID, "account")),
		bad:     create(endpoint, linkedTo(groupID+"/providers/Microsoft.CognitiveServices/accounts/plain", "account")),
		code:    "BadRequest",
		message: "accounts/plain needs a custom subdomain name for a private endpoint",
	},
	{
		name:    "Storage minds the case of a group",
		good:    create(endpoint, linkedTo(accountID, "ACCOUNT")),
		bad:     create(endpoint, linkedTo(storageID, "BLOB")),
		code:    "InvalidValuesForRequestParameters",
		message: "Call to Microsoft.Storage/storageAccounts failed. Error message: Values for request parameters are invalid: GroupId: BLOB.",
	},
}
