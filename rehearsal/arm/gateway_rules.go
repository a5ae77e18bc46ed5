package arm

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// checkGatewayTier: a tier is one that there is, has a number of units, stays
// on its platform, and takes what it can.
// https://learn.microsoft.com/azure/api-management/upgrade-and-scale
// Codes and words are not confirmed.
func checkGatewayTier(r, old *Resource) error {
	sku, units := r.Text("sku.name"), number(r.Properties, "sku.capacity")
	tier, known := facts.FindGatewayTier(sku)
	if !known {
		var names []string
		for _, t := range facts.GatewayTiers {
			names = append(names, t.Name)
		}
		return badRequest("InvalidParameters", "Invalid parameter: The SKU '%s' is not valid. Allowed values: %s.", sku, strings.Join(names, ", "))
	}
	if units < min(1, tier.UnitsMost) || units > tier.UnitsMost {
		return badRequest("InvalidParameters", "Invalid parameter: The capacity %d of service %s is not valid: the SKU %s takes %d to %d units.", units, r.Name(), sku, min(1, tier.UnitsMost), tier.UnitsMost)
	}
	if old != nil {
		before, _ := facts.FindGatewayTier(old.Text("sku.name"))
		if before.V2 != tier.V2 {
			return badRequest("SkuChangeNotSupported", "Changing the SKU of API Management service %s from %s to %s is not supported.", r.ID, before.Name, tier.Name)
		}
	}
	if err := checkInjection(r, old); err != nil {
		return err
	}
	return checkCustomProperties(r, tier)
}

// checkPublicAccess: public access ends once a private endpoint is approved,
// and not before.
// ActivateService...: hashicorp/terraform-provider-azurerm#31788 (v2 tiers; the
// same words had the code NotSupported in #21506, for a classic one).
// The other: Azure/azure-rest-api-specs#24947.
func checkPublicAccess(tx *Tx, r, old *Resource) error {
	if r.Text("publicNetworkAccess") != "Disabled" {
		return nil
	}
	if old == nil {
		return badRequest("ActivateServiceWithPrivateEndpointAccessNotAllowed", "Blocking all public network access by setting property `publicNetworkAccess` of API Management service %s is not enabled during service creation.", r.ID)
	}
	for _, c := range connections(tx, r) {
		if text(c, "properties.privateLinkServiceConnectionState.status") == "Approved" {
			return nil
		}
	}
	return badRequest("NotSupported", "Disabling all `publicNetworkAccess` for service: %s is not supported if the service does not atleast one approved Private Endpoint Connections.", r.ID)
}

// checkGatewaySubnet: who reaches into a VNet or lies in it needs a tier that
// can, and a subnet that is ready for it: with a network security group, large
// enough, and delegated as the platform has it: a classic tier's to nobody
// (MicrosoftDocs/azure-docs#109182), a v2 tier's to App Service, and that of an
// injected PremiumV2 to its environments. The subnet of a v2 tier is its own;
// in that of a classic one others may lie, too.
// https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound
// https://learn.microsoft.com/azure/api-management/inject-vnet-v2
// https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources
// No code and no words were found.
func checkGatewaySubnet(tx *Tx, r *Resource) error {
	kind, tier := or(r.Text("virtualNetworkType"), "None"), tierOf(r)
	if !slices.Contains([]string{"None", "External", "Internal"}, kind) {
		return badRequest("InvalidParameters", "Invalid parameter: The virtualNetworkType '%s' is not valid. Allowed values: None, External, Internal.", kind)
	}
	if kind == "None" {
		return nil
	}
	if kind == "External" && !tier.Integrated || kind == "Internal" && !tier.Injected {
		return badRequest("VirtualNetworkTypeNotSupported", "The virtualNetworkType %s is not supported for API Management service %s with SKU %s.", kind, r.ID, tier.Name)
	}
	subnet := tx.Get(r.Text("virtualNetworkConfiguration.subnetResourceId"))
	if subnet == nil {
		return badRequest("InvalidParameters", "Invalid parameter: API Management service %s has the virtualNetworkType %s and no virtualNetworkConfiguration.subnetResourceId.", r.Name(), kind)
	}
	wanted, smallest := "", facts.APIManagementSubnetClassic
	if tier.V2 {
		wanted, smallest = "Microsoft.Web/serverFarms", facts.APIManagementSubnetV2
		if kind == "Internal" {
			wanted = "Microsoft.Web/hostingEnvironments"
		}
	}
	prefix, err := subnetPrefix(subnet.Properties)
	others := tx.external(subnet.ID, r.ID)
	switch {
	case delegations(subnet.Properties) != wanted:
		return badRequest("InvalidSubnetDelegation", "Subnet %s of API Management service %s with SKU %s must be delegated to [%s] and is delegated to [%s].", subnet.ID, r.Name(), tier.Name, wanted, delegations(subnet.Properties))
	case text(subnet.Properties, "networkSecurityGroup.id") == "":
		return badRequest("SubnetWithoutNetworkSecurityGroup", "Subnet %s of API Management service %s must have a network security group.", subnet.ID, r.Name())
	case err == nil && prefix.Bits() > smallest:
		return badRequest("SubnetTooSmall", "Subnet %s with address prefix %s is too small for API Management service %s: its SKU %s needs /%d or larger.", subnet.ID, prefix, r.Name(), tier.Name, smallest)
	case err == nil && !tier.V2 && number(r.Properties, "sku.capacity") > facts.GatewayUnitsIn(prefix.Bits()):
		return badRequest("SubnetTooSmall", "Subnet %s with address prefix %s is too small for API Management service %s: it has room for %d units, and the service has %d.", subnet.ID, prefix, r.Name(), facts.GatewayUnitsIn(prefix.Bits()), number(r.Properties, "sku.capacity"))
	case tier.V2 && len(others) > 0:
		return badRequest("SubnetInUse", "Subnet %s of API Management service %s is already in use by %s, and its SKU %s needs a subnet of its own.", subnet.ID, r.Name(), strings.Join(others, ", "), tier.Name)
	}
	return nil
}

func tierOf(r *Resource) facts.GatewayTier {
	tier, _ := facts.FindGatewayTier(r.Text("sku.name"))
	return tier
}

// linkableGateway refuses a private endpoint on a service that lies in a VNet
// (Azure/AI-Landing-Zones#65; MicrosoftDocs/azure-docs#125876 for External on a
// classic tier, which is injected, too).
func linkableGateway(target *Resource) error {
	kind := target.Text("virtualNetworkType")
	if target.Type != armAPIManagement || kind == "None" || kind == "External" && tierOf(target).V2 {
		return nil
	}
	return badRequest("NotSupported", "Call to %s failed. Error message: Setting up Private Endpoint Connection for API Management service %s is not supported as it is set up in Virtual Network Type: %s. Please disable Virtual Network on the service and try again.", target.Type, target.ID, kind)
}

// gatewayIn is an API Management service that reaches into a VNet through a
// subnet, or nil.
func (tx *Tx) gatewayIn(subnetID string) *Resource {
	for _, user := range tx.Referrers(subnetID) {
		if user.Type == armAPIManagement {
			return user
		}
	}
	return nil
}
