package arm

import (
	"maps"

	"secure-azure-openai/facts"
)

// virtualNetworkType carries its subnets inline, and Azure makes a resource of
// each.
// https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
var virtualNetworkType = Type{
	Token:      "azure-native:network/v20240501:VirtualNetwork",
	ARM:        armVirtualNetwork,
	API:        "2024-05-01",
	Path:       "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}",
	Name:       "virtualNetworkName",
	Named:      inNetwork(facts.NameNetwork),
	ForceNew:   []string{"location"},
	Maintained: []string{"subnets", "virtualNetworkPeerings"},
	References: []Reference{
		{Path: "subnets[].networkSecurityGroup.id", To: []string{armNetworkSecurityGroup}, SameRegion: true},
		{Path: "subnets[].routeTable.id", SameRegion: true},
		{Path: "subnets[].natGateway.id", SameRegion: true},
		{Path: "ddosProtectionPlan.id"},
	},
	Validate:     validateSubnets,
	Complete:     completeSubnets,
	AfterPut:     putSubnets,
	BeforeDelete: keepWhatIsInUse,
}

func completeSubnets(_ *Tx, r, _ *Resource) error {
	for _, item := range list(r.Properties, "subnets") {
		if subnet, ok := item.(map[string]any); ok {
			completeChild(r, subnet, "subnets")
			completeSubnet(subnet)
		}
	}
	fill(r.Properties, "enableDdosProtection", false)
	fill(r.Properties, "privateEndpointVNetPolicies", "Disabled")
	return nil
}

// putSubnets makes the VNet's list true: what it does not name is deleted,
// whoever made it.
func putSubnets(tx *Tx, r, _ *Resource) error {
	kept := map[string]bool{}
	for _, item := range list(r.Properties, "subnets") {
		id := text(item, "id")
		kept[key(id)] = true
		properties := cloneMap(item.(map[string]any))
		maps.DeleteFunc(properties, func(name string, _ any) bool { return name == "id" })
		before := tx.Get(id)
		made := tx.Make(armSubnet, id, "", properties)
		if before != nil {
			made.Token, made.Written, made.Born = before.Token, before.Written, before.Born
		}
	}
	for _, s := range tx.Children(r.ID, armSubnet) {
		if !kept[key(s.ID)] {
			tx.remove(s)
		}
	}
	return nil
}

func keepWhatIsInUse(tx *Tx, r *Resource) error {
	for _, s := range tx.Children(r.ID, armSubnet) {
		if err := inUse(tx, s, "InUseSubnetCannotBeDeleted", "Subnet "+s.Name()); err != nil {
			return err
		}
	}
	for _, user := range tx.Referrers(r.ID) {
		// A VNet takes its links from all zones with it.
		// https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
		if user.Type != armZoneLink {
			// People have met the code; its message is not confirmed.
			return badRequest("InUseVirtualNetworkCannotBeDeleted", "Virtual network %s is in use by %s and cannot be deleted.", r.ID, user.ID)
		}
		tx.remove(user)
	}
	return nil
}
