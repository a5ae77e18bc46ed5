package pack

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"secure-azure-openai/guard"
	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
)

// check is one stack's, made once for all policies.
type check struct {
	project, stack string
	options        posture.Options

	mu sync.Mutex
	// inputs are what the program asks for, by URN.
	inputs map[string]map[string]any
	done   bool
	found  posture.Report
	err    error
}

// collect keeps what the program asks for. When the whole stack is judged, the
// engine shows what Azure answered alone, and that lacks, for example, the name
// of the app that a sign-in belongs to.
func (c *check) collect(_ context.Context, args policyx.ResourceValidationArgs) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inputs[args.Resource.URN] = guard.Properties(resource.ToResourcePropertyMap(args.Resource.Properties))
	c.done = false
	return nil
}

// judge checks the stack, once for all policies.
func (c *check) judge(resources []policyx.AnalyzerResource) (posture.Report, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.done {
		c.done = true
		var g *graph.Graph
		if g, c.err = c.graph(resources); c.err == nil {
			c.found = posture.Check(g, c.options)
		}
	}
	return c.found, c.err
}

// graph is the stack as a preview has it, whether it is one or not: the engine
// tells a policy pack no ids.
func (c *check) graph(resources []policyx.AnalyzerResource) (*graph.Graph, error) {
	var all []*graph.Resource
	for _, r := range resources {
		inputs := c.inputs[r.URN]
		outputs := guard.Properties(resource.ToResourcePropertyMap(r.Properties))
		// What is answered in part says no more than what was asked for.
		maps.DeleteFunc(outputs, func(_ string, value any) bool { return undecided(value) })
		for name, of := range r.PropertyDependencies {
			if len(of) > 0 {
				withoutIDs(inputs, name)
				withoutIDs(outputs, name)
			}
		}
		// Whatever a provider makes is custom, and what it is no token of is not.
		custom := r.Provider.URN != "" || strings.HasPrefix(r.Type, "pulumi:providers:")
		one, err := graph.NewResource(r.URN, r.Type, custom, inputs, outputs)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", graph.Printable(r.Name), err)
		}
		one.Parent, one.Protect, one.RetainUntold = r.Parent, r.Options.Protect, true
		if t := r.Options.CustomTimeouts; t != nil {
			create, _ := time.ParseDuration(t.Create) // empty is the provider's own
			one.CreateTimeout = create.Seconds()
		}
		one.Dependencies, one.PropertyDependencies = r.Dependencies, r.PropertyDependencies
		all = append(all, one)
	}
	return graph.New(graph.FromPreview, c.project, c.stack, all), nil
}

// withoutIDs makes the ids in a property that comes from other resources
// unknown. Without those resources' own ids they would lead nowhere; unknown,
// the check follows the dependency instead.
func withoutIDs(properties map[string]any, name string) {
	if value, there := properties[name]; there {
		properties[name] = withoutID(value)
	}
}

// undecided is whether there is anything unknown in a value.
func undecided(value any) bool {
	switch value := value.(type) {
	case string:
		return value == graph.UnknownText
	case []any:
		return slices.ContainsFunc(value, undecided)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), undecided)
	}
	return false
}

func withoutID(value any) any {
	switch value := value.(type) {
	case string:
		if isID(value) {
			return graph.UnknownText
		}
	case []any:
		for i, item := range value {
			value[i] = withoutID(item)
		}
	case map[string]any:
		for key, item := range value {
			if isID(key) {
				return graph.UnknownText // such as an app's identities, by their ids
			}
			value[key] = withoutID(item)
		}
	}
	return value
}

func isID(text string) bool { return strings.HasPrefix(strings.ToLower(text), "/subscriptions/") }
