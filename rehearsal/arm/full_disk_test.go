package arm

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAFullDiskLeavesTheOldWorld is in the package: it puts a full disk in
// the place of the world's next file.
func TestAFullDiskLeavesTheOldWorld(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "world.json")
	w, err := Open(path, Options{})
	require.NoError(t, err)
	create := func(name string) error {
		_, err := w.Do(Operation{Kind: Create, Type: &resourceGroupType, Inputs: resource.PropertyMap{
			"resourceGroupName": resource.NewProperty(name), "location": resource.NewProperty("swedencentral"),
		}})
		return err
	}
	require.NoError(t, create("before"))
	saved, err := os.ReadFile(path)
	require.NoError(t, err)

	createTemp = func(folder, _ string) (*os.File, error) {
		// Opened through a name in the folder: save removes that.
		name := filepath.Join(folder, "unfinished")
		if err := os.Symlink("/dev/full", name); err != nil {
			return nil, err
		}
		return os.OpenFile(name, os.O_WRONLY, 0)
	}
	defer func() { createTemp = os.CreateTemp }()
	err = create("during")
	require.ErrorContains(t, err, "saving the world "+path)
	require.ErrorContains(t, err, "no space left on device")
	require.ErrorContains(t, w.Advance(1), "no space left on device")
	require.Error(t, w.Change(w.Resources()[0].ID, func(properties map[string]any) { properties["tags"] = "changed" }))
	now, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(saved), string(now), "the old world is left")
	require.Len(t, w.Resources(), 1, "and nothing is in memory that is not in the file")
	assert.Nil(t, w.Resources()[0].Properties["tags"])

	createTemp = os.CreateTemp
	require.NoError(t, create("after"), "with space again, it goes on")
	again, err := Open(path, Options{})
	require.NoError(t, err)
	assert.Equal(t, w.Resources(), again.Resources())
	names, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, names, 2, "the world and its key")
}
