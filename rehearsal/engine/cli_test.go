package engine

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blang/semver"
	"github.com/stretchr/testify/require"
)

func TestPinnedVersion(t *testing.T) {
	tools := t.TempDir()
	write := func(content string) {
		require.NoError(t, os.WriteFile(filepath.Join(tools, "go.mod"), []byte(content), 0o644))
	}
	for _, content := range []string{
		"module tools\n\nrequire github.com/pulumi/pulumi/pkg/v3 v3.1.2\n",
		"module tools\n\nrequire (\n\texample.com/x v1.0.0\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.1.2 // indirect\n)\n",
	} {
		write(content)
		version, err := pinnedVersion(tools)
		require.NoError(t, err)
		require.Equal(t, "3.1.2", version.String())
	}
	write("module tools\n\nrequire github.com/pulumi/pulumi/sdk/v3 v3.1.2\n")
	_, err := pinnedVersion(tools)
	require.EqualError(t, err, filepath.Join(tools, "go.mod")+
		" requires no github.com/pulumi/pulumi/pkg/v3: its version there is the Pulumi CLI's")
}

func TestJudgeVersion(t *testing.T) {
	want := semver.MustParse("3.259.0")
	for text, fault := range map[string]string{
		"v3.259.0":              "",
		"v3.300.1":              "",
		"3.259.1":               "",
		"v3.258.9":              "its version v3.258.9 is older than v3.259.0, which this project is tested with",
		"v4.0.0":                "its version v4.0.0 is another major version than v3.259.0, which this project is tested with",
		"v3.260.0-alpha.x12345": "its version v3.260.0-alpha.x12345 is a development build",
		"":                      `it calls its version "", so it is no release`,
		"<unknown>":             `it calls its version "<unknown>", so it is no release`,
	} {
		_, got := judgeVersion(text, want)
		require.Equal(t, fault, got, text)
	}
}

func TestScrub(t *testing.T) {
	kept := scrub([]string{"PATH=/bin", "PULUMI_ACCESS_TOKEN=x", "pulumi_home=x", "ARM_CLIENT_SECRET=x",
		"AZURE_CONFIG_DIR=x", "HOME=/root", "PULUMI=x"})
	require.Equal(t, []string{"PATH=/bin", "HOME=/root", "PULUMI=x"}, kept)
}

// fakeGo puts a shell script named go on the PATH, alone with the tools that
// it needs. Its body finds the file to build in $3.
func fakeGo(t *testing.T, body string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a shell script stands for the Go tool")
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\n"+body), 0o755))
	t.Setenv("PATH", dir+":/usr/bin:/bin")
}

// builds writes an executable that calls itself the wanted version.
const builds = `echo built >> "$BUILDS"; sleep 0.3
printf '#!/bin/sh\necho v9.8.7\n' > "$3"
`

// locked lets two builds write to one place.
type locked struct {
	mu sync.Mutex
	to *bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

func testBuilder(t *testing.T, out *bytes.Buffer) builder {
	t.Setenv("BUILDS", filepath.Join(t.TempDir(), "builds"))
	return builder{
		tools: t.TempDir(), want: semver.MustParse("9.8.7"), folder: filepath.Join(t.TempDir(), "cache"),
		out: &locked{to: out}, beat: 50 * time.Millisecond,
	}
}

func TestBuildOnceAndSayThatItLives(t *testing.T) {
	fakeGo(t, builds)
	var out bytes.Buffer
	builder := testBuilder(t, &out)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			found, err := builder.get(context.Background())
			require.NoError(t, err)
			require.Equal(t, filepath.Join(builder.folder, "pulumi"), found.Path)
		})
	}
	both.Wait()
	_, err := builder.get(t.Context())
	require.NoError(t, err)
	count, err := os.ReadFile(os.Getenv("BUILDS"))
	require.NoError(t, err)
	require.Equal(t, "built\n", string(count), "three runs, one build")
	require.Contains(t, out.String(), "Building the Pulumi CLI v9.8.7, which holds the engine, from its Go module into\n")
	require.Contains(t, out.String(), "takes about 3 minutes")
	require.Contains(t, out.String(), "  still building, ")
	require.Contains(t, out.String(), "Built in ")
}

func TestABrokenBuildIsReportedAndLeavesNothing(t *testing.T) {
	fakeGo(t, "echo 'no space left on device' >&2; exit 1\n")
	var out bytes.Buffer
	builder := testBuilder(t, &out)
	_, err := builder.get(t.Context())
	require.ErrorContains(t, err, "building the Pulumi CLI with `go build github.com/pulumi/pulumi/pkg/v3/cmd/pulumi` in "+
		builder.tools+": exit status 1\nno space left on device")
	require.Equal(t, []string{"build.lock"}, entries(t, builder.folder))
}

func TestAnInterruptedBuildLeavesNothing(t *testing.T) {
	fakeGo(t, "echo half > \"$3\"; sleep 60\n")
	var out bytes.Buffer
	builder := testBuilder(t, &out)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	_, err := builder.get(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"build.lock"}, entries(t, builder.folder))
}

func TestNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var out bytes.Buffer
	_, err := testBuilder(t, &out).get(t.Context())
	require.EqualError(t, err, "there is neither a usable pulumi nor a go to build one with on the PATH: "+
		"install Go (https://go.dev/dl) or Pulumi v9.8.7 or newer (https://www.pulumi.com/docs/install)")
}

func TestAnOldCLIOnThePathIsNotUsed(t *testing.T) {
	fakeGo(t, strings.ReplaceAll(builds, "v9.8.7", "v3.259.0"))
	folder := filepath.SplitList(os.Getenv("PATH"))[0]
	require.NoError(t, os.WriteFile(filepath.Join(folder, "pulumi"), []byte("#!/bin/sh\necho v3.100.0\n"), 0o755))
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache)
	t.Setenv("BUILDS", filepath.Join(t.TempDir(), "builds"))
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "tools"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tools", "go.mod"),
		[]byte("require github.com/pulumi/pulumi/pkg/v3 v3.259.0\n"), 0o644))
	var out bytes.Buffer
	found, err := Find(t.Context(), dir, &out)
	require.NoError(t, err)
	require.Contains(t, found.Path, filepath.Join("secure-azure-openai", "pulumi-v3.259.0", "pulumi"))
	require.Contains(t, out.String(), filepath.Join(folder, "pulumi")+
		" is not used: its version v3.100.0 is older than v3.259.0, which this project is tested with.\n")
}

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
