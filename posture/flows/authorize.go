package flows

import (
	"slices"
	"strings"
)

// granted asks whether an actor holds a permission on a target, and by which
// assignment. Roles add up, and none takes away what another one gives.
func (m *model) granted(a *Actor, t *Target, p permission) (Outcome, *assignment, string) {
	answer := m.heldOn(a.held, t, p)
	if answer.outcome == Denied && m.open(a) {
		if loose := m.looseOn(t, p); loose != nil {
			return Unknown, loose, "who holds it is decided at deployment"
		}
	}
	return answer.outcome, answer.by, answer.why
}

// heldOn asks what assignments permit on a target.
func (m *model) heldOn(h *holdings, t *Target, p permission) answered {
	if t.id != "" {
		return m.among(h.on(t), t, p)
	}
	known, done := h.placeless[p]
	if !done {
		known = m.among(h.on(t), t, p)
		h.placeless[p] = known
	}
	return known
}

// among finds the assignment of a list that permits something on a target.
func (m *model) among(list []*assignment, t *Target, p permission) answered {
	answer := answered{outcome: Denied}
	unsure := func(held *assignment, reason string) {
		if answer.by == nil {
			answer = answered{Unknown, held, reason}
		}
	}
	m.work += len(list)
	for _, held := range list {
		where := held.on(t, p)
		switch {
		case where == Denied:
		case held.role == nil:
			unsure(held, "what the role definition permits is not known")
		case !held.permits(p):
		case where == Unknown:
			unsure(held, "whether its scope is the target is not known")
		case held.bound:
			unsure(held, "its holder is made at deployment")
		case held.condition:
			unsure(held, "its condition is not followed")
		default:
			return answered{Allowed, held, ""}
		}
	}
	return answer
}

// looseKey is a permission on a target; the target is nil for every one that
// has no id yet.
type looseKey struct {
	target *Target
	permission
}

// looseOn is an assignment whose holder is not known and that can permit
// something on a target; nil where there is none. It is the same for every
// actor.
func (m *model) looseOn(t *Target, p permission) *assignment {
	key := looseKey{t, p}
	if t.id == "" {
		key.target = nil
	}
	known, done := m.looseFor[key]
	if !done {
		list := m.loose.on(t)
		m.work += len(list)
		if i := slices.IndexFunc(list, func(a *assignment) bool {
			return a.on(t, p) != Denied && (a.role == nil || a.permits(p))
		}); i >= 0 {
			known = list[i]
		}
		m.looseFor[key] = known
	}
	return known
}

// open is whether an assignment whose holder is not known can be an actor's.
func (m *model) open(a *Actor) bool {
	return len(m.anyones) > 0 && (a.doubt || len(a.principals) > 0 && !a.isPerson())
}

func (a *Actor) isPerson() bool { return a.Kind == Developer || a.Kind == Away }

// byPolicies is whether a vault can let an actor in without a role: one
// without roles has access policies instead, for data only.
// https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy
func (m *model) byPolicies(a *Actor, t *Target) bool {
	return t.service.name == "vault" && (a.doubt || len(a.principals) > 0) && !t.Resource.Value("properties.enableRbacAuthorization").True()
}

// authorize asks for every permission of an action.
func (m *model) authorize(w *walk, a *Actor, t *Target, needs []permission) {
	if needs[0].data && m.byPolicies(a, t) {
		w.doubt(StepRole, t.Resource, "properties.accessPolicies", "the vault decides by access policies, which are not followed")
		return
	}
	for _, p := range needs {
		outcome, by, why := m.granted(a, t, p)
		kind := "action"
		if p.data {
			kind = "data action"
		}
		switch outcome {
		case Allowed:
			w.pass(StepRole, by.resource, "roleDefinitionId", "%s on %s permits the %s %s", by.name, by.where(), kind, p.action)
		case Unknown:
			w.doubt(StepRole, by.resource, "scope", "%s may permit the %s %s: %s", by.name, kind, p.action, why)
		default:
			w.deny(StepRole, nil, "", "no role of %s permits the %s %s on %s", a.title, kind, p.action, t.Resource.Name)
			return
		}
	}
}

// where names an assignment's scope.
func (a *assignment) where() string {
	switch {
	case a.resource == nil:
		return "everything (assumed, R38)"
	case a.scope == "/":
		return "the tenant"
	case a.scope == "":
		return "a scope that is decided at deployment"
	case strings.Count(a.scope, "/") == 2:
		return "the subscription"
	case strings.Count(a.scope, "/") == 4:
		return "the group " + lastPart(a.scope)
	}
	return lastPart(a.scope)
}
