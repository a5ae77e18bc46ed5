package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// federated is the setting with which Easy Auth takes an identity's assertion
// in place of a client secret.
const federated = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"

const (
	entra        = "identityProviders.azureActiveDirectory."
	registration = entra + "registration."
)

func checkSignIn(g *recorder.Graph, s settings.Settings) error {
	if !signedIn(s) {
		if g.Exports.Is("signIn.enabled", true) || !g.Exports.Is("signIn.enabled", false) {
			return fmt.Errorf("sign-in is off, and the output signIn does not say so")
		}
		if _, there := appSetting(g, federated); there {
			return fmt.Errorf("sign-in is off, and app setting %s is there", federated)
		}
		return firstOf(func() error { return none(g, signInType) }, func() error { return none(g, identityType) })
	}
	r, err := mine(g, signInType)
	if err != nil {
		return err
	}
	identity, err := mine(g, identityType)
	if err != nil {
		return err
	}
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	if err := has(r, want{"platform.enabled", true}, want{"globalValidation.requireAuthentication", true},
		want{"globalValidation.unauthenticatedClientAction", "RedirectToLoginPage"},
		want{registration + "clientId", s.WebApp.SignIn.ClientID},
		want{registration + "clientSecretSettingName", federated},
		want{"name", app.Input("name")}); err != nil {
		return err
	}
	issuer := r.Input(registration + "openIdIssuer")
	if !strings.HasPrefix(issuer, "https://login.microsoftonline.com/") || strings.Contains(issuer, "/common/") ||
		(s.WebApp.SignIn.TenantID != "" && !strings.Contains(issuer, s.WebApp.SignIn.TenantID)) {
		return fmt.Errorf("%s: openIdIssuer is %q, want the tenant's own", r, issuer)
	}
	const applications = entra + "validation.defaultAuthorizationPolicy.allowedApplications"
	if got := r.Inputs.Texts(applications); !slices.Equal(got, []string{s.WebApp.SignIn.ClientID}) {
		return fmt.Errorf("%s: allowedApplications is %q, want the registration alone: an empty list lets nobody in", r, got)
	}
	if got, _ := appSetting(g, federated); got == "" || got != identity.Outputs.Text("clientId") {
		return fmt.Errorf("app setting %s is %q, want the identity's client id %q", federated, got, identity.Outputs.Text("clientId"))
	}
	if !slices.Contains(app.Inputs.Texts("identity.userAssignedIdentities"), identity.ID) {
		return fmt.Errorf("%s: userAssignedIdentities does not name %s", app, identity)
	}
	return nil
}

func signInBreaches() []Breach {
	return []Breach{
		without(signInType, "want one "+signInType),
		flip(signInType, "platform.enabled"), flip(signInType, "globalValidation.requireAuthentication"),
		set(signInType, "globalValidation.unauthenticatedClientAction", "AllowAnonymous", "unauthenticatedClientAction"),
		set(signInType, registration+"clientSecretSettingName", "MICROSOFT_PROVIDER_AUTHENTICATION_SECRET", "clientSecretSettingName"),
		set(signInType, registration+"clientId", "11111111-1111-4111-8111-111111111111", "clientId"),
		set(signInType, registration+"openIdIssuer", "https://login.microsoftonline.com/common/v2.0", "openIdIssuer"),
		set(signInType, entra+"validation.defaultAuthorizationPolicy.allowedApplications", []string{}, "lets nobody in"),
		unset(signInType, entra+"validation.defaultAuthorizationPolicy", "lets nobody in"),
		set(signInType, entra+"validation.defaultAuthorizationPolicy.allowedApplications", []string{"11111111-1111-4111-8111-111111111111"}, "allowedApplications"),
		setting(federated, "11111111-1111-4111-8111-111111111111"),
		set(webAppType, "identity.userAssignedIdentities", []string{}, "userAssignedIdentities"),
		{Name: "off and unsaid", Says: "does not say so", When: func(s settings.Settings) bool { return !signedIn(s) },
			Do: func(g *recorder.Graph, _ settings.Settings) { g.Exports.Delete("signIn") }},
		{Name: "off and there", Says: "do not ask", When: func(s settings.Settings) bool { return !signedIn(s) },
			Do: func(g *recorder.Graph, _ settings.Settings) {
				g.Resources = append(g.Resources, &recorder.Resource{Type: signInType, Name: "extra", Custom: true})
			}},
	}
}

func checkDocuments(g *recorder.Graph, s settings.Settings) error {
	column, _ := appSetting(g, "AZURE_SEARCH_PERMITTED_GROUPS_COLUMN")
	if !signedIn(s) || s.WebApp.PermittedGroupsField == "" {
		if column != "" {
			return fmt.Errorf("app setting AZURE_SEARCH_PERMITTED_GROUPS_COLUMN is %q, and nobody signs in with groups", column)
		}
		return nil
	}
	if column != s.WebApp.PermittedGroupsField {
		return fmt.Errorf("app setting AZURE_SEARCH_PERMITTED_GROUPS_COLUMN is %q, want %q", column, s.WebApp.PermittedGroupsField)
	}
	r, err := mine(g, signInType)
	if err != nil {
		return err
	}
	if err := has(r, want{"login.tokenStore.enabled", true}); err != nil {
		return err
	}
	parameters := r.Inputs.Texts("identityProviders.azureActiveDirectory.login.loginParameters")
	if !slices.ContainsFunc(parameters, func(p string) bool {
		scopes, isScope := strings.CutPrefix(p, "scope=")
		return isScope && slices.Contains(strings.Fields(scopes), "https://graph.microsoft.com/User.Read")
	}) {
		return fmt.Errorf("%s: loginParameters %q ask for no https://graph.microsoft.com/User.Read", r, parameters)
	}
	return nil
}

func checkExposure(g *recorder.Graph, s settings.Settings) error {
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	if s.WebApp.Exposure == settings.ExposurePrivate {
		return firstOf(
			func() error { return has(app, want{"publicNetworkAccess", "Disabled"}) },
			func() error {
				return reachable(g, s, webAppType, settings.EndpointWebApp, "sites", "sites", sitesZone)
			})
	}
	if len(endpointsOf(g, app)) > 0 {
		return fmt.Errorf("%s is public and has a private endpoint that the settings do not ask for", app)
	}
	if _, err := mine(g, signInType); err != nil {
		return fmt.Errorf("%s is public, and nobody has to sign in", app)
	}
	return has(app, want{"publicNetworkAccess", "Enabled"})
}

func exposureBreaches() []Breach {
	private := func(s settings.Settings) bool { return s.WebApp.Exposure == settings.ExposurePrivate }
	public := func(s settings.Settings) bool { return !private(s) }
	return append(within(private, endpointBreaches(webAppType, sitesZone)),
		Breach{Name: "unsaid", Says: "publicNetworkAccess", Do: func(g *recorder.Graph, _ settings.Settings) {
			only(g, webAppType).Inputs.Delete("publicNetworkAccess")
		}},
		Breach{Name: "open", Says: "publicNetworkAccess", When: private, Do: func(g *recorder.Graph, _ settings.Settings) {
			only(g, webAppType).Inputs.Set("publicNetworkAccess", "Enabled")
		}},
		Breach{Name: "public to anyone", Says: "sign in", When: public, Do: func(g *recorder.Graph, _ settings.Settings) {
			g.Remove(g.ByType(signInType)...)
		}},
		Breach{Name: "public with an endpoint", Says: "do not ask", When: public, Do: func(g *recorder.Graph, _ settings.Settings) {
			g.ByType(endpointType)[0].Inputs.Set("privateLinkServiceConnections[0].privateLinkServiceId", only(g, webAppType).ID)
		}},
	)
}
