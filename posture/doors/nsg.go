package doors

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

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
			if r.manages(source) {
				continue // apiManagement looks for whom
			}
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

// manages reports whether a rule admits API Management's control plane, which
// a service inside a VNet cannot do without, to the port that it asks.
// https://learn.microsoft.com/azure/api-management/virtual-network-reference#required-ports
func (r rule) manages(source graph.Value) bool {
	return source.Is("ApiManagement") && r.value.At("protocol").Is("Tcp") && r.value.At("destinationPortRange").Is("3443")
}

// apiManagement looks for the gateway of a group that admits its control plane.
func apiManagement(w *watch) {
	inside, whole := w.gatewayGroups()
	for _, nsg := range w.g.Of("network:NetworkSecurityGroup") {
		all, _ := rules(nsg, "Inbound")
		for _, r := range all {
			at := r.path + " (" + graph.Printable(r.name) + ")"
			for _, source := range r.ends("source") {
				switch {
				case !r.allows() || !r.manages(source):
				case inside[nsg]:
					w.accepted(nsg, at, source.String(), "Azure manages the gateway, which lies inside the VNet (G5)")
				case !whole:
					w.unknown(nsg, at, "the group of a gateway's subnet")
				default:
					w.open(nsg, at, source.String(), "private ranges as its source")
				}
			}
		}
	}
}

// gatewayGroups are the network security groups of API Management's subnets,
// and whether it can be told of each group if it is one.
func (w *watch) gatewayGroups() (groups map[*graph.Resource]bool, whole bool) {
	own := map[string]bool{}
	groups, whole = map[*graph.Resource]bool{}, true
	for _, service := range w.g.Of(apiService) {
		id := service.Value("virtualNetworkConfiguration.subnetResourceId")
		whole = whole && !id.Hidden()
		own[strings.ToLower(id.Text())] = id.Text() != ""
	}
	if len(own) == 0 {
		return groups, whole
	}
	for _, v := range w.g.Of("network:VirtualNetwork") {
		for _, s := range v.Value("subnets").Items() {
			whole = whole && !s.At("networkSecurityGroup.id").Hidden()
			if nsg := w.securityGroup(s); nsg != nil && own[strings.ToLower(v.ID+"/subnets/"+s.At("name").Text())] {
				groups[nsg] = true
			}
		}
	}
	return groups, whole
}

// targetsOfGateway are the service tags that API Management sends to.
// https://learn.microsoft.com/azure/api-management/virtual-network-reference#required-ports
var targetsOfGateway = map[string][]string{
	"Internet": {"80"}, "Storage": {"443"}, "Sql": {"1433"}, "AzureKeyVault": {"443"}, "AzureMonitor": {"443", "1886"}, "AzureActiveDirectory": {"443"},
}

// toService reports whether a rule sends to one of some services, over the
// ports that it has.
func (r rule) toService(to graph.Value, services map[string][]string) bool {
	ports := r.value.At("destinationPortRanges").Texts()
	if one := r.value.At("destinationPortRange").Text(); one != "" {
		ports = append(ports, one)
	}
	for tag, own := range services {
		if to.Is(tag) && r.value.At("protocol").Is("Tcp") && len(ports) > 0 {
			return !slices.ContainsFunc(ports, func(port string) bool { return !slices.Contains(own, port) })
		}
	}
	return false
}

// outbound looks at the groups of subnets that start no connections of their
// own. A resolver's subnet is delegated to Azure, which asks other servers.
func outbound(w *watch) {
	app, functions, exempt := map[*graph.Resource]bool{}, map[*graph.Resource]bool{}, map[*graph.Resource]bool{}
	gateways, whole := w.gatewayGroups()
	for _, v := range w.g.Of("network:VirtualNetwork") {
		for _, s := range v.Value("subnets").Items() {
			nsg := w.securityGroup(s)
			for _, d := range s.At("delegations").Items() {
				app[nsg] = app[nsg] || d.At("serviceName").Is("Microsoft.Web/serverFarms")
				functions[nsg] = functions[nsg] || d.At("serviceName").Is("Microsoft.App/environments")
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
			w.target(nsg, r, w.senders(gateways[nsg], functions[nsg], app[nsg]), !whole)
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

// sender is what starts connections of its own: where to, and why it may.
type sender struct {
	services map[string][]string
	why      string
}

var (
	gatewaySends  = sender{targetsOfGateway, "the gateway gets its configuration, tokens and keys to check them, and sends its metrics"}
	functionsSend = sender{map[string][]string{"AzureMonitor": {"443"}, "AzureActiveDirectory": {"443"}}, "the function app gets tokens and sends telemetry over HTTPS"}
	webAppSends   = sender{map[string][]string{"Internet": {"443"}}, "the web app calls sign-in, Microsoft Graph and package indexes over HTTPS"}
)

// senders are those behind a group. Before a deployment nobody knows whose
// subnet has it, and it is any that the stack has.
func (w *watch) senders(gateway, functions, app bool) []sender {
	all := []sender{}
	preview := w.g.Source == graph.FromPreview
	hasGateway := len(w.g.Of(apiService)) > 0
	if gateway || preview && hasGateway {
		all = append(all, gatewaySends)
	}
	if functions || preview && hasGateway {
		all = append(all, functionsSend)
	}
	if app && !gateway || preview {
		all = append(all, webAppSends)
	}
	return all
}

// target looks at where a rule lets its senders send; maybeGateway is that
// nobody can tell whether the group is a gateway's.
func (w *watch) target(nsg *graph.Resource, r rule, from []sender, maybeGateway bool) {
	if !r.allows() {
		return
	}
	path := r.path + " (" + graph.Printable(r.name) + ")"
	for _, to := range r.ends("destination") {
		if at := slices.IndexFunc(from, func(s sender) bool { return r.toService(to, s.services) }); at >= 0 {
			w.accepted(nsg, path, to.String(), from[at].why)
			continue
		}
		if maybeGateway && r.toService(to, targetsOfGateway) {
			w.unknown(nsg, path, "the group of a gateway's subnet")
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
		delegations := s.At("delegations")
		if delegations.Hidden() {
			w.unknown(v, at+".delegations", "whether endpoints may lie in it")
			continue
		}
		if s.At("name").Text() != "GatewaySubnet" && len(delegations.Items()) == 0 {
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
