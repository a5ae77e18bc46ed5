package flows

import (
	"secure-azure-openai/posture/graph"
)

// token asks whether a service takes the actor's Entra token.
func (m *model) token(w *walk, a *Actor, t *Target) {
	if !a.token {
		w.deny(StepAuthentication, a.Resource, "", "%s has no token of the tenant", a.title)
		return
	}
	r := t.Resource
	switch t.service.name {
	case "openai":
		// Entra tokens work on a custom subdomain only:
		// https://learn.microsoft.com/azure/ai-services/authentication#authenticate-with-microsoft-entra-id
		if v := r.Value("properties.customSubDomainName"); v.State == graph.Missing || v.State == graph.Known && v.Text() == "" {
			w.deny(StepAuthentication, r, "properties.customSubDomainName", "without a custom subdomain no Entra token is taken")
			return
		}
	case "search":
		// Keys only is the default; roles work once tokens are taken too, or
		// keys are off:
		// https://learn.microsoft.com/azure/search/search-security-enable-roles
		off, both := r.Value("disableLocalAuth"), r.Value("authOptions.aadOrApiKey")
		switch {
		case off.Hidden():
			w.doubt(StepAuthentication, r, "disableLocalAuth", "whether tokens are taken is not known")
			return
		case !off.True() && both.State == graph.Missing:
			w.deny(StepAuthentication, r, "authOptions", "the service takes keys only, no Entra token")
			return
		}
	}
	w.pass(StepAuthentication, r, "", "%s takes an Entra token of %s", t.service.title, a.title)
}

// keysOn is whether a service takes its keys, and what says so. Each of them
// does unless it is told not to.
func (m *model) keysOn(t *Target) (Outcome, *graph.Resource) {
	k := t.service.keys
	if k == nil {
		return Denied, t.Resource
	}
	r := t.Resource
	if t.service.name == "gateway" {
		return m.keysAlone(t)
	}
	if t.service.kind == "web:WebApp" {
		policies := m.besideOf("web:WebAppScmAllowed", t)
		if len(policies) == 0 {
			// Basic credentials are on until somebody turns them off:
			// https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable
			return Allowed, r
		}
		r = policies[0]
	}
	v := r.Value(k.property)
	switch {
	case v.Hidden():
		return Unknown, r
	case k.off && v.True(), !k.off && v.False():
		return Denied, r
	}
	return Allowed, r
}

// byKey follows a request with a key: the service must take it, and the actor
// must be able to read it, which is the control plane's to decide.
func (m *model) byKey(w *walk, a *Actor, t *Target, action *Action) {
	on, by := m.keysOn(t)
	property := ""
	if t.service.keys != nil {
		property = t.service.keys.property
	}
	switch on {
	case Denied:
		w.deny(StepAuthentication, by, property, "%s takes no key", t.service.title)
		return
	case Unknown:
		w.doubt(StepAuthentication, by, property, "whether %s takes keys is not known", t.service.title)
	default:
		w.pass(StepAuthentication, by, property, "%s takes its keys: %s is %s", t.service.title, property, by.Value(property))
	}
	if !a.token {
		w.deny(StepKey, nil, "", "%s has no token to read a key with", a.title)
		return
	}
	var doubt *assignment
	for _, list := range [][]string{t.service.keys.read, action.keyed} {
		for _, name := range list {
			outcome, held, _ := m.granted(a, t, control(name))
			switch outcome {
			case Allowed:
				m.deployed(w, t, action)
				w.pass(StepKey, held.resource, "roleDefinitionId", "%s on %s reads a key with %s, and a key may do everything", held.name, held.where(), name)
				return
			case Unknown:
				doubt = held
			}
		}
	}
	if doubt != nil {
		w.doubt(StepKey, doubt.resource, "scope", "%s may let it read a key", doubt.name)
		return
	}
	w.deny(StepKey, nil, "", "no role lets %s read a key of %s", a.title, t.Resource.Name)
}

// anonymous follows a request without any credential.
func (m *model) anonymous(w *walk, t *Target, action *Action) {
	if !action.publicBlob {
		w.deny(StepAuthentication, t.Resource, "", "%s takes no request without a credential", t.service.title)
		return
	}
	// Both must be open: the account, which is closed unless it says so, and
	// a container.
	// https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent
	switch v := t.Resource.Value("allowBlobPublicAccess"); {
	case v.Hidden():
		w.doubt(StepAuthentication, t.Resource, "allowBlobPublicAccess", "whether containers may be public is decided at deployment")
		return
	case !v.True():
		w.deny(StepAuthentication, t.Resource, "allowBlobPublicAccess", "the account lets no container be public")
		return
	}
	containers := m.besideOf("storage:BlobContainer", t)
	m.work += len(containers)
	for _, c := range containers {
		if v := c.Value("publicAccess"); v.Is("Blob") || v.Is("Container") {
			w.pass(StepAuthentication, c, "publicAccess", "the container %s is public", c.Name)
			return
		}
	}
	w.deny(StepAuthentication, t.Resource, "allowBlobPublicAccess", "the account would let a container be public, and none is")
}

// signIn is what a site asks of whoever opens its page.
// https://learn.microsoft.com/azure/app-service/configure-authentication-file-based
func (m *model) signIn(w *walk, a *Actor, t *Target) {
	settings := m.besideOf("web:WebAppAuthSettingsV2", t)
	if len(settings) == 0 {
		w.pass(StepAuthentication, t.Resource, "", "the app has no sign-in: everybody gets in")
		return
	}
	r := settings[0]
	switch {
	case openPage(w, r):
	case !a.person:
		w.deny(StepAuthentication, r, "globalValidation.requireAuthentication", "the app asks for a sign-in, which %s cannot do", a.title)
	case r.Value("identityProviders.azureActiveDirectory.enabled").False():
		w.deny(StepAuthentication, r, "identityProviders.azureActiveDirectory.enabled", "nobody can sign in: Entra is off")
	default:
		w.pass(StepAuthentication, r, "identityProviders.azureActiveDirectory.registration.openIdIssuer", "an account of the tenant can sign in; the app's registration says which")
	}
}
