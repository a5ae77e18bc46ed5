package recorder

import (
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cloud is an Azure of two rules: it names what it makes, and refuses what is
// called "taken".
type cloud struct{}

func (cloud) Create(token, name string, inputs resource.PropertyMap) (string, resource.PropertyMap, error) {
	if name == "taken" {
		return "", nil, errors.New("AccountNameTaken: choose another name")
	}
	outputs := inputs.Copy()
	outputs["endpoint"] = resource.NewProperty("https://" + name + ".test/")
	return "/" + token + "/" + name, outputs, nil
}

func (cloud) Invoke(token string, _ resource.PropertyMap) (resource.PropertyMap, error) {
	return resource.PropertyMap{"answers": resource.NewProperty(token)}, nil
}

type thing struct {
	pulumi.CustomResourceState
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
}

func newThing(ctx *pulumi.Context, name string, props pulumi.Map, opts ...pulumi.ResourceOption) (*thing, error) {
	r := &thing{}
	return r, ctx.RegisterResource("test:index:Thing", name, props, r, opts...)
}

type box struct{ pulumi.ResourceState }

// sample registers a component with two children, the second of which waits
// for the first, and a third resource that reads the second's endpoint.
func sample(ctx *pulumi.Context) error {
	b := &box{}
	if err := ctx.RegisterComponentResource("test:index:Box", "box", b, pulumi.Protect(true)); err != nil {
		return err
	}
	first, err := newThing(ctx, "first", pulumi.Map{"size": pulumi.Int(3)}, pulumi.Parent(b), pulumi.Version("1.2.3"))
	if err != nil {
		return err
	}
	second, err := newThing(ctx, "second", pulumi.Map{
		"acls":     pulumi.Map{"rules": pulumi.Array{pulumi.Map{"allow": pulumi.Bool(false)}}},
		"password": pulumi.ToSecret(pulumi.String("pear")),
	}, pulumi.Parent(b), pulumi.DependsOn([]pulumi.Resource{first}), pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "2h"}),
		pulumi.RetainOnDelete(true), pulumi.ReplaceOnChanges([]string{"acls"}), pulumi.IgnoreChanges([]string{"size"}),
		pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("zweites")}}))
	if err != nil {
		return err
	}
	if _, err := newThing(ctx, "third", pulumi.Map{"url": second.Endpoint}); err != nil {
		return err
	}
	ctx.Export("endpoint", second.Endpoint)
	ctx.Export("facts", pulumi.Map{"on": pulumi.Bool(true), "of": pulumi.Map{"url": second.Endpoint}})
	ctx.Export("password", pulumi.ToSecret(second.Endpoint))
	return ctx.Log.Warn("retires soon", nil)
}

func run(t *testing.T, preview bool, body pulumi.RunFunc) (*Graph, error) {
	t.Helper()
	return Run(t, Program{
		Project: "fruit", Stack: "dev", Azure: cloud{}, Preview: preview, Run: body,
		Config: map[string]string{"size": "small", "azure:location": "here"}, Secrets: []string{"size"},
	})
}

func one(t *testing.T, g *Graph, name string) *Resource {
	t.Helper()
	found := g.Named(name)
	require.Len(t, found, 1, "resources named %s", name)
	return found[0]
}

func TestRunRecordsEverythingThatARegistrationSays(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	require.Len(t, g.Resources, 4)
	first, second, third, component := one(t, g, "first"), one(t, g, "second"), one(t, g, "third"), one(t, g, "box")

	assert.Equal(t, "urn:pulumi:dev::fruit::test:index:Box$test:index:Thing::second", second.URN)
	assert.Equal(t, component.URN, second.Parent)
	assert.Equal(t, "urn:pulumi:dev::fruit::pulumi:pulumi:Stack::fruit-dev", third.Parent)
	assert.False(t, component.Custom)
	assert.True(t, second.Custom)
	assert.Equal(t, "/test:index:Thing/second", second.ID)
	assert.True(t, component.Protect)
	assert.True(t, second.Protect, "protection is inherited from the parent")
	assert.False(t, third.Protect)
	assert.True(t, second.RetainOnDelete)
	assert.False(t, first.RetainOnDelete)
	assert.Equal(t, "1.2.3", first.Version)
	assert.Equal(t, "2h", second.Timeouts.Create)
	assert.Equal(t, []string{"acls"}, second.ReplaceOnChanges)
	assert.Equal(t, []string{"size"}, second.IgnoreChanges)
	assert.Equal(t, []string{"zweites"}, second.Aliases)
	assert.Equal(t, []string{first.URN}, second.Explicit())
	assert.Empty(t, third.Explicit())
	assert.Equal(t, []string{second.URN}, third.PropertyDependencies["url"])
	assert.Equal(t, []string{"retires soon"}, g.Warnings)
	assert.Equal(t, "https://second.test/", g.Exports.Text("endpoint"))
	assert.True(t, g.Exports.Is("facts.on", true))
	assert.Equal(t, "https://second.test/", g.Exports.Text("facts.of.url"))
	assert.False(t, g.Exports.Secret("endpoint"))
	assert.True(t, g.Exports.Secret("password"))
}

func TestRunGivesTheProgramItsConfiguration(t *testing.T) {
	_, err := run(t, false, func(ctx *pulumi.Context) error {
		size, found := ctx.GetConfig("fruit:size")
		assert.True(t, found)
		assert.Equal(t, "small", size)
		assert.True(t, ctx.IsConfigSecret("fruit:size"))
		location, _ := ctx.GetConfig("azure:location")
		assert.Equal(t, "here", location)
		return nil
	})
	require.NoError(t, err)
}

func TestRunNotesDependenciesOnComponents(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	assert.Empty(t, g.OnComponents)
	g, err = run(t, false, func(ctx *pulumi.Context) error {
		b := &box{}
		if err := ctx.RegisterComponentResource("test:index:Box", "box", b); err != nil {
			return err
		}
		other := &box{}
		if err := ctx.RegisterComponentResource("test:index:Box", "other", other); err != nil {
			return err
		}
		_, err := newThing(ctx, "late", pulumi.Map{}, pulumi.Parent(other), pulumi.DependsOn([]pulumi.Resource{b}))
		return err
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"late on box"}, g.OnComponents, "a child of a component, too")
}

func TestPreviewLeavesOutputsUnknown(t *testing.T) {
	g, err := run(t, true, sample)
	require.NoError(t, err)
	third := one(t, g, "third")
	assert.Empty(t, third.ID)
	assert.True(t, third.Inputs.Unknown("url"))
	assert.True(t, g.Exports.Unknown("endpoint"))
	assert.Equal(t, "pear", one(t, g, "second").Input("password"), "inputs are known")
}

func TestRunReportsWhatAzureAndTheProgramAnswer(t *testing.T) {
	g, err := run(t, false, func(ctx *pulumi.Context) error {
		if _, err := newThing(ctx, "fine", pulumi.Map{}); err != nil {
			return err
		}
		_, err := newThing(ctx, "taken", pulumi.Map{})
		return err
	})
	require.ErrorContains(t, err, "AccountNameTaken: choose another name")
	assert.NotEmpty(t, g.Named("taken"), "what failed is in the graph too")

	_, err = run(t, false, func(*pulumi.Context) error { return errors.New("no such region") })
	assert.ErrorContains(t, err, "running the program")
	assert.ErrorContains(t, err, "no such region")
}

func TestWaitsFollowsEveryKindOfDependency(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	first, second, third, component := one(t, g, "first"), one(t, g, "second"), one(t, g, "third"), one(t, g, "box")
	assert.True(t, g.Waits(second, first.URN), "explicit")
	assert.True(t, g.Waits(third, second.URN), "by property")
	assert.True(t, g.Waits(third, first.URN), "through another")
	assert.True(t, g.Waits(first, component.URN), "parent")
	assert.False(t, g.Waits(first, second.URN))
	component.Dependencies = []string{"urn:elsewhere"}
	assert.True(t, g.Waits(third, "urn:elsewhere"), "a component's dependency holds its children up")
}

func TestObjectReadsThroughListsAndSecrets(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	in := one(t, g, "second").Inputs
	assert.True(t, in.Is("acls.rules[0].allow", false))
	assert.False(t, in.Is("acls.rules[0].allow", true))
	assert.False(t, in.Is("acls.rules[1].allow", false), "what is not there is not false")
	assert.False(t, in.Has("acls.rules[1]"))
	assert.Len(t, in.Items("acls.rules"), 1)
	assert.True(t, in.Secret("password"))
	assert.False(t, in.Secret("acls"))
	assert.InDelta(t, 3, one(t, g, "first").Inputs.Number("size"), 0)

	in.Set("list", []string{"a", "b"})
	assert.Equal(t, []string{"a", "b"}, in.Texts("list"))
	in.Set("secrets", map[string]any{"a": resource.MakeSecret(resource.NewProperty("x"))})
	assert.True(t, in.Secret("secrets"), "an object of secrets is secret")
	assert.Equal(t, map[string]string{"a": "x"}, in.Map("secrets"))
}

func TestRevealsFindsATextOutsideOfSecrets(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	in := one(t, g, "second").Inputs
	assert.Empty(t, in.Reveals("pear"))
	in.Set("acls.rules[0].note", "a pear tree")
	in.Set("by", map[string]any{"pears": 1.0})
	assert.ElementsMatch(t, []string{".acls.rules[0].note", ".by.pears"}, in.Reveals("pear"))
}

func TestCloneIsIndependent(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	c := g.Clone()
	changed := one(t, c, "second")
	changed.Inputs.Set("acls.rules[0].allow", true)
	changed.Dependencies[0] = "urn:other"
	changed.Inputs.Delete("password")
	c.Remove(one(t, c, "third"))

	was := one(t, g, "second")
	assert.True(t, was.Inputs.Is("acls.rules[0].allow", false))
	assert.NotContains(t, was.Dependencies, "urn:other")
	assert.Equal(t, "pear", was.Input("password"))
	assert.Len(t, g.Resources, 4)
	assert.Len(t, c.Resources, 3)
}

func TestAChangeThatChangesNothingPanics(t *testing.T) {
	o := Object{"list": resource.NewProperty([]resource.PropertyValue{}), "text": resource.NewProperty("x")}
	for name, change := range map[string]func(){
		"missing key":  func() { o.Delete("nothing") },
		"past the end": func() { o.Set("list[0]", "x") },
		"through text": func() { o.Set("text.inner", "x") },
	} {
		t.Run(name, func(t *testing.T) { assert.Panics(t, change) })
	}
}

func TestOneSaysHowManyThereAre(t *testing.T) {
	g, err := run(t, false, sample)
	require.NoError(t, err)
	_, err = g.One("test:index:Thing")
	require.EqualError(t, err, "want one test:index:Thing, found 3")
	got, err := g.One("test:index:Box")
	require.NoError(t, err)
	assert.Equal(t, "box", got.Name)
	assert.Same(t, one(t, g, "first"), g.ByID(strings.ToUpper("/test:index:Thing/first")))
}
