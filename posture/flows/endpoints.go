package flows

import (
	"net/netip"
	"strings"

	"secure-azure-openai/posture/graph"
)

// endpoint is one connection of a private endpoint.
type endpoint struct {
	resource *graph.Resource
	subnet   *subnet
	// target is what it leads to, by id; group is which part of it.
	target, group string
	path          string
	status        graph.Value
	addresses     []netip.Addr
	// own is for no endpoint at all: a service that stands in the subnet
	// itself.
	own bool
}

func (m *model) readEndpoints() {
	for _, r := range m.graph.Of("network:PrivateEndpoint") {
		s := m.subnets[low(r.Value("subnet.id").Text())]
		for _, list := range []string{"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"} {
			for i, c := range r.Value(list).Items() {
				to := c.At("privateLinkServiceId")
				if to.State != graph.Known || s == nil {
					m.looseEndpoints = append(m.looseEndpoints, r)
					for _, urn := range r.PropertyDependencies["privateLinkServiceConnections"] {
						m.looseTo[urn] = true
					}
					continue
				}
				path := list + "[" + itoa(i) + "]."
				e := &endpoint{resource: r, subnet: s, target: low(to.Text()), path: path,
					status: c.At("privateLinkServiceConnectionState.status"), addresses: m.addressesOf(r)}
				if groups := c.At("groupIds").Items(); len(groups) > 0 {
					e.group = groups[0].Text()
				}
				for _, a := range e.addresses {
					m.listening[listen{s.vnet.id, a}] = e
				}
				if t := m.targetByID[e.target]; t != nil {
					m.endpointsOf[t] = append(m.endpointsOf[t], e)
				}
			}
		}
	}
	m.readInside()
}

// listen is an address in a VNet: two VNets can have one address each.
type listen struct {
	vnet    string
	address netip.Addr
}

// addressesOf are an endpoint's: static ones are asked for, others Azure
// answers; it keeps them back where a zone group has records of them.
func (m *model) addressesOf(r *graph.Resource) []netip.Addr {
	seen := map[netip.Addr]bool{}
	var all []netip.Addr
	add := func(text string) {
		if a, err := netip.ParseAddr(text); err == nil && !seen[a] {
			seen[a] = true
			all = append(all, a)
		}
	}
	for _, c := range r.Value("ipConfigurations").Items() {
		add(c.At("privateIPAddress").Text())
	}
	for _, c := range r.Value("customDnsConfigs").Items() {
		for _, a := range c.At("ipAddresses").Items() {
			add(a.Text())
		}
	}
	for _, a := range m.kept[low(r.ID)] {
		if len(r.Value("ipConfigurations").Items()) == 0 {
			add(a)
		}
	}
	return all
}

// arrive goes from an address to the service: the endpoint there, its
// connection, the way to it, the rules on both ends.
func (m *model) arrive(w *walk, p *place, t *Target, to entry, address netip.Addr) {
	e := m.listenerAt(p.vnet, address)
	switch {
	case e == nil && len(m.looseEndpoints) > 0:
		w.doubt(StepEndpoint, m.looseEndpoints[0], "privateLinkServiceConnections", "what listens at %s is decided at deployment", address)
		return
	case e == nil:
		w.deny(StepEndpoint, nil, "", "no private endpoint of this deployment has %s", address)
		return
	case e.own && e.target != t.id:
		w.deny(StepEndpoint, e.resource, e.path, "%s is the address of %s", address, lastPart(e.target))
		return
	case e.target != t.id:
		w.deny(StepEndpoint, e.resource, e.path+"privateLinkServiceId", "the endpoint at %s leads to %s", address, lastPart(e.target))
		return
	case !e.own && !strings.EqualFold(e.group, to.link.Group):
		w.deny(StepEndpoint, e.resource, e.path+"groupIds[0]", "the endpoint at %s is for the group %q, not %s", address, e.group, to.link.Group)
		return
	}
	if e.own {
		w.pass(StepEndpoint, e.resource, e.path, "%s is the address of %s itself, in %s", address, lastPart(e.target), e.subnet.name)
		m.cross(w, p, e, address)
		return
	}
	w.pass(StepEndpoint, e.resource, e.path+"privateLinkServiceId", "the endpoint at %s leads to %s", address, lastPart(e.target))
	status := e.path + "privateLinkServiceConnectionState.status"
	switch {
	case e.status.Is("Approved"):
		w.pass(StepConnection, e.resource, status, "the connection is approved")
	case e.status.State != graph.Known:
		w.doubt(StepConnection, e.resource, status, "whether the connection is approved is %s", e.status)
	default:
		w.deny(StepConnection, e.resource, status, "the connection is %s", strings.ToLower(e.status.Text()))
		return
	}
	m.cross(w, p, e, address)
}

func (m *model) listenerAt(v *vnet, address netip.Addr) *endpoint {
	if e := m.listening[listen{v.id, address}]; e != nil {
		return e
	}
	for _, p := range v.peerings {
		if e := m.listening[listen{p.remote, address}]; e != nil {
			return e
		}
	}
	return nil
}

// cross goes from the actor's network to the endpoint's subnet.
func (m *model) cross(w *walk, p *place, e *endpoint, address netip.Addr) {
	to := side{address: address, space: e.subnet.vnet.connected()}
	switch {
	case p.subnet != nil && p.subnet.routed:
		w.doubt(StepRoute, p.subnet.resource, p.subnet.path+"routeTable", "the route table of %s is not followed", p.subnet.name)
	case p.vnet == e.subnet.vnet:
		w.pass(StepRoute, p.vnet.resource, "", "both are in %s", p.vnet.resource.Name)
	case p.kind == onVPN && !p.vnet.peeringWith(e.subnet.vnet).transit:
		// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-peering-gateway-transit
		w.deny(StepRoute, p.vnet.peeringWith(e.subnet.vnet).resource, "allowGatewayTransit", "%s is peered with %s, without transit for VPN clients", p.vnet.resource.Name, e.subnet.vnet.resource.Name)
		return
	default:
		w.pass(StepRoute, p.vnet.peeringWith(e.subnet.vnet).resource, "", "%s is peered with %s", p.vnet.resource.Name, e.subnet.vnet.resource.Name)
	}
	if p.subnet != nil {
		m.leave(w, p, side{address: address, space: p.vnet.connected()}, "tcp", 443)
	}
	if w.outcome == Denied {
		return
	}
	if e.own {
		m.ruled(w, StepInbound, e.subnet, p.prefixes, to, "tcp", 443)
		return
	}
	m.enter(w, p, e.subnet, to, "tcp", 443)
}

// leave asks the rules of the subnet that the actor is in.
func (m *model) leave(w *walk, p *place, to side, protocol string, port int) {
	if s := p.subnet; s != nil {
		m.ruled(w, StepOutbound, s, p.prefixes, to, protocol, port)
	}
}

// enter asks the rules of the subnet that the endpoint is in. They apply to
// endpoints only where the subnet says so:
// https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
func (m *model) enter(w *walk, p *place, s *subnet, to side, protocol string, port int) {
	policies := s.path + "privateEndpointNetworkPolicies"
	if port == 443 && !s.policies.Is("Enabled") && !s.policies.Is("NetworkSecurityGroupEnabled") {
		w.pass(StepInbound, s.resource, policies, "no rules apply to endpoints in %s", s.name)
		return
	}
	m.ruled(w, StepInbound, s, p.prefixes, to, protocol, port)
}

// ruled judges a connection by a subnet's rules, for every address that it
// can come from.
func (m *model) ruled(w *walk, name StepName, s *subnet, from []netip.Prefix, to side, protocol string, port int) {
	property := s.path + "networkSecurityGroup.id"
	switch {
	case s.groupDoubt:
		w.doubt(name, s.resource, property, "the network security group of %s is not in the graph, or not there yet", s.name)
		return
	case s.group == nil:
		w.pass(name, s.resource, property, "%s has no network security group", s.name)
		return
	}
	rules := s.group.inbound
	if name == StepOutbound {
		rules = s.group.outbound
	}
	space := s.vnet.connected()
	if len(rules) > maxRules {
		w.doubt(name, s.group.resource, "securityRules", "%d rules are more than Azure lets a group have", len(rules))
		return
	}
	if n := len(from) * prefixCount(rules); n > maxProbes {
		w.doubt(name, s.group.resource, "securityRules", "%d pairs of a caller's range and a rule's are too many to follow", n)
		return
	}
	list := probes(from, rules)
	m.work += len(list) * len(rules)
	var allowed, denied *rule
	for _, address := range list {
		r, sure := judge(rules, side{address: address, space: space}, to, protocol, port)
		switch {
		case !sure:
			w.doubt(name, s.group.resource, "securityRules", "rule %s names a group or a value that the graph does not show", r.name)
			return
		case r.allow:
			allowed = &r
		default:
			denied = &r
		}
	}
	where := destinationText(to)
	switch {
	case allowed != nil && denied != nil:
		w.doubt(name, s.group.resource, "securityRules", "rule %s lets a part of the callers through to %s, rule %s not the rest", allowed.name, where, denied.name)
	case allowed != nil:
		w.pass(name, s.group.resource, "securityRules", "rule %s (%d) allows %s %d to %s", allowed.name, allowed.priority, protocol, port, where)
	case denied != nil:
		w.deny(name, s.group.resource, "securityRules", "rule %s (%d) denies %s %d to %s", denied.name, denied.priority, protocol, port, where)
	default:
		w.doubt(name, s.resource, property, "the address that the request comes from is not known")
	}
}

// maxRules bounds what is followed; Azure takes 1,000 in a group:
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-resource-manager-virtual-networking-limits
const maxRules = 1100

// maxProbes bounds the addresses that a request is tried from: Azure takes
// 4,000 in the rules of a group, and a caller has a handful of ranges.
const maxProbes = 40_000

func destinationText(to side) string {
	if to.public {
		return "the internet"
	}
	return to.address.String()
}
