package tests

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
)

// served is a `topo serve` of a program, and its printed instructions.
type served struct {
	t           *testing.T
	environment string
	cli         string
	options     string
	// operations are options of previews, ups and so on, and not of config.
	operations string
}

// serve serves a program and the stacks of a project until the test ends.
func serve(t *testing.T, program pulumi.RunFunc, dir string) *served {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var out output
	done := make(chan error, 1)
	go func() {
		done <- rehearsal.Serve(ctx, rehearsal.ServeOptions{
			Program: program, Dir: dir, World: filepath.Join(t.TempDir(), "world.json"), Out: &out,
		})
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})
	require.Eventually(t, func() bool { return strings.Contains(out.String(), "Ctrl-C ends it") }, 10*time.Minute, 50*time.Millisecond, "serve never listened")

	printed := out.String()
	s := &served{t: t}
	for _, line := range regexp.MustCompile(`(?m)^  (?:export|unset) .*$`).FindAllString(printed, -1) {
		s.environment += line + "\n"
	}
	up := regexp.MustCompile(`(?m)^  (\S+) up --stack \S+ (-C \S+) (--client=\S+)$`).FindStringSubmatch(printed)
	require.NotNil(t, up, "no command to run in:\n%s", printed)
	s.cli, s.options = up[1], up[2]
	s.environment += "client=" + up[3] + "\n"
	return s
}

// pulumi runs a command for the dev stack as a user would, in a shell with the
// printed variables, and requires that it succeeds.
func (s *served) pulumi(command string) string {
	s.t.Helper()
	out, complaints, err := s.run("dev", command)
	require.NoError(s.t, err, "%s\n%s%s", command, out, complaints)
	return out + complaints
}

// run runs a command for a stack, whatever comes of it.
func (s *served) run(stack, command string) (out, complaints string, err error) {
	s.t.Helper()
	line := s.cli + " " + command + " --non-interactive --stack " + stack + " " + s.options
	if !strings.HasPrefix(command, "config") {
		line += " $client" + s.operations
	}
	shell := exec.CommandContext(s.t.Context(), "sh", "-c", s.environment+line)
	var stdout, stderr bytes.Buffer
	shell.Stdout, shell.Stderr = &stdout, &stderr
	err = shell.Run()
	return stdout.String(), stderr.String(), err
}

// output is what a goroutine writes and the test reads.
type output struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.String()
}
