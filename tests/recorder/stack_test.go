package recorder

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
)

func TestStackAppliesChanges(t *testing.T) {
	plain, before := Stack(t, "prod", nil)
	require.NotEmpty(t, before.Environment.Tags["cost-center"])
	changed, after := Stack(t, "prod", Changes{
		"environment": `{"location":"westeurope","tags":{"cost-center":null,"team":"search"}}`,
		"retrieval":   "onYourData",
	})
	assert.Equal(t, "westeurope", after.Environment.Location)
	assert.True(t, after.Environment.Protect, "what the patch does not name stays")
	assert.Equal(t, "search", after.Environment.Tags["team"])
	assert.NotContains(t, after.Environment.Tags, "cost-center", "null takes away")
	assert.Equal(t, settings.RetrievalOnYourData, after.Retrieval)
	assert.Equal(t, settings.RetrievalDirect, before.Retrieval)
	assert.Equal(t, plain.Config["network"], changed.Config["network"])
	assert.NotEqual(t, plain.Config["environment"], changed.Config["environment"])
}
