package apipolicy

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
)

func expectOpenAI() Expect {
	return Expect{
		TokenValidated: true, KeyHeader: "api-key", KeyQuery: "api-key", CallsLimited: true, TokensLimited: true,
		Resource: facts.CognitiveServicesResource, Streaming: true, NamedValues: []string{"caller-webapp"}, BackendID: "openai",
	}
}

// rows are what Judge says of one rule, in the words of a report.
func rows(t *testing.T, all []finding.Finding, rule string) []string {
	t.Helper()
	var lines []string
	for _, f := range all {
		if f.ID == rule {
			lines = append(lines, string(f.Verdict)+": "+strings.TrimPrefix(f.Property+" "+f.Found, " "))
		}
	}
	require.NotEmpty(t, lines, "no rule %s", rule)
	return lines
}

const (
	forward  = `<forward-request timeout="120" buffer-request-body="true" buffer-response="false" />`
	identity = `<authentication-managed-identity resource="https://cognitiveservices.azure.com" />`
	choose   = `<set-backend-service backend-id="openai" />`
)

// block is a part of a document, from one text to the end of another.
func block(source, from, to string) string {
	i := strings.Index(source, from)
	return source[i : i+strings.Index(source[i:], to)+len(to)]
}

// TestRules breaks the document of Azure OpenAI in each way that a rule knows.
// Without the change, every rule passes: that is tried first.
func TestRules(t *testing.T) {
	source := golden(t, "openai")
	validation := block(source, "<validate-azure-ad-token", "</validate-azure-ad-token>")
	firstCalls, secondCalls := block(source, `<rate-limit-by-key calls="60"`, "/>"), block(source, `<rate-limit-by-key calls="30"`, "/>")
	clients, oid := block(source, "<client-application-ids>", "</client-application-ids>"), block(source, `<claim name="oid"`, "</claim>")
	roles := block(source, `<claim name="roles"`, "</claim>")
	tokenMetric := block(source, "<llm-emit-token-metric", "</llm-emit-token-metric>")
	firstTokens := block(source, "<llm-token-limit", "/>")
	when := func(condition, inner string) string {
		return `<choose><when condition="` + condition + `">` + inner + `</when></choose>`
	}
	const some = "@(context.Subscription == null)"
	const refuse = `<return-response><set-status code="403" /></return-response>`

	const acr = `@(((Jwt)context.Variables[&quot;caller-token&quot;]).Claims.GetValueOrDefault(&quot;acr&quot;, &quot;&quot;) != &quot;1&quot;)`
	const untested = `fail: inbound/validate-azure-ad-token no condition that refuses reads a claim of the variable "caller-token"`

	tried := map[string]bool{}
	for _, c := range []struct {
		rule    string
		expect  func(*Expect)
		replace []string
		rows    []string
	}{
		{"followed", nil, []string{choose, "<cors />"}, []string{"unknown: inbound/cors <cors> cannot be followed"}},
		{"followed", nil, []string{choose, forward}, []string{"fail: inbound/forward-request <forward-request> stands in <inbound>"}},
		{"followed", nil, []string{choose, "<when />"}, []string{"fail: inbound/when <when> is no policy, but a part of one"}},
		{"followed", nil, []string{choose, `<set-variable name=" " />`}, []string{"fail: inbound/set-variable[2] no name", "fail: inbound/set-variable[2] no value"}},
		{"followed", nil, []string{`backend-id="openai"`, `backend-idd="openai"`}, []string{"fail: inbound/set-backend-service neither backend-id nor base-url, or both", `unknown: inbound/set-backend-service the attribute "backend-idd" cannot be followed`}},
		{"followed", nil, []string{choose, "<base>x</base>"}, []string{`fail: inbound/base[2] the text "x"`}},
		{"followed", nil, []string{`<dimension name="API ID" />`, "<dimensions />"}, []string{"unknown: inbound/llm-emit-token-metric/dimensions <dimensions> in <llm-emit-token-metric> cannot be followed"}},
		{"followed", nil, []string{"<outbound>", `<outbound id="a">`}, []string{`fail: outbound the attribute "id"`}},

		{"token-validated", nil, []string{validation, ""}, []string{"fail: inbound no validate-azure-ad-token"}},
		{"token-validated", func(e *Expect) { e.TokenValidated, e.Keyless = false, true }, []string{validation, ""}, []string{"fail: inbound no validate-azure-ad-token"}},
		{"token-validated", func(e *Expect) { e.TokenValidated = false }, []string{validation, ""}, []string{"not applicable: the API asks for a subscription key, and its settings for no token"}},
		{"token-validated", nil, []string{validation, when(some, validation)}, []string{"fail: inbound/choose/when/validate-azure-ad-token it stands where only some calls pass"}},
		{"token-validated", nil, []string{validation, "<choose><when condition=\"" + some + "\">" + validation + "</when><otherwise>" + validation + "</otherwise></choose>"}, []string{"pass: as wanted"}},
		{"token-validated", nil, []string{validation, firstCalls + validation, "\n    " + secondCalls, ""}, []string{"fail: inbound/rate-limit-by-key[1] <rate-limit-by-key> comes before the token is validated"}},
		{"token-validated", nil, []string{validation, when(some, choose) + validation}, []string{"fail: inbound/choose/when/set-backend-service <set-backend-service> comes before the token is validated"}},
		{"token-validated", nil, []string{validation, `<set-header name="authorization" exists-action="delete" />` + validation}, []string{"fail: inbound/set-header[1] <set-header> comes before the token is validated"}},

		{"token-tenant", nil, []string{`tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="common"`}, []string{`fail: inbound/validate-azure-ad-token tenant-id is "common"`}},
		{"token-tenant", nil, []string{`tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="https://login.microsoftonline.com/Organizations/v2.0"`}, []string{`fail: inbound/validate-azure-ad-token tenant-id is "https://login.microsoftonline.com/Organizations/v2.0"`}},
		{"token-tenant", nil, []string{`tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="@(context.Request.Method)"`}, []string{"unknown: inbound/validate-azure-ad-token tenant-id is @(context.Request.Method)"}},
		{"token-tenant", nil, []string{`tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="{{tenant}}"`}, []string{"unknown: inbound/validate-azure-ad-token tenant-id is {{tenant}}"}},
		{"token-tenant", nil, []string{validation, ""}, []string{"not applicable: there is no validate-azure-ad-token"}},

		{"token-for-us", nil, []string{block(source, "<audiences>", "</audiences>"), ""}, []string{"fail: inbound/validate-azure-ad-token no audiences"}},
		{"token-for-us", nil, []string{block(source, "<audiences>", "</audiences>"), "<audiences />"}, []string{"fail: inbound/validate-azure-ad-token/audiences an empty list"}},
		{"token-for-us", nil, []string{"<audience>22222222-2222-3333-4444-555555555555</audience>", "<audience />"}, []string{"fail: inbound/validate-azure-ad-token/audiences/audience[1] it is empty"}},
		{"token-for-us", nil, []string{"<audience>22222222-2222-3333-4444-555555555555</audience>", "<audience>@(context.Request.Method)</audience>"}, []string{"unknown: inbound/validate-azure-ad-token/audiences/audience[1] it is an expression"}},

		{"callers-named", nil, []string{clients, "", oid, "", roles, ""}, []string{"fail: inbound/validate-azure-ad-token neither client-application-ids nor a required claim of oid, roles, groups"}},
		{"callers-named", nil, []string{clients, "", block(source, "<required-claims>", "</required-claims>"), ""}, []string{"fail: inbound/validate-azure-ad-token neither client-application-ids nor a required claim of oid, roles, groups"}},
		{"callers-named", nil, []string{clients, "", roles, ""}, []string{"pass: as wanted"}},
		{"callers-named", nil, []string{clients, "", oid, ""}, []string{"pass: as wanted"}},
		{"callers-named", nil, []string{oid, "", roles, ""}, []string{"pass: as wanted"}},
		{"callers-named", nil, []string{clients, "", roles, "", oid, `<claim name="oid" match="any" />`}, []string{"fail: inbound/validate-azure-ad-token neither client-application-ids nor a required claim of oid, roles, groups"}},
		{"callers-named", nil, []string{clients, "<client-application-ids />"}, []string{"fail: inbound/validate-azure-ad-token/client-application-ids an empty list"}},
		{"callers-named", nil, []string{"<value>{{caller-webapp}}</value>", "<value />"}, []string{"fail: inbound/validate-azure-ad-token/required-claims/claim[1]/value[1] it is empty"}},
		{"callers-named", nil, []string{"<value>{{caller-webapp}}</value>", "<value>@(context.Request.Method)</value>"}, []string{"unknown: inbound/validate-azure-ad-token/required-claims/claim[1]/value[1] it is an expression"}},

		{"token-refused", nil, []string{`failed-validation-httpcode="401"`, `failed-validation-httpcode="200"`}, []string{`fail: inbound/validate-azure-ad-token failed-validation-httpcode is "200"`}},

		{"claims-tested", nil, []string{block(source, "<required-claims>", "</required-claims>"), "<required-claims />"}, []string{"fail: inbound/validate-azure-ad-token/required-claims required-claims without a claim"}},
		{"claims-tested", nil, []string{"<value>CH</value>", ""}, []string{`fail: inbound/validate-azure-ad-token/required-claims/claim[3] the claim "ctry" without a value`}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, nil, []string{`fail: inbound/validate-azure-ad-token no condition that refuses reads a claim of the variable "caller-token"`}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{` output-token-variable-name="caller-token"`, ""}, []string{"fail: inbound/validate-azure-ad-token the settings leave claims to a later test, and no output-token-variable-name keeps the token for it"}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + when(`@(((Jwt)context.Variables[&quot;caller-token&quot;]).Claims.GetValueOrDefault(&quot;acr&quot;, &quot;&quot;) != &quot;1&quot;)`, refuse)}, []string{"pass: as wanted"}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + when(`@(false &amp;&amp; ((Jwt)context.Variables[&quot;caller-token&quot;]).Claims.GetValueOrDefault(&quot;acr&quot;, &quot;&quot;) != &quot;1&quot;)`, refuse)}, []string{`fail: inbound/validate-azure-ad-token no condition that refuses reads a claim of the variable "caller-token"`}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + when(`@(((Jwt)context.Variables[&quot;caller-token&quot;]).Claims.GetValueOrDefault(&quot;acr&quot;, &quot;&quot;) != &quot;1&quot;)`, "")}, []string{`fail: inbound/validate-azure-ad-token no condition that refuses reads a claim of the variable "caller-token"`}},

		{"keys-removed", nil, []string{`<set-header name="api-key" exists-action="delete" />`, ""}, []string{`fail: inbound nothing deletes "api-key" (set-header)`}},
		{"keys-removed", nil, []string{`<set-query-parameter name="api-key" exists-action="delete" />`, ""}, []string{`fail: inbound nothing deletes "api-key" (set-query-parameter)`}},
		{"keys-removed", func(e *Expect) { e.KeyHeader = "X-Key" }, nil, []string{`fail: inbound nothing deletes "X-Key" (set-header)`}},
		{"keys-removed", nil, []string{`<set-header name="api-key" exists-action="delete" />`, when(some, `<set-header name="API-Key" exists-action="delete" />`)}, []string{`fail: inbound/choose/when/set-header it deletes "api-key" for some calls only`}},
		{"keys-removed", nil, []string{choose, `<set-header name="Api-Key"><value>{{key}}</value></set-header>`}, []string{`fail: inbound/set-header[3] it sets "api-key" after it was deleted`}},
		{"keys-removed", nil, []string{forward, `<set-header name="api-key"><value>{{key}}</value></set-header>` + forward}, []string{`fail: backend/retry/set-header it sets "api-key" after it was deleted`}},
		{"keys-removed", nil, []string{choose, `<set-header name="{{header}}"><value>a</value></set-header>`}, []string{"unknown: inbound/set-header[3] the name is {{header}}"}},

		{"identity-last", nil, []string{identity, ""}, []string{"fail: inbound no authentication-managed-identity: the backend gets what the caller sent"}},
		{"identity-last", nil, []string{identity, when(some, identity)}, []string{"fail: inbound/choose/when/authentication-managed-identity it stands where only some calls pass"}},
		{"identity-last", nil, []string{identity, "<choose><when condition=\"" + some + "\">" + identity + "</when><otherwise>" + identity + "</otherwise></choose>"}, []string{"fail: inbound/choose the identity stands within it, and so is not the last policy of <inbound>"}},
		{"identity-last", nil, []string{identity, identity + `<set-header name="Authorization"><value>a</value></set-header>`}, []string{"fail: inbound/set-header[3] <set-header> comes after it"}},
		{"identity-last", nil, []string{forward, `<set-header name="Authorization"><value>a</value></set-header>` + forward}, []string{"fail: backend/retry/set-header it overwrites Authorization in <backend>"}},
		{"identity-last", func(e *Expect) { e.Resource = "a" }, nil, []string{`fail: inbound/authentication-managed-identity resource is "https://cognitiveservices.azure.com", not "a"`}},
		{"identity-last", nil, []string{`resource="https://cognitiveservices.azure.com"`, `resource="{{resource}}"`}, []string{"unknown: inbound/authentication-managed-identity resource is {{resource}}"}},
		{"identity-last", nil, []string{identity, strings.Replace(identity, " />", ` ignore-error="true" />`, 1)}, []string{"fail: inbound/authentication-managed-identity ignore-error: without a token, the caller's own Authorization goes on"}},

		{"no-secret", nil, []string{choose, `<set-header name="x"><value>0123456789abcdef0123456789abcdef</value></set-header>`}, []string{"fail: inbound/set-header[3]/value its text looks like a key (not shown)"}},
		{"no-secret", nil, []string{choose, `<set-variable name="x" value="@(&quot;Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A=&quot;)" />`}, []string{"fail: inbound/set-variable[2] value looks like a key (not shown)"}},
		{"no-secret", nil, []string{"<value>CH</value>", "<value>eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJh</value>"}, []string{"fail: inbound/validate-azure-ad-token/required-claims/claim[3]/value its text looks like a key (not shown)"}},
		{"no-secret", nil, []string{"<value>CH</value>", "<value>AccountKey=a</value>"}, []string{"fail: inbound/validate-azure-ad-token/required-claims/claim[3]/value its text looks like a key (not shown)"}},
		{"no-secret", nil, []string{"<outbound>", "<outbound><!-- old: 0123456789abcdef0123456789abcdef -->"}, []string{"fail: the comment on line 49 holds what looks like a key (not shown)"}},
		{"no-secret", nil, []string{choose, `<set-backend-service base-url="https://account0123456789abcdefghij.openai.azure.com/openai/deployments/gpt4o0123" />`}, []string{"pass: as wanted"}},

		{"limits", nil, []string{firstCalls, "", secondCalls, ""}, []string{"fail: inbound no rate-limit-by-key"}},
		{"limits", nil, []string{firstCalls, "", secondCalls, when(some, secondCalls)}, []string{"fail: inbound/choose/when/rate-limit-by-key it counts only some calls"}},
		{"limits", nil, []string{firstCalls, strings.Replace(firstCalls, `renewal-period="60"`, `renewal-period="301"`, 1)}, []string{"fail: inbound/rate-limit-by-key[1] renewal-period is 301, above 300"}},
		{"limits", nil, []string{firstCalls, strings.Replace(firstCalls, `renewal-period="60"`, `renewal-period="300"`, 1)}, []string{"pass: as wanted"}},
		{"limits", nil, []string{`calls="60"`, `calls="0"`}, []string{`fail: inbound/rate-limit-by-key[1] calls is "0", no positive number`}},
		{"limits", nil, []string{`calls="60"`, `calls="{{calls}}"`}, []string{"unknown: inbound/rate-limit-by-key[1] calls is {{calls}}"}},
		{"limits", nil, []string{`tokens-per-minute="10000"`, `token-quota="10000" token-quota-period="Decade"`}, []string{`fail: inbound/llm-token-limit[1] token-quota-period is "Decade", not one of "Hourly", "Daily", "Weekly", "Monthly", "Yearly"`}},
		{"limits", nil, []string{`tokens-per-minute="10000"`, ""}, []string{"fail: inbound/llm-token-limit[1] neither tokens-per-minute nor token-quota"}},

		{"counters-apart", nil, []string{secondCalls, strings.Replace(firstCalls, "60", "30", 1)}, []string{"fail: inbound/rate-limit-by-key[2] it shares the counter of inbound/rate-limit-by-key[1]"}},
		{"counters-apart", func(e *Expect) { e.Keyless = true }, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="@(context.Subscription?.Id)" />`}, []string{"fail: inbound/rate-limit-by-key[2] counter-key is null for a call without a subscription"}},
		{"counters-apart", nil, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="@(context.Subscription?.Id)" />`}, []string{"pass: as wanted"}},
		{"counters-apart", nil, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="all" />`}, []string{"fail: inbound/rate-limit-by-key[2] counter-key is the same for every caller"}},
		{"counters-apart", nil, []string{firstTokens, `<set-variable name="x" value="a" /><llm-token-limit tokens-per-minute="1" counter-key="@((string)context.Variables[&quot;x&quot;])" />`}, []string{"fail: inbound/llm-token-limit[1] counter-key is the same for every caller"}},
		{"counters-apart", nil, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="@(context.User.Id)" />`}, []string{"unknown: inbound/rate-limit-by-key[2] counter-key: an expression that cannot be followed: @(context.User.Id)"}},

		{"metrics", nil, []string{`<dimension name="API ID" />`, `<dimension name="Team" />`}, []string{`fail: inbound/llm-emit-token-metric/dimension[1] the dimension "Team" has no value and is not one of ` + quotedList(facts.TokenMetricDimensions)}},
		{"metrics", nil, []string{`<dimension name="API ID" />`, strings.Repeat(`<dimension name="API ID" value="a" />`, 5)}, []string{"fail: inbound/llm-emit-token-metric 6 dimensions"}},
		{"metrics", func(e *Expect) { e.TokensMeasured = true }, []string{tokenMetric, ""}, []string{"fail: inbound no llm-emit-token-metric"}},
		{"metrics", func(e *Expect) { e.TokensMeasured = true }, []string{tokenMetric, when(some, tokenMetric)}, []string{"fail: inbound/choose/when/llm-emit-token-metric it measures only some calls"}},
		{"metrics", func(e *Expect) { e.TokensMeasured = true }, nil, []string{"pass: as wanted"}},

		{"forwarded-once", nil, []string{forward, ""}, []string{"fail: backend nothing forwards a call"}},
		{"forwarded-once", nil, []string{"<backend>", "<backend><base />"}, []string{"fail: backend/retry/forward-request it forwards the call a second time"}},
		{"forwarded-once", nil, []string{block(source, "<retry", "</retry>"), when(some, forward)}, []string{"fail: backend/choose/when/forward-request it forwards only some calls"}},

		{"retry-buffers", nil, []string{forward, "<base />"}, []string{"fail: backend/retry/base the request's body is not kept"}},
		{"retry-buffers", nil, []string{`buffer-request-body="true"`, `buffer-request-body="false"`}, []string{"fail: backend/retry/forward-request the request's body is not kept"}},
		{"retry-buffers", nil, []string{forward, ""}, []string{"fail: backend/retry no forward-request in it"}},
		{"retry-buffers", nil, []string{choose, `<retry condition="false" count="1" interval="1">` + choose + `</retry>`}, []string{"fail: inbound/retry it stands in <inbound>"}},
		{"retry-buffers", nil, []string{block(source, "<retry", "</retry>"), forward}, []string{"not applicable: nothing is tried again"}},

		{"streams", nil, []string{`buffer-response="false"`, ""}, []string{"fail: backend/retry/forward-request it buffers the answer"}},
		{"streams", nil, []string{forward, "<base />"}, []string{"fail: backend/retry/base it buffers the answer"}},
		{"streams", func(e *Expect) { e.Streaming = false }, []string{forward, "<base />"}, []string{"not applicable: the API does not stream"}},
		{"streams", nil, []string{"<outbound>", "<outbound><validate-content />"}, []string{"fail: outbound/validate-content <validate-content> needs the whole answer"}},
		{"streams", nil, []string{"<outbound>", "<outbound><set-body>a</set-body>"}, []string{"fail: outbound/set-body <set-body> needs the whole answer"}},
		{"streams", nil, []string{"<outbound>", `<outbound><set-header name="x"><value>@(context.Response.Body.As&lt;string&gt;())</value></set-header>`}, []string{"fail: outbound/set-header/value an expression reads context.Response.Body"}},

		{"subscription-guarded", nil, []string{firstCalls, strings.Replace(firstCalls, "context.Subscription?.Id", "context.Subscription.Id", 1)}, []string{"fail: inbound/rate-limit-by-key[1] context.Subscription is used without a guard"}},
		{"subscription-guarded", nil, []string{choose, `<set-header name="x"><value>@{ return context.Subscription.Name; }</value></set-header>`}, []string{"fail: inbound/set-header[3]/value context.Subscription is used without a guard"}},
		{"subscription-guarded", nil, []string{choose, `<set-header name="x"><value>@{ var s = context.Subscription; return s.Name; }</value></set-header>`}, []string{"unknown: inbound/set-header[3]/value how context.Subscription is used cannot be followed"}},

		{"named-values", nil, []string{`backend-id="openai"`, `backend-id="{{backend}}"`}, []string{"fail: inbound/set-backend-service {{backend}} is none of the gateway's"}},
		{"named-values", func(e *Expect) { e.NamedValues = append(e.NamedValues, "backend") }, []string{`backend-id="openai"`, `backend-id="{{backend}}"`}, []string{"pass: as wanted"}},
		{"named-values", nil, []string{"<value>CH</value>", "<value>a-{{country}}</value>"}, []string{"fail: inbound/validate-azure-ad-token/required-claims/claim[3]/value {{country}} is none of the gateway's"}},

		{"named-values", func(e *Expect) { e.NamedValues = nil }, nil, []string{"fail: inbound/validate-azure-ad-token/required-claims/claim[1]/value[1] {{caller-webapp}} is none of the gateway's"}},
		{"named-values-apart", nil, []string{choose, `<set-variable name="a" value="@(&quot;{{caller-webapp}}&quot;)" />`}, []string{"fail: inbound/set-variable[2] {{caller-webapp}} stands in an expression"}},

		{"variables", nil, []string{block(source, "<set-variable", "/>"), ""}, []string{
			`fail: inbound/rate-limit-by-key[1] it reads "caller", which not every call has by then`, `fail: inbound/rate-limit-by-key[2] it reads "caller", which not every call has by then`,
			`fail: inbound/llm-token-limit[1] it reads "caller", which not every call has by then`, `fail: inbound/llm-token-limit[2] it reads "caller", which not every call has by then`,
			`fail: inbound/llm-token-limit[3] it reads "caller", which not every call has by then`, `fail: inbound/llm-token-limit[4] it reads "caller", which not every call has by then`}},
		{"variables", nil, []string{validation, ""}, []string{`fail: inbound/set-variable it reads "caller-token", which not every call has by then`}},
		{"variables", nil, []string{choose, when(some, `<set-variable name="a" value="b" /><set-header name="x"><value>@((string)context.Variables[&quot;a&quot;])</value></set-header>`)}, []string{"pass: as wanted"}},
		{"variables", nil, []string{choose, when(some, `<set-variable name="a" value="b" />`) + `<set-header name="x"><value>@((string)context.Variables[&quot;a&quot;])</value></set-header>`}, []string{`fail: inbound/set-header[3]/value it reads "a", which not every call has by then`}},
		{"variables", nil, []string{block(source, "<retry", ">"), `<retry condition="@((string)context.Variables[&quot;a&quot;] == &quot;b&quot;)" count="1" interval="1"><set-variable name="a" value="b" />`}, []string{"pass: as wanted"}},
		{"variables", nil, []string{"<on-error>", `<on-error><set-header name="x"><value>@((string)context.Variables[&quot;caller&quot;])</value></set-header>`}, []string{`fail: on-error/set-header/value it reads "caller", which not every call has by then`}},

		{"conditions", nil, []string{"<outbound>", "<outbound>" + when("@(context.Response.StatusCode == 200 &amp;&amp; context.Response.StatusCode == 201)", refuse)}, []string{"fail: outbound/choose/when its condition can never be true"}},
		{"conditions", nil, []string{choose, when("@(context.Subscription == null &amp;&amp; true)", refuse)}, []string{"pass: as wanted"}},
		{"conditions", nil, []string{choose, when("@(context.Subscription == null || true)", refuse)}, []string{"fail: inbound/choose/when its condition is always true"}},
		{"conditions", nil, []string{choose, when("@(false)", refuse)}, []string{"fail: inbound/choose/when its condition can never be true"}},
		{"conditions", nil, []string{choose, when(`@(context.Request.Method == &quot;GET&quot; &amp;&amp; context.Request.Method == &quot;PUT&quot;)`, refuse)}, []string{"fail: inbound/choose/when its condition can never be true"}},
		{"conditions", nil, []string{choose, when("@(context.Subscription == null &amp;&amp; context.Subscription != null)", refuse)}, []string{"fail: inbound/choose/when its condition can never be true"}},
		{"conditions", nil, []string{choose, `<choose><when condition="true">` + refuse + `</when><otherwise>` + choose + `</otherwise></choose>`}, []string{"fail: inbound/choose/when its condition is always true", "fail: inbound/choose/otherwise it is never reached: inbound/choose/when is always taken"}},
		{"conditions", nil, []string{choose, `<choose><when condition="` + some + `" /><when condition="` + some + `" /></choose>`}, []string{"fail: inbound/choose/when[2] an earlier branch has the same condition"}},
		{"conditions", nil, []string{choose, when("@(context.User == null)", refuse)}, []string{"unknown: inbound/choose/when an expression that cannot be followed: @(context.User == null)"}},
		{"conditions", nil, []string{choose, when(some, refuse)}, []string{"pass: as wanted"}},

		// A list that is there twice: only one of them is read.
		{"followed", nil, []string{"</audiences>", "</audiences><audiences><audience>x</audience></audiences>"}, []string{"fail: inbound/validate-azure-ad-token/audiences[2] <audiences> is there twice"}},
		{"followed", nil, []string{choose, "<choose><otherwise /><when condition=\"" + some + "\" /></choose>"}, []string{"fail: inbound/choose/when <when> comes after <otherwise>"}},
		{"followed", nil, []string{choose, "<set-backend-service />"}, []string{"fail: inbound/set-backend-service neither backend-id nor base-url, or both"}},
		{"followed", nil, []string{`backend-id="openai"`, `backend-id="openai" base-url="https://x.example"`}, []string{"fail: inbound/set-backend-service neither backend-id nor base-url, or both"}},

		{"scopes-run", nil, []string{"<inbound>\n    <base />", "<inbound>"}, []string{"fail: inbound no <base />"}},
		{"scopes-run", nil, []string{"<on-error>\n    <base />", "<on-error>" + when(some, "<base />")}, []string{"fail: on-error/choose/when/base it runs for some calls only"}},
		{"scopes-run", nil, []string{"<outbound>\n    <base />\n  </outbound>", ""}, []string{"fail: no <outbound> with <base />"}},

		{"token-validated", nil, []string{validation, "<choose><when condition=\"" + some + "\">" + refuse + "</when><otherwise>" + validation + "</otherwise></choose>"}, []string{"pass: as wanted"}},
		{"token-validated", nil, []string{validation, when(some, "<return-response />") + validation}, []string{"fail: inbound/choose/when/return-response <return-response> comes before the token is validated"}},
		{"token-validated", nil, []string{validation, when(some, refuse) + validation}, []string{"pass: as wanted"}},
		{"token-validated", nil, []string{validation, "<choose><when condition=\"" + some + "\">" + choose + validation + "</when><otherwise>" + validation + "</otherwise></choose>"}, []string{"fail: inbound/choose/when/set-backend-service <set-backend-service> comes before the token is validated"}},
		{"token-validated", nil, []string{validation, "<choose><when condition=\"" + some + "\">" + `<set-header name=" Authorization "><value>a</value></set-header>` + validation + "</when><otherwise>" + validation + "</otherwise></choose>"}, []string{"fail: inbound/choose/when/set-header <set-header> comes before the token is validated"}},

		{"token-validated", nil, []string{choose, validation}, []string{"pass: as wanted"}},
		{"token-validated", nil, []string{choose, `<set-header name="Authorization" exists-action="delete" />` + validation}, []string{"fail: inbound/validate-azure-ad-token[2] Authorization was changed before it"}},

		{"token-tenant", nil, []string{`tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="https://login.microsoftonline.us/common/"`}, []string{`fail: inbound/validate-azure-ad-token tenant-id is "https://login.microsoftonline.us/common/"`}},
		{"token-tenant", nil, []string{`tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="https://sts.windows.net/11111111-2222-3333-4444-555555555555/"`}, []string{"pass: as wanted"}},

		{"token-place", nil, []string{`header-name="Authorization"`, `header-name="X-Token"`}, []string{`fail: inbound/validate-azure-ad-token header-name is "X-Token"`}},
		{"token-place", nil, []string{`header-name="Authorization"`, `header-name="{{header}}"`}, []string{"unknown: inbound/validate-azure-ad-token header-name is {{header}}"}},
		{"token-place", nil, []string{`header-name="Authorization"`, `header-name="authorization"`}, []string{"pass: as wanted"}},
		{"token-place", nil, []string{` header-name="Authorization"`, ""}, []string{"pass: as wanted"}},

		{"token-for-us", nil, []string{"<audience>22222222-2222-3333-4444-555555555555</audience>", "<audience>api://*</audience>"}, []string{"fail: inbound/validate-azure-ad-token/audiences/audience[1] it holds a *"}},
		{"callers-named", nil, []string{`<claim name="oid" match="any">`, `<claim name="oid">`}, []string{"fail: inbound/validate-azure-ad-token/required-claims/claim[1] match is not any: no token has two object ids"}},

		{"token-refused", nil, []string{`failed-validation-httpcode="401"`, `failed-validation-httpcode="{{code}}"`}, []string{"unknown: inbound/validate-azure-ad-token failed-validation-httpcode is {{code}}"}},
		{"token-refused", nil, []string{"<on-error>", `<on-error><set-status code="200" />`}, []string{"fail: on-error/set-status it answers a refused call with 200"}},
		{"token-refused", nil, []string{"<on-error>", "<on-error>" + when(some, "<return-response />")}, []string{"fail: on-error/choose/when/return-response it answers a refused call with 200"}},
		{"token-refused", nil, []string{"<on-error>", "<on-error>" + refuse}, []string{"pass: as wanted"}},
		{"token-refused", nil, []string{"<on-error>", `<on-error><set-status code="{{code}}" />`}, []string{"unknown: on-error/set-status its status is {{code}}"}},

		// A test of claims has to refuse, in <inbound>, on a way that every call takes.
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{"<outbound>", "<outbound>" + when(acr, refuse)}, []string{untested}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + when(some, when(acr, refuse))}, []string{untested}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + `<choose><when condition="` + acr + `" /><when condition="` + some + `">` + refuse + `</when></choose>`}, []string{untested}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + `<choose><when condition="` + acr + `" /><otherwise>` + refuse + `</otherwise></choose>`}, []string{"pass: as wanted"}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + when(acr, "<return-response />")}, []string{untested}},
		{"claims-tested", func(e *Expect) { e.ClaimsTested = true }, []string{choose, choose + when(`@((context.Subscription == null &amp;&amp; `+strings.TrimPrefix(acr, "@(")+` &amp;&amp; context.Subscription != null)`, refuse)}, []string{untested}},

		{"backend-kept", func(e *Expect) { e.BackendID = "other" }, nil, []string{`fail: inbound/set-backend-service backend-id is "openai", not "other"`}},
		{"backend-kept", nil, []string{forward, `<set-backend-service base-url="https://elsewhere.example" />` + forward}, []string{`fail: backend/retry/set-backend-service base-url is "https://elsewhere.example": the gateway's token would go there`}},
		{"backend-kept", func(e *Expect) { e.BackendID = "" }, []string{`backend-id="openai"`, `base-url="https://elsewhere.example"`}, []string{`unknown: inbound/set-backend-service base-url is "https://elsewhere.example"`}},
		{"backend-kept", nil, []string{`backend-id="openai"`, `backend-id="@(context.Request.Method)"`}, []string{"unknown: inbound/set-backend-service backend-id is @(context.Request.Method)"}},
		{"backend-kept", nil, []string{choose, ""}, []string{"fail: inbound no set-backend-service: the call goes where the API's own settings say"}},
		{"backend-kept", nil, []string{choose, when(some, choose)}, []string{"fail: inbound/choose/when/set-backend-service it stands where only some calls pass"}},

		{"gateway-token-kept", nil, []string{identity, strings.Replace(identity, " />", ` output-token-variable-name="t" />`, 1)}, []string{"fail: inbound/authentication-managed-identity output-token-variable-name hands the token to the rest of the document"}},
		{"gateway-token-kept", nil, []string{choose, `<send-request mode="new"><set-url>https://elsewhere.example</set-url><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></send-request>`}, []string{"fail: inbound/send-request/authentication-managed-identity it stands in <send-request>"}},
		{"gateway-token-kept", nil, []string{"<outbound>", `<outbound><set-header name="x"><value>@(context.Request.Headers.GetValueOrDefault(&quot;authorization&quot;, &quot;&quot;))</value></set-header>`}, []string{"fail: outbound/set-header/value an expression reads Authorization, which holds the gateway's token by then"}},
		{"gateway-token-kept", nil, []string{`buffer-response="false"`, `buffer-response="false" follow-redirects="true"`}, []string{"fail: backend/retry/forward-request follow-redirects may take the token elsewhere"}},

		{"identity-last", nil, []string{identity, strings.Replace(identity, " />", ` client-id="a" />`, 1)}, []string{"fail: inbound/authentication-managed-identity client-id is another identity than the gateway's own"}},

		{"no-secret", nil, []string{choose, `<set-backend-service base-url="https://a.blob.core.windows.net/c?sv=2024&amp;sig=abcDEF123%3D" />`}, []string{"fail: inbound/set-backend-service base-url looks like a key (not shown)"}},
		{"no-secret", nil, []string{choose, `<set-header name="x"><value>Basic dXNlcjpwYXNz</value></set-header>`}, []string{"fail: inbound/set-header[3]/value its text looks like a key (not shown)"}},
		{"no-secret", nil, []string{choose, `<authentication-basic username="a" password="b" />`}, []string{"fail: inbound/authentication-basic password looks like a key (not shown)"}},
		{"no-secret", nil, []string{choose, `<authentication-basic username="a" password="{{b}}" />`}, []string{"pass: as wanted"}},
		{"no-secret", nil, []string{"<outbound>", "<outbound><!-- Server=a;Password=b -->"}, []string{"fail: the comment on line 49 holds what looks like a key (not shown)"}},

		{"counters-apart", func(e *Expect) { e.Keyless = true }, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="@(context.Subscription?.Id ?? &quot;all&quot;)" />`}, []string{"fail: inbound/rate-limit-by-key[2] counter-key is the same for every caller"}},
		{"counters-apart", func(e *Expect) { e.Keyless = true }, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="@(context.Subscription != null ? context.Subscription.Id : &quot;all&quot;)" />`}, []string{"fail: inbound/rate-limit-by-key[2] counter-key is the same for every caller"}},
		{"counters-apart", func(e *Expect) { e.Keyless = true }, []string{secondCalls, `<set-variable name="s" value="@(context.Subscription?.Id)" /><rate-limit-by-key calls="30" renewal-period="60" counter-key="@((string)context.Variables[&quot;s&quot;])" />`}, []string{"fail: inbound/rate-limit-by-key[2] counter-key is null for a call without a subscription"}},
		{"counters-apart", nil, []string{secondCalls, `<set-variable name="a" value="x" /><set-variable name="b" value="@((string)context.Variables[&quot;a&quot;] + &quot;y&quot;)" /><rate-limit-by-key calls="30" renewal-period="60" counter-key="@((string)context.Variables[&quot;b&quot;])" />`}, []string{"fail: inbound/rate-limit-by-key[2] counter-key is the same for every caller"}},
		{"counters-apart", nil, []string{firstTokens, when(some, `<set-variable name="x" value="a" />`) + `<set-variable name="x" value="@(context.Request.IpAddress)" />` + when(some, `<set-variable name="x" value="a" />`) + `<llm-token-limit tokens-per-minute="1" estimate-prompt-tokens="true" counter-key="@((string)context.Variables[&quot;x&quot;])" />`}, []string{"fail: inbound/llm-token-limit[1] counter-key is the same for every caller"}},
		{"counters-apart", nil, []string{secondCalls, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="{{key}}" />`}, []string{"unknown: inbound/rate-limit-by-key[2] counter-key is {{key}}"}},

		{"forwarded-once", nil, []string{choose, "<return-response />"}, []string{"fail: inbound/return-response it answers every call, whatever the backend would"}},
		{"forwarded-once", nil, []string{choose, "<choose><when condition=\"" + some + "\">" + refuse + "</when><otherwise>" + refuse + "</otherwise></choose>"}, []string{"fail: inbound/choose it answers every call, whatever the backend would"}},
		{"forwarded-once", nil, []string{"<backend>", "<backend>" + refuse}, []string{"fail: backend/return-response it answers every call, whatever the backend would"}},
		{"forwarded-once", nil, []string{choose, when(some, refuse)}, []string{"pass: as wanted"}},
		{"forwarded-once", nil, []string{forward, forward + forward}, []string{"fail: backend/retry/forward-request[2] it forwards the call a second time"}},
		{"forwarded-once", nil, []string{"<backend>", "<backend>" + when("@(context.Request.Method == &quot;GET&quot;)", "<base />")}, []string{"fail: backend/retry/forward-request it forwards the call a second time"}},

		{"streams", nil, []string{"<outbound>", `<outbound><set-header name="x"><value>@(context.Response?.Body.As&lt;string&gt;())</value></set-header>`}, []string{"fail: outbound/set-header/value an expression reads context.Response.Body"}},

		{"variables", nil, []string{choose, `<choose><when condition="` + some + `">` + refuse + `</when><otherwise><set-variable name="a" value="b" /></otherwise></choose><set-header name="x"><value>@((string)context.Variables[&quot;a&quot;])</value></set-header>`}, []string{"pass: as wanted"}},
		{"variables", nil, []string{choose, `<set-variable name="caller-token" value="x" />`}, []string{`fail: inbound/set-variable[2] it overwrites the token in "caller-token"`}},
		{"variables", nil, []string{choose, `<set-variable name="x" value="@((string)context.Variables[&quot;caller-token&quot;])" />`}, []string{`fail: inbound/set-variable[2] it takes "caller-token" for a token or for a text, and it is the other`}},
		{"variables", nil, []string{choose, `<set-variable name="x" value="@(((Jwt)context.Variables[&quot;caller&quot;]).Claims.GetValueOrDefault(&quot;oid&quot;, &quot;&quot;))" />`}, []string{`fail: inbound/set-variable[2] it takes "caller" for a token or for a text, and it is the other`}},

		{"conditions", nil, []string{choose, when("1", refuse)}, []string{`unknown: inbound/choose/when an expression that cannot be followed as a condition: "1"`}},
		{"conditions", nil, []string{choose, when("@(context.Subscription == null || context.Subscription != null)", refuse)}, []string{"fail: inbound/choose/when its condition is always true"}},
		{"conditions", nil, []string{choose, when("@((context.Subscription == null &amp;&amp; context.Request.Method == &quot;GET&quot;) &amp;&amp; !(context.Subscription == null))", refuse)}, []string{"fail: inbound/choose/when its condition can never be true"}},
		{"conditions", nil, []string{"<outbound>", "<outbound>" + when("@(context.Response.StatusCode &gt; 299 &amp;&amp; context.Response.StatusCode &lt; 300)", refuse)}, []string{"fail: outbound/choose/when its condition can never be true"}},

		{"expressions-followed", nil, []string{`backend-id="openai"`, `backend-id="a-@(context.Request.Method)"`}, []string{"unknown: inbound/set-backend-service backend-id: an expression that cannot be followed: a-@(context.Request.Method)"}},

		{"expressions-followed", nil, []string{`backend-id="openai"`, `backend-id="@(context.Api.Name)"`}, []string{"unknown: inbound/set-backend-service backend-id: an expression that cannot be followed: @(context.Api.Name)"}},
		{"expressions-followed", nil, []string{"<value>CH</value>", "<value>@{ return 1; }</value>"}, []string{"unknown: inbound/validate-azure-ad-token/required-claims/claim[3]/value an expression that cannot be followed: @{ return 1; }"}},
	} {
		expect := expectOpenAI()
		for _, f := range Judge(parsed(t, source), expect) {
			assert.Contains(t, []finding.Verdict{finding.Pass, finding.NotApplicable}, f.Verdict, f.String())
		}
		if c.expect != nil {
			c.expect(&expect)
		}
		changed := replaced(t, source, c.replace...)
		assert.Equal(t, c.rows, rows(t, Judge(parsed(t, changed), expect), c.rule), "%s after %q", c.rule, c.replace)
		if !strings.HasPrefix(c.rows[0], "pass") && !strings.HasPrefix(c.rows[0], "not applicable") {
			tried[c.rule] = true
		}
	}
	for _, rule := range Rules() {
		assert.True(t, tried[rule.ID], "%s: no document breaks it", rule.ID)
	}
}

// TestFindingsSayWhatToDo: a report is made of them.
func TestFindingsSayWhatToDo(t *testing.T) {
	doc := parsed(t, replaced(t, golden(t, "openai"), `tenant-id="11111111-2222-3333-4444-555555555555"`, `tenant-id="common"`))
	all := Judge(doc, expectOpenAI())
	i := slices.IndexFunc(all, func(f finding.Finding) bool { return f.Verdict == finding.Fail })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, finding.Finding{
		ID: "token-tenant", Title: "Tokens of one tenant are accepted", Severity: finding.High, Verdict: finding.Fail,
		Property: "inbound/validate-azure-ad-token", Found: `tenant-id is "common"`, Want: "the id of one tenant",
		Evidence: []string{"line 4"},
		Fix:      "Write the tenant's id into tenant-id; common, organizations and consumers accept anybody's.",
		Link:     "https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy#attributes",
	}, all[i])
	seen := map[string]bool{}
	for _, rule := range Rules() {
		assert.False(t, seen[rule.ID], rule.ID)
		seen[rule.ID] = true
		for _, text := range []string{rule.ID, rule.Title, rule.Want, rule.Fix, rule.Link, string(rule.Severity)} {
			assert.NotEmpty(t, text, rule.ID)
		}
	}
}

// TestOtherDocumentsPass: each golden document, with what its API expects.
func TestOtherDocumentsPass(t *testing.T) {
	callers := expectOpenAI()
	callers.Keyless, callers.KeyHeader, callers.KeyQuery = true, "", ""
	own := Expect{Keyless: true, TokenValidated: true, CallsLimited: true, Resource: "55555555-2222-3333-4444-555555555555"}
	streaming := own
	streaming.Streaming, streaming.NamedValues = true, callers.NamedValues
	for name, expect := range map[string]Expect{"callers": callers, "backend": own, "mcp": streaming, "keyed": {KeyHeader: "api-key", KeyQuery: "api-key", Resource: facts.CognitiveServicesResource}} {
		for _, f := range Judge(parsed(t, golden(t, name)), expect) {
			assert.Contains(t, []finding.Verdict{finding.Pass, finding.NotApplicable}, f.Verdict, "%s: %s", name, f)
		}
	}
	assert.Equal(t, []string{"fail: backend/forward-request it buffers the answer"}, rows(t, Judge(parsed(t, golden(t, "backend")), streaming), "streams"))
}
