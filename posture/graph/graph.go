package graph

import (
	"slices"
	"strings"
)

// Source is where a graph comes from.
type Source string

// The sources.
const (
	// FromExport is a deployment that was made: what Azure answered is known.
	FromExport Source = "export"
	// FromPreview is one that is still to be made: ids and what Azure
	// computes are unknown.
	FromPreview Source = "preview"
)

// Graph is a stack's resources, sorted by URN.
type Graph struct {
	Source         Source
	Project, Stack string
	Resources      []*Resource

	byID   map[string]*Resource
	byURN  map[string]*Resource
	byKind map[string][]*Resource
}

// Resource is one resource of a stack.
type Resource struct {
	URN string
	// Type is Pulumi's token ("azure-native:network/v20240501:PrivateEndpoint").
	Type string
	// Kind is the token without provider and version
	// ("network:PrivateEndpoint"), so that one rule serves every version. It
	// is empty for what is not of azure-native.
	Kind string
	// Name is the logical name, the last part of the URN.
	Name string
	// ID is Azure's id; empty before creation and for a component.
	ID     string
	Parent string
	// Custom is false for a component, which is nothing in Azure.
	Custom  bool
	Protect bool
	// RetainOnDelete leaves it in Azure when it leaves the stack, and
	// RetainUntold is that nobody says whether it does: a policy pack is not
	// told.
	RetainOnDelete, RetainUntold bool
	// CreateTimeout is how long the engine waits for its creation, in
	// seconds; 0 is the provider's own.
	CreateTimeout float64
	// Inputs are what the program asks for, Outputs what Azure answered.
	Inputs, Outputs Object
	// Dependencies are the URNs that it waits for; PropertyDependencies those
	// that a property takes values from.
	Dependencies         []string
	PropertyDependencies map[string][]string
}

// New indexes resources. Of two with one URN the last counts: a state that
// holds a replaced resource beside its successor lists that first, marked for
// deletion, and the readers leave it out.
func New(source Source, project, stack string, resources []*Resource) *Graph {
	g := &Graph{
		Source: source, Project: project, Stack: stack, Resources: slices.Clone(resources),
		byID: map[string]*Resource{}, byURN: map[string]*Resource{}, byKind: map[string][]*Resource{},
	}
	slices.SortStableFunc(g.Resources, func(a, b *Resource) int { return strings.Compare(a.URN, b.URN) })
	for _, r := range g.Resources {
		g.byURN[r.URN] = r
		if r.ID != "" {
			g.byID[strings.ToLower(r.ID)] = r
		}
		if r.Kind != "" {
			g.byKind[r.Kind] = append(g.byKind[r.Kind], r)
		}
	}
	return g
}

// Of lists the resources of a kind, by URN.
func (g *Graph) Of(kind string) []*Resource { return g.byKind[kind] }

// ByID finds a resource by Azure's id, whose case does not count; nil where
// there is none.
func (g *Graph) ByID(id string) *Resource { return g.byID[strings.ToLower(id)] }

// ByURN finds a resource by its URN; nil where there is none.
func (g *Graph) ByURN(urn string) *Resource { return g.byURN[urn] }

// Azure lists what stands for something in Azure: no components, no providers.
func (g *Graph) Azure() []*Resource {
	var all []*Resource
	for _, r := range g.Resources {
		if r.Custom && r.Kind != "" {
			all = append(all, r)
		}
	}
	return all
}

// Value is what a property is now: what Azure answered, or, where Azure has
// not answered or does not return it, what the program asks for.
func (r *Resource) Value(path string) Value {
	if v := r.Outputs.At(path); v.State == Known || v.State == Secret {
		return v
	}
	if v := r.Inputs.At(path); v.State != Missing {
		return v
	}
	return r.Outputs.At(path)
}

// String names the resource in a message: kind and logical name.
func (r *Resource) String() string {
	if r.Kind == "" {
		return r.Type + " " + r.Name
	}
	return r.Kind + " " + r.Name
}

// kindOf takes provider and version off an azure-native token; for every
// other it is empty.
func kindOf(token string) string {
	rest, native := strings.CutPrefix(token, "azure-native:")
	if !native {
		return ""
	}
	module, name, found := strings.Cut(rest, ":")
	if !found {
		return ""
	}
	module, _, _ = strings.Cut(module, "/")
	return module + ":" + name
}
