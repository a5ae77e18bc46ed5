package flows

import (
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
	// Gateway and Backend are the API gateway and the function app behind it,
	// by their identities, in their subnets.
	Gateway ActorKind = "gateway"
	Backend ActorKind = "backend"
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
	// KeyHolder has a subscription key of a gateway, and no token.
	KeyHolder ActorKind = "key-holder"
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
	held          *holdings
}

// Title names the actor for people.
func (a *Actor) Title() string { return a.title }

func (m *model) add(a *Actor) *Actor {
	a.held = m.held(a.principals, a.assumed)
	m.actors = append(m.actors, a)
	if a.Kind == WebApp || a.Kind == OpenAI {
		m.retrievers[a.group] = append(m.retrievers[a.group], a)
	}
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
	m.noVPN = len(vpn) == 0 && !slices.ContainsFunc(m.graph.Resources, func(r *graph.Resource) bool {
		return r.Type == "secure-azure-openai:network:VPNGateway"
	})
	m.addDevelopers(internet, vpn)
	known := map[string]bool{}
	m.addServices(known, internet)
	m.addOthers(known, internet)
	m.loose = newHoldings(m.anyones)
	m.add(&Actor{ID: "deployer", Kind: Deployer, title: "the deployer", token: true, person: true, places: []*place{internet}, assumed: []*assignment{assumedOwner}})
	m.add(&Actor{ID: "stranger", Kind: Stranger, title: "a stranger of the tenant", token: true, person: true, places: append([]*place{internet}, vpn...)})
	if len(m.graph.Of(serviceNamed("gateway").kind)) > 0 {
		m.add(&Actor{ID: "key-holder", Kind: KeyHolder, title: "a holder of a subscription key", places: append([]*place{internet}, vpn...)})
	}
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
		title := "developer " + name
		if name == "developer" {
			title = "the developer"
		}
		m.add(&Actor{ID: id, Kind: Developer, title: title, principals: map[string]bool{principal: true}, token: true, person: true, places: places})
		m.add(&Actor{ID: strings.Replace(id, "developer:", "developer-away:", 1), Kind: Away, title: title + " off the VPN",
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
