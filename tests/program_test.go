package tests

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
	"secure-azure-openai/topology"
)

// TestPreviewRegistersWhatUpDoes: a resource that only `up` registers, behind
// a value that a preview does not know, would surprise whoever approved the
// preview.
func TestPreviewRegistersWhatUpDoes(t *testing.T) {
	eachStack(t, func(t *testing.T, up *recorder.Graph, s settings.Settings) {
		if len(s.WebApp.Settings) > 0 {
			t.Skip("the SDK's mocks refuse a secret of which a part is unknown; the rehearsal previews it")
		}
		preview := previewOf(t, strings.TrimPrefix(t.Name(), "TestPreviewRegistersWhatUpDoes/"))
		assert.Equal(t, urns(up), urns(preview))
		for _, r := range preview.Custom() {
			assert.Empty(t, r.ID, "%s exists after a preview", r)
		}
		for _, a := range preview.ByType("azure-native:authorization:RoleAssignment") {
			developer := slices.ContainsFunc(s.Access.Developers, func(d settings.Developer) bool { return d.ObjectID == a.Input("principalId") })
			assert.NotEqual(t, developer, a.Inputs.Unknown("principalId"), "%s: a developer's id is known, an identity's is not", a)
		}
	})
}

func previewOf(t *testing.T, name string) *recorder.Graph {
	t.Helper()
	p, _ := variants.Named(t, strings.ReplaceAll(name, "_", " ")).Program(t)
	p.Preview = true
	g, err := recorder.Run(t, p)
	require.NoError(t, err)
	return g
}

func urns(g *recorder.Graph) []string {
	var list []string
	for _, r := range g.Resources {
		list = append(list, r.URN)
	}
	return list
}

// TestPreviewKnowsWhatIsDecided: names, hosts and planned addresses are
// decisions of the program, and a reviewer can read them before anything is
// deployed.
func TestPreviewKnowsWhatIsDecided(t *testing.T) {
	for _, v := range variants.Stacks() {
		up, s := v.Graph(t)
		preview := previewOf(t, v.Name)
		for _, name := range []string{"endpoints", "privateAddresses", "hostsFile", "names"} {
			assert.False(t, preview.Exports.Unknown(name), "%s: output %s is unknown in a preview", v.Name, name)
			assert.Equal(t, up.Exports[key(name)], preview.Exports[key(name)], "%s: output %s", v.Name, name)
		}
		assert.True(t, preview.Exports.Unknown("principalIds"), "identities exist only after the deployment")
		for _, e := range preview.ByType("azure-native:network/v20240501:PrivateEndpoint") {
			assert.True(t, s.Network.Endpoints.IsValid())
			assert.False(t, e.Inputs.Unknown("ipConfigurations[0].privateIPAddress"), "%s: its address", e)
		}
	}
}

func TestDynamicAddressesAreReadFromTheInterface(t *testing.T) {
	g, s := variants.Named(t, "dynamic addresses").Graph(t)
	for _, of := range []string{"openai", "search", "storage"} {
		addresses := g.Exports.Texts("privateAddresses." + of)
		require.Len(t, addresses, 1, "the address of %s", of)
		assert.Contains(t, g.Exports.Text("hostsFile"), addresses[0]+" ")
	}
	assert.Empty(t, g.ByType("azure-native:network/v20240501:PrivateEndpoint")[0].Inputs.Items("ipConfigurations"))
	assert.NotEmpty(t, s.Network.DynamicEndpoints)
	assert.True(t, previewOf(t, "dynamic addresses").Exports.Unknown("hostsFile"), "Azure chooses while it deploys")
}

func TestWarningsReachWhoeverRunsTheProgram(t *testing.T) {
	g, _ := variants.Named(t, "dev").Graph(t)
	assert.Contains(t, strings.Join(g.Warnings, "\n"), "2026-10-14", "the announced retirement of On Your Data")
	direct, _ := variants.Named(t, "direct").Graph(t)
	assert.NotContains(t, strings.Join(direct.Warnings, "\n"), "2026-10-14")
	article, _ := variants.Named(t, "article").Graph(t)
	assert.Contains(t, strings.Join(article.Warnings, "\n"), "article", "a weaker profile names itself")
}

func TestBadSettingsStopTheProgramBeforeItMakesAnything(t *testing.T) {
	g, err := recorder.Run(t, recorder.Program{
		Project: recorder.Project, Stack: "dev", Run: topology.Deploy,
		Config: map[string]string{
			"environment": `{"location":"swedencentral"}`,
			"network":     `{"addressSpace":"10.20.0.0/22","gateway":"10.99.0.0/27"}`,
			"vpn":         `{"sku":"Basic"}`,
		},
	})
	require.ErrorContains(t, err, "reading the settings of stack dev")
	require.ErrorContains(t, err, "secure-azure-openai:network.gateway")
	require.ErrorContains(t, err, "secure-azure-openai:vpn.sku")
	assert.Empty(t, g.Resources)
}

// TestGatewaySubnetIsJudgedWithoutAGateway: the VNet has it with the VPN off
// too, where Azure would refuse the whole VNet.
func TestGatewaySubnetIsJudgedWithoutAGateway(t *testing.T) {
	for network, want := range map[string]string{
		`{"gateway":"10.20.2.0/27"}`:   `network.webApp: "10.20.2.0/26" (the default) overlaps network.gateway, "10.20.2.0/27"`,
		`{"gateway":"10.20.1.0/26"}`:   `network.resolver: "10.20.1.32/28" (the default) overlaps network.gateway, "10.20.1.0/26"`,
		`{"endpoints":"10.20.1.0/26"}`: `network.gateway: "10.20.1.0/27" (the default) overlaps network.endpoints, "10.20.1.0/26"`,
	} {
		g, err := recorder.Run(t, recorder.Program{
			Project: recorder.Project, Stack: "dev", Run: topology.Deploy,
			Config: map[string]string{"environment": `{"location":"swedencentral"}`, "vpn": `{"enabled":false}`, "network": network},
		})
		require.ErrorContains(t, err, "secure-azure-openai:"+want)
		assert.Empty(t, g.Resources)
	}
	g, s := variants.Named(t, "no VPN, its subnet given").Graph(t)
	require.False(t, s.VPN.Enabled)
	prefixes := map[string]string{}
	for _, subnet := range one(t, g, "VirtualNetwork").Inputs.Items("subnets") {
		prefixes[subnet.Text("name")] = subnet.Text("addressPrefix")
	}
	assert.Equal(t, "10.20.3.0/26", prefixes["GatewaySubnet"])
}

// TestARefusalOfAzureReachesTheUser: what Azure answers reaches the user
// with the step that it answered to.
func TestARefusalOfAzureReachesTheUser(t *testing.T) {
	p, _ := variants.Named(t, "dev").Program(t)
	up, _ := variants.Named(t, "dev").Graph(t)
	world := recorder.NewWorld(t)
	_, _, err := world.Create("azure-native:resources:ResourceGroup", "earlier",
		recorder.Properties(map[string]any{"resourceGroupName": up.Exports.Text("names.resourceGroup"), "location": "swedencentral"}))
	require.NoError(t, err)
	p.Azure = world
	_, err = recorder.Run(t, p)
	require.ErrorContains(t, err, "cannot create already existing resource")
	assert.ErrorContains(t, err, up.Exports.Text("names.resourceGroup"))
}
