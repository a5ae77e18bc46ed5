package posture

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// TestNoResourceOfTheStacksFallsShortAlone, deployed or previewed.
func TestNoResourceOfTheStacksFallsShortAlone(t *testing.T) {
	for _, name := range recorded.Names() {
		for _, r := range load(t, name).Azure() {
			assert.Empty(t, Alone(r, Options{Today: today}), "%s: %s", name, r)
		}
	}
}

// TestAlone: what one resource's own properties decide is judged without the
// rest, and nothing else is.
func TestAlone(t *testing.T) {
	const sent = "the value stands in the property"
	for name, row := range map[string]struct {
		kind, path string
		value      any
		want       []string
	}{
		"public":                {"storage:StorageAccount", "publicNetworkAccess", "Enabled", []string{"R21"}},
		"keys on":               {"search:Service", "disableLocalAuth", false, []string{"R15"}},
		"no identity":           {"cognitiveservices:Account", "identity.type", "None", []string{"R7"}},
		"unknown":               {"storage:StorageAccount", "publicNetworkAccess", graph.UnknownText, nil},
		"secret":                {"storage:StorageAccount", "publicNetworkAccess", graph.SecretText, nil},
		"public container":      {"storage:BlobContainer", "publicAccess", "Blob", []string{"D-blobs"}},
		"open group":            {"network:NetworkSecurityGroup", "securityRules[0].sourceAddressPrefix", "*", []string{"D-inbound"}},
		"overlapping subnets":   {"network:VirtualNetwork", "subnets[0].addressPrefix", "10.20.0.0/22", []string{"R4"}},
		"GatewaySubnet guarded": {"network:VirtualNetwork", "subnets[1].networkSecurityGroup", map[string]any{"id": "/x"}, []string{"R3"}},
		"default way out":       {"network:VirtualNetwork", "subnets[0].defaultOutboundAccess", true, []string{"D-subnets"}},
		"other VPN clients":     {"network:VirtualNetworkGateway", "vpnClientConfiguration.vpnAuthenticationTypes[0]", "Certificate", []string{"R41"}},
		"basic gateway":         {"network:VirtualNetworkGateway", "sku.name", "Basic", []string{"R40"}},
		"old Python":            {"web:WebApp", "siteConfig.linuxFxVersion", "PYTHON|3.9", []string{"R47"}},
		"debugging":             {"web:WebApp", "siteConfig.remoteDebuggingEnabled", true, []string{"D-remote"}},
		"a key in the settings": {"web:WebAppApplicationSettings", "properties.SEARCH_KEY", sent, []string{"R48"}},
		"Owner of everything":   {"authorization:RoleAssignment", "roleDefinitionId", "/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", nil},
		"open logs":             {"operationalinsights:Workspace", "publicNetworkAccessForIngestion", "Enabled", []string{"D-public-access"}},
	} {
		t.Run(name, func(t *testing.T) {
			changed := recorded.Change(load(t, "dev.preview.json"), func(c *recorded.Copy) { recorded.Set(c.One(row.kind), row.path, row.value) })
			r := changed.Of(row.kind)[0]
			one, err := graph.NewResource(r.URN, r.Type, true, r.Inputs, nil)
			require.NoError(t, err)
			var got []string
			for _, f := range Alone(one, Options{Today: today}) {
				assert.Equal(t, finding.Fail, f.Verdict)
				assert.Equal(t, r.URN, f.Resource)
				assert.NotContains(t, f.String(), sent)
				got = append(got, f.ID)
			}
			assert.Equal(t, row.want, got)
		})
	}
}

func TestAloneTakesWaivers(t *testing.T) {
	account := keysOn(t).Of("cognitiveservices:Account")[0]
	for name, row := range map[string]struct {
		waiver Waiver
		want   int
	}{
		"none": {Waiver{}, 1}, "holds": {Waiver{"R11", "openai-account", "keys", "2026-12-31"}, 0}, "over": {Waiver{"R11", "", "keys", "2026-11-21"}, 1},
		"of another": {Waiver{"R11", "other", "keys", "2026-12-31"}, 1}, "without a reason": {Waiver{"R11", "", " ", "2026-12-31"}, 1},
	} {
		assert.Len(t, Alone(account, Options{Today: today, Waivers: []Waiver{row.waiver}}), row.want, name)
	}
}
