package requirements

import (
	"slices"
	"strings"

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
	}
}

// judgeAlert: an alert that is off tells nobody.
func judgeAlert(j *judge, r *graph.Resource) {
	j.value(r, "enabled", True())
}

// alarms are what has to have an alert, with the words that its condition
// has: each of them, in any of the forms that are listed.
var alarms = []struct {
	what  string
	words [][]string
}{
	{"calls refused with 429", [][]string{{"429"}}},
	{"an open circuit", [][]string{{"circuit"}}},
	{"calls refused with 401", [][]string{{"401"}}},
	{"calls refused with 403", [][]string{{"403"}}},
	{"certificates", [][]string{{"certificate"}}},
	{"the backends' health", [][]string{{"backend"}, {"health", "5xx", "500", "fail"}}},
}

func judgeAlerts(j *judge) {
	j.none("no gateway sends telemetry")
	alerts := slices.Concat(j.g.Of(kindMetricAlert), j.g.Of(kindQueryAlert))
	for _, r := range alerts {
		j.tells(r)
		j.looks(r)
	}
	if !j.hasGateway() || len(j.g.Of(kindComponent)) == 0 {
		return
	}
	texts := make([]string, len(alerts))
	hidden := false
	for i, r := range alerts {
		var b strings.Builder
		b.WriteString(r.Name + "\n")
		hidden = said(r.Inputs.Value(), &b) || hidden
		texts[i] = strings.ToLower(b.String())
	}
	for _, alarm := range alarms {
		has := func(text string) bool {
			return !slices.ContainsFunc(alarm.words, func(forms []string) bool {
				return !slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(text, form) })
			})
		}
		switch {
		case slices.ContainsFunc(texts, has):
			j.pass(nil, "", "an alert about "+alarm.what)
		case hidden:
			j.unknown(nil, "criteria", "an alert about "+alarm.what)
		default:
			j.fail(nil, "", "no alert about "+alarm.what, "one")
		}
	}
}

// said writes every text in a value, and answers whether something is hidden
// that an alert's condition could say.
func said(v graph.Value, b *strings.Builder) (hidden bool) {
	b.WriteString(v.Text() + "\n")
	for _, item := range v.Items() {
		hidden = said(item, b) || hidden
	}
	for _, key := range v.Keys() {
		// Ids are unknown before a deployment, and say nothing.
		if key == "scopes" || key == "actions" || key == "resourceGroupName" {
			continue
		}
		hidden = said(v.Field(key), b) || hidden
	}
	return hidden || v.Hidden()
}

// tells asks that an alert names an action group of this stack.
func (j *judge) tells(r *graph.Resource) {
	const want = "an action group of this stack"
	list, path := r.Value("actions").Items(), "actions"
	if r.Kind == kindQueryAlert {
		list, path = r.Value("actions.actionGroups").Items(), "actions.actionGroups"
	}
	if r.Value(path).Hidden() {
		j.unknown(r, path, want)
		return
	}
	if len(list) == 0 {
		j.fail(r, path, "without an action group", want)
	}
	for i, one := range list {
		if r.Kind == kindMetricAlert {
			one = one.At("actionGroupId")
		}
		j.judged(r, path+"["+itoa(i)+"]", one, Test{want, func(v graph.Value) bool {
			to := j.g.ByID(v.Text())
			return to != nil && to.Kind == kindActionGroup
		}})
	}
}

// looks asks that an alert is about this stack's gateway, or its workspace.
func (j *judge) looks(r *graph.Resource) {
	const want = "the gateway, or the workspace with its log"
	list := r.Value("scopes")
	if list.Hidden() || r.Inputs.At("scopes").Hidden() {
		j.unknown(r, "scopes", want)
		return
	}
	if len(list.Items()) == 0 {
		j.fail(r, "scopes", "without anything to look at", want)
	}
	for i, one := range list.Items() {
		j.judged(r, "scopes["+itoa(i)+"]", one, Test{want, func(v graph.Value) bool {
			to := j.g.ByID(v.Text())
			return to != nil && (to.Kind == kindService || to.Kind == kindWorkspace)
		}})
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
