package flows

// outside goes from a place to the internet. It is the same for every request.
func (m *model) outside(p *place, keep bool) *walk {
	if p.subnet == nil || p.direct {
		return m.passing(keep)
	}
	known := m.ways[p]
	if known == nil || keep {
		known = newWalk(keep)
		m.leave(known, p, side{public: true}, "tcp", 443)
		if !keep {
			m.ways[p] = known
		}
	}
	w := m.passing(keep)
	*w = *known
	return w
}

// passing is a walk that nobody keeps longer than one action takes: a graph
// has millions of them, and so the model lends a few again and again. One with
// its steps is the caller's own.
func (m *model) passing(keep bool) *walk {
	if keep {
		return newWalk(true)
	}
	m.lent++
	w := &m.walks[m.lent%len(m.walks)]
	*w = walk{outcome: Allowed}
	return w
}

// managed follows a request to Azure Resource Manager, which is on the
// internet and takes nothing but a token with a role.
func (m *model) managed(a *Actor, t *Target, action *Action, keep bool) *walk {
	w := m.outside(a.places[0], keep)
	if w.outcome == Denied {
		return w
	}
	if !a.token {
		w.deny(StepAuthentication, nil, "", "Azure Resource Manager takes no request without a token")
		return w
	}
	if keep {
		w.pass(StepAuthentication, nil, "", "Azure Resource Manager takes a token of %s", a.title)
	}
	m.authorize(w, a, t, action.needs)
	return w
}
