package flows

import "slices"

// fronted is whether a gateway stands before the models of a group. One that
// is still to be made has no group yet.
func (e *expectations) fronted(group string) bool {
	return e.kinds["gateway "+group] > 0 || e.kinds["gateway "] > 0
}

// around is whether the web app goes around the gateway, which can neither
// count nor stop what does not come to it.
func (e *expectations) around(a *Actor, t *Target, action *Action) bool {
	return a.Kind == WebApp && t.service.name == "openai" && action.Plane == Data && e.fronted(t.group)
}

// spareAccount is whether an account is one that only the gateway calls: it
// spreads its calls over several, of which people and AI Search use one.
func (e *expectations) spareAccount(a *Actor, t *Target) bool {
	if t.service.name != "openai" || a.Kind == Gateway || e.kinds["openai "+t.group] < 2 || !e.fronted(t.group) || e.heldBeside[t.id] {
		return false
	}
	return slices.ContainsFunc(e.model.targets, func(one *Target) bool {
		return one.service.name == "openai" && one.group == t.group && e.heldBeside[one.id]
	})
}

// admitted is the requirement by which a gateway may let an actor in though no
// flow needs it; empty where it may not.
func (e *expectations) admitted(a *Actor, t *Target, action *Action) string {
	if action.behind == "" {
		return ""
	}
	switch {
	case e.opensByKey(t, action) && e.model.mayHaveKey(a, t):
		// Keys without a token were chosen: whoever has one gets in.
		return "G8"
	case a.Kind == WebApp && e.together(a, t):
		return "G17"
	case !e.caller(a, t):
		return ""
	case a.Kind != Away:
		return "G8"
	case e.firstPhase(t):
		return "G3"
	}
	return ""
}

func (e *expectations) opensByKey(t *Target, action *Action) bool {
	return slices.ContainsFunc(e.model.apis[t], func(g *gatewayAPI) bool {
		opens, err := g.opensByKey()
		return g.serves(action) && opens && err == nil
	})
}

// caller is whether an actor is one of those that the gateway's settings name.
func (e *expectations) caller(a *Actor, t *Target) bool {
	for p := range a.principals {
		if e.model.callersOf[t][p] {
			return true
		}
	}
	return false
}

// firstPhase is whether a gateway is open as long as it has to be: Azure takes
// no gateway whose public access is off before it has an approved endpoint.
// https://learn.microsoft.com/azure/api-management/private-endpoint
func (e *expectations) firstPhase(t *Target) bool {
	return !insideVNet(t.Resource) && !t.Resource.Value(t.service.door.access).Is("Disabled") &&
		!slices.ContainsFunc(e.model.endpointsOf[t], func(one *endpoint) bool { return one.status.Is("Approved") })
}
