package requirements

import (
	"strings"

	"secure-azure-openai/posture/graph"
)

// accounts are what says in a provider's settings that users of it may sign
// in: Azure answers with every provider, and most are empty.
// https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
var accounts = []string{"registration.clientId", "registration.appId", "registration.consumerKey"}

// otherWays asks that users sign in to this tenant's registration alone, and
// that what they get stays with the app.
func (j *judge) otherWays(r *graph.Resource) {
	if action := r.Value("globalValidation.unauthenticatedClientAction"); !action.Is("Return401") && !action.Is("Return403") {
		j.value(r, "globalValidation.redirectToProvider", Equal("azureactivedirectory"))
	}
	j.otherWaysIn(r)
	if client := r.Value(registration + "clientId").Text(); guid.MatchString(client) {
		j.value(r, validation+"allowedAudiences", among(client, "api://"+client))
		// An empty list lets nobody in: pnp/Microsoft365-Analytics-Insights#264.
		j.value(r, validation+"defaultAuthorizationPolicy.allowedApplications", Test{client + " alone", func(v graph.Value) bool {
			return len(v.Items()) > 0 && among(client).holds(v)
		}})
	}
}

// otherWaysIn asks that nothing takes the place of what the settings of a
// sign-in say, or makes it last.
func (j *judge) otherWaysIn(r *graph.Resource) {
	j.otherProviders(r)
	for _, name := range []string{
		// A certificate is a secret too, and a file or a container of one's
		// own takes the place of all that is said here.
		registration + "clientSecretCertificateThumbprint", "platform.configFilePath", "login.tokenStore.azureBlobStorage.sasUrlSettingName",
		"login.allowedExternalRedirectUrls",
	} {
		j.value(r, name, Nothing())
	}
	j.value(r, "login.nonce.validateNonce", NotFalse())
	j.value(r, "login.tokenStore.tokenRefreshExtensionHours", AtMost(72))
	j.value(r, "login.cookieExpiration.timeToExpiration", atMostADay)
	// The app is behind no proxy: a caller would choose the host itself.
	j.value(r, "httpSettings.forwardProxy.convention", Test{`"NoProxy"`, func(v graph.Value) bool { return v.Text() == "" || v.Is("NoProxy") }})
}

// otherProviders asks that no provider beside Entra ID is set up.
func (j *judge) otherProviders(r *graph.Resource) {
	for _, name := range r.Value("identityProviders").Keys() {
		at := "identityProviders." + name
		switch name {
		case "azureActiveDirectory":
		case "customOpenIdConnectProviders":
			j.value(r, at, Nothing())
		default:
			for _, account := range accounts {
				j.value(r, at+"."+account, Nothing())
			}
		}
	}
}

const validation = "identityProviders.azureActiveDirectory.validation."

// among wants every text of a list to be one of some.
func among(texts ...string) Test {
	return Test{"none but " + strings.Join(texts, ", "), func(v graph.Value) bool {
		for _, item := range v.Items() {
			found := false
			for _, text := range texts {
				found = found || text != "" && item.Is(text)
			}
			if !found {
				return false
			}
		}
		return v.State == graph.Missing || v.IsList()
	}}
}

var atMostADay = Test{"a day at most (24:00:00)", func(v graph.Value) bool {
	return v.State == graph.Missing || v.Is("1.00:00:00") || len(v.Text()) == len("24:00:00") && v.Text() <= "24:00:00"
}}

// sameTenant: an app registration trusts a managed identity of its own tenant
// alone, and whoever sets the trust up goes by the output.
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
func (j *judge) sameTenant(app, identity *graph.Resource) {
	tenant, principal := identity.Outputs.At("tenantId"), identity.Outputs.At("principalId")
	if tenant.Text() == "" || principal.Text() == "" {
		return
	}
	own := tenantAddress + tenant.Text() + "/v2.0"
	for _, of := range j.ofApp[kindSignIn+app.URN] {
		if is := of.from.Value(registration + "openIdIssuer"); issuer.MatchString(is.Text()) {
			j.judged(of.from, registration+"openIdIssuer", is, OneOf(own, own+"/").as("the tenant of "+identity.String()))
		}
	}
	const at = "signIn.federatedCredential."
	stack := j.outputs()
	for _, field := range [][2]string{{"subject", principal.Text()}, {"issuer", own}, {"audience", "api://AzureADTokenExchange"}} {
		if says := stack.Outputs.At(at + field[0]); says.State == graph.Known {
			j.judged(stack, "output "+at+field[0], says, Equal(field[1]))
		}
	}
}
