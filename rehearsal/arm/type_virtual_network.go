package arm

import (
	"maps"
	"net/netip"
	"strings"

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
		{Path: "subnets[].networkSecurityGroup.id", To: []string{armNetworkSecurityGroup}},
		{Path: "subnets[].routeTable.id"},
		{Path: "subnets[].natGateway.id"},
		{Path: "ddosProtectionPlan.id"},
	},
	Validate:     validateSubnets,
	Complete:     completeSubnets,
	AfterPut:     putSubnets,
	BeforeDelete: keepWhatIsInUse,
}

// subnetType is what a VNet's inline subnets become.
var subnetType = Type{
	ARM:        armSubnet,
	References: []Reference{{Path: "networkSecurityGroup.id", To: []string{armNetworkSecurityGroup}}},
}

// validateSubnets: subnets lie inside the VNet, do not overlap, and keep their
// range and existence while they are in use.
// https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet
func validateSubnets(tx *Tx, r, old *Resource) error {
	var spaces []netip.Prefix
	each(r.Properties, "addressSpace.addressPrefixes[]", func(_ string, v any) {
		if p, err := netip.ParsePrefix(v.(string)); err == nil {
			spaces = append(spaces, p)
		}
	})
	taken := map[string]netip.Prefix{}
	for _, item := range list(r.Properties, "subnets") {
		name := text(item, "name")
		if err := checkSubnet(tx, r, item); err != nil {
			return err
		}
		prefix, err := subnetPrefix(item)
		if err != nil {
			return badRequest("InvalidAddressPrefixFormat", "Address prefix %s of resource %s/subnets/%s is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.", prefixText(item), r.ID, name)
		}
		if !within(spaces, prefix) {
			return badRequest("NetcfgSubnetRangeOutsideVnet", "Subnet '%s' is not valid because its IP address range is outside the IP address range of virtual network '%s'.", name, r.Name())
		}
		for other, p := range taken {
			if p.Overlaps(prefix) {
				return badRequest("NetcfgSubnetRangesOverlap", "Subnet '%s' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '%s' (subnet '%s').", name, r.Name(), other)
			}
		}
		taken[name] = prefix
		if before := tx.Get(r.ID + "/subnets/" + name); before != nil && prefixText(item) != prefixText(before.Properties) {
			if err := inUse(tx, before, "InUsePrefixCannotBeDeleted", "IpPrefix "+prefixText(before.Properties)+" on Subnet "+name); err != nil {
				return err
			}
		}
	}
	if old == nil {
		return nil
	}
	for _, s := range tx.Children(r.ID, armSubnet) {
		if _, kept := taken[s.Name()]; !kept {
			if err := inUse(tx, s, "InUseSubnetCannotBeDeleted", "Subnet "+s.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

func completeSubnets(_ *Tx, r, _ *Resource) error {
	for _, item := range list(r.Properties, "subnets") {
		subnet, ok := item.(map[string]any)
		if !ok {
			continue
		}
		completeChild(r, subnet, "subnets")
		fill(subnet, "privateEndpointNetworkPolicies", "Disabled")
		fill(subnet, "privateLinkServiceNetworkPolicies", "Enabled")
		for _, d := range list(subnet, "delegations") {
			if delegation, ok := d.(map[string]any); ok {
				delegation["id"] = text(subnet, "id") + "/delegations/" + text(delegation, "name")
				delegation["provisioningState"] = "Succeeded"
				delegation["type"] = armSubnet + "/delegations"
			}
		}
	}
	fill(r.Properties, "enableDdosProtection", false)
	fill(r.Properties, "privateEndpointVNetPolicies", "Disabled")
	return nil
}

func putSubnets(tx *Tx, r, _ *Resource) error {
	kept := map[string]bool{}
	for _, item := range list(r.Properties, "subnets") {
		id := text(item, "id")
		kept[key(id)] = true
		properties := cloneMap(item.(map[string]any))
		maps.DeleteFunc(properties, func(name string, _ any) bool { return name == "id" })
		tx.Make(armSubnet, id, "", properties)
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
			return badRequest("InUseVirtualNetworkCannotBeDeleted", "Virtual network %s is in use by %s and cannot be deleted.", r.ID, user.ID)
		}
		tx.remove(user)
	}
	return nil
}

// inUse is Azure's refusal to take away what resources lie in, or nil.
// https://learn.microsoft.com/azure/virtual-network/virtual-network-troubleshoot-cannot-delete-vnet
func inUse(tx *Tx, subnet *Resource, code, what string) error {
	users := tx.Referrers(subnet.ID)
	if len(users) == 0 {
		return nil
	}
	return badRequest(code, "%s is in use by %s and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.", what, idsOf(users))
}

func prefixText(subnet any) string {
	if p := text(subnet, "addressPrefix"); p != "" {
		return p
	}
	if prefixes := list(subnet, "addressPrefixes"); len(prefixes) > 0 {
		p, _ := prefixes[0].(string)
		return p
	}
	return ""
}

func subnetPrefix(subnet any) (netip.Prefix, error) {
	return netip.ParsePrefix(strings.TrimSpace(prefixText(subnet)))
}

func within(spaces []netip.Prefix, p netip.Prefix) bool {
	for _, space := range spaces {
		if space.Bits() <= p.Bits() && space.Contains(p.Addr()) {
			return true
		}
	}
	return false
}
