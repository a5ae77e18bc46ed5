package recorder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Graph is what a program registered, sorted by URN.
type Graph struct {
	Project, Stack string
	Resources      []*Resource
	// Exports are the stack's outputs.
	Exports Object
	// Warnings are the warnings that the program logged, in order.
	Warnings []string
	// OnComponents says which resources name a component in DependsOn
	// ("webapp-app on records"): see Run.
	OnComponents []string
}

// Resource is one registration and its answer.
type Resource struct {
	// Type is the type token, Name the logical name.
	Type, Name string
	URN        string
	// Parent is the parent's URN.
	Parent string
	// Custom is false for a component.
	Custom bool
	// Inputs are what the program asked for, Outputs and ID what Azure
	// answered. In a preview, ID is empty and Outputs are the known inputs.
	Inputs, Outputs Object
	ID              string

	Protect, RetainOnDelete, DeleteBeforeReplace bool
	// Dependencies are the URNs it waits for, explicit and by property.
	Dependencies         []string
	PropertyDependencies map[string][]string
	Aliases              []string
	Version              string
	Timeouts             Timeouts
	ReplaceOnChanges     []string
	IgnoreChanges        []string
}

// Timeouts are custom timeouts in Go's notation ("1h30m"), empty where the
// provider's own hold.
type Timeouts struct{ Create, Update, Delete string }

// Explicit are the dependencies that no property accounts for.
func (r *Resource) Explicit() []string {
	var explicit []string
	for _, urn := range r.Dependencies {
		byProperty := false
		for _, urns := range r.PropertyDependencies {
			byProperty = byProperty || slices.Contains(urns, urn)
		}
		if !byProperty {
			explicit = append(explicit, urn)
		}
	}
	return explicit
}

// Input is Inputs.Text: the short way to the commonest assertion.
func (r *Resource) Input(path string) string { return r.Inputs.Text(path) }

// String names the resource in a message.
func (r *Resource) String() string { return fmt.Sprintf("%s %q", r.Type, r.Name) }

// ByType lists the resources of a type token.
func (g *Graph) ByType(token string) []*Resource {
	return g.where(func(r *Resource) bool { return r.Type == token })
}

// Named lists the resources of a logical name.
func (g *Graph) Named(name string) []*Resource {
	return g.where(func(r *Resource) bool { return r.Name == name })
}

// Custom lists the resources that are no components.
func (g *Graph) Custom() []*Resource {
	return g.where(func(r *Resource) bool { return r.Custom })
}

// Children lists the resources with this parent.
func (g *Graph) Children(parent *Resource) []*Resource {
	return g.where(func(r *Resource) bool { return r.Parent == parent.URN })
}

// One is the only resource of a type token, or an error that says how many
// there are.
func (g *Graph) One(token string) (*Resource, error) {
	found := g.ByType(token)
	if len(found) != 1 {
		return nil, fmt.Errorf("want one %s, found %d", token, len(found))
	}
	return found[0], nil
}

// ByURN finds a resource, nil where there is none.
func (g *Graph) ByURN(urn string) *Resource {
	for _, r := range g.Resources {
		if r.URN == urn {
			return r
		}
	}
	return nil
}

// ByID finds the resource with an ARM id, nil where there is none. Azure
// compares ids without regard to case.
func (g *Graph) ByID(id string) *Resource {
	for _, r := range g.Resources {
		if r.ID != "" && strings.EqualFold(r.ID, id) {
			return r
		}
	}
	return nil
}

// Remove takes resources out of the graph.
func (g *Graph) Remove(gone ...*Resource) {
	g.Resources = slices.DeleteFunc(g.Resources, func(r *Resource) bool { return slices.Contains(gone, r) })
}

// Waits reports whether r waits for another resource, directly or through
// others: by explicit or property dependency, or because its parent does.
func (g *Graph) Waits(r *Resource, on string) bool {
	return g.waits(r, on, map[string]bool{})
}

func (g *Graph) waits(r *Resource, on string, seen map[string]bool) bool {
	if r == nil || seen[r.URN] {
		return false
	}
	seen[r.URN] = true
	next := append([]string{r.Parent}, r.Dependencies...)
	for _, urns := range r.PropertyDependencies {
		next = append(next, urns...)
	}
	return slices.ContainsFunc(next, func(urn string) bool {
		return urn == on || g.waits(g.ByURN(urn), on, seen)
	})
}

// Clone is a copy that can be changed without changing the graph.
func (g *Graph) Clone() *Graph {
	c := *g
	c.Exports = g.Exports.clone()
	c.Warnings, c.OnComponents = slices.Clone(g.Warnings), slices.Clone(g.OnComponents)
	c.Resources = nil
	for _, r := range g.Resources {
		d := *r
		d.Inputs, d.Outputs = r.Inputs.clone(), r.Outputs.clone()
		d.Dependencies, d.Aliases = slices.Clone(r.Dependencies), slices.Clone(r.Aliases)
		d.ReplaceOnChanges, d.IgnoreChanges = slices.Clone(r.ReplaceOnChanges), slices.Clone(r.IgnoreChanges)
		d.PropertyDependencies = map[string][]string{}
		for property, urns := range r.PropertyDependencies {
			d.PropertyDependencies[property] = slices.Clone(urns)
		}
		c.Resources = append(c.Resources, &d)
	}
	return &c
}

func (g *Graph) where(is func(*Resource) bool) []*Resource {
	var found []*Resource
	for _, r := range g.Resources {
		if is(r) {
			found = append(found, r)
		}
	}
	return found
}

// urn is the name that the mocks give a registration; they make it after the
// answer, so the recorder has to make it too.
func urn(stack, project string, rpc *pulumirpc.RegisterResourceRequest) string {
	var parent tokens.Type
	if p := resource.URN(rpc.GetParent()); p != "" && p.QualifiedType() != resource.RootStackType {
		parent = p.QualifiedType()
	}
	return string(resource.NewURN(tokens.QName(stack), tokens.PackageName(project), parent, tokens.Type(rpc.GetType()), rpc.GetName()))
}
