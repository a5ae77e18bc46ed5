package arm

// subscriptionType is only here for its ids: no operation makes one.
var subscriptionType = Type{ARM: typeSubscription, Path: "/subscriptions/{subscriptionId}"}

// resourceGroupType: deleting a group deletes everything in it.
// https://learn.microsoft.com/azure/azure-resource-manager/management/delete-resource-group
var resourceGroupType = Type{
	Token:    "azure-native:resources:ResourceGroup",
	ARM:      typeResourceGroup,
	API:      "2022-09-01",
	Path:     "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
	Name:     "resourceGroupName",
	Named:    checkGroupName,
	ForceNew: []string{"location"},
	Complete: func(_ *Tx, r, _ *Resource) error {
		set(r.Properties, "properties.provisioningState", "Succeeded")
		return nil
	},
}
