package rehearsal

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestKilledRunsAreSweptAfterADay: what a killed run has left goes with the
// next run, unless it is young, its process lives, or it is nobody's.
func TestKilledRunsAreSweptAfterADay(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	folder := func(name string, age time.Duration) string {
		path := filepath.Join(temp, name)
		require.NoError(t, os.MkdirAll(filepath.Join(path, "dev"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(path, aliveFile), nil, 0o600))
		when := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(filepath.Join(path, aliveFile), when, when))
		return path
	}
	dead := folder("secure-azure-openai-rehearsal-1", 25*time.Hour)
	young := folder("secure-azure-openai-rehearsal-2", 23*time.Hour)
	alive := folder("secure-azure-openai-rehearsal-3", 25*time.Hour)
	other := folder("somebody-elses", 25*time.Hour)
	unlock, err := lockFile(t.Context(), filepath.Join(alive, aliveFile))
	require.NoError(t, err)
	defer unlock()

	var out bytes.Buffer
	mine, cleanUp, err := workFolder(t.Context(), "", temp, &out)
	require.NoError(t, err)
	require.Equal(t, "Note: removed "+dead+", which a run that was killed has left.\n", out.String())
	require.NoDirExists(t, dead)
	for _, kept := range []string{young, alive, other, mine} {
		require.DirExists(t, kept)
	}
	cleanUp()
	require.NoDirExists(t, mine)

	out.Reset()
	_, again, err := workFolder(t.Context(), "", temp, &out)
	require.NoError(t, err)
	again()
	require.Empty(t, out.String())
}

// TestServeNamesWhatAKilledCommandLeft: the CLI's lock and its pending
// operations, each with the command that helps.
func TestServeNamesWhatAKilledCommandLeft(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(content string, path ...string) {
		file := filepath.Join(append([]string{folder, "backend", ".pulumi"}, path...)...)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	write(`{"pid":1}`, "locks", "organization", "little", "dev", "1.json")
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "backend", ".pulumi", "locks", "organization", "little", "prod"), 0o700))
	write(`{"version":3,"checkpoint":{"latest":{"pending_operations":[{"type":"creating","resource":{"urn":"urn:pulumi:prod::little::a:b:C::vnet"}}]}}}`,
		"stacks", "little", "prod.json")
	write(`not JSON`, "stacks", "little", "test.json")

	var out bytes.Buffer
	s := served{cli: cli{path: "/bin/pulumi"}, stacks: []string{"dev", "prod", "test"}, folder: folder, port: 7700}
	s.noteInterruptions("little", &out)
	project := filepath.Join(folder, "project")
	require.Equal(t, "Note: the stack dev is locked by a command that was killed, or still runs. See that none runs any more, set the variables below, then:\n"+
		"  /bin/pulumi cancel --yes --stack dev -C "+project+"\n"+
		"Note: a command was killed while it was at work on vnet (creating) of the stack prod. This forgets that it was; "+
		"an up that then says \"cannot create already existing resource\" names what was made all the same:\n"+
		"  /bin/pulumi refresh --yes --clear-pending-creates --stack prod -C "+project+" --client=127.0.0.1:7700\n", out.String())
}
