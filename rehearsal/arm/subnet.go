package arm

import (
	"net/netip"
	"strings"

	"secure-azure-openai/facts"
)

const gatewaySubnet = "GatewaySubnet"

// validateSubnets: subnets lie inside the VNet, do not overlap, and keep their
// range and existence while they are in use. ("Troubleshoot subnet
// deletion and modification failures in Azure Virtual Network", Microsoft
// Learn, 2026-03-17, says that a subnet in use can grow around the addresses
// that it has given away; older pages say that its range stays. Here it does.)
// https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet
func validateSubnets(tx *Tx, r, old *Resource) error {
	var spaces []netip.Prefix
	for _, item := range list(r.Properties, "addressSpace.addressPrefixes") {
		text, _ := item.(string)
		space, err := network(text, r.ID)
		if err != nil {
			return err
		}
		spaces = append(spaces, space)
	}
	taken := map[string]netip.Prefix{}
	for _, item := range list(r.Properties, "subnets") {
		name := text(item, "name")
		if err := checkSubnet(tx, r, item); err != nil {
			return err
		}
		prefix, err := network(prefixText(item), r.ID+"/subnets/"+name)
		if err != nil {
			return err
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

// checkSubnet is what Azure demands of one subnet of a VNet, beside its range.
func checkSubnet(tx *Tx, vnet *Resource, subnet any) error {
	name := text(subnet, "name")
	if err := inNetwork(facts.NameSubnet)(name); err != nil {
		return err
	}
	if err := checkDelegations(vnet.ID+"/subnets/"+name, subnet); err != nil {
		return err
	}
	// Azure-Terraform/terraform-azurerm-virtual-network#18
	if group := text(subnet, "networkSecurityGroup.id"); group != "" && strings.EqualFold(name, gatewaySubnet) {
		return badRequest("NetworkSecurityGroupCannotBeAttachedToGatewaySubnet", "The operation failed because the network security group %s can not be associated to the GatewaySubnet. Please remove the network security group associated to the GatewaySubnet. No changes have occurred on the gateway at this time. See here for additional details: https://aka.ms/GatewaySubnet.", NameOf(group))
	}
	// MicrosoftDocs/azure-docs#39112
	if before := tx.Get(vnet.ID + "/subnets/" + name); before != nil {
		was, is := delegations(before.Properties), delegations(subnet)
		if users := tx.Referrers(before.ID); was != is && len(users) > 0 {
			return badRequest("SubnetDelegationsCannotChangeWhenSubnetUsedByResource", "Delegations of subnet %s cannot be changed from [%s] to [%s] because it is being used by the resource %s.", before.ID, was, is, idsOf(users))
		}
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

// network is a range as Azure takes it: in CIDR notation, without host bits.
// The codes and words are those of Microsoft.Network.
func network(text, of string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
	switch {
	case err != nil:
		return prefix, badRequest("InvalidAddressPrefixFormat", "Address prefix %s of resource %s is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.", text, of)
	case prefix != prefix.Masked():
		return prefix, badRequest("InvalidCIDRNotation", "The address prefix %s in resource %s has an invalid CIDR notation. For the given prefix length, the address prefix should be %s.", text, of, prefix.Masked())
	}
	return prefix, nil
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
