package rehearsal

import (
	"fmt"
	"slices"

	"secure-azure-openai/rehearsal/conflicts"
	"secure-azure-openai/rehearsal/deployment"
)

// mostOverlaps is how many of them are told in full.
const mostOverlaps = 5

// refuseOverlaps lets an up fail where nothing keeps two operations apart that
// Azure refuses side by side, whether or not they met in this run.
func (o *Operation) refuseOverlaps(after state) error {
	made, err := deployment.Read(after.Exported)
	if err != nil {
		return fmt.Errorf("looking for operations that overlap: %w", err)
	}
	found := conflicts.Find(made)
	if len(found) == 0 {
		return nil
	}
	details := slices.Clone(o.Details)
	for i, c := range found {
		if i < mostOverlaps {
			details = append(details, c.String())
		} else {
			details = append(details, fmt.Sprintf("%s and %s, too: %s", c.First.Name(), c.Second.Name(), c.Rule.Code))
		}
	}
	verdict := fmt.Sprintf("%d %s that Azure refuses", len(found), plural(len(found), "overlap", "overlaps"))
	if !o.Held {
		verdict = o.Verdict + "; " + verdict
	}
	o.fail(verdict, details...)
	return nil
}
