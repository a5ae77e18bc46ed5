package policies

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// Problem is one thing that is wrong with Args.
type Problem struct {
	// Field is its path, such as "Token.RequiredClaims[0].Match".
	Field string
	// Found is what is there and what is wrong with it; Want is what would be
	// right.
	Found, Want string
}

// Problems are all that is wrong, in the order of the fields.
type Problems []Problem

// Error is one line per problem, after a heading.
func (p Problems) Error() string {
	noun := "problems"
	if len(p) == 1 {
		noun = "problem"
	}
	lines := []string{fmt.Sprintf("the arguments of the policy document have %d %s:", len(p), noun)}
	for _, one := range p {
		lines = append(lines, fmt.Sprintf("%s: %s; %s", one.Field, one.Found, one.Want))
	}
	return strings.Join(lines, "\n  ")
}

var (
	guid       = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	backendID  = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,78}[A-Za-z0-9])?$`)
	namespace  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 ._-]{0,99}$`)
	namedValue = regexp.MustCompile(`^[A-Za-z0-9._-]{1,256}$`)
)

type validation struct{ problems Problems }

func (v *validation) add(field, found, want string) {
	v.problems = append(v.problems, Problem{field, found, want})
}

// Validate is nil, or Problems: all of them at once.
func (a Args) Validate() error {
	v := &validation{}
	if a.Kind != OpenAI && a.Kind != Backend {
		v.add("Kind", fmt.Sprintf("%q is no kind of API", a.Kind), `use "openai" or "backend"`)
	}
	v.subscription(a)
	if a.Token != nil {
		v.token(*a.Token)
	}
	v.limits("PerSubscription", a.PerSubscription, a.Kind)
	v.limits("PerCaller", a.PerCaller, a.Kind)
	if a.Metrics != nil {
		v.metrics(*a.Metrics, a.Kind)
	}
	v.backend(a)
	if len(v.problems) == 0 {
		return nil
	}
	return v.problems
}

func (v *validation) subscription(a Args) {
	switch a.Subscription {
	case Required:
	case Optional, Off:
		if a.Token == nil {
			v.add("Subscription", fmt.Sprintf("%q without Token lets in whoever reaches the gateway: neither a key nor a token is asked for", a.Subscription),
				`use "required", or say in Token whose tokens are accepted`)
		}
	default:
		v.add("Subscription", fmt.Sprintf("%q is no mode of subscription keys", a.Subscription), `use "required", "optional" or "off"`)
	}
}

func (v *validation) token(t Token) {
	v.guid("Token.TenantID", t.TenantID, "the id of the Entra tenant whose tokens are accepted; one that stands for every tenant is none")
	v.list("Token.Audiences", t.Audiences, "name at least one, such as the application id of the gateway's app registration: without it, a token for any service of the tenant would do")
	for i, audience := range t.Audiences {
		v.plain(fmt.Sprintf("Token.Audiences[%d]", i), audience)
	}
	if len(t.Callers) == 0 && len(t.ClientIDs) == 0 && !slices.ContainsFunc(t.RequiredClaims, func(c Claim) bool { return slices.Contains(facts.CallerClaims, c.Name) }) {
		v.add("Token", "neither Callers nor ClientIDs, and no required claim of "+strings.Join(facts.CallerClaims, " or ")+": any application of the tenant could call",
			"say in one of them who may")
	}
	for i, c := range t.Callers {
		v.caller(fmt.Sprintf("Token.Callers[%d]", i), c)
	}
	for i, id := range t.ClientIDs {
		v.guid(fmt.Sprintf("Token.ClientIDs[%d]", i), id, "the application (client) id of an application that may call")
	}
	for i, c := range t.RequiredClaims {
		field := fmt.Sprintf("Token.RequiredClaims[%d]", i)
		v.plain(field+".Name", c.Name)
		if c.Name == "oid" {
			v.add(field+".Name", `"oid" is the claim that Callers ask for`, "name the callers there: a token would have to match both")
		}
		if c.Match != "any" && c.Match != "all" {
			v.add(field+".Match", fmt.Sprintf("%q is no way to match", c.Match), `use "any" or "all"`)
		}
		v.list(field+".Values", c.Values, "name at least one value that the claim must have")
		for j, value := range c.Values {
			v.plain(fmt.Sprintf("%s.Values[%d]", field, j), value)
		}
	}
}

func (v *validation) caller(field string, c Caller) {
	switch {
	case c.ObjectID != "" && c.NamedValue != "":
		v.add(field, "both an ObjectID and a NamedValue", "use one: the other would be one more caller")
	case c.NamedValue == "":
		v.guid(field+".ObjectID", c.ObjectID, "the object id of a caller, or the NamedValue that holds it")
	case !namedValue.MatchString(c.NamedValue):
		v.add(field+".NamedValue", fmt.Sprintf("%q is no name of a named value", c.NamedValue), "use letters, digits, dots, hyphens and underscores, at most 256")
	}
}

func (v *validation) limits(field string, l Limits, kind Kind) {
	for _, one := range []struct {
		name, period string
		value        int
	}{{"Calls", "minute", l.Calls}, {"Tokens", "minute", l.Tokens}, {"Quota", "QuotaPeriod", l.Quota}} {
		switch {
		case one.value < 0:
			v.add(field+"."+one.name, fmt.Sprintf("%d is no limit", one.value), "use a number per "+one.period+", or 0 for no limit")
		case kind == Backend && one.name != "Calls" && one.value > 0:
			v.add(field+"."+one.name, fmt.Sprintf("%d is a limit that nothing counts: only a language model reports tokens", one.value), "use 0, and limit Calls")
		}
	}
	if (l.Quota > 0 || l.QuotaPeriod != "") && !slices.Contains(facts.TokenQuotaPeriods, l.QuotaPeriod) {
		v.add(field+".QuotaPeriod", fmt.Sprintf("%q is no period", l.QuotaPeriod), "use one of these: "+strings.Join(facts.TokenQuotaPeriods, ", "))
	}
}

func (v *validation) metrics(m Metrics, kind Kind) {
	if kind == Backend {
		v.add("Metrics", "a backend reports no tokens", "leave it out")
	}
	if !namespace.MatchString(m.Namespace) {
		v.add("Metrics.Namespace", fmt.Sprintf("%q is no namespace of metrics", m.Namespace), "use letters, digits, spaces, dots, hyphens and underscores, beginning with a letter, at most 100")
	}
	if n := len(m.Dimensions); n == 0 || n > facts.TokenMetricDimensionsMost {
		v.add("Metrics.Dimensions", fmt.Sprintf("%d dimensions", n), fmt.Sprintf("use 1 to %d", facts.TokenMetricDimensionsMost))
	}
	for i, d := range m.Dimensions {
		if !slices.Contains(facts.TokenMetricDimensions, d) || slices.Index(m.Dimensions, d) < i {
			v.add(fmt.Sprintf("Metrics.Dimensions[%d]", i), fmt.Sprintf("%q is no dimension, or there twice", d), "use each of these at most once: "+strings.Join(facts.TokenMetricDimensions, ", "))
		}
	}
}

func (v *validation) backend(a Args) {
	if !backendID.MatchString(a.BackendID) {
		v.add("BackendID", fmt.Sprintf("%q is no name of a backend", a.BackendID), "use letters, digits and hyphens, none at its ends, at most 80")
	}
	switch {
	case a.Kind == OpenAI && a.Resource != facts.CognitiveServicesResource:
		v.add("Resource", fmt.Sprintf("%q is not what Azure OpenAI takes tokens for", a.Resource), "use "+facts.CognitiveServicesResource)
	case a.Kind == Backend:
		v.guid("Resource", a.Resource, "the application (client) id of the backend's app registration")
	}
	if a.TimeoutSeconds < 0 || a.TimeoutSeconds > facts.ForwardTimeoutHonoured {
		v.add("TimeoutSeconds", fmt.Sprintf("%d is out of range", a.TimeoutSeconds), fmt.Sprintf("use 1 to %d, or 0 for %d", facts.ForwardTimeoutHonoured, defaultTimeout))
	}
	switch {
	case a.Retries < 0 || a.Retries > facts.RetriesMost:
		v.add("Retries", fmt.Sprintf("%d is out of range", a.Retries), fmt.Sprintf("use 0 to %d", facts.RetriesMost))
	case a.Kind == Backend && a.Retries > 0:
		v.add("Retries", fmt.Sprintf("%d would repeat calls that may have done their work", a.Retries), "use 0: the caller knows what can be repeated")
	}
}

func (v *validation) guid(field, value, what string) {
	if !guid.MatchString(value) {
		v.add(field, fmt.Sprintf("%q is no GUID", value), "use "+what+", in the form 11111111-2222-3333-4444-555555555555")
	}
}

func (v *validation) list(field string, values []string, want string) {
	if len(values) == 0 {
		v.add(field, "empty", want)
	}
}

// plain refuses what API Management would not take literally: XML is escaped,
// but an expression would run in the gateway, and a named value be put in.
func (v *validation) plain(field, value string) {
	switch {
	case strings.TrimSpace(value) == "" || strings.TrimSpace(value) != value:
		v.add(field, fmt.Sprintf("%q is empty, or has space around it", value), "use the text as it stands in the token")
	case strings.Contains(value, "@(") || strings.Contains(value, "@{") || strings.Contains(value, "{{"):
		v.add(field, fmt.Sprintf("%q holds a policy expression or a named value", value), "use plain text")
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }):
		v.add(field, fmt.Sprintf("%q holds a control character, or is no UTF-8", value), "use printable text")
	}
}
