package rehearsal

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// engine runs the Pulumi CLI for the Automation API. It differs from the
// Automation API's own command in what the process inherits: none of the
// user's Pulumi or Azure variables, and not the terminal's Ctrl-C, which would
// reach the CLI a second time and make it give up without finishing a step.
type engine struct {
	cli
	env   []string
	abort <-chan struct{}

	// current is the command that runs, for what interrupts or kills it.
	current current
}

var _ auto.PulumiCommand = (*engine)(nil)

// newEngine prepares the CLI for a run whose own variables are settings
// ("NAME=value"). Closing abort kills whatever of it still runs.
func newEngine(cli cli, settings []string, abort <-chan struct{}) *engine {
	return &engine{cli: cli, env: append(scrub(os.Environ()), settings...), abort: abort}
}

// Version is the CLI's version.
func (e *engine) Version() semver.Version { return e.version }

// Run executes one CLI command in workdir and answers its standard output,
// its standard error and its exit code. When ctx ends the CLI is asked to
// stop: it finishes the steps under way, saves its state and exits.
func (e *engine) Run(ctx context.Context, workdir string, stdin io.Reader,
	additionalOutput, additionalErrorOutput []io.Writer, additionalEnv []string, args ...string,
) (string, string, int, error) {
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(ctx, e.path, append([]string{"--non-interactive"}, args...)...)
	command.Dir = workdir
	command.Env = append(append(append([]string{}, e.env...), additionalEnv...), "PULUMI_AUTOMATION_API=true")
	command.Stdin = stdin
	command.Stdout = io.MultiWriter(append(additionalOutput, &stdout)...)
	command.Stderr = io.MultiWriter(append(additionalErrorOutput, &stderr)...)
	inOwnGroup(command)
	command.Cancel = func() error { return interrupt(command.Process) }
	command.WaitDelay = 30 * time.Second

	if err := command.Start(); err != nil {
		return "", "", -1, err
	}
	finished := make(chan struct{})
	defer e.current.set(command.Process, finished)()
	go func() {
		select {
		case <-e.abort:
			_ = killGroup(command.Process)
		case <-finished:
		}
	}()
	err := command.Wait()
	close(finished)
	return stdout.String(), stderr.String(), command.ProcessState.ExitCode(), err
}

// ask runs a CLI command that only reads or edits the state, and answers what
// it printed.
func (e *engine) ask(ctx context.Context, workdir string, args ...string) (string, error) {
	stdout, stderr, _, err := e.Run(ctx, workdir, nil, nil, nil, nil, args...)
	if err != nil {
		return "", &commandError{args: args, stderr: stderr, err: err}
	}
	return stdout, nil
}

type commandError struct {
	args   []string
	stderr string
	err    error
}

func (e *commandError) Error() string {
	return "pulumi " + strings.Join(e.args, " ") + ": " + e.err.Error() + "\n" + lastLines(e.stderr, 10)
}

func (e *commandError) Unwrap() error { return e.err }

// scrub drops the variables through which a run could reach an account, a
// backend or a plugin of the user's.
func scrub(environment []string) []string {
	var kept []string
	for _, variable := range environment {
		name, _, _ := strings.Cut(strings.ToUpper(variable), "=")
		switch {
		case strings.HasPrefix(name, "PULUMI_"), strings.HasPrefix(name, "ARM_"),
			strings.HasPrefix(name, "AZURE_"), strings.HasPrefix(name, "AZUREAD_"):
		default:
			kept = append(kept, variable)
		}
	}
	return kept
}
