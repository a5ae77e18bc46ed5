package arm

import (
	"cmp"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// checkManaged refuses a write to what is in an API Management service that
// Azure's own management cannot reach, or that takes newer requests alone.
//
// A classic service inside a VNet is written to through port 3443 of its
// subnet: Azure/azure-rest-api-specs#10289 has the code, the words and what the
// service's team said, Azure/apiops#497 the status.
// What a request of a version before minApiVersion is answered is not confirmed.
func (tx *Tx) checkManaged(t *Type, r *Resource) error {
	if !strings.HasPrefix(r.Type, armAPIManagement+"/") {
		return nil // a diagnostic setting of the service, for one, is another provider's
	}
	service := tx.Get(serviceOf(r.ID))
	if least := service.Text("apiVersionConstraint.minApiVersion"); least > t.API {
		return badRequest("InvalidApiVersion", "API Management service %s takes requests of the API version %s and later; this one has %s.", service.ID, least, t.API)
	}
	if kind := service.Text("virtualNetworkType"); tierOf(service).V2 || kind == "None" {
		return nil
	}
	subnet := tx.Get(service.Text("virtualNetworkConfiguration.subnetResourceId"))
	if subnet == nil || tx.letsManage(subnet) {
		return nil
	}
	return refuse(http.StatusUnprocessableEntity, "ManagementApiRequestFailed", "Failed to connect to management endpoint %s.management.azure-api.net:3443 for a service deployed in a Virtual Network. Make sure to follow guidance at https://aka.ms/apim-vnet-common-issues for Inbound connectivity to Management endpoint.", service.Name())
}

// managementPort is where a classic service in a VNet is managed.
// https://learn.microsoft.com/azure/api-management/virtual-network-reference
const managementPort = 3443

// letsManage reports whether the security group of a subnet lets Azure's
// management in: the rule with the lowest priority that fits says so, and where
// none does, what comes from outside is denied.
func (tx *Tx) letsManage(subnet *Resource) bool {
	group := tx.Get(text(subnet.Properties, "networkSecurityGroup.id"))
	if group == nil {
		return false
	}
	rules := slices.Clone(list(group.Properties, "securityRules"))
	slices.SortFunc(rules, func(a, b any) int { return cmp.Compare(number(a, "priority"), number(b, "priority")) })
	for _, rule := range rules {
		if strings.EqualFold(text(rule, "direction"), "Inbound") && slices.Contains([]string{"*", "tcp"}, strings.ToLower(text(rule, "protocol"))) &&
			slices.ContainsFunc(oneOrMany(rule, "sourceAddressPrefix"), fromManagement) &&
			slices.ContainsFunc(oneOrMany(rule, "destinationAddressPrefix"), func(to string) bool { return reaches(to, subnet) }) &&
			slices.ContainsFunc(oneOrMany(rule, "destinationPortRange"), func(ports string) bool { return withinPorts(ports, managementPort) }) {
			return strings.EqualFold(text(rule, "access"), "Allow")
		}
	}
	return false
}

// oneOrMany is what a rule has by a name or by its plural.
func oneOrMany(rule any, name string) []string {
	many := texts(rule, name+"es")
	if strings.HasSuffix(name, "Range") {
		many = texts(rule, name+"s")
	}
	if one := text(rule, name); one != "" {
		many = append(many, one)
	}
	return many
}

// fromManagement: Azure's management has addresses on the internet, and a
// service tag of its own, by region, too.
func fromManagement(source string) bool {
	tag, _, _ := strings.Cut(source, ".")
	return slices.Contains([]string{"*", "0.0.0.0/0", "Internet", "AzureCloud", "ApiManagement"}, source) || tag == "ApiManagement"
}

func reaches(destination string, subnet *Resource) bool {
	if destination == "*" || destination == "VirtualNetwork" {
		return true
	}
	to, err := netip.ParsePrefix(destination)
	prefix, unknown := subnetPrefix(subnet.Properties)
	return err == nil && unknown == nil && within([]netip.Prefix{to}, prefix)
}

func withinPorts(ports string, port int) bool {
	if ports == "*" {
		return true
	}
	from, to, span := strings.Cut(ports, "-")
	low, err := strconv.Atoi(from)
	high := low
	if span && err == nil {
		high, err = strconv.Atoi(to)
	}
	return err == nil && low <= port && port <= high
}
