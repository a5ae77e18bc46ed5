package flows

import (
	"strings"
	"testing"

	"secure-azure-openai/posture/recorded"
)

// TestWhatGetsFurthestIsNamed: of all that a caller can try, a report says what
// stops the call that gets the furthest.
func TestWhatGetsFurthestIsNamed(t *testing.T) {
	refusing := strings.Replace(openaiPolicy, "<set-backend-service", `<choose><when condition="@(context.Request.Method == &quot;POST&quot;)"><return-response><set-status code="403" /></return-response></when></choose><set-backend-service`, 1)
	r := Judge(recorded.Change(load(t, plain), all(fronted, api("openai", refusing))))
	v := flow(t, r, "webapp", "gateway", "chat")
	if got := v.Deciding().Evidence(); v.Outcome != Denied || !strings.HasPrefix(got, "inbound/choose/when/return-response refuses the web app with 403") {
		t.Errorf("%s: %s", v.Outcome, got)
	}
}

// TestAnswersInAnotherForm: Azure's answer with plain quotes is the program's
// own document, and one that differs is nothing that can be followed.
func TestAnswersInAnotherForm(t *testing.T) {
	own := strings.Replace(openaiPolicy, "<set-backend-service", `<set-variable name="a" value="@(context.Subscription?.Id ?? &quot;none&quot;)" /><set-backend-service`, 1)
	raw := strings.ReplaceAll(own, "&quot;", `"`)
	answers := func(text string) func(*recorded.Copy) {
		return all(fronted, api("openai", own), func(c *recorded.Copy) { c.Named("gateway-openai-policy").Outputs["value"] = text })
	}
	run(t, []pathCase{
		{"the same", plain, answers(raw), "webapp", "gateway", "chat", Allowed, StepRole},
		{"another one", plain, answers(strings.Replace(raw, "<base />", "<base /><base />", 1)), "webapp", "gateway", "chat", Unknown, StepPolicy},
	})
}
