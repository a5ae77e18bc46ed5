package doors

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/recorded"
)

const (
	outsideGateway = "gateway"
	insideGateway  = "gateway inside"
)

// TestDoorsOfTheGateway: nothing stands open in a stack with all that the
// gateway brings, but what it opens by decision.
func TestDoorsOfTheGateway(t *testing.T) {
	for _, name := range []string{"plain.json", "plain.preview.json"} {
		outside := recorded.WithGateway(load(t, name))
		assert.Empty(t, said(outside, finding.Fail), name)
		assert.Empty(t, said(recorded.Change(outside, recorded.Inside), finding.Fail), name)
	}
	g := recorded.Change(recorded.WithGateway(load(t, "plain.json")), recorded.Inside)
	assert.Empty(t, said(g, finding.Unknown))
	accepted := said(g, finding.Pass)
	for _, want := range []string{
		`D-inbound pass: network:NetworkSecurityGroup network-apigateway-nsg: securityRules[1] (allow-management) is "ApiManagement"; accepted: Azure manages the gateway, which lies inside the VNet (G5)`,
		`D-outbound pass: network:NetworkSecurityGroup network-apigateway-nsg: securityRules[6] (allow-sql) is "Sql"; accepted: the gateway gets its configuration, tokens and keys to check them, and sends its metrics`,
		`D-outbound pass: network:NetworkSecurityGroup network-backend-nsg: securityRules[2] (allow-monitor-https) is "AzureMonitor"; accepted: the function app gets tokens and sends telemetry over HTTPS`,
		`D-public-access pass: insights:Component telemetry-component: publicNetworkAccessForQuery is "Enabled"; accepted: people query logs from the portal, behind Entra ID; nothing is written from outside`,
	} {
		assert.Contains(t, accepted, want)
	}
}

// TestOpenDoorsOfTheGateway are those that somebody could open there.
func TestOpenDoorsOfTheGateway(t *testing.T) {
	for _, row := range []struct {
		from string
		do   func(c *recorded.Copy)
		want string
	}{
		{outsideGateway, func(c *recorded.Copy) { c.Remove(c.Named("diagnostics-gateway-service-setting")) },
			`D-audit fail: apimanagement:ApiManagementService gateway-service: no diagnostic setting, want one that sends allLogs to the workspace`},
		{outsideGateway, func(c *recorded.Copy) { c.Remove(c.Named("diagnostics-backend-app-setting")) },
			`D-audit fail: web:WebApp backend-app: no diagnostic setting, want one that sends allLogs to the workspace`},
		{outsideGateway, func(c *recorded.Copy) { c.Remove(c.Named("diagnostics-backend-storage-setting")) },
			`D-audit fail: storage:StorageAccount backend-storage-account: no diagnostic setting, want one that sends allLogs to the workspace`},
		{outsideGateway, func(c *recorded.Copy) { c.Remove(c.Named("backend-storage-blobs")) },
			`D-recovery fail: storage:StorageAccount backend-storage-account: no storage:BlobServiceProperties, want one with retention of what is deleted`},
		{outsideGateway, set("alerts-group", "webhookReceivers", []any{map[string]any{"serviceUri": "https://outside.example"}}),
			`D-elsewhere fail: insights:ActionGroup alerts-group: webhookReceivers is a list of 1, want nothing there`},
		{outsideGateway, func(c *recorded.Copy) {
			recorded.Set(c.Named("telemetry-component"), "publicNetworkAccessForIngestion", "Enabled")
			recorded.Set(c.Named("telemetry-component"), "disableLocalAuth", false)
		},
			`D-public-access fail: insights:Component telemetry-component: publicNetworkAccessForIngestion is "Enabled", want "Disabled"`},
		{outsideGateway, func(c *recorded.Copy) {
			recorded.Delete(c.Named("telemetry-component"), "publicNetworkAccessForIngestion")
		},
			`D-public-access fail: insights:Component telemetry-component: publicNetworkAccessForIngestion is not set, which means Enabled, want "Disabled"`},
		{outsideGateway, func(c *recorded.Copy) {
			addRule(c, "network-apigateway-nsg", "Inbound", "sourceAddressPrefix", "ApiManagement")
		},
			`D-inbound fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules[8] (added) is "ApiManagement", want private ranges as its source`},
		{insideGateway, func(c *recorded.Copy) {
			recorded.Set(c.Named("network-apigateway-nsg"), "securityRules[1].destinationPortRange", "443")
		},
			`D-inbound fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules[1] (allow-management) is "ApiManagement", want private ranges as its source`},
		{insideGateway, func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-service"), "virtualNetworkConfiguration.subnetResourceId", "/subscriptions/x")
		},
			`D-inbound fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules[1] (allow-management) is "ApiManagement", want private ranges as its source`},
		{insideGateway, func(c *recorded.Copy) {
			recorded.Set(c.Named("network-apigateway-nsg"), "securityRules[6].destinationPortRange", "443")
		},
			`D-outbound fail: network:NetworkSecurityGroup network-apigateway-nsg: securityRules[6] (allow-sql) is "Sql", want private ranges as its target`},
		{outsideGateway, func(c *recorded.Copy) {
			recorded.Set(c.Named("network-backend-nsg"), "securityRules[2].destinationAddressPrefix", "Internet")
		},
			`D-outbound fail: network:NetworkSecurityGroup network-backend-nsg: securityRules[2] (allow-monitor-https) is "Internet", want private ranges as its target`},
		{outsideGateway, set("backend-app", "siteConfig.remoteDebuggingEnabled", true),
			`D-remote fail: web:WebApp backend-app: siteConfig.remoteDebuggingEnabled is true, want false`},
	} {
		g := recorded.WithGateway(load(t, "plain.json"))
		if row.from == insideGateway {
			g = recorded.Change(g, recorded.Inside)
		}
		assert.Contains(t, said(recorded.Change(g, row.do), finding.Fail), row.want)
	}
}
