package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// TestWhatIsTooLargeIsInSight, of a preview too, whose other undecided findings
// are shown in short.
func TestWhatIsTooLargeIsInSight(t *testing.T) {
	r := posture.Report{Source: graph.FromPreview, Project: "p", Stack: "dev", Findings: []finding.Finding{{
		ID: "F-too-large", Title: "the flows were not judged: there are too many", Severity: finding.High, Verdict: finding.Unknown,
		TooLarge: true, Found: "2301 actors and 2304 targets", Want: "at most 5000000 pairs of them",
	}}}
	assert.Equal(t, 2, ExitCode(r))
	const says = "Undecided: there is too much in this file to judge all of it."
	text := table(r, Options{Theme: Plain})
	assert.Contains(t, text, "UNDECIDED\n  F-too-large the flows were not judged: there are too many\n")
	assert.Contains(t, text, "2301 actors and 2304 targets, want at most 5000000 pairs of them")
	assert.Contains(t, text, says)
	text = markdown(r)
	assert.Contains(t, text, "### Security check: "+says)
	assert.Contains(t, text, "#### Undecided: 1\n")
	verdict, details := Brief(r)
	assert.Equal(t, "undecided: 1 finding", verdict)
	assert.Equal(t, []string{"F-too-large [high] the flows were not judged: there are too many\n2301 actors and 2304 targets, want at most 5000000 pairs of them"}, details)
}

// TestLinesThatAreCountedCount: a finding of very many flows says how many.
func TestLinesThatAreCountedCount(t *testing.T) {
	f := finding.Finding{ID: "F-unknown-role-x", Name: "x", Property: "scope", Evidence: []string{"a", "b", "and 7 more"}, More: 7}
	assert.Equal(t, "x: scope; it decides 9 flows", waiting(f))
	f.Evidence, f.More = f.Evidence[:2], 0
	assert.Equal(t, "x: scope; it decides 2 flows", waiting(f))
}
