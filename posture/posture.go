// Package posture judges the security of a deployment by a graph of its
// resources: before it is made (`pulumi preview --json`) and after it
// (`pulumi stack export`). It imports no Pulumi SDK.
//
// What cannot be decided is named as such and never passed; what is accepted
// needs a waiver with a reason and an expiry.
package posture

import (
	"slices"
	"time"

	"secure-azure-openai/posture/doors"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/flows"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/requirements"
)

// Options are what a check is told beside the graph.
type Options struct {
	Waivers []Waiver
	// Today decides which waivers are over; the zero time is now.
	Today time.Time
	// Further are findings of other judges of the same graph.
	Further []finding.Finding
	// Creating is, for Alone, whether the resource is still to be made: Azure
	// refuses some values then that it takes later.
	Creating bool
}

// Outcome is what a report says in a word.
type Outcome string

// The outcomes.
const (
	// Holds is that nothing falls short. Of a preview it is said with what is
	// undecided in sight: more cannot be known before the deployment.
	Holds Outcome = "holds"
	// FallsShort is that something does.
	FallsShort Outcome = "falls short"
	// Undecided is that something of a deployment that was made cannot be
	// read, such as a secret, or that there is too much to judge.
	Undecided Outcome = "undecided"
)

// Report is what a check found.
type Report struct {
	Source         graph.Source
	Project, Stack string
	// Resources is how many stand for something in Azure.
	Resources int
	Findings  []finding.Finding
	Flows     Flows
}

// Check judges a graph: requirements, flows, doors, what Options adds, and waivers.
// Every text in the report is safe to print.
func Check(g *graph.Graph, options Options) Report {
	if options.Today.IsZero() {
		options.Today = time.Now()
	}
	r := Report{Source: g.Source, Project: g.Project, Stack: g.Stack, Resources: len(g.Azure())}
	r.Findings = append(r.Findings, requirements.Judge(g)...)
	followed := flows.Judge(g)
	r.Flows = newFlows(followed)
	r.Findings = append(r.Findings, followed.Findings()...)
	r.Findings = append(r.Findings, doors.Judge(g)...)
	r.Findings = append(r.Findings, options.Further...)
	r.Findings = waive(r.Findings, options.Waivers, options.Today.Format(time.DateOnly), followed)
	for i := range r.Findings {
		clean(&r.Findings[i])
	}
	r.Project, r.Stack = graph.Printable(r.Project), graph.Printable(r.Stack)
	return r
}

// Outcome is the report in a word.
func (r Report) Outcome() Outcome {
	counts := r.Counts()
	switch {
	case counts[finding.Fail] > 0:
		return FallsShort
	case counts[finding.Unknown] > 0 && r.Source != graph.FromPreview, r.TooLarge():
		return Undecided
	}
	return Holds
}

// TooLarge is whether something was not judged as there is too much of it. A
// waiver can accept that.
func (r Report) TooLarge() bool {
	return slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.TooLarge && f.Verdict == finding.Unknown })
}

// Counts is how many findings have each verdict.
func (r Report) Counts() map[finding.Verdict]int {
	counts := map[finding.Verdict]int{}
	for _, f := range r.Findings {
		counts[f.Verdict]++
	}
	return counts
}

// Of lists the findings with a verdict.
func (r Report) Of(v finding.Verdict) []finding.Finding {
	var all []finding.Finding
	for _, f := range r.Findings {
		if f.Verdict == v {
			all = append(all, f)
		}
	}
	return all
}

// longest bounds URNs and lines of evidence, in characters.
const longest = 1000

// clean makes what came from the input safe to print.
func clean(f *finding.Finding) {
	for _, text := range []*string{&f.ID, &f.Title, &f.Name, &f.Property, &f.Found, &f.Want, &f.Fix, &f.Link} {
		*text = graph.Printable(*text)
	}
	lines := make([]string, len(f.Evidence))
	for i, line := range f.Evidence {
		lines[i] = graph.PrintableTo(line, longest)
	}
	f.Resource = graph.PrintableTo(f.Resource, longest)
	f.Evidence = lines
	if f.Waiver != nil {
		f.Waiver = &finding.Waiver{Reason: graph.Printable(f.Waiver.Reason), Expires: graph.Printable(f.Waiver.Expires)}
	}
}
