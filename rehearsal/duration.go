package rehearsal

import (
	"bytes"
	"fmt"
	"path/filepath"

	"secure-azure-openai/rehearsal/timeline"
)

// tableEnding is what the table's file is called beyond the picture's.
const tableEnding = ".txt"

// layOut works out how long the deployment would take on Azure, and writes the
// picture and the table if that was asked for.
func (r *stackRun) layOut(after state) error {
	graph, err := timeline.Read(after.Exported)
	if err != nil {
		return fmt.Errorf("working out the time on Azure: %w", err)
	}
	plan, err := graph.PlanWith(timeline.Options{Slots: timeline.DefaultSlots, Extra: r.retried()})
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

// retried is what the provider's retries would have taken, by URN; it is empty
// where nothing went wrong.
func (r *stackRun) retried() map[string]timeline.Extra {
	extra := map[string]timeline.Extra{}
	if c, isStandIn := r.cloud.(standIn); isStandIn {
		for urn, seconds := range c.Waits() {
			extra[urn] = timeline.Extra{Seconds: seconds, Why: "the provider's retries"}
		}
	}
	return extra
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
