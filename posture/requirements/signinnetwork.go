package requirements

import (
	"cmp"
	"net/netip"
	"slices"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// reachesEntra: to check who signed in the app asks Entra ID, through its
// subnet like all else that it asks.
func (j *judge) reachesEntra(app *graph.Resource) {
	s, certain := j.subnet(app, "virtualNetworkSubnetId")
	if !certain || s == nil {
		return // R45
	}
	nsg := j.g.ByID(s.value.At("networkSecurityGroup.id").Text())
	if nsg == nil {
		return // Azure's own rules allow it; D-subnets wants a group
	}
	all := nsg.Value("securityRules").Items()
	slices.SortStableFunc(all, func(a, b graph.Value) int { return cmp.Compare(priority(a), priority(b)) })
	for _, r := range all {
		if !r.At("direction").Is("Outbound") || !forHTTPS(r) || !forEntra(r) || !from(r, s) {
			continue
		}
		switch {
		case r.At("access").Hidden():
			j.unknown(nsg, "securityRules", "HTTPS to Entra ID")
		case r.At("access").Is("Allow"):
			j.add(nsg, finding.Pass, "securityRules", r.At("name").String(), "HTTPS to Entra ID")
		default:
			j.fail(nsg, "securityRules", r.At("name").String()+", which denies HTTPS to Entra ID", "a rule before it that allows it")
		}
		return
	}
}

func priority(r graph.Value) float64 { n, _ := r.At("priority").Number(); return n }

func forHTTPS(r graph.Value) bool {
	protocol, port := r.At("protocol"), r.At("destinationPortRange")
	return (protocol.Is("Tcp") || protocol.Is("*")) &&
		(port.Is("443") || port.Is("*") || slices.Contains(r.At("destinationPortRanges").Texts(), "443"))
}

func forEntra(r graph.Value) bool {
	for _, to := range append(r.At("destinationAddressPrefixes").Items(), r.At("destinationAddressPrefix")) {
		if to.Is("*") || to.Is("Internet") || to.Is("AzureActiveDirectory") || to.Is("AzureCloud") || to.Is("0.0.0.0/0") {
			return true
		}
	}
	return false
}

// from is whether a rule is for all of a subnet.
func from(r graph.Value, s *subnet) bool {
	for _, source := range append(r.At("sourceAddressPrefixes").Items(), r.At("sourceAddressPrefix")) {
		p, err := netip.ParsePrefix(source.Text())
		covers := !slices.ContainsFunc(s.prefixes, func(own netip.Prefix) bool { return !p.Contains(own.Addr()) || p.Bits() > own.Bits() })
		if source.Is("*") || source.Is("VirtualNetwork") || err == nil && covers {
			return true
		}
	}
	return false
}
