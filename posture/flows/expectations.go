package flows

import (
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// expectations are the tables, made out for a graph.
type expectations struct {
	model *model
	// retrieval is the mode, of the last group where there are several, and
	// by are the assignments that it was read off.
	retrieval Retrieval
	by        []*graph.Resource
	// modes are the retrieval of each resource group.
	modes map[string]Retrieval
	// held are the ids that an assignment is exactly on.
	held map[string]bool
	// heldBeside are those of anybody but a gateway's identity.
	heldBeside map[string]bool
	// kinds are how many targets of a service a group has.
	kinds map[string]int
	// groups are where a developer holds a role; every group where nothing
	// says.
	groups map[*Actor]map[string]bool
}

func (m *model) expect() *expectations {
	e := &expectations{model: m, modes: map[string]Retrieval{}, held: map[string]bool{}, heldBeside: map[string]bool{}, kinds: map[string]int{}, groups: map[*Actor]map[string]bool{}}
	for _, t := range m.targets {
		e.kinds[t.service.name+" "+t.group]++
	}
	for _, a := range m.actors {
		for _, h := range a.held.all {
			e.held[h.scope] = true
			e.heldBeside[h.scope] = e.heldBeside[h.scope] || a.Kind != Gateway && h.scope != ""
			if group := groupOf(h.scope); a.isPerson() && group != "" {
				if e.groups[a] == nil {
					e.groups[a] = map[string]bool{}
				}
				e.groups[a][group] = true
			}
		}
	}
	var last *Target
	var of retrieval
	for _, t := range m.targets {
		if t.service.name == "search" {
			last, of = t, m.retrievalOf(t)
			e.modes[t.group] = of.mode
		}
	}
	e.retrieval = None
	if last != nil {
		e.retrieval, e.by = of.mode, m.retrievalBy(last, of)
	}
	return e
}

// of is what is expected of a flow, and by which requirement.
func (e *expectations) of(a *Actor, t *Target, action *Action) (Expectation, string) {
	if e.around(a, t, action) {
		return Forbidden, "G17"
	}
	if e.together(a, t) {
		for _, n := range needed[flowKey{a.Kind, action}] {
			if e.modes[t.group].in(n.mode) && !e.beside(t) && !e.spare(a) && !e.shutOut(a, action) && !e.spareAccount(a, t) {
				return Needed, n.requirement
			}
		}
	}
	switch {
	case a.Kind == Deployer && action.Plane == Control:
		return Tolerated, "R38"
	case action.signIn && a.person && e.signedIn(a, t):
		// Who may sign in is the app registration's to say, which the graph
		// does not show.
		return Tolerated, "R52"
	case action.scm && (a.Kind == Deployer || a.Kind == Away || e.shutOut(a, action)) && e.public(t):
		// A public site has a public deployment site, behind a role.
		return Tolerated, "R52"
	}
	if why := e.admitted(a, t, action); why != "" {
		return Tolerated, why
	}
	if why := e.askedFor(a, t, action); why != "" && e.together(a, t) {
		return Tolerated, why
	}
	return Forbidden, ""
}

// shutOut is whether a developer has no way into the network, by decision: the
// stack has no VPN gateway, and asks for none.
func (e *expectations) shutOut(a *Actor, action *Action) bool {
	return a.Kind == Developer && action.Plane == Data && e.model.noVPN
}

// askedFor is the requirement whose role permits an action; empty where none
// does. To read keys that work is never asked for.
func (e *expectations) askedFor(a *Actor, t *Target, action *Action) string {
	if action.signIn {
		return ""
	}
	for _, r := range permitted[flowKey{a.Kind, action}] {
		if !e.modes[t.group].in(r.mode) {
			continue
		}
		if action.readsKeys {
			if on, _ := e.model.keysOn(t); on != Denied {
				return ""
			}
		}
		return r.requirement
	}
	if a.Kind == Search && action.Service == "storage" && permitsAll(facts.RoleStorageBlobDataContributor, action) && keepsKnowledge(a) {
		return "R31"
	}
	return ""
}

// keepsKnowledge is whether AI Search was given the wider role on purpose, for
// a knowledge store: only the assignment's own description can say so.
func keepsKnowledge(a *Actor) bool {
	for _, h := range a.held.all {
		if h.name == facts.RoleStorageBlobDataContributor.Name {
			text := h.resource.Value("description").Text()
			if strings.HasPrefix(text, "R31:") && strings.Contains(text, h.name) {
				return true
			}
		}
	}
	return false
}

// together is whether an actor and a target belong to one deployment: one
// resource group, as far as it is known.
func (e *expectations) together(a *Actor, t *Target) bool {
	if a.isPerson() {
		return t.group == "" || len(e.groups[a]) == 0 || e.groups[a][t.group]
	}
	return a.group == "" || t.group == "" || a.group == t.group
}

// spare is whether an app is none of the architecture's: another one is there,
// and this one holds no role.
func (e *expectations) spare(a *Actor) bool {
	return a.Kind == WebApp && len(a.held.all) == 0 && !a.doubt && e.kinds["webapp "+a.group] > 1
}

// beside is whether a target is none of the architecture's: another one of
// its kind is there, and nobody gave this one an endpoint or a role.
func (e *expectations) beside(t *Target) bool {
	return e.kinds[t.service.name+" "+t.group] > 1 && len(e.model.endpointsOf[t]) == 0 && !e.held[t.id]
}

// public is whether a site is meant to be on the internet (R52): it says so,
// and has no private endpoint, which would be the other choice.
func (e *expectations) public(t *Target) bool {
	return t.Resource.Value("publicNetworkAccess").Is("Enabled") && len(e.model.endpointsOf[t]) == 0 && !e.model.looseTo[t.Resource.URN]
}

// signedIn is whether somebody may be at a site's sign-in: anybody where it is
// public, and whoever is on the VPN where it is private.
func (e *expectations) signedIn(a *Actor, t *Target) bool {
	w := newWalk(false)
	e.model.signIn(w, &Actor{Kind: Internet}, t)
	return w.outcome == Denied && (e.public(t) || a.Kind == Stranger && e.closed(t))
}

func (e *expectations) closed(t *Target) bool {
	return t.Resource.Value("publicNetworkAccess").Is("Disabled")
}

// dataActionsOf are what an actor's needed flows use.
func (e *expectations) dataActionsOf(a *Actor) []string {
	var used []string
	for _, n := range needs {
		if n.from != a.Kind || !e.retrieval.in(n.mode) || n.from == WebApp && n.service == "openai" && e.fronted(a.group) {
			continue
		}
		for _, action := range actionsOf[n.service] {
			for _, p := range action.needs {
				if action.Name == n.action && p.data {
					used = append(used, p.action)
				}
			}
		}
	}
	return used
}

// optional are the services that the architecture needs only beside another
// one: a gateway is needed by nothing, and a backend by nothing either.
var optional = map[string]string{"gateway": "gateway", "backend": "backend", "hoststorage": "backend"}

// missing are the services that the architecture needs and the graph lacks.
func (m *model) missing() []string {
	there := map[string]bool{"": true}
	for _, t := range m.targets {
		there[t.service.name] = true
	}
	var lacking []string
	for _, s := range services {
		for _, n := range needs {
			if n.service == s.name && !there[s.name] && there[optional[s.name]] {
				lacking = append(lacking, s.name)
				break
			}
		}
	}
	return lacking
}
