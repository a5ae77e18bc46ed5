package arm_test

import "github.com/stretchr/testify/require"

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
		code:    "UpdatingCustomDomainNotAllowed",
		message: "Updating or disabling sub domain is not supported.",
	},
	{
		name:    "network rules need a subdomain",
		good:    create(account, with(accountInputs(), m{"accountName": "second", "properties": m{"customSubDomainName": "second", "networkAcls": m{"defaultAction": "Deny"}}})),
		bad:     create(account, with(accountInputs(), m{"accountName": "second", "properties": m{"networkAcls": m{"defaultAction": "Deny"}}})),
		code:    "BadRequest",
		message: "The network rules of account second need a custom subdomain name.",
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
		name:    "a storage account keeps its kind",
		good:    change(storage, storageID, with(storageNamed("sto"), m{"tags": m{"a": "b"}})),
		bad:     change(storage, storageID, with(storageNamed("sto"), m{"kind": "BlobStorage"})),
		code:    "InvalidValuesForRequestParameters",
		message: "Values for request parameters are invalid: kind.",
	},
	{
		name:    "a storage account stays in its zones",
		good:    change(storage, storageID, with(storageNamed("sto"), m{"sku": m{"name": "Standard_GRS"}})),
		bad:     change(storage, storageID, with(storageNamed("sto"), m{"sku": m{"name": "Standard_ZRS"}})),
		code:    "StorageAccountTypeConversionNotAllowed",
		message: "Storage account type Standard_LRS cannot be changed to Standard_ZRS.",
	},
	{
		name:    "a storage account is encrypted once or twice for good",
		good:    change(storage, storageID, with(storageNamed("sto"), m{"encryption": m{"requireInfrastructureEncryption": false}})),
		bad:     change(storage, storageID, with(storageNamed("sto"), m{"encryption": m{"requireInfrastructureEncryption": true}})),
		code:    "AccountPropertyCannotBeUpdated",
		message: "The property 'requireInfrastructureEncryption' was specified in the input, but it cannot be updated as it is read-only. For more information, see - https://aka.ms/storageaccountupdate",
	},
	{
		name:    "a Search service keeps its SKU",
		good:    change(search, searchID, m{"searchServiceName": "srch", "sku": m{"name": "basic"}, "replicaCount": 2}),
		bad:     change(search, searchID, m{"searchServiceName": "srch", "sku": m{"name": "standard"}}),
		code:    "InvalidRequest",
		message: "Cannot update sku for an existing search service.",
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
