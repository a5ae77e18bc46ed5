package tests

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// releases holds the exported state of every stack of every release: see the
// README there.
const releases = "testdata/releases"

var record = flag.String("record", "", "keep the states of this checkout as those of a release (v0.2.0)")

// TestTakesOverEveryRelease begins with the state that each release left, and
// lets this program take it over: nothing may be replaced or deleted. It is
// how one learns that a renamed resource lacks its alias.
func TestTakesOverEveryRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	if *record != "" {
		recordRelease(t, *record)
	}
	states, err := filepath.Glob(filepath.Join(releases, "*", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, states)
	for _, file := range states {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), releases+"/"), ".json"), func(t *testing.T) {
			report, out := takeOverIn(t, filesOf(t, file), file, topology.Deploy)
			require.True(t, report.Held(), out)
			require.GreaterOrEqual(t, len(report.Operations), 5, "not the whole cycle ran:\n%s", out)
			up := report.Operations[1]
			assert.Equal(t, "up from state", up.Name)
			assert.Equal(t, "nothing replaced", up.Verdict)
			t.Log(strings.Join(up.Details, "\n"))
		})
	}
}

// TestReleasesKeepWhatTheyHad: every release has the state of every stack, and
// in none is a secret, or a path of the machine that wrote it.
func TestReleasesKeepWhatTheyHad(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(releases, "v*"))
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		assert.Regexp(t, `^v\d+\.\d+\.\d+$`, filepath.Base(folder))
		for _, stack := range []string{"dev", "prod"} {
			content, err := os.ReadFile(filepath.Join(folder, stack+".json"))
			require.NoError(t, err)
			for _, forbidden := range []string{`"ciphertext": "v1:`, `"plaintext"`, "sourcePosition", "project://", `"salt"`} {
				assert.NotContains(t, string(content), forbidden, "%s %s", folder, stack)
			}
		}
	}
}

// TestAReleaseNoticesARename: a release in which the workspace's component had
// another name is refused by the same check, and taken with the alias that
// such a change has to ship with.
func TestAReleaseNoticesARename(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	content, err := os.ReadFile(filepath.Join(releases, "v0.1.0", "dev.json"))
	require.NoError(t, err)
	renamed := bytes.ReplaceAll(content, []byte("Workspace::workspace"), []byte("Workspace::logs"))
	require.NotEqual(t, content, renamed)
	file := filepath.Join(t.TempDir(), "dev.json")
	require.NoError(t, os.WriteFile(file, renamed, 0o600))

	report, out := takeOver(t, file, topology.Deploy)
	require.False(t, report.Held(), out)
	assert.Contains(t, out, "NOT OK: replaced or deleted")
	assert.Contains(t, out, "deleted: urn:pulumi:dev::secure-azure-openai::secure-azure-openai:services/monitor:Workspace$"+
		"azure-native:operationalinsights/v20230901:Workspace::logs-workspace\n")
	assert.Contains(t, out, "if workspace-workspace is logs-workspace under a new name or parent, say so with pulumi.Aliases\n")

	report, out = takeOver(t, file, func(ctx *pulumi.Context) error {
		err := ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			if args.Name != "workspace" {
				return nil
			}
			return &pulumi.ResourceTransformationResult{
				Props: args.Props, Opts: append(args.Opts, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("logs")}})),
			}
		})
		if err != nil {
			return err
		}
		return topology.Deploy(ctx)
	})
	require.True(t, report.Held(), out)
}

// filesOf is the project with the stack files that a release's user has: a new
// version of the program turns on nothing that the file did not ask for, and
// those before the gateway had none.
func filesOf(t *testing.T, state string) string {
	t.Helper()
	content, err := os.ReadFile(state)
	require.NoError(t, err)
	if filepath.Base(state) == "prod.json" && !bytes.Contains(content, []byte("azure-native:apimanagement")) {
		return projectWith(t, "prod", withoutGateway)
	}
	return recorder.Root(t)
}

// TestTheGatewayComesToARelease: turned on in a stack of a release without one,
// it takes the web app's role on Azure OpenAI away, and nothing else; nothing is
// replaced. The rehearsal names that deletion, since whoever upgrades has to
// want it: from then on the app calls the gateway.
func TestTheGatewayComesToARelease(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	dir := projectWith(t, "prod", func(content string) string { return strings.Replace(content, "lockdown: true", "lockdown: false", 1) })
	report, out := takeOverIn(t, dir, filepath.Join(releases, "v0.1.0", "prod.json"), topology.Deploy)
	require.False(t, report.Held(), out)
	var lost []string
	for _, operation := range report.Operations {
		for _, line := range operation.Details {
			if strings.HasPrefix(line, "deleted: ") || strings.HasPrefix(line, "replaced: ") {
				lost = append(lost, operation.Name+": "+line[:strings.Index(line, ":")]+" "+line[strings.LastIndex(line, ":")+1:])
			}
		}
	}
	assert.Equal(t, []string{"preview from state: deleted roles-webapp-cognitive-services-openai-user-on-openai"}, lost, out)
}

func takeOver(t *testing.T, file string, program pulumi.RunFunc) (rehearsal.Report, string) {
	t.Helper()
	return takeOverIn(t, recorder.Root(t), file, program)
}

func takeOverIn(t *testing.T, dir, file string, program pulumi.RunFunc) (rehearsal.Report, string) {
	t.Helper()
	var out bytes.Buffer
	report, err := rehearsal.Run(t.Context(), rehearsal.Options{
		Program: program, Dir: dir, From: file, Out: &out,
	})
	require.NoError(t, err, out.String())
	return report, out.String()
}

// recordRelease writes what every stack of this checkout exports into the
// folder of a release, without what differs from run to run or is secret.
func recordRelease(t *testing.T, version string) {
	t.Helper()
	require.Regexp(t, `^v\d+\.\d+\.\d+$`, version, "-record takes a version such as v0.2.0")
	folder := filepath.Join(releases, version)
	require.NoDirExists(t, folder, "a release's states are not written twice")
	written := map[string][]byte{}
	for _, stack := range []string{"dev", "prod"} {
		export := filepath.Join(t.TempDir(), stack+".json")
		var out bytes.Buffer
		report, err := rehearsal.Run(t.Context(), rehearsal.Options{
			Program: topology.Deploy, Dir: recorder.Root(t), Stacks: []string{stack}, Only: rehearsal.OnlyUp, Export: export, Out: &out,
		})
		require.NoError(t, err, out.String())
		require.True(t, report.Held(), out.String())
		content, err := os.ReadFile(export)
		require.NoError(t, err)
		written[stack] = cleaned(t, content)
	}
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for stack, content := range written {
		require.NoError(t, os.WriteFile(filepath.Join(folder, stack+".json"), content, 0o644))
	}
}

// cleaned is an exported state without its secrets, the key to them, times,
// and the places in the source that registered the resources.
func cleaned(t *testing.T, content []byte) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var document map[string]any
	require.NoError(t, decoder.Decode(&document))
	var clean func(any) any
	clean = func(value any) any {
		switch value := value.(type) {
		case map[string]any:
			if value[resource.SigKey] == resource.SecretSig {
				return map[string]any{resource.SigKey: resource.SecretSig, "ciphertext": "not kept"}
			}
			object := map[string]any{}
			for name, item := range value {
				object[name] = clean(item)
			}
			return object
		case []any:
			items := make([]any, len(value))
			for i, item := range value {
				items[i] = clean(item)
			}
			return items
		}
		return value
	}
	deployment := document["deployment"].(map[string]any)
	delete(deployment, "secrets_providers")
	deployment["manifest"].(map[string]any)["time"] = "0001-01-01T00:00:00Z"
	for _, item := range deployment["resources"].([]any) {
		r := item.(map[string]any)
		for _, name := range []string{"sourcePosition", "stackTrace", "created", "modified"} {
			delete(r, name)
		}
		for _, part := range []string{"inputs", "outputs"} {
			if values, there := r[part]; there {
				r[part] = clean(values)
			}
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	require.NoError(t, encoder.Encode(document))
	return out.Bytes()
}
