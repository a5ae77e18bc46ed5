package requirements

import (
	"secure-azure-openai/posture/recorded"
)

// breachesOfTelemetry are those of Application Insights, alerts and the private link scope.
func breachesOfTelemetry() []breach {
	return []breach{
		{"G15", beside, "keys", func(c *recorded.Copy) { recorded.Set(c.Named("telemetry-component"), "disableLocalAuth", false) },
			`fail: insights:Component telemetry-component: disableLocalAuth is false, want true`},
		{"G15", beside, "keys by default", func(c *recorded.Copy) { recorded.Delete(c.Named("telemetry-component"), "disableLocalAuth") },
			`fail: insights:Component telemetry-component: disableLocalAuth is not set, want true`},
		{"G15", beside, "a store of its own", func(c *recorded.Copy) {
			recorded.Set(c.Named("telemetry-component"), "ingestionMode", "ApplicationInsights")
		},
			`fail: insights:Component telemetry-component: ingestionMode is "ApplicationInsights", want "LogAnalytics"`},
		{"G15", beside, "another workspace", func(c *recorded.Copy) {
			recorded.Set(c.Named("telemetry-component"), "workspaceResourceId", "/subscriptions/x")
		},
			`fail: insights:Component telemetry-component: workspaceResourceId is "/subscriptions/x", want the stack's workspace`},
		{"G15", beside, "no workspace", func(c *recorded.Copy) { recorded.Delete(c.Named("telemetry-component"), "workspaceResourceId") },
			`fail: insights:Component telemetry-component: workspaceResourceId is not set, want a value`},
		{"G24", beside, "a group that is off", func(c *recorded.Copy) { recorded.Set(c.Named("alerts-group"), "enabled", false) },
			`fail: insights:ActionGroup alerts-group: enabled is false, want true`},
		{"G24", beside, "an alert that is off", func(c *recorded.Copy) { recorded.Set(c.Named("alerts-throttled"), "enabled", false) },
			`fail: insights:MetricAlert alerts-throttled: enabled is false, want true`},
		{"G24", beside, "a query that is off", func(c *recorded.Copy) { recorded.Set(c.Named("alerts-circuit"), "enabled", false) },
			`fail: insights:ScheduledQueryRule alerts-circuit: enabled is false, want true`},
		{"G24", beside, "an alert for nobody", func(c *recorded.Copy) { recorded.Set(c.Named("alerts-throttled"), "actions", []any{}) },
			`fail: insights:MetricAlert alerts-throttled: actions is without an action group, want an action group of this stack`},
		{"G24", beside, "a query for somebody else", func(c *recorded.Copy) {
			recorded.Set(c.Named("alerts-circuit"), "actions.actionGroups", []any{"/subscriptions/x"})
		},
			`fail: insights:ScheduledQueryRule alerts-circuit: actions.actionGroups[0] is "/subscriptions/x", want an action group of this stack`},
		{"G24", beside, "an alert about something else", func(c *recorded.Copy) {
			recorded.Set(c.Named("alerts-throttled"), "scopes", []any{"/subscriptions/x"})
		},
			`fail: insights:MetricAlert alerts-throttled: scopes[0] is "/subscriptions/x", want the gateway, or the workspace with its log / fail: no alert about calls refused with 429, want one`},
		{"G24", beside, "an alert about nothing", func(c *recorded.Copy) {
			recorded.Set(c.Named("alerts-throttled"), "scopes", []any{})
		},
			`fail: insights:MetricAlert alerts-throttled: scopes is without anything to look at, want the gateway, or the workspace with its log / fail: no alert about calls refused with 429, want one`},
		{"G24", beside, "nothing about throttling", func(c *recorded.Copy) { c.Remove(c.Named("alerts-throttled")) },
			`fail: no alert about calls refused with 429, want one`},
		{"G24", beside, "nothing about refused callers", func(c *recorded.Copy) { c.Remove(c.Named("alerts-refused")) },
			`fail: no alert about calls refused with 401, want one; also no alert about calls refused with 403, want one`},
		{"G24", beside, "nothing about circuits", func(c *recorded.Copy) { c.Remove(c.Named("alerts-circuit")) },
			`fail: no alert about an open circuit, want one`},
		{"G24", beside, "nothing about backends", func(c *recorded.Copy) { c.Remove(c.Named("alerts-backend")) },
			`fail: no alert about the backends' health, want one`},
		{"G24", beside, "nothing about certificates", func(c *recorded.Copy) { c.Remove(c.Named("alerts-certificate")) },
			`fail: no alert about certificates, want one`},
		{"G25", beside, "another mode", func(c *recorded.Copy) {
			recorded.Set(c.Named("scope-scope"), "accessModeSettings.ingestionAccessMode", "Public")
		},
			`fail: insights:PrivateLinkScope scope-scope: accessModeSettings.ingestionAccessMode is "Public", want one of Open, PrivateOnly`},
		{"G25", beside, "queries from anywhere", func(c *recorded.Copy) { recorded.Delete(c.Named("scope-scope"), "accessModeSettings.queryAccessMode") },
			`fail: insights:PrivateLinkScope scope-scope: accessModeSettings.queryAccessMode is not set, want one of Open, PrivateOnly`},
		{"G25", beside, "an exclusion", func(c *recorded.Copy) {
			recorded.Set(c.Named("scope-scope"), "accessModeSettings.exclusions", []any{map[string]any{"privateEndpointConnectionName": "x"}})
		},
			`fail: insights:PrivateLinkScope scope-scope: accessModeSettings.exclusions is a list of 1, want nothing there`},
		{"G25", beside, "a second scope", func(c *recorded.Copy) {
			c.Twice(c.Named("scope-scope"), "scope-second")
		},
			`fail: insights:PrivateLinkScope scope-second: 2 private link scopes, want one for the VNet; also no private endpoint, want one for group azuremonitor`},
		{"G25", beside, "without the workspace", func(c *recorded.Copy) { c.Remove(c.Named("scope-workspace")) },
			`fail: operationalinsights:Workspace workspace-workspace: not in the private link scope, want an insights:PrivateLinkScopedResource for it`},
		{"G25", beside, "with something else", func(c *recorded.Copy) {
			recorded.Set(c.Named("scope-insights"), "linkedResourceId", "/subscriptions/x")
		},
			`fail: insights:PrivateLinkScopedResource scope-insights: linkedResourceId is "/subscriptions/x", want the stack's workspace or component / fail: insights:Component telemetry-component: not in the private link scope, want an insights:PrivateLinkScopedResource for it`},
		{"G25", beside, "no endpoint", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-monitor-endpoint")) },
			`fail: insights:PrivateLinkScope scope-scope: no private endpoint, want one for group azuremonitor`},
		{"G25", beside, "without a zone", func(c *recorded.Copy) {
			c.Remove(c.Named("dns-privatelink.oms.opinsights.azure.com"))
		},
			`fail: network:PrivateDnsZoneGroup records-monitor-group: privateDnsZoneConfigs is without privatelink.oms.opinsights.azure.com, want a record in privatelink.oms.opinsights.azure.com`},
	}
}
