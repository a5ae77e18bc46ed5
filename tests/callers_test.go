package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const (
	apiPolicyType  = "azure-native:apimanagement/v20240501:ApiPolicy"
	namedValueType = "azure-native:apimanagement/v20240501:NamedValue"
	stranger       = "66666666-0000-4000-8000-0000000000ff"
)

// front is one API of a stack's gateway, as its callers meet it.
type front struct {
	document *apipolicy.Document
	api      apipolicy.API
	settings settings.API
	// openAI is whether it leads to Azure OpenAI, or to the backend.
	openAI bool
	tenant string
	webApp string
}

// fronts are the APIs of a graph.
func fronts(t *testing.T, g *recorder.Graph, s settings.Settings) []front {
	t.Helper()
	values := map[string]string{}
	for _, v := range g.ByType(namedValueType) {
		values[v.Input("displayName")] = v.Input("value")
	}
	var all []front
	for _, policy := range g.ByType(apiPolicyType) {
		d, err := apipolicy.Parse(policy.Input("value"))
		require.NoError(t, err, "%s", policy)
		f := front{
			document: d, settings: s.Gateway.API, openAI: true, tenant: arm.FakeTenant,
			webApp: one(t, g, "WebApp").Outputs.Text("identity.principalId"),
		}
		name := "gateway-openai-api"
		if policy.Input("apiId") == "backend" {
			name, f.settings, f.openAI = "gateway-backend-api", s.Backend.API, false
		}
		api := named(t, g, name)
		f.api = apipolicy.API{
			SubscriptionRequired: api.Inputs.Is("subscriptionRequired", true), NamedValues: values,
			KeyHeader: api.Input("subscriptionKeyParameterNames.header"), KeyQuery: api.Input("subscriptionKeyParameterNames.query"),
		}
		all = append(all, f)
	}
	return all
}

func (f front) required() bool { return f.settings.Subscriptions == settings.SubscriptionsRequired }
func (f front) keys() bool     { return f.settings.Subscriptions != settings.SubscriptionsOff }

// call is one that everything is right with.
func (f front) call() apipolicy.Call {
	token := &apipolicy.Token{
		Tenant: f.tenant, Audience: f.settings.Audiences[0], ObjectID: f.webApp, ClientID: "77777777-0000-4000-8000-000000000009",
		Claims: map[string][]string{},
	}
	if len(f.settings.ClientIDs) > 0 {
		token.ClientID = f.settings.ClientIDs[0]
	}
	for _, c := range f.settings.Claims {
		token.Claims[c.Name] = c.Values
	}
	c := apipolicy.Call{Token: token, Address: "10.0.0.68"}
	if f.required() {
		c.Key, c.Subscription = apipolicy.ValidKey, "search-team"
	}
	return c
}

// least is the smallest limit of one kind, 0 where there is none.
func (f front) least(of func(settings.Limits) int) int {
	least := of(f.settings.PerCaller)
	if other := of(f.settings.PerSubscription); least == 0 || other > 0 && other < least {
		least = other
	}
	return least
}

func callsOf(l settings.Limits) int  { return l.Calls }
func tokensOf(l settings.Limits) int { return l.Tokens }
func quotaOf(l settings.Limits) int  { return l.Quota }

// callers are who may call, and what each gets; when says where the row is
// about something, and nil means everywhere.
var callers = []struct {
	name string
	when func(front) bool
	do   func(f front, c *apipolicy.Call)
	want int
}{
	{"the web app", nil, func(front, *apipolicy.Call) {}, 200},
	{"a named caller", func(f front) bool { return len(f.settings.Callers) > 0 }, func(f front, c *apipolicy.Call) { c.Token.ObjectID = strings.ToLower(f.settings.Callers[0].ObjectID) }, 200},
	{"a caller with a team's key", front.keys, func(_ front, c *apipolicy.Call) { c.Key, c.Subscription = apipolicy.ValidKey, "search-team" }, 200},
	{"a team's key in the query", front.keys, func(_ front, c *apipolicy.Call) {
		c.Key, c.Subscription, c.KeyInQuery = apipolicy.ValidKey, "search-team", true
	}, 200},
	{"no key", front.required, func(_ front, c *apipolicy.Call) { c.Key = apipolicy.NoKey }, 401},
	{"a team's key alone", nil, func(_ front, c *apipolicy.Call) {
		c.Key, c.Subscription, c.Token = apipolicy.ValidKey, "search-team", nil
	}, 401},
	{"a wrong key", nil, func(_ front, c *apipolicy.Call) { c.Key = apipolicy.WrongKey }, 401},
	{"a suspended key", nil, func(_ front, c *apipolicy.Call) { c.Key = apipolicy.SuspendedKey }, 401},
	{"what a client sends where it has no key", func(f front) bool { return f.openAI && !f.keys() }, func(_ front, c *apipolicy.Call) {
		c.Headers = []apipolicy.Header{{Name: "api-key", Value: "none"}}
	}, 200},
	{"the same where keys are looked for", func(f front) bool { return f.openAI && f.keys() && !f.required() }, func(_ front, c *apipolicy.Call) {
		c.Headers = []apipolicy.Header{{Name: "api-key", Value: "none"}}
	}, 401},
	{"nobody", nil, func(_ front, c *apipolicy.Call) { c.Key, c.Token = apipolicy.NoKey, nil }, 401},
	{"no token", nil, func(_ front, c *apipolicy.Call) { c.Token = nil }, 401},
	{"a stranger of the tenant", nil, func(_ front, c *apipolicy.Call) { c.Token.ObjectID = stranger }, 401},
	{"somebody of another tenant", nil, func(_ front, c *apipolicy.Call) { c.Token.Tenant = stranger }, 401},
	{"a token for something else", nil, func(_ front, c *apipolicy.Call) { c.Token.Audience = "https://vault.azure.net" }, 401},
	{"an expired token", nil, func(_ front, c *apipolicy.Call) { c.Token.Expired = true }, 401},
	{"a token through another application", func(f front) bool { return len(f.settings.ClientIDs) > 0 }, func(_ front, c *apipolicy.Call) { c.Token.ClientID = stranger }, 401},
	{"a token without a claim", func(f front) bool { return len(f.settings.Claims) > 0 }, func(_ front, c *apipolicy.Call) { c.Token.Claims = nil }, 401},

	{"the last call of a minute", limited(callsOf), func(f front, c *apipolicy.Call) { c.Calls = f.least(callsOf) - 1 }, 200},
	{"one call more", limited(callsOf), func(f front, c *apipolicy.Call) { c.Calls = f.least(callsOf) }, 429},
	{"below the tokens of a minute", limited(tokensOf), func(f front, c *apipolicy.Call) { c.Tokens = f.least(tokensOf) - 1 }, 200},
	{"above them", limited(tokensOf), func(f front, c *apipolicy.Call) { c.Tokens = f.least(tokensOf) }, 429},
	{"below the quota", limited(quotaOf), func(f front, c *apipolicy.Call) { c.QuotaTokens = f.least(quotaOf) - 1 }, 200},
	{"above it", limited(quotaOf), func(f front, c *apipolicy.Call) { c.QuotaTokens = f.least(quotaOf) }, 403},
}

func limited(of func(settings.Limits) int) func(front) bool {
	return func(f front) bool { return f.least(of) > 0 }
}

// TestWhatCallersGet of each API of each variant, by its policy document; and of
// whoever gets through, what the backend sees.
func TestWhatCallersGet(t *testing.T) {
	met := map[string]bool{}
	ways := map[settings.Subscriptions]int{}
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		for _, f := range fronts(t, g, s) {
			ways[f.settings.Subscriptions]++
			for _, row := range callers {
				if row.when != nil && !row.when(f) {
					continue
				}
				met[row.name] = true
				call := f.call()
				row.do(f, &call)
				answer, err := apipolicy.Decide(f.document, f.api, call)
				require.NoError(t, err, "%s, at Azure OpenAI: %t", row.name, f.openAI)
				assert.Equal(t, row.want, answer.Status, "%s, at Azure OpenAI: %t: %s", row.name, f.openAI, answer.Reason)
				if assert.Equal(t, answer.Status == 200, answer.Sent != nil) && answer.Sent != nil {
					assertSent(t, f, s, answer.Sent)
				}
			}
		}
	})
	for _, row := range callers {
		assert.True(t, met[row.name], "no variant has %s", row.name)
	}
	for _, way := range []settings.Subscriptions{settings.SubscriptionsRequired, settings.SubscriptionsOptional, settings.SubscriptionsOff} {
		assert.Positive(t, ways[way], "no variant has subscriptions %s", way)
	}
}

// assertSent: the gateway calls with its own identity, and nothing of the
// caller's credentials goes on.
func assertSent(t *testing.T, f front, s settings.Settings, sent *apipolicy.Sent) {
	t.Helper()
	resource := s.Backend.ClientID
	if f.openAI {
		resource = "https://cognitiveservices.azure.com"
	}
	assert.Equal(t, "system-assigned", sent.Identity)
	assert.Equal(t, resource, sent.Resource)
	for _, name := range []string{"api-key", "Ocp-Apim-Subscription-Key"} {
		assert.Empty(t, sent.Header(name), "a caller's key goes on in %s", name)
	}
	for _, name := range []string{"api-key", "subscription-key"} {
		assert.Empty(t, sent.Parameter(name), "a caller's key goes on in %s", name)
	}
	assert.NotEqual(t, apipolicy.CallersToken, sent.Header("Authorization"))
	assert.False(t, sent.ResponseBuffered, "an answer is read while it is written")
}
