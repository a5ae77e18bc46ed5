// Package recorder runs a Pulumi program on mocks that answer like Azure, and
// hands back the graph that the program registered: what every test of a
// component or of the whole topology asserts on.
package recorder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Azure answers a program's registrations and look-ups. A mock that only
// echoed inputs would leave names, principal ids and endpoints empty, and
// every assertion on the wiring of two resources vacuous.
type Azure interface {
	// Create answers a registration with the resource's id and all of its
	// outputs, or with Azure's refusal.
	Create(token, name string, inputs resource.PropertyMap) (id string, outputs resource.PropertyMap, err error)
	// Invoke answers a look-up.
	Invoke(token string, args resource.PropertyMap) (resource.PropertyMap, error)
}

// Program is a Pulumi program and the stack it runs for.
type Program struct {
	Project string
	Stack   string
	// Config is the stack's configuration by key, without the project's
	// prefix, or with the prefix of another namespace ("azure-native:location").
	Config map[string]string
	// Secrets names the keys of Config that are secret.
	Secrets []string
	Run     pulumi.RunFunc
	// Preview runs the program as `pulumi preview` does: nothing is created,
	// so ids and every output that is no input are unknown. The SDK's mocks
	// refuse a secret of which a part is unknown.
	Preview bool
	// Azure answers for the cloud. Nil means a new, empty world, in which a
	// stack that takes two ups has had both.
	Azure Azure
}

// Run runs the program and returns the recorded graph. The graph is complete
// up to the failure where the program, or Azure, answers with an error.
//
// A dependency on a component covers only the children that it has at that
// moment, and children join their component from goroutines of their own:
// what waits for a component may start before its children. Since that shows
// once in hundreds of runs, Run notes each such dependency.
func Run(t testing.TB, p Program) (*Graph, error) {
	t.Helper()
	var world *secondUp
	if p.Azure == nil {
		world = &secondUp{World: NewWorld(t)}
		p.Azure = world
	}
	m := &mock{project: p.Project, stack: p.Stack, preview: p.Preview, azure: p.Azure}
	g := &Graph{Project: p.Project, Stack: p.Stack, Exports: Object{}}
	body := func(ctx *pulumi.Context) error {
		ctx.Log = &notes{m: m}
		if err := ctx.RegisterStackTransformation(m.noteDependencies); err != nil {
			return fmt.Errorf("watching the program's dependencies: %w", err)
		}
		err := p.Run(ctx)
		m.export(ctx)
		return err
	}
	err := pulumi.RunErr(body, pulumi.WithMocks(p.Project, p.Stack, m), func(info *pulumi.RunInfo) {
		info.DryRun = p.Preview
		info.Config = map[string]string{}
		for key, text := range p.Config {
			info.Config[p.key(key)] = text
		}
		for _, key := range p.Secrets {
			info.ConfigSecretKeys = append(info.ConfigSecretKeys, p.key(key))
		}
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	g.Resources, g.Warnings, g.OnComponents = m.resources, m.warnings, m.onComponents
	for name, v := range m.exports {
		g.Exports[resource.PropertyKey(name)] = v
	}
	// The SDK registers from goroutines, in no order that repeats.
	slices.SortStableFunc(g.Resources, func(a, b *Resource) int { return strings.Compare(a.URN, b.URN) })
	if err != nil {
		return g, fmt.Errorf("running the program: %w", err)
	}
	if world != nil {
		return g, world.settle(g)
	}
	return g, nil
}

func (p Program) key(name string) string {
	if strings.Contains(name, ":") {
		return name
	}
	return p.Project + ":" + name
}
