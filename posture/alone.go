package posture

import (
	"time"

	"secure-azure-openai/posture/doors"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/requirements"
)

// Alone judges one resource before it is made, by what its own properties
// decide: the properties that a requirement wants of each resource of a kind,
// and the doors that one resource can open. It answers what falls short and no
// waiver accepts. What is unknown, and what depends on other resources, is for
// Check to judge. Every text in it is safe to print.
func Alone(r *graph.Resource, options Options) []finding.Finding {
	if options.Today.IsZero() {
		options.Today = time.Now()
	}
	g := graph.New(graph.FromPreview, "", "", []*graph.Resource{r})
	all := append(requirements.JudgeAlone(g, options.Creating), doors.JudgeAlone(g)...)
	for _, w := range options.Waivers {
		if !w.over(options.Today.Format(time.DateOnly)) {
			w.apply(all)
		}
	}
	var short []finding.Finding
	for _, f := range all {
		if f.Verdict == finding.Fail {
			clean(&f)
			short = append(short, f)
		}
	}
	return short
}
