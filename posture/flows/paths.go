package flows

import (
	"net/netip"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// route is one way of a request to a service, up to its door and through it.
type route struct {
	*walk
	// tokenOnly is for the exception for trusted services: it takes their
	// identity's token, never a key.
	tokenOnly bool
}

type pathKey struct {
	place  *place
	target *Target
	entry
}

// entry is which of a target's hosts a request goes to: that of a private
// link, and with scm the deployment site of a web app.
type entry struct {
	link *facts.PrivateLink
	scm  bool
}

// entry is where an action's requests go.
func (t *Target) entry(action *Action) entry {
	to := entry{t.service.link, action.scm}
	if action.link != nil {
		to.link = action.link
	}
	return to
}

// routes are the ways from a place to a service. They are the same for every
// action, so they are followed once.
func (m *model) routes(p *place, t *Target, to entry, keep bool) []route {
	key := pathKey{p, t, to}
	if known, done := m.paths[key]; done && !keep {
		return known
	}
	var all []route
	switch {
	case p.kind == inPlatform:
		all = m.platformRoutes(p, t, to, keep)
	case p.knowsAddresses:
		all = m.addressRoutes(p, t, to, keep)
	default:
		all = []route{{walk: m.networkRoute(p, t, to, keep)}}
	}
	if !keep {
		m.paths[key] = all
	}
	return all
}

// networkRoute follows a name to an address, and the address to the service.
func (m *model) networkRoute(p *place, t *Target, to entry, keep bool) *walk {
	w := newWalk(keep)
	if p.doubt != "" {
		w.doubt(StepPlace, p.resource, p.doubt, "where %s is, is decided at deployment", p.resource.Name)
		return w
	}
	label := t.service.host(t.Resource)
	if label.State != graph.Known || label.Text() == "" {
		if label.State == graph.Missing {
			w.deny(StepServer, t.Resource, "", "%s has no name of its own", t.service.title)
		} else {
			w.doubt(StepServer, t.Resource, "", "the name of %s is %s", t.Resource.Name, label)
		}
		return w
	}
	at := m.resolve(w, p, t, to, to.fullName(label.Text()))
	switch {
	case w.outcome == Denied || !at.public && !at.address.IsValid():
	case at.public:
		if p.subnet != nil && !p.direct {
			m.leave(w, p, side{public: true}, "tcp", 443)
		}
		m.openDoor(w, p, t, to.scm)
	default:
		m.arrive(w, p, t, to, at.address)
	}
	return w
}

// resolve asks for a name from a place.
func (m *model) resolve(w *walk, p *place, t *Target, to entry, host string) answer {
	if p.kind == onInternet {
		w.pass(StepServer, nil, "", "%s is a public address on the internet", host)
		return answer{public: true}
	}
	servers := p.vnet.dns.Items()
	if rule := m.forwarded(host); rule != nil {
		w.doubt(StepServer, rule, "domainName", "names of %s are asked elsewhere, and what that answers is not in the graph", rule.Value("domainName"))
		return answer{}
	}
	switch {
	case p.vnet.dns.Hidden():
		w.doubt(StepServer, p.vnet.resource, "dhcpOptions.dnsServers", "the name servers are decided at deployment")
		return answer{}
	case len(servers) == 0 && p.kind == onVPN:
		return m.lookUp(w, p, t, to, host)
	case len(servers) == 0:
		w.pass(StepServer, p.vnet.resource, "dhcpOptions.dnsServers", "%s asks Azure's own server for %s", p.resource.Name, host)
		return m.ask(w, p.vnet, t, to, host)
	}
	address, _ := netip.ParseAddr(servers[0].Text())
	r := m.resolverAt(p.vnet, address)
	if r == nil {
		w.doubt(StepServer, p.vnet.resource, "dhcpOptions.dnsServers[0]", "what the name server %s answers is not in the graph", servers[0])
		return answer{}
	}
	w.pass(StepServer, r.resource, "ipConfigurations[0].privateIpAddress", "the resolver at %s is asked for %s", address, host)
	m.leave(w, p, side{address: address, space: p.vnet.connected()}, "udp", 53)
	m.enter(w, p, r.subnet, side{address: address, space: r.vnet.connected()}, "udp", 53)
	if w.outcome == Denied {
		return answer{}
	}
	return m.ask(w, r.vnet, t, to, host)
}

// forwarded finds a rule of a resolver that sends a name elsewhere.
func (m *model) forwarded(host string) *graph.Resource {
	m.work += len(m.forwards)
	for _, r := range m.forwards {
		domain := strings.Trim(low(r.Value("domainName").Text()), ".")
		if domain == "" || host == domain || strings.HasSuffix(host, "."+domain) {
			return r
		}
	}
	return nil
}

// lookUp is what a VPN client does where the VNet has no name server that it
// could reach: Azure's own answers inside the VNet only. It has the hosts
// file of the program's outputs (R42), and asks the internet for the rest.
func (m *model) lookUp(w *walk, p *place, t *Target, to entry, host string) answer {
	if m.hostsFrom != nil {
		if address, listed := m.hosts[host]; listed {
			w.pass(StepServer, m.hostsFrom, "hostsFile", "the hosts file has %s as %s", host, address)
			return answer{address: address}
		}
	} else {
		for _, e := range m.doorsOf(t, to) {
			for _, address := range e.addresses {
				w.pass(StepServer, e.resource, "ipConfigurations[0].privateIPAddress", "a hosts file can have %s as %s", host, address)
				return answer{address: address}
			}
		}
	}
	w.pass(StepServer, p.resource, "", "the hosts file has no %s: it is the public address", host)
	return answer{public: true}
}

// addressRoutes are those of one who tries addresses instead of names: every
// endpoint of the service, and its public address.
func (m *model) addressRoutes(p *place, t *Target, to entry, keep bool) []route {
	if p.doubt != "" {
		// It has no network: what it reaches there is decided with it.
		w := newWalk(keep)
		w.doubt(StepPlace, p.resource, p.doubt, "where %s is, is decided at deployment", p.resource.Name)
		return []route{{walk: w}}
	}
	var all []route
	for _, e := range m.doorsOf(t, to) {
		for _, address := range e.addresses {
			w := newWalk(keep)
			w.pass(StepServer, e.resource, "", "no name is needed: the address is %s", address)
			if p.doubt != "" {
				w.doubt(StepPlace, p.resource, p.doubt, "where %s is, is decided at deployment", p.resource.Name)
			} else {
				m.arrive(w, p, t, to, address)
			}
			all = append(all, route{walk: w})
		}
	}
	open := newWalk(keep)
	open.pass(StepServer, nil, "", "the public address is known to everybody")
	m.openDoor(open, &place{kind: onInternet}, t, to.scm)
	return append(all, route{walk: open})
}

// platformRoutes are those of a service's own identity, which comes from
// Azure's network: as a trusted service, by a shared private link, or through
// a door that is open to everybody.
func (m *model) platformRoutes(p *place, t *Target, to entry, keep bool) []route {
	all := m.sharedRoutes(p, t, keep)
	w := newWalk(keep)
	m.trusted(w, p, t)
	all = append(all, route{walk: w, tokenOnly: true})
	open := newWalk(keep)
	open.pass(StepServer, nil, "", "%s calls %s by its public address", p.resource.Name, t.Resource.Name)
	m.openDoor(open, p, t, to.scm)
	return append(all, route{walk: open})
}
