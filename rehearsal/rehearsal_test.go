package rehearsal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// testProject writes a project with one stack, dev, and answers its folder.
func testProject(t *testing.T, stack string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	write("Pulumi.yaml", `name: little
runtime: go
config:
  little:tags: {type: object, default: {}}
  settings: {type: object, default: {}}
`)
	write("Pulumi.dev.yaml", stack)
	// What finds or builds the CLI is the project's own.
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join("../tools", name))
		require.NoError(t, err)
		write(filepath.Join("tools", name), string(content))
	}
	return dir
}

type thing struct{ pulumi.CustomResourceState }

// little is a program of three resources, the last of which holds the
// configuration's secret.
func little(options ...pulumi.ResourceOption) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var group, store, app thing
		if err := ctx.RegisterResource("azure-native:resources:ResourceGroup", "group",
			pulumi.Map{"location": pulumi.String("swedencentral")}, &group, options...); err != nil {
			return err
		}
		if err := ctx.RegisterResource("azure-native:storage:StorageAccount", "store",
			pulumi.Map{"group": group.ID()}, &store); err != nil {
			return err
		}
		settings, _ := ctx.GetConfig("little:settings")
		var value pulumi.StringInput = pulumi.String(settings)
		if ctx.IsConfigSecret("little:settings") {
			value = pulumi.ToSecret(pulumi.String(settings)).(pulumi.StringOutput)
		}
		return ctx.RegisterResource("azure-native:web:WebApp", "app",
			pulumi.Map{"group": group.ID(), "settings": value}, &app)
	}
}

// run rehearses little in a project with the given stack file.
func run(t *testing.T, fake *fakeCloud, stack string, change func(*Options)) (Report, string, error) {
	t.Helper()
	var out bytes.Buffer
	options := Options{Program: little(), Dir: testProject(t, stack), Out: &out,
		open: fake.start, temp: t.TempDir()}
	if change != nil {
		change(&options)
	}
	before := snapshot(t, options.Dir)
	report, err := Run(t.Context(), options)
	require.Equal(t, before, snapshot(t, options.Dir), "the project is as it was")
	left, globErr := filepath.Glob(filepath.Join(options.temp, "*"))
	require.NoError(t, globErr)
	require.Empty(t, left, "no temporary folder is left")
	t.Log(out.String())
	return report, out.String(), err
}

// snapshot is every file below dir with its content.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			var content []byte
			content, err = os.ReadFile(path)
			files[path] = string(content)
		}
		return err
	}))
	return files
}

func names(report Report) []string {
	var names []string
	for _, operation := range report.Operations {
		names = append(names, operation.Name)
	}
	return names
}

func TestEverythingHolds(t *testing.T) {
	t.Parallel()
	report, out, err := run(t, &fakeCloud{}, "config: {}\n", nil)
	require.NoError(t, err)
	require.True(t, report.Held())
	require.Equal(t, []string{"preview", "up", "second up", "refresh", "destroy"}, names(report))
	require.Contains(t, out, "azure-native:web:WebApp app created", "the engine's own progress")
	require.Contains(t, out, "dev    second up  =4         ")
	require.Contains(t, out, "Everything held: 5 operations in ")
	require.NotContains(t, out, "\x1b[", "no colours")
	for line := range strings.Lines(out[strings.Index(out, "stack  operation"):]) {
		require.LessOrEqual(t, len(line), 81, line)
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	for _, only := range []Only{OnlyPreview, OnlyUp} {
		t.Run(string(only), func(t *testing.T) {
			t.Parallel()
			report, _, err := run(t, &fakeCloud{}, "", func(o *Options) { o.Only = only })
			require.NoError(t, err)
			require.Equal(t, []string{string(only)}, names(report))
		})
	}
}

func TestWhatDoesNotHold(t *testing.T) {
	t.Parallel()
	refusing := func(ctx *pulumi.Context) error { return errors.New("no such region") }
	for name, test := range map[string]struct {
		fake    *fakeCloud
		program pulumi.RunFunc
		stack   string
		failed  []string // the operations
		says    []string
	}{
		"the program refuses": {fake: &fakeCloud{}, program: refusing, failed: []string{"preview"}, says: []string{"NOT OK: failed", "dev, preview: failed\n  no such region\n"}},
		"the engine refuses": {fake: &fakeCloud{}, stack: "config: {little:tags: none}\n", failed: []string{"preview"},
			says: []string{"dev, preview: failed\n  error: validating stack config: "}},
		"each of the others": {
			fake:   &fakeCloud{alwaysDiffers: true, drifts: true, leaves: true},
			failed: []string{"second up", "refresh", "destroy"},
			says: []string{
				"NOT OK: changed something", "group: update of azure-native:resources:ResourceGroup, because of tags",
				"NOT OK: found a difference", "store: update of azure-native:storage:StorageAccount, because of tags",
				"NOT OK: something is left", "/fake/0", "pulumi.RetainOnDelete",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, out, err := run(t, test.fake, test.stack, func(o *Options) {
				if test.program != nil {
					o.Program = test.program
				}
			})
			require.NoError(t, err)
			require.False(t, report.Held())
			for _, operation := range report.Operations {
				require.Equal(t, !slices.Contains(test.failed, operation.Name), operation.Held, operation.Name)
			}
			for _, text := range append(test.says, "NOT everything held: ") {
				require.Contains(t, out, text)
			}
		})
	}
}

func TestWhatIsProtectedOrRetained(t *testing.T) {
	t.Parallel()
	fake := &fakeCloud{}
	report, out, err := run(t, fake, "", func(o *Options) {
		o.Program = little(pulumi.Protect(true), pulumi.RetainOnDelete(true))
	})
	require.NoError(t, err)
	require.True(t, report.Held())
	require.Equal(t, []string{"preview", "up", "second up", "refresh", "destroy", "destroy"}, names(report))
	require.Contains(t, out, "ok: refused: 1 protected")
	require.Contains(t, out, "2 others were not protected and are gone")
	require.Contains(t, out, "dev    destroy    -2         ")
	require.Len(t, fake.things, 1)
	require.Contains(t, out, "ok: nothing left but 1 retained")
	require.Contains(t, out, "retained on purpose: group (azure-native:resources:ResourceGroup)")
}

const secretStack = `encryptionsalt: v1:AAAA:v1:BBBB
config:
  little:settings:
    plain: value
    deep: [{secret: {secure: v1:CCCC}}]
`

func TestSecretsAreNowhereInPlainText(t *testing.T) {
	t.Parallel()
	const planted = "planted-marker-4711"
	export := filepath.Join(t.TempDir(), "dev.json")
	work := t.TempDir()
	report, out, err := run(t, &fakeCloud{}, secretStack, func(o *Options) {
		o.Placeholder, o.Export, o.WorkDir, o.Only = planted, export, work, OnlyUp
	})
	require.NoError(t, err)
	require.True(t, report.Held())
	require.NotContains(t, out, planted)
	require.Contains(t, out, "Note: Pulumi.dev.yaml: 1 secure value is replaced by a placeholder.")

	files := snapshot(t, work)
	require.NotEmpty(t, files)
	for path, content := range files {
		require.NotContains(t, content, planted, path)
	}
	content, err := os.ReadFile(export)
	require.NoError(t, err)
	require.NotContains(t, string(content), planted)
	require.Contains(t, string(content), `"ciphertext"`)
	info, err := os.Stat(export)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
}

// TestEncryptedSettingsPassTheirChecks: what stands for encrypted ids are ids,
// no two the same, and what stands for a whole text is what the key may hold.
func TestEncryptedSettingsPassTheirChecks(t *testing.T) {
	t.Parallel()
	const stack = `config:
  little:config:mode: {secure: v1:AAAA}
  little:settings:
    signIn: {clientId: {secure: v1:BBBB}}
    developers: [{objectId: {secure: v1:CCCC}}, {objectId: {secure: v1:DDDD}}]
`
	report, out, err := run(t, &fakeCloud{}, stack, func(o *Options) {
		require.NoError(t, os.WriteFile(filepath.Join(o.Dir, "Pulumi.yaml"), []byte(`name: little
runtime: go
config: {mode: {type: string, default: direct}, settings: {type: object, default: {}}}
`), 0o600))
		o.Program = func(ctx *pulumi.Context) error {
			var held struct {
				SignIn     struct{ ClientID string }
				Developers []struct{ ObjectID string }
			}
			settings, _ := ctx.GetConfig("little:settings")
			if err := json.Unmarshal([]byte(settings), &held); err != nil {
				return err
			}
			seen := map[string]bool{}
			for _, id := range []string{held.SignIn.ClientID, held.Developers[0].ObjectID, held.Developers[1].ObjectID} {
				if _, err := uuid.Parse(id); err != nil || seen[id] {
					return fmt.Errorf("%q is no GUID, or there twice", id)
				}
				seen[id] = true
			}
			mode, _ := ctx.GetConfig("little:mode")
			if mode != "direct" || !ctx.IsConfigSecret("little:mode") || !ctx.IsConfigSecret("little:settings") {
				return fmt.Errorf("the mode is %q, or not everything is secret", mode)
			}
			return little()(ctx)
		}
	})
	require.NoError(t, err)
	require.True(t, report.Held(), out)
	require.Contains(t, out, "4 secure values are replaced by placeholders")
}

// TestTheWorldIsSearchedToo: the stand-in's world lies in the work folder,
// with what the program has marked as secret sealed.
func TestTheWorldIsSearchedToo(t *testing.T) {
	t.Parallel()
	const planted = "planted-marker-4712"
	for name, marked := range map[string]bool{"marked": true, "not marked": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			work := t.TempDir()
			_, out, err := run(t, &fakeCloud{}, secretStack, func(o *Options) {
				o.open, o.Program = openStandIn, accountable(marked)
				o.Placeholder, o.WorkDir, o.Only = planted, work, OnlyUp
			})
			require.NoError(t, err)
			content, err := os.ReadFile(filepath.Join(work, "dev", worldFile))
			require.NoError(t, err)
			require.Contains(t, string(content), "sadev", "the account is in the world")
			require.Equal(t, marked, strings.Contains(string(content), "$sealed"))
			require.Equal(t, !marked, strings.Contains(string(content), planted))
			require.Equal(t, !marked, strings.Contains(out, "little:settings.deep[0].secret, which the stack file encrypts, "+
				"is in plain text in the stack's state and the stand-in's world"))
		})
	}
}

func TestASecretInPlainTextIsFound(t *testing.T) {
	t.Parallel()
	report, out, err := run(t, &fakeCloud{}, secretStack, func(o *Options) {
		o.Only = OnlyUp
		o.Program = func(ctx *pulumi.Context) error {
			settings, _ := ctx.GetConfig("little:settings")
			ctx.Export("leak", pulumi.String(settings))
			return nil
		}
	})
	require.NoError(t, err)
	require.False(t, report.Held())
	require.Contains(t, out, "NOT OK: a secret is in plain text")
	require.Contains(t, out, "little:settings.deep[0].secret, which the stack file encrypts, is in plain text in the stack's state\n")
}

// TestTimeline: the fake takes no time, and the report says how long Azure would.
func TestTimeline(t *testing.T) {
	t.Parallel()
	picture := filepath.Join(t.TempDir(), "dev.svg")
	report, out, err := run(t, &fakeCloud{}, "", func(o *Options) { o.Only, o.Timeline = OnlyUp, picture })
	require.NoError(t, err)
	require.Len(t, report.Timelines, 1)
	require.Equal(t, 3+35, report.Timelines[0].Total, "a resource group, then a web app")
	require.Contains(t, out, "dev: on Azure this would take about 38 s by typical durations")
	drawn, err := os.ReadFile(picture)
	require.NoError(t, err)
	require.Contains(t, string(drawn), "</svg>")
	table, err := os.ReadFile(picture + ".txt")
	require.NoError(t, err)
	require.Contains(t, string(table), "its group")
}

func TestExportKeepsTheOldFileWhenUpFails(t *testing.T) {
	t.Parallel()
	export := filepath.Join(t.TempDir(), "dev.json")
	require.NoError(t, os.WriteFile(export, []byte("old"), 0o600))
	report, _, err := run(t, &fakeCloud{}, "", func(o *Options) {
		o.Export = export
		o.Program = func(ctx *pulumi.Context) error { return errors.New("no") }
	})
	require.NoError(t, err)
	require.False(t, report.Held())
	content, err := os.ReadFile(export)
	require.NoError(t, err)
	require.Equal(t, "old", string(content))
}

func TestInterruptionEndsTheEngineAndCleansUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Setenv("TMPDIR", t.TempDir())
	fake := &fakeCloud{createTime: 200 * time.Millisecond, created: cancel}
	_, err := Run(ctx, Options{Program: little(), Dir: testProject(t, ""), Out: t.Output(),
		open: fake.start, Only: OnlyUp})
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, fake.things, 1, "the step under way was finished, and no other begun")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestAbortDoesNotWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Setenv("TMPDIR", t.TempDir())
	abort := make(chan struct{})
	fake := &fakeCloud{createTime: time.Hour, created: func() { cancel(); close(abort) }}
	_, err := Run(ctx, Options{Program: little(), Dir: testProject(t, ""), Out: t.Output(),
		open: fake.start, Only: OnlyUp, Abort: abort})
	require.ErrorIs(t, err, context.Canceled)
}

func TestAbortLeavesAProgramThatDoesNotEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	abort, end := make(chan struct{}), make(chan struct{})
	defer close(end)
	fake := &fakeCloud{}
	temp := t.TempDir()
	_, err := Run(ctx, Options{Dir: testProject(t, ""), Out: io.Discard,
		open: fake.start, Only: OnlyUp, Abort: abort, temp: temp,
		Program: func(*pulumi.Context) error {
			cancel()
			close(abort)
			<-end
			return nil
		}})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, entries(t, temp))
}
