package requirements

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/facts"
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

// need is what a group has to let through.
type need struct {
	direction, from, to, protocol string
	port                          int
}

func (n need) String() string {
	from := n.from
	if from == "" {
		from = "clients"
	}
	return fmt.Sprintf("%s %s %d from %s to %s", strings.ToLower(n.direction), strings.ToUpper(n.protocol), n.port, from, n.to)
}

// needs of a service inside the VNet; clients are the VNet's own.
// https://learn.microsoft.com/azure/api-management/virtual-network-reference#required-ports
var needs = []need{
	{"Inbound", "ApiManagement", inVNet, "Tcp", 3443}, {"Inbound", "AzureLoadBalancer", inVNet, "Tcp", 6390},
	{"Outbound", inVNet, "Internet", "Tcp", 80}, {"Outbound", inVNet, "Storage", "Tcp", 443}, {"Outbound", inVNet, "Sql", "Tcp", 1433},
	{"Outbound", inVNet, "AzureKeyVault", "Tcp", 443}, {"Outbound", inVNet, "AzureMonitor", "Tcp", 1886},
	{"Outbound", inVNet, "AzureMonitor", "Tcp", 443}, {"Outbound", inVNet, "AzureActiveDirectory", "Tcp", 443},
}

// clientNeed is whatever may call, and unitNeeds are what several units tell
// each other for rate limits.
var (
	clientNeed = need{"Inbound", "", inVNet, "Tcp", 443}
	unitNeeds  = []need{{"Inbound", inVNet, inVNet, "Udp", 4290}, {"Outbound", inVNet, inVNet, "Udp", 4290}}
)

const inVNet = "VirtualNetwork"

func judgeGatewayRules(j *judge) {
	j.none("no gateway lies inside the VNet")
	for _, service := range j.gateways() {
		s, certain := j.gatewaySubnet(service)
		if !internal(service) || s == nil {
			continue // G4
		}
		group := s.value.At("networkSecurityGroup.id")
		nsg := j.g.ByID(group.Text())
		if group.Hidden() || !certain {
			j.unknown(service, subnetOfService, "a group that lets through what API Management needs")
			continue
		}
		if nsg == nil {
			continue // G4
		}
		all := append(slices.Clone(needs), clientNeed)
		if units, is := service.Value("sku.capacity").Number(); is && units > 1 {
			all = append(all, unitNeeds...)
		}
		for _, n := range all {
			j.lets(nsg, s, n)
		}
	}
}

// lets: the first rule that is for all of a need decides it.
func (j *judge) lets(nsg *graph.Resource, s *subnet, n need) {
	list := nsg.Value("securityRules")
	if list.Hidden() {
		j.unknown(nsg, "securityRules", n.String())
		return
	}
	all := list.Items()
	slices.SortStableFunc(all, func(a, b graph.Value) int { return int(priority(a)) - int(priority(b)) })
	for _, r := range all {
		if !r.At("direction").Is(n.direction) || !carries(r, n) || !end(r, "source", n.from, s) || !end(r, "destination", n.to, s) {
			continue
		}
		switch {
		case r.At("access").Hidden():
			j.unknown(nsg, "securityRules", n.String())
		case r.At("access").Is("Allow"):
			j.add(nsg, finding.Pass, "securityRules", r.At("name").String(), n.String())
		default:
			j.fail(nsg, "securityRules", r.At("name").String()+", which denies "+n.String(), "a rule before it that allows it")
		}
		return
	}
	if slices.ContainsFunc(all, hiddenRule) {
		j.unknown(nsg, "securityRules", n.String())
		return
	}
	j.fail(nsg, "securityRules", "without one for "+n.String(), "a rule that allows it")
}

// hiddenRule reports whether something of a rule is hidden that decides what
// it is for.
func hiddenRule(r graph.Value) bool {
	return slices.ContainsFunc(r.Keys(), func(key string) bool {
		return r.Field(key).Hidden() || slices.ContainsFunc(r.Field(key).Items(), graph.Value.Hidden)
	})
}

// carries reports whether a rule is for a need's protocol and port.
func carries(r graph.Value, n need) bool {
	protocol := r.At("protocol")
	if !protocol.Is(n.protocol) && !protocol.Is("*") {
		return false
	}
	for _, ports := range append(r.At("destinationPortRanges").Items(), r.At("destinationPortRange")) {
		var from, to int
		switch _, err := fmt.Sscanf(ports.Text(), "%d-%d", &from, &to); {
		case ports.Is("*"), ports.Is(itoa(n.port)), err == nil && from <= n.port && n.port <= to:
			return true
		}
	}
	return false
}

// end reports whether one end of a rule is for all of a service tag, which is
// the subnet itself for VirtualNetwork; an empty one is anybody.
func end(r graph.Value, which, tag string, s *subnet) bool {
	for _, one := range append(r.At(which+"AddressPrefixes").Items(), r.At(which+"AddressPrefix")) {
		if one.Is("*") || one.State == graph.Known && (tag == "" || one.Is(tag)) {
			return true
		}
		if tag == inVNet && slices.ContainsFunc(s.prefixes, func(p netip.Prefix) bool { return one.Is(p.String()) }) {
			return true
		}
		// Every tag of a service is a part of these.
		if one.Is("Internet") && tag != inVNet || one.Is("AzureCloud") && tag != inVNet && tag != "Internet" {
			return true
		}
	}
	return false
}

// The names of a service inside a VNet.
// https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet#access-on-default-host-names
func internalNames(service string) []string {
	var all []string
	for _, of := range []string{"", ".portal", ".developer", ".management", ".scm"} {
		all = append(all, service+of+apiDomain)
	}
	return all
}

const apiDomain = ".azure-api.net"

func judgeGatewayNames(j *judge) {
	zones := map[string]*graph.Resource{}
	for _, z := range j.g.Of(kindZone) {
		name := nameOf(z, "privateZoneName")
		zones[name] = z
		if name == strings.TrimPrefix(apiDomain, ".") {
			j.fail(z, "privateZoneName", `"`+name+`", which hides the names of every other gateway`, "a zone for each of the gateway's own names")
		}
	}
	sets := map[*graph.Resource][]*graph.Resource{}
	for _, set := range j.g.Of(kindRecordSet) {
		if zone, _ := j.named(set, "privateZoneName", kindZone, zones); zone != nil && nameOf(set, "relativeRecordSetName") == "@" {
			sets[zone] = append(sets[zone], set)
		}
	}
	asked := map[*graph.Resource]bool{}
	for _, service := range j.gateways() {
		if !internal(service) {
			j.reachable(service, facts.PrivateLinkGateway)
			continue
		}
		if n := len(j.endpoints[service.URN]); n > 0 {
			j.fail(service, "", count(n, "private endpoint"), "none: Azure refuses one on a service inside a VNet")
		}
		name := nameOf(service, "serviceName")
		if name == "" {
			j.unknown(service, "serviceName", "a zone for each of its names")
			continue
		}
		for _, zone := range internalNames(name) {
			for _, set := range sets[zones[zone]] {
				asked[set] = true
			}
			j.internalZone(service, zone, zones[zone], sets[zones[zone]])
		}
	}
	for _, set := range j.g.Of(kindRecordSet) {
		if !asked[set] {
			j.fail(set, "", "a record of "+graph.Printable(nameOf(set, "privateZoneName")), "none but those of a gateway inside the VNet")
		}
	}
}

// internalZone: a zone that is a whole name has its record at @.
func (j *judge) internalZone(service *graph.Resource, name string, zone *graph.Resource, sets []*graph.Resource) {
	if zone == nil {
		j.fail(service, "", "no zone "+name, "one, with the record @")
		return
	}
	if len(j.zoneLinks[zone.URN]) == 0 {
		j.fail(zone, "", "no link to a VNet", "one: without it nobody finds the gateway")
	}
	own := service.Value("privateIPAddresses[0]")
	address := Test{"the gateway's private address", func(v graph.Value) bool { return v.Text() != "" && v.Is(own.Text()) }}
	for _, set := range sets {
		j.judged(set, "recordType", set.Inputs.At("recordType"), Equal("A"))
		records := set.Value("aRecords")
		switch {
		case records.Hidden() || own.Hidden() || own.State == graph.Missing && j.g.Source == graph.FromPreview:
			j.unknown(set, "aRecords", address.Says)
		case len(records.Items()) != 1:
			j.fail(set, "aRecords", count(len(records.Items()), "record"), "one")
		default:
			j.judged(set, "aRecords[0].ipv4Address", records.Items()[0].At("ipv4Address"), address)
		}
	}
	if len(sets) == 0 {
		j.fail(zone, "", "no record @", "one with "+address.Says)
	}
}
