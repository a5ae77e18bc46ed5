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
	// Every resource of Kind has to have what Wants says. Beside are further
	// kinds that Each looks at.
	Kind   string
	Beside []string
	Wants  []Want
	// Each is for what several properties of one such resource decide
	// together; nil for most. Like Wants it looks at nothing else, so that a
	// guard can ask it before the rest of the stack is known.
	Each func(j *judge, r *graph.Resource)
	// Judge is for what more than one resource decides; nil for many.
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
		gateway, gatewayNetwork, gatewayAPIs, gatewayPolicies, backend, telemetry,
	} {
		all = append(all, area...)
	}
	slices.SortStableFunc(all, func(a, b Rule) int { return number(a.ID) - number(b.ID) })
	return all
}

// number is what orders ids: R36k comes after R36, and G1 after the last R.
func number(id string) int {
	rest, isGateway := strings.CutPrefix(id, "G")
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(rest, "R"), "k"))
	if err != nil {
		panic(id + " is no id of a requirement")
	}
	if isGateway {
		n += 1000
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

// JudgeAlone judges every resource of a graph as if it were the only one: by
// what its own properties decide. It answers what falls short or is undecided.
// creating is whether they are still to be made: Azure refuses some values
// then that it takes later.
func JudgeAlone(g *graph.Graph, creating bool) []finding.Finding {
	c := newContext(g)
	c.creating = creating
	var all []finding.Finding
	for _, r := range Rules() {
		j := &judge{context: c}
		r.eachAlone(j)
		if len(j.outcomes) == 0 {
			continue
		}
		for _, f := range j.findings(r) {
			if f.Verdict != finding.Pass {
				all = append(all, f)
			}
		}
	}
	return all
}

func (r Rule) eachAlone(j *judge) {
	for _, resource := range j.g.Of(r.Kind) {
		for _, w := range r.Wants {
			j.value(resource, w.Path, w.Is)
		}
		if r.Each != nil {
			r.Each(j, resource)
		}
	}
	for _, kind := range r.Beside {
		for _, resource := range j.g.Of(kind) {
			r.Each(j, resource)
		}
	}
}

func (r Rule) judge(c *context) []finding.Finding {
	j := &judge{context: c}
	r.eachAlone(j)
	if r.Judge != nil {
		r.Judge(j)
	}
	return j.findings(r)
}
