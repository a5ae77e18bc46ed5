package apipolicy

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
)

// fragments are what somebody may leave in a document, harmless or not.
var fragments = []string{
	"<base />", forward, identity, choose, "<return-response />", `<return-response><set-status code="403" /></return-response>`,
	`<set-variable name="caller" value="all" />`, `<set-variable name="caller-token" value="x" />`, `<set-variable name="x" value="@(context.Subscription.Id)" />`,
	`<set-header name="Authorization" exists-action="delete" />`, `<set-header name="Authorization"><value>x</value></set-header>`, `<set-header name="Authorization" exists-action="skip"><value>x</value></set-header>`,
	`<set-header name="api-key"><value>@(context.Request.Method)</value></set-header>`, `<set-header name="api-key" exists-action="delete" />`, `<set-header name="Ocp-Apim-Subscription-Key" exists-action="delete" />`,
	`<set-query-parameter name="subscription-key" exists-action="delete" />`, `<set-query-parameter name="api-key" exists-action="append"><value>x</value></set-query-parameter>`,
	`<set-backend-service backend-id="other" />`, `<set-backend-service base-url="https://elsewhere.example" />`,
	`<authentication-managed-identity resource="https://management.azure.com" />`, `<authentication-managed-identity resource="https://cognitiveservices.azure.com" ignore-error="true" />`,
	`<validate-azure-ad-token tenant-id="common" />`, `<validate-azure-ad-token tenant-id="11111111-2222-3333-4444-555555555555"><audiences><audience>https://cognitiveservices.azure.com</audience></audiences></validate-azure-ad-token>`,
	`<rate-limit-by-key calls="1" renewal-period="60" counter-key="@((string)context.Variables[&quot;caller&quot;])" />`, `<set-status code="200" />`, `<set-status code="503" />`,
}

var conditionsTried = []string{"true", "false", "@(context.Subscription == null)", "@(context.Request.Method == &quot;GET&quot;)", "@(context.Subscription != null || context.Subscription == null)"}

// edited is policies with a few changes, as by a hand in a hurry.
func edited(r *rand.Rand, policies []string) []string {
	policies = slices.Clone(policies)
	for range r.IntN(3) {
		at := r.IntN(len(policies) + 1)
		one := fragments[r.IntN(len(fragments))]
		switch r.IntN(6) {
		case 0:
			policies = slices.Insert(policies, at, one)
		case 1:
			if at < len(policies) {
				policies = slices.Delete(policies, at, at+1)
			}
		case 2:
			if at < len(policies) {
				policies = slices.Insert(policies, r.IntN(len(policies)+1), policies[at])
			}
		case 3:
			if other := r.IntN(len(policies) + 1); at < len(policies) && other < len(policies) {
				policies[at], policies[other] = policies[other], policies[at]
			}
		case 4:
			policies = slices.Insert(policies, at, branches(r, one, fragments[r.IntN(len(fragments))]))
		case 5:
			if at < len(policies) {
				policies[at] = branches(r, policies[at], []string{policies[at], one}[r.IntN(2)])
			}
		}
	}
	return policies
}

func branches(r *rand.Rand, yes, no string) string {
	text := `<choose><when condition="` + conditionsTried[r.IntN(len(conditionsTried))] + `">` + yes + "</when>"
	if r.IntN(2) == 0 {
		text += "<otherwise>" + no + "</otherwise>"
	}
	return text + "</choose>"
}

// sources are the policies of a section of a golden document, each as it
// stands.
func sources(t *testing.T, source, section string) []string {
	t.Helper()
	text := block(source, "<"+section+">", "</"+section+">")
	text = strings.TrimSuffix(strings.TrimPrefix(text, "<"+section+">"), "</"+section+">")
	var all []string
	for _, e := range parsed(t, source).Section(section).Children {
		text = strings.TrimSpace(text)
		end := "/>"
		if len(e.Children) > 0 {
			end = "</" + e.Name + ">"
		}
		one := block(text, "<"+e.Name, end)
		all = append(all, one)
		text = strings.TrimPrefix(text, one)
	}
	require.Empty(t, strings.TrimSpace(text))
	return all
}

// TestFineDocumentsLetNobodyElseIn: of a document that is judged fine, Decide
// says the same as the settings do, whatever was changed in it.
func TestFineDocumentsLetNobodyElseIn(t *testing.T) {
	source := golden(t, "callers")
	sections := map[string][]string{}
	for _, name := range sectionNames {
		sections[name] = sources(t, source, name)
	}
	expect := expectOpenAI()
	expect.Keyless, expect.KeyHeader, expect.KeyQuery = true, "", ""
	api := API{NamedValues: map[string]string{"caller-webapp": "web"}}
	r := rand.New(rand.NewPCG(1, 2))
	fine := 0
	for range 3000 {
		changed := map[string]string{}
		for _, name := range sectionNames {
			changed[name] = strings.Join(sections[name], "\n")
		}
		for range 1 + r.IntN(2) {
			name := sectionNames[[]int{0, 0, 0, 1, 2, 3}[r.IntN(6)]]
			changed[name] = strings.Join(edited(r, sections[name]), "\n")
		}
		text := document(changed["inbound"], changed["backend"], changed["outbound"], changed["on-error"])
		doc := parsed(t, text)
		if slices.ContainsFunc(Judge(doc, expect), func(f finding.Finding) bool {
			return f.Verdict != finding.Pass && f.Verdict != finding.NotApplicable
		}) {
			continue
		}
		fine++
		for _, call := range soundCalls {
			answer, err := Decide(doc, api, call.call)
			if !assert.NoError(t, err) || !sound(t, answer, call.in) {
				t.Fatalf("%s is judged fine: %+v gets %+v", text, call.call, answer)
			}
		}
	}
	assert.Greater(t, fine, 500)
}

var soundCalls = []struct {
	call Call
	in   bool
}{
	{Call{Token: tokenOf("web"), Method: "POST"}, true},
	{Call{Token: tokenOf("web"), Method: "GET", Key: ValidKey, Subscription: "team"}, true},
	{Call{Token: tokenOf("web"), Method: "GET", Headers: []Header{{"api-key", "stolen"}}}, true},
	{Call{Token: tokenOf("mallory"), Method: "GET"}, false},
	{Call{Token: tokenOf("mallory"), Method: "POST", Key: ValidKey, Subscription: "team", KeyInQuery: true}, false},
	{Call{Method: "GET", Key: ValidKey, Subscription: "team"}, false},
	{Call{Method: "POST"}, false},
	{Call{Method: "GET", Key: WrongKey}, false},
}

func tokenOf(caller string) *Token {
	return &Token{Tenant: "11111111-2222-3333-4444-555555555555", Audience: facts.CognitiveServicesResource, ObjectID: caller, ClientID: "any"}
}

// sound: nobody else gets to the backend, nor an answer that says that all is
// well, and the backend gets the gateway's credentials alone.
func sound(t *testing.T, answer Answer, in bool) bool {
	t.Helper()
	if !in {
		return assert.Nil(t, answer.Sent) && assert.GreaterOrEqual(t, answer.Status, 400)
	}
	if answer.Sent == nil {
		// The document may answer by other conditions.
		return assert.Contains(t, []int{200, 403}, answer.Status) && assert.Contains(t, answer.By, "choose")
	}
	ok := assert.Equal(t, "openai", answer.Sent.Backend) && assert.Equal(t, "system-assigned", answer.Sent.Identity) &&
		assert.Equal(t, facts.CognitiveServicesResource, answer.Sent.Resource) && assert.False(t, answer.Sent.ResponseBuffered) &&
		assert.Equal(t, "Bearer of the gateway for "+facts.CognitiveServicesResource, answer.Sent.Header("Authorization"))
	for _, h := range slices.Concat(answer.Sent.Headers, answer.Sent.Query) {
		ok = ok && assert.NotContains(t, []string{CallersKey, CallersToken, "stolen"}, h.Value)
	}
	return ok
}
