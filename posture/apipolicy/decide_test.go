package apipolicy

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func document(inbound, backend, outbound, onError string) string {
	return "<policies><inbound>" + inbound + "</inbound><backend>" + backend + "</backend><outbound>" + outbound + "</outbound><on-error>" + onError + "</on-error></policies>"
}

func decided(t *testing.T, source string, api API, call Call) Answer {
	t.Helper()
	answer, err := Decide(parsed(t, source), api, call)
	require.NoError(t, err)
	return answer
}

func TestDecideFollowsBranches(t *testing.T) {
	const respond = `<return-response><set-status code="403" reason="Forbidden" /></return-response>`
	source := document(`<choose>
		<when condition="@(context.Request.Method == &quot;GET&quot;)"><set-variable name="a" value="read" /></when>
		<when condition="@(context.Subscription == null)">`+respond+`</when>
		<otherwise><set-variable name="a" value="write" /></otherwise>
	</choose><set-header name="X-Kind"><value>@((string)context.Variables["a"])</value></set-header>`, "<base />", "", "")
	source = replaced(t, source, `Variables["a"]`, `Variables[&quot;a&quot;]`)

	answer := decided(t, source, API{}, Call{Method: "GET"})
	assert.Equal(t, 200, answer.Status)
	assert.Equal(t, "read", answer.Sent.Header("x-kind"))

	answer = decided(t, source, API{}, Call{Method: "POST"})
	assert.Equal(t, Answer{Status: 403, By: "inbound/choose/when[2]/return-response", Reason: "the document answers itself"}, answer)

	answer = decided(t, source, API{}, Call{Method: "POST", Key: ValidKey, Subscription: "team"})
	assert.Equal(t, 200, answer.Status)
	assert.Equal(t, []Header{{"Ocp-Apim-Subscription-Key", CallersKey}, {"X-Kind", "write"}}, answer.Sent.Headers, "nothing deletes the key here")
	assert.True(t, answer.Sent.ResponseBuffered, "as <base /> does")
	assert.Empty(t, answer.Sent.Identity)
}

func TestDecideRefusals(t *testing.T) {
	const expired = `<validate-azure-ad-token tenant-id="t" failed-validation-httpcode="403" />`
	const quota = `<llm-token-limit counter-key="a" tokens-per-minute="10" token-quota="100" token-quota-period="Daily" />`
	for _, c := range []struct {
		name, inbound, onError string
		call                   Call
		want                   Answer
	}{
		{"another code", expired, "", Call{}, Answer{Status: 403, By: "inbound/validate-azure-ad-token", Reason: "there is no token"}},
		{"on-error answers", expired, `<return-response><set-status code="418" /></return-response>`, Call{}, Answer{Status: 418, By: "on-error/return-response", Reason: "the document answers itself"}},
		{"on-error by status", expired, `<choose><when condition="@(context.Response.StatusCode == 403)"><return-response /></when></choose>`, Call{}, Answer{Status: 200, By: "on-error/choose/when/return-response", Reason: "the document answers itself"}},
		{"on-error sets the status", expired, `<set-status code="404" />`, Call{}, Answer{Status: 404, By: "on-error/set-status", Reason: "the document sets the status"}},
		{"the token was taken away", `<set-header name="Authorization" exists-action="delete" />` + expired, "", Call{Token: &Token{Tenant: "t"}}, Answer{Status: 403, By: "inbound/validate-azure-ad-token", Reason: "there is no token"}},
		{"rate", quota, "", Call{Tokens: 10, QuotaTokens: 100}, Answer{Status: 429, By: "inbound/llm-token-limit", Reason: "10 tokens were used before, of the 10 of tokens-per-minute", Counters: []Counter{{"inbound/llm-token-limit", "a"}}}},
		{"quota", quota, "", Call{Tokens: 9, QuotaTokens: 100}, Answer{Status: 403, By: "inbound/llm-token-limit", Reason: "100 tokens were used before, of the 100 of token-quota", Counters: []Counter{{"inbound/llm-token-limit", "a"}}}},
		{"unguarded", `<set-variable name="a" value="@(context.Subscription.Id)" />`, "", Call{}, Answer{Status: 500, By: "inbound/set-variable", Reason: "context.Subscription is null: the call has no subscription"}},
		{"no variable", `<set-variable name="a" value="@((string)context.Variables[&quot;b&quot;])" />`, "", Call{}, Answer{Status: 500, By: "inbound/set-variable", Reason: `the variable "b" is no text, or was never set`}},
		{"unguarded in a response", `<return-response><set-header name="a"><value>@(context.Subscription.Id)</value></set-header></return-response>`, "", Call{}, Answer{Status: 500, By: "inbound/return-response", Reason: "context.Subscription is null: the call has no subscription"}},
		{"tenant by its URL", `<validate-azure-ad-token tenant-id="https://login.microsoftonline.com/t/v2.0" />`, "", Call{Token: &Token{Tenant: "u"}}, Answer{Status: 401, By: "inbound/validate-azure-ad-token", Reason: "the token is of another tenant"}},
		{"no response yet", `<choose><when condition="@(context.Response.StatusCode == 200)" /></choose>`, "", Call{}, Answer{Status: 500, By: "inbound/choose", Reason: "context.Response is null: nothing was answered yet"}},
	} {
		assert.Equal(t, c.want, decided(t, document(c.inbound, "<base />", "", c.onError), API{}, c.call), c.name)
	}
}

func TestDecideOperations(t *testing.T) {
	api := API{SubscriptionRequired: true, Operations: []Operation{{"POST", "/deployments/{id}/chat/completions"}, {"GET", "/models"}}}
	source := document("", "<base />", "", "<return-response />")
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"POST", "/deployments/gpt/chat/completions", 200}, {"post", "deployments/gpt/chat/completions/", 200}, {"GET", "/models", 200},
		{"GET", "/deployments/gpt/chat/completions", 404}, {"POST", "/deployments//chat/completions", 404}, {"POST", "/deployments/gpt/chat", 404}, {"GET", "/files", 404},
	} {
		answer := decided(t, source, api, Call{Method: c.method, Path: c.path, Key: ValidKey, Subscription: "team"})
		assert.Equal(t, c.status, answer.Status, "%s %s", c.method, c.path)
	}
	assert.Equal(t, Answer{Status: 404, By: "api", Reason: "no operation of this method and path"}, decided(t, source, api, Call{Method: "GET", Path: "/files"}), "before the key is looked at")
}

func TestDecideHeadersAndParameters(t *testing.T) {
	source := document(`
		<set-header name="A"><value>1</value><value>2</value></set-header>
		<set-header name="b" exists-action="skip"><value>x</value></set-header>
		<set-header name="C" exists-action="skip"><value>new</value></set-header>
		<set-header name="B" exists-action="append"><value>y</value></set-header>
		<authentication-managed-identity resource="{{app}}" client-id="id-1" />
		<set-query-parameter name="KEY" exists-action="delete" />
		<set-backend-service base-url="https://{{host}}/api" />`, `<forward-request buffer-request-body="true" buffer-response="false" />`, "", "")
	answer := decided(t, source, API{KeyQuery: "key", NamedValues: map[string]string{"app": "app-1", "host": "h"}}, Call{
		Key: ValidKey, Subscription: "team", KeyInQuery: true, Headers: []Header{{"a", "0"}, {"B", "old"}},
	})
	assert.Equal(t, Answer{Status: 200, Sent: &Sent{
		Backend:  "https://h/api",
		Headers:  []Header{{"B", "old"}, {"A", "1"}, {"A", "2"}, {"C", "new"}, {"B", "y"}, {"Authorization", "Bearer of the gateway for app-1"}},
		Query:    []Header{},
		Identity: "id-1", Resource: "app-1", RequestBuffered: true,
	}}, answer)

	// What comes after the identity overwrites it.
	answer = decided(t, document(`<authentication-managed-identity resource="a" /><set-header name="authorization"><value>x</value></set-header>`, "<base />", "", ""), API{}, Call{})
	assert.Equal(t, []Header{{"authorization", "x"}}, answer.Sent.Headers)
	assert.Empty(t, answer.Sent.Resource)
}

func TestDecideWithoutForwarding(t *testing.T) {
	assert.Equal(t, Answer{Status: 200}, decided(t, document("", "", "", ""), API{}, Call{}), "nothing reaches a backend")
	answer := decided(t, document("", `<retry condition="@(context.Response.StatusCode == 429)" count="1" interval="1"><base /></retry>`, `<return-response><set-status code="202" /></return-response>`, ""), API{}, Call{})
	assert.Equal(t, 202, answer.Status)
	assert.Equal(t, "outbound/return-response", answer.By)
	assert.NotNil(t, answer.Sent)
	answer = decided(t, document("", "<base />", `<set-status code="201" /><set-body>x</set-body>`, ""), API{}, Call{})
	assert.Equal(t, 201, answer.Status)
	assert.Equal(t, "outbound/set-status", answer.By)
	assert.NotNil(t, answer.Sent)

	// The answer's headers are not the request's, and can fail.
	const header, body = `<set-header name="x"><value>@(context.Subscription.Id)</value></set-header>`, `<set-body>@(context.Subscription.Id)</set-body>`
	for path, policy := range map[string]string{"outbound/set-header": header, "outbound/set-body": body} {
		source := document("", "<base />", `<set-status code="201" />`+policy, "")
		answer = decided(t, source, API{}, Call{})
		assert.Equal(t, 500, answer.Status)
		assert.Equal(t, path, answer.By)
		answer = decided(t, source, API{}, Call{Key: ValidKey, Subscription: "team"})
		assert.Equal(t, 201, answer.Status)
		assert.Empty(t, answer.Sent.Header("x"))
	}
}

func TestDecideClaims(t *testing.T) {
	claim := func(claim string) string {
		return document(`<validate-azure-ad-token tenant-id="common"><required-claims>`+claim+`</required-claims></validate-azure-ad-token>`, "", "", "")
	}
	token := &Token{Tenant: "any", Claims: map[string][]string{"roles": {"a", "b"}, "scp": {"x y"}}}
	for _, c := range []struct {
		claim  string
		status int
	}{
		{`<claim name="roles"><value>a</value><value>b</value></claim>`, 200},
		{`<claim name="roles" match="all"><value>a</value><value>c</value></claim>`, 401},
		{`<claim name="roles" match="any"><value>a</value><value>c</value></claim>`, 200},
		{`<claim name="roles" match="any"><value>c</value></claim>`, 401},
		{`<claim name="scp" match="any"><value>y</value></claim>`, 401},
		{`<claim name="scp" match="any" separator=" "><value>y</value></claim>`, 200},
		{`<claim name="tid"><value>any</value></claim>`, 200},
		{`<claim name="none" />`, 401},
	} {
		assert.Equal(t, c.status, decided(t, claim(c.claim), API{}, Call{Token: token}).Status, c.claim)
	}
}

// TestDecideNeverGuesses: what is not followed is an error that names it.
func TestDecideNeverGuesses(t *testing.T) {
	const calls = `<rate-limit-by-key renewal-period="60" `
	for _, c := range []struct{ inbound, backend, says string }{
		{"<cors />", "", "inbound/cors (line 1): <cors> cannot be followed, want a policy that is"},
		{`<set-heder name="a" />`, "", "inbound/set-heder (line 1): <set-heder> cannot be followed, want a policy that is, such as set-header"},
		{"<choose><when condition=\"true\"><ip-filter /></when></choose>", "", "inbound/choose/when/ip-filter (line 1): <ip-filter> cannot be followed, want a policy that is"},
		{`<validate-azure-ad-token tenant-id="a" token-value="b" />`, "", `inbound/validate-azure-ad-token (line 1): the attribute "token-value" cannot be followed, want an attribute that is`},
		{`<validate-azure-ad-token tenant-id="a"><decryption-keys /></validate-azure-ad-token>`, "", "inbound/validate-azure-ad-token/decryption-keys (line 1): <decryption-keys> in <validate-azure-ad-token> cannot be followed, want a part that is"},
		{"", "<validate-azure-ad-token tenant-id=\"a\" />", "backend/validate-azure-ad-token (line 1): <validate-azure-ad-token> stands in <backend>, want its place in <inbound>"},
		{calls + `calls="1" counter-key="a" increment-condition="true" />`, "", `inbound/rate-limit-by-key (line 1): the attribute "increment-condition" cannot be followed, want an attribute that is`},
		{calls + `calls="many" counter-key="a" />`, "", `inbound/rate-limit-by-key (line 1): calls is "many", and can be followed as a number only`},
		{calls + `calls="1" counter-key="@(context.User.Id)" />`, "", "inbound/rate-limit-by-key (line 1): an expression that cannot be followed: @(context.User.Id)"},
		{calls + `calls="1" counter-key="@(context.Subscription?.Id)" />`, "", "inbound/rate-limit-by-key (line 1): counter-key is null for this call: what API Management does then cannot be followed"},
		{`<llm-token-limit counter-key="a" />`, "", "inbound/llm-token-limit (line 1): a limit without tokens-per-minute and token-quota cannot be followed"},
		{`<set-backend-service backend-id="{{a}}" />`, "", `inbound/set-backend-service (line 1): the named value "a" is not known`},
		{`<set-header name="a" exists-action="drop" />`, "", `inbound/set-header (line 1): exists-action "drop" cannot be followed`},
		{`<choose><when condition="@(context.User == null)" /></choose>`, "", "inbound/choose (line 1): an expression that cannot be followed: @(context.User == null)"},
		{"<choose><when condition=\"true\">\n<set-header name=\"a\" exists-action=\"drop\" /></when></choose>", "", `inbound/choose/when/set-header (line 2): exists-action "drop" cannot be followed`},
		{`<return-response><set-status code="99" /></return-response>`, "", `inbound/return-response (line 1): the status code "99" cannot be followed`},
		{"<set-backend-service />", "", "inbound/set-backend-service (line 1): neither backend-id nor base-url, or both, want one of them"},
		{`<set-variable name="a" value="b @(context.Request.Method)" />`, "", "inbound/set-variable (line 1): an expression that cannot be followed: b @(context.Request.Method)"},
		{"", `<forward-request buffer-response="perhaps" />`, `backend/forward-request (line 1): buffer-response is "perhaps", and can be followed as true or false only`},
		{"", `<retry condition="@(1)" count="1" interval="1"><base /></retry>`, "backend/retry (line 1): an expression that cannot be followed: @(1)"},
	} {
		answer, err := Decide(parsed(t, document(c.inbound, c.backend, "", "")), API{}, Call{})
		assert.EqualError(t, err, c.says)
		assert.Equal(t, Answer{}, answer)
	}
	match := document(`<validate-azure-ad-token tenant-id="a"><required-claims><claim name="x" match="none" /></required-claims></validate-azure-ad-token>`, "", "", "")
	_, err := Decide(parsed(t, match), API{}, Call{Token: &Token{Tenant: "a"}})
	assert.EqualError(t, err, `inbound/validate-azure-ad-token (line 1): match "none" cannot be followed`)
	domain := document(`<validate-azure-ad-token tenant-id="contoso.onmicrosoft.com" />`, "", "", "")
	_, err = Decide(parsed(t, domain), API{}, Call{Token: &Token{Tenant: "a"}})
	assert.EqualError(t, err, `inbound/validate-azure-ad-token (line 1): tenant-id is "contoso.onmicrosoft.com", and can be followed as an id only`)
	_, err = Decide(parsed(t, document("", "", "", "")), API{}, Call{Key: ValidKey})
	assert.EqualError(t, err, "a call with a valid key needs the id of its subscription")
}

// TestDecideResolvesNamedValues: in names too, and one that holds an expression
// is evaluated.
func TestDecideResolvesNamedValues(t *testing.T) {
	api := API{NamedValues: map[string]string{"name": "a", "method": "@(context.Request.Method)", "id": "@(context.Subscription.Id)", "tenant": "t"}}
	source := document(`<validate-azure-ad-token tenant-id="https://login.microsoftonline.com/{{tenant}}" output-token-variable-name="{{name}}" />
		<set-variable name="{{name}}-2" value="{{method}}" />
		<set-header name="X"><value>@(((Jwt)context.Variables[&quot;a&quot;]).Claims.GetValueOrDefault(&quot;tid&quot;, &quot;&quot;) + (string)context.Variables[&quot;a-2&quot;])</value></set-header>`, "<base />", "", "")
	answer := decided(t, source, api, Call{Method: "PUT", Token: &Token{Tenant: "t"}})
	assert.Equal(t, 200, answer.Status)
	assert.Equal(t, "tPUT", answer.Sent.Header("x"))

	answer = decided(t, document("", "<base />", "<set-body>{{id}}</set-body>", ""), api, Call{})
	assert.Equal(t, 500, answer.Status)
	assert.Equal(t, "outbound/set-body", answer.By)
}
