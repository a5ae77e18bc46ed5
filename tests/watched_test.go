package tests

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// TestEveryServiceIsWatched is in no requirement's table, and what a breach
// would be investigated with: of the services, what was asked of them; of the
// VPN gateway, who connected.
func TestEveryServiceIsWatched(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		workspace := one(t, g, "Workspace")
		want := []string{
			one(t, g, "Account").ID, one(t, g, "Service").ID, one(t, g, "WebApp").ID, one(t, g, "StorageAccount").ID + "/blobServices/default",
		}
		if s.VPN.Enabled {
			want = append(want, one(t, g, "VirtualNetworkGateway").ID)
		}
		if s.Gateway.Enabled {
			want = append(want, one(t, g, "ApiManagementService").ID)
		}
		if s.Backend.Enabled {
			want = append(want, named(t, g, "backend-app").ID, named(t, g, "backend-storage-account").ID+"/blobServices/default")
		}
		for _, a := range s.OpenAI.Accounts {
			want = append(want, named(t, g, "openai-"+a.Name+"-account").ID)
		}
		var watched []string
		for _, d := range g.ByType("azure-native:insights/v20210501preview:DiagnosticSetting") {
			assert.Equal(t, workspace.ID, d.Input("workspaceId"), "%s", d)
			assert.True(t, d.Inputs.Is("logs[0].enabled", true), "%s: logs", d)
			watched = append(watched, d.Input("resourceUri"))
		}
		assert.ElementsMatch(t, want, watched)
	})
}
