package rehearsal

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"secure-azure-openai/rehearsal/timeline"
)

// Report is what a rehearsal found.
type Report struct {
	Operations []Operation
	// Timelines say how long each deployment would take on Azure, for the
	// stacks whose up came through.
	Timelines []timeline.Timeline
	// Elapsed is the whole run, on the clock on the wall.
	Elapsed time.Duration
}

// Held says whether everything that must hold did.
func (r Report) Held() bool {
	for _, operation := range r.Operations {
		if !operation.Held {
			return false
		}
	}
	return len(r.Operations) > 0
}

// Print writes the report as a table that fits 80 columns, and below it, a
// paragraph each, how long a deployment would take and what did not hold.
func (r Report) Print(out io.Writer) {
	rows := [][]string{{"stack", "operation", "resources", "engine time", "verdict"}}
	var engine time.Duration
	for _, operation := range r.Operations {
		mark := "ok"
		if !operation.Held {
			mark = "NOT OK"
		}
		rows = append(rows, []string{
			operation.Stack, operation.Name, countChanges(operation.Changes),
			seconds(operation.Engine), mark + ": " + operation.Verdict,
		})
		engine += operation.Engine
	}
	fmt.Fprintln(out)
	printTable(out, rows)
	for _, t := range r.Timelines {
		fmt.Fprintf(out, "\n%s\n", t.Paragraph())
	}
	for _, operation := range r.Operations {
		if len(operation.Details) > 0 {
			fmt.Fprintf(out, "\n%s, %s: %s\n", operation.Stack, operation.Name, operation.Verdict)
			for _, line := range operation.Details {
				fmt.Fprintf(out, "  %s\n", strings.ReplaceAll(strings.TrimSpace(line), "\n", "\n  "))
			}
		}
	}
	fmt.Fprintf(out, "\n%s: %d %s in %s, of which the engine worked %s.\n", r.conclusion(),
		len(r.Operations), plural(len(r.Operations), "operation", "operations"), seconds(r.Elapsed), seconds(engine))
}

func (r Report) conclusion() string {
	if r.Held() {
		return "Everything held"
	}
	return "NOT everything held"
}

// printTable writes rows with their columns aligned.
func printTable(out io.Writer, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			fmt.Fprintf(&line, "%-*s  ", widths[i], cell)
		}
		fmt.Fprintln(out, strings.TrimRight(line.String(), " "))
	}
}

// signs stand before a count of resources, as the engine prints them, in the
// order in which they are shown.
var signs = []struct {
	op   apitype.OpType
	sign string
}{
	{apitype.OpCreate, "+"},
	{apitype.OpUpdate, "~"},
	{apitype.OpReplace, "+-"},
	{apitype.OpDelete, "-"},
	{apitype.OpSame, "="},
	{apitype.OpRead, ">"},
}

// countChanges writes the counts in short: "+105", or "~2 =103".
func countChanges(changes map[apitype.OpType]int) string {
	var counts []string
	known := map[apitype.OpType]bool{}
	for _, s := range signs {
		known[s.op] = true
		if changes[s.op] > 0 {
			counts = append(counts, fmt.Sprintf("%s%d", s.sign, changes[s.op]))
		}
	}
	others := 0
	for op, count := range changes {
		if !known[op] {
			others += count
		}
	}
	if others > 0 {
		counts = append(counts, fmt.Sprintf("?%d", others))
	}
	if len(counts) == 0 {
		return "none"
	}
	return strings.Join(counts, " ")
}

func seconds(d time.Duration) string {
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// lockedWriter lets the engine's two streams end in one place.
type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}
