package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// integrations is how many subnets the apps of one plan can be in.
// https://learn.microsoft.com/azure/app-service/overview-vnet-integration
const integrations = 2

// withoutIntegration are the sizes of plans whose apps reach no VNet.
var withoutIntegration = []string{"F1", "D1", "SHARED", "FREE"}

// checkIntegration: an app reaches a VNet of its region through a subnet that
// is delegated to App Service and that no other service lies in; a plan has a
// limit of subnets, and several plans share one of /26 or larger only.
// https://learn.microsoft.com/azure/app-service/overview-vnet-integration
// The delegation: Azure/terraform-azurerm-vnet#46. The name of the service
// counts with its case: other services were seen to want it exactly
// (Azure/bicep-ptn-aiml-landing-zone#110), for this one it is not confirmed.
// The limit: MicrosoftDocs/azure-docs#63177, when it was 1. The codes for
// region, size and sharing are not confirmed.
func checkIntegration(tx *Tx, r *Resource) error {
	subnet := tx.Get(r.Text("virtualNetworkSubnetId"))
	if subnet == nil {
		return nil
	}
	if isFlex(tx.Get(r.Text("serverFarmId"))) {
		return checkFlexIntegration(r, subnet, tx.regionOf(subnet.ID))
	}
	if !delegated(subnet, "Microsoft.Web/serverFarms") {
		return badRequest("BadRequest", "Subnet %s in VNET %s is missing a delegation to Microsoft.Web/serverFarms. Please add the delegation and try again.", subnet.Name(), NameOf(ParentOf(subnet.ID)))
	}
	if region := tx.regionOf(subnet.ID); region != r.Text("location") {
		return badRequest("BadRequest", "The app %s is in %s and cannot be integrated with VNET %s in %s.", r.Name(), r.Text("location"), NameOf(ParentOf(subnet.ID)), region)
	}
	if plan := tx.Get(r.Text("serverFarmId")); plan != nil && contains(withoutIntegration, strings.ToUpper(plan.Text("sku.name"))) {
		return conflict("Conflict", "The app %s cannot be integrated with VNET %s: its App Service plan has the size %s, and Basic is the smallest that can.", r.Name(), NameOf(ParentOf(subnet.ID)), plan.Text("sku.name"))
	}
	if gateway := tx.gatewayIn(subnet.ID); gateway != nil {
		// https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound
		return conflict("Conflict", "Subnet %s in VNET %s is in use by API Management service %s, which needs it for itself.", subnet.Name(), NameOf(ParentOf(subnet.ID)), gateway.Name())
	}
	used, plans := map[string]bool{key(subnet.ID): true}, map[string]bool{key(r.Text("serverFarmId")): true}
	for _, app := range tx.All() {
		at := app.Text("virtualNetworkSubnetId")
		if app.Type != armWebApp || at == "" || SameID(app.ID, r.ID) {
			continue
		}
		if SameID(app.Text("serverFarmId"), r.Text("serverFarmId")) {
			used[key(at)] = true
		}
		if SameID(at, subnet.ID) {
			plans[key(app.Text("serverFarmId"))] = true
		}
	}
	if len(used) > integrations {
		return conflict("Conflict", "Adding this VNET would exceed the App Service Plan VNET limit of %d.", integrations)
	}
	if prefix, err := subnetPrefix(subnet.Properties); err == nil && len(plans) > 1 && prefix.Bits() > facts.WebAppSubnetShared {
		return conflict("Conflict", "Subnet %s in VNET %s is in use by another App Service plan, and only a subnet of /%d or larger serves several.", subnet.Name(), NameOf(ParentOf(subnet.ID)), facts.WebAppSubnetShared)
	}
	return nil
}
