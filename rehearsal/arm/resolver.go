package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// checkResolverNetwork: a VNet has one resolver, and a resolver keeps its VNet.
// https://learn.microsoft.com/azure/dns/dns-private-resolver-overview#virtual-network-restrictions
// That another VNet is a conflict: Azure/azure-sdk-for-net#18299. The messages
// are not confirmed.
func checkResolverNetwork(tx *Tx, r, old *Resource) error {
	vnet := r.Text("virtualNetwork.id")
	if old != nil && !SameID(old.Text("virtualNetwork.id"), vnet) {
		return conflict("Conflict", "DNS resolver %s is in virtual network %s and cannot be moved to %s.", r.ID, old.Text("virtualNetwork.id"), vnet)
	}
	for _, other := range tx.All() {
		if other.Type == armDNSResolver && !SameID(other.ID, r.ID) && SameID(other.Text("virtualNetwork.id"), vnet) {
			return conflict("Conflict", "Virtual network %s already has the DNS resolver %s.", vnet, other.ID)
		}
	}
	return nil
}

// checkResolverSubnets: an endpoint has a subnet of its own, in its resolver's
// VNet, of a size that serves, and outside the addresses that the service
// keeps for itself.
// https://learn.microsoft.com/azure/dns/dns-private-resolver-overview#subnet-restrictions
// Azure/azure-rest-api-specs#21744 has code and message for size, use and kept
// addresses; for a subnet of another VNet they are not confirmed.
// SubnetMissingRequiredDelegation: MicrosoftDocs/azure-docs#107008, who took
// the delegation away again; for one that never was it is not confirmed.
func checkResolverSubnets(tx *Tx, r, _ *Resource) error {
	vnet := tx.Get(ParentOf(r.ID)).Text("virtualNetwork.id")
	for _, c := range list(r.Properties, "ipConfigurations") {
		subnet := tx.Get(text(c, "subnet.id"))
		if subnet == nil {
			return badRequest("InvalidParameter", "Inbound endpoint %s has an IP configuration without a subnet.", r.ID)
		}
		if !delegated(subnet, "Microsoft.Network/dnsResolvers") {
			return badRequest("SubnetMissingRequiredDelegation", "Subnet %s requires any of the following delegation(s) [Microsoft.Network/dnsResolvers] to reference service association link %s/serviceAssociationLinks/dnsResolverLink.", subnet.ID, subnet.ID)
		}
		prefix, err := subnetPrefix(subnet.Properties)
		sized := err == nil && prefix.Bits() <= facts.ResolverSubnetSmallest && prefix.Bits() >= facts.ResolverSubnetLargest
		if !SameID(ParentOf(subnet.ID), vnet) || !sized || facts.ResolverKeeps(prefix) || len(tx.external(subnet.ID, r.ID)) > 0 {
			return badRequest("BadRequest", "The specified subnet %s could not be used to provision the inbound endpoint. Please make sure you use a subnet of at least /%d and at most /%d size, which is not currently in use by any other DNS resolver endpoint or any other Azure service workloads, and does not collide with the reserved subnet spaces of '%s'.",
				subnet.ID, facts.ResolverSubnetSmallest, facts.ResolverSubnetLargest, strings.Join(facts.ResolverKept(), ";"))
		}
	}
	return nil
}
