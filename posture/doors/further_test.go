package doors

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/recorded"
)

const outside = "/subscriptions/99999999-aaaa-0000-0000-000000000000/resourceGroups/rg/providers/"

// furtherDoors are those of logs, recovery, routes, rules, states and models.
func furtherDoors() []openDoor {
	return []openDoor{
		{func(c *recorded.Copy) { c.Remove(c.Named("diagnostics-search-setting")) },
			`D-audit fail: search:Service search-service: no diagnostic setting, want one that sends allLogs to the workspace`},
		{set("diagnostics-openai-setting", "logs[0].enabled", false),
			`D-audit fail: cognitiveservices:Account openai-account: insights:DiagnosticSetting diagnostics-openai-setting without allLogs, want one that sends allLogs to the workspace`},
		{set("diagnostics-storage-setting", "logs[0].categoryGroup", "audit"),
			`D-audit fail: storage:StorageAccount storage-account: insights:DiagnosticSetting diagnostics-storage-setting without allLogs, want one that sends allLogs to the workspace`},
		{set("diagnostics-vpn-setting", "resourceUri", outside+"x"),
			`D-audit fail: network:VirtualNetworkGateway vpn-gateway: no diagnostic setting, want one that sends allLogs to the workspace`},
		{set("workspace-workspace", "retentionInDays", 7.0),
			`D-audit fail: operationalinsights:Workspace workspace-workspace: retentionInDays is 7, want 30 or more`},
		{set("workspace-workspace", "sku.name", "Free"),
			`D-audit fail: operationalinsights:Workspace workspace-workspace: sku.name is "Free", want one that keeps logs for 30 days`},
		{set("workspace-workspace", "features.immediatePurgeDataOn30Days", true),
			`D-audit fail: operationalinsights:Workspace workspace-workspace: features.immediatePurgeDataOn30Days is true, want false`},
		{set("workspace-workspace", "workspaceCapping.dailyQuotaGb", 0.5),
			`D-audit fail: operationalinsights:Workspace workspace-workspace: workspaceCapping.dailyQuotaGb is 0.5, want no cap`},
		{set("workspace-workspace", "defaultDataCollectionRuleResourceId", "/rule"),
			`D-audit fail: operationalinsights:Workspace workspace-workspace: defaultDataCollectionRuleResourceId is "/rule", want nothing there`},
		{set("diagnostics-openai-setting", "workspaceId", outside+"Microsoft.OperationalInsights/workspaces/w"),
			`D-elsewhere fail: insights:DiagnosticSetting diagnostics-openai-setting: workspaceId is "` + outside + `Microsoft.OperationalInsights/workspaces/w", want the stack's workspace`},
		{set("diagnostics-openai-setting", "eventHubAuthorizationRuleId", "/hub"),
			`D-elsewhere fail: insights:DiagnosticSetting diagnostics-openai-setting: eventHubAuthorizationRuleId is "/hub", want nothing there`},
		{set("openai-account", "properties.userOwnedStorage", []any{map[string]any{"resourceId": "/storage"}}),
			`D-elsewhere fail: cognitiveservices:Account openai-account: properties.userOwnedStorage is a list of 1, want nothing there`},
		{set("webapp-app", "siteConfig.azureStorageAccounts", map[string]any{"mount": map[string]any{"accessKey": "0"}}),
			`D-elsewhere fail: web:WebApp webapp-app: siteConfig.azureStorageAccounts is an object, want nothing there`},
		{set("workspace-workspace", "features.enableDataExport", true),
			`D-elsewhere fail: operationalinsights:Workspace workspace-workspace: features.enableDataExport is true, want nothing there`},
		{func(c *recorded.Copy) { c.Remove(c.Named("storage-blobs")) },
			`D-recovery fail: storage:StorageAccount storage-account: no storage:BlobServiceProperties, want one with retention of what is deleted`},
		{set("storage-blobs", "deleteRetentionPolicy.enabled", false),
			`D-recovery fail: storage:BlobServiceProperties storage-blobs: deleteRetentionPolicy.enabled is false, want true`},
		{set("storage-blobs", "containerDeleteRetentionPolicy.days", 1.0),
			`D-recovery fail: storage:BlobServiceProperties storage-blobs: containerDeleteRetentionPolicy.days is 1, want 7 or more`},
		{set("storage-blobs", "deleteRetentionPolicy.allowPermanentDelete", true),
			`D-recovery fail: storage:BlobServiceProperties storage-blobs: deleteRetentionPolicy.allowPermanentDelete is true, want false`},
		{func(c *recorded.Copy) { c.Named("openai").Protect = true },
			`D-protect fail: cognitiveservices:Account openai-account: protect is false, want true, as of secure-azure-openai:services/openai:Account openai`},
		{set("storage-blobs", "cors.corsRules", []any{map[string]any{"allowedOrigins": []any{"*"}}}),
			`D-blobs fail: storage:BlobServiceProperties storage-blobs: cors.corsRules is a list of 1, want no entries`},
		{set("webapp-app", "siteConfig.cors", map[string]any{"allowedOrigins": []any{"https://a.example"}, "supportCredentials": true}),
			`D-remote fail: web:WebApp webapp-app: siteConfig.cors.supportCredentials is true, want false`},
		{set("webapp-app", "siteConfig.scmIpSecurityRestrictions", []any{map[string]any{"ipAddress": "Any"}}),
			`D-firewall fail: web:WebApp webapp-app: siteConfig.scmIpSecurityRestrictions is a list of 1, want no entries`},
		{set("network-vnet", "subnets[0].routeTable", map[string]any{"id": "/table"}),
			`D-routes fail: network:VirtualNetwork network-vnet: subnets[0] (snet-endpoints).routeTable is an object, want nothing there`},
		{set("network-vnet", "subnets[2].serviceEndpoints", []any{map[string]any{"service": "Microsoft.Storage"}}),
			`D-routes fail: network:VirtualNetwork network-vnet: subnets[2] (snet-webapp).serviceEndpoints is a list of 1, want nothing there`},
		{set("vpn-gateway", "enableBgp", true),
			`D-routes fail: network:VirtualNetworkGateway vpn-gateway: enableBgp is true, want nothing there, or false`},
		{set("network-endpoints-nsg", "securityRules[0].destinationPortRange", "*"),
			`D-rules fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[0] (allow-callers-https).destinationPortRange is "*", want one port`},
		{set("network-endpoints-nsg", "securityRules[0].destinationPortRanges", []any{"443", "1-1024"}),
			`D-rules fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[0] (allow-callers-https).destinationPortRange is "1-1024", want one port`},
		{set("network-endpoints-nsg", "securityRules[0].protocol", "*"),
			`D-rules fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[0] (allow-callers-https).protocol is "*", want Tcp or Udp`},
		{set("network-webapp-nsg", "securityRules[1].sourcePortRange", "443"),
			`D-rules fail: network:NetworkSecurityGroup network-webapp-nsg: securityRules[1] (allow-endpoints-https).sourcePortRange is "443", want "*"`},
		{set("network-endpoints-nsg", "securityRules[1].priority", 40960.0),
			`D-rules fail: network:NetworkSecurityGroup network-endpoints-nsg: securityRules[1] (deny-all-inbound).priority is 40960, want 100 to 4096`},
		{set("openai-account", "properties.provisioningState", "Failed"),
			`D-state fail: cognitiveservices:Account openai-account: properties.provisioningState is "Failed", want "Succeeded"`},
		{set("webapp-app", "enabled", false), `D-state fail: web:WebApp webapp-app: enabled is false, want true`},
		{set("openai-deployment-chat", "properties.raiPolicyName", "no-filter"),
			`D-content-filter fail: cognitiveservices:Deployment openai-deployment-chat: properties.raiPolicyName is "no-filter", want one of Microsoft's, or none`},
		{set("storage-account", "supportsHttpsTrafficOnly", false),
			`D-transport fail: storage:StorageAccount storage-account: supportsHttpsTrafficOnly is false, want true`},
		{set("webapp-plan", "minimalTlsVersion", "1.0"),
			`D-transport fail: web:AppServicePlan webapp-plan: minimalTlsVersion is "1.0", want TLS 1.2 or higher`},
		{set("storage-account", "networkAcls.defaultAction", "Allow"),
			`D-firewall fail: storage:StorageAccount storage-account: networkAcls.defaultAction is "Allow", want "Deny"`},
		{set("openai-account", "publicNetworkAccess", "Enabled"),
			`D-public-access fail: cognitiveservices:Account openai-account: publicNetworkAccess is "Enabled", want "Disabled"`},
		{set("search-service", "properties.disableLocalAuth", false),
			`D-keys fail: search:Service search-service: properties.disableLocalAuth is false, want true`},
	}
}

// TestWhatIsOnlyKnownLater: before a deployment the ids are unknown, and what
// is missing is not.
func TestWhatIsOnlyKnownLater(t *testing.T) {
	for name, want := range map[string]string{
		"diagnostics-search-setting": `D-audit fail: search:Service search-service: no diagnostic setting, want one that sends allLogs to the workspace`,
		"storage-blobs":              `D-recovery fail: storage:StorageAccount storage-account: no storage:BlobServiceProperties, want one with retention of what is deleted`,
	} {
		g := recorded.Change(load(t, "dev.preview.json"), func(c *recorded.Copy) { c.Remove(c.Named(name)) })
		assert.Equal(t, []string{want}, said(g, finding.Fail), name)
	}
}
