// Package mutation changes one thing of a recorded graph, in every way that
// can be generated: a property deleted, flipped, widened or pointed elsewhere,
// a resource taken away, made twice or put in. The test beside it judges each
// of these mutants: the check has to catch it, or the test's table of reasons
// says why it neither weakens security nor breaks a flow.
//
// Who adds a rule or a resource gets its mutants without doing anything, and
// the unexplained ones among them by name.
package mutation

import (
	"slices"

	"secure-azure-openai/posture/graph"
)

// Operator is a sort of change.
type Operator string

// The operators.
const (
	// Delete takes a property away: Azure's default is in its place then.
	Delete Operator = "delete"
	// Flip turns a boolean over.
	Flip Operator = "flip"
	// Value is another value of an enumeration.
	Value Operator = "value"
	// Alien is a text that no enumeration has, or none at all.
	Alien Operator = "alien"
	// Range widens, narrows or moves an address, a range or a port.
	Range Operator = "range"
	// Number is a number out of proportion.
	Number Operator = "number"
	// List empties a list, or takes an entry out, or puts one in.
	List Operator = "list"
	// Point makes a reference lead elsewhere.
	Point Operator = "point"
	// Policy changes an element of a policy document.
	Policy Operator = "policy"
	// Put sets a property that the resource does not have.
	Put Operator = "put"
	// Option changes what the engine knows of a resource beside its
	// properties.
	Option Operator = "option"
	// Remove takes a resource away, Twice makes it twice.
	Remove Operator = "remove"
	Twice  Operator = "twice"
	// Add puts a resource in that nothing asks for.
	Add Operator = "add"
)

// Operators are all of them, in the order of reports.
func Operators() []Operator {
	return []Operator{Delete, Flip, Value, Alien, Range, Number, List, Point, Policy, Put, Option, Remove, Twice, Add}
}

// Mutant is a graph in which one thing is not as it was recorded.
type Mutant struct {
	// Stack is "dev" or "prod".
	Stack string
	// Kind and Name are the resource's.
	Kind, Name string
	Operator   Operator
	// Path is the property's ("networkRuleSet.ipRules[0].value"); empty for
	// a change of the whole resource.
	Path string
	// Change is what is done, as it reads after the path ("=Allow").
	Change string

	make func() *graph.Graph
}

// String names the mutant; every one has a name of its own, the same in every
// run.
func (m Mutant) String() string {
	return m.Stack + " " + m.Kind + " " + m.Name + " " + m.Path + m.Change
}

// Graph makes the mutant. It shares everything but the change with the graph
// that it was made of, so none of it may be written to.
func (m Mutant) Graph() *graph.Graph { return m.make() }

// Of lists all mutants of a stack's graph, in an order that is the same in
// every run.
func Of(stack string, g *graph.Graph) []Mutant {
	w := &world{stack: stack, graph: g}
	w.read()
	for _, r := range g.Azure() {
		w.properties(r)
		w.policies(r)
		w.missing(r)
		w.options(r)
		w.whole(r)
	}
	w.outputs()
	w.added()
	return w.distinct()
}

// distinct leaves out what two operators came to both.
func (w *world) distinct() []Mutant {
	seen := map[string]bool{}
	return slices.DeleteFunc(w.mutants, func(m Mutant) bool {
		name := m.String()
		again := seen[name]
		seen[name] = true
		return again
	})
}
