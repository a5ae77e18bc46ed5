package requirements

import (
	"fmt"
	"slices"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// judge collects what one rule finds in a graph.
type judge struct {
	*context
	outcomes []outcome
	// absent is why the rule does not apply, where nothing is found.
	absent string
}

// outcome is what was found of one property.
type outcome struct {
	resource              *graph.Resource
	verdict               finding.Verdict
	property, found, want string
	// tooLarge is for what is unknown as there is too much of it.
	tooLarge bool
	// by is the part of the requirement that decided, such as a rule of policy
	// documents; nil for the requirement itself.
	by *part
}

// part is what a finding says for a part of its requirement: it is a row of
// its own, with its own way to mend it.
type part struct {
	id, fix, link string
	severity      finding.Severity
	evidence      []string
}

// value judges a property. It reports whether it is known to be as wanted.
func (j *judge) value(r *graph.Resource, path string, is Test) bool {
	return j.judged(r, path, r.Value(path), is)
}

// computed judges a property that Azure decides: before a deployment, where
// it is missing, it is unknown.
func (j *judge) computed(r *graph.Resource, path string, is Test) bool {
	v := r.Value(path)
	if v.State == graph.Missing && j.g.Source == graph.FromPreview {
		return j.unknown(r, path, is.Says)
	}
	return j.judged(r, path, v, is)
}

func (j *judge) judged(r *graph.Resource, property string, v graph.Value, is Test) bool {
	switch {
	case v.State == graph.Unknown:
		return j.unknown(r, property, is.Says)
	case v.State == graph.Secret:
		return j.add(r, finding.Unknown, property, "secret", is.Says)
	case !is.holds(v):
		return j.fail(r, property, v.String(), is.Says)
	}
	return j.add(r, finding.Pass, property, v.String(), is.Says)
}

// fail, unknown and pass note an outcome; r is nil where no resource decides.
func (j *judge) fail(r *graph.Resource, property, found, want string) bool {
	return j.add(r, finding.Fail, property, found, want)
}

func (j *judge) unknown(r *graph.Resource, property, want string) bool {
	if j.g.Source == graph.FromExport {
		return j.add(r, finding.Unknown, property, "hidden in this file", want)
	}
	return j.add(r, finding.Unknown, property, "unknown until it is deployed", want)
}

func (j *judge) pass(r *graph.Resource, property, found string) bool {
	return j.add(r, finding.Pass, property, found, found)
}

func (j *judge) add(r *graph.Resource, verdict finding.Verdict, property, found, want string) bool {
	j.note(outcome{r, verdict, property, found, want, false, nil})
	return verdict == finding.Pass
}

func (j *judge) note(o outcome) {
	switch n := len(j.outcomes); {
	case n < maxOutcomes:
		j.outcomes = append(j.outcomes, o)
	case n == maxOutcomes:
		j.outcomes = append(j.outcomes, outcome{nil, finding.Unknown, "", "more than can be judged", "a smaller graph", true, nil})
	}
}

// maxOutcomes is how much one rule finds, ten times what it does in a graph of
// 100,000 resources. Behind it comes that there was more. A variable for tests.
var maxOutcomes = 1_000_000

// tooMany notes dependencies that were not followed to their end.
func (j *judge) tooMany(r *graph.Resource, want string) {
	j.note(outcome{r, finding.Unknown, "dependencies", "too many to follow", want, true, nil})
}

// none says why the rule does not apply, if nothing else is found.
func (j *judge) none(why string) { j.absent = why }

// evidence bounds the further lines of one finding: a graph may be of any size.
const evidence = 50

// findings makes rows of the outcomes: one per resource that falls short, one
// for all that is undecided, or one for all that hold.
func (j *judge) findings(rule Rule) []finding.Finding {
	var rows []finding.Finding
	for _, verdict := range []finding.Verdict{finding.Fail, finding.Unknown} {
		of := map[row]int{}
		for _, o := range j.outcomes {
			if o.verdict != verdict {
				continue
			}
			by, line := row{o.resource, o.part()}, o.line()
			if verdict == finding.Unknown {
				by = row{}
			}
			at, there := of[by]
			if there && o.tooLarge {
				rows[at].TooLarge = true
			}
			if !there {
				of[by] = len(rows)
				rows = append(rows, rule.finding(o))
				continue
			}
			if o.resource != nil && rows[at].Resource != o.resource.URN {
				line = o.resource.String() + ": " + line
			}
			// What is amiss beside that.
			switch n := len(rows[at].Evidence); {
			case n == evidence:
				rows[at].Evidence = append(rows[at].Evidence, "and more")
			case n < evidence && !slices.Contains(rows[at].Evidence, line):
				rows[at].Evidence = append(rows[at].Evidence, line)
			}
		}
	}
	if len(rows) > 0 {
		return rows
	}
	if len(j.outcomes) > 0 {
		row := rule.finding(j.outcomes[0])
		for _, o := range j.outcomes {
			if o.resource != j.outcomes[0].resource {
				row.Resource, row.Name = "", "" // several resources decide
			}
		}
		return []finding.Finding{row}
	}
	why := j.absent
	if why == "" {
		why = "there is no " + rule.Kind
	}
	return []finding.Finding{rule.finding(outcome{verdict: finding.NotApplicable, found: why})}
}

// row is what one finding is about.
type row struct {
	resource *graph.Resource
	part     string
}

func (o outcome) part() string {
	if o.by == nil {
		return ""
	}
	return o.by.id
}

func (o outcome) line() string {
	if o.property == "" {
		return fmt.Sprintf("%s, want %s", o.found, o.want)
	}
	return fmt.Sprintf("%s is %s, want %s", o.property, o.found, o.want)
}

func (r Rule) finding(o outcome) finding.Finding {
	f := finding.Finding{
		ID: r.ID, Title: r.Title, Severity: r.Severity, Verdict: o.verdict,
		Property: o.property, Found: o.found, Want: o.want, Fix: r.Fix, Link: r.Link, TooLarge: o.tooLarge,
	}
	if o.resource != nil {
		f.Resource, f.Name = o.resource.URN, o.resource.String()
	}
	if o.by != nil {
		f.Severity, f.Fix, f.Link, f.Evidence = o.by.severity, o.by.fix, o.by.link, slices.Clone(o.by.evidence)
	}
	return f
}

// count is a number of things in words.
func count(n int, thing string) string {
	switch n {
	case 0:
		return "no " + thing
	case 1:
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
