package mutation

import (
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// world is a graph, what references in it can be pointed to, and the mutants
// that were made of it so far.
type world struct {
	stack   string
	graph   *graph.Graph
	mutants []Mutant

	// names are the resources by their name in Azure, in lower case, and
	// principals those with an identity.
	names      map[string]*graph.Resource
	principals []string
}

func (w *world) read() {
	w.names = map[string]*graph.Resource{}
	for _, r := range w.graph.Azure() {
		if name := lastPart(r.ID); name != "" && w.names[strings.ToLower(name)] == nil {
			w.names[strings.ToLower(name)] = r
		}
		for _, path := range []string{"identity.principalId", "principalId"} {
			if id := r.Value(path).Text(); id != "" {
				w.principals = append(w.principals, id)
			}
		}
	}
	slices.Sort(w.principals)
	w.principals = slices.Compact(w.principals)
}

// change notes a mutant that differs from the graph in one resource.
func (w *world) change(r *graph.Resource, operator Operator, path, change string, do func(r *graph.Resource)) {
	w.mutants = append(w.mutants, Mutant{
		Stack: w.stack, Kind: kindOf(r), Name: r.Name, Operator: operator, Path: path, Change: change,
		make: func() *graph.Graph { return recorded.With(w.graph, r, do) },
	})
}

// kindOf is a resource's kind; the stack itself has none.
func kindOf(r *graph.Resource) string {
	if r.Kind == "" {
		return r.Type
	}
	return r.Kind
}

// whole is a resource taken away, or made twice.
func (w *world) whole(r *graph.Resource) {
	w.mutants = append(w.mutants,
		Mutant{Stack: w.stack, Kind: r.Kind, Name: r.Name, Operator: Remove, Change: "removed", make: func() *graph.Graph {
			return recorded.Without(w.graph, r)
		}},
		Mutant{Stack: w.stack, Kind: r.Kind, Name: r.Name, Operator: Twice, Change: "twice", make: func() *graph.Graph {
			return recorded.Plus(w.graph, func(c *recorded.Copy) { c.Twice(r, r.Name+"-again") })
		}})
}

// options are what the engine is told of a resource.
func (w *world) options(r *graph.Resource) {
	if r.Protect {
		w.change(r, Option, "protect", "=false", func(r *graph.Resource) { r.Protect = false })
	}
	if r.RetainOnDelete {
		w.change(r, Option, "retainOnDelete", "=false", func(r *graph.Resource) { r.RetainOnDelete = false })
	}
	if len(r.Dependencies) > 0 {
		w.change(r, Option, "dependencies", "=[]", func(r *graph.Resource) { r.Dependencies, r.PropertyDependencies = nil, nil })
	}
	if r.CreateTimeout > 0 {
		w.change(r, Option, "customTimeouts.create", "=60", func(r *graph.Resource) { r.CreateTimeout = 60 })
	}
}

// outputs are the stack's own: people follow them.
func (w *world) outputs() {
	for _, r := range w.graph.Resources {
		if r.Type == "pulumi:pulumi:Stack" {
			w.properties(r)
		}
	}
}

func lastPart(id string) string { return id[strings.LastIndex(id, "/")+1:] }
