package arm

// userAssignedIdentityType.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
var userAssignedIdentityType = Type{
	Token: "azure-native:managedidentity/v20230131:UserAssignedIdentity",
	ARM:   armUserAssignedIdentity,
	API:   "2023-01-31",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
	Name:  "resourceName",
	Complete: func(tx *Tx, r, _ *Resource) error {
		r.Properties["principalId"] = r.GUID("principal")
		r.Properties["clientId"] = r.GUID("client")
		r.Properties["tenantId"] = tx.w.opts.Tenant
		return nil
	},
}
