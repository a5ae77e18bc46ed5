package flows

import (
	"testing"

	"secure-azure-openai/posture/recorded"
)

// Each flow that the gateway is for, in both modes, and nothing else.
func TestGatewayIsAsExpected(t *testing.T) {
	for name, change := range map[string]func(*recorded.Copy){"private endpoint": fronted, "internal": all(fronted, inside)} {
		for id, f := range findingsOf(t, prod, change) {
			t.Errorf("%s: %s: %s\n%q", name, id, f.Title, f.Evidence)
		}
	}
}
