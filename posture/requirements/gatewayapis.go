package requirements

import (
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var gatewayAPIs = []Rule{
	{
		ID: "G8", Title: "Every API is served over HTTPS alone, has a policy of its own, and asks its callers for a key or for a token that it validates",
		Severity: finding.High, Kind: kindAPI, Wants: []Want{{"protocols", httpsAlone}}, Judge: judgeAPIs,
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
		Fix:  "Set identityClientId to systemAssigned, give the identity Monitoring Metrics Publisher, log 0 bytes of bodies, and hide Authorization and api-key.",
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

func judgeBackend(j *judge, b *graph.Resource) {
	j.value(b, "url", Test{"an https address", func(v graph.Value) bool { return hostOf(v.Text()) != "" }})
	// It is http for https addresses, too: the other kind is soap.
	j.value(b, "protocol", Equal("http"))
	j.value(b, "tls.validateCertificateChain", True())
	j.value(b, "tls.validateCertificateName", True())
	for _, name := range []string{"credentials", "proxy", "properties"} {
		j.value(b, name, Nothing())
	}
	j.value(b, "circuitBreaker.rules", Test{"a rule that trips on 429, 500 and 503 for a while", breaks})
}

// breaks reports whether one rule trips on throttling and on failures.
func breaks(rules graph.Value) bool {
	return slices.ContainsFunc(rules.Items(), func(r graph.Value) bool {
		trips := func(status float64) bool {
			return slices.ContainsFunc(r.At("failureCondition.statusCodeRanges").Items(), func(codes graph.Value) bool {
				least, _ := codes.At("min").Number()
				most, is := codes.At("max").Number()
				return is && least <= status && status <= most
			})
		}
		n, is := r.At("failureCondition.count").Number()
		often := is && n >= 1 || r.At("failureCondition.percentage").State == graph.Known
		return often && r.At("tripDuration").Text() != "" && trips(429) && trips(500) && trips(503)
	})
}

func judgeTargets(j *judge) {
	const want = "an account or a function app of this stack"
	for _, b := range j.g.Of(kindBackend) {
		switch to, certain := j.target(b); {
		case to == nil && certain:
			j.fail(b, "url", b.Value("url").String(), want)
		case !certain:
			j.unknown(b, "url", want)
		default:
			j.add(b, finding.Pass, "url", b.Value("url").String(), want)
		}
	}
}

// judgeNoPool: the provider asks for url and protocol, which Azure refuses of
// a pool.
func judgeNoPool(j *judge, b *graph.Resource) {
	j.value(b, "pool", Nothing())
	j.value(b, "type", Test{`"Single"`, func(v graph.Value) bool { return v.Text() == "" || v.Is("Single") }})
}

const poolType = "Microsoft.ApiManagement/service/backends"

func judgePools(j *judge) {
	pools := 0
	for _, d := range j.g.Of(kindTemplate) {
		for i, r := range d.Value("properties.template.resources").Items() {
			if r.At("type").Is(poolType) {
				pools++
				j.pool(d, "properties.template.resources["+itoa(i)+"].", r)
			}
		}
	}
	if n := len(j.namedAccounts()); n > 1 && pools == 0 {
		if slices.ContainsFunc(j.g.Of(kindTemplate), func(d *graph.Resource) bool { return d.Value("properties.template.resources").Hidden() }) {
			j.unknown(nil, "properties.template.resources", "a pool of the accounts")
			return
		}
		j.fail(nil, "", count(n, "account")+" and no pool of their backends", "one")
	}
}

func (j *judge) pool(d *graph.Resource, at string, r graph.Value) {
	// Complete mode would delete everything else in the resource group.
	j.value(d, "properties.mode", Equal("Incremental"))
	services := map[string]*graph.Resource{}
	for _, service := range j.gateways() {
		services[nameOf(service, "serviceName")] = service
	}
	j.judged(d, at+"name", r.At("name"), Test{"a pool of this stack's gateway", func(v graph.Value) bool {
		of, name, _ := strings.Cut(v.Text(), "/")
		return services[strings.ToLower(of)] != nil && name != ""
	}})
	j.judged(d, at+"properties.type", r.At("properties.type"), Equal("Pool"))
	for _, name := range []string{"url", "credentials", "proxy", "tls"} {
		j.judged(d, at+"properties."+name, r.At("properties."+name), Nothing())
	}
	members := r.At("properties.pool.services")
	j.judged(d, at+"properties.pool.services", members, Test{"two backends or more", func(v graph.Value) bool { return len(v.Items()) >= 2 }})
	for i, member := range members.Items() {
		j.judged(d, at+"properties.pool.services["+itoa(i)+"].id", member.At("id"), Test{"a backend of this stack that calls an account", func(v graph.Value) bool {
			b := j.backendNamed(v.Text())
			if b == nil {
				return false
			}
			to, certain := j.target(b)
			return to != nil && to.Kind == kindAccount || !certain
		}})
	}
}

// backendName ends an id, or a template's expression for one.
var backendName = regexp.MustCompile(`(?i)(?:^|/)backends(?:/|', *'[^']*', *')([^/']+)(?:'\)\])?$`)

// backendNamed is the backend that an id names, or a name alone.
func (c *context) backendNamed(id string) *graph.Resource {
	if parts := backendName.FindStringSubmatch(id); parts != nil {
		id = parts[1]
	}
	for _, b := range c.g.Of(kindBackend) {
		if name := nameOf(b, "backendId"); name != "" && name == strings.ToLower(id) {
			return b
		}
	}
	return nil
}

func judgeProduct(j *judge, r *graph.Resource) {
	if r.Kind == kindProduct {
		j.value(r, "subscriptionRequired", True())
		j.value(r, "approvalRequired", True())
		return
	}
	j.value(r, "allowTracing", False())
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
	j.judged(r, "value", v, Given().as(want))
}

// nothingAt asks for nothing in a place where a key would be, and shows none.
func (j *judge) nothingAt(r *graph.Resource, property string, v graph.Value) {
	if v.State != graph.Missing {
		j.fail(r, property, "there", "nothing there")
	}
}

func judgeLogging(j *judge, r *graph.Resource) {
	if r.Kind == kindLogger {
		j.value(r, "loggerType", Equal("applicationInsights"))
		// Azure answers what it was sent as a secret, or as a reference to a
		// named value that it keeps.
		credentials := r.Inputs.At("credentials")
		j.judged(r, "credentials.identityClientId", credentials.At("identityClientId"), Equal("systemAssigned"))
		if !credentials.Hidden() {
			j.nothingAt(r, "credentials.instrumentationKey", credentials.At("instrumentationKey"))
		}
		return
	}
	j.value(r, "metrics", True())
	for _, side := range []string{"frontend.", "backend."} {
		for _, message := range []string{"request", "response"} {
			j.value(r, side+message+".body.bytes", Test{"0", func(v graph.Value) bool {
				n, is := v.Number()
				return v.State == graph.Missing || is && n == 0
			}})
		}
		at := side + "request.dataMasking."
		j.value(r, at+"headers", hides("Authorization", facts.OpenAIKeyHeader))
		j.value(r, at+"queryParams", hides(facts.OpenAIKeyHeader))
	}
}

// hides wants a list of what is masked to have some names, hidden.
func hides(names ...string) Test {
	return Test{strings.Join(names, " and ") + " with mode Hide", func(v graph.Value) bool {
		return !slices.ContainsFunc(names, func(name string) bool {
			return !slices.ContainsFunc(v.Items(), func(one graph.Value) bool { return one.At("value").Is(name) && one.At("mode").Is("Hide") })
		})
	}}
}

func judgeLoggers(j *judge) {
	components := j.g.Of(kindComponent)
	if !j.hasGateway() || len(components) == 0 {
		j.none("no gateway sends telemetry")
	}
	for _, l := range j.g.Of(kindLogger) {
		switch to, certain, _ := j.ref(l, "resourceId", kindComponent); {
		case to == nil && certain || to != nil && to.Kind != kindComponent:
			j.fail(l, "resourceId", l.Value("resourceId").String(), "a component of this stack")
		case !certain:
			j.unknown(l, "resourceId", "the id of a component of this stack")
		}
	}
	for _, service := range j.gateways() {
		if len(components) == 0 {
			continue
		}
		if len(j.g.Of(kindLogger)) == 0 {
			j.fail(service, "", "no "+kindLogger, "one to the stack's component")
		}
		for _, component := range components {
			j.holdsOn(service, facts.RoleMonitoringMetricsPublisher, component)
		}
		for _, api := range j.g.Of(kindAPI) {
			if n := len(j.ofAPI[kindAPIDiagnostic+api.URN]); n != 1 {
				j.fail(api, "", count(n, kindAPIDiagnostic), "one")
			}
		}
	}
	for _, app := range j.functionApps() {
		for _, component := range components {
			j.holdsOn(app, facts.RoleMonitoringMetricsPublisher, component)
		}
	}
}
