package tests

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// lost are the resources that an up takes away, by their names: each step line
// of the CLI begins with what it does.
var lost = regexp.MustCompile(`(?m)^ (?:-|--|\+-|-\+|\+\+) +azure-native:\S+ (\S+) (?:deleted|replaced|created replacement|deleted original)`)

// TestTheGatewayInARunningStack turns everything around the gateway on, one
// after the other, and off again, with the plain CLI: nothing is replaced, what
// goes is named here, and a refresh after each step finds nothing.
func TestTheGatewayInARunningStack(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi engine")
	}
	const (
		withoutGateway = "roles-webapp-cognitive-services-openai-user-on-openai"
		client         = "55555555-0000-4000-8000-000000000003"
	)
	_, all := recorder.Stack(t, "dev", recorder.Changes{
		"gateway": `{"enabled":true,"publisherName":"AI platform","publisherEmail":"ai-platform@example.com"}`,
		"backend": `{"enabled":true,"clientId":"` + client + `"}`,
	})
	s := serve(t, topology.Deploy, projectWith(t, "dev", withoutVPN))
	s.pulumi("up --yes --skip-preview")
	for _, step := range []struct {
		name   string
		config []string
		gone   []string
	}{
		{"the gateway comes", []string{
			"set --path gateway.enabled true", "set --path gateway.publisherName Platform", "set --path gateway.publisherEmail ai-platform@example.com",
		}, []string{withoutGateway}},
		{"its public address goes", []string{"set --path gateway.lockdown true"}, nil},
		{"a second account comes", []string{
			"set --path openai.accounts[0].name france", "set --path openai.accounts[0].location francecentral", "set --path openai.accounts[0].slot 1",
		}, nil},
		{"teams get keys", []string{"set --path gateway.subscriptions optional", "set --path gateway.teams[0] search-team"}, nil},
		{"the backend comes", []string{"set --path backend.enabled true", "set --path backend.clientId " + client}, nil},
	} {
		for _, c := range step.config {
			s.pulumi("config " + c)
		}
		assert.Equal(t, step.gone, names(s.pulumi("up --yes --skip-preview")), step.name)
		if len(step.gone) > 0 {
			// Its endpoint has written itself into the service, which the
			// program ignores and a refresh shows, once.
			assert.Contains(t, s.pulumi("refresh --yes --skip-preview"), "[diff: +privateEndpointConnections]")
		}
		s.pulumi("refresh --yes --skip-preview --expect-no-changes")
		t.Log(step.name + ": done")
	}

	// The subnets stay for this up: the VNet is updated before what lies in
	// them is deleted, and Azure refuses that of a subnet in use.
	s.pulumi("config set --path network.apiGateway " + all.Network.APIGateway.String())
	s.pulumi("config set --path network.backend " + all.Network.Backend.String())
	for _, key := range []string{"gateway", "backend", "openai"} {
		s.pulumi("config rm " + key)
	}
	gone := names(s.pulumi("up --yes --skip-preview"))
	for _, name := range []string{"gateway-service", "backend-app", "openai-france-account", "telemetry-component", "endpoint-gateway-endpoint"} {
		assert.Contains(t, gone, name)
	}
	for _, name := range []string{"openai-account", "search-service", "storage-account", "webapp-app", "network-vnet", "webapp-settings"} {
		assert.NotContains(t, gone, name)
	}
	s.pulumi("refresh --yes --skip-preview --expect-no-changes")
	for _, key := range []string{"apiGateway", "backend"} {
		s.pulumi("config rm --path network." + key)
	}
	assert.Equal(t, []string{"network-apigateway-nsg", "network-backend-nsg"}, names(s.pulumi("up --yes --skip-preview")))
	s.pulumi("refresh --yes --skip-preview --expect-no-changes")
	s.pulumi("destroy --yes --skip-preview")
}

// names are those of the resources that an up takes away.
func names(out string) []string {
	var list []string
	for _, m := range lost.FindAllStringSubmatch(out, -1) {
		if !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	slices.Sort(list)
	return list
}
