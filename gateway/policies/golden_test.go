package policies_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/finding"
)

var update = flag.Bool("update", false, "write the golden policy documents")

const (
	tenant      = "11111111-2222-3333-4444-555555555555"
	gatewayApp  = "22222222-2222-3333-4444-555555555555"
	client      = "33333333-2222-3333-4444-555555555555"
	otherClient = "44444444-2222-3333-4444-555555555555"
	backendApp  = "55555555-2222-3333-4444-555555555555"
	alice       = "66666666-2222-3333-4444-aaaaaaaaaaaa"
	webApp      = "77777777-2222-3333-4444-bbbbbbbbbbbb"
	mallory     = "88888888-2222-3333-4444-cccccccccccc"
)

// namedValues are the gateway's; the documents name webApp by the one.
var namedValues = map[string]string{"caller-webapp": webApp, "caller-of-another-document": mallory}

func openAI() policies.Args {
	return policies.Args{
		Kind:         policies.OpenAI,
		Subscription: policies.Required,
		Token: &policies.Token{
			TenantID: tenant, Audiences: []string{gatewayApp, "api://" + gatewayApp}, ClientIDs: []string{client},
			Callers: []policies.Caller{{NamedValue: "caller-webapp"}, {ObjectID: strings.ToUpper(alice)}},
			RequiredClaims: []policies.Claim{
				{Name: "roles", Match: "any", Values: []string{"Chat.Use", "Chat.Admin"}},
				{Name: "ctry", Match: "all", Values: []string{"CH"}},
			},
		},
		PerSubscription: policies.Limits{Calls: 60, Tokens: 10000, Quota: 2000000, QuotaPeriod: "Monthly"},
		PerCaller:       policies.Limits{Calls: 30, Tokens: 5000, Quota: 100000, QuotaPeriod: "Daily"},
		Metrics:         &policies.Metrics{Namespace: "Azure OpenAI", Dimensions: []string{"API ID", "Subscription ID"}},
		BackendID:       "openai",
		Resource:        facts.CognitiveServicesResource,
		Streaming:       true,
		Retries:         2,
	}
}

func backend() policies.Args {
	return policies.Args{
		Kind:            policies.Backend,
		Subscription:    policies.Off,
		Token:           &policies.Token{TenantID: tenant, Audiences: []string{gatewayApp}, ClientIDs: []string{client}},
		PerSubscription: policies.Limits{Calls: 60},
		PerCaller:       policies.Limits{Calls: 30},
		BackendID:       "orders",
		Resource:        backendApp,
		TimeoutSeconds:  30,
	}
}

// callers is in front of Azure OpenAI with tokens alone, of named callers.
func callers() policies.Args {
	a := openAI()
	a.Subscription, a.Metrics = policies.Off, nil
	a.PerSubscription, a.PerCaller = policies.Limits{}, policies.Limits{Calls: 30, Tokens: 5000}
	a.Token = &policies.Token{TenantID: tenant, Audiences: facts.CognitiveServicesAudiences, Callers: []policies.Caller{{NamedValue: "caller-webapp"}}}
	return a
}

func mcp() policies.Args {
	a := backend()
	a.BackendID, a.Streaming = "orders-mcp", true
	a.Token.ClientIDs, a.Token.Callers = nil, []policies.Caller{{NamedValue: "caller-webapp"}}
	return a
}

// keyed is the smallest document: keys alone, no limit.
func keyed() policies.Args {
	return policies.Args{Kind: policies.OpenAI, Subscription: policies.Required, BackendID: "openai", Resource: facts.CognitiveServicesResource}
}

// TestGolden also keeps true what the rules of the check are tried with.
//
//	go test ./gateway/policies -run TestGolden -update
func TestGolden(t *testing.T) {
	for name, args := range map[string]policies.Args{"openai": openAI(), "callers": callers(), "backend": backend(), "mcp": mcp(), "keyed": keyed()} {
		t.Run(name, func(t *testing.T) {
			rendered, err := args.Render()
			require.NoError(t, err)
			file := filepath.Join("testdata", name+".xml")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(rendered), 0o644))
			}
			golden, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(golden), rendered)
			assert.Less(t, len(rendered), facts.PolicyDocumentSmall)

			doc, err := apipolicy.Parse(rendered)
			require.NoError(t, err)
			for _, f := range apipolicy.Judge(doc, expectation(args)) {
				assert.Contains(t, []finding.Verdict{finding.Pass, finding.NotApplicable}, f.Verdict, f.String())
			}
		})
	}
}

// expectation is what the check has to expect of a document, from its
// arguments.
func expectation(a policies.Args) apipolicy.Expect {
	return apipolicy.Expect{
		Keyless: a.Subscription != policies.Required, TokenValidated: a.Token != nil,
		KeyHeader: keyName(a), KeyQuery: keyName(a),
		CallsLimited: a.PerCaller.Calls > 0, TokensLimited: a.PerCaller.Tokens > 0,
		BackendID: a.BackendID, Resource: a.Resource, Streaming: a.Streaming, NamedValues: slices.Collect(maps.Keys(namedValues)),
	}
}

// keyName is where the API looks for a subscription key: OpenAI's clients send
// it as api-key. Where there are no keys, what they send must not be one.
func keyName(a policies.Args) string {
	if a.Kind == policies.OpenAI && a.Subscription != policies.Off {
		return facts.OpenAIKeyHeader
	}
	return ""
}

// TestTemplatesAreWellFormed: an editor and a linter can read the files as
// they are.
func TestTemplatesAreWellFormed(t *testing.T) {
	files, err := filepath.Glob("templates/*.xml")
	require.NoError(t, err)
	require.Len(t, files, 3)
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		decoder := xml.NewDecoder(strings.NewReader(string(source)))
		for err == nil {
			_, err = decoder.Token()
		}
		assert.True(t, errors.Is(err, io.EOF), "%s: %v", file, err)
	}
}
