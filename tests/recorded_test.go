package tests

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/recorded"
	"secure-azure-openai/rehearsal"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// TestRecordedGraphs keeps the graphs that the security check is tested with
// true: they are what this program makes of the repository's stack files, as
// the real CLI writes it. After a change to the program,
//
//	go test ./tests -run TestRecordedGraphs -update
//	go test ./posture/flows -run TestProduct -update
//
// and read both differences.
func TestRecordedGraphs(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	graphs := previews(t, recorder.Root(t), "dev", "prod")
	for _, stack := range []string{"dev", "prod"} {
		graphs[stack+".json"] = upOf(t, stack, false, false).export
	}
	plain := projectWith(t, "prod", withoutGateway)
	graphs["plain.preview.json"] = previews(t, plain, "prod")["prod.preview.json"]
	graphs["plain.json"] = exportOf(t, plain, "prod")
	require.Len(t, graphs, len(recorded.Names()))
	for _, name := range recorded.Names() {
		t.Run(name, func(t *testing.T) {
			now, err := recorded.Strip(graphs[name])
			require.NoError(t, err)
			if *update {
				file := filepath.Join(recorder.Root(t), "posture", "recorded", name)
				require.NoError(t, os.WriteFile(file, now, 0o600))
				return
			}
			was, err := recorded.JSON(name)
			require.NoError(t, err)
			is, before := strings.Split(string(now), "\n"), strings.Split(string(was), "\n")
			assert.Len(t, is, len(before), "see the comment of this test")
			for i := range min(len(is), len(before)) {
				if is[i] != before[i] {
					t.Fatalf("line %d has changed: see the comment of this test\nnow:    ...%s\nbefore: ...%s", i+1, from(is[i], before[i]), from(before[i], is[i]))
				}
			}
		})
	}
}

// withoutGateway is the prod stack file without the gateway, and without what
// comes with it.
func withoutGateway(content string) string {
	for _, key := range []string{"gateway", "backend", "telemetry"} {
		before, rest, found := strings.Cut(content, "  secure-azure-openai:"+key+":\n")
		_, after, ended := strings.Cut(rest, "\n\n")
		if found && ended {
			content = before + after
		}
	}
	return content
}

// exportOf is what a rehearsal's up makes of a stack.
func exportOf(t *testing.T, dir, stack string) []byte {
	t.Helper()
	export := filepath.Join(t.TempDir(), "export.json")
	var out bytes.Buffer
	_, err := rehearsal.Run(t.Context(), rehearsal.Options{
		Program: topology.Deploy, Dir: dir, Stacks: []string{stack}, Only: rehearsal.OnlyUp, Export: export, Out: &out,
	})
	require.NoError(t, err, out.String())
	content, err := os.ReadFile(export)
	require.NoError(t, err)
	return content
}

// from is a part of a long line from where it differs from another one.
func from(line, other string) string {
	i := 0
	for i < min(len(line), len(other)) && line[i] == other[i] {
		i++
	}
	return line[max(0, i-60):min(len(line), i+200)]
}

// previews are what `pulumi preview --json --show-sames` writes of stacks that
// do not exist yet, by the name under which it is recorded.
func previews(t *testing.T, dir string, stacks ...string) map[string][]byte {
	t.Helper()
	serving := serve(t, topology.Deploy, dir)
	all := map[string][]byte{}
	for _, stack := range stacks {
		if content, err := os.ReadFile(filepath.Join(dir, "Pulumi."+stack+".yaml")); err == nil && strings.Contains(string(content), "lockdown: true") {
			// As for every first up: the guard refuses it otherwise.
			_, complaints, err := serving.run(stack, "config set --path gateway.lockdown false --type bool")
			require.NoError(t, err, complaints)
		}
		out, complaints, err := serving.run(stack, "preview --json --show-sames")
		require.NoError(t, err, complaints)
		all[stack+".preview.json"] = []byte(out)
	}
	return all
}
