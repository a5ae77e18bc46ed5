package arm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const signIn = "azure-native:web/v20210201:WebAppAuthSettingsV2"

// guarded is a site's sign-in, with another identity provider.
func guarded(action string, entra m) m {
	return m{
		"name": "app", "platform": m{"enabled": true, "runtimeVersion": "~1"}, "httpSettings": m{"requireHttps": true},
		"globalValidation":  m{"requireAuthentication": true, "unauthenticatedClientAction": action},
		"identityProviders": m{"azureActiveDirectory": entra},
	}
}

func entra(validation m) m {
	return m{"enabled": true, "registration": m{"clientId": caller, "openIdIssuer": "https://login.microsoftonline.com/t/v2.0"}, "validation": validation}
}

// signIns are the rules of a site's sign-in.
var signIns = []rule{
	{
		name:    "who does not sign in is answered in one of four ways",
		good:    create(signIn, guarded("Return401", entra(nil))),
		bad:     create(signIn, guarded("401", entra(nil))),
		code:    "BadRequest",
		message: "The unauthenticatedClientAction '401' of site app is not one of RedirectToLoginPage, AllowAnonymous, Return401, Return403.",
	},
	{
		name:    "who signs in with Entra does so to a registration",
		good:    create(signIn, guarded("Return401", m{"enabled": false})),
		bad:     create(signIn, guarded("Return401", m{"enabled": true})),
		code:    "BadRequest",
		message: "is enabled and has no registration.clientId",
	},
}

// TestNobodySaidIsNobodyLetIn: a policy that is left out is kept as one that
// lets nobody in, and one that is given as it is.
func TestNobodySaidIsNobodyLetIn(t *testing.T) {
	const policy = "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy"
	w := newWorld(t)
	assert.Equal(t, m{"allowedApplications": []any{}}, at(t, w.made(signIn, guarded("Return401", entra(m{"allowedAudiences": []any{"api://a"}}))), policy))
	gateway := m{"allowedPrincipals": m{"identities": []any{someUser}}}
	w = newWorld(t)
	assert.Equal(t, gateway, at(t, w.made(signIn, guarded("Return401", entra(m{"defaultAuthorizationPolicy": gateway}))), policy))
}
