package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	azresources "github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	azstorage "github.com/pulumi/pulumi-azure-native-sdk/storage/v2/v20240101"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// packed is a program under the policy pack, which the CLI finds on the PATH
// where it has no language host that would compile it.
func packed(t *testing.T, program pulumi.RunFunc, dir string) *served {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	if runtime.GOOS == "windows" {
		t.Skip("runs a shell")
	}
	folder, root := t.TempDir(), recorder.Root(t)
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(folder, "pulumi-analyzer-policy-go"), "./cmd/policy")
	build.Dir = root
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	s := serve(t, program, dir)
	s.environment += "export PATH='" + folder + string(os.PathListSeparator) + "'\"$PATH\"\n"
	s.operations += " --policy-pack '" + filepath.Join(root, "cmd", "policy") + "'"
	return s
}

// packSection is what the CLI prints of a pack, up to the next section.
func packSection(out string) string {
	_, after, _ := strings.Cut(out, "Policies:\n")
	section, _, _ := strings.Cut(after, "\n\n")
	return section
}

const passed = "✅ secure-azure-openai@v1.0.0"

// TestThePolicyPackHolds for both stacks, before and after their deployment,
// when ids are unknown and when they are known. At the end of a gateway's first
// up, which makes everything, it asks for the second one.
func TestThePolicyPackHolds(t *testing.T) {
	s := packed(t, topology.Deploy, recorder.Root(t))
	const up = "up --yes --skip-preview"
	for _, row := range []struct{ stack, command, asks string }{
		{"dev", "preview", ""}, {"dev", up, ""}, {"dev", "preview", ""},
		{"prod", "config set --path gateway.lockdown false", ""}, {"prod", "preview", ""}, {"prod", up, "G3"},
		{"prod", "config set --path gateway.lockdown true", ""}, {"prod", "preview", ""}, {"prod", up, ""}, {"prod", "preview", ""},
	} {
		out, complaints, err := s.run(row.stack, row.command)
		if strings.HasPrefix(row.command, "config") {
			require.NoError(t, err, complaints)
			continue
		}
		said := packSection(out)
		assert.Equal(t, row.asks == "", err == nil, "%s, %s: %s", row.stack, row.command, said)
		if row.asks == "" {
			assert.Contains(t, said, passed, "%s, %s", row.stack, row.command)
			assert.NotContains(t, said, "[mandatory]")
			continue
		}
		assert.Equal(t, 1, strings.Count(said, "[mandatory]"), said)
		assert.Contains(t, said, "[mandatory]  "+row.asks+"  ")
	}
}

// notLinked is the program without the private endpoint of one service: no
// resource of it is wrong by itself, and so the guard has nothing to say.
func notLinked(ctx *pulumi.Context) error {
	if err := topology.Deploy(ctx); err != nil {
		return err
	}
	return scratch(ctx, func(_ *azresources.ResourceGroup, _ *azstorage.StorageAccountArgs) {})
}

// TestThePolicyPackRefuses what only the whole stack shows, at preview; where
// the stack lowers the guard, it advises.
func TestThePolicyPackRefuses(t *testing.T) {
	s := packed(t, notLinked, recorder.Root(t))
	out, complaints, err := s.run("dev", "preview")
	require.Error(t, err, out+complaints)
	said := packSection(out)
	assert.Contains(t, said, "❌ secure-azure-openai@v1.0.0")
	assert.Contains(t, said, `- [mandatory]  R24  (azure-native:storage/v20240101:StorageAccount: scratch)
          Storage has a private endpoint, group blob, with its record in privatelink.blob.core.windows.net
          storage:StorageAccount scratch:
          - no private endpoint, want one for group blob
          Give Storage one private endpoint for group blob, with a DNS zone group for its zone.`)

	lowered := packed(t, notLinked, projectWith(t, "dev", func(content string) string {
		return content + "\n  secure-azure-openai:posture: { guard: warn }\n"
	}))
	out, complaints, err = lowered.run("dev", "preview")
	require.NoError(t, err, out+complaints)
	assert.Contains(t, packSection(out), "- [advisory]  R24  (azure-native:storage/v20240101:StorageAccount: scratch)")
	assert.NotContains(t, packSection(out), "[mandatory]")
}

// TestThePolicyPackRefusesABadSetting with the setting's own message.
func TestThePolicyPackRefusesABadSetting(t *testing.T) {
	s := packed(t, func(*pulumi.Context) error { return nil }, projectWith(t, "dev", func(content string) string {
		return content + "\n  secure-azure-openai:posture: { guard: off }\n"
	}))
	out, complaints, err := s.run("dev", "preview")
	require.Error(t, err)
	assert.Contains(t, out+complaints, "reading what stack dev tells the security check")
	assert.Contains(t, out+complaints, `secure-azure-openai:posture.guard: "off" is no guard; use one of enforce, warn`)
}
