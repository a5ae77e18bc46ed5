package timeline

import (
	"slices"

	"secure-azure-openai/facts"
)

// Step is what the engine does to a resource.
type Step string

// The steps that take time; any other leaves the resource as it is.
const (
	StepCreate  Step = "create"
	StepUpdate  Step = "update"
	StepReplace Step = "replace" // deletes and creates
	StepDelete  Step = "delete"
)

// Options are the decisions of a plan.
type Options struct {
	// Slots is how many resources the engine works on at once; 0 is
	// DefaultSlots.
	Slots int
	// Steps are what the engine does, by URN: a resource that is not in it
	// stays as it is and takes no time. nil creates everything.
	Steps map[string]Step
	// Extra is what a resource takes beyond its typical time, by URN.
	Extra map[string]Extra
}

// Extra is time beyond the typical one.
type Extra struct {
	Seconds int
	// Why says what for, after "20 s more: ".
	Why string
}

// timed is the graph with what each resource takes.
func (g Graph) timed(o Options) []*node {
	nodes := make([]*node, len(g.nodes))
	for i, n := range g.nodes {
		timed := *n
		step, changes := o.Steps[n.urn]
		if o.Steps == nil {
			step, changes = StepCreate, true
		}
		timed.take(step, changes)
		if extra, more := o.Extra[n.urn]; more && !timed.instant {
			timed.seconds, timed.extra, timed.why = timed.seconds+extra.Seconds, extra.Seconds, extra.Why
		}
		nodes[i] = &timed
	}
	return nodes
}

// reversed is the graph of a destroy: each waits for those that waited for it.
// What stays takes no time, but what it needs waits all the same for what
// needs it.
func (g Graph) reversed() []*node {
	nodes, index := make([]*node, len(g.nodes)), map[string]*node{}
	for i, n := range g.nodes {
		gone := *n
		gone.waits = nil
		gone.take(StepDelete, !n.stays)
		nodes[i] = &gone
		index[n.urn] = &gone
	}
	for _, n := range g.nodes {
		for _, w := range n.waits {
			on := index[w.urn]
			on.waits = append(on.waits, wait{urn: n.urn, why: "it is needed until then", forced: w.forced})
		}
	}
	return nodes
}

// take sets how long a step takes.
func (n *node) take(step Step, changes bool) {
	n.known = true
	if n.instant = n.instant || !changes; n.instant {
		return
	}
	var parts []facts.Seconds
	switch step {
	case StepCreate:
		parts = []facts.Seconds{n.figures.Create}
	case StepUpdate:
		parts = []facts.Seconds{n.figures.Update}
	case StepReplace:
		parts = []facts.Seconds{n.figures.Delete, n.figures.Create}
	case StepDelete:
		parts = []facts.Seconds{n.figures.Delete}
	default:
		n.instant = true
	}
	for _, part := range parts {
		n.seconds += part.Typical
	}
	n.known = n.instant || n.found && !slices.ContainsFunc(parts, func(s facts.Seconds) bool { return !s.Known() })
}
