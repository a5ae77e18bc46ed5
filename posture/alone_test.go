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
		"a role unknown where":  {"authorization:RoleAssignment", "roleDefinitionId", "/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", nil},
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

// TestAWideRoleAlone: where the scope is known before the deployment, it is
// refused then.
func TestAWideRoleAlone(t *testing.T) {
	const subscription = "/subscriptions/00000000-aaaa-0000-0000-00000000face"
	for scope, want := range map[string]int{subscription: 1, subscription + "/resourceGroups/rg": 1, subscription + "/resourceGroups/rg/providers/Microsoft.Search/searchServices/s": 0} {
		one, err := graph.NewResource("urn:pulumi:dev::p::azure-native:authorization:RoleAssignment::owner", "", true, map[string]any{
			"scope": scope, "principalId": "00000000-0000-0000-0000-000000000002", "principalType": "User",
			"roleDefinitionId": subscription + "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
		}, nil)
		require.NoError(t, err)
		found := Alone(one, Options{Today: today})
		require.Len(t, found, want, scope)
		if want > 0 {
			assert.Equal(t, "D-wide-role", found[0].ID)
		}
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
