package requirements

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

func judgeAdmitted(j *judge) {
	j.none("there is no function app")
	for _, app := range j.functionApps() {
		settings := j.ofApp[kindSignIn+app.URN]
		if len(settings) != 1 {
			j.fail(app, "", count(len(settings), kindSignIn), "one, which admits the gateway alone")
		}
		for _, own := range settings {
			if !own.certain {
				j.unknown(own.from, "name", "the name of "+app.String())
			}
			j.admits(own.from)
			j.gatewaysTenant(own.from)
		}
	}
}

func (j *judge) admits(r *graph.Resource) {
	j.value(r, "platform.enabled", True())
	j.value(r, "globalValidation.requireAuthentication", True())
	j.value(r, "globalValidation.unauthenticatedClientAction", Equal("Return401"))
	j.value(r, "globalValidation.excludedPaths", Empty())
	j.value(r, "httpSettings.requireHttps", True())
	j.value(r, "identityProviders.azureActiveDirectory.enabled", True())
	j.value(r, registration+"clientId", Matching(guid, "the id of an app registration"))
	j.value(r, registration+"openIdIssuer", Matching(issuer, "the issuer of one tenant"))
	// It signs nobody in, and so needs neither a secret nor a certificate.
	j.value(r, registration+"clientSecretSettingName", Nothing())
	j.value(r, "login.tokenStore.enabled", NotTrue())
	j.value(r, validation+"allowedAudiences", Given())
	if client := r.Value(registration + "clientId").Text(); guid.MatchString(client) {
		j.value(r, validation+"allowedAudiences", among(client, "api://"+client))
	}
	j.otherWaysIn(r)
	// Checked beside the policy: what they name is nobody's here, and a token
	// of the gateway's identity has no groups.
	j.value(r, validation+"jwtClaimChecks", Nothing())
	// A version that is pinned gets no mends.
	j.value(r, "platform.runtimeVersion", Test{`"~1", which Azure keeps up`, func(v graph.Value) bool { return v.State == graph.Missing || strings.HasPrefix(v.Text(), "~") }})
	const principals = validation + "defaultAuthorizationPolicy.allowedPrincipals."
	j.value(r, principals+"groups", Nothing())
	identities := r.Value(principals + "identities")
	want := "the gateway's principal id alone"
	switch {
	case identities.Hidden() || slices.ContainsFunc(identities.Items(), graph.Value.Hidden):
		j.unknown(r, principals+"identities", want)
	default:
		j.judged(r, principals+"identities", identities, Test{want, func(v graph.Value) bool {
			return len(v.Items()) > 0 && !slices.ContainsFunc(v.Texts(), func(id string) bool {
				p := j.principals[strings.ToLower(id)]
				return p == nil || p.Kind != kindService
			})
		}})
	}
}

// gatewaysTenant asks that tokens are those of the tenant that the gateway's
// identity is of; Azure answers that.
func (j *judge) gatewaysTenant(r *graph.Resource) {
	for _, tenant := range j.tenants() {
		if issuer.MatchString(r.Value(registration + "openIdIssuer").Text()) {
			own := tenantAddress + tenant + "/v2.0"
			j.value(r, registration+"openIdIssuer", OneOf(own, own+"/").as("the tenant of the gateway's identity"))
		}
	}
}

func judgeClosed(j *judge, app *graph.Resource) {
	if isSite(app) {
		return
	}
	j.value(app, "publicNetworkAccess", Equal("Disabled"))
	j.value(app, "httpsOnly", True())
	// The gateway has a token and no certificate.
	if !app.Value("clientCertMode").Is("Optional") && !app.Value("clientCertMode").Is("OptionalInteractiveUser") {
		j.value(app, "clientCertEnabled", NotTrue())
	}
	// Flex Consumption has no FTP and no TLS below 1.2, and refuses what says so:
	// Azure/terraform-azurerm-avm-res-web-site#345 and #360.
	j.value(app, "siteConfig.ftpsState", Test{"no FTP without TLS", func(v graph.Value) bool { return !v.Is("AllAllowed") }})
	for _, path := range []string{"siteConfig.minTlsVersion", "siteConfig.scmMinTlsVersion"} {
		j.value(app, path, Test{"1.2 or higher", func(v graph.Value) bool {
			return v.State == graph.Missing || AtLeast(1.2).holds(v)
		}})
	}
}

func judgeFunctionPlaces(j *judge) {
	j.none("there is no function app")
	for _, app := range j.functionApps() {
		j.reachable(app, facts.PrivateLinkSites)
		j.noBasicCredentials(app)
	}
}

// hostSettings: the host's connection has further parts, with which its state
// goes to another account, or another identity asks for it.
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
func (j *judge) hostSettings(r *graph.Resource, all graph.Value) {
	for _, name := range all.Keys() {
		prefix, part, is := strings.Cut(strings.ReplaceAll(name, ":", "__"), "__")
		if !is || !strings.EqualFold(prefix, "AzureWebJobsStorage") || strings.EqualFold(part, "accountName") || strings.EqualFold(part, "credential") && all.Field(name).Is("managedidentity") {
			continue
		}
		j.nothingAt(r, "app setting "+graph.Printable(name), all.Field(name))
	}
}
