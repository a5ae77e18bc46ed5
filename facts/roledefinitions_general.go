package facts

// The built-in roles of every resource.
var generalRoles = []RoleDefinition{
	{
		Role:    Role{Name: "Owner", ID: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"},
		Actions: []string{"*"},
	},
	{
		Role:    Role{Name: "Contributor", ID: "b24988ac-6180-42a0-ab88-20f7382dd24c"},
		Actions: []string{"*"},
		NotActions: []string{
			"Microsoft.Authorization/*/Delete",
			"Microsoft.Authorization/*/Write",
			"Microsoft.Authorization/elevateAccess/Action",
			"Microsoft.Blueprint/blueprintAssignments/write",
			"Microsoft.Blueprint/blueprintAssignments/delete",
			"Microsoft.Compute/galleries/share/action",
			"Microsoft.Purview/consents/write",
			"Microsoft.Purview/consents/delete",
			"Microsoft.Resources/deploymentStacks/manageDenySetting/action",
			"Microsoft.Subscription/cancel/action",
			"Microsoft.Subscription/enable/action",
		},
	},
	{
		Role:    Role{Name: "Reader", ID: "acdd72a7-3385-48ef-bd42-f606fba81ae7"},
		Actions: []string{"*/read"},
	},
	{
		Role: Role{Name: "User Access Administrator", ID: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"},
		Actions: []string{
			"*/read",
			"Microsoft.Authorization/*",
			"Microsoft.Support/*",
		},
	},
	{
		Role: Role{Name: "Role Based Access Control Administrator", ID: "f58310d9-a9f6-439a-9e8d-f62e7b41a168"},
		Actions: []string{
			"Microsoft.Authorization/roleAssignments/write",
			"Microsoft.Authorization/roleAssignments/delete",
			"*/read",
			"Microsoft.Support/*",
		},
	},
	{
		Role: Role{Name: "Managed Identity Operator", ID: "f1a07417-d97a-45cb-824c-7a7467783830"},
		Actions: []string{
			"Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
			"Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
			"Microsoft.Authorization/*/read",
			"Microsoft.Insights/alertRules/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Support/*",
		},
	},
}
