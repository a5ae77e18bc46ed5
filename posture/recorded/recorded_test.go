package recorded

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRecord writes a recorded file, where it is asked to.
func TestRecord(t *testing.T) {
	from := os.Getenv("RECORD")
	if from == "" {
		t.Skip("set RECORD to the file to record, and name the recorded one behind -args")
	}
	require.Contains(t, Names(), flag.Arg(0))
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	stripped, err := Strip(content)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(flag.Arg(0), stripped, 0o644))
}

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
	assert.EqualError(t, err, `no recorded graph other.json, only ["dev.json" "prod.json" "dev.preview.json" "prod.preview.json"]`)
}
