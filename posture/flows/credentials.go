package flows

// credential is one way to be let in, after the network.
type credential struct {
	*walk
	token bool
}

// credentials are an actor's for an action, appended to a list: its token, a
// key that it can read, or nothing.
func (m *model) credentials(all []credential, a *Actor, t *Target, action *Action, keep bool) []credential {
	w := m.passing(keep)
	if action.signIn {
		m.signIn(w, a, t)
		return append(all, credential{w, true})
	}
	if action.easyAuth {
		m.easyAuth(w, a, t)
		return append(all, credential{w, true})
	}
	m.token(w, a, t)
	if w.outcome != Denied {
		m.deployed(w, t, action)
		m.authorize(w, a, t, action.needs)
	}
	all = append(all, credential{w, true})
	if w.outcome != Allowed {
		if t.service.keys != nil {
			key := m.passing(keep)
			m.byKey(key, a, t, action)
			all = append(all, credential{key, false})
		}
		if action.publicBlob {
			none := m.passing(keep)
			m.anonymous(none, t, action)
			all = append(all, credential{none, false})
		}
	}
	return all
}
