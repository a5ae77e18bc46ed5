package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/blang/semver"
)

// CLI is an executable of the Pulumi CLI, which contains the engine.
type CLI struct {
	// Path is the file.
	Path    string
	version semver.Version
}

// Find answers the `pulumi` of the PATH when it is a release that is at
// least as new as the one the project is tested with, else the one in the
// user's cache folder, which it builds when it is not there yet.
func Find(ctx context.Context, projectDir string, out io.Writer) (CLI, error) {
	tools := filepath.Join(projectDir, "tools")
	want, err := pinnedVersion(tools)
	if err != nil {
		return CLI{}, err
	}
	if path, err := exec.LookPath(executable("pulumi")); err == nil {
		text, err := askVersion(ctx, path)
		if err != nil {
			return CLI{}, err
		}
		version, fault := judgeVersion(text, want)
		if fault == "" {
			return CLI{Path: path, version: version}, nil
		}
		fmt.Fprintf(out, "%s is not used: %s.\n", path, fault)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return CLI{}, fmt.Errorf("finding the cache folder for the Pulumi CLI: %w "+
			"(set HOME or XDG_CACHE_HOME)", err)
	}
	builder := builder{
		tools:  tools,
		want:   want,
		folder: filepath.Join(cache, "secure-azure-openai", "pulumi-v"+want.String()),
		out:    out,
		beat:   10 * time.Second,
	}
	return builder.get(ctx)
}

// pulumiRequirement finds the CLI's module in tools/go.mod.
var pulumiRequirement = regexp.MustCompile(`(?m)^\s*(?:require\s+)?github\.com/pulumi/pulumi/pkg/v3\s+v(\S+)`)

// pinnedVersion is the CLI version that tools/go.mod requires: the one that
// the project is tested with.
func pinnedVersion(tools string) (semver.Version, error) {
	path := filepath.Join(tools, "go.mod")
	content, err := os.ReadFile(path)
	if err != nil {
		return semver.Version{}, fmt.Errorf("reading the version of the Pulumi CLI that this project needs: %w", err)
	}
	found := pulumiRequirement.FindSubmatch(content)
	if found == nil {
		return semver.Version{}, fmt.Errorf("%s requires no github.com/pulumi/pulumi/pkg/v3: "+
			"its version there is the Pulumi CLI's", path)
	}
	version, err := semver.Parse(string(found[1]))
	if err != nil {
		return semver.Version{}, fmt.Errorf("%s: the version of github.com/pulumi/pulumi/pkg/v3: %w", path, err)
	}
	return version, nil
}

// askVersion runs `pulumi version`.
func askVersion(ctx context.Context, path string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, path, "version")
	command.Env = append(scrub(os.Environ()), "PULUMI_SKIP_UPDATE_CHECK=true")
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("asking %s for its version: %w (take it off the PATH to have one built)", path, err)
	}
	return strings.TrimSpace(string(output)), nil
}

// judgeVersion reads what `pulumi version` printed. The fault says why that
// CLI cannot be used; it is empty for one that can.
func judgeVersion(text string, want semver.Version) (version semver.Version, fault string) {
	version, err := semver.ParseTolerant(text)
	switch {
	case err != nil:
		return version, fmt.Sprintf("it calls its version %q, so it is no release", text)
	case len(version.Pre) > 0:
		return version, fmt.Sprintf("its version v%s is a development build", version)
	case version.Major != want.Major:
		return version, fmt.Sprintf("its version v%s is another major version than v%s, "+
			"which this project is tested with", version, want)
	case version.LT(want):
		return version, fmt.Sprintf("its version v%s is older than v%s, which this project is tested with", version, want)
	}
	return version, ""
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
