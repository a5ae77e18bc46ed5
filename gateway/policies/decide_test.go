package policies_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/finding"
)

// token is a token that passes; change makes another one of it.
func token(change func(*apipolicy.Token)) *apipolicy.Token {
	t := &apipolicy.Token{
		Tenant: tenant, Audience: gatewayApp, ClientID: client, ObjectID: alice,
		Claims: map[string][]string{"roles": {"Chat.Use"}, "ctry": {"CH"}},
	}
	if change != nil {
		change(t)
	}
	return t
}

// kinds are all kinds of tokens. why is how a validation refuses one; it does
// so in each document, or where the document asks for what of.
var kinds = []struct {
	name  string
	token *apipolicy.Token
	why   string
	of    func(*policies.Token) bool
}{
	{"no token", nil, "there is no token", always},
	{"token", token(nil), "", nil},
	{"token of a caller by a named value", token(func(t *apipolicy.Token) { t.ObjectID = webApp }), "", nil},
	{"token of a caller not named", token(func(t *apipolicy.Token) { t.ObjectID = mallory }), `the token's claim "oid" is not as required`, asksForCallers},
	{"token of a caller by another id", token(func(t *apipolicy.Token) { t.ObjectID = "{{caller-webapp}}" }), `the token's claim "oid" is not as required`, asksForCallers},
	{"token without an object id", token(func(t *apipolicy.Token) { t.ObjectID = "" }), `the token's claim "oid" is not as required`, asksForCallers},
	{"token of another tenant", token(func(t *apipolicy.Token) { t.Tenant = otherClient }), "the token is of another tenant", always},
	{"token for another audience", token(func(t *apipolicy.Token) { t.Audience = "https://vault.azure.net" }), "the token is for another audience", always},
	{"token of another application", token(func(t *apipolicy.Token) { t.ClientID = otherClient }), "the token was given to another application", func(t *policies.Token) bool { return len(t.ClientIDs) > 0 }},
	{"token without the role", token(func(t *apipolicy.Token) { t.Claims = map[string][]string{"roles": {"Chat.Look"}, "ctry": {"CH"}} }), `the token's claim "roles" is not as required`, asksForClaims},
	{"token without a claim", token(func(t *apipolicy.Token) { t.Claims = map[string][]string{"roles": {"Chat.Admin"}} }), `the token's claim "ctry" is not as required`, asksForClaims},
	{"expired token", token(func(t *apipolicy.Token) { t.Expired = true }), "the token has expired", always},
}

func always(*policies.Token) bool           { return true }
func asksForCallers(t *policies.Token) bool { return len(t.Callers) > 0 }
func asksForClaims(t *policies.Token) bool  { return len(t.RequiredClaims) > 0 }

// tokens are whom a document lets in: by everything at once, and by each alone.
var tokens = []struct {
	name  string
	token *policies.Token
}{
	{"no token", nil},
	{"everything", openAI().Token},
	{"callers", &policies.Token{TenantID: tenant, Audiences: []string{gatewayApp}, Callers: openAI().Token.Callers}},
	{"applications", &policies.Token{TenantID: tenant, Audiences: []string{gatewayApp}, ClientIDs: []string{client}}},
	{"claims", &policies.Token{TenantID: tenant, Audiences: []string{gatewayApp}, RequiredClaims: openAI().Token.RequiredClaims}},
}

// keys are what a call brings; dummy is what an OpenAI client sends as api-key
// when it has no key.
var keys = []struct {
	key            apipolicy.Key
	inQuery, dummy bool
	whyNot         string
	accepted       bool
}{
	{key: apipolicy.NoKey, whyNot: "the subscription key is missing"},
	{key: apipolicy.NoKey, dummy: true, whyNot: "the subscription key is missing"},
	{key: apipolicy.ValidKey, accepted: true},
	{key: apipolicy.ValidKey, inQuery: true, accepted: true},
	{key: apipolicy.ValidKey, inQuery: true, dummy: true, accepted: true},
	{key: apipolicy.WrongKey, whyNot: "the subscription key is wrong"},
	{key: apipolicy.WrongKey, inQuery: true, whyNot: "the subscription key is wrong"},
	{key: apipolicy.SuspendedKey, whyNot: "the subscription key is suspended"},
}

// uses are what a caller has used before, and where it meets a limit.
var uses = []struct {
	name                 string
	calls, tokens, quota int
}{
	{"first call", 0, 0, 0}, {"last call of a caller", 29, 0, 0}, {"a caller's calls", 30, 0, 0}, {"a subscription's calls", 60, 0, 0},
	{"last tokens of a caller", 0, 4999, 0}, {"a caller's tokens", 0, 5000, 0}, {"a subscription's tokens", 0, 10000, 0},
	{"the end of a caller's quota", 0, 0, 99999}, {"a caller's quota", 0, 0, 100000}, {"a subscription's quota", 0, 0, 2000000},
	{"all limits", 60, 10000, 2000000},
}

var limits = []struct {
	name                    string
	perSubscription, caller policies.Limits
}{
	{"no limit", policies.Limits{}, policies.Limits{}},
	{"calls of a subscription", policies.Limits{Calls: 60}, policies.Limits{}},
	{"calls of a caller", policies.Limits{}, policies.Limits{Calls: 30}},
	{"tokens of a subscription", policies.Limits{Tokens: 10000}, policies.Limits{}},
	{"tokens of a caller", policies.Limits{}, policies.Limits{Tokens: 5000}},
	{"quota of a subscription", policies.Limits{Quota: 2000000, QuotaPeriod: "Monthly"}, policies.Limits{}},
	{"quota of a caller", policies.Limits{}, policies.Limits{Quota: 100000, QuotaPeriod: "Daily"}},
	{"all", openAI().PerSubscription, openAI().PerCaller},
}

// documents are the kinds of documents, with the settings that differ.
var documents = []struct {
	name string
	args policies.Args
}{{"openai", openAI()}, {"backend", backend()}, {"mcp", mcp()}}

// settings calls back with every combination of settings that there may be.
func settings(t *testing.T, try func(name string, args policies.Args)) {
	for _, d := range documents {
		for _, mode := range []policies.Subscription{policies.Required, policies.Optional, policies.Off} {
			for _, who := range tokens {
				for _, limit := range limits {
					// Limits do not depend on who is let in: one has to be tried
					// with all of them.
					if who.name != "everything" && who.name != "no token" && limit.name != "all" {
						continue
					}
					args := d.args
					args.Subscription, args.Token, args.PerSubscription, args.PerCaller = mode, who.token, limit.perSubscription, limit.caller
					if args.Kind == policies.Backend {
						args.PerSubscription = policies.Limits{Calls: limit.perSubscription.Calls}
						args.PerCaller = policies.Limits{Calls: limit.caller.Calls}
					}
					name := fmt.Sprintf("%s, keys %s, token by %s, %s", d.name, mode, who.name, limit.name)
					if args.Token == nil && mode != policies.Required {
						_, err := args.Render()
						require.ErrorContains(t, err, "without Token lets in whoever reaches the gateway", name)
						continue
					}
					try(name, args)
				}
			}
		}
	}
}

// want is what a call has to get, by the settings alone: the other side of
// what the document says.
func want(args policies.Args, key apipolicy.Key, accepted, refused bool, calls, tokens, quota int) (status int, by string) {
	s, c := args.PerSubscription, args.PerCaller
	over := func(used, most int) bool { return most > 0 && used >= most }
	switch {
	case key == apipolicy.NoKey && args.Subscription == policies.Required, key != apipolicy.NoKey && !accepted:
		return 401, "api"
	case args.Token != nil && refused:
		return 401, "inbound/validate-azure-ad-token"
	case over(calls, s.Calls), over(calls, c.Calls):
		return 429, "inbound/rate-limit-by-key"
	case over(tokens, s.Tokens), over(tokens, c.Tokens):
		return 429, "inbound/llm-token-limit"
	case over(quota, s.Quota), over(quota, c.Quota):
		return 403, "inbound/llm-token-limit"
	}
	return 200, ""
}

// TestEveryCallerAndEverySetting decides what each kind of caller gets from
// each document, from the document itself.
func TestEveryCallerAndEverySetting(t *testing.T) {
	decided := map[int]int{}
	settings(t, func(name string, args policies.Args) {
		rendered, err := args.Render()
		require.NoError(t, err, name)
		doc, err := apipolicy.Parse(rendered)
		require.NoError(t, err, name)
		api := apipolicy.API{SubscriptionRequired: args.Subscription == policies.Required, KeyHeader: keyName(args), KeyQuery: keyName(args), NamedValues: namedValues}
		for _, kind := range kinds {
			for _, key := range keys {
				for i, use := range uses {
					// Of a call that is refused before, nothing is counted.
					if kind.of != nil && i > 0 && i < len(uses)-1 {
						continue
					}
					call := apipolicy.Call{
						Key: key.key, KeyInQuery: key.inQuery, Subscription: "team-a", Token: kind.token, Address: "10.0.0.7",
						Method: "POST", Path: "/", Calls: use.calls, Tokens: use.tokens, QuotaTokens: use.quota,
						Headers: []apipolicy.Header{{Name: "Accept", Value: "text/event-stream"}},
					}
					whyNot := key.whyNot
					if key.dummy {
						call.Headers = append(call.Headers, apipolicy.Header{Name: "API-Key", Value: "dummy"})
					}
					// What stands where the API's keys are is one.
					if key.dummy && api.KeyHeader == facts.OpenAIKeyHeader {
						key.key, key.accepted, whyNot = apipolicy.WrongKey, false, "the subscription key is wrong"
					}
					at := fmt.Sprintf("%s: %s, key %q (query %t, dummy %t), %s", name, kind.name, key.key, key.inQuery, key.dummy, use.name)
					answer, err := apipolicy.Decide(doc, api, call)
					require.NoError(t, err, at)
					refused := args.Token != nil && kind.of != nil && kind.of(args.Token)
					status, by := want(args, key.key, key.accepted, refused, use.calls, use.tokens, use.quota)
					decided[status]++
					require.Equal(t, status, answer.Status, at)
					require.True(t, strings.HasPrefix(answer.By, by) && (by != "") == (answer.By != ""), "%s: by %q", at, answer.By)
					switch answer.By {
					case "api":
						require.Equal(t, whyNot, answer.Reason, at)
					case "inbound/validate-azure-ad-token":
						require.Equal(t, kind.why, answer.Reason, at)
					}
					requireSent(t, at, args, answer)
				}
			}
		}
	})
	assert.Greater(t, decided[200], 500)
	assert.Greater(t, decided[401], 500)
	assert.Greater(t, decided[403], 100)
	assert.Greater(t, decided[429], 500)
}

// requireSent: the backend gets nothing of a refused call, and of another one
// neither a key nor the caller's token, but the gateway's.
func requireSent(t *testing.T, at string, args policies.Args, answer apipolicy.Answer) {
	t.Helper()
	if answer.Status != 200 {
		require.Nil(t, answer.Sent, at)
		return
	}
	require.NotNil(t, answer.Sent, at)
	require.Equal(t, []apipolicy.Header{
		{Name: "Accept", Value: "text/event-stream"},
		{Name: "Authorization", Value: "Bearer of the gateway for " + args.Resource},
	}, answer.Sent.Headers, at)
	require.Empty(t, answer.Sent.Query, at)
	require.Equal(t, "system-assigned", answer.Sent.Identity, at)
	require.Equal(t, args.Resource, answer.Sent.Resource, at)
	require.Equal(t, args.BackendID, answer.Sent.Backend, at)
	require.Equal(t, args.Retries > 0, answer.Sent.RequestBuffered, at)
	require.Equal(t, !args.Streaming, answer.Sent.ResponseBuffered, at)
}

// TestCountersAreEachCallersOwn: who shares a counter with whom.
func TestCountersAreEachCallersOwn(t *testing.T) {
	person, robot := token(nil), token(func(t *apipolicy.Token) { t.ObjectID = "" })
	for _, c := range []struct {
		name                     string
		mode                     policies.Subscription
		call                     apipolicy.Call
		bySubscription, byCaller string
	}{
		{"key and token", policies.Optional, apipolicy.Call{Key: apipolicy.ValidKey, Subscription: "team-a", Token: person, Address: "10.0.0.7"}, "team-a", alice},
		{"token alone", policies.Optional, apipolicy.Call{Token: person, Address: "10.0.0.7"}, alice, alice},
		{"token without an object id", policies.Optional, apipolicy.Call{Token: robot, Address: "10.0.0.7"}, client, client},
		{"keys off, and one brought", policies.Off, apipolicy.Call{Key: apipolicy.ValidKey, Subscription: "team-a", Token: person, Address: "10.0.0.7"}, alice, alice},
		{"key alone", policies.Required, apipolicy.Call{Key: apipolicy.ValidKey, Subscription: "team-a", Address: "10.0.0.7"}, "team-a", "10.0.0.7"},
	} {
		args := openAI()
		args.Subscription = c.mode
		if c.call.Token == nil {
			args.Token = nil
		} else {
			args.Token.RequiredClaims, args.Token.Callers = nil, nil
		}
		rendered, err := args.Render()
		require.NoError(t, err)
		doc, err := apipolicy.Parse(rendered)
		require.NoError(t, err)
		answer, err := apipolicy.Decide(doc, apipolicy.API{KeyHeader: "api-key"}, c.call)
		require.NoError(t, err)
		assert.Equal(t, []apipolicy.Counter{
			{By: "inbound/rate-limit-by-key[1]", Key: "openai calls of subscription " + c.bySubscription},
			{By: "inbound/rate-limit-by-key[2]", Key: "openai calls of caller " + c.byCaller},
			{By: "inbound/llm-token-limit[1]", Key: "openai tokens of subscription " + c.bySubscription},
			{By: "inbound/llm-token-limit[2]", Key: "openai tokens of caller " + c.byCaller},
			{By: "inbound/llm-token-limit[3]", Key: "openai quota of subscription " + c.bySubscription},
			{By: "inbound/llm-token-limit[4]", Key: "openai quota of caller " + c.byCaller},
		}, answer.Counters, c.name)
	}
}

// TestADocumentNeedsItsNamedValues: Azure refuses the document otherwise, and
// nobody can tell what a caller gets.
func TestADocumentNeedsItsNamedValues(t *testing.T) {
	rendered, err := callers().Render()
	require.NoError(t, err)
	doc, err := apipolicy.Parse(rendered)
	require.NoError(t, err)
	for _, call := range []apipolicy.Call{{}, {Token: token(nil)}, {Key: apipolicy.WrongKey}} {
		_, err = apipolicy.Decide(doc, apipolicy.API{NamedValues: map[string]string{"caller": webApp}}, call)
		assert.EqualError(t, err, `inbound/validate-azure-ad-token/required-claims/claim/value (line 11): the named value "caller-webapp" is not known`)
	}
	// One of a value that the deployment decides is there: a call without a
	// token is refused whatever it is, and one with a token perhaps.
	before := apipolicy.API{Undecided: []string{"caller-webapp"}}
	answer, err := apipolicy.Decide(doc, before, apipolicy.Call{})
	require.NoError(t, err)
	assert.Equal(t, 401, answer.Status)
	_, err = apipolicy.Decide(doc, before, apipolicy.Call{Token: &apipolicy.Token{Tenant: tenant, Audience: facts.CognitiveServicesAudiences[0], ObjectID: webApp}})
	assert.EqualError(t, err, `inbound/validate-azure-ad-token (line 4): the named value "caller-webapp" is not known`)
	expect := expectation(callers())
	expect.NamedValues = []string{"caller"}
	var found []string
	for _, f := range apipolicy.Judge(doc, expect) {
		if f.Verdict == finding.Fail {
			found = append(found, f.Property+" "+f.Found)
		}
	}
	assert.Equal(t, []string{"inbound/validate-azure-ad-token/required-claims/claim/value {{caller-webapp}} is none of the gateway's"}, found)
}

// TestADummyKeyIsAWrongKey: why an API without keys must not look for them
// where OpenAI's clients send something in any case.
func TestADummyKeyIsAWrongKey(t *testing.T) {
	rendered, err := callers().Render()
	require.NoError(t, err)
	doc, err := apipolicy.Parse(rendered)
	require.NoError(t, err)
	call := apipolicy.Call{
		Token:   token(func(t *apipolicy.Token) { t.Audience, t.ObjectID = facts.CognitiveServicesResource, webApp }),
		Headers: []apipolicy.Header{{Name: "api-key", Value: "dummy"}},
	}
	for name, status := range map[string]int{"": 200, facts.OpenAIKeyHeader: 401} {
		answer, err := apipolicy.Decide(doc, apipolicy.API{KeyHeader: name, KeyQuery: name, NamedValues: namedValues}, call)
		require.NoError(t, err)
		assert.Equal(t, status, answer.Status, name)
	}
}

// TestMCPPassesAsItIs: sessions and streams of MCP are told by headers.
func TestMCPPassesAsItIs(t *testing.T) {
	rendered, err := mcp().Render()
	require.NoError(t, err)
	doc, err := apipolicy.Parse(rendered)
	require.NoError(t, err)
	headers := []apipolicy.Header{
		{Name: "Accept", Value: "application/json, text/event-stream"}, {Name: "Mcp-Session-Id", Value: "1868a90c"},
		{Name: "Mcp-Protocol-Version", Value: "2025-06-18"}, {Name: "Last-Event-Id", Value: "7"},
	}
	for _, method := range []string{"POST", "GET", "DELETE"} {
		answer, err := apipolicy.Decide(doc, apipolicy.API{NamedValues: namedValues}, apipolicy.Call{
			Method: method, Headers: headers, Token: token(func(t *apipolicy.Token) { t.ObjectID = webApp }),
		})
		require.NoError(t, err)
		require.NotNil(t, answer.Sent, method)
		assert.Equal(t, append(headers[:4:4], apipolicy.Header{Name: "Authorization", Value: "Bearer of the gateway for " + backendApp}), answer.Sent.Headers)
		assert.False(t, answer.Sent.ResponseBuffered)
	}
}
