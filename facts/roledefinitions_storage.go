package facts

// The built-in roles of Storage and Key Vault.
var dataRoles = []RoleDefinition{
	{
		Role: Role{Name: "Storage Blob Data Reader", ID: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"},
		Actions: []string{
			"Microsoft.Storage/storageAccounts/blobServices/containers/read",
			"Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
		},
		DataActions: []string{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"},
	},
	{
		Role: Role{Name: "Storage Blob Data Contributor", ID: "ba92f5b4-2d11-453d-a403-e96b0029c9fe"},
		Actions: []string{
			"Microsoft.Storage/storageAccounts/blobServices/containers/delete",
			"Microsoft.Storage/storageAccounts/blobServices/containers/read",
			"Microsoft.Storage/storageAccounts/blobServices/containers/write",
			"Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
		},
		DataActions: []string{
			"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete",
			"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
			"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
			"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action",
			"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
		},
		Published: "a translated page from before 2024 lacks blobs/add/action",
	},
	{
		Role: Role{Name: "Storage Blob Data Owner", ID: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"},
		Actions: []string{
			"Microsoft.Storage/storageAccounts/blobServices/containers/*",
			"Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
		},
		DataActions: []string{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*"},
	},
	{
		Role: Role{Name: "Storage Queue Data Contributor", ID: "974c5e8b-45b9-4653-ba55-5f855dd0fb88"},
		Actions: []string{
			"Microsoft.Storage/storageAccounts/queueServices/queues/delete",
			"Microsoft.Storage/storageAccounts/queueServices/queues/read",
			"Microsoft.Storage/storageAccounts/queueServices/queues/write",
		},
		DataActions: []string{
			"Microsoft.Storage/storageAccounts/queueServices/queues/messages/delete",
			"Microsoft.Storage/storageAccounts/queueServices/queues/messages/read",
			"Microsoft.Storage/storageAccounts/queueServices/queues/messages/write",
			"Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action",
		},
	},
	{
		Role: Role{Name: "Storage Table Data Contributor", ID: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"},
		Actions: []string{
			"Microsoft.Storage/storageAccounts/tableServices/tables/read",
			"Microsoft.Storage/storageAccounts/tableServices/tables/write",
			"Microsoft.Storage/storageAccounts/tableServices/tables/delete",
		},
		DataActions: []string{
			"Microsoft.Storage/storageAccounts/tableServices/tables/entities/read",
			"Microsoft.Storage/storageAccounts/tableServices/tables/entities/write",
			"Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete",
			"Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action",
			"Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action",
		},
	},
	{
		Role: Role{Name: "Storage Account Contributor", ID: "17d1049b-9a84-46fb-8f53-869881c3d3ab"},
		Actions: []string{
			"Microsoft.Authorization/*/read",
			"Microsoft.Insights/alertRules/*",
			"Microsoft.Insights/diagnosticSettings/*",
			"Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
			"Microsoft.ResourceHealth/availabilityStatuses/read",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Storage/storageAccounts/*",
			"Microsoft.Support/*",
		},
	},
	{
		Role: Role{Name: "Key Vault Secrets User", ID: "4633458b-17de-408a-b874-0445c86b69e6"},
		DataActions: []string{
			"Microsoft.KeyVault/vaults/secrets/getSecret/action",
			"Microsoft.KeyVault/vaults/secrets/readMetadata/action",
		},
	},
	{
		Role: Role{Name: "Key Vault Administrator", ID: "00482a5a-887f-4fb3-b363-3b7fe8e74483"},
		Actions: []string{
			"Microsoft.Authorization/*/read",
			"Microsoft.Insights/alertRules/*",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Support/*",
			"Microsoft.KeyVault/checkNameAvailability/read",
			"Microsoft.KeyVault/deletedVaults/read",
			"Microsoft.KeyVault/locations/*/read",
			"Microsoft.KeyVault/vaults/*/read",
			"Microsoft.KeyVault/operations/read",
		},
		DataActions: []string{"Microsoft.KeyVault/vaults/*"},
	},
	{
		Role: Role{Name: "Key Vault Crypto Service Encryption User", ID: "e147488a-f6f5-4113-8e2d-b22465e65bf6"},
		Actions: []string{
			"Microsoft.EventGrid/eventSubscriptions/write",
			"Microsoft.EventGrid/eventSubscriptions/read",
			"Microsoft.EventGrid/eventSubscriptions/delete",
		},
		DataActions: []string{
			"Microsoft.KeyVault/vaults/keys/read",
			"Microsoft.KeyVault/vaults/keys/wrap/action",
			"Microsoft.KeyVault/vaults/keys/unwrap/action",
		},
	},
}
