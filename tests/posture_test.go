package tests

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/tests/recorder"
)

// TestTheCheckHolds, of both stacks as they are deployed and as they are
// previewed, and of each without its VPN gateway or with its app behind an
// endpoint: with no waiver.
func TestTheCheckHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	files := previews(t, recorder.Root(t), "dev", "prod")
	for _, stack := range []string{"dev", "prod"} {
		files[stack] = upOf(t, stack, false, false).export
	}
	files["dev, private"] = upOf(t, "dev", true, true).export
	for name, content := range files {
		g, err := graph.Read(bytes.NewReader(content))
		require.NoError(t, err, name)
		r := posture.Check(g, posture.Options{})
		assert.Equal(t, posture.Holds, r.Outcome(), "%s: %v", name, r.Of(finding.Fail))
		assert.Empty(t, r.Of(finding.Waived), name)
		if r.Source == graph.FromExport {
			assert.Empty(t, r.Of(finding.Unknown), name)
		}
	}
}
