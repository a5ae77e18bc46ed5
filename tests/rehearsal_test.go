package tests

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// TestNoSecretIsWrittenInPlainText runs the real engine with a planted secret
// through the whole program, and searches everything that was written for it:
// the engine's output, its state, the stand-in's world and the export.
func TestNoSecretIsWrittenInPlainText(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	export, work := filepath.Join(t.TempDir(), "dev.json"), t.TempDir()
	var out bytes.Buffer
	report, err := rehearsal.Run(t.Context(), rehearsal.Options{
		Program: topology.Deploy, Dir: projectWithSecret(t), Stacks: []string{"dev"}, Only: rehearsal.OnlyUp,
		Export: export, WorkDir: work, Placeholder: planted, Out: &out,
	})
	require.NoError(t, err, out.String())
	require.True(t, report.Held(), out.String())
	assert.NotContains(t, out.String(), planted)

	searched, states := 0, 0
	for _, folder := range []string{work, filepath.Dir(export)} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			content, err := os.ReadFile(path)
			searched++
			if bytes.Contains(content, []byte("webapp-app")) {
				states++ // the app, which holds the secret, is in this file
			}
			assert.NotContains(t, string(content), planted, path)
			return err
		})
		require.NoError(t, err)
	}
	assert.GreaterOrEqual(t, states, 2, "of %d files, the state and the export name the app: did the search see them?", searched)
	content, err := os.ReadFile(export)
	require.NoError(t, err)
	assert.Contains(t, string(content), `"ciphertext"`)
}

// projectWithSecret is a copy of the project whose dev stack gives the app a
// secret of its own.
func projectWithSecret(t *testing.T) string {
	t.Helper()
	return projectWith(t, "dev", func(content string) string {
		const app = "secure-azure-openai:webApp:\n"
		require.Contains(t, content, app)
		return strings.Replace(content, app, app+"    settings: { PARTNER_ACCOUNT: { secure: v1:AAAA } }\n", 1)
	})
}

// projectWith is a copy of the project with one of its stack files, changed.
func projectWith(t *testing.T, stack string, change func(string) string) string {
	t.Helper()
	root, dir := recorder.Root(t), t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "tools"), 0o700))
	file := "Pulumi." + stack + ".yaml"
	for _, name := range []string{"Pulumi.yaml", file, "tools/go.mod", "tools/go.sum"} {
		content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		require.NoError(t, err)
		if name == file {
			content = []byte(change(string(content)))
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), content, 0o600))
	}
	return dir
}
