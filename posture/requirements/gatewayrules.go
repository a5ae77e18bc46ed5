package requirements

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

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
