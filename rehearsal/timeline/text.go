package timeline

import (
	"fmt"
	"io"
	"strings"
)

// Paragraph says in a few lines of at most 80 columns how long the deployment
// would take, why, and how much of it is the program's own.
func (t Timeline) Paragraph() string {
	var chain []string
	for _, b := range t.Critical {
		chain = append(chain, fmt.Sprintf("%s (%s)", b.Name, together(b.End-b.Start)))
	}
	if len(chain) == 0 {
		chain = []string{"empty"}
	}
	text := fmt.Sprintf("%s: on Azure this would take about %s by typical durations, "+
		"%.2f times the longest chain that Azure itself forces (%s). Critical path: %s.",
		t.Stack, together(t.Total), t.Ratio(), together(t.Forced), strings.Join(chain, ", then "))
	if len(t.Unknown) > 0 {
		text += " Without a figure, and counted as nothing: " + strings.Join(t.shortUnknown(), ", ") + "."
	}
	return wrap(text, 80)
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
		rows = append(rows, []string{mark, Clock(b.Start), Clock(b.End), takes, printable(b.Name), printable(b.After), b.Why})
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

// together is Clock's text for wrap, which does not break it.
func together(seconds int) string { return strings.ReplaceAll(Clock(seconds), " ", unbroken) }

// unbroken is a space that wrap does not break a line at.
const unbroken = "\u00a0"

// printable keeps a name on one line, and its terminal as it was.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return '?'
		}
		return r
	}, name)
}

// wrap breaks a text at spaces into lines of at most width columns; a longer
// word stays whole.
func wrap(text string, width int) string {
	var lines []string
	line := ""
	for _, word := range strings.Split(printable(text), " ") {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.ReplaceAll(strings.Join(append(lines, line), "\n"), unbroken, " ")
}
