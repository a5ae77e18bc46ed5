package flows

import (
	"fmt"

	"secure-azure-openai/posture/finding"
)

// More counts what a list has no room for: as many flows serve nobody, and
// would take the machine's memory.
type More struct {
	Wrong, Undecided, Needed int
	// Unused and KeyReaders are rows of those lists.
	Unused, KeyReaders int
}

func (m *More) count(v Verdict) {
	switch {
	case v.Unexpected():
		m.Wrong++
	case v.Undecided():
		m.Undecided++
	case v.Expected == Needed:
		m.Needed++
	}
}

// The most flows that are findings of their own, by what they came to, and the
// most that one finding names. Variables for tests.
var maxFindings, maxLines = 10_000, 1_000

// findings are a row for each sort of flow that is only counted.
func (m More) findings() []finding.Finding {
	var all []finding.Finding
	add := func(n int, id string, verdict finding.Verdict, title, want string) {
		if n > 0 {
			all = append(all, finding.Finding{
				ID: id, Verdict: verdict, Severity: finding.High, Title: fmt.Sprintf("%d more %s", n, title),
				Found: fmt.Sprintf("%d more", n), Want: want, Fix: "judge the stacks one by one: there are too many to name each",
			})
		}
	}
	add(m.Wrong, "F-more", finding.Fail, "flows are not as they should be", "none")
	add(m.Undecided, "F-more-unknown", finding.Unknown, "flows are undecided", "values that are known")
	add(m.Needed, "F-more-needed", finding.Pass, "flows are needed and allowed", "allowed")
	add(m.Unused, "F-more-unused", finding.Pass, "granted data actions that no flow uses are in no list", "")
	add(m.KeyReaders, "F-more-readers", finding.Pass, "can read keys and are in no list", "")
	return all
}
