package requirements

import (
	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const monitorPage = "https://learn.microsoft.com/azure/azure-monitor/"

var telemetry = []Rule{
	{
		ID: "G15", Title: "Application Insights takes telemetry from identities alone, and keeps it in the stack's workspace", Severity: finding.Medium,
		Kind: kindComponent, Wants: []Want{{"disableLocalAuth", True()}, {"ingestionMode", Equal("LogAnalytics")}, {"workspaceResourceId", Given()}},
		Judge: judgeComponent,
		Fix:   "Set disableLocalAuth to true, ingestionMode to LogAnalytics and workspaceResourceId to the stack's workspace.",
		Link:  monitorPage + "app/azure-ad-authentication",
	},
	{
		ID: "G24", Title: "There are alerts about throttling, an open circuit, refused callers, certificates and failing backends, each enabled and with an action group", Severity: finding.Medium,
		Kind: kindActionGroup, Beside: []string{kindMetricAlert, kindQueryAlert}, Each: judgeAlert, Judge: judgeAlerts,
		Fix:  "Make an alert for each of them, enabled, with an action group.",
		Link: apimPage + "api-management-howto-use-azure-monitor",
	},
	{
		ID: "G25", Title: "A private link scope, where there is one, is the only one, holds the stack's workspace and component, and is reached by its endpoint",
		Severity: finding.Medium, Kind: kindScope, Beside: []string{kindScopedResource}, Each: judgeScope, Judge: judgeScopes,
		Fix:  "Put workspace and component into the one scope of the VNet, with a private endpoint for group azuremonitor and its five zones.",
		Link: monitorPage + "logs/private-link-design",
	},
}

func judgeComponent(j *judge) {
	for _, r := range j.g.Of(kindComponent) {
		switch to, certain, given := j.ref(r, "workspaceResourceId", kindWorkspace); {
		case !given:
		case to == nil && certain || to != nil && to.Kind != kindWorkspace:
			j.fail(r, "workspaceResourceId", r.Value("workspaceResourceId").String(), "the stack's workspace")
		case !certain:
			j.unknown(r, "workspaceResourceId", "the id of the stack's workspace")
		}
		// Without a scope nothing could send.
		if r.Value("publicNetworkAccessForIngestion").Is("Disabled") && len(j.g.Of(kindScopedResource)) == 0 {
			j.fail(r, "publicNetworkAccessForIngestion", `"Disabled", and it is in no private link scope`, `"Enabled", or a scope`)
		}
	}
}

func judgeScope(j *judge, r *graph.Resource) {
	if r.Kind == kindScope {
		j.value(r, "accessModeSettings.ingestionAccessMode", OneOf("Open", "PrivateOnly"))
		j.value(r, "accessModeSettings.queryAccessMode", OneOf("Open", "PrivateOnly"))
		// An exclusion opens one endpoint's network again.
		j.value(r, "accessModeSettings.exclusions", Nothing())
	}
}

func judgeScopes(j *judge) {
	j.none("there is no private link scope")
	scopes := j.g.Of(kindScope)
	if len(scopes) > 1 {
		// The zones are the VNet's, and have one address for a name.
		j.fail(scopes[1], "", count(len(scopes), "private link scope"), "one for the VNet")
	}
	in := map[*graph.Resource]bool{}
	hidden := false
	for _, r := range j.g.Of(kindScopedResource) {
		to, certain, _ := j.ref(r, "linkedResourceId", "")
		hidden = hidden || !certain
		switch {
		case to == nil && certain || to != nil && to.Kind != kindComponent && to.Kind != kindWorkspace:
			j.fail(r, "linkedResourceId", r.Value("linkedResourceId").String(), "the stack's workspace or component")
		case !certain:
			j.unknown(r, "linkedResourceId", "the stack's workspace or component")
		default:
			in[to] = true
		}
	}
	for _, scope := range scopes {
		j.reachable(scope, facts.PrivateLinkMonitor)
		for _, kind := range []string{kindWorkspace, kindComponent} {
			for _, r := range j.g.Of(kind) {
				if !in[r] && !hidden {
					j.fail(r, "", "not in the private link scope", "an "+kindScopedResource+" for it")
				}
			}
		}
	}
}
