package guard

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
)

// settingsHook is what the engine tells of an app's settings.
func settingsHook(properties resource.PropertyMap) *pulumi.ResourceHookArgs {
	const token = "azure-native:web/v20240401:WebAppApplicationSettings"
	return &pulumi.ResourceHookArgs{
		URN: "urn:pulumi:dev::p::" + token + "::settings", Name: "settings", Type: token,
		NewInputs: resource.PropertyMap{"properties": resource.NewProperty(properties)},
	}
}

// TestARefusalHoldsNoSecret: a key is known by its name, and its value stays
// out, whether Pulumi knows that it is a secret or not.
func TestARefusalHoldsNoSecret(t *testing.T) {
	err := judge(settingsHook(resource.PropertyMap{
		"SEARCH_KEY":     resource.NewProperty("hush-plain"),
		"STORAGE_KEY":    resource.MakeSecret(resource.NewProperty("hush-secret")),
		"PLAIN":          resource.NewProperty("fine"),
		"FROM_ELSEWHERE": resource.MakeComputed(resource.NewProperty("")),
	}), posture.Options{}, false)
	require.EqualError(t, err, `web:WebAppApplicationSettings settings falls short of R48
  R48 The web app has the settings that Microsoft's sample application reads, and no key among them
     - app setting SEARCH_KEY is there, and holds a key by its name or form, want the app's identity
     - app setting STORAGE_KEY is there, and holds a key by its name or form, want the app's identity
     Name the stack's own account, models and index; take keys out, and use the app's identity instead.
Mend it, or accept it for a while, with a reason, in posture.waivers of the stack file.
pulumi config set --path posture.guard warn makes this a warning.`)
	require.NoError(t, judge(settingsHook(resource.PropertyMap{"PLAIN": resource.NewProperty("fine")}), posture.Options{}, false))
}

// TestARefusalIsSafeToPrint, whatever a resource is called and holds.
func TestARefusalIsSafeToPrint(t *testing.T) {
	args := settingsHook(resource.PropertyMap{"A\x1b[2J_KEY": resource.NewProperty("x")})
	args.URN += "\x1b[2J"
	err := judge(args, posture.Options{}, true)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "\x1b")
	assert.NotContains(t, err.Error(), "makes this a warning", "it is one")

	args.URN = "no URN"
	require.EqualError(t, judge(args, posture.Options{}, false),
		`reading settings for the security check: the resource: "no URN" is no URN (urn:pulumi:stack::project::type::name)`)
}

func TestPropertiesAreAsTheCheckReadsThem(t *testing.T) {
	output := func(element string, known, secret bool) resource.PropertyValue {
		return resource.NewProperty(resource.Output{Element: resource.NewProperty(element), Known: known, Secret: secret})
	}
	got := Properties(resource.PropertyMap{
		"text": resource.NewProperty("a"), "flag": resource.NewProperty(true), "number": resource.NewProperty(1.5), "null": resource.NewNullProperty(),
		"list":     resource.NewProperty([]resource.PropertyValue{resource.NewProperty("a"), resource.MakeComputed(resource.NewProperty(""))}),
		"object":   resource.NewProperty(resource.PropertyMap{"inner": resource.MakeSecret(resource.NewProperty("hush"))}),
		"known":    output("a", true, false),
		"secret":   output("hush", true, true),
		"unknown":  output("", false, false),
		"resource": resource.MakeCustomResourceReference("urn:pulumi:dev::p::a:b:C::c", "/the/id", ""),
	})
	assert.Equal(t, map[string]any{
		"text": "a", "flag": true, "number": 1.5, "null": nil, "list": []any{"a", graph.UnknownText},
		"object": map[string]any{"inner": graph.SecretText}, "known": "a", "secret": graph.SecretText, "unknown": graph.UnknownText, "resource": "/the/id",
	}, got)
}
