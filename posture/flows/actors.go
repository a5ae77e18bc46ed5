package flows

import (
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// ActorKind is what an actor is to the architecture.
type ActorKind string

// The kinds of actor.
const (
	// Developer is a user or a group that holds a role, on the VPN.
	Developer ActorKind = "developer"
	// Away is the same one without the VPN, or whoever has stolen the token.
	Away ActorKind = "developer-away"
	// WebApp is an app, by its identities, in its integration subnet.
	WebApp ActorKind = "webapp"
	// OpenAI and Search are those services, by their own identities.
	OpenAI ActorKind = "openai"
	Search ActorKind = "search"
	// Identity is any other identity of the graph.
	Identity ActorKind = "identity"
	// Principal holds a role and is nothing in the graph.
	Principal ActorKind = "principal"
	// Deployer runs the program: Owner of the groups (R38), by assumption.
	Deployer ActorKind = "deployer"
	// Internet is anybody, with no credential at all.
	Internet ActorKind = "internet"
	// Stranger has an account of the tenant and no role. It may be on the VPN
	// too: who may connect is decided by Entra, not by the gateway.
	Stranger ActorKind = "stranger"
	// VPNClient is a machine with an address of the client pool, and Peer one
	// of a peered network. Neither has a credential.
	VPNClient ActorKind = "vpn-client"
	Peer      ActorKind = "peer"
)

// Actor is somebody or something that can try an action.
type Actor struct {
	// ID is its short name: "webapp", "developer:ai-platform".
	ID       string
	Kind     ActorKind
	Resource *graph.Resource

	title      string
	principals map[string]bool
	// doubt is for an identity that Azure has not made yet.
	doubt bool
	// token is whether it can get one of the tenant, person whether it can
	// sign in to a page.
	token, person bool
	places        []*place
	assumed       []*assignment
	group         string
	held          []*assignment
	// byScope are the same by the ids they are on, and by the resource or
	// group that they are on a part of.
	byScope map[string][]*assignment
}

// Title names the actor for people.
func (a *Actor) Title() string { return a.title }

func (m *model) add(a *Actor) *Actor {
	for p := range a.principals {
		a.held = append(a.held, m.byPrincipal[p]...)
	}
	slices.SortFunc(a.held, func(x, y *assignment) int { return strings.Compare(x.resource.URN, y.resource.URN) })
	a.held = append(a.held, a.assumed...)
	a.byScope = map[string][]*assignment{}
	for _, h := range a.held {
		for _, key := range h.keys() {
			a.byScope[key] = append(a.byScope[key], h)
		}
	}
	m.actors = append(m.actors, a)
	return a
}

// readActors lists everybody, in the order of reports.
func (m *model) readActors() {
	internet := &place{kind: onInternet, id: "internet"}
	for _, r := range m.graph.Azure() {
		for _, path := range []string{"identity.principalId", "principalId"} {
			if p := r.Outputs.At(path); p.State == graph.Known && r.Kind != "authorization:RoleAssignment" {
				m.identities[low(p.Text())] = true
			}
		}
	}
	vpn := m.vpnPlaces()
	m.addDevelopers(internet, vpn)
	known := map[string]bool{}
	m.addServices(known, internet)
	m.addOthers(known, internet)
	m.add(&Actor{ID: "deployer", Kind: Deployer, title: "the deployer", token: true, person: true, places: []*place{internet}, assumed: []*assignment{assumedOwner}})
	m.add(&Actor{ID: "stranger", Kind: Stranger, title: "a stranger of the tenant", token: true, person: true, places: append([]*place{internet}, vpn...)})
	m.add(&Actor{ID: "internet", Kind: Internet, title: "the internet", places: []*place{internet}})
	for _, p := range vpn {
		name := "vpn-client"
		if len(vpn) > 1 {
			name += ":" + p.id
		}
		unnamed := *p
		unnamed.knowsAddresses, unnamed.id = true, p.id+" without a name"
		m.add(&Actor{ID: name, Kind: VPNClient, title: "a VPN client without a token", places: []*place{&unnamed}})
	}
	for _, v := range m.allVNets {
		for _, peering := range v.peerings {
			m.add(&Actor{ID: "peer:" + lastPart(peering.remote), Kind: Peer, title: "the peered network " + lastPart(peering.remote), Resource: peering.resource,
				places: []*place{{kind: inNetwork, id: v.id + " from " + peering.remote, resource: peering.resource, vnet: v, prefixes: peering.space, knowsAddresses: true}}})
		}
	}
}

func (m *model) vpnPlaces() []*place {
	var places []*place
	for _, v := range m.allVNets {
		if v.gateway != nil {
			places = append(places, &place{kind: onVPN, id: "vpn " + v.id, vnet: v, prefixes: v.pools, resource: v.gateway})
		}
	}
	for _, r := range m.looseGateways {
		places = append(places, &place{kind: onVPN, id: "vpn " + r.URN, resource: r, doubt: "ipConfigurations[0].subnet.id"})
	}
	return places
}

// addDevelopers adds everybody who holds a role as a user or a group.
func (m *model) addDevelopers(internet *place, vpn []*place) {
	people := map[string]string{}
	for principal, held := range m.byPrincipal {
		if !m.identities[principal] && slices.ContainsFunc(held, func(h *assignment) bool { return !strings.EqualFold(h.principalType, "ServicePrincipal") }) {
			people[principal] = m.personName(held, principal)
		}
	}
	names := make([]string, 0, len(people))
	for principal, name := range people {
		names = append(names, name+"\x00"+principal)
	}
	slices.Sort(names)
	places := vpn
	if len(places) == 0 {
		places = []*place{internet}
	}
	for i, entry := range names {
		name, principal, _ := strings.Cut(entry, "\x00")
		id := "developer:" + name
		if i > 0 && strings.HasPrefix(names[i-1], name+"\x00") {
			id += "-" + principal
		}
		m.add(&Actor{ID: id, Kind: Developer, title: "developer " + name, principals: map[string]bool{principal: true}, token: true, person: true, places: places})
		m.add(&Actor{ID: strings.Replace(id, "developer:", "developer-away:", 1), Kind: Away, title: "developer " + name + " off the VPN",
			principals: map[string]bool{principal: true}, token: true, person: true, places: []*place{internet}})
	}
}

// personName is the name that the program gives a developer, from the
// component around one of the assignments; else the object id.
func (m *model) personName(held []*assignment, principal string) string {
	for _, h := range held {
		if parent := m.graph.ByURN(h.resource.Parent); parent != nil && strings.HasPrefix(parent.Name, "roles-") {
			return graph.Printable(strings.TrimPrefix(parent.Name, "roles-"))
		}
	}
	return graph.Printable(principal)
}

// addServices adds every identity of a service of the topology, at its place.
func (m *model) addServices(known map[string]bool, internet *place) {
	for _, kind := range []struct {
		kind  string
		actor ActorKind
	}{{"web:WebApp", WebApp}, {"cognitiveservices:Account", OpenAI}, {"search:Service", Search}} {
		of := m.graph.Of(kind.kind)
		for _, r := range of {
			a := &Actor{ID: shortName(string(kind.actor), r, len(of) > 1), Kind: kind.actor, Resource: r, group: groupOf(r.ID)}
			a.identify(m, r)
			switch {
			case isFunction(r):
				a.ID, a.Kind, a.title, a.places = "app:"+r.Name, Identity, "the app "+r.Name, []*place{m.placeOfApp(r, internet)}
			case kind.actor == WebApp:
				a.title, a.places = "the web app", []*place{m.placeOfApp(r, internet)}
			case kind.actor == OpenAI:
				a.title, a.places = "Azure OpenAI's identity", []*place{{kind: inPlatform, id: r.URN, resource: r}}
			default:
				a.title, a.places = "AI Search's identity", []*place{{kind: inPlatform, id: r.URN, resource: r}}
			}
			for p := range a.principals {
				known[p] = true
			}
			m.add(a)
		}
	}
}

// addOthers adds the identities of everything else, and the principals that
// hold a role and are nothing in the graph.
func (m *model) addOthers(known map[string]bool, internet *place) {
	for _, r := range m.graph.Azure() {
		a := &Actor{ID: "identity:" + r.Name, Kind: Identity, Resource: r, title: "the identity of " + r.Name, places: []*place{internet}, group: groupOf(r.ID)}
		if r.Kind == "managedidentity:UserAssignedIdentity" {
			if p := r.Value("principalId"); p.State == graph.Known {
				a.principals = map[string]bool{low(p.Text()): true}
			}
		} else if m.isService(r.Kind) || r.Value("identity.type").State != graph.Known || r.Value("identity.type").Is("None") {
			continue
		} else {
			a.identify(m, r)
		}
		a.token = true
		fresh := len(a.principals) == 0
		for p := range a.principals {
			fresh = fresh || !known[p]
			known[p] = true
		}
		if fresh {
			a.doubt = len(a.principals) == 0
			m.add(a)
		}
	}
	var rest []string
	for p, held := range m.byPrincipal {
		if !known[p] && strings.EqualFold(held[0].principalType, "ServicePrincipal") {
			rest = append(rest, p)
		}
	}
	slices.Sort(rest)
	for _, a := range m.actors {
		if a.doubt {
			// A principal of no identity here can be that of one whose id
			// is not known: a preview of a change does not show it.
			for _, p := range rest {
				m.anyones = append(m.anyones, m.byPrincipal[p]...)
			}
			return
		}
	}
	for _, p := range rest {
		m.add(&Actor{ID: "principal:" + graph.Printable(p), Kind: Principal, title: "service principal " + graph.Printable(p), principals: map[string]bool{p: true}, token: true, places: []*place{internet}})
	}
}

// isFunction is for an app that is none of the architecture's web apps.
func isFunction(r *graph.Resource) bool {
	return r.Kind == "web:WebApp" && strings.Contains(low(r.Value("kind").Text()), "functionapp")
}

func (m *model) isService(kind string) bool {
	return kind == "web:WebApp" || kind == "cognitiveservices:Account" || kind == "search:Service"
}

// identify takes the principals of a resource's identities.
func (a *Actor) identify(m *model, r *graph.Resource) {
	a.principals = map[string]bool{}
	kind := r.Value("identity.type")
	if !strings.Contains(low(kind.Text()), "assigned") {
		a.doubt = kind.State == graph.Unknown
		a.token = a.doubt
		return
	}
	a.token = true
	if p := r.Outputs.At("identity.principalId"); p.State == graph.Known {
		a.principals[low(p.Text())] = true
	} else {
		a.doubt = true
	}
	attached := r.Outputs.At("identity.userAssignedIdentities")
	for _, id := range attached.Keys() {
		if identity := m.graph.ByID(id); identity != nil {
			if p := identity.Value("principalId"); p.State == graph.Known {
				a.principals[low(p.Text())] = true
			}
		}
	}
}

func (m *model) placeOfApp(r *graph.Resource, internet *place) *place {
	id := r.Value("virtualNetworkSubnetId")
	s := m.subnets[low(id.Text())]
	switch {
	case id.State == graph.Missing || id.State == graph.Known && id.Text() == "":
		return internet
	case s == nil:
		return &place{kind: inNetwork, id: r.URN, resource: r, doubt: "virtualNetworkSubnetId"}
	}
	return &place{kind: inNetwork, id: r.URN, resource: r, vnet: s.vnet, subnet: s, prefixes: s.prefixes, direct: !r.Value("vnetRouteAllEnabled").True() && !r.Value("siteConfig.vnetRouteAllEnabled").True()}
}

// place is where an actor is: what it can reach, and which names it sees.
type place struct {
	kind     placeKind
	id       string
	resource *graph.Resource
	vnet     *vnet
	subnet   *subnet
	prefixes []netip.Prefix
	// direct is for an app whose requests to the internet do not go through
	// its subnet.
	direct bool
	// knowsAddresses is for one who needs no name: it tries every endpoint.
	knowsAddresses bool
	// doubt is the property that the place depends on, where Azure has not
	// decided it.
	doubt string
}

type placeKind int

const (
	onInternet placeKind = iota
	onVPN
	inNetwork
	inPlatform
)
