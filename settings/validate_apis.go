package settings

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"secure-azure-openai/facts"
)

// api judges what the gateway asks of an API's callers. A token is asked for in
// every way, so subscription keys may be off.
func (v *validator) api(section string, a API, tokens bool) {
	path := func(field string) string { return section + "." + field }
	v.choice(path("subscriptions"), string(a.Subscriptions), "way to use subscription keys",
		string(SubscriptionsRequired), string(SubscriptionsOptional), string(SubscriptionsOff))
	for i, audience := range a.Audiences {
		v.audience(at(path("audiences"), i, ""), audience)
	}
	if v.given[path("audiences")] && len(a.Audiences) == 0 && v.ok(path("audiences")) {
		v.problem(path("audiences"), "is empty, so a token for any service of the tenant would do", "name one, or leave it out for the default")
	}
	v.callers(path("callers"), a.Callers)
	for i, id := range a.ClientIDs {
		item := at(path("clientIds"), i, "")
		v.required(item, id, "give the application (client) id of an application that may call")
		v.guid(item, id, "the application (client) id of an application that may call")
	}
	for i, c := range a.Claims {
		v.claim(at(path("claims"), i, ""), c)
	}
	v.limits(path("perSubscription"), a.PerSubscription, tokens)
	v.limits(path("perCaller"), a.PerCaller, tokens)
	if a.Subscriptions == SubscriptionsOff && a.PerSubscription != (Limits{}) && v.ok(path("subscriptions"), path("perSubscription")) {
		v.problem(path("perSubscription"), "limits subscriptions, and "+path("subscriptions")+" is off", "leave it out, and set "+path("perCaller"))
	}
	if v.ok(path("perCaller"), path("perSubscription")) && a.PerCaller.Calls == 0 && a.PerSubscription.Calls == 0 {
		v.problem(path("perCaller"), "limits no calls, so one caller can use up what all share", "set calls, a number per minute, such as 120")
	}
}

// audience judges what a token may be for.
func (v *validator) audience(path, audience string) {
	v.claimText(path, audience)
	if resource, isScope := strings.CutSuffix(audience, "/.default"); isScope && v.ok(path) {
		v.problem(path, v.show(path, audience)+" is a scope, which a client asks for: no token has it", "use the audience, "+v.show(path, resource))
	}
	if v.ok(path) && strings.ContainsFunc(audience, unicode.IsSpace) {
		v.problem(path, v.show(path, audience)+" has a space in it: no token is for that", "use an application ID URI such as api://CLIENT_ID, or a client id")
	}
}

// callers judges whose tokens are taken. The web app is one without being named.
func (v *validator) callers(path string, callers []Caller) {
	if !v.ok(path) {
		return
	}
	names, ids := []string{"webapp"}, map[string]bool{}
	for i, c := range callers {
		item := at(path, i, "")
		if !v.ok(item) {
			continue
		}
		if strings.EqualFold(c.Name, "webapp") {
			v.problem(item+".name", v.show(item+".name", c.Name)+" is the web app, which is a caller in any case", "remove it, or choose another name")
		} else {
			v.resourceWord(item+".name", c.Name, "chat-client", "each caller", names)
		}
		names = append(names, c.Name)
		v.required(item+".objectId", c.ObjectID, "give the object id of a user or of an application's identity in Entra ID")
		v.guid(item+".objectId", c.ObjectID, "the object id of a user or of an application's identity in Entra ID")
		if id := strings.ToLower(c.ObjectID); id != "" && v.ok(item+".objectId") && ids[id] {
			v.problem(item+".objectId", v.show(item+".objectId", c.ObjectID)+" is there twice", "list each object id once")
		}
		ids[strings.ToLower(c.ObjectID)] = true
	}
}

func (v *validator) claim(path string, c Claim) {
	if !v.ok(path) {
		return
	}
	v.required(path+".name", c.Name, "name the claim, such as roles")
	if c.Name != "" {
		v.claimText(path+".name", c.Name)
	}
	if strings.EqualFold(c.Name, "oid") && v.ok(path+".name") {
		v.problem(path+".name", v.show(path+".name", c.Name)+" is what callers are told apart by", "list them in callers")
	}
	v.choice(path+".match", c.Match, "way to match a claim", "any", "all")
	if len(c.Values) == 0 && v.ok(path+".values") {
		v.problem(path+".values", "is empty", "name at least one value that the claim must have")
	}
	for i, value := range c.Values {
		v.claimText(at(path+".values", i, ""), value)
	}
}

// claimText refuses what API Management would not take literally in a policy.
func (v *validator) claimText(path, text string) {
	switch {
	case !v.ok(path):
	case strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text:
		v.problem(path, v.show(path, text)+" is empty, or has space around it", "use the text as it stands in the token")
	case strings.Contains(text, "@(") || strings.Contains(text, "@{") || strings.Contains(text, "{{"):
		v.problem(path, v.show(path, text)+" is a policy expression or a named value to API Management", "use plain text")
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }):
		v.problem(path, v.show(path, text)+" holds a control character, or is no UTF-8", "use printable text")
	}
}

func (v *validator) limits(path string, l Limits, tokens bool) {
	if !v.ok(path) {
		return
	}
	for _, one := range []struct {
		name  string
		value int
	}{{"calls", l.Calls}, {"tokens", l.Tokens}, {"quota", l.Quota}} {
		item := path + "." + one.name
		switch {
		case !v.ok(item):
		case one.value < 0:
			v.problem(item, v.number(item, one.value)+" is no limit", "use a number, or 0 for no limit")
		case !tokens && one.name != "calls" && one.value > 0:
			v.problem(item, v.number(item, one.value)+" is a limit that nothing counts: only a language model reports tokens", "leave it out, and limit calls")
		}
	}
	item := path + ".quotaPeriod"
	switch {
	case !v.ok(item):
	case l.Quota > 0 && l.QuotaPeriod == "":
		v.problem(item, "is not set, and there is a quota", "use one of "+strings.Join(facts.TokenQuotaPeriods, ", "))
	case l.QuotaPeriod != "" && !slices.Contains(facts.TokenQuotaPeriods, l.QuotaPeriod):
		v.choice(item, l.QuotaPeriod, "period of a quota", facts.TokenQuotaPeriods...)
	case l.QuotaPeriod != "" && l.Quota == 0:
		v.problem(item, "is set, and there is no quota", "set quota, or leave it out")
	}
}

// backend judges the functions behind the gateway (G19 to G23).
func (v *validator) backend() {
	b := v.s.Backend
	if b.Enabled && v.ok("backend.enabled", "gateway.enabled") && !v.s.Gateway.Enabled {
		v.problem("backend.enabled", "is true, and there is no gateway, which alone may call it", "set gateway.enabled, too")
	}
	if b.Enabled && b.ClientID == "" && v.ok("backend.enabled", "backend.clientId") {
		v.problem("backend.clientId", "is not set", "ask the identity team for an app registration that stands for the backend (single tenant, with its enterprise application, application ID URI api://CLIENT_ID, requestedAccessTokenVersion 2, no secret, no redirect URI), and give its application (client) id")
	}
	v.guid("backend.clientId", b.ClientID, "the application id of the app registration that stands for the backend")
	v.guid("backend.tenantId", b.TenantID, "the id of the Entra tenant of that registration")
	for i, id := range b.GatewayClientIDs {
		item := at("backend.gatewayClientIds", i, "")
		v.required(item, id, "give the application (client) id of the gateway's identity")
		v.guid(item, id, "the application (client) id of the gateway's identity")
	}
	v.choice("backend.kind", string(b.Kind), "kind of backend", string(BackendAPI), string(BackendMCP))
	if v.ok("backend.path") && (!pathForm.MatchString(b.Path) || b.Path == "openai") {
		v.problem("backend.path", v.show("backend.path", b.Path)+" cannot be the API's path at the gateway", `use up to 40 lower-case letters, digits and hyphens, such as backend; "openai" is Azure OpenAI's`)
	}
	if v.ok("backend.path", "gateway.mode") && b.Path == facts.SampleAPIPath && v.s.Gateway.Mode == GatewayInternal {
		v.problem("backend.path", v.show("backend.path", b.Path)+" is the path of the sample API that a classic tier is made with, and Azure refuses it for a second one", "use another one, such as backend")
	}
	v.functionsRuntime(b)
	if !slices.Contains(facts.FlexMemory, b.MemoryMB) && v.ok("backend.memoryMB") {
		v.problem("backend.memoryMB", v.number("backend.memoryMB", b.MemoryMB)+" is no size of an instance on Flex Consumption", "use one of "+numbers(facts.FlexMemory))
	}
	v.between("backend.instances", b.Instances, facts.FlexInstancesFewest, facts.FlexInstancesMost, "limit of instances on Flex Consumption")
	v.api("backend", b.API, false)
	if b.Enabled && b.API.Subscriptions == SubscriptionsRequired && v.ok("backend.enabled", "backend.subscriptions") {
		v.warn("backend.subscriptions", "every call needs a subscription key, and gateway.teams have none for the backend: each is made by hand, for the product backend")
	}
}

func (v *validator) functionsRuntime(b Backend) {
	var names []string
	var versions []string
	for _, r := range facts.FlexRuntimes {
		names = append(names, r.Name)
		if r.Name == b.Runtime {
			versions = r.Versions
		}
	}
	if v.choice("backend.runtime", b.Runtime, "language of functions on Flex Consumption", names...) && !slices.Contains(versions, b.RuntimeVersion) && v.ok("backend.runtimeVersion") {
		v.problem("backend.runtimeVersion", fmt.Sprintf("%s is no version of %s on Flex Consumption", v.show("backend.runtimeVersion", b.RuntimeVersion), v.show("backend.runtime", b.Runtime)), "use one of "+strings.Join(versions, ", "))
	}
}
