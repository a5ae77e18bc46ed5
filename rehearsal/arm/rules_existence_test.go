package arm_test

import "secure-azure-openai/rehearsal/arm"

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
		good:    change(nsg, nsgID, m{"networkSecurityGroupName": "nsg", "location": "Sweden Central"}),
		bad:     change(nsg, nsgID, m{"networkSecurityGroupName": "nsg", "location": "North Europe"}),
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

// inNorth is inputs for another region than that of the group.
func inNorth(inputs m) m { return with(inputs, m{"location": "northeurope"}) }

var regions = []rule{
	{
		name:    "an endpoint is in its VNet's region",
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, inNorth(endpointInputs())),
		code:    "InvalidResourceReference",
		message: "Resource " + vnetID + "/subnets/pe referenced by resource " + pepID + " was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.",
	},
	{
		name:    "a security group is in its VNet's region",
		before:  []attempt{create(nsg, inNorth(m{"networkSecurityGroupName": "far"}))},
		good:    change(vnet, vnetID, subnetChanged("dns", m{"networkSecurityGroup": m{"id": nsgID}})),
		bad:     change(vnet, vnetID, subnetChanged("dns", m{"networkSecurityGroup": m{"id": networkIDs + "networkSecurityGroups/far"}})),
		code:    "InvalidResourceReference",
		message: "networkSecurityGroups/far referenced by resource " + vnetID,
	},
	{
		name:    "a gateway's address is in its region",
		before:  []attempt{create(publicIP, with(standardIP, m{"publicIpAddressName": "near"})), create(publicIP, inNorth(standardIP))},
		good:    create(gateway, gatewayOn("net", "near")),
		bad:     create(gateway, gatewayOn("net", "ip")),
		code:    "InvalidResourceReference",
		message: "publicIPAddresses/ip referenced by resource",
	},
	{
		name:    "a resolver is in its VNet's region",
		good:    resolving,
		bad:     create(resolver, inNorth(m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}})),
		code:    "InvalidResourceReference",
		message: "both resources are in the same region",
	},
}
