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
	require.Equal(t, planted, s.WebApp.Settings["PARTNER_ACCOUNT"])
	assert.Equal(t, planted, one(t, g, "WebAppApplicationSettings").Input("properties.PARTNER_ACCOUNT"))
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
