// Package report writes what the security check found: as a table for a
// terminal, as Markdown for a pull request, as JSON for a program, and as
// SARIF for code scanning. What a resource is called can harm none of them.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// Format is a way to write a report.
type Format string

// The formats.
const (
	Table    Format = "table"
	Markdown Format = "markdown"
	JSON     Format = "json"
	SARIF    Format = "sarif"
)

// Formats lists them.
func Formats() []Format { return []Format{Table, Markdown, JSON, SARIF} }

// Options count for the table alone.
type Options struct {
	Theme Theme
	// All shows what holds in full too.
	All bool
}

// Write writes a report.
func Write(out io.Writer, r posture.Report, format Format, options Options) error {
	var text string
	var err error
	switch format {
	case Table:
		text = table(r, options)
	case Markdown:
		text = markdown(r)
	case JSON:
		text, err = toJSON(r)
	case SARIF:
		text, err = sarif(r)
	default:
		return fmt.Errorf("%q is no format, only %q", format, Formats())
	}
	if err != nil {
		return fmt.Errorf("writing the report as %s: %w", format, err)
	}
	if _, err := io.WriteString(out, text); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// ExitCode is what a program that checks ends with: 0 where it holds, 1 where
// it falls short, 2 where it could not be judged.
func ExitCode(r posture.Report) int {
	switch r.Outcome() {
	case posture.Holds:
		return 0
	case posture.FallsShort:
		return 1
	}
	return 2
}

// ordered lists findings by how much they matter, each in the order of ids.
func ordered(list []finding.Finding) []finding.Finding {
	rank := map[finding.Severity]int{finding.High: 0, finding.Medium: 1, finding.Low: 2}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b finding.Finding) int { return rank[a.Severity] - rank[b.Severity] })
	return list
}

// headline is the outcome in a sentence.
func headline(r posture.Report) string {
	counts := r.Counts()
	switch r.Outcome() {
	case posture.FallsShort:
		if counts[finding.Fail] == 1 {
			return "1 finding falls short."
		}
		return fmt.Sprintf("%d findings fall short.", counts[finding.Fail])
	case posture.Undecided:
		if r.TooLarge() {
			return "Undecided: there is too much in this file to judge all of it."
		}
		return fmt.Sprintf("Undecided: %s cannot be read in this file.", things(counts[finding.Unknown], "value"))
	}
	if n := counts[finding.Unknown]; n > 0 {
		return fmt.Sprintf("Nothing falls short, as far as a preview can show: the deployment decides %s more.", things(n, "finding"))
	}
	return "Nothing falls short."
}

// subject says of what the report is.
func subject(r posture.Report) string {
	of := "as deployed"
	if r.Source == graph.FromPreview {
		of = "as previewed, before its deployment"
	}
	return fmt.Sprintf("stack %s of %s, %s: %s", r.Stack, r.Project, of, things(r.Resources, "resource"))
}

func things(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// decided is what decided a finding, in a line.
func decided(f finding.Finding) string {
	line := f.Found
	if f.Property != "" {
		line = f.Property + " is " + f.Found
	}
	if f.Want != "" && f.Verdict != finding.Pass && f.Verdict != finding.NotApplicable {
		line = strings.TrimPrefix(line+", want "+f.Want, ", ")
	}
	return line
}

// untilDeployed is what an undecided finding of a preview says was found.
const untilDeployed = "unknown until it is deployed"

// waiting is what an undecided finding waits for, in a line.
func waiting(f finding.Finding) string {
	line := f.Property
	if f.Found != untilDeployed && !strings.HasPrefix(f.ID, "F-unknown-") {
		line = decided(f)
	}
	if f.Name != "" {
		line = f.Name + ": " + line
	}
	if n := len(f.Evidence) + max(0, f.More-1); n > 0 && strings.HasPrefix(f.ID, "F-") {
		line += "; it decides " + things(n, "flow")
	} else if n > 0 {
		line += fmt.Sprintf(", and %d more", n)
	}
	return line
}
