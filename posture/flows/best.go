package flows

// outcome is what the best way comes to. Azure Resource Manager asks nothing of
// a target but its id: without one, all of a kind are alike.
func (m *model) outcome(a *Actor, t *Target, action *Action) Outcome {
	if action.Plane != Control || t.id != "" {
		return m.best(a, t, action, false).outcome
	}
	key := actorAction{a, action}
	known, done := m.placeless[key]
	if !done {
		known = m.best(a, t, action, false).outcome
		m.placeless[key] = known
	}
	return known
}

// actorAction is an action of an actor.
type actorAction struct {
	actor  *Actor
	action *Action
}

// best follows every way of an action and keeps the best. A network that is
// open leads further than one that is closed, whatever the service says then.
func (m *model) best(a *Actor, t *Target, action *Action, keep bool) *walk {
	if action.Plane == Control {
		return m.managed(a, t, action, keep)
	}
	if action.behind != "" {
		return m.throughGateway(a, t, action, keep)
	}
	credentials := m.credentials(m.credential[:0], a, t, action, keep)
	// No way leads further than its credential: behind one that leads as far,
	// in a graph with hundreds of gateways, the others need not be tried.
	most := Denied
	for _, c := range credentials {
		if better(c.outcome, most) {
			most = c.outcome
		}
	}
	var best way
	for _, p := range a.places {
		// Which way is the best is the same without its steps: they are
		// followed again for that one only.
		for i, r := range m.routes(p, t, t.entry(action), false) {
			for j, c := range credentials {
				if r.tokenOnly && !c.token {
					continue
				}
				if best.place != nil && best.outcome == most && best.reached != Denied {
					return m.along(best, t, action, credentials, keep)
				}
				m.work++
				outcome := together(r.walk, c.walk).outcome
				if best.place == nil || better(outcome, best.outcome) || best.outcome == outcome && best.reached == Denied && r.outcome != Denied {
					best = way{p, i, j, outcome, r.outcome}
				}
			}
		}
	}
	return m.along(best, t, action, credentials, keep)
}

// way is one place, one route from there, and one credential.
type way struct {
	place             *place
	route, credential int
	outcome, reached  Outcome
}

// along follows a way to its end.
func (m *model) along(best way, t *Target, action *Action, credentials []credential, keep bool) *walk {
	if !keep {
		r := m.routes(best.place, t, t.entry(action), false)[best.route]
		return together(r.walk, credentials[best.credential].walk)
	}
	return m.routes(best.place, t, t.entry(action), true)[best.route].then(credentials[best.credential].walk)
}
