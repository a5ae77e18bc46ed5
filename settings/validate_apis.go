package settings

import (
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
	v.once(path("audiences"), a.Audiences, "audience")
	v.callers(path("callers"), a.Callers)
	v.once(path("clientIds"), a.ClientIDs, "application")
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
	if v.ok(path) && slices.Contains(facts.ControlAudiences, strings.ToLower(strings.TrimRight(audience, "/"))) {
		v.problem(path, v.show(path, audience)+" is what tokens for Azure itself, or for its directory, are made for: a gateway should be handed none", "use an application ID URI such as api://CLIENT_ID, or https://cognitiveservices.azure.com")
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
	v.once(path+".values", c.Values, "value")
}

// once refuses an item that is there twice: one of the two was meant to be
// something else.
func (v *validator) once(path string, list []string, what string) {
	for i, text := range list {
		item := at(path, i, "")
		if text != "" && v.ok(item) && slices.ContainsFunc(list[:i], func(other string) bool { return strings.EqualFold(other, text) }) {
			v.problem(item, v.show(item, text)+" is there twice", "list each "+what+" once")
		}
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
