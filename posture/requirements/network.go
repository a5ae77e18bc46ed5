package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var network = []Rule{
	{
		ID: "R1", Title: "One resource group holds one VNet, the key services with a private endpoint each, the web app and the private DNS zones",
		Severity: finding.High, Kind: kindGroup, Judge: judgeGroup,
		Fix:  "Deploy the whole topology of this project, each part once, into its own resource group.",
		Link: "https://learn.microsoft.com/azure/foundry-classic/openai/how-to/on-your-data-configuration",
	},
	{
		ID: "R2", Title: "The VNet has a subnet for endpoints, GatewaySubnet (/27 or larger), and one that is delegated to the web app alone",
		Severity: finding.High, Kind: kindVNet, Judge: judgeSubnets,
		Fix:  "Give each purpose its subnet, of the size and with the delegation that its service asks for.",
		Link: "https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	{
		ID: "R3", Title: "GatewaySubnet has no network security group and no delegation",
		Severity: finding.High, Kind: kindVNet, Each: judgeGatewaySubnet,
		Fix:  "Take the network security group and the delegation off GatewaySubnet.",
		Link: "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub",
	},
	{
		ID: "R4", Title: "Subnets lie in the VNet and overlap neither each other nor the VPN's client pool; endpoints have addresses that Azure leaves free",
		Severity: finding.High, Kind: kindVNet, Each: judgeRanges, Judge: judgeAddresses,
		Fix:  "Plan the address ranges anew; Azure keeps the first four addresses of a subnet and its last one.",
		Link: "https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq",
	},
}

func judgeGroup(j *judge) {
	j.pass(nil, "", fmt.Sprintf("%s in %s", count(len(j.g.Azure()), "resource"), count(len(j.g.Of(kindGroup)), "group")))
	for _, kind := range []string{kindGroup, kindVNet} {
		if n := len(j.g.Of(kind)); n != 1 {
			j.fail(nil, "", count(n, kind), "one")
		}
	}
	for _, kind := range []string{kindAccount, kindSearch, kindStorage, kindWebApp, kindPlan, kindZone} {
		if len(j.g.Of(kind)) == 0 {
			j.fail(nil, "", count(0, kind), "one at least")
		}
	}
	// A function app is reached and used otherwise: it stands for no web app.
	if apps := j.g.Of(kindWebApp); len(apps) > 0 && !slices.ContainsFunc(apps, isSite) {
		j.fail(apps[0], "kind", apps[0].Value("kind").String(), "a web app")
	}
	for _, kind := range []string{kindAccount, kindSearch, kindStorage} {
		for _, service := range j.g.Of(kind) {
			list := j.endpoints[service.URN]
			if j.hostOf[service.URN] != nil {
				continue // G20
			}
			if len(list) != 1 {
				j.fail(service, "", count(len(list), "private endpoint"), "one")
				continue
			}
			j.value(list[0].endpoint, "customNetworkInterfaceName", Given())
		}
	}
	j.sameGroup()
}

func isSite(app *graph.Resource) bool {
	return !strings.Contains(strings.ToLower(app.Value("kind").Text()), "functionapp")
}

// sameGroup asks that everything lies in the one resource group.
func (j *judge) sameGroup() {
	groups := j.g.Of(kindGroup)
	if len(groups) != 1 {
		return
	}
	name := groups[0].Value("resourceGroupName")
	for _, r := range j.g.Azure() {
		if r.Kind == kindGroup {
			continue
		}
		in := r.Value("resourceGroupName")
		switch {
		case in.State == graph.Known && name.State == graph.Known && !in.Is(name.Text()):
			j.fail(r, "resourceGroupName", in.String(), name.String())
		case in.Hidden() && j.source(r, "resourceGroupName", kindGroup) != groups[0]:
			j.unknown(r, "resourceGroupName", name.String())
		}
	}
}

const webDelegation = "Microsoft.Web/serverFarms"

func judgeSubnets(j *judge) {
	for _, v := range j.vnets {
		if v.undecided {
			j.unknown(v.resource, "subnets", "a subnet for each purpose")
			continue
		}
		j.gatewaySubnetOf(v)
		j.webSubnetOf(v)
		plain := 0
		for i, s := range v.subnets {
			if !s.isGateway() && len(s.delegations) == 0 && !j.ofGateways(&v.subnets[i]) {
				plain++
			}
		}
		if plain == 0 {
			j.fail(v.resource, "subnets", "without one that is not delegated", "one for the private endpoints")
		}
	}
	for _, e := range j.g.Of(kindEndpoint) {
		s, certain := j.subnet(e, "subnet.id")
		switch {
		case !certain:
			j.unknown(e, "subnet.id", "a subnet for endpoints")
		case s == nil:
			j.fail(e, "subnet.id", "no subnet of the VNet", "a subnet for endpoints")
		case s.isGateway() || len(s.delegations) > 0 || j.ofGateways(s):
			j.fail(e, "subnet.id", "subnet "+s.name+", which is delegated or the gateway's", "a subnet for endpoints")
		}
	}
}

func (j *judge) gatewaySubnetOf(v vnet) {
	s := v.named("GatewaySubnet")
	if s == nil {
		if j.wantsVPN() || len(j.g.Of(kindGateway)) > 0 {
			j.fail(v.resource, "subnets", "without a GatewaySubnet", "one, of /27 or larger")
		}
		return
	}
	j.size(v, s, facts.GatewaySubnetSmallest)
}

func (j *judge) webSubnetOf(v vnet) {
	var found *subnet
	for i, s := range v.subnets {
		if len(s.delegations) == 1 && s.delegations[0] == webDelegation && !j.ofGateways(&v.subnets[i]) {
			found = &v.subnets[i]
		}
	}
	if found == nil {
		near := "without one for the web app"
		for _, s := range v.subnets {
			for _, d := range s.delegations {
				if strings.EqualFold(d, webDelegation) {
					near = fmt.Sprintf("%s delegated to %q", s.name, d)
				}
			}
		}
		// Some resource providers compare the name with regard to case.
		j.fail(v.resource, "subnets", near, "one delegated to "+webDelegation)
		return
	}
	j.size(v, found, facts.WebAppSubnetSmallest)
}

func (j *judge) size(v vnet, s *subnet, bits int) {
	at := "subnets: " + s.name
	for _, p := range s.prefixes {
		if p.Bits() > bits {
			j.fail(v.resource, at, p.String(), fmt.Sprintf("/%d or larger", bits))
			return
		}
	}
	if len(s.prefixes) == 0 {
		j.fail(v.resource, at, "without an address range", fmt.Sprintf("/%d or larger", bits))
		return
	}
	j.add(v.resource, finding.Pass, at, s.prefixes[0].String(), fmt.Sprintf("/%d or larger", bits))
}

func judgeGatewaySubnet(j *judge, r *graph.Resource) {
	j.none("there is no GatewaySubnet")
	v := readVNet(r)
	s := v.named("GatewaySubnet")
	if s == nil {
		return
	}
	j.judged(r, "subnets: GatewaySubnet: networkSecurityGroup", s.value.At("networkSecurityGroup"), Absent())
	j.judged(r, "subnets: GatewaySubnet: delegations", s.value.At("delegations"), Empty())
}
