package arm

import (
	"slices"

	"secure-azure-openai/facts"
)

// subnetType is a subnet, whether its VNet's list made it or a program as a
// resource of its own. The VNet shows both in one list, and a VNet that is
// written with a list deletes what the list does not name, so the two ways
// never go together on one VNet. A VNet without a list leaves its subnets
// alone: that is the provider's doing (see Type.Maintained).
// https://www.pulumi.com/registry/packages/azure-native/api-docs/network/subnet
var subnetType = Type{
	Token: "azure-native:network/v20240501:Subnet",
	ARM:   armSubnet,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
	Name:  "subnetName",
	Named: inNetwork(facts.NameSubnet),
	References: []Reference{
		{Path: "networkSecurityGroup.id", To: []string{armNetworkSecurityGroup}},
		{Path: "routeTable.id"},
		{Path: "natGateway.id"},
	},
	Validate: func(tx *Tx, r, _ *Resource) error {
		r.Properties["name"] = r.Name()
		vnet := tx.Get(ParentOf(r.ID))
		with := vnet.clone()
		with.Properties["subnets"] = append(without(with, r.Name()), cloneMap(r.Properties))
		return validateSubnets(tx, with, vnet)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		completeSubnet(r.Properties)
		return nil
	},
	AfterPut: func(tx *Tx, r, _ *Resource) error {
		vnet := tx.Edit(ParentOf(r.ID))
		listed := cloneMap(r.Properties)
		completeChild(vnet, listed, "subnets")
		vnet.Properties["subnets"] = append(without(vnet, r.Name()), listed)
		return nil
	},
	BeforeDelete: func(tx *Tx, r *Resource) error {
		return inUse(tx, r, "InUseSubnetCannotBeDeleted", "Subnet "+r.Name())
	},
	AfterDelete: func(tx *Tx, r *Resource) {
		if vnet := tx.Edit(ParentOf(r.ID)); vnet != nil {
			vnet.Properties["subnets"] = without(vnet, r.Name())
		}
	},
}

// without is a VNet's list of subnets without one of them.
func without(vnet *Resource, name string) []any {
	return slices.DeleteFunc(list(vnet.Properties, "subnets"), func(s any) bool { return SameID(text(s, "name"), name) })
}

// completeSubnet adds what Azure fills in.
func completeSubnet(subnet map[string]any) {
	id := text(subnet, "id")
	fill(subnet, "privateEndpointNetworkPolicies", "Disabled")
	fill(subnet, "privateLinkServiceNetworkPolicies", "Enabled")
	for _, d := range list(subnet, "delegations") {
		if delegation, ok := d.(map[string]any); ok {
			if id != "" {
				delegation["id"] = id + "/delegations/" + text(delegation, "name")
			}
			delegation["provisioningState"] = "Succeeded"
			delegation["type"] = armSubnet + "/delegations"
		}
	}
}
