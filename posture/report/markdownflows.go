package report

import (
	"fmt"
	"strings"

	"secure-azure-openai/posture"
)

// markdownFlows are the sections about who can do what, behind lines to open.
func markdownFlows(b *strings.Builder, r posture.Report) {
	f := r.Flows
	if len(f.Callers) > 0 {
		open(b, "Flows: who can do what")
		b.WriteString("| " + strings.Join(columns, " | ") + " |\n|---|---:|---:|---:|---:|---:|\n")
		for i, c := range f.Callers {
			if i == callersShown {
				fmt.Fprintf(b, "| and %d more | | | | | |\n", len(f.Callers)-i)
				break
			}
			cells := callerRow(c)
			cells[0] = code(cells[0])
			b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		}
		b.WriteString("\n" + flowsMeaning + "\n\n</details>\n\n")
	}
	if len(f.Unused) > 0 {
		open(b, "Least privilege: granted, and used by no flow")
		b.WriteString("| who | role | unused |\n|---|---|---|\n")
		for i, g := range grants(f.Unused) {
			if i == groupsShown {
				b.WriteString("| and more | | |\n")
				break
			}
			fmt.Fprintf(b, "| %s | %s on %s | %s |\n", code(g.identity), escape(g.role), code(g.scope), code(g.text(false)))
		}
		b.WriteString("\n" + strings.TrimSpace(unusedMeaning+" "+soFar(r)) + "\n\n</details>\n\n")
	}
	if len(f.KeyReaders) > 0 {
		open(b, "Who can read keys")
		b.WriteString("| service | its keys | who |\n|---|---|---|\n")
		for i, k := range keyReaders(f.KeyReaders) {
			if i == groupsShown {
				b.WriteString("| and more | | |\n")
				break
			}
			fmt.Fprintf(b, "| %s | %s | %s |\n", code(k.service), escape(k.keys), code(k.named()))
		}
		b.WriteString("\n" + soFar(r) + "\n\n</details>\n\n")
	}
}

// open begins what is shown when its line is clicked on.
func open(b *strings.Builder, title string) {
	fmt.Fprintf(b, "<details><summary>%s</summary>\n\n", title)
}
