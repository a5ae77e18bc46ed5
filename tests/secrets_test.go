package tests

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

const planted = "plum-pudding" // the value in the variant "secret settings"

// TestAppSettingsOfTheStackAreSecret: whatever a stack adds to the app's
// settings is kept as a secret, in every input and output that holds it.
func TestAppSettingsOfTheStackAreSecret(t *testing.T) {
	g, s := variants.Named(t, "secret settings").Graph(t)
	require.Equal(t, planted, s.WebApp.Settings["PARTNER_TOKEN"])
	assert.Equal(t, planted, one(t, g, "WebAppApplicationSettings").Input("properties.PARTNER_TOKEN"))
	assertHidden(t, g, planted)
}

// TestSecretConfigurationStaysSecret: `pulumi config set --secret` on a whole
// key makes it secret to the program, too.
func TestSecretConfigurationStaysSecret(t *testing.T) {
	p, _ := variants.Named(t, "secret settings").Program(t)
	p.Secrets = append(p.Secrets, "webApp")
	g, err := recorder.Run(t, p)
	require.NoError(t, err)
	assertHidden(t, g, planted)
}

func assertHidden(t *testing.T, g *recorder.Graph, text string) {
	t.Helper()
	for _, r := range g.Resources {
		assert.Empty(t, r.Inputs.Reveals(text), "%s: inputs", r)
		assert.Empty(t, r.Outputs.Reveals(text), "%s: outputs", r)
		assert.NotContains(t, r.Name, text)
	}
	assert.Empty(t, g.Exports.Reveals(text), "stack outputs")
	for _, w := range g.Warnings {
		assert.NotContains(t, w, text)
	}
}

// TestEveryServiceIsWatched is in no requirement's table, and what a breach
// would be investigated with.
func TestEveryServiceIsWatched(t *testing.T) {
	for _, v := range variants.Stacks() {
		g, _ := v.Graph(t)
		workspace := one(t, g, "Workspace")
		watched := map[string]bool{}
		for _, d := range g.ByType("azure-native:insights/v20210501preview:DiagnosticSetting") {
			assert.Equal(t, workspace.ID, d.Input("workspaceId"), "%s", d)
			assert.True(t, d.Inputs.Is("logs[0].enabled", true), "%s: logs", d)
			watched[d.Input("resourceUri")] = true
		}
		for _, id := range []string{
			one(t, g, "Account").ID, one(t, g, "Service").ID, one(t, g, "WebApp").ID, one(t, g, "StorageAccount").ID + "/blobServices/default",
		} {
			assert.True(t, watched[id], "%s: nothing watches %s", v.Name, id)
		}
	}
}
