package arm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// planted must be readable in no file.
const planted = "planted-secret-that-nobody-may-read"

func openWorld(t *testing.T, path string) *arm.World {
	t.Helper()
	w, err := arm.Open(path, arm.Options{})
	require.NoError(t, err)
	return w
}

// plantSecrets creates a resource with secrets of three kinds: a value, a
// value in a list, and a whole object with a secret in it.
func plantSecrets(t *testing.T, w *arm.World) {
	t.Helper()
	_, _, err := w.Create(group, "g", properties(m{"resourceGroupName": "rg", "location": "swedencentral"}))
	require.NoError(t, err)
	secret := resource.MakeSecret(resource.NewProperty(planted))
	inputs := properties(m{"resourceGroupName": "rg", "name": "plan", "sku": m{"name": "B1"}})
	inputs["tags"] = resource.NewProperty(resource.PropertyMap{"a/b~c": secret, "open": resource.NewProperty("x")})
	_, outputs, err := w.Create(plan, "p", inputs)
	require.NoError(t, err)
	assert.True(t, outputs["tags"].ObjectValue()["a/b~c"].IsSecret(), "an input's secretness is its output's")
	inputs = properties(m{"resourceGroupName": "rg", "name": "app", "serverFarmId": planID})
	inputs["siteConfig"] = resource.NewProperty(resource.PropertyMap{"appSettings": resource.NewProperty([]resource.PropertyValue{
		resource.NewProperty(resource.PropertyMap{"name": resource.NewProperty("open")}),
		resource.NewProperty(resource.PropertyMap{"name": resource.NewProperty("key"), "value": secret}),
	})})
	inputs["tags"] = resource.MakeSecret(resource.NewProperty(resource.PropertyMap{"inner": secret}))
	_, _, err = w.Create(webApp, "a", inputs)
	require.NoError(t, err)
}

func TestWorldSurvivesWithItsSecretsSealed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.json")
	first := openWorld(t, path)
	plantSecrets(t, first)

	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, files, 2, "the world and its key, and nothing temporary")
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), f.Name()))
		require.NoError(t, err)
		assert.NotContains(t, string(data), planted, f.Name())
		info, err := f.Info()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), f.Name())
	}

	second := openWorld(t, path)
	assert.Equal(t, first.Resources(), second.Resources(), "nothing is lost")
	read, err := second.Do(arm.Operation{Kind: arm.Read, ID: planID})
	require.NoError(t, err)
	tag := read.Outputs["tags"].ObjectValue()["a/b~c"]
	require.True(t, tag.IsSecret())
	assert.Equal(t, planted, tag.SecretValue().Element.StringValue())

	_, err = second.Do(arm.Operation{Kind: arm.Delete, ID: siteID})
	require.NoError(t, err)
	_, there := openWorld(t, path).Get(siteID)
	assert.False(t, there)
}

func TestIncarnationsSurvive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.json")
	make := func() string {
		w := world{World: openWorld(t, path), t: t}
		if _, there := w.Get(groupID); !there {
			w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
		}
		outputs := w.made(account, accountInputs())
		require.NoError(t, w.deleted(accountID))
		require.NoError(t, w.Advance(48*time.Hour), "it is purged")
		return at(t, outputs, "identity.principalId").(string)
	}
	assert.NotEqual(t, make(), make(), "a second run's account has another principal")
}

func TestUnreadableWorlds(t *testing.T) {
	good := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "world.json")
		plantSecrets(t, openWorld(t, path))
		return path
	}
	rewrite := func(old, new string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Contains(t, string(data), old)
			require.NoError(t, os.WriteFile(path, []byte(strings.ReplaceAll(string(data), old, new)), 0o600))
		}
	}
	for _, c := range []struct {
		name    string
		spoil   func(t *testing.T, path string)
		message string
	}{
		{"good", func(*testing.T, string) {}, ""},
		{"no JSON", func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, []byte("hello"), 0o600)) }, "it is not a world's file"},
		{"empty", func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, nil, 0o600)) }, "it is not a world's file"},
		{"another JSON", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte(`{"version":3}`), 0o600))
		}, `its format is "", not "azure-rehearsal-world/1"`},
		{"a newer format", rewrite("azure-rehearsal-world/1", "azure-rehearsal-world/9"), `its format is "azure-rehearsal-world/9"`},
		{"an unknown type", rewrite("web/v20240401:WebApp\"", "web/v20990101:WebApp\""), "is of type azure-native:web/v20990101:WebApp, which this version does not know"},
		{"a broken id", rewrite(`"id":"`+groupID+`"`, `"id":"rg"`), "has no valid id"},
		{"the key is lost", func(t *testing.T, path string) { require.NoError(t, os.Remove(path+".key")) }, "sealed with a key that cannot be read"},
		{"another key", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path+".key", []byte(strings.Repeat("k", 32)), 0o600))
		}, "the key does not fit"},
		{"half a key", func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path+".key", []byte("k"), 0o600)) }, "reading its key"},
		{"a secret in the open", rewrite(`"$sealed":"`, `"$sealed":"!`), "a secret is not sealed"},
		{"a folder", func(t *testing.T, path string) {
			require.NoError(t, os.Remove(path))
			require.NoError(t, os.Mkdir(path, 0o700))
		}, "reading the world"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := good(t)
			c.spoil(t, path)
			before, _ := os.ReadFile(path)
			_, err := arm.Open(path, arm.Options{})
			if c.message == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.message)
			require.ErrorContains(t, err, path, "it says which file")
			after, _ := os.ReadFile(path)
			assert.Equal(t, before, after, "nothing is overwritten")
		})
	}
}

func TestAnotherSubscriptionsWorld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.json")
	plantSecrets(t, openWorld(t, path))
	_, err := arm.Open(path, arm.Options{Subscription: "00000000-0000-0000-0000-000000000001"})
	require.ErrorContains(t, err, "it is of subscription "+arm.FakeSubscription)
}

func TestWorldThatCannotBeSavedIsNotChanged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "gone")
	require.NoError(t, os.Mkdir(folder, 0o700))
	w := world{World: openWorld(t, filepath.Join(folder, "world.json")), t: t}
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	before := w.Resources()
	require.NoError(t, os.RemoveAll(folder))
	_, _, err := w.try(account, accountInputs())
	require.ErrorContains(t, err, "saving the world")
	assert.Equal(t, before, w.Resources())
}
