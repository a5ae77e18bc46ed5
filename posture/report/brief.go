package report

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/internal/words"
	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
)

// briefWidth leaves room for the indent of whoever shows it.
const briefWidth = 76

// Brief is a report for another program's summary: the outcome in a few words,
// and a paragraph for each finding that falls short, is undecided, or waived.
func Brief(r posture.Report) (verdict string, details []string) {
	counts := r.Counts()
	verdict = fmt.Sprintf("%s: %d of %d findings", r.Outcome(), counts[finding.Fail], len(r.Findings))
	switch r.Outcome() {
	case posture.Holds:
		verdict = fmt.Sprintf("holds: %d findings, none short", counts[finding.Pass]+counts[finding.Waived])
	case posture.Undecided:
		verdict = "undecided: " + things(counts[finding.Unknown], "finding")
	}
	for _, f := range slices.Concat(ordered(r.Of(finding.Fail)), ordered(r.Of(finding.Unknown)), ordered(r.Of(finding.Waived))) {
		details = append(details, briefly(f))
	}
	return verdict, details
}

func briefly(f finding.Finding) string {
	lines := []string{words.Wrap(f.ID+" ["+string(f.Severity)+"] "+f.Title, briefWidth)}
	text := decided(f)
	if f.Name != "" {
		text = strings.TrimSuffix(f.Name+": "+text, ": ")
	}
	if text != "" {
		lines = append(lines, words.Wrap(text, briefWidth))
	}
	switch {
	case f.Waiver != nil:
		lines = append(lines, words.Wrap(fmt.Sprintf("Accepted until %s: %s", f.Waiver.Expires, f.Waiver.Reason), briefWidth))
	case f.Fix != "":
		lines = append(lines, words.Wrap("Mend: "+f.Fix, briefWidth))
	}
	return strings.Join(lines, "\n")
}
