package timeline

import (
	"fmt"
	"io"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/words"
)

// Paragraph says in a few lines of at most 80 columns how long the deployment
// would take, why, how much of it is the program's own, and how long taking it
// down would take.
func (t Timeline) Paragraph() string {
	text := fmt.Sprintf("%s: on Azure this would take about %s by typical durations, "+
		"%.2f times the longest chain that Azure itself forces (%s). Critical path: %s.",
		t.Stack, together(t.Total), t.Ratio(), together(t.Forced), t.chain())
	if len(t.Unknown) > 0 {
		text += " Without a figure, and counted as nothing: " + strings.Join(t.shortUnknown(), ", ") + "."
	}
	if t.RolesWork > t.Total {
		text += fmt.Sprintf(" Access by role may need until %s after the start: Azure takes up to %s to apply a role assignment.",
			together(t.RolesWork), together(facts.RoleAssignmentWorks.Typical))
	}
	if t.Down != nil {
		text += " " + t.Down.destroySentence()
	}
	return words.Wrap(text, 80)
}

// destroySentence says how long a destroy would take.
func (t Timeline) destroySentence() string {
	what := "all of it"
	if t.Stay > 0 {
		what = "what is neither protected nor retained"
	}
	return fmt.Sprintf("Destroying %s would take about %s: %s.", what, together(t.Total), t.chain())
}

// chain is the critical path as a list.
func (t Timeline) chain() string {
	if len(t.Critical) == 0 {
		return "empty"
	}
	var links []string
	for _, b := range t.Critical {
		links = append(links, fmt.Sprintf("%s (%s)", b.Name, together(b.End-b.Start)))
	}
	return strings.Join(links, ", then ")
}

// shortUnknown are the unknown types without provider and version.
func (t Timeline) shortUnknown() []string {
	var names []string
	for _, kind := range t.Unknown {
		names = append(names, kind[strings.LastIndex(kind, ":")+1:])
	}
	return names
}

// WriteTable writes each resource with its start, its end, and whom it waited
// for and why, a line each; an asterisk marks the critical path.
func (t Timeline) WriteTable(out io.Writer) error {
	rows := [][]string{{" ", "start", "end", "takes", "resource", "waited for", "why"}}
	for _, b := range t.Bars {
		mark, takes := " ", Clock(b.End-b.Start)
		if b.Critical {
			mark = "*"
		}
		if !b.Known {
			takes = "?"
		}
		why := b.Why
		if b.Extra.Seconds > 0 {
			why = strings.TrimPrefix(why+"; "+b.Extra.String(), "; ")
		}
		rows = append(rows, []string{mark, Clock(b.Start), Clock(b.End), takes, words.Printable(b.Name), words.Printable(b.After), words.Printable(why)})
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n", t.Paragraph())
	fmt.Fprintf(&text, "%d resources at once; * is on the critical path, ? has no figure.\n\n", t.Slots)
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			align := "%-*s  "
			if i >= 1 && i <= 3 {
				align = "%*s  "
			}
			fmt.Fprintf(&line, align, widths[i], cell)
		}
		fmt.Fprintln(&text, strings.TrimRight(line.String(), " "))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// String says how much more, and what for.
func (e Extra) String() string { return Clock(e.Seconds) + " more: " + e.Why }

// Clock writes seconds for people: "45 s", "28 min 12 s", "2 h 0 min 5 s".
func Clock(seconds int) string {
	switch {
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
	default:
		return fmt.Sprintf("%d h %d min %d s", seconds/3600, seconds/60%60, seconds%60)
	}
}

// together is Clock's text for words.Wrap, which does not break it.
func together(seconds int) string { return strings.ReplaceAll(Clock(seconds), " ", words.Unbroken) }
