package requirements

import (
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var gatewayAPIs = []Rule{
	{
		ID: "G8", Title: "Every API is served over HTTPS alone, has a policy of its own, and asks its callers for a key or for a token that it validates",
		Severity: finding.High, Kind: kindAPI, Wants: []Want{{"protocols", httpsAlone}}, Each: judgeOperations, Judge: judgeAPIs,
		Fix:  "Set protocols to https, and subscriptionRequired to true or a validate-azure-ad-token into the API's policy.",
		Link: apimPage + "authentication-authorization-overview",
	},
	{
		ID: "G10", Title: "Each backend is an account or a function app of this stack, called over HTTPS with its certificate checked, without stored credentials, behind a circuit breaker",
		Severity: finding.High, Kind: kindBackend, Each: judgeBackend, Judge: judgeTargets,
		Fix:  "Name the stack's own account or app in url, set both tls checks to true, take credentials and proxy out, and add a circuit breaker for 429 and 5xx.",
		Link: apimPage + "backends",
	},
	{
		ID: "G11", Title: "Several accounts are called as one pool, which a template makes of the stack's own backends", Severity: finding.Medium,
		Kind: kindBackend, Each: judgeNoPool, Judge: judgePools,
		Fix:  "Make the pool with a template (Microsoft.ApiManagement/service/backends, type Pool) of two backends or more of this stack.",
		Link: apimPage + "backends#load-balanced-pool",
	},
	{
		ID: "G14", Title: "The gateway and its backend send telemetry with their identities, without an instrumentation key; no prompt and no credential is logged",
		Severity: finding.High, Kind: kindLogger, Beside: []string{kindAPIDiagnostic}, Each: judgeLogging, Judge: judgeLoggers,
		Fix:  "Set identityClientId to systemAssigned, give the identity Monitoring Metrics Publisher, log 0 bytes of bodies (telemetry.bodyBytes), and hide Authorization and api-key.",
		Link: apimPage + "api-management-howto-app-insights",
	},
	{
		ID: "G16", Title: "Products ask for a subscription and for approval; a subscription is for one product, and allows no tracing", Severity: finding.High,
		Kind: kindProduct, Beside: []string{kindSubscription}, Each: judgeProduct, Judge: judgeSubscriptions,
		Fix:  "Set subscriptionRequired and approvalRequired to true, scope the subscription to a product and set allowTracing to false.",
		Link: apimPage + "api-management-subscriptions#scope-of-subscriptions",
	},
	{
		ID: "G17", Title: "With a gateway, the web app calls the models through it, and its identity holds no role on an account", Severity: finding.High,
		Kind: kindWebApp, Judge: judgeThroughGateway,
		Fix:  "Set AZURE_OPENAI_ENDPOINT to the gateway's address, take AZURE_OPENAI_RESOURCE out and remove the app's roles on the account.",
		Link: apimPage + "azure-openai-api-from-specification",
	},
	{
		ID: "G18", Title: "Named values are ids in plain text, and no secrets", Severity: finding.High,
		Kind: kindNamedValue, Wants: []Want{{"secret", NotTrue()}, {"keyVault", Nothing()}}, Each: judgeNamedValue,
		Fix:  "Keep the ids of callers in named values, and nothing else: the gateway's identity needs no secret.",
		Link: apimPage + "api-management-howto-properties",
	},
}

var httpsAlone = Test{`["https"]`, func(v graph.Value) bool {
	all := v.Items()
	return len(all) > 0 && !slices.ContainsFunc(all, func(p graph.Value) bool { return !p.Is("https") })
}}

func judgeAPIs(j *judge) {
	for _, api := range j.g.Of(kindAPI) {
		j.servedOfModels(api)
		policies := j.ofAPI[kindAPIPolicy+api.URN]
		if len(policies) != 1 {
			j.fail(api, "", count(len(policies), kindAPIPolicy), "one")
			continue
		}
		if !policies[0].certain {
			j.unknown(policies[0].from, "apiId", "the name of "+api.String())
		}
		// A request that says nothing makes an API with keys by one client and
		// without by another: pulumi/pulumi-azure#381,
		// hashicorp/terraform-provider-azurerm#7950.
		required := api.Value("subscriptionRequired")
		const want = "true, or a policy that validates tokens"
		switch validates, known := j.validates(policies[0].from); {
		case required.True(), validates:
			j.add(api, finding.Pass, "subscriptionRequired", required.String(), want)
		case required.Hidden(), !known:
			j.unknown(api, "subscriptionRequired", want)
		default:
			j.fail(api, "subscriptionRequired", required.String()+", and no token is validated", want)
		}
	}
}

func judgeProduct(j *judge, r *graph.Resource) {
	if r.Kind == kindProduct {
		j.value(r, "subscriptionRequired", True())
		j.value(r, "approvalRequired", True())
		return
	}
	j.value(r, "allowTracing", False())
	// Azure makes the keys, and whoever owns a subscription can read them.
	for _, name := range []string{"primaryKey", "secondaryKey", "ownerId"} {
		j.nothingAt(r, name, r.Inputs.At(name))
	}
	j.value(r, "scope", Matching(productScope, "a product, not all APIs"))
}

var productScope = regexp.MustCompile(`(?i)(^|/)products/[^/]+/?$`)

func judgeSubscriptions(j *judge) {
	j.none("there are no products and no subscriptions")
	for _, s := range j.g.Of(kindSubscription) {
		scope := s.Value("scope")
		if scope.Hidden() {
			continue // said already
		}
		name := strings.ToLower(strings.TrimSuffix(scope.Text(), "/"))
		name = name[strings.LastIndex(name, "/")+1:]
		if !slices.ContainsFunc(j.g.Of(kindProduct), func(p *graph.Resource) bool { return nameOf(p, "productId") == name }) {
			j.fail(s, "scope", scope.String(), "a product of this stack")
		}
	}
}

// gatewayAddress wants the address of a gateway of this stack.
func (j *judge) gatewayAddress() Test {
	return Test{"the gateway's own address", func(v graph.Value) bool {
		if strings.Count(strings.TrimSuffix(v.Text(), "/"), "/") != 2 || strings.ContainsAny(v.Text(), "?# ") {
			return false // the client would ask below a path that is no API's
		}
		host := strings.TrimSuffix(hostOf(v.Text()), apiDomain)
		return strings.HasSuffix(hostOf(v.Text()), apiDomain) && slices.ContainsFunc(j.gateways(), func(service *graph.Resource) bool {
			return nameOf(service, "serviceName") == host
		})
	}}
}

func judgeThroughGateway(j *judge) {
	j.none("there is no gateway")
	if !j.hasGateway() {
		return
	}
	for _, r := range j.ofSites(kindAppSettings) {
		all := settingsOf(r)
		j.judged(r, "app setting AZURE_OPENAI_ENDPOINT", all.Field("AZURE_OPENAI_ENDPOINT"), j.gatewayAddress())
		j.judged(r, "app setting AZURE_OPENAI_RESOURCE", all.Field("AZURE_OPENAI_RESOURCE"), Absent())
	}
	// The client of Azure OpenAI adds the path to the address itself.
	j.servesTheApp()
	for _, app := range j.sites() {
		for _, h := range j.held[app.URN] {
			if h.scopeKind() == kindAccount {
				j.fail(h.assignment, "roleDefinitionId", roleName(h.role)+" for "+h.by()+" on "+h.on(), "no role: the gateway's identity has it")
			}
		}
	}
}

func judgeNamedValue(j *judge, r *graph.Resource) {
	const want = "the id of a principal or an application"
	v := r.Value("value")
	if v.State == graph.Known && !guid.MatchString(v.Text()) {
		j.fail(r, "value", "something else, which is not shown", want)
		return
	}
	// Tokens have ids in lower case, and claims are compared as they stand.
	j.judged(r, "value", v, Test{want + ", in lower case", func(v graph.Value) bool { return v.Text() != "" && v.Text() == strings.ToLower(v.Text()) }})
}
