package rehearsal

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"

	"secure-azure-openai/rehearsal/conflicts"
	"secure-azure-openai/rehearsal/deployment"
	"secure-azure-openai/rehearsal/timeline"
)

// tableEnding is what the table's file is called beyond the picture's.
const tableEnding = ".txt"

// judgeOrder says which operations nothing keeps apart although Azure refuses
// them side by side, works out how long the deployment would take on Azure, and
// writes the picture and the table if that was asked for.
func (r *stackRun) judgeOrder(up *Operation, after state) error {
	made, err := deployment.Read(after.Exported)
	if err != nil {
		return fmt.Errorf("judging the deployment's order: %w", err)
	}
	up.refuse(conflicts.Find(made))
	graph := timeline.New(made)
	plan, err := graph.PlanWith(timeline.Options{Slots: timeline.DefaultSlots})
	if err != nil {
		return fmt.Errorf("working out the time on Azure: %w", err)
	}
	down, err := graph.PlanDestroy(timeline.DefaultSlots)
	if err != nil {
		return fmt.Errorf("working out the time of a destroy on Azure: %w", err)
	}
	plan.Down = &down
	r.timeline = &plan
	return r.writeTimeline(plan)
}

// mostConflicts is how many conflicts are told in full.
const mostConflicts = 5

// refuse lets the operation fail where there are conflicts.
func (o *Operation) refuse(found []conflicts.Conflict) {
	if len(found) == 0 {
		return
	}
	details := slices.Clone(o.Details)
	for _, c := range found[:min(len(found), mostConflicts)] {
		details = append(details, c.String())
	}
	for _, c := range found[min(len(found), mostConflicts):] {
		details = append(details, fmt.Sprintf("%s and %s, too: %s", c.First.Name(), c.Second.Name(), c.Rule.Code))
	}
	verdict := fmt.Sprintf("%d %s that Azure refuses", len(found), plural(len(found), "overlap", "overlaps"))
	if !o.Held {
		verdict = o.Verdict + "; " + verdict
	}
	o.fail(verdict, details...)
}

func (r *stackRun) writeTimeline(plan timeline.Timeline) error {
	if r.options.Timeline == "" {
		return nil
	}
	var picture, table bytes.Buffer
	if err := plan.WriteSVG(&picture); err != nil {
		return fmt.Errorf("drawing --timeline: %w", err)
	}
	if err := plan.WriteTable(&table); err != nil {
		return fmt.Errorf("writing the table of --timeline: %w", err)
	}
	if err := writeFile(r.options.Timeline, picture.Bytes()); err != nil {
		return fmt.Errorf("writing --timeline: %w", err)
	}
	if err := writeFile(r.options.Timeline+tableEnding, table.Bytes()); err != nil {
		return fmt.Errorf("writing the table of --timeline: %w", err)
	}
	file := filepath.Clean(r.options.Timeline)
	fmt.Fprintf(r.out, "Drew the time on Azure in %s, and wrote it as a table in %s.\n", file, file+tableEnding)
	return nil
}
