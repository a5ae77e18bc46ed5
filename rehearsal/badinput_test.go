package rehearsal

import (
	"encoding/json"
	"errors"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// TestNoStateMakesItPanic spoils a real export in one place after the other:
// whatever that does, it is an error or none, and never a panic.
func TestNoStateMakesItPanic(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../tests/testdata/releases/v0.1.0/dev.json")
	require.NoError(t, err)
	project := &Project{Name: "secure-azure-openai"}
	seal, err := newSealer("")
	require.NoError(t, err)
	refused, random := 0, rand.New(rand.NewSource(1))
	for range 300 {
		var document any
		require.NoError(t, json.Unmarshal(content, &document))
		where := spoil(document, random)
		spoilt, err := json.Marshal(document)
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "state.json")
		require.NoError(t, os.WriteFile(file, spoilt, 0o600))
		require.NotPanics(t, func() {
			state, err := readState(file, project)
			if err == nil {
				err = state.fill(arm.NewWorld(state.world), &secretKeeper{seal: seal})
			}
			if err != nil {
				refused++
				require.NotEmpty(t, err.Error())
			}
		}, where)
	}
	require.Greater(t, refused, 50, "hardly anything was spoilt")
}

// spoil replaces a value somewhere in a document, and says where.
func spoil(document any, random *rand.Rand) string {
	others := []any{nil, true, 7.0, "x", "", []any{}, []any{nil}, map[string]any{}, map[string]any{secretMark: "1b47061264138c4ac30d75fd1eb44270", "plaintext": 7.0}}
	where := ""
	for value := document; ; {
		switch inner := value.(type) {
		case map[string]any:
			names := sortedKeys(inner)
			if len(names) == 0 {
				return where
			}
			name := names[random.Intn(len(names))]
			where += "." + name
			if value = inner[name]; random.Intn(4) == 0 || !compound(value) {
				inner[name] = others[random.Intn(len(others))]
				return where
			}
		case []any:
			if len(inner) == 0 {
				return where
			}
			at := random.Intn(len(inner))
			where += "[]"
			if value = inner[at]; random.Intn(8) == 0 || !compound(value) {
				inner[at] = others[random.Intn(len(others))]
				return where
			}
		default:
			return where
		}
	}
}

func compound(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		return len(value) > 0
	case []any:
		return len(value) > 0
	}
	return false
}

func TestOneWorldForOneProcess(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.json")
	first, err := openStandIn(t.Context(), file)
	require.NoError(t, err)
	_, err = openStandIn(t.Context(), file)
	require.EqualError(t, err, "another process works on the world "+file+": end it first, or name another file")
	require.NoError(t, first.Close())
	second, err := openStandIn(t.Context(), file)
	require.NoError(t, err, "the lock ends with its owner")
	require.NoError(t, second.Close())

	require.NoError(t, os.WriteFile(file, []byte("a shopping list"), 0o600))
	_, err = openStandIn(t.Context(), file)
	require.ErrorContains(t, err, "it is not a world's file")
	_, err = openStandIn(t.Context(), file)
	require.ErrorContains(t, err, "it is not a world's file", "an error leaves no lock")
}

// TestTwoNamesOfOneWorld: through a link, a second serve meets the first.
func TestTwoNamesOfOneWorld(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, link := filepath.Join(folder, "world.json"), filepath.Join(folder, "link.json")
	made, err := openStandIn(t.Context(), file)
	require.NoError(t, err)
	_, err = made.(standIn).World().Do(arm.Operation{Kind: arm.Create, Type: groupType(t), Inputs: resource.NewPropertyMapFromMap(map[string]any{
		"resourceGroupName": "rg", "location": "swedencentral",
	})})
	require.NoError(t, err)
	require.NoError(t, made.Close())
	require.NoError(t, os.Symlink(file, link))
	_, _, end, err := ServeOptions{World: file, Out: t.Output()}.place(t.Context())
	require.NoError(t, err)
	defer end()
	_, _, _, err = ServeOptions{World: link, Out: t.Output()}.place(t.Context())
	require.EqualError(t, err, "another process serves the world "+link+": end it first, or name another --world")
}

// TestAFullDiskLeavesTheOldFile is not parallel: it takes every file's place.
func TestAFullDiskLeavesTheOldFile(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	folder := t.TempDir()
	old := filepath.Join(folder, "dev.json")
	require.NoError(t, os.WriteFile(old, []byte("old"), 0o600))
	createTemp = func(folder, _ string) (*os.File, error) {
		// Opened through a name in the folder: writeFile removes that.
		name := filepath.Join(folder, "unfinished")
		if err := os.Symlink("/dev/full", name); err != nil {
			return nil, err
		}
		return os.OpenFile(name, os.O_WRONLY, 0)
	}
	defer func() { createTemp = os.CreateTemp }()

	err := writeFile(old, []byte("new"))
	require.ErrorContains(t, err, old+" is left as it was: ")
	require.ErrorContains(t, err, "no space left on device")
	require.Equal(t, []string{"dev.json"}, entries(t, folder))
	content, err := os.ReadFile(old)
	require.NoError(t, err)
	require.Equal(t, "old", string(content))

	report, _, err := run(t, &fakeCloud{}, "", func(o *Options) { o.Only, o.Export = OnlyUp, old })
	require.ErrorContains(t, err, "writing --export: "+old+" is left as it was: ")
	require.Len(t, report.Operations, 1, "what was done before is told all the same")
	picture := filepath.Join(folder, "dev.svg")
	require.NoError(t, os.WriteFile(picture, []byte("old"), 0o600))
	_, _, err = run(t, &fakeCloud{}, "", func(o *Options) { o.Only, o.Timeline = OnlyUp, picture })
	require.ErrorContains(t, err, "writing --timeline: "+picture+" is left as it was: ")
	for _, file := range []string{old, picture} {
		content, err = os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, "old", string(content))
	}

	failed, _ := (&stackRun{folder: folder, out: t.Output()}).observe("up", func(*observer) error { return errors.New("\nstderr: unexpected end of JSON input") })
	require.Equal(t, []string{
		"the disk with " + folder + " is full: make room, or let TMPDIR name another place, and run it again",
		"unexpected end of JSON input",
	}, failed.Details)

	_, err = openSealer(folder)
	require.ErrorContains(t, err, "keeping the stack's passphrase: ")
	createTemp = os.CreateTemp
	require.False(t, diskFull(folder))
	_, err = openSealer(folder)
	require.NoError(t, err, "with space again, nothing half-written is in the way")
}

// entries are the names in a folder.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	found, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range found {
		names = append(names, entry.Name())
	}
	return names
}

func groupType(t *testing.T) *arm.Type {
	t.Helper()
	found, err := arm.Lookup("azure-native:resources:ResourceGroup")
	require.NoError(t, err)
	return found
}

// TestWhatIsNoWorldIsLeftAlone: not even a folder appears beside it.
func TestWhatIsNoWorldIsLeftAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "Pulumi.dev.yaml")
	require.NoError(t, os.WriteFile(file, []byte("config: {}\n"), 0o600))
	_, _, _, err := ServeOptions{World: file, Out: t.Output()}.place(t.Context())
	require.ErrorContains(t, err, "it is not a world's file")
	require.ErrorContains(t, err, "name a file that is, or one that does not exist yet")
	require.Equal(t, []string{"Pulumi.dev.yaml"}, entries(t, folder))
}
