package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/apipolicy"
)

// sentOn is what becomes of what a gateway sends on: by the backend, or the
// member of a pool, that leads the furthest. A member that is worse is found by
// the gateway's own flows.
func (m *model) sentOn(a *Actor, g *gatewayAPI, sent *apipolicy.Sent, action *Action, keep bool) *walk {
	var best *walk
	for _, u := range m.upstreams(g, sent.Backend) {
		w := newWalk(keep)
		to := m.hostAt[u.host()]
		switch {
		case u.url.Hidden():
			w.doubt(StepBackend, u.by, u.property, "where it sends calls is decided at deployment")
		case to == nil || to.service.name != action.behind:
			w.deny(StepBackend, u.by, u.property, "it sends calls to %s, which is no %s of this deployment", u.url, serviceNamed(action.behind).title)
		case u.by.Kind == backendKind && !u.by.Value("credentials").Nothing(), u.by.Value("credentials").Hidden():
			w.doubt(StepBackend, u.by, "credentials", "it adds credentials of its own, which are not followed")
		default:
			w.pass(StepBackend, u.by, u.property, "it sends the call to %s", to.Resource.Name)
			w = w.then(m.asGateway(a, g, sent, to, action, keep))
		}
		if best == nil || better(w.outcome, best.outcome) {
			best = w
		}
	}
	if best == nil {
		best = newWalk(keep)
		best.deny(StepBackend, g.by("inbound"), g.at("inbound"), "the gateway has no backend %s", sent.Backend)
	}
	return best
}

// systemAssigned is how a document means the gateway's own identity.
const systemAssigned = "system-assigned"

// asGateway follows the gateway's own call, from its subnet: by its identity,
// or by the caller's token where the document leaves that in.
func (m *model) asGateway(a *Actor, g *gatewayAPI, sent *apipolicy.Sent, to *Target, action *Action, keep bool) *walk {
	identity := m.identityOf[g.gateway.Resource]
	w := newWalk(keep)
	inner := actionsOf[action.behind][slices.IndexFunc(actionsOf[action.behind], func(one *Action) bool { return one.Name == action.Name })]
	switch {
	case sent.Identity == "" && sent.Header("Authorization") == apipolicy.CallersToken:
		through := *a
		through.places = identity.places
		w.pass(StepBackend, g.by("inbound"), g.at("inbound"), "the document sends the caller's own token on")
		return w.then(m.best(&through, to, inner, keep))
	case sent.Identity == "":
		through := Actor{title: "the gateway without a token", places: identity.places, held: newHoldings(nil)}
		return w.then(m.best(&through, to, inner, keep))
	case sent.Identity == systemAssigned && !strings.Contains(low(g.gateway.Resource.Value("identity.type").Text()), "systemassigned") && !identity.doubt:
		w.deny(StepAuthentication, g.gateway.Resource, "identity.type", "the gateway has no system-assigned identity to get a token for")
		return w
	case sent.Identity != systemAssigned && !m.hasApplication(identity, sent.Identity):
		w.deny(StepAuthentication, g.by("inbound"), g.at("inbound"), "the gateway has no identity of the client id %s", sent.Identity)
		return w
	}
	m.takesAudience(w, g, sent.Resource, to)
	if w.outcome == Denied {
		return w
	}
	return w.then(m.best(identity, to, inner, keep))
}

func (m *model) hasApplication(a *Actor, client string) bool {
	for p := range a.principals {
		if strings.EqualFold(m.applications[p], client) {
			return true
		}
	}
	return a.doubt
}

// takesAudience asks whether a target takes a token for a resource.
func (m *model) takesAudience(w *walk, g *gatewayAPI, resource string, to *Target) {
	if to.service.name == "openai" {
		if !strings.EqualFold(strings.TrimSuffix(resource, "/"), facts.CognitiveServicesResource) {
			w.deny(StepAuthentication, g.by("inbound"), g.at("inbound"), "the gateway's token is for %s, and Azure OpenAI takes those for %s", resource, facts.CognitiveServicesResource)
		}
		return
	}
	settings := m.besideOf("web:WebAppAuthSettingsV2", to)
	if len(settings) == 0 {
		return
	}
	const entra = "identityProviders.azureActiveDirectory."
	r := settings[0]
	client, audiences := r.Value(entra+"registration.clientId"), r.Value(entra+"validation.allowedAudiences")
	switch {
	case client.Is(resource), slices.ContainsFunc(audiences.Texts(), func(one string) bool { return strings.EqualFold(one, resource) }):
	case client.Hidden(), audiences.Hidden():
		w.doubt(StepAuthentication, r, entra+"validation.allowedAudiences", "which audiences the site takes is not known")
	default:
		w.deny(StepAuthentication, r, entra+"validation.allowedAudiences", "the site answers 401: the gateway's token is for %s, which is none of its audiences", resource)
	}
}
