package arm

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// delegable are the services that a subnet can be delegated to, of the three
// namespaces that this topology has to do with. Others are believed.
// https://learn.microsoft.com/azure/virtual-network/subnet-delegation-overview
var delegable = []string{
	"Microsoft.Web/serverFarms", "Microsoft.Web/hostingEnvironments",
	"Microsoft.Network/dnsResolvers", "Microsoft.Network/applicationGateways", "Microsoft.Network/fpgaNetworkInterfaces",
	facts.FlexDelegation,
}

// checkDelegations: a subnet is delegated to one service that there is, and
// GatewaySubnet to none. InvalidServiceNameOnDelegation:
// crossplane-contrib/provider-upjet-azure#342, met also by those who named no
// service. That a subnet takes one delegation: MicrosoftDocs/azure-docs#28698;
// its code, and GatewaySubnet's, are not confirmed.
func checkDelegations(id string, subnet any) error {
	given := list(subnet, "delegations")
	for _, d := range given {
		service := text(d, "serviceName")
		namespace, _, isService := strings.Cut(service, "/")
		ours := slices.ContainsFunc([]string{"Microsoft.Web", "Microsoft.Network", "Microsoft.App"}, func(n string) bool { return strings.EqualFold(n, namespace) })
		// The letter case of a name is judged by the service that comes.
		if !isService || ours && !slices.ContainsFunc(delegable, func(d string) bool { return strings.EqualFold(d, service) }) {
			return badRequest("InvalidServiceNameOnDelegation", "The service name %s specified on delegation %s/delegations/%s is not valid. Valid value(s) are: %s.", service, id, text(d, "name"), strings.Join(delegable, ","))
		}
	}
	switch {
	case len(given) > 0 && strings.EqualFold(NameOf(id), gatewaySubnet):
		return badRequest("GatewaySubnetCannotBeDelegated", "Subnet %s cannot be delegated to %s: only gateways lie in GatewaySubnet.", id, delegations(subnet))
	case len(given) > 1:
		return badRequest("SubnetCannotHaveMultipleDelegations", "Subnet %s cannot be delegated to more than one service: %s.", id, delegations(subnet))
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

// undelegated: a private endpoint can be created in no delegated subnet.
// "Troubleshoot private endpoint creation that fails or stalls in Azure Private
// Link" (Microsoft Learn, 2026-06-12) has code and words. GatewaySubnet is for gateways alone; the code for an
// endpoint in it is not confirmed.
func undelegated(tx *Tx, endpoint *Resource) error {
	subnet := tx.Get(endpoint.Text("subnet.id"))
	switch {
	case subnet == nil:
		return nil
	case strings.EqualFold(subnet.Name(), gatewaySubnet):
		return badRequest("PrivateEndpointCannotBeCreatedInGatewaySubnet", "Private endpoint %s cannot be created in subnet %s: only gateways lie in GatewaySubnet.", endpoint.ID, subnet.ID)
	case delegations(subnet.Properties) != "":
		return badRequest("PrivateEndpointCreationNotAllowedAsSubnetIsDelegated", "Private endpoint %s cannot be created as subnet %s is delegated.", endpoint.ID, subnet.ID)
	}
	return nil
}

// external are the resources of a delegated service in a subnet, as Azure
// names them: for a web app, its plan.
func (tx *Tx) external(subnetID, except string) []string {
	var found []string
	for _, user := range tx.Referrers(subnetID) {
		if SameID(user.ID, except) {
			continue
		}
		id := user.ID
		if user.Type == armWebApp {
			id = user.Text("serverFarmId")
		}
		if entry := fmt.Sprintf("(%s, %s)", TypeOf(id), id); !slices.Contains(found, entry) {
			found = append(found, entry)
		}
	}
	return found
}
