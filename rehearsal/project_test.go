package rehearsal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"secure-azure-openai/settings"
)

func TestFindProjectFromBelow(t *testing.T) {
	dir := testProject(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.alpha.yaml"), nil, 0o644))
	below := filepath.Join(dir, "a", "b")
	require.NoError(t, os.MkdirAll(below, 0o755))
	project, err := FindProject(below)
	require.NoError(t, err)
	require.Equal(t, dir, project.Dir)
	require.Equal(t, "little", project.Name)
	require.Equal(t, []string{"settings", "tags"}, project.Keys, "with or without the namespace")
	require.Equal(t, []string{"alpha", "dev"}, project.Stacks)
}

func TestNoProject(t *testing.T) {
	dir := t.TempDir()
	_, err := FindProject(dir)
	require.EqualError(t, err, "found no Pulumi.yaml in "+dir+
		" or in any folder above it: run this inside a checkout of the project")
	var usage *UsageError
	require.ErrorAs(t, err, &usage)
}

func TestBadOptions(t *testing.T) {
	dir := testProject(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.prod.yaml"), nil, 0o644))
	project, err := FindProject(dir)
	require.NoError(t, err)
	for name, test := range map[string]struct {
		options Options
		says    string
	}{
		"an unknown stack": {
			Options{Stacks: []string{"prd"}},
			`there is no stack "prd": no file Pulumi.prd.yaml in ` + dir + `; there are dev, prod; did you mean "prod"?`,
		},
		"an unknown part": {
			Options{Only: "prevew"},
			`--only "prevew" is no part of the cycle: it is preview or up; did you mean "preview"?`,
		},
		"two stacks into one file": {
			Options{Export: "x.json"},
			"--export writes one stack's deployment, and here are 2: add --stack dev, for example",
		},
		"an export of a preview": {
			Options{Stacks: []string{"dev"}, Export: "x.json", Only: OnlyPreview},
			"--export needs an up, and --only preview does none: use --only up, or leave --only out",
		},
		"two stacks into one picture": {
			Options{Timeline: "x.svg"},
			"--timeline writes one stack's deployment, and here are 2: add --stack dev, for example",
		},
		"a picture of a preview": {
			Options{Stacks: []string{"dev"}, Timeline: "x.svg", Only: OnlyPreview},
			"--timeline needs an up, and --only preview does none: use --only up, or leave --only out",
		},
		"a picture onto a folder": {
			Options{Stacks: []string{"dev"}, Timeline: dir},
			"--timeline " + dir + " is a folder: name a file, such as " + filepath.Join(dir, "dev.svg"),
		},
		"an export and a picture in one file": {
			Options{Stacks: []string{"dev"}, Timeline: "./x", Export: "x"},
			"--export and --timeline both write x: name two files",
		},
		"an export and a table in one file": {
			Options{Stacks: []string{"dev"}, Timeline: "x.svg", Export: "x.svg.txt"},
			"--export and --timeline both write x.svg.txt: name two files",
		},
		"an export onto a folder": {
			Options{Stacks: []string{"dev"}, Export: dir},
			"--export " + dir + " is a folder: name a file, such as " + filepath.Join(dir, "dev.json"),
		},
		"a malformed fault": {
			Options{Faults: []string{"create:*=lost", "create:*:Subnt"}},
			`--fault "create:*:Subnt" is no fault: write OPERATION:TYPE[:N]=OUTCOME[xCOUNT], such as create:*:PrivateEndpoint=503`,
		},
		"a fault of a type that is not there": {
			Options{Faults: []string{"create:*:WebAp=503"}},
			`--fault "create:*:WebAp=503": no type that the stand-in for Azure knows matches "*:WebAp"; did you mean "*:WebApp"?`,
		},
		"a fault in a preview": {
			Options{Faults: []string{"create:*=503"}, Only: OnlyPreview},
			"--fault needs an up, and --only preview does none: use --only up, or leave --only out",
		},
		"chaos in a preview": {
			Options{Chaos: "1", Only: OnlyPreview},
			"--chaos needs an up, and --only preview does none: use --only up, or leave --only out",
		},
		"a fault after the up": {
			Options{Faults: []string{"delete:*=503"}, Only: OnlyUp},
			"--fault delete:*=503 cannot come about: --only up deletes nothing; leave --only out",
		},
		"a seed that is no number": {
			Options{Chaos: "seven"},
			`--chaos "seven" is no seed: it must be a whole number from 0 on, such as --chaos 7`,
		},
		"a negative seed": {
			Options{Chaos: "-1"},
			`--chaos "-1" is no seed: it must be a whole number from 0 on, such as --chaos 7`,
		},
		"faults and chaos": {
			Options{Chaos: "1", Faults: []string{"create:*=503"}},
			"--fault and --chaos are two ways to say what goes wrong: give one of them",
		},
		"faults and drift": {
			Options{Chaos: "1", Drift: true},
			"--chaos and --drift are two rehearsals: run one after the other",
		},
		"faults in what is taken over": {
			Options{Faults: []string{"create:*=503"}, From: "state.json"},
			"--fault and --from are two rehearsals: run one after the other",
		},
		"an export into no folder": {
			Options{Stacks: []string{"dev"}, Export: filepath.Join(dir, "none", "x.json")},
			"--export " + filepath.Join(dir, "none", "x.json") + ": there is no folder " +
				filepath.Join(dir, "none") + "; create it first",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := test.options.check(project)
			require.EqualError(t, err, test.says)
			var usage *UsageError
			require.ErrorAs(t, err, &usage)
		})
	}
}

func TestStacksAreTakenOnceInTheGivenOrder(t *testing.T) {
	project := &Project{Stacks: []string{"dev", "prod"}}
	stacks, err := project.choose([]string{"prod", "dev", "prod"})
	require.NoError(t, err)
	require.Equal(t, []string{"prod", "dev"}, stacks)
}

func TestBadStackFiles(t *testing.T) {
	seal, err := newSealer("")
	require.NoError(t, err)
	for name, test := range map[string]struct{ file, says string }{
		"a misspelt key": {
			"config:\n  little:setings: {}\n",
			`Pulumi.dev.yaml, line 2: unknown key "little:setings"; did you mean "settings"?; Pulumi.yaml declares settings, tags`,
		},
		"a misspelt key without a namespace": {
			"config:\n  tag: {}\n",
			`Pulumi.dev.yaml, line 2: unknown key "tag"; did you mean "tags"?; Pulumi.yaml declares settings, tags`,
		},
		"a key that resembles nothing": {
			"config:\n  little:whatever: {}\n",
			`Pulumi.dev.yaml, line 2: unknown key "little:whatever"; Pulumi.yaml declares settings, tags`,
		},
		"a misspelt namespace": {
			"config:\n  litle:tags: {}\n",
			`Pulumi.dev.yaml, line 2: the key "litle:tags" belongs to no project here: did you mean "little:tags"?`,
		},
		"two misspelt keys": {
			"config:\n  little:tag: {}\n  little:setting: {}\n",
			"Pulumi.dev.yaml, line 2: unknown key \"little:tag\"; did you mean \"tags\"?; Pulumi.yaml declares settings, tags\n" +
				"Pulumi.dev.yaml, line 3: unknown key \"little:setting\"; did you mean \"settings\"?; Pulumi.yaml declares settings, tags",
		},
		"the engine's old form of a key": {
			"config:\n  little:config:tag: {}\n",
			`Pulumi.dev.yaml, line 2: unknown key "little:config:tag"; did you mean "tags"?; Pulumi.yaml declares settings, tags`,
		},
		"no form of a key": {
			"config:\n  little:a:tags: {}\n  little:config:tags:b: {}\n",
			"Pulumi.dev.yaml, line 2: \"little:a:tags\" is no configuration key; use the form little:<name>\n" +
				"Pulumi.dev.yaml, line 3: \"little:config:tags:b\" is no configuration key; use the form little:<name>",
		},
		"a key in two forms": {
			"config:\n  little:config:tags: {}\n  tags: {}\n",
			`Pulumi.dev.yaml, line 3: "tags" and "little:config:tags" in line 2 are the same key; keep one of the two`,
		},
		"an object that is encrypted whole": {
			"config:\n  little:config:tags: {secure: v1:AAAA}\n",
			`Pulumi.dev.yaml, line 2: "little:config:tags" is encrypted whole, and the engine takes no encrypted text for an object: ` +
				"encrypt the values inside it, with pulumi config set --secret --path",
		},
		"mistakes of each kind": {
			"config:\n  little:a:tags: {}\n  tag: {}\n  litle:tags: {}\n  aws:region: x\n  little:seting: {}\n",
			"Pulumi.dev.yaml, line 2: \"little:a:tags\" is no configuration key; use the form little:<name>\n" +
				"Pulumi.dev.yaml, line 3: unknown key \"tag\"; did you mean \"tags\"?; Pulumi.yaml declares settings, tags\n" +
				"Pulumi.dev.yaml, line 4: the key \"litle:tags\" belongs to no project here: did you mean \"little:tags\"?\n" +
				"Pulumi.dev.yaml, line 6: unknown key \"little:seting\"; did you mean \"settings\"?; Pulumi.yaml declares settings, tags",
		},
		"no YAML": {"config:\n  a: [1\n", "DIR/Pulumi.dev.yaml is not valid YAML: near line 1: did not find expected ',' or ']'"},
		"a key given twice": {
			"config:\n  little:tags: {}\n  little:tags: {}\n",
			`DIR/Pulumi.dev.yaml is not valid YAML: near line 3: mapping key "little:tags" already defined at line 2`,
		},
		"a list of settings": {
			"config: [1]\n",
			`DIR/Pulumi.dev.yaml, line 1: "config" must hold keys and values, such as "little:retrieval: direct"`,
		},
		"no mapping": {"hello\n", "DIR/Pulumi.dev.yaml is not valid YAML: near line 1: cannot unmarshal"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := testProject(t, test.file)
			project, err := FindProject(dir)
			require.NoError(t, err)
			_, err = project.copyInto(t.TempDir(), []string{"dev"}, "", seal)
			require.Error(t, err)
			require.Contains(t, filepath.ToSlash(err.Error()), replaceDir(test.says, dir))
		})
	}
}

func TestEveryFormOfAKeyIsRead(t *testing.T) {
	project := &Project{Name: "little", Keys: []string{"settings", "tags"}}
	for _, form := range []string{"tags", "little:tags", "little:config:tags"} {
		require.NoError(t, project.checkKeys("Pulumi.dev.yaml", []byte("config: {"+form+": {}, azure-native:location: x}\n")))
	}
}

// TestEncryptedKeysAgreeWithTheSettings: what stands for the whole of a key is
// the same here and for whoever reads the stack file without the engine. Here
// only a text can be encrypted whole.
func TestEncryptedKeysAgreeWithTheSettings(t *testing.T) {
	project, err := FindProject("..")
	require.NoError(t, err)
	projectFile, err := os.ReadFile("../Pulumi.yaml")
	require.NoError(t, err)
	require.ElementsMatch(t, settings.Keys(), project.Keys)
	for _, key := range settings.Keys() {
		stackFile := []byte("config: {" + project.Name + ":" + key + ": {secure: v1:AAAA}}\n")
		require.Equal(t, settings.IsObject(key), project.checkKeys("Pulumi.dev.yaml", stackFile) != nil, key)
		if settings.IsObject(key) {
			continue
		}
		source, err := settings.FromStackFile(project.Name, "dev", projectFile, stackFile)
		require.NoError(t, err)
		require.Equal(t, settings.Value{Text: project.declared[key].Default.(string), Secret: true}, source.Values[key], key)
	}
}

func TestTheCopyIsFitForARun(t *testing.T) {
	dir := testProject(t, `secretsprovider: azurekeyvault://vault/keys/pulumi
encryptedkey: AAAA
environment: [shared]
config:
  azure-native:location: swedencentral
  little:mode:
    secure: v1:foreign
  little:settings:
    plain: 1
    list: [{secure: v1:foreign}, two]
`)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.yaml"),
		[]byte("name: little\nruntime: go\nmain: src\nbackend: {url: 's3://state'}\nconfig: {mode: {type: string, default: as declared}, settings: {}}\n"), 0o644))
	project, err := FindProject(dir)
	require.NoError(t, err)
	seal, err := newSealer("stands for a secret")
	require.NoError(t, err)
	folder := t.TempDir()
	notes, err := project.copyInto(folder, []string{"dev"}, "/code", seal)
	require.NoError(t, err)
	require.Equal(t, []string{
		`Pulumi.dev.yaml: left out "environment", which only Pulumi Cloud can resolve`,
		"Pulumi.dev.yaml: 2 secure values are replaced by placeholders",
	}, notes)

	var copied map[string]any
	read := func(name string) {
		copied = nil
		content, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		require.NotContains(t, string(content), "foreign")
		require.NotContains(t, string(content), "stands for a secret")
		require.NoError(t, yaml.Unmarshal(content, &copied))
	}
	read("Pulumi.yaml")
	require.Equal(t, "/code", copied["main"])
	require.NotContains(t, copied, "backend")
	read("Pulumi.dev.yaml")
	require.NotContains(t, copied, "secretsprovider")
	require.NotContains(t, copied, "encryptedkey")
	require.NotContains(t, copied, "environment")
	require.Equal(t, seal.salt, copied["encryptionsalt"])
	settings := copied["config"].(map[string]any)["little:settings"].(map[string]any)
	require.Equal(t, 1, settings["plain"])
	sealed := settings["list"].([]any)[0].(map[string]any)["secure"].(string)
	opened, err := seal.crypter.DecryptValue(t.Context(), sealed)
	require.NoError(t, err)
	require.Equal(t, "stands for a secret", opened)
	require.Equal(t, []hiddenValue{{path: "little:settings.list[0]", text: "stands for a secret"}}, seal.hidden)
	sealed = copied["config"].(map[string]any)["little:mode"].(map[string]any)["secure"].(string)
	opened, err = seal.crypter.DecryptValue(t.Context(), sealed)
	require.NoError(t, err)
	require.Equal(t, "as declared", opened, "a text that is encrypted whole has its key's default")
}

func replaceDir(text, dir string) string {
	return strings.ReplaceAll(text, "DIR", filepath.ToSlash(dir))
}
