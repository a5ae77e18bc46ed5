package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/blang/semver"

	"secure-azure-openai/internal/words"
	"secure-azure-openai/rehearsal/filelock"
)

// builder makes the Pulumi CLI from its Go module, once per machine and
// version.
type builder struct {
	tools  string         // the folder of the go.mod that requires the CLI
	want   semver.Version // the version required there
	folder string         // where the executable goes
	out    io.Writer
	beat   time.Duration // how often the build shows that it is alive
}

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"

// get answers the CLI in the folder, building it when it is not there.
func (b builder) get(ctx context.Context) (CLI, error) {
	built := CLI{Path: filepath.Join(b.folder, executable("pulumi")), version: b.want}
	if b.works(ctx, built.Path) {
		return built, nil
	}
	if err := os.MkdirAll(b.folder, 0o755); err != nil {
		return CLI{}, fmt.Errorf("creating the folder for the Pulumi CLI: %w", err)
	}
	unlock, err := b.lock(ctx)
	if err != nil {
		return CLI{}, err
	}
	defer unlock()
	// Another run may have built it while this one waited for the lock.
	if b.works(ctx, built.Path) {
		return built, nil
	}
	return built, b.build(ctx, built.Path)
}

// works says whether path is the wanted version.
func (b builder) works(ctx context.Context, path string) bool {
	if _, err := os.Stat(path); err != nil {
		return false
	}
	text, err := askVersion(ctx, path)
	if err != nil {
		return false
	}
	version, fault := judgeVersion(text, b.want)
	return fault == "" && version.EQ(b.want)
}

// lock keeps two runs from building at the same time. It says so when it has
// to wait.
func (b builder) lock(ctx context.Context) (unlock func(), err error) {
	path := filepath.Join(b.folder, "build.lock")
	soon, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	unlock, err = filelock.Take(soon, path)
	if !errors.Is(err, context.DeadlineExceeded) {
		return unlock, err
	}
	fmt.Fprintf(b.out, "Another run is building the Pulumi CLI; waiting for it.\n")
	return filelock.Take(ctx, path)
}

// build compiles to a name of its own and renames: an interrupted build
// leaves nothing that looks finished.
func (b builder) build(ctx context.Context, path string) error {
	if _, err := exec.LookPath("go"); err != nil {
		return fmt.Errorf("there is neither a usable pulumi nor a go to build one with on the PATH: "+
			"install Go (https://go.dev/dl) or Pulumi v%s or newer (https://www.pulumi.com/docs/install)", b.want)
	}
	fmt.Fprintf(b.out, "Building the Pulumi CLI v%s, which holds the engine, from its Go module into\n  %s\n"+
		"This happens once and takes about 3 minutes on two cores.\n", b.want, path)
	unfinished, err := os.CreateTemp(b.folder, "building-*")
	if err != nil {
		return fmt.Errorf("building the Pulumi CLI: %w", err)
	}
	unfinished.Close()
	defer os.Remove(unfinished.Name())

	// The CLI learns its version from the linker; without it the Automation
	// API takes it for a development build and refuses it.
	flags := "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v" + b.want.String()
	command := exec.CommandContext(ctx, "go", "build", "-o", unfinished.Name(), "-ldflags", flags, cliPackage)
	command.Dir = b.tools
	command.Env = append(os.Environ(), "GOWORK=off")
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	inOwnGroup(command)
	command.Cancel = func() error { return killGroup(command.Process) }
	command.WaitDelay = 5 * time.Second

	started := time.Now()
	if err := b.showAlive(command.Run); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("building the Pulumi CLI with `go build %s` in %s: %w\n%s",
			cliPackage, b.tools, err, words.LastLines(output.String(), 20))
	}
	if err := os.Chmod(unfinished.Name(), 0o755); err != nil {
		return fmt.Errorf("building the Pulumi CLI: %w", err)
	}
	if err := os.Rename(unfinished.Name(), path); err != nil {
		return fmt.Errorf("building the Pulumi CLI: %w", err)
	}
	if !b.works(ctx, path) {
		return errors.Join(ctx.Err(), fmt.Errorf("the Pulumi CLI that was just built, %s, does not run as v%s", path, b.want))
	}
	fmt.Fprintf(b.out, "Built in %s.\n", time.Since(started).Round(time.Second))
	return nil
}

// showAlive runs work and prints a line at every beat until it is done.
func (b builder) showAlive(work func() error) error {
	done := make(chan error, 1)
	started := time.Now()
	go func() { done <- work() }()
	ticker := time.NewTicker(b.beat)
	defer ticker.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-ticker.C:
			fmt.Fprintf(b.out, "  still building, %s so far\n", time.Since(started).Round(time.Second))
		}
	}
}
