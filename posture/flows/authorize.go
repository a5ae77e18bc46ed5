package flows

import (
	"strings"
)

// granted asks whether an actor holds a permission on a target, and by which
// assignment. Roles add up, and none takes away what another one gives.
func (m *model) granted(a *Actor, t *Target, p permission) (Outcome, *assignment, string) {
	var doubt *assignment
	why := ""
	unsure := func(held *assignment, reason string) {
		if doubt == nil {
			doubt, why = held, reason
		}
	}
	for _, held := range a.on(t) {
		where := held.on(t, p)
		switch {
		case where == Denied:
		case held.role == nil:
			unsure(held, "what the role definition permits is not known")
		case !held.permits(p):
		case where == Unknown:
			unsure(held, "whether its scope is the target is not known")
		case held.condition:
			unsure(held, "its condition is not followed")
		default:
			return Allowed, held, ""
		}
	}
	if m.open(a) {
		for _, loose := range m.anyones {
			if loose.on(t, p) != Denied && (loose.role == nil || loose.permits(p)) {
				unsure(loose, "who holds it is decided at deployment")
			}
		}
	}
	if doubt != nil {
		return Unknown, doubt, why
	}
	return Denied, nil, ""
}

// open is whether an assignment whose holder is not known can be an actor's.
func (m *model) open(a *Actor) bool {
	return len(m.anyones) > 0 && (a.doubt || len(a.principals) > 0 && !a.isPerson())
}

func (a *Actor) isPerson() bool { return a.Kind == Developer || a.Kind == Away }

// authorize asks for every permission of an action.
func (m *model) authorize(w *walk, a *Actor, t *Target, needs []permission) {
	// A vault without roles has access policies instead, for data only:
	// https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy
	if t.service.name == "vault" && needs[0].data && !t.Resource.Value("properties.enableRbacAuthorization").True() && (a.doubt || len(a.principals) > 0) {
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
