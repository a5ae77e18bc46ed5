package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// accountable is a program that the stand-in for Azure knows: a resource
// group, and in it a storage account with a tag that holds the configuration's
// secret, marked as one or not.
func accountable(marked bool) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var group, account thing
		if err := ctx.RegisterResource("azure-native:resources:ResourceGroup", "group", pulumi.Map{
			"resourceGroupName": pulumi.String("rg-" + ctx.Stack()), "location": pulumi.String("swedencentral"),
		}, &group); err != nil {
			return err
		}
		settings, _ := ctx.GetConfig("little:settings")
		var tag pulumi.StringInput = pulumi.String(settings)
		if marked {
			tag = pulumi.ToSecret(tag).(pulumi.StringOutput)
		}
		// The account needs its group to be there; its name is known before.
		return ctx.RegisterResource("azure-native:storage/v20240101:StorageAccount", "account", pulumi.Map{
			"resourceGroupName": pulumi.String("rg-" + ctx.Stack()), "accountName": pulumi.String("sa" + ctx.Stack()),
			"location": pulumi.String("swedencentral"), "kind": pulumi.String("StorageV2"),
			"sku": pulumi.Map{"name": pulumi.String("Standard_LRS")}, "tags": pulumi.Map{"settings": tag},
		}, &account, pulumi.DependsOn([]pulumi.Resource{&group}))
	}
}

// serving starts a Serve and answers what it printed, and how to end it.
func serving(t *testing.T, options ServeOptions) (printed string, end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := &lockedWriter{to: &bytes.Buffer{}}
	options.Out = out
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, options) }()
	text := func() string {
		out.mu.Lock()
		defer out.mu.Unlock()
		return out.to.(*bytes.Buffer).String()
	}
	for !strings.Contains(text(), "Ctrl-C ends it.") {
		select {
		case err := <-ended:
			t.Fatalf("serve ended: %v\n%s", err, text())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return text(), func() {
		cancel()
		require.NoError(t, <-ended)
	}
}

// paste runs one of the printed commands in a shell, as a user would who has
// pasted the variables before.
func paste(t *testing.T, printed, command string) string {
	t.Helper()
	var script []string
	for line := range strings.Lines(printed) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "export ") || strings.HasPrefix(line, "unset ") {
			script = append(script, line)
		}
		if strings.Contains(line, " "+command+" --stack dev ") {
			script = append(script, line+" --yes --non-interactive")
		}
	}
	shell := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(
		strings.Join(script, "\n"), "preview --stack dev", "preview --expect-no-changes --stack dev"))
	shell.Env = append(os.Environ(), "PULUMI_ACCESS_TOKEN=not-for-this", "PULUMI_CONFIG_PASSPHRASE=wrong")
	if command == "preview" {
		shell.Args[2] = strings.ReplaceAll(shell.Args[2], "--yes ", "")
	}
	output, err := shell.CombinedOutput()
	require.NoError(t, err, "%s\n%s", shell.Args[2], output)
	return string(output)
}

func TestServeForThePlainCLI(t *testing.T) {
	t.Parallel()
	options := ServeOptions{Program: accountable(true), Dir: testProject(t, secretStack), World: filepath.Join(t.TempDir(), "my world.json")}
	before := snapshot(t, options.Dir)

	printed, end := serving(t, options)
	require.Contains(t, paste(t, printed, "up"), "+ 3 created")
	require.Contains(t, paste(t, printed, "preview"), "3 unchanged")
	end()

	// A second serve finds the same world and the same stacks, and the same
	// placeholder stands for the secret that the account's tag holds.
	printed, end = serving(t, options)
	require.Contains(t, paste(t, printed, "up"), "3 unchanged")
	require.Contains(t, paste(t, printed, "refresh"), "3 unchanged")
	require.Contains(t, paste(t, printed, "destroy"), "- 3 deleted")
	end()
	require.Equal(t, before, snapshot(t, options.Dir), "the project is as it was")
}

func TestServeWithoutAWorldLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	printed, end := serving(t, ServeOptions{Program: accountable(true), Dir: testProject(t, "")})
	require.Contains(t, printed, "it ends with this process")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "secure-azure-openai-rehearsal-*"))
	require.NoError(t, err)
	require.Len(t, left, 1)
	end()
	left, err = filepath.Glob(filepath.Join(os.TempDir(), "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestServeRunsTheProgramsErrorsAndPanics(t *testing.T) {
	t.Parallel()
	printed, end := serving(t, ServeOptions{Dir: testProject(t, ""), Program: func(ctx *pulumi.Context) error {
		if ctx.DryRun() {
			return errors.New("no such region")
		}
		panic("a mistake of ours")
	}})
	defer end()
	for command, says := range map[string]string{
		"preview": "no such region", "up --skip-preview": "the program panicked: a mistake of ours",
	} {
		line := regexp.MustCompile(`(?m)^.* ` + strings.Fields(command)[0] + ` --stack dev .*$`).FindString(printed)
		script := strings.Join(regexp.MustCompile(`(?m)^  (?:export|unset) .*$`).FindAllString(printed, -1), "\n") +
			"\n" + strings.Replace(line, strings.Fields(command)[0], command, 1) + " --non-interactive"
		if command != "preview" {
			script += " --yes"
		}
		output, err := exec.CommandContext(t.Context(), "sh", "-c", script).CombinedOutput()
		require.Error(t, err)
		require.Contains(t, string(output), says)
	}
}

func TestOneWorldIsServedOnce(t *testing.T) {
	t.Parallel()
	options := ServeOptions{Program: accountable(true), Dir: testProject(t, ""), World: filepath.Join(t.TempDir(), "world.json")}
	_, end := serving(t, options)
	defer end()
	options.Out = t.Output()
	require.EqualError(t, Serve(t.Context(), options),
		"another process serves the world "+options.World+": end it first, or name another --world")
}

func TestBadServeOptions(t *testing.T) {
	dir := testProject(t, "")
	foreign := filepath.Join(t.TempDir(), "foreign.json")
	require.NoError(t, os.WriteFile(foreign, []byte("a shopping list"), 0o600))
	_, taken, err := listenerOn(t)
	require.NoError(t, err)
	for name, test := range map[string]struct {
		options ServeOptions
		says    string
	}{
		"no port": {ServeOptions{Listen: "7700"}, `--listen "7700" is no address and port: write 127.0.0.1:PORT, such as 127.0.0.1:7700`},
		"everybody's address": {ServeOptions{Listen: "0.0.0.0:7700"}, `--listen "0.0.0.0:7700": the engine looks for its provider ` +
			"on this machine only, and whoever reaches the stand-in may change it: write 127.0.0.1:7700"},
		"a taken port":       {ServeOptions{Listen: taken}, "cannot be had: "},
		"a folder for world": {ServeOptions{World: dir}, "--world " + dir + " is a folder: name a file, such as " + filepath.Join(dir, "world.json")},
		"no folder for world": {ServeOptions{World: filepath.Join(dir, "none", "w.json")},
			"there is no folder " + filepath.Join(dir, "none") + "; create it first"},
		"a foreign file": {ServeOptions{World: foreign}, foreign},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.Dir, test.options.Program, test.options.Out = dir, accountable(true), t.Output()
			require.ErrorContains(t, Serve(t.Context(), test.options), test.says)
		})
	}
	content, err := os.ReadFile(foreign)
	require.NoError(t, err)
	require.Equal(t, "a shopping list", string(content))
}

func TestQuote(t *testing.T) {
	require.Equal(t, "/tmp/a-b.c", quote("/tmp/a-b.c"))
	require.Equal(t, "'/tmp/my files'", quote("/tmp/my files"))
	require.Equal(t, `'it'\''s'`, quote("it's"))
	require.Equal(t, "''", quote(""))
}

// listenerOn takes a port for the length of a test.
func listenerOn(t *testing.T) (net.Listener, string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		t.Cleanup(func() { _ = listener.Close() })
	}
	return listener, listener.Addr().String(), err
}
