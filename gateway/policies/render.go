package policies

import (
	"embed"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"text/template"
)

//go:embed templates/*.xml
var files embed.FS

// templates are the documents, and the part of caller.xml that both begin with:
// what is asked of a caller. Their own brackets leave {{ }} to API Management's
// named values and the files well-formed XML.
var templates = template.Must(template.New("").Delims("[[", "]]").Option("missingkey=error").ParseFS(files, "templates/*.xml"))

// view is what a template sees. Every text in it is escaped, so that no
// template has to remember it.
type view struct {
	Token                           *Token
	Caller                          string
	CallLimits, TokenLimits, Quotas []limit
	Metrics                         *Metrics
	BackendID, Resource             string
	Timeout, Retries                int
	Buffered                        string
}

// limit is one counter: at most so many for each value of Key, in a minute or
// in Period.
type limit struct {
	Most        int
	Key, Period string
}

// Render is the policy document, or the problems of Validate.
func (a Args) Render() (string, error) {
	if err := a.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, string(a.Kind)+".xml", a.view()); err != nil {
		return "", fmt.Errorf("writing the policy document: %w", err)
	}
	return b.String(), nil
}

func (a Args) view() view {
	v := view{
		Caller:      escape(a.caller()),
		CallLimits:  a.limits("calls", func(l Limits) limit { return limit{Most: l.Calls} }),
		TokenLimits: a.limits("tokens", func(l Limits) limit { return limit{Most: l.Tokens} }),
		Quotas:      a.limits("quota", func(l Limits) limit { return limit{Most: l.Quota, Period: escape(l.QuotaPeriod)} }),
		BackendID:   escape(a.BackendID),
		Resource:    escape(a.Resource),
		Timeout:     a.TimeoutSeconds,
		Retries:     a.Retries,
		Buffered:    strconv.FormatBool(!a.Streaming),
	}
	if v.Timeout == 0 {
		v.Timeout = defaultTimeout
	}
	if a.Metrics != nil {
		v.Metrics = &Metrics{Namespace: escape(a.Metrics.Namespace), Dimensions: escapeAll(a.Metrics.Dimensions)}
	}
	if t := a.Token; t != nil {
		v.Token = &Token{TenantID: escape(t.TenantID), Audiences: escapeAll(t.Audiences), ClientIDs: escapeAll(t.ClientIDs)}
		for _, c := range t.claims() {
			v.Token.RequiredClaims = append(v.Token.RequiredClaims, Claim{escape(c.Name), escape(c.Match), escapeAll(c.Values)})
		}
	}
	return v
}

// claims are the required ones, with one for all callers.
func (t Token) claims() []Claim {
	if len(t.Callers) == 0 {
		return t.RequiredClaims
	}
	named := Claim{Name: "oid", Match: "any"}
	for _, c := range t.Callers {
		// Entra writes object ids in small letters.
		value := strings.ToLower(c.ObjectID)
		if c.NamedValue != "" {
			value = "{{" + c.NamedValue + "}}"
		}
		named.Values = append(named.Values, value)
	}
	return append([]Claim{named}, t.RequiredClaims...)
}

// caller tells callers apart: by the object id in a validated token, which a
// user's lacks where its client did not ask for the profile scope; then by the
// client's application id, azp in tokens of version 2 and appid in those of
// version 1; by the address where there is no token. "Access token claims
// reference", page of 2023-05-26.
func (a Args) caller() string {
	if a.Token == nil {
		return `@(context.Request.IpAddress)`
	}
	const claims = `((Jwt)context.Variables["caller-token"]).Claims`
	key := "context.Request.IpAddress"
	for _, claim := range []string{"appid", "azp", "oid"} {
		key = claims + `.GetValueOrDefault("` + claim + `", ` + key + `)`
	}
	return "@(" + key + ")"
}

// limits are the counters of a sort. API Management has one counter for each
// value of a key, whichever policy counts, so each begins with what it is of:
// "Limit call rate by key", usage notes, page of 2024-05-23.
func (a Args) limits(of string, one func(Limits) limit) []limit {
	// The subscription is null where a call brings no key.
	subscription := `(context.Subscription?.Id ?? (string)context.Variables["caller"])`
	if a.Subscription == Off {
		subscription = `(string)context.Variables["caller"]`
	}
	var all []limit
	add := func(l limit, by, key string) {
		if l.Most > 0 {
			l.Key = escape(fmt.Sprintf(`@("%s %s of %s " + %s)`, a.BackendID, of, by, key))
			all = append(all, l)
		}
	}
	add(one(a.PerSubscription), "subscription", subscription)
	add(one(a.PerCaller), "caller", `(string)context.Variables["caller"]`)
	return all
}

func escape(text string) string {
	var b strings.Builder
	// A strings.Builder takes everything.
	_ = xml.EscapeText(&b, []byte(text))
	// As a person would write it; every other & is escaped by then.
	return strings.ReplaceAll(b.String(), "&#34;", "&quot;")
}

func escapeAll(texts []string) []string {
	escaped := make([]string, len(texts))
	for i, text := range texts {
		escaped[i] = escape(text)
	}
	return escaped
}
