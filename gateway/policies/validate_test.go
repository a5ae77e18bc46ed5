package policies_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/posture/apipolicy"
)

func TestEveryProblemIsReported(t *testing.T) {
	const form = ", in the form 11111111-2222-3333-4444-555555555555"
	for _, c := range []struct {
		name   string
		change func(*policies.Args)
		says   []string
	}{
		{"kind", func(a *policies.Args) { a.Kind = "llm" }, []string{`Kind: "llm" is no kind of API; use "openai" or "backend"`}},
		{"mode", func(a *policies.Args) { a.Subscription = "" }, []string{`Subscription: "" is no mode of subscription keys; use "required", "optional" or "off"`}},
		{"off and no token", func(a *policies.Args) { a.Subscription, a.Token = policies.Off, nil }, []string{
			`Subscription: "off" without Token lets in whoever reaches the gateway: neither a key nor a token is asked for; use "required", or say in Token whose tokens are accepted`}},
		{"optional and no token", func(a *policies.Args) { a.Subscription, a.Token = policies.Optional, nil }, []string{
			`Subscription: "optional" without Token lets in whoever reaches the gateway: neither a key nor a token is asked for; use "required", or say in Token whose tokens are accepted`}},
		{"token", func(a *policies.Args) { a.Token = &policies.Token{TenantID: "common"} }, []string{
			`Token.TenantID: "common" is no GUID; use the id of the Entra tenant whose tokens are accepted; one that stands for every tenant is none` + form,
			`Token.Audiences: empty; name at least one, such as the application id of the gateway's app registration: without it, a token for any service of the tenant would do`,
			`Token: neither Callers nor ClientIDs, and no required claim of roles or groups: any application of the tenant could call; say in one of them who may`}},
		{"a claim that names nobody", func(a *policies.Args) {
			a.Token.ClientIDs, a.Token.Callers, a.Token.RequiredClaims = nil, nil, a.Token.RequiredClaims[1:]
		}, []string{
			`Token: neither Callers nor ClientIDs, and no required claim of roles or groups: any application of the tenant could call; say in one of them who may`}},
		{"callers", func(a *policies.Args) {
			a.Token.Callers = []policies.Caller{{}, {ObjectID: "alice"}, {ObjectID: alice, NamedValue: "alice"}, {NamedValue: "}}<x>"}}
		}, []string{
			`Token.Callers[0].ObjectID: "" is no GUID; use the object id of a caller, or the NamedValue that holds it` + form,
			`Token.Callers[1].ObjectID: "alice" is no GUID; use the object id of a caller, or the NamedValue that holds it` + form,
			`Token.Callers[2]: both an ObjectID and a NamedValue; use one: the other would be one more caller`,
			`Token.Callers[3].NamedValue: "}}<x>" is no name of a named value; use letters, digits, dots, hyphens and underscores, at most 256`}},
		{"callers twice", func(a *policies.Args) {
			a.Token.RequiredClaims[0] = policies.Claim{Name: "oid", Match: "any", Values: []string{alice}}
		}, []string{
			`Token.RequiredClaims[0].Name: "oid" is the claim that Callers ask for; name the callers there: a token would have to match both`}},
		{"client", func(a *policies.Args) { a.Token.ClientIDs = []string{client, "my-app"} }, []string{
			`Token.ClientIDs[1]: "my-app" is no GUID; use the application (client) id of an application that may call` + form}},
		{"claims", func(a *policies.Args) { a.Token.RequiredClaims = []policies.Claim{{Name: " roles", Match: "some"}} }, []string{
			`Token.RequiredClaims[0].Name: " roles" is empty, or has space around it; use the text as it stands in the token`,
			`Token.RequiredClaims[0].Match: "some" is no way to match; use "any" or "all"`,
			`Token.RequiredClaims[0].Values: empty; name at least one value that the claim must have`}},
		{"expressions", func(a *policies.Args) {
			a.Token.Audiences = []string{"@(context.Request.Headers.GetValueOrDefault(\"x\",\"\"))", "{{audience}}", "a\x00b"}
		}, []string{
			`Token.Audiences[0]: "@(context.Request.Headers.GetValueOrDefault(\"x\",\"\"))" holds a policy expression or a named value; use plain text`,
			`Token.Audiences[1]: "{{audience}}" holds a policy expression or a named value; use plain text`,
			`Token.Audiences[2]: "a\x00b" holds a control character, or is no UTF-8; use printable text`}},
		{"quotas", func(a *policies.Args) { a.PerSubscription.QuotaPeriod, a.PerCaller.Quota = "Decade", -3 }, []string{
			`PerSubscription.QuotaPeriod: "Decade" is no period; use one of these: Hourly, Daily, Weekly, Monthly, Yearly`,
			"PerCaller.Quota: -3 is no limit; use a number per QuotaPeriod, or 0 for no limit"}},
		{"limits", func(a *policies.Args) { a.PerSubscription.Calls, a.PerCaller.Tokens = -1, -2 }, []string{
			"PerSubscription.Calls: -1 is no limit; use a number per minute, or 0 for no limit",
			"PerCaller.Tokens: -2 is no limit; use a number per minute, or 0 for no limit"}},
		{"metrics", func(a *policies.Args) {
			a.Metrics = &policies.Metrics{Namespace: "<x>", Dimensions: []string{"Caller"}}
		}, []string{
			`Metrics.Namespace: "<x>" is no namespace of metrics; use letters, digits, spaces, dots, hyphens and underscores, beginning with a letter, at most 100`,
			`Metrics.Dimensions[0]: "Caller" is no dimension, or there twice; use each of these at most once: API ID, Operation ID, Product ID, User ID, Subscription ID, Location, Gateway ID, Backend ID`}},
		{"dimensions", func(a *policies.Args) {
			a.Metrics.Dimensions = []string{"API ID", "API ID", "Product ID", "User ID", "Location", "Gateway ID"}
		}, []string{
			"Metrics.Dimensions: 6 dimensions; use 1 to 5",
			`Metrics.Dimensions[1]: "API ID" is no dimension, or there twice; use each of these at most once: API ID, Operation ID, Product ID, User ID, Subscription ID, Location, Gateway ID, Backend ID`}},
		{"backend", func(a *policies.Args) {
			a.BackendID, a.Resource, a.TimeoutSeconds, a.Retries = `a" b`, "https://vault.azure.net", 241, 51
		}, []string{
			`BackendID: "a\" b" is no name of a backend; use letters, digits and hyphens, none at its ends, at most 80`,
			`Resource: "https://vault.azure.net" is not what Azure OpenAI takes tokens for; use https://cognitiveservices.azure.com`,
			"TimeoutSeconds: 241 is out of range; use 1 to 240, or 0 for 120",
			"Retries: 51 is out of range; use 0 to 50"}},
		{"what a backend has not", func(a *policies.Args) { a.Kind, a.Resource = policies.Backend, "api://orders" }, []string{
			"PerSubscription.Tokens: 10000 is a limit that nothing counts: only a language model reports tokens; use 0, and limit Calls",
			"PerSubscription.Quota: 2000000 is a limit that nothing counts: only a language model reports tokens; use 0, and limit Calls",
			"PerCaller.Tokens: 5000 is a limit that nothing counts: only a language model reports tokens; use 0, and limit Calls",
			"PerCaller.Quota: 100000 is a limit that nothing counts: only a language model reports tokens; use 0, and limit Calls",
			"Metrics: a backend reports no tokens; leave it out",
			`Resource: "api://orders" is no GUID; use the application (client) id of the backend's app registration` + form,
			"Retries: 2 would repeat calls that may have done their work; use 0: the caller knows what can be repeated"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := openAI()
			c.change(&args)
			heading := fmt.Sprintf("the arguments of the policy document have %d problems:", len(c.says))
			if len(c.says) == 1 {
				heading = "the arguments of the policy document have 1 problem:"
			}
			for _, says := range c.says {
				heading += "\n  " + says
			}
			assert.EqualError(t, args.Validate(), heading)
			rendered, err := args.Render()
			assert.EqualError(t, err, heading)
			assert.Empty(t, rendered)
		})
	}
}

// TestHostileValuesStayValues: whatever may stand in a free text, the document
// has the same elements, and the text arrives as it was.
func TestHostileValuesStayValues(t *testing.T) {
	shape := func(args policies.Args) (names, texts []string) {
		rendered, err := args.Render()
		require.NoError(t, err)
		doc, err := apipolicy.Parse(rendered)
		require.NoError(t, err)
		var visit func(*apipolicy.Element)
		visit = func(e *apipolicy.Element) {
			names = append(names, e.Path)
			texts = append(texts, e.Text)
			for _, a := range e.Attributes {
				names = append(names, e.Path+"@"+a.Name)
				texts = append(texts, a.Value)
			}
			for _, c := range e.Children {
				visit(c)
			}
		}
		for _, s := range doc.Sections {
			visit(s)
		}
		return names, texts
	}
	claims := func(args policies.Args) policies.Args {
		args.Token = openAI().Token
		return args
	}
	for _, args := range []policies.Args{openAI(), claims(backend()), claims(mcp())} {
		hostile(t, args, shape)
	}
}

func hostile(t *testing.T, args policies.Args, shape func(policies.Args) (names, texts []string)) {
	t.Helper()
	plain, _ := shape(args)
	for _, text := range []string{
		`"/><return-response/><x y="`, `</audience></audiences><set-header name="api-key"/>`, `<!--`, `--> x`, `]]>`, `<![CDATA[x]]>`, `&amp;`, `&x;`, `[[.BackendID]]`, `'"<>&`, "é𝄞", `x@y`,
	} {
		args.Token.Audiences[0] = text
		args.Token.RequiredClaims[0].Name = text
		args.Token.RequiredClaims[1].Values[0] = text
		names, texts := shape(args)
		assert.Equal(t, plain, names, text)
		found := 0
		for _, one := range texts {
			if one == text {
				found++
			}
		}
		assert.Equal(t, 3, found, text)
	}
}
