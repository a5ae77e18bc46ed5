package doors

import (
	"fmt"
	"net/netip"
	"slices"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// rule is one of a network security group's own.
type rule struct {
	path, name string
	value      graph.Value
}

func rules(nsg *graph.Resource, direction string) (all []rule, undecided bool) {
	list := nsg.Value("securityRules")
	for i, item := range list.Items() {
		undecided = undecided || item.At("direction").Hidden() || item.At("access").Hidden()
		if item.At("direction").Is(direction) {
			all = append(all, rule{fmt.Sprintf("securityRules[%d]", i), item.At("name").Text(), item})
		}
	}
	return all, undecided || list.Hidden()
}

// ends are what a rule has on one end: its prefixes, single and listed.
func (r rule) ends(end string) []graph.Value {
	values := listed(r.value.At(end + "AddressPrefixes"))
	if one := r.value.At(end + "AddressPrefix"); one.State != graph.Missing {
		values = append(values, one)
	}
	return values
}

// listed are a list's entries, or the list itself where it is hidden.
func listed(list graph.Value) []graph.Value {
	if list.Hidden() {
		return []graph.Value{list}
	}
	return list.Items()
}

func (r rule) allows() bool { return !r.value.At("access").Is("Deny") }

// deniesAll reports whether the rule denies everything: whatever Azure's own
// rules would admit after it.
func (r rule) deniesAll() bool {
	whole := func(path string) bool { return r.value.At(path).Is("*") }
	return r.value.At("access").Is("Deny") && r.value.At("protocol").Is("*") &&
		whole("sourceAddressPrefix") && whole("sourcePortRange") && whole("destinationAddressPrefix") && whole("destinationPortRange")
}

// private reports whether a prefix or a service tag stands for private
// addresses alone.
func private(v graph.Value) bool {
	text := v.Text()
	p, err := netip.ParsePrefix(text)
	if addr, isAddr := netip.ParseAddr(text); err != nil && isAddr == nil {
		p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	if err != nil {
		// AzureLoadBalancer is Azure's health probe.
		return v.Is("VirtualNetwork") || v.Is("AzureLoadBalancer")
	}
	return slices.ContainsFunc(facts.PrivateRanges, func(r netip.Prefix) bool { return r.Contains(p.Addr()) && r.Bits() <= p.Bits() })
}

func inbound(w *watch, nsg *graph.Resource) {
	all, undecided := rules(nsg, "Inbound")
	if undecided {
		w.unknown(nsg, "securityRules", "private ranges alone")
		return
	}
	for _, r := range all {
		if !r.allows() {
			continue
		}
		at := r.path + " (" + graph.Printable(r.name) + ")"
		for _, source := range r.ends("source") {
			w.value(nsg, at, source, private(source), "private ranges as its source")
		}
		if len(r.ends("source")) == 0 {
			w.open(nsg, at, "without a source", "private ranges as its source")
		}
	}
	if !slices.ContainsFunc(all, rule.deniesAll) {
		w.open(nsg, "securityRules", "without a rule that denies the rest: Azure's own admit the VNet, its peers and load balancers", "one")
	}
}

// outbound looks at the groups of subnets that start no connections of their
// own. A resolver's subnet is delegated to Azure, which asks other servers.
func outbound(w *watch) {
	app, exempt := map[*graph.Resource]bool{}, map[*graph.Resource]bool{}
	for _, v := range w.g.Of("network:VirtualNetwork") {
		for _, s := range v.Value("subnets").Items() {
			nsg := w.securityGroup(s)
			for _, d := range s.At("delegations").Items() {
				app[nsg] = app[nsg] || d.At("serviceName").Is("Microsoft.Web/serverFarms")
				exempt[nsg] = exempt[nsg] || d.At("serviceName").Is("Microsoft.Network/dnsResolvers")
			}
		}
	}
	for _, nsg := range w.g.Of("network:NetworkSecurityGroup") {
		all, undecided := rules(nsg, "Outbound")
		if undecided {
			w.unknown(nsg, "securityRules", "named targets")
			continue
		}
		for _, r := range all {
			w.target(nsg, r, app[nsg])
		}
		if slices.ContainsFunc(all, rule.deniesAll) {
			continue
		}
		if exempt[nsg] {
			w.accepted(nsg, "securityRules", "without a rule that denies the rest", "the DNS resolver, which Azure runs, asks other servers")
			continue
		}
		if w.g.Source == graph.FromPreview && len(all) == 0 {
			w.unknown(nsg, "securityRules", "a rule that denies the rest, or a resolver's subnet")
			continue
		}
		w.open(nsg, "securityRules", "without a rule that denies the rest: Azure's own admit the internet", "one")
	}
}

func (w *watch) target(nsg *graph.Resource, r rule, app bool) {
	if !r.allows() {
		return
	}
	path := r.path + " (" + graph.Printable(r.name) + ")"
	for _, to := range r.ends("destination") {
		https := r.value.At("destinationPortRange").Is("443") && r.value.At("protocol").Is("Tcp")
		if to.Is("Internet") && https && (app || w.g.Source == graph.FromPreview) {
			w.accepted(nsg, path, to.String(), "the web app calls sign-in, Microsoft Graph and package indexes over HTTPS")
			continue
		}
		w.value(nsg, path, to, private(to), "private ranges as its target")
	}
	if len(r.ends("destination")) == 0 {
		w.open(nsg, path, "without a target", "private ranges as its target")
	}
}

// securityGroup is a subnet's; nil where it has none that is in the graph.
func (w *watch) securityGroup(s graph.Value) *graph.Resource {
	return w.g.ByID(s.At("networkSecurityGroup.id").Text())
}

// subnets looks at what each subnet says of itself, and securityGroups at
// what it is tied to.
func subnets(w *watch, v *graph.Resource) {
	for i, s := range v.Value("subnets").Items() {
		at := subnetAt(i, s)
		out := s.At("defaultOutboundAccess")
		w.value(v, at+".defaultOutboundAccess", out, out.False(), "false")
		policies := s.At("privateEndpointNetworkPolicies")
		if s.At("name").Text() != "GatewaySubnet" && len(s.At("delegations").Items()) == 0 {
			w.value(v, at+".privateEndpointNetworkPolicies", policies, policies.Is("Enabled") || policies.Is("NetworkSecurityGroupEnabled"), `"Enabled"`)
		}
	}
}

func securityGroups(w *watch) {
	for _, v := range w.g.Of("network:VirtualNetwork") {
		for i, s := range v.Value("subnets").Items() {
			if s.At("name").Text() == "GatewaySubnet" {
				continue // R3: none allowed
			}
			w.value(v, subnetAt(i, s)+".networkSecurityGroup", s.At("networkSecurityGroup.id"), w.securityGroup(s) != nil, "one of this stack's")
		}
	}
}

func subnetAt(i int, s graph.Value) string {
	return fmt.Sprintf("subnets[%d] (%s)", i, graph.Printable(s.At("name").Text()))
}

func peerings(w *watch, r *graph.Resource) {
	if r.Kind == "network:VirtualNetworkPeering" {
		w.open(r, "remoteVirtualNetwork.id", r.Value("remoteVirtualNetwork.id").String(), "no peering")
		return
	}
	list := r.Value("virtualNetworkPeerings")
	w.value(r, "virtualNetworkPeerings", list, len(list.Items()) == 0, "no entries")
}
