// Package requirements says what the topology has to fulfil, requirement by
// requirement, and judges a graph by that alone: it knows no settings. What a
// stack decides to weaken therefore falls short here, and takes a waiver.
//
// The ids and their meaning are those of docs/requirements.md.
package requirements

import (
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// Rule is one requirement, as a row: what decides it, and how to mend it.
type Rule struct {
	ID, Title string
	Severity  finding.Severity
	// Every resource of Kind has to have what Wants says.
	Kind  string
	Wants []Want
	// Judge is for what more than one resource, or more than one property,
	// decides; nil for most.
	Judge func(j *judge)
	// Fix is how to mend it, and Link the vendor's page about it.
	Fix, Link string
}

// Want is what a property has to be.
type Want struct {
	Path string
	Is   Test
}

// Rules are all requirements, in the order of their ids.
func Rules() []Rule {
	var all []Rule
	for _, area := range [][]Rule{
		network, openAI, search, storage, sharedLink, roles, clients, privateDNS, webApp, defender,
	} {
		all = append(all, area...)
	}
	slices.SortStableFunc(all, func(a, b Rule) int { return number(a.ID) - number(b.ID) })
	return all
}

// number is what orders ids: R36k comes after R36.
func number(id string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(id, "R"), "k"))
	if err != nil {
		panic(id + " is no id of a requirement")
	}
	return 2*n + strings.Count(id, "k")
}

// Judge judges a graph by every rule. A rule that holds is one finding, and
// one that does not is one for each resource that falls short.
func Judge(g *graph.Graph) []finding.Finding {
	c := newContext(g)
	var all []finding.Finding
	for _, r := range Rules() {
		all = append(all, r.judge(c)...)
	}
	return all
}

// Message says of one property what is there and what is wanted, as it stands
// in findings; empty where it is as wanted. Guards that see one resource at a
// time use it.
func (w Want) Message(v graph.Value) string {
	if w.Is.holds(v) {
		return ""
	}
	return w.Path + " is " + v.String() + ", want " + w.Is.Says
}

func (r Rule) judge(c *context) []finding.Finding {
	j := &judge{context: c}
	for _, resource := range c.g.Of(r.Kind) {
		for _, w := range r.Wants {
			j.value(resource, w.Path, w.Is)
		}
	}
	if r.Judge != nil {
		r.Judge(j)
	}
	return j.findings(r)
}
