package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"secure-azure-openai/posture"
)

// The columns of the callers' table, after the caller.
const cell = 10

// flows shows how many flows of each caller came to what.
func (w *tableWriter) flows(f posture.Flows) {
	if !w.title("bold", "FLOWS: who can do what", len(f.Callers)) {
		return
	}
	name := 0
	for _, c := range f.Callers {
		name = max(name, utf8.RuneCountInString(c.Name))
	}
	name = min(name, width-margin-cell*(len(columns)-1))
	w.callers("dim", name, columns)
	for i, c := range f.Callers {
		if i == callersShown {
			w.lines("dim", margin, fmt.Sprintf("and %d more: --format json has them", len(f.Callers)-i))
			break
		}
		role := ""
		if c.Wrong > 0 {
			role = "fail"
		}
		w.callers(role, name, callerRow(c))
	}
	w.lines("dim", margin, flowsMeaning)
	w.WriteString("\n")
}

// callers is a row; a name that is too long for its column loses its end.
func (w *tableWriter) callers(role string, name int, cells []string) {
	first := []rune(cells[0])
	if len(first) > name {
		first = append(first[:name-1:name-1], '…')
	}
	line := string(first) + strings.Repeat(" ", name-len(first))
	for _, text := range cells[1:] {
		line += fmt.Sprintf("%*s", cell, text)
	}
	w.WriteString(strings.Repeat(" ", margin) + w.theme.paint(role, line) + "\n")
}

// privilege shows what is granted and not used.
func (w *tableWriter) privilege(r posture.Report) {
	f := r.Flows
	if !w.title("bold", "LEAST PRIVILEGE: granted, and used by no flow", len(f.Unused)) {
		return
	}
	before := ""
	for i, g := range grants(f.Unused) {
		if i == groupsShown {
			w.lines("dim", margin, "and more: --format json has them")
			break
		}
		if g.identity != before {
			w.lines("", margin, g.identity)
			before = g.identity
		}
		w.lines("", indent, g.role+" on "+g.scope+":")
		w.lines("dim", indent+2, g.text(w.all))
	}
	w.lines("dim", margin, unusedMeaning)
	w.lines("dim", margin, soFar(r))
	w.WriteString("\n")
}

// keys shows who can read keys.
func (w *tableWriter) keys(r posture.Report) {
	if !w.title("bold", "WHO CAN READ KEYS", len(r.Flows.KeyReaders)) {
		return
	}
	for i, k := range keyReaders(r.Flows.KeyReaders) {
		if i == groupsShown {
			w.lines("dim", margin, "and more: --format json has them")
			break
		}
		w.lines("", margin, k.service+": "+k.keys)
		w.lines("dim", indent, k.named())
	}
	w.lines("dim", margin, soFar(r))
	w.WriteString("\n")
}
