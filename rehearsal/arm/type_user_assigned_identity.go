package arm

import "secure-azure-openai/facts"

// userAssignedIdentityType.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
var userAssignedIdentityType = Type{
	Token: "azure-native:managedidentity/v20230131:UserAssignedIdentity",
	ARM:   armUserAssignedIdentity,
	API:   "2023-01-31",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
	Name:  "resourceName",
	// By x-ms-mutability of every tracked resource in Azure's common types.
	ForceNew: []string{"location"},
	// Code not confirmed.
	Named: named(facts.NameIdentity, "InvalidIdentityName", "The identity name '%s' is invalid. It takes 3 to 128 letters, digits, hyphens and underscores, a letter or digit first."),
	Complete: func(tx *Tx, r, _ *Resource) error {
		r.Properties["principalId"] = r.GUID("principal")
		r.Properties["clientId"] = r.GUID("client")
		r.Properties["tenantId"] = tx.w.opts.Tenant
		return nil
	},
}
