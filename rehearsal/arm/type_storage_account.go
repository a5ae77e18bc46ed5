package arm

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
)

// storageAccountType.
// https://learn.microsoft.com/azure/storage/common/storage-account-overview
var storageAccountType = Type{
	Token: "azure-native:storage/v20240101:StorageAccount",
	ARM:   armStorageAccount,
	API:   "2024-01-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}",
	Name:  "accountName",
	// Azure/AzureMonitorStarterPacks#171
	Named:    named(facts.NameStorage, "AccountNameInvalid", "%s is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only."),
	ForceNew: []string{"isHnsEnabled", "location"},
	References: []Reference{
		{Path: "networkRuleSet.virtualNetworkRules[].virtualNetworkResourceId", To: []string{armSubnet}},
		{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}},
	},
	Validate: func(tx *Tx, r, old *Resource) error {
		if err := checkStorageUpdate(r, old); err != nil {
			return err
		}
		// In another subscription it would be StorageAccountAlreadyTaken; a
		// world has one.
		// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-storage-account-name
		if tx.elsewhere(r) != nil {
			return conflict("StorageAccountInAnotherResourceGroup", "The account %s is already in another resource group in this subscription.", r.Name())
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		endpoints := map[string]any{}
		for _, service := range []string{"blob", "dfs", "file", "queue", "table"} {
			endpoints[service] = fmt.Sprintf("https://%s.%s.core.windows.net/", r.Name(), service)
		}
		endpoints["web"] = fmt.Sprintf("https://%s.z1.web.core.windows.net/", r.Name())
		r.Properties["primaryEndpoints"] = endpoints
		r.Properties["primaryLocation"] = r.Text("location")
		r.Properties["statusOfPrimary"] = "available"
		r.Properties["creationTime"] = born
		r.Properties["keyCreationTime"] = map[string]any{"key1": born, "key2": born}
		fill(r.Properties, "accessTier", "Hot")
		set(r.Properties, "sku.tier", "Standard")
		fill(r.Properties, "encryption", map[string]any{
			"keySource": "Microsoft.Storage",
			"services": map[string]any{
				"blob": map[string]any{"enabled": true, "keyType": "Account", "lastEnabledTime": born},
				"file": map[string]any{"enabled": true, "keyType": "Account", "lastEnabledTime": born},
			},
		})
		fill(r.Properties, "networkRuleSet", map[string]any{
			"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": []any{}, "virtualNetworkRules": []any{},
		})
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		properties["privateEndpointConnections"] = flatConnections(tx, r)
	},
}

// checkStorageUpdate: what an account is created with for good.
// InvalidValuesForRequestParameters: microsoft/CromwellOnAzure#159; older kinds
// can become StorageV2. StorageAccountTypeConversionNotAllowed:
// hashicorp/terraform-provider-azurerm#6526, with the words of the former; an
// account comes to zones and back by a conversion of its own
// (https://learn.microsoft.com/azure/storage/common/redundancy-migration).
// AccountPropertyCannotBeUpdated: jenkins-infra/azure#125,
// Azure/ResourceModules#3106 and Azure/azure-cli#30522, who met it with other
// properties of the list behind https://aka.ms/storageaccountupdate.
func checkStorageUpdate(r, old *Resource) error {
	if old == nil {
		return nil
	}
	if kind := r.Text("kind"); !strings.EqualFold(kind, old.Text("kind")) && kind != "StorageV2" {
		return badRequest("InvalidValuesForRequestParameters", "Values for request parameters are invalid: kind.")
	}
	if is, was := r.Text("sku.name"), old.Text("sku.name"); strings.Contains(is, "ZRS") != strings.Contains(was, "ZRS") {
		return badRequest("StorageAccountTypeConversionNotAllowed", "Storage account type %s cannot be changed to %s.", was, is)
	}
	for _, fixed := range []string{"enableNfsV3", "dnsEndpointType", "encryption.requireInfrastructureEncryption"} {
		is, was := get(r.Properties, fixed), get(old.Properties, fixed)
		if is == nil || is == was || is == false && was == nil {
			continue
		}
		return badRequest("AccountPropertyCannotBeUpdated", "The property '%s' was specified in the input, but it cannot be updated as it is read-only. For more information, see - https://aka.ms/storageaccountupdate", fixed[strings.LastIndex(fixed, ".")+1:])
	}
	return nil
}

// blobServiceType exists with its account: it can be written, not created.
// pulumi-azure-native, provider/pkg/resources/defaults.
var blobServiceType = Type{
	Token:   "azure-native:storage/v20240101:BlobServiceProperties",
	ARM:     "Microsoft.Storage/storageAccounts/blobServices",
	API:     "2024-01-01",
	Path:    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/{blobServicesName}",
	Default: map[string]any{},
	Validate: func(_ *Tx, r, _ *Resource) error {
		if r.Name() != "default" {
			return badRequest("InvalidValuesForRequestParameters", "Values for request parameters are invalid: blobServicesName '%s'; it is always 'default'.", r.Name())
		}
		return nil
	},
}

// blobContainerType.
// https://learn.microsoft.com/azure/storage/blobs/storage-blobs-introduction
var blobContainerType = Type{
	Token: "azure-native:storage/v20240101:BlobContainer",
	ARM:   "Microsoft.Storage/storageAccounts/blobServices/containers",
	API:   "2024-01-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
	Name:  "containerName",
	// The code and words (sic) of the data plane, Azure/azure-cli#11052; that
	// Azure Resource Manager passes them on is not confirmed.
	Named: named(facts.NameContainer, "InvalidResourceName", "The specifed resource name contains invalid characters: %s."),
	Validate: func(tx *Tx, r, _ *Resource) error {
		account := tx.Get(ParentOf(ParentOf(r.ID)))
		if access := r.Text("publicAccess"); account != nil && access != "" && access != "None" && !flag(account.Properties, "allowBlobPublicAccess") {
			return conflict("PublicAccessNotPermitted", "Public access is not permitted on this storage account.")
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "publicAccess", "None")
		fill(r.Properties, "defaultEncryptionScope", "$account-encryption-key")
		fill(r.Properties, "denyEncryptionScopeOverride", false)
		r.Properties["deleted"] = false
		r.Properties["hasImmutabilityPolicy"] = false
		r.Properties["hasLegalHold"] = false
		r.Properties["lastModifiedTime"] = born
		r.Properties["leaseState"] = "Available"
		r.Properties["leaseStatus"] = "Unlocked"
		r.Properties["remainingRetentionDays"] = float64(0)
		return nil
	},
}
