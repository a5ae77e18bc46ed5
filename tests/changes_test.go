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

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
	"secure-azure-openai/topology"
)

// TestChangesOfARunningStack makes, with the plain CLI and by the printed
// instructions of `topo serve`, the changes that Azure refuses in place, and
// those that would leave something behind: each has to come through, and a
// refresh after it has to find nothing.
func TestChangesOfARunningStack(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi engine")
	}
	s := serve(t)
	s.pulumi("up --yes --skip-preview")

	for _, change := range []struct {
		name     string
		config   []string
		replaced []string
	}{
		{"the resolver comes", []string{"dns.resolver true"}, nil},
		{"another model", []string{
			"openai.deployments[0].name chat", "openai.deployments[0].model gpt-5.6-luna", "--type string openai.deployments[0].version 2026-07-09",
			"openai.deployments[0].sku GlobalStandard", "openai.deployments[0].capacity 10",
		}, []string{"openai-deployment-chat"}},
		{"the resolver goes", []string{"dns.resolver false"}, nil},
		{"an address that Azure chooses", []string{"network.dynamicEndpoints[0] search"}, []string{"endpoint-search-endpoint"}},
		{"the app becomes private", []string{"webApp.exposure private"}, nil},
		{"Search moves to another region", []string{"search.location westeurope"}, []string{"search-service", "endpoint-search-endpoint"}},
		{"the VPN goes", []string{"vpn.enabled false"}, nil},
		{"all globally unique names change", []string{"environment.suffix moved1"}, []string{"openai-account", "endpoint-openai-endpoint", "endpoint-storage-endpoint", "endpoint-webApp-endpoint"}},
	} {
		for _, c := range change.config {
			s.pulumi("config set --path " + c)
		}
		out := s.pulumi("up --yes --skip-preview")
		for _, name := range change.replaced {
			assert.Regexp(t, ` `+name+` (replaced|created replacement)`, out, "%s: %s is not made again", change.name, name)
		}
		// A refresh exits with an error where it finds a difference.
		s.pulumi("refresh --yes --skip-preview --expect-no-changes")
		t.Log(change.name + ": done")
	}
	s.pulumi("destroy --yes --skip-preview")
}

// served is a `topo serve` of this checkout, and its printed instructions.
type served struct {
	t           *testing.T
	environment string
	cli         string
	options     string
}

func serve(t *testing.T) *served {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var out output
	done := make(chan error, 1)
	go func() {
		done <- rehearsal.Serve(ctx, rehearsal.ServeOptions{
			Program: topology.Deploy, Dir: "..", World: filepath.Join(t.TempDir(), "world.json"), Out: &out,
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
	up := regexp.MustCompile(`(?m)^  (\S+) up (--stack dev -C \S+) (--client=\S+)$`).FindStringSubmatch(printed)
	require.NotNil(t, up, "no command to run in:\n%s", printed)
	s.cli, s.options = up[1], up[2]
	s.environment += "client=" + up[3] + "\n"
	return s
}

// pulumi runs a command as a user would, in a shell with the printed
// variables, and requires that it succeeds.
func (s *served) pulumi(command string) string {
	s.t.Helper()
	line := s.cli + " " + command + " --non-interactive " + s.options
	if !strings.HasPrefix(command, "config") {
		line += " $client"
	}
	out, err := exec.Command("sh", "-c", s.environment+line).CombinedOutput()
	require.NoError(s.t, err, "%s\n%s", line, out)
	return string(out)
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
