package flows

import (
	"slices"

	"secure-azure-openai/posture/graph"
)

// easyAuth asks a site that takes tokens of its own registration: 401 without
// one, 403 for somebody who is not among its principals. A token for it
// anybody of the tenant can get.
// https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad#authorize-requests
func (m *model) easyAuth(w *walk, a *Actor, t *Target) {
	// TLS comes first: whoever has no certificate is refused there.
	// https://learn.microsoft.com/azure/app-service/app-service-web-configure-tls-mutual-auth
	if mode := t.Resource.Value("clientCertMode"); t.Resource.Value("clientCertEnabled").True() && (mode.State == graph.Missing || mode.Is("Required")) {
		w.deny(StepAuthentication, t.Resource, "clientCertEnabled", "the site asks for a client certificate, which %s has not", a.title)
		return
	}
	settings := m.besideOf("web:WebAppAuthSettingsV2", t)
	if len(settings) == 0 {
		w.pass(StepAuthentication, t.Resource, "", "the site has no sign-in: everybody gets in")
		return
	}
	r := settings[0]
	if open := openPage(w, r); open {
		return
	}
	const entra = "identityProviders.azureActiveDirectory."
	switch {
	case !a.token:
		w.deny(StepAuthentication, r, "globalValidation.requireAuthentication", "the site answers 401: %s has no token", a.title)
		return
	case r.Value(entra + "enabled").False():
		w.deny(StepAuthentication, r, entra+"enabled", "no token is taken: Entra is off")
		return
	}
	const principals = entra + "validation.defaultAuthorizationPolicy.allowedPrincipals"
	const applications = entra + "validation.defaultAuthorizationPolicy.allowedApplications"
	identities, groups := r.Value(principals+".identities"), r.Value(principals+".groups")
	if identities.Nothing() && groups.Nothing() && !identities.Hidden() && !groups.Hidden() {
		allowedApplications(w, a, r, applications, "every token of the tenant is taken")
		return
	}
	named := slices.ContainsFunc(identities.Items(), func(v graph.Value) bool { return a.principals[low(v.Text())] })
	hidden := identities.Hidden() || slices.ContainsFunc(identities.Items(), graph.Value.Hidden)
	switch {
	case named:
		allowedApplications(w, a, r, applications, a.title+" is among the principals that the site takes")
	case hidden || a.doubt:
		w.doubt(StepAuthentication, r, principals+".identities", "whether %s is among the principals is decided at deployment", a.title)
	case a.Kind != Stranger && (groups.Hidden() || !groups.Nothing()):
		w.doubt(StepAuthentication, r, principals+".groups", "whether %s is in one of the groups is not in the graph", a.title)
	default:
		w.deny(StepAuthentication, r, principals+".identities", "the site answers 403: %s is not among its principals", a.title)
	}
}

// allowedApplications asks for the application that a token was given to, in
// addition to the principal.
func allowedApplications(w *walk, a *Actor, r *graph.Resource, path, reason string) {
	const checks = "identityProviders.azureActiveDirectory.validation.jwtClaimChecks"
	if further := r.Value(checks); !further.Nothing() || further.Hidden() {
		w.doubt(StepAuthentication, r, checks, "%s, if its token passes further checks, which are not followed", reason)
		return
	}
	if list := r.Value(path); list.Hidden() || len(list.Items()) > 0 {
		if a.Kind == Stranger {
			w.doubt(StepAuthentication, r, path, "whether a stranger can have a token by one of the applications is not in the graph")
			return
		}
		w.doubt(StepAuthentication, r, path, "%s, if its client id is among the applications, which the graph does not show", reason)
		return
	}
	w.pass(StepAuthentication, r, path, "%s", reason)
}

// openPage is whether a sign-in lets everybody through, which it says then.
func openPage(w *walk, r *graph.Resource) bool {
	on, required := r.Value("platform.enabled"), r.Value("globalValidation.requireAuthentication")
	switch free := r.Value("globalValidation.excludedPaths"); {
	case on.Hidden() || required.Hidden():
		w.doubt(StepAuthentication, r, "globalValidation.requireAuthentication", "whether sign-in is required is decided at deployment")
	case !on.True():
		w.pass(StepAuthentication, r, "platform.enabled", "sign-in is off: everybody gets in")
	case !required.True():
		w.pass(StepAuthentication, r, "globalValidation.requireAuthentication", "sign-in is not required: everybody gets in")
	case r.Value("globalValidation.unauthenticatedClientAction").Is("AllowAnonymous"):
		w.pass(StepAuthentication, r, "globalValidation.unauthenticatedClientAction", "whoever does not sign in gets in too")
	case len(free.Items()) > 0:
		w.pass(StepAuthentication, r, "globalValidation.excludedPaths", "%d paths are open without sign-in", len(free.Items()))
	default:
		return false
	}
	return true
}
