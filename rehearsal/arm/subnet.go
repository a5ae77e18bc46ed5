package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// checkSubnet is what Azure demands of one subnet of a VNet, beside its range.
func checkSubnet(tx *Tx, vnet *Resource, subnet any) error {
	name := text(subnet, "name")
	if err := inNetwork(facts.NameSubnet)(name); err != nil {
		return err
	}
	// Azure-Terraform/terraform-azurerm-virtual-network#18
	if group := text(subnet, "networkSecurityGroup.id"); group != "" && strings.EqualFold(name, "GatewaySubnet") {
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

// delegations are the services that a subnet is delegated to.
func delegations(subnet any) string {
	var services []string
	for _, d := range list(subnet, "delegations") {
		services = append(services, text(d, "serviceName"))
	}
	return strings.Join(services, ", ")
}

// delegated reports whether a subnet is delegated to a service, with regard
// to the case of its name.
func delegated(subnet *Resource, service string) bool {
	return delegations(subnet.Properties) == service // Azure takes one delegation
}

// undelegated: a private endpoint can be created in no delegated subnet. The
// code is in Microsoft's troubleshooting of private endpoints, which quotes
// the message in part.
func undelegated(tx *Tx, endpoint *Resource) error {
	if subnet := tx.Get(endpoint.Text("subnet.id")); subnet != nil && delegations(subnet.Properties) != "" {
		return badRequest("PrivateEndpointCreationNotAllowedAsSubnetIsDelegated", "Private endpoint %s cannot be created as subnet %s is delegated.", endpoint.ID, subnet.ID)
	}
	return nil
}
