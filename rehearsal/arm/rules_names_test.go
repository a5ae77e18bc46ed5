package arm_test

import "strings"

// second is a second resource group, for what is unique beyond one.
var second = create(group, m{"resourceGroupName": "two", "location": "swedencentral"})

// names are Azure's rules for them, one for each service that words its own.
var names = []rule{
	{
		name:    "a network's name begins and ends with word characters",
		good:    create(nsg, m{"networkSecurityGroupName": "nsg-a.b_"}),
		bad:     create(nsg, m{"networkSecurityGroupName": "nsg-"}),
		code:    "InvalidResourceName",
		message: "Resource name nsg- is invalid. The name can be up to 80 characters long.",
	},
	{
		name:    "a VNet's name is shorter than most",
		good:    create(vnet, with(netInputs(), m{"virtualNetworkName": strings.Repeat("a", 64)})),
		bad:     create(vnet, with(netInputs(), m{"virtualNetworkName": strings.Repeat("a", 65)})),
		code:    "InvalidResourceName",
		message: "is invalid",
	},
	{
		name:    "a subnet has a name, too",
		good:    create(vnet, subnets(m{"name": "a_b", "addressPrefix": "10.0.0.0/26"})),
		bad:     create(vnet, subnets(m{"name": "a b", "addressPrefix": "10.0.0.0/26"})),
		code:    "InvalidResourceName",
		message: "Resource name a b is invalid.",
	},
	{
		name:    "a group's name has no period at the end",
		good:    create(group, m{"resourceGroupName": "a.(b)", "location": "swedencentral"}),
		bad:     create(group, m{"resourceGroupName": "a.", "location": "swedencentral"}),
		code:    "InvalidResourceGroup",
		message: "The provided resource group name 'a.' is no valid resource group name",
	},
	{
		name:    "a group's name has no space",
		good:    create(group, m{"resourceGroupName": "a_b", "location": "swedencentral"}),
		bad:     create(group, m{"resourceGroupName": "a b!", "location": "swedencentral"}),
		code:    "InvalidResourceGroup",
		message: "The provided resource group name 'a b!' has these invalid characters: ' !'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
	},
	{
		name:    "an account's name has two characters",
		good:    create(account, with(accountInputs(), m{"accountName": "A_b", "properties": m{}})),
		bad:     create(account, with(accountInputs(), m{"accountName": "A", "properties": m{}})),
		code:    "InvalidAccountName",
		message: "Account name only allows 2 to 64 characters.",
	},
	{
		name:    "a subdomain is a host name",
		good:    create(account, with(accountInputs(), m{"accountName": "a_b", "properties": m{"customSubDomainName": "a-b"}})),
		bad:     create(account, with(accountInputs(), m{"accountName": "a_b", "properties": m{"customSubDomainName": "a_b"}})),
		code:    "CustomDomainInvalid",
		message: "Sub domain name 'a_b' is not valid.",
	},
	{
		name:    "a deployment's name has no slash or space",
		good:    create(model, m{"accountName": "oai", "deploymentName": "gpt-5.6_a"}),
		bad:     create(model, m{"accountName": "oai", "deploymentName": "gpt 5"}),
		code:    "InvalidResourceName",
		message: "The resource name is invalid: 'gpt 5'. Resource name can only include alphanumeric characters",
	},
	{
		name:    "a search service's name is lower case",
		good:    create(search, m{"searchServiceName": "search-a"}),
		bad:     create(search, m{"searchServiceName": "Search"}),
		code:    "InvalidServiceName",
		message: "Service name 'Search' is invalid: Service name must only contain lowercase letters",
	},
	{
		name:    "a search service's name is the world's only one",
		before:  []attempt{second},
		good:    create(search, m{"resourceGroupName": "two", "searchServiceName": "srch2"}),
		bad:     create(search, m{"resourceGroupName": "two", "searchServiceName": "srch"}),
		code:    "ServiceNameUnavailable",
		message: "Cannot provision service 'srch' because a service with this name is already in use",
	},
	{
		name:    "a storage account's name has no hyphen",
		good:    create(storage, storageNamed("sto2")),
		bad:     create(storage, storageNamed("sto-2")),
		code:    "AccountNameInvalid",
		message: "sto-2 is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.",
	},
	{
		name:    "a storage account's name is the world's only one",
		before:  []attempt{second},
		good:    create(storage, with(storageNamed("sto2"), m{"resourceGroupName": "two"})),
		bad:     create(storage, with(storageNamed("sto"), m{"resourceGroupName": "two"})),
		code:    "StorageAccountInAnotherResourceGroup",
		message: "The account sto is already in another resource group in this subscription.",
	},
	{
		name:    "a host name has no reserved word",
		good:    create(storage, storageNamed("windmill")),
		bad:     create(storage, storageNamed("mywindows")),
		code:    "ReservedResourceName",
		message: "The resource name 'mywindows' or a part of the name is a trademarked or reserved word.",
	},
	{
		name:    "a private zone has two labels",
		good:    create(zone, m{"privateZoneName": "internal.example", "location": "global"}),
		bad:     create(zone, m{"privateZoneName": "internal", "location": "global"}),
		code:    "BadRequest",
		message: "The private DNS zone name 'internal' is not valid: it takes two labels or more.",
	},
	{
		name:    "a zone's link has a name",
		good:    create(zoneLink, linked("rg", openAIZone, "link_a")),
		bad:     create(zoneLink, linked("rg", openAIZone, "link a")),
		code:    "BadRequest",
		message: "The virtual network link name 'link a' is not valid.",
	},
	{
		name:    "a shared link's name has 60 characters",
		good:    create(sharedLink, with(linkInputs(), m{"sharedPrivateLinkResourceName": strings.Repeat("a", 60)})),
		bad:     create(sharedLink, with(linkInputs(), m{"sharedPrivateLinkResourceName": strings.Repeat("a", 61)})),
		code:    "InvalidParameter",
		message: "is not valid: it takes 1 to 60 letters",
	},
	{
		name:    "a container's name is lower case",
		good:    create(container, m{"accountName": "sto", "containerName": "docs"}),
		bad:     create(container, m{"accountName": "sto", "containerName": "Docs"}),
		code:    "InvalidResourceName",
		message: "The specifed resource name contains invalid characters: Docs.",
	},
	{
		name:    "an app's name has no underscore",
		good:    create(webApp, m{"name": "App-2", "serverFarmId": planID}),
		bad:     create(webApp, m{"name": "app_2", "serverFarmId": planID}),
		code:    "BadRequest",
		message: "Name app_2 is not valid.",
	},
	{
		name:    "a plan's name has no space",
		good:    create(plan, m{"name": "Plan_2-a", "sku": m{"name": "B1"}}),
		bad:     create(plan, m{"name": "plan 2", "sku": m{"name": "B1"}}),
		code:    "BadRequest",
		message: "Name plan 2 is not valid.",
	},
	{
		name:    "an identity's name has three characters",
		good:    create(identity, m{"resourceName": "id1"}),
		bad:     create(identity, m{"resourceName": "id"}),
		code:    "InvalidIdentityName",
		message: "'id' is invalid",
	},
	{
		name:    "a workspace's name has four characters",
		good:    create(workspace, m{"workspaceName": "logs2"}),
		bad:     create(workspace, m{"workspaceName": "log"}),
		code:    "InvalidParameter",
		message: "Workspace name must start and end with an alphanumeric character, and may contain only alphanumeric and hyphen characters; 'log' does not",
	},
}

func storageNamed(name string) m {
	return m{"accountName": name, "kind": "StorageV2", "sku": m{"name": "Standard_LRS"}}
}
