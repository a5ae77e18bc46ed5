package tests

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/tests/recorder"
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
	s := serve(t, topology.Deploy, recorder.Root(t))
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
