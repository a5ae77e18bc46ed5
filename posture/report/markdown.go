package report

import (
	"fmt"
	"strings"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
)

// A comment holds 65,536 characters: rows beyond these are counted, not shown.
const rowsShown = 60

func markdown(r posture.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### Security check: %s\n\n", escape(headline(r)))
	fmt.Fprintf(&b, "%s.\n\n", escapeSubject(r))
	section(&b, "Falls short", ordered(r.Of(finding.Fail)), true)
	section(&b, "Waived", ordered(r.Of(finding.Waived)), true)
	section(&b, "Undecided", ordered(r.Of(finding.Unknown)), r.TooLarge())
	section(&b, "Open by decision", openByDecision(r), false)
	markdownFlows(&b, r)
	held(&b, closed(r))
	section(&b, "Does not apply", r.Of(finding.NotApplicable), false)
	return b.String()
}

// held counts what holds, and names it by id: a comment that says each in full
// would hide what matters.
func held(b *strings.Builder, list []finding.Finding) {
	if len(list) == 0 {
		return
	}
	open(b, "Holds: "+things(len(list), "finding"))
	var names []string
	for _, f := range list {
		names = append(names, f.ID)
	}
	b.WriteString(escape(ids(names)) + ".\n\n</details>\n\n")
}

// openByDecision are doors that pass with a reason, closed all others.
func openByDecision(r posture.Report) (list []finding.Finding) {
	for _, f := range r.Of(finding.Pass) {
		if len(f.Evidence) > 0 {
			list = append(list, f)
		}
	}
	return list
}

func closed(r posture.Report) (list []finding.Finding) {
	for _, f := range r.Of(finding.Pass) {
		if len(f.Evidence) == 0 {
			list = append(list, f)
		}
	}
	return list
}

func escapeSubject(r posture.Report) string {
	return "Of " + strings.Replace(subject(r), r.Stack+" of "+r.Project, code(r.Stack)+" of "+code(r.Project), 1)
}

// section is a table of findings: in sight, or behind a line to open.
func section(b *strings.Builder, title string, list []finding.Finding, inSight bool) {
	if len(list) == 0 {
		return
	}
	if inSight {
		fmt.Fprintf(b, "#### %s: %d\n\n", title, len(list))
	} else {
		fmt.Fprintf(b, "<details><summary>%s: %d</summary>\n\n", title, len(list))
	}
	b.WriteString("| id | severity | what it says | what decided it |\n|---|---|---|---|\n")
	for i, f := range list {
		if i == rowsShown {
			fmt.Fprintf(b, "| | | and %d more | |\n", len(list)-i)
			break
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", link(f), f.Severity, escape(f.Title), reason(f))
	}
	if !inSight {
		b.WriteString("\n</details>\n")
	}
	b.WriteString("\n")
}

func link(f finding.Finding) string {
	if !strings.HasPrefix(f.Link, "https://") || strings.ContainsAny(f.Link, " ()|<>") {
		return escape(f.ID)
	}
	return "[" + escape(f.ID) + "](" + f.Link + ")"
}

// reason is what decided a finding, and how to mend it. What may come from
// the input stands as code, where nothing has a meaning.
func reason(f finding.Finding) string {
	if f.Verdict == finding.Unknown {
		return code(waiting(f))
	}
	var lines []string
	if f.Name != "" {
		lines = append(lines, code(f.Name))
	}
	if text := decided(f); text != "" {
		lines = append(lines, code(text))
	}
	for i, line := range f.Evidence {
		if i == evidenceShown && len(f.Evidence) > evidenceShown+1 && !strings.HasPrefix(f.ID, "F-") {
			lines = append(lines, fmt.Sprintf("and %d more", len(f.Evidence)-i))
			break
		}
		lines = append(lines, code(line))
	}
	if f.Waiver != nil {
		lines = append(lines, "accepted until "+code(f.Waiver.Expires)+": "+code(f.Waiver.Reason))
	}
	if f.Verdict == finding.Fail && f.Fix != "" {
		lines = append(lines, "**Mend:** "+escape(f.Fix))
	}
	return strings.Join(lines, "<br>")
}

// escape keeps a text of ours from meaning anything to Markdown.
func escape(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch r {
		case '\n', '\r':
			r = ' '
		case '&':
			b.WriteString("&amp;")
			continue
		case '<':
			b.WriteString("&lt;")
			continue
		case '>':
			b.WriteString("&gt;")
			continue
		case '\\', '`', '*', '_', '[', ']', '#', '|', '~', '!':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// code is a text as code, in a fence that it does not have. In a table the
// bar ends a cell even there.
func code(text string) string {
	text = strings.NewReplacer("\n", " ", "\r", " ", "|", `\|`).Replace(text)
	if strings.TrimSpace(text) == "" {
		return ""
	}
	longest, run := 0, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}
