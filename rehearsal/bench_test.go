package rehearsal

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// bench holds what the cases of a test start from, prepared once: the folders
// of an empty stack, those of one on which the small program is deployed, and
// what the program's versions come to where nothing goes wrong.
type bench struct {
	cli         cli
	empty, full string
	want        map[int]endState
}

var (
	benchOnce sync.Once
	theBench  *bench
)

// setUp prepares the bench for all tests, in a folder that TestMain removes.
func setUp(t *testing.T) *bench {
	t.Helper()
	benchOnce.Do(func() {
		dir, err := os.MkdirTemp("", "bench-*")
		require.NoError(t, err)
		benchFolder = dir
		b := &bench{empty: filepath.Join(dir, "empty"), full: filepath.Join(dir, "full"), want: map[int]endState{}}
		b.cli, err = findCLI(t.Context(), testProject(t, ""), io.Discard)
		require.NoError(t, err)
		for _, name := range []string{"project", "home", "backend"} {
			require.NoError(t, os.MkdirAll(filepath.Join(b.empty, name), 0o700))
		}
		for name, content := range map[string]string{"Pulumi.yaml": "name: little\nruntime: go\n", "Pulumi.dev.yaml": ""} {
			require.NoError(t, os.WriteFile(filepath.Join(b.empty, "project", name), []byte(content), 0o600))
		}
		first := b.on(t, b.empty, 1)
		_, err = first.engine.ask(t.Context(), first.project, "stack", "init", "dev")
		require.NoError(t, err)
		first = b.start(t, b.empty, 1)
		b.want[1] = first.deployed(t)
		require.NoError(t, os.CopyFS(b.full, os.DirFS(filepath.Dir(first.project))))
		b.want[2] = b.start(t, b.full, 2).deployed(t)
		theBench = b
	})
	require.NotNil(t, theBench, "the bench could not be prepared: see the test that came first")
	return theBench
}

// benchFolder is what TestMain removes.
var benchFolder string

func TestMain(m *testing.M) {
	code := m.Run()
	if benchFolder != "" {
		_ = os.RemoveAll(benchFolder)
	}
	os.Exit(code)
}

// benchTrial is a trial whose output can be shown.
type benchTrial struct {
	*trial
	out *bytes.Buffer
}

// start copies folders and offers a version of the small program on them.
func (b *bench) start(t *testing.T, from string, version int) benchTrial {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "case")
	require.NoError(t, os.CopyFS(dir, os.DirFS(from)))
	return b.on(t, dir, version)
}

func (b *bench) on(t *testing.T, dir string, version int) benchTrial {
	t.Helper()
	opened, err := openWorld(t.Context(), filepath.Join(dir, worldFile), arm.Options{})
	require.NoError(t, err)
	c := opened.(standIn)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	out := &bytes.Buffer{}
	o := &operator{
		engine: newEngine(b.cli, append(engineVariables(filepath.Join(dir, "home"), filepath.Join(dir, "backend"), c.Port()),
			// A command is over before collecting its garbage pays.
			"PULUMI_CONFIG_PASSPHRASE=of-the-bench", "GOGC=400"), nil),
		project: filepath.Join(dir, "project"), backend: filepath.Join(dir, "backend"), stack: "dev", color: "never",
		out: &lockedWriter{to: out},
	}
	trial, stop, err := newTrial(o, c, smallStack(version))
	require.NoError(t, err)
	t.Cleanup(stop)
	return benchTrial{trial, out}
}

// deployed is the end of an up in which nothing goes wrong.
func (b benchTrial) deployed(t *testing.T) endState {
	t.Helper()
	_, err := b.run(t.Context(), "up")
	require.NoError(t, err, b.out)
	end, wrong, err := b.endState()
	require.NoError(t, err)
	require.Empty(t, wrong)
	return end
}

// held requires that an operation held, and shows everything where not.
func (b benchTrial) held(t *testing.T, o Operation) {
	t.Helper()
	require.True(t, o.Held, "%s: %s\n%s\n%s", o.Name, o.Verdict, lines(o.Details), b.out)
}

func lines(details []string) string {
	text := ""
	for _, line := range details {
		text += fmt.Sprintf("  %s\n", line)
	}
	return text
}
