package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// addServices adds every identity of a service of the topology, at its place.
func (m *model) addServices(known map[string]bool, internet *place) {
	for _, kind := range []ActorKind{WebApp, OpenAI, Search, Gateway, Backend} {
		of := m.resourcesOf(serviceNamed(string(kind)))
		for _, r := range of {
			a := &Actor{ID: shortName(string(kind), r, len(of) > 1), Kind: kind, Resource: r, group: groupOf(r.ID)}
			a.identify(m, r)
			a.assumed = m.boundTo[r.URN]
			m.identityOf[r] = a
			switch kind {
			case WebApp:
				a.title, a.places = "the web app", []*place{m.placeOfApp(r, internet)}
			case OpenAI:
				a.title, a.places = "Azure OpenAI's identity", []*place{{kind: inPlatform, id: r.URN, resource: r}}
			case Gateway:
				a.title, a.places = "the gateway's identity", []*place{m.placeOfGateway(r, internet)}
			case Backend:
				a.title, a.places = "the backend", []*place{m.placeOfApp(r, internet)}
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

// isFunction tells the backend, a function app, from a web app.
func isFunction(r *graph.Resource) bool {
	return r.Kind == "web:WebApp" && strings.Contains(low(r.Value("kind").Text()), "functionapp")
}

func (m *model) isService(kind string) bool {
	return kind == "web:WebApp" || kind == "cognitiveservices:Account" || kind == "search:Service" || kind == "apimanagement:ApiManagementService"
}

// identify takes the principals of a resource's identities.
func (a *Actor) identify(m *model, r *graph.Resource) {
	a.principals = map[string]bool{}
	kind := r.Value("identity.type")
	if !strings.Contains(low(kind.Text()), "assigned") {
		a.doubt = kind.Hidden()
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
		p := attached.Field(id).At("principalId")
		if identity := m.graph.ByID(id); identity != nil {
			p = identity.Value("principalId")
		}
		if p.State == graph.Known {
			a.principals[low(p.Text())] = true
		}
	}
}
