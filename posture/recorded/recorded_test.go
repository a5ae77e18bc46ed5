package recorded

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRecordedFilesAreStripped: they name no machine and hold no ciphertext.
func TestRecordedFilesAreStripped(t *testing.T) {
	for _, name := range Names() {
		content, err := JSON(name)
		require.NoError(t, err)
		again, err := Strip(content)
		require.NoError(t, err)
		assert.Equal(t, string(content), string(again), name)
		assert.NotContains(t, string(content), "sourcePosition", name)
		g, err := Graph(name)
		require.NoError(t, err)
		assert.Equal(t, "secure-azure-openai", g.Project)
		assert.Greater(t, len(g.Azure()), 40, name)
	}
	_, err := Graph("other.json")
	assert.EqualError(t, err, `no recorded graph other.json, only ["dev.json" "prod.json" "plain.json" "dev.preview.json" "prod.preview.json" "plain.preview.json"]`)
}
