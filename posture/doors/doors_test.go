package doors

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

func load(t testing.TB, name string) *graph.Graph {
	t.Helper()
	g, err := recorded.Graph(name)
	require.NoError(t, err)
	return g
}

// said are the findings with a verdict, as they read.
func said(g *graph.Graph, verdict finding.Verdict) []string {
	var list []string
	for _, f := range Judge(g) {
		if f.Verdict == verdict && (verdict != finding.Pass || len(f.Evidence) > 0) {
			list = append(list, strings.Join(append([]string{f.String()}, f.Evidence...), "; "))
		}
	}
	return list
}

// TestDecidedDoorsAreNamed: what both stacks leave open, and nothing else is.
func TestDecidedDoorsAreNamed(t *testing.T) {
	everywhere := []string{
		`D-public-access pass: operationalinsights:Workspace workspace-workspace: publicNetworkAccessForQuery is "Enabled"; ` +
			`accepted: people query logs from the portal, behind Entra ID; nothing is written from outside`,
		`D-public-ip pass: network:PublicIPAddress vpn-address: the VPN gateway's address; ` +
			`accepted: developers come in through it, with an Entra token of the tenant (R41)`,
		`D-outbound pass: network:NetworkSecurityGroup network-resolver-nsg: securityRules is without a rule that denies the rest; ` +
			`accepted: the DNS resolver, which Azure runs, asks other servers`,
		`D-outbound pass: network:NetworkSecurityGroup network-webapp-nsg: securityRules[2] (allow-internet-https) is "Internet"; ` +
			`accepted: the web app calls sign-in, Microsoft Graph and package indexes over HTTPS`,
	}
	public := `D-public-access pass: web:WebApp webapp-app: publicNetworkAccess is "Enabled"; ` +
		`accepted: the stack exposes the app to the public, behind sign-in (R49, R52)`
	const telemetry, outbound = "insights:Component telemetry-component", "network:NetworkSecurityGroup network-"
	const calls, tokens = "the gateway gets its configuration, tokens and keys to check them, and sends its metrics", "the function app gets tokens and sends telemetry over HTTPS"
	behind := []string{
		`D-public-access pass: ` + telemetry + `: publicNetworkAccessForIngestion is "Enabled"; accepted: the gateway and the apps send telemetry there, each with its identity and a role (G15)`,
		`D-public-access pass: ` + telemetry + `: publicNetworkAccessForQuery is "Enabled"; accepted: people query logs from the portal, behind Entra ID; nothing is written from outside`,
	}
	for group, rules := range map[string][]string{
		"apigateway": {`2] (allow-entra-https) is "AzureActiveDirectory"`, `3] (allow-storage-https) is "Storage"`, `4] (allow-key-vault-https) is "AzureKeyVault"`, `5] (allow-monitor-https) is "AzureMonitor"`},
		"backend":    {`2] (allow-entra-https) is "AzureActiveDirectory"`, `3] (allow-monitor-https) is "AzureMonitor"`},
	} {
		for _, rule := range rules {
			behind = append(behind, "D-outbound pass: "+outbound+group+"-nsg: securityRules["+rule+"; accepted: "+map[string]string{"apigateway": calls, "backend": tokens}[group])
		}
	}
	for name, want := range map[string][]string{
		"dev.json": append(slices.Clone(everywhere), public), "plain.json": everywhere, "prod.json": slices.Concat(everywhere, behind),
	} {
		g := load(t, name)
		assert.ElementsMatch(t, want, said(g, finding.Pass), name)
		assert.Empty(t, said(g, finding.Fail), name)
		assert.Empty(t, said(g, finding.Unknown), name)
	}
	for name, undecided := range map[string]int{"dev.preview.json": 6, "plain.preview.json": 6, "prod.preview.json": 8} {
		g := load(t, name)
		assert.Empty(t, said(g, finding.Fail), name)
		assert.Len(t, said(g, finding.Unknown), undecided, name)
	}
}

func addRule(c *recorded.Copy, nsg, direction, end string, prefix string) {
	r := c.Named(nsg)
	rule := map[string]any{
		"name": "added", "access": "Allow", "direction": direction, "protocol": "Tcp", "priority": 200.0,
		"sourcePortRange": "*", "destinationPortRange": "22", "sourceAddressPrefix": "10.20.2.0/26", "destinationAddressPrefix": "10.20.0.0/26",
	}
	rule[end] = prefix
	for _, object := range []graph.Object{r.Inputs, r.Outputs} {
		object["securityRules"] = append(object["securityRules"].([]any), rule)
	}
}

func set(name, path string, value any) func(*recorded.Copy) {
	return func(c *recorded.Copy) { recorded.Set(c.Named(name), path, value) }
}

func unset(name, path string) func(*recorded.Copy) {
	return func(c *recorded.Copy) { recorded.Delete(c.Named(name), path) }
}

func admit(nsg, direction, end, prefix string) func(*recorded.Copy) {
	return func(c *recorded.Copy) { addRule(c, nsg, direction, end, prefix) }
}

func add(kind string, inputs map[string]any) func(*recorded.Copy) {
	return func(c *recorded.Copy) { c.Add(kind, "added", inputs) }
}

func role(guid, scope string) func(*recorded.Copy) {
	return add("authorization:RoleAssignment", map[string]any{
		"principalId": "99999999-9999-4999-8999-999999999999", "principalType": "User", "scope": scope,
		"roleDefinitionId": "/subscriptions/00000000-aaaa-0000-0000-00000000face/providers/Microsoft.Authorization/roleDefinitions/" + guid,
	})
}

const (
	subscription = "/subscriptions/00000000-aaaa-0000-0000-00000000face"
	group        = subscription + "/resourceGroups/rg-aoai-dev"
	owner        = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
	contributor  = "b24988ac-6180-42a0-ab88-20f7382dd24c"
)

// openDoor is a change to dev's graph, and all that fails then, word for word.
type openDoor struct {
	do   func(*recorded.Copy)
	want string
}

func TestOpenDoors(t *testing.T) {
	met, dev := map[string]bool{}, load(t, "dev.json")
	for _, row := range slices.Concat(furtherDoors(), []openDoor{
		{add("keyvault:Vault", map[string]any{"vaultName": "kv"}),
			`D-unknown-kind fail: keyvault:Vault added: type is "azure-native:keyvault:Vault", want a kind that the check knows`},
		{add("compute:VirtualMachine\x1b[2J", nil),
			`D-unknown-kind fail: ` + "compute:VirtualMachine\x1b[2J" + ` added: type is "azure-native:compute:VirtualMachine` + "\uFFFD" + `[2J", want a kind that the check knows`},
		{func(c *recorded.Copy) {
			r := c.Add("", "added", nil)
			r.Type = "random:index/randomPassword:RandomPassword"
		},
			`D-unknown-kind fail: random:index/randomPassword:RandomPassword added: type is "random:index/randomPassword:RandomPassword", want a kind that the check knows`},
		{set("workspace-workspace", "publicNetworkAccessForIngestion", "Enabled"),
			`D-public-access fail: operationalinsights:Workspace workspace-workspace: publicNetworkAccessForIngestion is "Enabled", want "Disabled"`},
		{unset("workspace-workspace", "publicNetworkAccessForIngestion"),
			`D-public-access fail: operationalinsights:Workspace workspace-workspace: publicNetworkAccessForIngestion is not set, which means Enabled, want "Disabled"`},
		{set("webapp-plan", "properties.publicNetworkAccess", "Enabled"),
			`D-public-access fail: web:AppServicePlan webapp-plan: properties.publicNetworkAccess is "Enabled", want "Disabled"`},
		{set("webapp-app", "siteConfig.publicNetworkAccess", "Disabled"),
			`D-public-access fail: web:WebApp webapp-app: siteConfig.publicNetworkAccess is "Disabled", want what publicNetworkAccess says`},
		{set("workspace-workspace", "networkAcls.ipRules", []any{map[string]any{"value": "203.0.113.7"}}),
			`D-firewall fail: operationalinsights:Workspace workspace-workspace: networkAcls.ipRules is a list of 1, want no entries`},
		{set("webapp-plan", "networkAcls.defaultAction", "Allow"),
			`D-firewall fail: web:AppServicePlan webapp-plan: networkAcls.defaultAction is "Allow", want "Deny"`},
		{set("webapp-app", "siteConfig.ipSecurityRestrictions", []any{map[string]any{"ipAddress": "Any"}}),
			`D-firewall fail: web:WebApp webapp-app: siteConfig.ipSecurityRestrictions is a list of 1, want no entries`},
		{set("workspace-workspace", "features.disableLocalAuth", false),
			`D-keys fail: operationalinsights:Workspace workspace-workspace: features.disableLocalAuth is false, want true`},
		{unset("workspace-workspace", "features"),
			`D-keys fail: operationalinsights:Workspace workspace-workspace: features.disableLocalAuth is not set, which means false, want true`},
		{set("webapp-plan", "adminUserEnabled", true),
			`D-keys fail: web:AppServicePlan webapp-plan: adminUserEnabled is true, want false`},
		{set("storage-container", "publicAccess", "Blob"),
			`D-blobs fail: storage:BlobContainer storage-container: publicAccess is "Blob", want "None"`},
		{set("storage-account", "isLocalUserEnabled", true),
			`D-blobs fail: storage:StorageAccount storage-account: isLocalUserEnabled is true, want false`},
		{unset("storage-account", "isLocalUserEnabled"),
			`D-blobs fail: storage:StorageAccount storage-account: isLocalUserEnabled is not set, want false`},
		{set("storage-account", "allowCrossTenantReplication", true),
			`D-blobs fail: storage:StorageAccount storage-account: allowCrossTenantReplication is true, want false`},
		{set("webapp-app", "siteConfig.remoteDebuggingEnabled", true),
			`D-remote fail: web:WebApp webapp-app: siteConfig.remoteDebuggingEnabled is true, want false`},
		{set("webapp-app", "siteConfig.cors.allowedOrigins", []any{"*"}),
			`D-remote fail: web:WebApp webapp-app: siteConfig.cors.allowedOrigins is ["*"], want named origins`},
		{add("network:PublicIPAddress", map[string]any{"publicIpAddressName": "pip"}),
			`D-public-ip fail: network:PublicIPAddress added: a public address that is not the VPN gateway's, want none`},
		{admit("network-endpoints-nsg", "Inbound", "sourceAddressPrefix", "Internet"),
			`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[3] (added) is "Internet", want private ranges as its source`},
		{admit("network-endpoints-nsg", "Inbound", "sourceAddressPrefix", "*"),
			`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[3] (added) is "*", want private ranges as its source`},
		{admit("network-endpoints-nsg", "Inbound", "sourceAddressPrefix", "0.0.0.0/0"),
			`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[3] (added) is "0.0.0.0/0", want private ranges as its source`},
		{admit("network-endpoints-nsg", "Inbound", "sourceAddressPrefix", "AzureCloud"),
			`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[3] (added) is "AzureCloud", want private ranges as its source`},
		{admit("network-endpoints-nsg", "Inbound", "sourceAddressPrefix", "10.0.0.0/7"),
			`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[3] (added) is "10.0.0.0/7", want private ranges as its source`},
		{set("network-endpoints-nsg", "securityRules[1].access", "Allow"),
			`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[1] (deny-all-inbound) is "*", want private ranges as its source` + "\n" +
				`D-inbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules is without a rule that denies the rest: Azure's own admit the VNet, its peers and load balancers, want one` + "\n" +
				`D-rules fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[1] (deny-all-inbound).protocol is "*", want Tcp or Udp` + "\n" +
				`D-rules fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[1] (deny-all-inbound).destinationPortRange is "*", want one port`},
		{admit("network-webapp-nsg", "Outbound", "destinationAddressPrefix", "Internet"),
			`D-outbound fail: network:NetworkSecurityGroup network-webapp-nsg: securityRules[5] (added) is "Internet", want private ranges as its target`},
		{set("network-endpoints-nsg", "securityRules[2].protocol", "Tcp"),
			`D-outbound fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules is without a rule that denies the rest: Azure's own admit the internet, want one`},
		{unset("network-vnet", "subnets[0].networkSecurityGroup"),
			`D-subnets fail: network:VirtualNetwork network-vnet: subnets[0] (snet-endpoints).networkSecurityGroup is not set, want one of this stack's`},
		{set("network-vnet", "subnets[0].privateEndpointNetworkPolicies", "Disabled"),
			`D-subnets fail: network:VirtualNetwork network-vnet: subnets[0] (snet-endpoints).privateEndpointNetworkPolicies is "Disabled", want "Enabled"`},
		{set("network-vnet", "subnets[1].defaultOutboundAccess", true),
			`D-subnets fail: network:VirtualNetwork network-vnet: subnets[1] (GatewaySubnet).defaultOutboundAccess is true, want false`},
		{set("network-vnet", "virtualNetworkPeerings", []any{map[string]any{"name": "hub"}}),
			`D-peering fail: network:VirtualNetwork network-vnet: virtualNetworkPeerings is a list of 1, want no entries`},
		{add("network:VirtualNetworkPeering", map[string]any{"remoteVirtualNetwork": map[string]any{"id": "/hub"}}),
			`D-unknown-kind fail: network:VirtualNetworkPeering added: type is "azure-native:network:VirtualNetworkPeering", want a kind that the check knows` + "\n" +
				`D-peering fail: network:VirtualNetworkPeering added: remoteVirtualNetwork.id is "/hub", want no peering`},
		{role(contributor, group), `D-wide-role fail: authorization:RoleAssignment added: scope is Contributor on ` + group + `, want one resource`},
		{role(owner, subscription), `D-wide-role fail: authorization:RoleAssignment added: scope is Owner on ` + subscription + `, want one resource`},
		{role(owner, "/providers/Microsoft.Management/managementGroups/root"),
			`D-wide-role fail: authorization:RoleAssignment added: scope is Owner on /providers/Microsoft.Management/managementGroups/root, want one resource`},
	}) {
		got := said(recorded.Change(dev, row.do), finding.Fail)
		assert.Equal(t, row.want, strings.Join(got, "\n"))
		for _, line := range got {
			id, _, _ := strings.Cut(line, " ")
			met[id] = true
		}
	}
	for _, d := range Doors() {
		assert.True(t, met[d.ID], "%s has no open door to notice", d.ID)
		assert.NotEmpty(t, d.Fix, d.ID)
		assert.True(t, strings.HasPrefix(d.Link, "https://"), d.ID)
	}
}

// TestAPublicAppWithoutSignInIsNotAccepted: R52 fails, and no reason covers it.
func TestAPublicAppWithoutSignInIsNotAccepted(t *testing.T) {
	g := recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) { c.RemoveKind("web:WebAppAuthSettingsV2") })
	for _, line := range said(g, finding.Pass) {
		assert.NotContains(t, line, "webapp-app")
	}
}

func TestAPrivateRangeIsNoDoor(t *testing.T) {
	for _, prefix := range []string{"192.168.3.0/24", "100.64.0.1", "VirtualNetwork", "AzureLoadBalancer"} {
		g := recorded.Change(load(t, "dev.json"), admit("network-endpoints-nsg", "Inbound", "sourceAddressPrefix", prefix))
		assert.Empty(t, said(g, finding.Fail), prefix)
	}
}
