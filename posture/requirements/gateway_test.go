package requirements

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

func withGateway(t testing.TB, name string) *graph.Graph {
	t.Helper()
	return recorded.WithGateway(load(t, name))
}

// TestGatewayHolds: nothing of a stack with all that the gateway brings falls
// short or is undecided, in both of its modes, but for R32, which G17 replaces.
func TestGatewayHolds(t *testing.T) {
	for name, g := range map[string]*graph.Graph{
		"private endpoint": withGateway(t, "plain.json"),
		"internal":         recorded.Change(withGateway(t, "plain.json"), recorded.Inside),
	} {
		all := Judge(g)
		for _, f := range all {
			if f.Verdict != finding.Pass && f.Verdict != finding.NotApplicable {
				t.Errorf("%s: %s %q", name, f, f.Evidence)
			}
		}
		apart := map[string][]string{
			"private endpoint": {"R26", "R27", "R28", "R29", "R32", "R35", "R36", "R37", "G5"},
			"internal":         {"R26", "R27", "R28", "R29", "R32", "R35", "R36", "R37", "G3"},
		}[name]
		assert.Equal(t, apart, ids(all, finding.NotApplicable), name)
	}
}

// TestGatewayPreviewsFailNothing: what Azure decides is undecided.
func TestGatewayPreviewsFailNothing(t *testing.T) {
	for name, g := range map[string]*graph.Graph{
		"private endpoint": withGateway(t, "plain.preview.json"),
		"internal":         recorded.Change(withGateway(t, "plain.preview.json"), recorded.Inside),
	} {
		for _, f := range Judge(g) {
			if f.Verdict == finding.Fail {
				t.Errorf("%s: %s %q", name, f, f.Evidence)
			}
		}
	}
}
