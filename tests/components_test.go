package tests

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/services/openai"
	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// alone is a component built by another program than ours, with nothing but
// what it cannot do without.
type alone struct {
	constructor string
	// build makes the component, named "it", and exports its outputs.
	build func(ctx *pulumi.Context, w *neighbours) error
	// empty calls the constructor without arguments.
	empty func(ctx *pulumi.Context) error
	// missing is part of what the constructor answers to that.
	missing string
	// children are the kinds of what it makes, sorted.
	children []string
	// outputs are some of the exported values; "*" is any value.
	outputs map[string]string
}

func components() []alone { return slices.Concat(foundations, services, apiGateway, telemetry) }

func TestEveryComponentWorksAlone(t *testing.T) {
	for _, c := range components() {
		t.Run(c.constructor, func(t *testing.T) {
			n := newNeighbours(t)
			g, err := recorder.Run(t, recorder.Program{
				Project: "another", Stack: "alone", Azure: n.world,
				Run: func(ctx *pulumi.Context) error { return c.build(ctx, n) },
			})
			require.NoError(t, err)
			var kinds []string
			for _, r := range g.Custom() {
				kinds = append(kinds, kind(r))
				assert.False(t, g.ByURN(r.Parent) == nil || g.ByURN(r.Parent).Custom, "%s has no component as parent", r)
				assert.False(t, r.Protect, "%s: nobody asked for protection", r)
			}
			slices.Sort(kinds)
			assert.Equal(t, c.children, kinds)
			for name, want := range c.outputs {
				assert.Contains(t, g.Exports.Text(name), want, "output %s", name)
			}
		})
	}
}

func TestEveryComponentNamesItsMissingArguments(t *testing.T) {
	for _, c := range components() {
		t.Run(c.constructor, func(t *testing.T) {
			g, err := recorder.Run(t, recorder.Program{Project: "another", Stack: "alone", Run: c.empty})
			require.ErrorContains(t, err, c.missing)
			assert.ErrorContains(t, err, `"it": missing in its arguments`)
			assert.Empty(t, g.Resources, "something was registered all the same")
		})
	}
}

func TestEveryComponentIsBuiltAlone(t *testing.T) {
	var built []string
	for _, c := range components() {
		built = append(built, c.constructor)
	}
	assert.ElementsMatch(t, constructors(t), built)
}

// TestProtectionOfAComponentReachesItsChildren, except for model deployments,
// whose quota is wanted back.
func TestProtectionOfAComponentReachesItsChildren(t *testing.T) {
	n := newNeighbours(t)
	g, err := recorder.Run(t, recorder.Program{Project: "another", Stack: "alone", Azure: n.world, Run: func(ctx *pulumi.Context) error {
		_, err := openai.NewAccount(ctx, "it", &openai.AccountArgs{Placement: n.place, Name: "oai-kept", Deployments: []settings.Deployment{{
			Name: "chat", Model: facts.ChatModel, Version: facts.ChatVersion, SKU: "GlobalStandard", Capacity: 1,
		}}}, pulumi.Protect(true))
		return err
	}})
	require.NoError(t, err)
	assert.True(t, one(t, g, "Account").Protect)
	assert.False(t, one(t, g, "Deployment").Protect)
}
