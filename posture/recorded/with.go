package recorded

import (
	"slices"

	"secure-azure-openai/posture/graph"
)

// With is a graph with one resource changed. That one alone is copied, the
// others are shared with the graph that it was made of: a test that makes
// thousands of them has no time for more.
func With(g *graph.Graph, r *graph.Resource, do func(r *graph.Resource)) *graph.Graph {
	again := *r
	again.Inputs, _ = deep(map[string]any(r.Inputs)).(map[string]any)
	again.Outputs, _ = deep(map[string]any(r.Outputs)).(map[string]any)
	do(&again)
	all := slices.Clone(g.Resources)
	all[slices.Index(all, r)] = &again
	return graph.New(g.Source, g.Project, g.Stack, all)
}

// Without is a graph that lacks one resource.
func Without(g *graph.Graph, r *graph.Resource) *graph.Graph {
	all := slices.DeleteFunc(slices.Clone(g.Resources), func(other *graph.Resource) bool { return other == r })
	return graph.New(g.Source, g.Project, g.Stack, all)
}

// Plus is a graph with what a function adds to it; it may change nothing
// that is there.
func Plus(g *graph.Graph, add func(c *Copy)) *graph.Graph {
	c := &Copy{from: g, resources: slices.Clone(g.Resources)}
	add(c)
	return graph.New(g.Source, g.Project, g.Stack, c.resources)
}
