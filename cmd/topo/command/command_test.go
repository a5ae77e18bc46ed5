package command

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

type group struct{ pulumi.CustomResourceState }

func register(ctx *pulumi.Context, name string, options ...pulumi.ResourceOption) (*group, error) {
	created := &group{}
	return created, ctx.RegisterResource("azure-native:resources:ResourceGroup", name, pulumi.Map{
		"resourceGroupName": pulumi.String("rg-" + name), "location": pulumi.String("swedencentral"),
	}, created, options...)
}

// long is a program that makes resource groups one after the other, more than
// a test waits for.
func long(ctx *pulumi.Context) error {
	var previous []pulumi.Resource
	for i := range 500 {
		next, err := register(ctx, fmt.Sprintf("group-%d", i), pulumi.DependsOn(previous))
		if err != nil {
			return err
		}
		previous = []pulumi.Resource{next}
	}
	return nil
}

// TestMain lets the tests start this very binary as topo.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_AS_TOPO") != "" {
		os.Exit(Main(long, os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"Pulumi.yaml": "name: little\nruntime: go\nconfig: {tags: {type: object, default: {}}}\n", "Pulumi.dev.yaml": "",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	require.NoError(t, os.Mkdir(filepath.Join(dir, "tools"), 0o755))
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join("../../../tools", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "tools", name), content, 0o644))
	}
	return dir
}

func TestExitCodes(t *testing.T) {
	one := func(ctx *pulumi.Context) error {
		_, err := register(ctx, "one")
		return err
	}
	refusing := func(*pulumi.Context) error { return fmt.Errorf("no such region") }
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		args    []string
		code    int
		says    string // on standard output or standard error
	}{
		"help":             {one, nil, exitHeld, "topo runs this project's Pulumi program"},
		"held":             {one, []string{"rehearse"}, exitHeld, "Everything held: 5 operations in "},
		"not held":         {refusing, []string{"rehearse", "--only", "preview"}, exitNotHeld, "NOT everything held"},
		"unknown command":  {one, []string{"rehears"}, exitUsage, `unknown command "rehears"`},
		"unknown flag":     {one, []string{"rehearse", "--stak", "dev"}, exitUsage, "unknown flag: --stak"},
		"unknown stack":    {one, []string{"rehearse", "--stack", "dve"}, exitUsage, `did you mean "dev"?`},
		"unknown argument": {one, []string{"rehearse", "dev"}, exitUsage, `unknown command "dev"`},
		"unknown state":    {one, []string{"rehearse", "--from", "none.json"}, exitUsage, "--from none.json cannot be read: no such file or directory"},
		"foreign state":    {one, []string{"rehearse", "--from", "Pulumi.yaml"}, exitUsage, "--from Pulumi.yaml is no JSON ("},
		"drift too early":  {one, []string{"rehearse", "--drift", "--only", "up"}, exitUsage, "--drift comes after an up and a refresh"},
		"foreign world":    {one, []string{"serve", "--world", "Pulumi.yaml"}, exitNotHeld, "it is not a world's file"},
		"bad fault":        {one, []string{"rehearse", "--fault", "crate:*=503"}, exitUsage, `--fault "crate:*=503": the operation "crate" is none of`},
		"a missed fault":   {one, []string{"rehearse", "--fault", "create:*:PrivateEndpoint=503"}, exitNotHeld, "never happened: there were no creations"},
		"a fault":          {one, []string{"rehearse", "--fault", "create:*=503"}, exitHeld, "ok: the same end as without faults"},
		"bad address":      {one, []string{"serve", "--listen", "here"}, exitUsage, "write 127.0.0.1:PORT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(project(t))
			var out, errOut bytes.Buffer
			code := Main(test.program, test.args, &out, &errOut)
			require.Equal(t, test.code, code, errOut.String())
			require.Contains(t, out.String()+errOut.String(), test.says)
			require.Equal(t, code == exitUsage, strings.Contains(errOut.String(), "Run `"+invocation))
			if code == exitUsage {
				require.Regexp(t, "Run `"+invocation+"( rehearse| serve)? --help` for", errOut.String())
				require.Equal(t, name == "unknown command", strings.Contains(errOut.String(), "Run `"+invocation+" --help`"))
			}
		})
	}
}

func TestABrokenStackFileIsNoWrongCall(t *testing.T) {
	dir := project(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.dev.yaml"), []byte("config: {little:tag: {}}\n"), 0o644))
	t.Chdir(dir)
	var out, errOut bytes.Buffer
	require.Equal(t, exitNotHeld, Main(long, []string{"rehearse"}, &out, &errOut))
	require.Equal(t, "Error: Pulumi.dev.yaml, line 1: unknown key \"little:tag\"; did you mean \"tags\"?; "+
		"Pulumi.yaml declares tags\n", errOut.String())
	require.Empty(t, out.String())
}

// TestExamplesRunAsTheyStand: an example is a command that a reader can paste,
// and git ignores what it writes into the checkout.
func TestExamplesRunAsTheyStand(t *testing.T) {
	ignored, err := os.ReadFile("../../../.gitignore")
	require.NoError(t, err)
	examples := 0
	for _, command := range newRoot(long, nil, nil, &stopper{}).Commands() {
		for example := range strings.Lines(command.Example) {
			words := strings.Fields(example)
			require.Equal(t, strings.Fields(invocation), words[:3], example)
			found, rest, err := command.Root().Find(words[3:])
			require.NoError(t, err, example)
			require.NoError(t, found.ParseFlags(rest), example)
			for name, pattern := range map[string]string{"export": "*.deployment.json", "timeline": "*.timeline.svg"} {
				file := found.Flags().Lookup(name)
				if file == nil || !file.Changed {
					continue
				}
				require.Contains(t, strings.Split(string(ignored), "\n"), pattern)
				matches, err := filepath.Match(pattern, file.Value.String())
				require.NoError(t, err)
				require.True(t, matches, "%s is not ignored", file.Value)
			}
			examples++
		}
	}
	require.Equal(t, 11, examples)
	info, err := os.Stat("../../../" + strings.Fields(invocation)[2])
	require.NoError(t, err)
	require.True(t, info.IsDir())
}
