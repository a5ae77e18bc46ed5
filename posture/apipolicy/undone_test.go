package apipolicy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatUndoesADocument: each policy is one that can be followed, and undoes
// what the others are there for.
func TestWhatUndoesADocument(t *testing.T) {
	const tenant = `tenant-id="11111111-2222-3333-4444-555555555555"`
	source := golden(t, "openai")
	retried := func(condition string) []string {
		before := block(source, "<retry condition=", `count=`)
		return []string{before, `<retry condition="` + condition + `" count=`}
	}
	limit := block(source, `<rate-limit-by-key calls="30"`, "/>")
	keyed := func(claim string) []string {
		return []string{limit, `<rate-limit-by-key calls="30" renewal-period="60" counter-key="@(&quot;of &quot; + ((Jwt)context.Variables[&quot;caller-token&quot;]).Claims.GetValueOrDefault(&quot;` + claim + `&quot;, context.Request.IpAddress))" />`}
	}
	when := func(inner string) string {
		return `<choose><when condition="@(context.Request.Method == &quot;GET&quot;)">` + inner + `</when></choose>`
	}
	for _, c := range []struct {
		rule    string
		replace []string
		row     string
	}{
		// The keys by which tokens are told good from bad come from that host.
		{"token-tenant", []string{tenant, `tenant-id="https://login.example.com/11111111-2222-3333-4444-555555555555"`}, `fail: inbound/validate-azure-ad-token tenant-id is "https://login.example.com/11111111-2222-3333-4444-555555555555"`},
		{"token-tenant", []string{tenant, `tenant-id="https://login.microsoftonline.com.example/11111111-2222-3333-4444-555555555555"`}, `fail: inbound/validate-azure-ad-token tenant-id is "https://login.microsoftonline.com.example/11111111-2222-3333-4444-555555555555"`},
		{"token-tenant", []string{tenant, `tenant-id="http://login.microsoftonline.com/11111111-2222-3333-4444-555555555555"`}, `fail: inbound/validate-azure-ad-token tenant-id is "http://login.microsoftonline.com/11111111-2222-3333-4444-555555555555"`},

		{"backend-kept", []string{choose, choose + `<set-header name="Host"><value>other.openai.azure.com</value></set-header>`}, "fail: inbound/set-header[3] it sets Host, by which the backend's own front end may hand the gateway's token to somebody else"},
		{"backend-kept", []string{forward, `<set-header name=" host "><value>other.openai.azure.com</value></set-header>` + forward}, "fail: backend/retry/set-header it sets Host, by which the backend's own front end may hand the gateway's token to somebody else"},
		{"backend-kept", []string{"<outbound>", `<outbound><set-header name="Host" exists-action="delete" />`}, "pass: as wanted"},

		{"no-secret", []string{choose, choose + `<set-header name="x-functions-key"><value>abc</value></set-header>`}, `fail: inbound/set-header[3] it sets "x-functions-key" to a text of the document (not shown)`},
		{"no-secret", []string{choose, choose + `<set-query-parameter name="code" exists-action="skip"><value>abc</value></set-query-parameter>`}, `fail: inbound/set-query-parameter[3] it sets "code" to a text of the document (not shown)`},
		{"no-secret", []string{choose, choose + `<set-header name="x-monkey"><value>abc</value></set-header>`}, "pass: as wanted"},

		{"forwarded-once", []string{choose, choose + "<set-body>{}</set-body>"}, "fail: inbound/set-body it sends another body in the place of the caller's"},
		{"forwarded-once", []string{choose, choose + when("<set-body>{}</set-body>")}, "fail: inbound/choose/when/set-body it sends another body in the place of the caller's"},
		{"forwarded-once", []string{forward, "<set-body>{}</set-body>" + forward}, "fail: backend/retry/set-body it sends another body in the place of the caller's"},
		{"forwarded-once", []string{choose, choose + when(`<return-response><set-status code="405" /><set-body>no</set-body></return-response>`)}, "pass: as wanted"},
		{"forwarded-once", []string{choose, choose + `<set-query-parameter name="api-version" exists-action="delete" />`}, "fail: inbound/set-query-parameter[3] it deletes api-version, without which Azure OpenAI has no such address"},
		{"forwarded-once", []string{choose, choose + `<set-header name="content-type" exists-action="delete" />`}, "fail: inbound/set-header[3] it changes Content-Type, by which the backend reads the caller's body"},
		{"forwarded-once", []string{forward, `<set-header name="Transfer-Encoding"><value>chunked</value></set-header>` + forward}, "fail: backend/retry/set-header it changes Transfer-Encoding, by which the backend reads the caller's body"},
		{"forwarded-once", []string{"<outbound>", `<outbound><set-header name="Content-Type"><value>a</value></set-header>`}, "pass: as wanted"},
		{"forwarded-once", []string{choose, choose + `<set-query-parameter name="api-version"><value>2024-10-21</value></set-query-parameter>`}, "pass: as wanted"},
		{"forwarded-once", []string{"<outbound>", `<outbound><return-response />`}, "fail: outbound/return-response it puts another answer in the place of the backend's, for all calls"},
		{"forwarded-once", []string{"<outbound>", `<outbound><set-status code="200" />`}, "fail: outbound/set-status it puts another answer in the place of the backend's, for all calls"},
		{"forwarded-once", []string{"<outbound>", `<outbound><set-body>x</set-body>`}, "fail: outbound/set-body it puts another answer in the place of the backend's, for all calls"},
		{"forwarded-once", []string{"<outbound>", `<outbound>` + when(`<set-status code="404" />`)}, "pass: as wanted"},
		{"forwarded-once", []string{`timeout="120"`, `timeout="0"`}, `fail: backend/retry/forward-request timeout is "0", no positive number`},
		{"forwarded-once", []string{`timeout="120"`, `timeout="{{timeout}}"`}, `unknown: backend/retry/forward-request timeout is {{timeout}}`},

		{"retry-buffers", retried("true"), "fail: backend/retry its condition can be true of a call that went well, which is sent again then"},
		{"retry-buffers", retried("@(context.Response.StatusCode &gt;= 200)"), "fail: backend/retry its condition can be true of a call that went well, which is sent again then"},
		{"retry-buffers", retried("@(context.Response.StatusCode &gt; 500 || context.Request.Method == &quot;GET&quot;)"), "fail: backend/retry its condition can be true of a call that went well, which is sent again then"},
		{"retry-buffers", retried("@(context.Response.StatusCode &gt; 500 &amp;&amp; context.Request.Method == &quot;GET&quot;)"), "pass: as wanted"},
		{"retry-buffers", retried("@(context.Request.Method == &quot;GET&quot; &amp;&amp; context.Request.Method == &quot;PUT&quot;)"), "pass: as wanted"},

		{"counters-apart", keyed("tid"), `fail: inbound/rate-limit-by-key[2] counter-key holds the claim "tid", which does not name the caller`},
		{"counters-apart", keyed("uti"), `fail: inbound/rate-limit-by-key[2] counter-key holds the claim "uti", which does not name the caller`},
		{"counters-apart", []string{`GetValueOrDefault(&quot;oid&quot;`, `GetValueOrDefault(&quot;iat&quot;`}, `fail: inbound/rate-limit-by-key[1] counter-key holds the claim "iat", which does not name the caller`},
		{"counters-apart", keyed("sub"), "pass: as wanted"},

		{"variables", []string{`calls="60" `, `calls="60" remaining-calls-variable-name="caller" `}, `fail: inbound/rate-limit-by-key[1] it overwrites "caller" with a number`},
		{"variables", []string{`calls="60" `, `calls="60" retry-after-variable-name="caller-token" `}, `fail: inbound/rate-limit-by-key[1] it overwrites "caller-token" with a number`},
		{"variables", []string{`calls="60" `, `calls="60" remaining-calls-variable-name="left" `}, "pass: as wanted"},
	} {
		got := rows(t, Judge(parsed(t, replaced(t, source, c.replace...)), expectOpenAI()), c.rule)
		assert.Equal(t, c.row, got[0], "%s after %q", c.rule, c.replace)
	}
}

// TestDecideTakesNoKeysFromElsewhere: what Entra signs with is Entra's to say.
func TestDecideTakesNoKeysFromElsewhere(t *testing.T) {
	_, err := Decide(parsed(t, document(`<validate-azure-ad-token tenant-id="https://login.example.com/t" />`, "", "", "")), API{}, Call{Token: &Token{Tenant: "t"}})
	require.EqualError(t, err, `inbound/validate-azure-ad-token (line 1): tenant-id is "https://login.example.com/t", and can be followed as an id only`)
}

// TestDecideNumbersAreNoTexts: a limit's state in a variable that is read as a
// text is an exception in the gateway.
func TestDecideNumbersAreNoTexts(t *testing.T) {
	source := document(`<set-variable name="a" value="b" /><rate-limit-by-key calls="1" renewal-period="60" counter-key="x" remaining-calls-variable-name="a" />
		<set-header name="x"><value>@((string)context.Variables[&quot;a&quot;])</value></set-header>`, "<base />", "", "")
	answer := decided(t, source, API{}, Call{})
	assert.Equal(t, 500, answer.Status)
	assert.Equal(t, "inbound/set-header", answer.By)
	answer = decided(t, strings.Replace(source, `-variable-name="a"`, `-variable-name="left"`, 1), API{}, Call{})
	assert.Equal(t, 200, answer.Status)
	assert.Equal(t, "b", answer.Sent.Header("x"))
}
