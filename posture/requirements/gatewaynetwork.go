package requirements

import (
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var gatewayNetwork = []Rule{
	{
		ID: "G4", Title: "The gateway has a subnet of its own with a network security group, of the size and with the delegation of its tier",
		Severity: finding.High, Kind: kindService, Judge: judgeGatewaySubnetOf,
		Fix:  "Give the gateway a subnet that nothing else uses: /27 and delegated to Microsoft.Web/serverFarms for a v2 tier, /29 without delegation for a classic one.",
		Link: apimPage + "virtual-network-injection-resources",
	},
	{
		ID: "G5", Title: "The network security group of a gateway inside the VNet lets through what API Management needs", Severity: finding.High,
		Kind: kindService, Judge: judgeGatewayRules,
		Fix:  "Allow the sources and targets that Azure lists, before the rules that deny the rest.",
		Link: apimPage + "virtual-network-reference#required-ports",
	},
	{
		ID: "G6", Title: "The gateway's names lead to its private address: by an endpoint and its zone, or by five zones of exactly its own names",
		Severity: finding.High, Kind: kindService, Judge: judgeGatewayNames,
		Fix:  "Give the gateway one private endpoint, group Gateway, or inside the VNet a zone with an @ record for each of its five names; a zone azure-api.net takes everybody else's names away.",
		Link: apimPage + "api-management-using-with-internal-vnet#dns-configuration",
	},
}

// The smallest subnets of a gateway, as prefix bits.
// https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources#subnet-size
// https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound#subnet-size
const (
	v2SubnetSmallest      = 27
	classicSubnetSmallest = 29
)

func judgeGatewaySubnetOf(j *judge) {
	for _, service := range j.gateways() {
		s, certain := j.gatewaySubnet(service)
		switch {
		case !certain:
			j.unknown(service, subnetOfService, "a subnet of its own")
			continue
		case s == nil:
			j.fail(service, subnetOfService, service.Value(subnetOfService).String(), "a subnet of the VNet")
			continue
		}
		vnet := j.vnets[j.vnetByID[strings.ToLower(j.vnetOf(service, subnetOfService).ID)]]
		at := "subnets: " + s.name
		for _, other := range j.users(s) {
			if other != service {
				j.fail(vnet.resource, at, "a subnet of "+other.String()+" too", "one of the gateway's own")
			}
		}
		j.guarded(vnet.resource, s)
		j.judged(vnet.resource, at+".delegations", s.value.At("delegations"), delegatedTo(service, s))
		bits := v2SubnetSmallest
		if internal(service) {
			bits = classicSubnetSmallest
		}
		j.size(vnet, s, bits)
	}
}

// delegatedTo: Azure compares the name with regard to case.
func delegatedTo(service *graph.Resource, s *subnet) Test {
	if internal(service) {
		return Empty()
	}
	return Test{webDelegation + " alone", func(graph.Value) bool {
		return len(s.delegations) == 1 && s.delegations[0] == webDelegation
	}}
}

// guarded asks that a subnet has a network security group of this stack.
func (j *judge) guarded(vnet *graph.Resource, s *subnet) {
	at, group := "subnets: "+s.name+".networkSecurityGroup.id", s.value.At("networkSecurityGroup.id")
	if group.Hidden() {
		j.unknown(vnet, at, "the id of a group of this stack")
		return
	}
	if nsg := j.g.ByID(group.Text()); nsg == nil || nsg.Kind != kindNSG {
		j.fail(vnet, at, group.String(), "a group of this stack")
	}
}

// users are what lies in a subnet, or sends through it.
func (j *judge) users(s *subnet) []*graph.Resource {
	var all []*graph.Resource
	for _, of := range []struct{ kind, path string }{
		{kindEndpoint, "subnet.id"}, {kindWebApp, "virtualNetworkSubnetId"}, {kindService, subnetOfService},
		{kindInbound, "ipConfigurations[0].subnet.id"}, {kindGateway, "ipConfigurations[0].subnet.id"},
	} {
		for _, r := range j.g.Of(of.kind) {
			if own, _ := j.subnet(r, of.path); own == s {
				all = append(all, r)
			}
		}
	}
	return all
}
