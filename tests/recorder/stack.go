package recorder

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
)

// Project is the name in Pulumi.yaml.
const Project = "secure-azure-openai"

// Changes are merge patches (RFC 7396) for a stack's configuration: JSON by
// configuration key. A string key ("retrieval") is replaced as it is.
type Changes map[string]string

// Stack is one of the repository's own stack files, as a program to run (Run
// is left to the caller) and as the settings that the program will see.
func Stack(t testing.TB, stack string, changes Changes) (Program, settings.Settings) {
	t.Helper()
	root := Root(t)
	projectFile, err := os.ReadFile(filepath.Join(root, "Pulumi.yaml"))
	require.NoError(t, err)
	stackFile, err := os.ReadFile(filepath.Join(root, "Pulumi."+stack+".yaml"))
	require.NoError(t, err)
	src, err := settings.FromStackFile(Project, stack, projectFile, stackFile)
	require.NoError(t, err)
	for key, patch := range changes {
		src.Values[key] = patched(t, src.Values[key], patch)
	}
	s, _, err := settings.Load(src)
	require.NoError(t, err, "the %s stack's settings with %v", stack, changes)

	p := Program{Project: Project, Stack: stack, Config: map[string]string{}}
	for key, v := range src.Values {
		p.Config[key] = v.Text
		if v.Secret {
			p.Secrets = append(p.Secrets, key)
		}
	}
	return p, s
}

// Root is the folder of go.mod, from wherever a test runs.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		require.NotEqual(t, dir, up, "no go.mod above the test")
		dir = up
	}
}

func patched(t testing.TB, v settings.Value, patch string) settings.Value {
	t.Helper()
	var p map[string]any
	if json.Unmarshal([]byte(patch), &p) != nil {
		return settings.Value{Text: patch, Secret: v.Secret}
	}
	object := map[string]any{}
	if v.Text != "" {
		require.NoError(t, json.Unmarshal([]byte(v.Text), &object))
	}
	merged, err := json.Marshal(merge(object, p))
	require.NoError(t, err)
	return settings.Value{Text: string(merged), Secret: v.Secret}
}

func merge(into, patch map[string]any) map[string]any {
	out := maps.Clone(into)
	for k, v := range patch {
		inner, isObject := v.(map[string]any)
		switch was, _ := out[k].(map[string]any); {
		case v == nil:
			delete(out, k)
		case isObject && was != nil:
			out[k] = merge(was, inner)
		default:
			out[k] = v
		}
	}
	return out
}
