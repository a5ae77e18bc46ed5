package posture_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/report"
)

// checked makes the whole check of a file, and writes its report in every
// format.
func checked(t testing.TB, file []byte) {
	t.Helper()
	g, err := graph.Read(bytes.NewReader(file))
	if err != nil {
		if err.Error() == "" {
			t.Fatal("an error without a word")
		}
		printable(t, "the error", err.Error())
		return
	}
	r := posture.Check(g, posture.Options{Today: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)})
	if len(r.Findings) == 0 {
		t.Fatal("a report without findings")
	}
	for _, theme := range []report.Theme{report.Plain, report.Dark} {
		for _, all := range []bool{false, true} {
			printable(t, "the table", unpainted(theme, written(t, r, report.Table, report.Options{Theme: theme, All: all})))
		}
	}
	markdown := written(t, r, report.Markdown, report.Options{})
	printable(t, "the Markdown", markdown)
	cells(t, markdown)

	var document struct {
		Outcome  posture.Outcome
		Findings []struct{ ID string }
	}
	text := written(t, r, report.JSON, report.Options{})
	printable(t, "the JSON", text)
	parse(t, text, &document)
	if len(document.Findings) != len(r.Findings) || document.Outcome != r.Outcome() {
		t.Errorf("the JSON says %s with %d findings, not %s with %d", document.Outcome, len(document.Findings), r.Outcome(), len(r.Findings))
	}
	var log struct {
		Version string
		Runs    []struct{ Results []struct{ RuleID string } }
	}
	text = written(t, r, report.SARIF, report.Options{})
	printable(t, "the SARIF", text)
	parse(t, text, &log)
	counts := r.Counts()
	if want := counts[finding.Fail] + counts[finding.Unknown] + counts[finding.Waived]; log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Results) != want {
		t.Errorf("the SARIF %s has not one run with %d results", log.Version, want)
	}
}

func written(t testing.TB, r posture.Report, format report.Format, options report.Options) string {
	t.Helper()
	var out strings.Builder
	if err := report.Write(&out, r, format, options); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return out.String()
}

func parse(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("it is no JSON: %v", err)
	}
}

// paint is what a theme adds.
var paint = regexp.MustCompile("\x1b\\[[0-9;]+m")

func unpainted(theme report.Theme, text string) string {
	if theme == report.Plain {
		return text
	}
	return paint.ReplaceAllString(text, "")
}

// printable: nothing that moves a cursor or turns a text around.
func printable(t testing.TB, what, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		for _, c := range strings.TrimSuffix(line, "\n") {
			if !unicode.IsPrint(c) {
				t.Fatalf("%s has %U in %q", what, c, line)
			}
		}
	}
}

var bar = regexp.MustCompile(`(^|[^\\])\|`)

// cells: no text from the input ends a cell or begins a row.
func cells(t testing.TB, markdown string) {
	t.Helper()
	columns := 0
	for line := range strings.Lines(markdown) {
		n := len(bar.FindAllString(line, -1))
		switch {
		case !strings.HasPrefix(line, "|"):
			columns = 0
		case columns == 0:
			columns = n
		case n != columns:
			t.Fatalf("%d bars, and not %d, in %q", n, columns, line)
		}
	}
}
