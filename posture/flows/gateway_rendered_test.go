package flows

import (
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/posture/recorded"
)

// The documents that the program writes, limits and all, are followed to the
// end in each mode of the keys.
func TestWrittenDocumentsAreFollowed(t *testing.T) {
	written := func(mode policies.Subscription) func(*recorded.Copy) {
		args := policies.Args{
			Kind: policies.OpenAI, Subscription: mode, BackendID: "openai", Resource: facts.CognitiveServicesResource, Streaming: true, Retries: 2,
			Token: &policies.Token{
				TenantID: tenantID, Audiences: []string{facts.CognitiveServicesResource}, ClientIDs: []string{"2d681512-35c7-550f-83ac-24953b4cb744"},
				Callers: []policies.Caller{{ObjectID: "69dfe545-d406-50d8-8387-1706ede162b5"}},
			},
			PerSubscription: policies.Limits{Calls: 60, Tokens: 1000}, PerCaller: policies.Limits{Calls: 30, Tokens: 500},
		}
		return func(c *recorded.Copy) {
			text, err := args.Render()
			if err != nil {
				t.Fatal(err)
			}
			all(fronted, api("openai", text), set("gateway-openai", "subscriptionRequired", mode == policies.Required))(c)
		}
	}
	var cases []pathCase
	for _, mode := range []policies.Subscription{policies.Required, policies.Optional, policies.Off} {
		outcome, by := Allowed, StepRole
		if mode == policies.Required {
			outcome, by = Denied, StepPolicy // it has none
		}
		cases = append(cases,
			pathCase{"the app, keys " + string(mode), plain, written(mode), "webapp", "gateway", "chat", outcome, by},
			pathCase{"a stranger, keys " + string(mode), plain, written(mode), "stranger", "gateway", "chat", Denied, StepPolicy},
			pathCase{"a key alone, keys " + string(mode), plain, written(mode), "key-holder", "gateway", "chat", Denied, StepPolicy},
		)
	}
	run(t, cases)
}
