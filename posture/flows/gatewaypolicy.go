package flows

import (
	"strings"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// throughGateway follows a call to a gateway, by its policy document, and on
// to what stands behind it.
func (m *model) throughGateway(a *Actor, t *Target, action *Action, keep bool) *walk {
	var best, behind *walk
	reached := Denied
	for _, p := range a.places {
		for _, r := range m.routes(p, t, t.entry(action), keep) {
			m.work++
			w := r.walk
			if w.outcome != Denied {
				if behind == nil {
					behind = m.served(a, t, action, keep)
				}
				w = w.then(behind)
			}
			if best == nil || better(w.outcome, best.outcome) || best.outcome == w.outcome && reached == Denied && r.outcome != Denied {
				best, reached = w, r.outcome
			}
		}
	}
	return best
}

// served is what becomes of a call that has reached a gateway: by the API that
// leads the furthest.
func (m *model) served(a *Actor, t *Target, action *Action, keep bool) *walk {
	var best *walk
	for _, g := range m.apis[t] {
		if !g.serves(action) {
			continue
		}
		w := newWalk(keep)
		sent := m.decide(w, a, g)
		if sent != nil {
			w = w.then(m.sentOn(a, g, sent, action, keep))
		}
		if best == nil || better(w.outcome, best.outcome) {
			best = w
		}
	}
	if best == nil {
		best = newWalk(keep)
		best.deny(StepPolicy, t.Resource, "", "no API of %s leads to %s", t.Resource.Name, serviceNamed(action.behind).title)
	}
	return best
}

// decide asks the API and its document about an actor. What it answers is what
// is sent on; nil where that is not known.
func (m *model) decide(w *walk, a *Actor, g *gatewayAPI) *apipolicy.Sent {
	if g.doubt != "" {
		w.doubt(StepPolicy, g.doubtBy, g.doubtAt, "what the API %s lets in cannot be followed: %s", g.resource.Name, g.doubt)
		return nil
	}
	sure, perhaps := m.calls(a, g)
	var first *apipolicy.Answer
	var fault error
	for i, call := range append(sure, perhaps...) {
		m.work++
		answer, err := apipolicy.Decide(g.document, g.settings, call)
		switch {
		case err != nil:
			if fault == nil {
				fault = err
			}
		case answer.Status == 200 && answer.Sent != nil:
			if i < len(sure) {
				w.pass(StepPolicy, g.by("inbound"), g.at("inbound"), "%s", g.letIn(a, call))
			} else {
				w.doubt(StepPolicy, g.by("inbound"), g.at("inbound"), "%s, if its token is of an application that the document names and has the claims that it asks for", g.letIn(a, call))
			}
			return answer.Sent
		case first == nil || g.reached(answer) > g.reached(*first):
			first = &answer
		}
	}
	switch {
	case fault != nil:
		w.doubt(StepPolicy, g.by("inbound"), g.at("inbound"), "the document cannot be followed for %s: %s", a.title, fault.Error())
	case first.Status == 200:
		w.deny(StepPolicy, g.by(first.By), g.at(first.By), "the document sends nothing on: it answers itself")
	default:
		w.deny(StepPolicy, g.by(first.By), g.at(first.By), "%s refuses %s with %d: %s", first.By, a.title, first.Status, first.Reason)
	}
	return nil
}

// reached is how far a call got that was refused: what stops the one that gets
// the furthest is what has to be mended.
func (g *gatewayAPI) reached(answer apipolicy.Answer) (place int) {
	if answer.By == "api" {
		return 0
	}
	for _, section := range g.document.Sections {
		for _, e := range section.Children {
			place++
			if answer.By == e.Path || strings.HasPrefix(answer.By, e.Path+"/") {
				return place
			}
		}
	}
	return place
}

// by and at are the resource and the property that an element is in; "api" is
// what comes before a document.
func (g *gatewayAPI) by(element string) *graph.Resource {
	if element == "api" || g.policy == nil {
		return g.resource
	}
	return g.policy
}

func (g *gatewayAPI) at(element string) string {
	if element == "api" || g.policy == nil {
		return "subscriptionRequired"
	}
	return "value"
}

// letIn says by which of its credentials a call got in: by those without which
// it is refused.
func (g *gatewayAPI) letIn(a *Actor, call apipolicy.Call) string {
	keyless, tokenless := call, call
	keyless.Key, keyless.Subscription, tokenless.Token = apipolicy.NoKey, "", nil
	key, token := g.refuses(keyless), g.refuses(tokenless)
	switch {
	case call.Key != apipolicy.NoKey && key != "" && (call.Token == nil || token == ""):
		return "the subscription key alone lets " + a.title + " in: no token is validated"
	case call.Token != nil && token != "" && key != "":
		return token + " takes the token of " + a.title + ", and " + key + " its subscription key"
	case call.Token != nil && token != "":
		return token + " takes the token of " + a.title
	}
	return "nothing refuses a call without a credential: everybody gets in"
}

// refuses is the element that refuses a call; empty where none does.
func (g *gatewayAPI) refuses(call apipolicy.Call) string {
	if answer, err := apipolicy.Decide(g.document, g.settings, call); err == nil && answer.Status != 200 {
		return answer.By
	}
	return ""
}

// keysAlone is whether a gateway's keys open one of its APIs without a token,
// and which.
func (m *model) keysAlone(t *Target) (Outcome, *graph.Resource) {
	for _, g := range m.apis[t] {
		switch opens, err := g.opensByKey(); {
		case err != nil || g.doubt != "":
			return Unknown, g.by("inbound")
		case opens:
			return Allowed, g.resource
		}
	}
	return Denied, t.Resource
}

// opensByKey is whether an API asks for a key, and for nothing else. It is the
// same for everybody, so it is followed once.
func (g *gatewayAPI) opensByKey() (bool, error) {
	if g.doubt != "" {
		return false, nil
	}
	if g.byKey == nil {
		opens, err := g.keyDecides()
		g.byKey = &byKey{opens, err}
	}
	return g.byKey.opens, g.byKey.err
}

func (g *gatewayAPI) keyDecides() (bool, error) {
	without, with := withKeys([]apipolicy.Key{apipolicy.NoKey}, []*apipolicy.Token{nil})[0], withKeys([]apipolicy.Key{apipolicy.ValidKey}, []*apipolicy.Token{nil})[0]
	refused, err := apipolicy.Decide(g.document, g.settings, without)
	if err != nil || refused.Status == 200 {
		return false, err
	}
	answer, err := apipolicy.Decide(g.document, g.settings, with)
	return err == nil && answer.Status == 200, err
}
