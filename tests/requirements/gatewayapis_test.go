package requirements

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func gatewayAPIs() []Requirement {
	api, policy, backend := the(apiType), the(policyType), the(backendType)
	product, team, value := the(productType), the(teamType), the(valueType)
	return []Requirement{
		{
			ID: "G8", Text: "Every API is served over HTTPS alone, has one policy, which validates a token, and asks for a subscription key where the settings require one",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(apiType, checkAPI)),
			Breaches: []Breach{
				api.set("protocols", []string{"http", "https"}, "protocols"), api.unset("protocols", "protocols"),
				policy.gone("an API without a policy", "0 policies"), flipOf(api, "subscriptionRequired"),
				edit("validate-azure-ad-token", "trace", "validates no token"),
				{Name: "key in the place of a client's dummy", Says: "api-key", When: func(s settings.Settings) bool { return gatewayOn(s) && !keys(s.Gateway.API) },
					Do: func(g *recorder.Graph, _ settings.Settings) {
						g.Named("gateway-openai-api")[0].Inputs.Set("subscriptionKeyParameterNames.header", "api-key")
					}},
			},
		},
		{
			ID: "G9", Text: "Each policy names the callers, the tenant and the audiences of the settings, deletes their keys before it counts and calls, and calls its backend with the gateway's identity last",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(policyType, checkPolicy)), Breaches: policyBreaches(),
		},
		{
			ID: "G10", Text: "Each backend is an account or the function app of this stack, called over HTTPS with its certificate checked, without stored credentials, behind a circuit breaker for 429 and 5xx",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(backendType, checkBackend)),
			Breaches: []Breach{
				backend.set("url", "https://oai.example.com/openai", "url"), backend.set("protocol", "soap", "protocol"),
				backend.set("tls.validateCertificateChain", false, "validateCertificateChain"), backend.unset("tls", "validateCertificateChain"),
				backend.set("credentials", map[string]any{"header": map[string]any{"api-key": []any{"x"}}}, "credentials"),
				backend.unset("circuitBreaker", "429"), backend.set("circuitBreaker.rules[0].failureCondition.statusCodeRanges[0].max", 428.0, "429"),
			},
		},
		{
			ID: "G11", Text: "Several accounts are called as one pool, which a template makes of the stack's own backends; one account is called alone",
			Applies: pooled, Check: whereOn(gatewayOn, checkPool),
			Breaches: []Breach{
				{Name: "a member of another stack", Says: "members", Do: func(g *recorder.Graph, _ settings.Settings) {
					pools(g)[0].Inputs.Set("properties.template.resources[0].properties.pool.services[0].id", "/subscriptions/x")
				}},
				{Name: "no pool", Says: "0 pools", Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(pools(g)...) }},
				{Name: "not a pool", Says: "type", Do: func(g *recorder.Graph, _ settings.Settings) {
					pools(g)[0].Inputs.Set("properties.template.resources[0].properties.type", "Single")
				}},
			},
		},
		{
			ID: "G16", Text: "Products ask for a subscription and for an approval; each team of the settings has a subscription to one product, without tracing",
			Applies: withKeys, Check: whereOn(gatewayOn, checkProducts),
			Breaches: []Breach{
				product.set("approvalRequired", false, "approvalRequired"), product.set("subscriptionRequired", false, "subscriptionRequired"),
				when(withTeams, team.set("scope", "/apis", "scope")), when(withTeams, team.set("allowTracing", true, "allowTracing")),
				when(withTeams, team.gone("a team without one", "teams")), unwanted(productType, func(s settings.Settings) bool { return gatewayOn(s) && !keys(s.Gateway.API) && !keys(s.Backend.API) }),
			},
		},
		{
			ID: "G17", Text: "With a gateway, the web app calls the models through it, and its identity holds no role on an account",
			Applies: gatewayOn, Check: whereOn(gatewayOn, checkThroughGateway),
			Breaches: []Breach{
				setting("AZURE_OPENAI_ENDPOINT", "https://elsewhere.example.com/"), setting("AZURE_OPENAI_RESOURCE", "oai"),
				{Name: "a role past the gateway", Says: "holds a role", Do: func(g *recorder.Graph, _ settings.Settings) {
					assign(g, principalOf(only(g, webAppType)), openAIUser, only(g, accountType).ID)
				}},
			},
		},
		{
			ID: "G18", Text: "Named values are the callers' object ids in plain text, and no secrets",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(valueType, checkValue)),
			Breaches: []Breach{
				value.set("secret", true, "secret"), value.set("value", "a password", "object id"),
				value.change("vault", "keyVault", func(r *recorder.Resource) { r.Inputs.Set("keyVault", map[string]any{"secretIdentifier": "x"}) }),
			},
		},
	}
}

// keys is whether an API knows subscriptions.
func keys(a settings.API) bool {
	return a.Subscriptions == settings.SubscriptionsRequired || a.Subscriptions == settings.SubscriptionsOptional
}

func pooled(s settings.Settings) bool    { return len(s.OpenAI.Accounts) > 0 }
func withKeys(s settings.Settings) bool  { return gatewayOn(s) && keys(s.Gateway.API) }
func withTeams(s settings.Settings) bool { return withKeys(s) && len(s.Gateway.Teams) > 0 }

// flipOf turns a flag of a part around.
func flipOf(p part, path string) Breach {
	return p.change("other "+path, path, func(r *recorder.Resource) { r.Inputs.Set(path, !r.Inputs.Is(path, true)) })
}

// apiOf are an API's settings, by its id.
func apiOf(s settings.Settings, id string) settings.API {
	if id == "azure-openai" {
		return s.Gateway.API
	}
	return s.Backend.API
}

func checkAPI(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	id := r.Input("apiId")
	asked := apiOf(s, id)
	if got := r.Inputs.Texts("protocols"); !slices.Equal(got, []string{"https"}) {
		return fmt.Errorf("%s: protocols is %q, want https alone", r, got)
	}
	if err := has(r, want{"subscriptionRequired", asked.Subscriptions == settings.SubscriptionsRequired}); err != nil {
		return err
	}
	header := r.Input("subscriptionKeyParameterNames.header")
	if id == "azure-openai" && keys(asked) != (header == "api-key") {
		return fmt.Errorf("%s: keys are looked for in %q, and api-key is where a client of Azure OpenAI puts its key, or anything", r, header)
	}
	var policies []*recorder.Resource
	for _, p := range g.ByType(policyType) {
		if p.Input("apiId") == id {
			policies = append(policies, p)
		}
	}
	if len(policies) != 1 {
		return fmt.Errorf("%s has %d policies, want one", r, len(policies))
	}
	d, err := readPolicy(policies[0])
	if err != nil {
		return err
	}
	if d.inbound("validate-azure-ad-token") < 0 {
		return fmt.Errorf("%s validates no token", policies[0])
	}
	return nil
}

// addresses are what a backend may call.
func addresses(g *recorder.Graph, s settings.Settings) []string {
	var all []string
	for _, a := range g.ByType(accountType) {
		all = append(all, "https://"+a.Input("properties.customSubDomainName")+".openai.azure.com/openai")
	}
	if backendOn(s) {
		site := "https://" + theirs(g, webAppType).Input("name") + ".azurewebsites.net"
		if s.Backend.Kind != settings.BackendMCP {
			site += "/api"
		}
		all = append(all, site)
	}
	return all
}

func checkBackend(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	if !slices.Contains(addresses(g, s), r.Input("url")) {
		return fmt.Errorf("%s: url is %q, want one of %q", r, r.Input("url"), addresses(g, s))
	}
	if r.Inputs.Has("credentials") {
		return fmt.Errorf("%s: credentials are there", r)
	}
	var failures []string
	for _, f := range r.Inputs.Items("circuitBreaker.rules[0].failureCondition.statusCodeRanges") {
		failures = append(failures, fmt.Sprintf("%.0f-%.0f", f.Number("min"), f.Number("max")))
	}
	if !slices.Equal(failures, []string{"429-429", "500-599"}) {
		return fmt.Errorf("%s: the circuit opens on %q, want 429-429 and 500-599", r, failures)
	}
	return has(r, want{"protocol", "http"}, want{"tls.validateCertificateChain", true}, want{"tls.validateCertificateName", true})
}

// pools lists the deployments that make a backend.
func pools(g *recorder.Graph) []*recorder.Resource {
	return slices.DeleteFunc(g.ByType(deploymentType), func(d *recorder.Resource) bool {
		return d.Input("properties.template.resources[0].type") != "Microsoft.ApiManagement/service/backends"
	})
}

func checkPool(g *recorder.Graph, s settings.Settings) error {
	asked := 0
	if pooled(s) {
		asked = 1
	}
	if n := len(pools(g)); n != asked {
		return fmt.Errorf("%d pools, want %d", n, asked)
	}
	for _, d := range pools(g) {
		const at = "properties.template.resources[0].properties."
		if err := has(d, want{at + "type", "Pool"}); err != nil {
			return err
		}
		var members, backends []string
		for _, m := range d.Inputs.Items(at + "pool.services") {
			members = append(members, m.Text("id"))
		}
		service := theService(g).Input("serviceName")
		for _, b := range g.ByType(backendType) {
			if strings.Contains(b.Input("url"), ".openai.azure.com") {
				backends = append(backends, fmt.Sprintf("[resourceId('Microsoft.ApiManagement/service/backends', '%s', '%s')]", service, b.Input("backendId")))
			}
		}
		slices.Sort(members)
		slices.Sort(backends)
		if !slices.Equal(members, backends) || len(members) != 1+len(s.OpenAI.Accounts) {
			return fmt.Errorf("%s: the members are %q, want %q", d, members, backends)
		}
	}
	return nil
}

func checkProducts(g *recorder.Graph, s settings.Settings) error {
	if !withKeys(s) && !keys(s.Backend.API) {
		return absent(g, productType, teamType)
	}
	for _, p := range g.ByType(productType) {
		if err := has(p, want{"subscriptionRequired", true}, want{"approvalRequired", true}, want{"state", "published"}); err != nil {
			return err
		}
	}
	teams := 0
	for _, r := range g.ByType(teamType) {
		if product := g.ByID(r.Input("scope")); product == nil || product.Type != productType {
			return fmt.Errorf("%s: scope is %q, want a product", r, r.Input("scope"))
		}
		if err := has(r, want{"allowTracing", false}, want{"state", "active"}); err != nil {
			return err
		}
		teams++
	}
	if teams != len(s.Gateway.Teams) {
		return fmt.Errorf("%d subscriptions, and the settings name %d teams", teams, len(s.Gateway.Teams))
	}
	return nil
}

func checkThroughGateway(g *recorder.Graph, s settings.Settings) error {
	asked := modelsAt(g, s)
	if got, _ := appSetting(g, asked[0]); got != asked[1] {
		return fmt.Errorf("app setting %s is %q, want %q", asked[0], got, asked[1])
	}
	if _, there := appSetting(g, "AZURE_OPENAI_RESOURCE"); there {
		return fmt.Errorf("app setting AZURE_OPENAI_RESOURCE leads past the gateway")
	}
	for _, account := range g.ByType(accountType) {
		for _, a := range g.ByType(assignmentType) {
			if a.Input("principalId") == principalOf(only(g, webAppType)) && strings.EqualFold(a.Input("scope"), account.ID) {
				return fmt.Errorf("the web app holds a role on %s, past the gateway", account)
			}
		}
	}
	return nil
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func checkValue(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	if r.Inputs.Has("keyVault") {
		return fmt.Errorf("%s: keyVault is there, and an object id is no secret", r)
	}
	if !guid.MatchString(r.Input("value")) {
		return fmt.Errorf("%s: value is no object id", r)
	}
	return has(r, want{"secret", false})
}
