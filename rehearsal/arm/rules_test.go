package arm_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// rule is a refusal of Azure's: what passes, and what is refused with which
// code and words. Both start from the world of newWorld and before.
type rule struct {
	name    string
	before  []attempt
	good    attempt
	bad     attempt
	code    string
	message string
}

type attempt func(w world) error

func allRules() []rule {
	return slices.Concat(existence, names, networking, subnetRules, gateways, zoneLinks, privateLinks, services, models, restored, access, templates, immutable)
}

func TestRules(t *testing.T) {
	for _, r := range allRules() {
		t.Run(r.name, func(t *testing.T) {
			require.NoError(t, r.good(r.prepare(t)), "what Azure takes")

			w := r.prepare(t)
			before := w.Resources()
			err := r.bad(w)
			require.Error(t, err, "what Azure refuses")
			assert.Equal(t, r.code, arm.CodeOf(err), err.Error())
			assert.Contains(t, err.Error(), r.message)
			assert.Equal(t, before, w.Resources(), "a refused request changes nothing")
		})
	}
}

func (r rule) prepare(t *testing.T) world {
	t.Helper()
	w := newWorld(t)
	for _, step := range r.before {
		require.NoError(t, step(w))
	}
	return w
}

func create(token string, inputs m) attempt {
	return func(w world) error {
		_, _, err := w.try(token, inputs)
		return err
	}
}

func change(token, id string, inputs m) attempt {
	return func(w world) error { return w.updated(token, id, inputs) }
}

func drop(id string) attempt {
	return func(w world) error { return w.deleted(id) }
}

var existence = []rule{
	{
		name:    "the resource group must exist",
		good:    create(workspace, m{"workspaceName": "wksp"}),
		bad:     create(workspace, m{"workspaceName": "wksp", "resourceGroupName": "gone", "location": "swedencentral"}),
		code:    "ResourceGroupNotFound",
		message: "Resource group 'gone' could not be found.",
	},
	{
		name:    "the parent must exist",
		good:    create(model, m{"accountName": "oai", "deploymentName": "chat"}),
		bad:     create(model, m{"accountName": "nobody", "deploymentName": "chat"}),
		code:    "ParentResourceNotFound",
		message: "Failed to perform 'write' on resource(s) of type 'Microsoft.CognitiveServices/accounts/deployments', because the parent resource",
	},
	{
		name:    "what is extended must exist",
		good:    create(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID}),
		bad:     create(diagnostics, m{"resourceUri": accountID + "x", "name": "d", "workspaceId": workspaceID}),
		code:    "ResourceNotFound",
		message: "accounts/oaix' under resource group 'rg' was not found.",
	},
	{
		name:    "a reference must exist",
		good:    create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.0/26", "networkSecurityGroup": m{"id": networkIDs + "networkSecurityGroups/NSG"}})),
		bad:     create(vnet, subnets(m{"name": "a", "addressPrefix": "10.0.0.0/26", "networkSecurityGroup": m{"id": networkIDs + "networkSecurityGroups/other"}})),
		code:    "InvalidResourceReference",
		message: "networkSecurityGroups/other referenced by resource",
	},
	{
		name:    "a reference must be of the right type",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": m{"id": vnetID}})),
		code:    "InvalidJsonReferenceWrongType",
		message: "Path properties.subnet.id.",
	},
	{
		name:    "a reference must be an id",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": m{"id": "pe"}})),
		code:    "LinkedInvalidPropertyId",
		message: "Property id 'pe' at path 'properties.subnet.id' is invalid.",
	},
	{
		name:    "the subscription must be the world's",
		good:    create(assignment, roleInputs(m{"scope": "/subscriptions/" + arm.FakeSubscription})),
		bad:     create(assignment, roleInputs(m{"scope": "/subscriptions/" + someUser})),
		code:    "SubscriptionNotFound",
		message: "The subscription '" + someUser + "' could not be found.",
	},
	{
		name:    "a resource stays in its region",
		good:    change(workspace, workspaceID, m{"workspaceName": "logs", "location": "Sweden Central"}),
		bad:     change(workspace, workspaceID, m{"workspaceName": "logs", "location": "North Europe"}),
		code:    "InvalidResourceLocation",
		message: "already exists in location 'swedencentral' in resource group 'rg'. A resource with the same name cannot be created in location 'northeurope'.",
	},
	{
		name:    "a resource has a region",
		good:    create(group, m{"resourceGroupName": "g", "location": "swedencentral"}),
		bad:     create(group, m{"resourceGroupName": "g"}),
		code:    "LocationRequired",
		message: "The location property is required for this definition.",
	},
}

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
			create(zone, m{"privateZoneName": "free", "location": "global"}),
			create(zoneLink, m{"privateZoneName": "privatelink.openai.azure.com", "virtualNetworkLinkName": "l", "location": "global", "virtualNetwork": m{"id": vnetID}}),
		},
		good:    drop(networkIDs + "privateDnsZones/free"),
		bad:     drop(zoneID),
		code:    "CannotDeleteResource",
		message: "Cannot delete resource while nested resources exist.",
	},
	{
		name:    "a static inbound address is given",
		before:  []attempt{create(resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}})},
		good:    create(inbound, inboundInputs("10.0.3.4")),
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
		code:    "MissingNameInPrivateDnsZoneConfig",
		message: "has no name",
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

var services = []rule{
	{
		name:    "a subdomain is the world's only one",
		good:    create(account, with(accountInputs(), m{"accountName": "second", "properties": m{"customSubDomainName": "second"}})),
		bad:     create(account, with(accountInputs(), m{"accountName": "second", "properties": m{"customSubDomainName": "OAI"}})),
		code:    "CustomDomainInUse",
		message: "The subdomain name 'OAI' is not available as it's already used by a resource.",
	},
	{
		name:    "a subdomain is for good",
		good:    change(account, accountID, with(accountInputs(), m{"tags": m{"a": "b"}})),
		bad:     change(account, accountID, with(accountInputs(), m{"properties": m{"customSubDomainName": "other"}})),
		code:    "CustomSubDomainNameCannotBeChanged",
		message: "is 'oai' and cannot be changed to 'other'",
	},
	{
		name:   "an account with models stays",
		before: []attempt{create(model, m{"accountName": "oai", "deploymentName": "chat"})},
		good: func(w world) error {
			require.NoError(w.t, w.deleted(accountID+"/deployments/chat"))
			return w.deleted(accountID)
		},
		bad:     drop(accountID),
		code:    "CannotDeleteResource",
		message: "Some existing nested resource IDs include: '" + accountID + "/deployments/chat'",
	},
	{
		name:    "Search has no authOptions without local authentication",
		good:    create(search, m{"searchServiceName": "ser", "disableLocalAuth": true}),
		bad:     create(search, m{"searchServiceName": "ser", "disableLocalAuth": true, "authOptions": m{"aadOrApiKey": m{"aadAuthFailureMode": "http403"}}}),
		code:    "InvalidRequest",
		message: "'authOptions' cannot be set when 'disableLocalAuth' is true",
	},
	{
		name:    "a container is as private as its account",
		good:    create(container, m{"accountName": "sto", "containerName": "docs", "publicAccess": "None"}),
		bad:     create(container, m{"accountName": "sto", "containerName": "docs", "publicAccess": "Blob"}),
		code:    "PublicAccessNotPermitted",
		message: "Public access is not permitted on this storage account.",
	},
	{
		name:    "the blob service is called default",
		good:    create(blobs, m{"accountName": "sto", "blobServicesName": "default", "isVersioningEnabled": true}),
		bad:     create(blobs, m{"accountName": "sto", "blobServicesName": "mine"}),
		code:    "InvalidValuesForRequestParameters",
		message: "it is always 'default'",
	},
	{
		name:    "a plan with apps stays",
		before:  []attempt{create(plan, m{"name": "free", "sku": m{"name": "B1"}})},
		good:    drop(groupID + "/providers/Microsoft.Web/serverfarms/free"),
		bad:     drop(planID),
		code:    "Conflict",
		message: "Server farm 'plan' cannot be deleted because it has web app(s) app assigned to it.",
	},
	{
		name:    "an app is in its plan's region",
		good:    create(webApp, m{"name": "bb", "serverFarmId": planID}),
		bad:     create(webApp, m{"name": "bb", "serverFarmId": planID, "location": "northeurope"}),
		code:    "Conflict",
		message: "on server farm 'plan' in location 'swedencentral'",
	},
	{
		name:    "an app's name is the world's only one",
		before:  []attempt{create(group, m{"resourceGroupName": "two", "location": "swedencentral"})},
		good:    create(webApp, m{"name": "bb", "serverFarmId": planID, "resourceGroupName": "two"}),
		bad:     create(webApp, m{"name": "App", "serverFarmId": planID, "resourceGroupName": "two"}),
		code:    "Conflict",
		message: "Website with given name App already exists.",
	},
	{
		name:    "diagnostics go somewhere",
		good:    create(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID}),
		bad:     create(diagnostics, m{"resourceUri": accountID, "name": "d"}),
		code:    "BadRequest",
		message: "At least one data sink needs to be specified",
	},
}

func roleInputs(changes m) m {
	return with(m{
		"scope": searchID, "roleDefinitionId": readerRole, "principalId": someUser, "principalType": "User",
		"roleAssignmentName": "11111111-1111-1111-1111-111111111111",
	}, changes)
}

var access = []rule{
	{
		name:    "an assignment's name is a GUID",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"roleAssignmentName": "reader"})),
		code:    "InvalidRoleAssignmentId",
		message: "The role assignment ID must be a GUID.",
	},
	{
		name:    "the role exists",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"roleDefinitionId": readerRole[:len(readerRole)-1] + "0"})),
		code:    "RoleDefinitionDoesNotExist",
		message: "stand-in for Azure knows no role with the ID '1407120a-92aa-4202-b7e9-c0e197c71c80'. If Azure has one, add it to facts/roles.go.",
	},
	{
		name:    "the role definition is an id",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"roleDefinitionId": "1407120a-92aa-4202-b7e9-c0e197c71c8f"})),
		code:    "InvalidRoleDefinitionId",
		message: "It must look like /subscriptions/{subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{guid}.",
	},
	{
		name: "without a type, a new principal may not be found",
		good: func(w world) error {
			principal := w.principal()
			require.NoError(w.t, w.Advance(5*time.Minute))
			return create(assignment, roleInputs(m{"principalType": nil, "principalId": principal}))(w)
		},
		bad: func(w world) error {
			return create(assignment, roleInputs(m{"principalType": nil, "principalId": w.principal()}))(w)
		},
		code:    "PrincipalNotFound",
		message: "this error might be related to a replication delay",
	},
	{
		name: "a service principal is in the directory",
		good: func(w world) error {
			return create(assignment, roleInputs(m{"principalType": "ServicePrincipal", "principalId": w.principal()}))(w)
		},
		bad:     create(assignment, roleInputs(m{"principalType": "ServicePrincipal"})),
		code:    "PrincipalNotFound",
		message: "does not exist in the directory " + arm.FakeTenant,
	},
	{
		name: "the principal is what it is said to be",
		good: func(w world) error {
			return create(assignment, roleInputs(m{"principalType": "serviceprincipal", "principalId": w.principal()}))(w)
		},
		bad:     func(w world) error { return create(assignment, roleInputs(m{"principalId": w.principal()}))(w) },
		code:    "UnmatchedPrincipalType",
		message: "has type 'ServicePrincipal', which is different from specified PrinciaplType 'User'",
	},
	{
		name:    "the principal is a GUID",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"principalId": "me"})),
		code:    "InvalidPrincipalId",
		message: "The Principal ID 'me' is not valid.",
	},
	{
		name:    "an assignment is made once, whatever its name",
		before:  []attempt{create(assignment, roleInputs(nil))},
		good:    create(assignment, roleInputs(m{"scope": storageID, "roleAssignmentName": "22222222-2222-2222-2222-222222222222"})),
		bad:     create(assignment, roleInputs(m{"roleAssignmentName": "22222222-2222-2222-2222-222222222222"})),
		code:    "RoleAssignmentExists",
		message: "The role assignment already exists.",
	},
	{
		name:    "an assignment cannot be changed",
		before:  []attempt{create(assignment, roleInputs(nil))},
		good:    change(assignment, assignmentID, roleInputs(m{"description": "why"})),
		bad:     change(assignment, assignmentID, roleInputs(m{"principalType": "Group"})),
		code:    "RoleAssignmentUpdateNotPermitted",
		message: "are not allowed to be updated",
	},
}

const assignmentID = searchID + "/providers/Microsoft.Authorization/roleAssignments/11111111-1111-1111-1111-111111111111"

// principal is the object id of the account's identity.
func (w world) principal() string {
	id, _ := at(w.t, w.read(accountID), "identity.principalId").(string)
	return id
}

func template(resources ...any) m {
	return m{"deploymentName": "d", "properties": m{"mode": "Incremental", "template": m{"resources": resources}}}
}

func approval(name string) m {
	return m{
		"type": "Microsoft.CognitiveServices/accounts/privateEndpointConnections", "apiVersion": "2024-10-01", "name": name,
		"properties": m{"privateLinkServiceConnectionState": m{"status": "Approved", "description": "yes"}},
	}
}

// connection is the name of the shared link's connection, as a look-up of the
// account gives it.
func (w world) connection() string {
	list, _ := at(w.t, w.read(accountID), "properties.privateEndpointConnections").([]any)
	require.Len(w.t, list, 1)
	return list[0].(m)["name"].(string)
}

func approve(w world) error {
	return create(deployment, template(approval("oai/"+w.connection())))(w)
}

var templates = []rule{
	{
		name:    "a connection that is approved exists",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(approval("oai/nothing"))),
		code:    "DeploymentFailed",
		message: `Details=[Code="ResourceNotFound"`,
	},
	{
		name:   "a connection's new state is one",
		before: []attempt{create(sharedLink, linkInputs())},
		good:   approve,
		bad: func(w world) error {
			return create(deployment, template(with(approval("oai/"+w.connection()), m{"properties": m{"privateLinkServiceConnectionState": m{"status": "Yes"}}})))(w)
		},
		code:    "DeploymentFailed",
		message: `Code="InvalidPrivateLinkServiceConnectionState" Message="The connection state 'Yes'`,
	},
	{
		name:    "type and name agree",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(approval("oai"))),
		code:    "DeploymentFailed",
		message: "has 2 segments and the name 'oai' has 1; they must agree",
	},
	{
		name:    "a Defender plan has a tier",
		good:    create(subscriptionDeployment, pricing("Standard")),
		bad:     create(subscriptionDeployment, pricing("Gold")),
		code:    "DeploymentFailed",
		message: `Code="InvalidInputPricingTier" Message="The pricing tier 'Gold' of AI is not valid.`,
	},
	{
		name:    "a Defender plan is the subscription's",
		good:    create(subscriptionDeployment, pricing("Free")),
		bad:     create(deployment, with(pricing("Free"), m{"location": nil})),
		code:    "DeploymentFailed",
		message: `Code="InvalidScope" Message="Resources of type Microsoft.Security/pricings lie in a subscription`,
	},
	{
		name:    "only known types are deployed",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(m{"type": "Microsoft.Cache/redis", "apiVersion": "1", "name": "r"})),
		code:    "DeploymentFailed",
		message: "cannot deploy resources of type 'Microsoft.Cache/redis'",
	},
	{
		name:    "a resource of a template is complete",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(m{"type": "Microsoft.Security/pricings", "name": "AI"})),
		code:    "DeploymentFailed",
		message: "a resource needs type, apiVersion and name; found type 'Microsoft.Security/pricings', apiVersion ''",
	},
	{
		name:    "a deployment is incremental",
		good:    create(deployment, template()),
		bad:     create(deployment, m{"deploymentName": "d", "properties": m{"mode": "Complete", "template": m{"resources": []any{}}}}),
		code:    "InvalidDeploymentMode",
		message: "asks for 'Complete'",
	},
	{
		name:    "a deployment has its template inline",
		good:    create(deployment, template()),
		bad:     create(deployment, m{"deploymentName": "d", "properties": m{"mode": "Incremental", "templateLink": m{"uri": "https://example.com/t.json"}}}),
		code:    "InvalidTemplate",
		message: "has no inline template",
	},
}
