package requirements

import (
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// federated is the setting with which Easy Auth takes an identity's assertion
// in place of a client secret.
// https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad#use-a-managed-identity-instead-of-a-secret
const federated = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"

const (
	registration = "identityProviders.azureActiveDirectory.registration."
	parameters   = "identityProviders.azureActiveDirectory.login.loginParameters"
	groupsColumn = "AZURE_SEARCH_PERMITTED_GROUPS_COLUMN"
	graphScope   = "https://graph.microsoft.com/User.Read"
)

// issuer is one tenant's own, and not everybody's ("common").
var issuer = regexp.MustCompile(`^https://login\.microsoftonline\.com/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/v2\.0/?$`)

func judgeSignIn(j *judge) {
	for _, app := range j.sites() {
		for _, own := range j.ofApp[kindSignIn+app.URN] {
			if !own.certain {
				j.unknown(own.from, "name", "the name of "+app.String())
			}
			j.signIn(own.from, app)
		}
		if len(j.ofApp[kindSignIn+app.URN]) == 0 {
			j.fail(app, "", "no "+kindSignIn+": nobody has to sign in", "one")
		}
	}
}

func (j *judge) signIn(r, app *graph.Resource) {
	j.value(r, "platform.enabled", True())
	j.value(r, "globalValidation.requireAuthentication", True())
	j.value(r, "globalValidation.unauthenticatedClientAction", OneOf("RedirectToLoginPage", "Return401", "Return403"))
	j.value(r, "globalValidation.excludedPaths", Empty())
	j.value(r, "httpSettings.requireHttps", True())
	j.value(r, "identityProviders.azureActiveDirectory.enabled", True())
	j.value(r, registration+"clientId", Matching(guid, "the id of an app registration"))
	j.value(r, registration+"clientSecretSettingName", Exactly(federated))
	j.value(r, registration+"openIdIssuer", Matching(issuer, "the issuer of one tenant"))
	j.otherWays(r)
	j.signInIdentity(app)
	j.reachesEntra(app)
}

// signInIdentity asks that the identity whose assertion stands for the secret
// is the app's.
func (j *judge) signInIdentity(app *graph.Resource) {
	at := "app setting " + federated
	client := j.setting(federated)
	switch client.State {
	case graph.Unknown:
		j.unknown(app, at, "the client id of the app's identity")
		return
	case graph.Secret:
		j.judged(app, at, client, Given())
		return
	}
	for _, identity := range j.g.Of(kindIdentity) {
		if !client.Is(identity.Outputs.At("clientId").Text()) || client.Text() == "" {
			continue
		}
		ids := app.Inputs.At("identity.userAssignedIdentities")
		if ids.Hidden() {
			j.unknown(app, "identity.userAssignedIdentities", "the id of "+identity.String())
			return
		}
		itself := func(id string) bool { return strings.EqualFold(id, identity.ID) }
		// The program asks for a list, and Azure answers with an object.
		answered := app.Outputs.At("identity.userAssignedIdentities")
		if answered.State == graph.Known && !answered.IsList() && !slices.ContainsFunc(answered.Keys(), itself) {
			ids = answered
		}
		if slices.ContainsFunc(ids.Texts(), itself) {
			j.pass(app, at, client.String())
			j.value(app, "identity.type", Among("UserAssigned"))
			j.sameTenant(app, identity)
			return
		}
		j.fail(app, "identity.userAssignedIdentities", ids.String(), "the id of "+identity.String())
		return
	}
	j.fail(app, at, client.String(), "the client id of an identity of this stack")
}

// judgeDocumentAccess: the column and the scope belong together; one alone
// means that documents are not trimmed.
func judgeDocumentAccess(j *judge) {
	column := j.setting(groupsColumn)
	asks := false
	for _, r := range j.ofSites(kindSignIn) {
		asks = asks || slices.ContainsFunc(r.Value(parameters).Texts(), asksForGraph)
	}
	if column.Text() == "" && column.State != graph.Unknown && column.State != graph.Secret && !asks {
		j.none("document-level access is off")
		return
	}
	for _, r := range j.ofSites(kindAppSettings) {
		j.judged(r, "app setting "+groupsColumn, column, Given())
	}
	for _, r := range j.ofSites(kindSignIn) {
		j.value(r, "login.tokenStore.enabled", True())
		j.value(r, parameters, Test{"scope=... " + graphScope, func(v graph.Value) bool {
			return slices.ContainsFunc(v.Texts(), asksForGraph)
		}})
	}
	if len(j.ofSites(kindSignIn)) == 0 {
		j.fail(nil, "", "no "+kindSignIn+" and document-level access on", "sign-in")
	}
}

func asksForGraph(parameter string) bool {
	scopes, isScope := strings.CutPrefix(parameter, "scope=")
	return isScope && slices.Contains(strings.Fields(scopes), graphScope)
}
