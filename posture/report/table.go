package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// Theme is a terminal's: which colours can be read on its background.
type Theme string

// The themes.
const (
	Dark  Theme = "dark"
	Light Theme = "light"
	// Plain has no colour at all; every verdict is a word too.
	Plain Theme = "none"
)

// colours are by role. On a light background yellow cannot be read, on a dark
// one blue and the plain red can hardly be.
var colours = map[Theme]map[string]string{
	Dark:  {"fail": "1;91", "unknown": "93", "waived": "96", "pass": "92", "dim": "90", "bold": "1"},
	Light: {"fail": "1;31", "unknown": "35", "waived": "34", "pass": "32", "dim": "90", "bold": "1"},
}

func (t Theme) paint(role, text string) string {
	code := colours[t][role]
	if code == "" || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// width is what every line fits in, but for addresses, which must stay whole.
const width = 80

// margin is where a row begins, indent where what belongs to it does.
const (
	margin = 2
	indent = 4
)

type tableWriter struct {
	strings.Builder
	theme Theme
	all   bool
}

func table(r posture.Report, options Options) string {
	w := &tableWriter{theme: options.Theme, all: options.All}
	w.lines("bold", 0, "Security check of "+subject(r))
	w.WriteString("\n")
	w.full("FALLS SHORT", "fail", ordered(r.Of(finding.Fail)))
	w.undecided(r)
	w.full("WAIVED", "waived", ordered(r.Of(finding.Waived)))
	w.open(openByDecision(r))
	w.flows(r.Flows)
	w.privilege(r)
	w.keys(r)
	w.brief("HOLDS", "pass", closed(r))
	w.brief("DOES NOT APPLY", "dim", r.Of(finding.NotApplicable))
	role := map[posture.Outcome]string{posture.Holds: "pass", posture.FallsShort: "fail", posture.Undecided: "unknown"}
	w.lines(role[r.Outcome()], 0, headline(r))
	counts := r.Counts()
	w.lines("dim", 0, fmt.Sprintf("%d fall short, %d undecided, %d waived, %d hold, %d do not apply: exit code %d.",
		counts[finding.Fail], counts[finding.Unknown], counts[finding.Waived], counts[finding.Pass], counts[finding.NotApplicable], ExitCode(r)))
	return w.String()
}

// title begins a section, if it has any rows.
func (w *tableWriter) title(role, text string, rows int) bool {
	if rows > 0 {
		w.WriteString(w.theme.paint(role, text) + "\n")
	}
	return rows > 0
}

// full shows findings with all that is known of them.
func (w *tableWriter) full(title, role string, list []finding.Finding) {
	if !w.title(role, title, len(list)) {
		return
	}
	for _, f := range list {
		w.row(role, f.ID, "["+string(f.Severity)+"] "+f.Title, len(f.ID)+1)
		w.lines("", indent, f.Name)
		w.lines("", indent, decided(f))
		for i, line := range f.Evidence {
			if strings.HasPrefix(f.ID, "F-") {
				// The steps of a flow: the last one decides.
				w.lines("", indent+2, line)
				continue
			}
			if i == evidenceShown && len(f.Evidence) > evidenceShown+1 {
				w.lines("dim", indent, fmt.Sprintf("and %d more", len(f.Evidence)-i))
				break
			}
			w.lines("", indent, "also: "+line)
		}
		if f.Waiver != nil {
			w.lines(role, indent, fmt.Sprintf("accepted until %s: %s", f.Waiver.Expires, f.Waiver.Reason))
		}
		if f.Verdict == finding.Fail {
			w.lines("dim", indent, "Mend: "+f.Fix)
			w.WriteString(strings.Repeat(" ", indent) + w.theme.paint("dim", f.Link) + "\n")
		}
		w.WriteString("\n")
	}
}

// evidenceShown bounds the further lines of one finding.
const evidenceShown = 6

// undecided shows what decides a finding, and no value: there is none yet. Of a
// preview that is much, and so in short: what it waits for.
func (w *tableWriter) undecided(r posture.Report) {
	list := ordered(r.Of(finding.Unknown))
	if r.Source != graph.FromPreview || w.all || r.TooLarge() {
		w.undecidedInFull(list)
		return
	}
	if !w.title("unknown", "UNDECIDED until it is deployed (--all says what each is)", len(list)) {
		return
	}
	for _, f := range list {
		id := f.ID
		if strings.HasPrefix(id, "F-unknown-") {
			id = "flows"
		}
		w.row("unknown", id, waiting(f), max(6, len(id)+1))
	}
	w.WriteString("\n")
}

func (w *tableWriter) undecidedInFull(list []finding.Finding) {
	if !w.title("unknown", "UNDECIDED", len(list)) {
		return
	}
	for _, f := range list {
		column := max(6, len(f.ID)+1)
		w.row("unknown", f.ID, f.Title, column)
		if utf8.RuneCountInString(f.ID) > longestID {
			column = indent - margin
		}
		w.lines("dim", margin+column, waiting(f))
	}
	w.WriteString("\n")
}

// doorColumn is as wide as the longest id of a door.
const doorColumn = len("D-public-access") + 1

// open shows what is open by decision, and why.
func (w *tableWriter) open(list []finding.Finding) {
	if !w.title("pass", "OPEN BY DECISION", len(list)) {
		return
	}
	for _, f := range list {
		text := decided(f)
		if f.Name != "" {
			text = f.Name + ": " + text
		}
		w.row("pass", f.ID, text, doorColumn)
		for _, line := range f.Evidence {
			w.lines("dim", margin+doorColumn, line)
		}
	}
	w.WriteString("\n")
}

// brief shows a finding in a row or two, or all of them by their ids.
func (w *tableWriter) brief(title, role string, list []finding.Finding) {
	if !w.all && len(list) > 0 {
		w.title(role, title+" (--all says what each is)", len(list))
		var names []string
		for _, f := range list {
			// A finding about a waiver says something that is in no list.
			if strings.HasPrefix(f.ID, "W-") {
				w.row(role, f.ID, f.Name+": "+f.Found, len(f.ID)+1)
				continue
			}
			names = append(names, f.ID)
		}
		w.lines("", margin, ids(names))
		w.WriteString("\n")
		return
	}
	if !w.title(role, title, len(list)) {
		return
	}
	for _, f := range list {
		text := f.Title
		if f.Verdict == finding.NotApplicable {
			text += " (" + f.Found + ")"
		}
		w.row(role, f.ID, text, max(6, len(f.ID)+1))
	}
	w.WriteString("\n")
}

// longestID is the longest id that leaves room for a text behind it.
const longestID = 20

// row is an id and a text in the columns behind it, or below an id that leaves
// no room.
func (w *tableWriter) row(role, id, text string, column int) {
	if utf8.RuneCountInString(id) > longestID {
		w.lines(role, margin, id)
		w.lines("", indent, text)
		return
	}
	for i, line := range wrap(text, width-margin-column) {
		if i > 0 {
			w.WriteString(strings.Repeat(" ", margin+column) + line + "\n")
			continue
		}
		w.WriteString(strings.Repeat(" ", margin) + w.theme.paint(role, id) + pad(id, column) + line + "\n")
	}
}

// lines are a text at a column; nothing where it is empty.
func (w *tableWriter) lines(role string, at int, text string) {
	if text == "" {
		return
	}
	for _, line := range wrap(text, width-at) {
		w.WriteString(strings.Repeat(" ", at) + w.theme.paint(role, line) + "\n")
	}
}

func pad(text string, columns int) string {
	return strings.Repeat(" ", max(1, columns-utf8.RuneCountInString(text)))
}

// wrap breaks a text into lines of up to so many characters, at spaces where
// there are any.
func wrap(text string, columns int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for utf8.RuneCountInString(word) > columns {
			if line != "" {
				lines, line = append(lines, line), ""
			}
			runes := []rune(word)
			lines, word = append(lines, string(runes[:columns])), string(runes[columns:])
		}
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= columns:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}
