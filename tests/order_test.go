package tests

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func TestModelDeploymentsAndEndpointsAreChains(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		last := map[string]*recorder.Resource{} // by account
		for _, account := range g.ByType("azure-native:cognitiveservices/v20241001:Account") {
			models := slices.DeleteFunc(g.ByType("azure-native:cognitiveservices/v20241001:Deployment"),
				func(m *recorder.Resource) bool { return m.Parent != account.Parent })
			slices.SortFunc(models, func(a, b *recorder.Resource) int { return position(s, a) - position(s, b) })
			require.Len(t, models, len(s.OpenAI.Deployments))
			assertChain(t, g, models)
			last[account.ID] = models[len(models)-1]
		}
		require.Len(t, last, 1+len(s.OpenAI.Accounts))

		endpoints := g.ByType("azure-native:network/v20240501:PrivateEndpoint")
		require.GreaterOrEqual(t, len(endpoints), 3)
		slices.SortFunc(endpoints, func(a, b *recorder.Resource) int {
			if g.Waits(a, b.URN) {
				return 1
			}
			return -1
		})
		assertChain(t, g, endpoints)
		for _, e := range endpoints {
			if model := last[e.Input("privateLinkServiceConnections[0].privateLinkServiceId")]; model != nil {
				assert.True(t, g.Waits(e, model.URN), "%s does not wait for the last model deployment (AccountProvisioningStateInvalid)", e)
			}
		}
	})
}

// position is a model deployment's place in the settings' list.
func position(s settings.Settings, r *recorder.Resource) int {
	return slices.IndexFunc(s.OpenAI.Deployments, func(d settings.Deployment) bool { return d.Name == r.Input("deploymentName") })
}

// assertChain asks that each waits for the one before, by an explicit
// dependency: nothing else links them.
func assertChain(t *testing.T, g *recorder.Graph, list []*recorder.Resource) {
	t.Helper()
	for i := 1; i < len(list); i++ {
		assert.Contains(t, list[i].Explicit(), list[i-1].URN, "%s does not wait for %s", list[i], list[i-1])
	}
}

// TestNothingWaitsForTheGateway but its own diagnostic setting, which is a
// part of it.
func TestNothingWaitsForTheGateway(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		gateways := g.ByType("azure-native:network/v20240501:VirtualNetworkGateway")
		require.Equal(t, s.VPN.Enabled, len(gateways) == 1, "%d gateways", len(gateways))
		for _, gateway := range gateways {
			var waiting []string
			for _, r := range g.Resources {
				if g.Waits(r, gateway.URN) {
					waiting = append(waiting, r.Name)
				}
			}
			assert.Equal(t, []string{"diagnostics-vpn-setting"}, waiting, "what waits for the VPN gateway")
			// Subnet and address, and what these need: 30 to 45 minutes are
			// long enough without anything else before them.
			for _, r := range g.Custom() {
				if g.Waits(gateway, r.URN) {
					assert.Contains(t, []string{"ResourceGroup", "VirtualNetwork", "NetworkSecurityGroup", "PublicIPAddress"}, kind(r),
						"the VPN gateway waits for %s", r)
				}
			}
			for name, d := range map[string]string{"create": gateway.Timeouts.Create, "update": gateway.Timeouts.Update, "delete": gateway.Timeouts.Delete} {
				parsed, err := time.ParseDuration(d)
				require.NoError(t, err, "%s: the %s timeout %q", gateway, name, d)
				assert.Greater(t, parsed, 45*time.Minute, "%s: the %s timeout", gateway, name)
			}
		}
	})
}

// TestNothingDependsOnAComponent: see recorder.Run. Name the component's own
// resource instead.
func TestNothingDependsOnAComponent(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		assert.Empty(t, g.OnComponents)
	})
}
