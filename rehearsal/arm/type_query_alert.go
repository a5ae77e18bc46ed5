package arm

import (
	"strings"
	"time"

	"secure-azure-openai/facts"
)

// queryAlertType is a log alert, which asks a workspace or a component.
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types#log-alerts
var queryAlertType = Type{
	Token: "azure-native:insights/v20231201:ScheduledQueryRule",
	ARM:   "Microsoft.Insights/scheduledQueryRules",
	API:   "2023-12-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/scheduledQueryRules/{ruleName}",
	Name:  "ruleName",
	// Code not confirmed.
	Named: named(facts.NameLogAlert, "InvalidResourceName", "The name '%s' is not one of a log alert."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew: []string{"location"},
	References: []Reference{
		{Path: "actions.actionGroups[]", To: []string{armActionGroup}},
		{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}},
	},
	Validate: func(tx *Tx, r, _ *Resource) error {
		// By Azure's API definition; code not confirmed.
		if kind := r.Text("kind"); kind != "" && !contains(alertKinds, kind) {
			return badRequest("BadRequest", "The kind '%s' of the alert rule %s is not one of %s.", kind, r.Name(), strings.Join(alertKinds, ", "))
		}
		for _, check := range []func(*Tx, *Resource) error{checkScopes, checkQueries} {
			if err := check(tx, r); err != nil {
				return err
			}
		}
		if r.Text("kind") == alertKinds[1] {
			return nil
		}
		return checkLogAlert(r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["createdWithApiVersion"] = "2023-12-01"
		r.Properties["isLegacyLogAnalyticsRule"] = false
		r.Properties["isWorkspaceAlertsStorageConfigured"] = false
		fill(r.Properties, "kind", alertKinds[0])
		fill(r.Properties, "autoMitigate", true)
		fill(r.Properties, "checkWorkspaceAlertsStorageConfigured", false)
		fill(r.Properties, "skipQueryValidation", false)
		for _, item := range list(r.Properties, "criteria.allOf") {
			if condition, ok := item.(map[string]any); ok {
				fill(condition, "failingPeriods.numberOfEvaluationPeriods", float64(1))
				fill(condition, "failingPeriods.minFailingPeriodsToAlert", float64(1))
			}
		}
		return nil
	},
}

// alertKinds are an alert, and a metric that is made of a query.
var alertKinds = []string{"LogAlert", "LogToMetric"}

// checkQueries: an alert has one scope and some conditions, each with a query
// (hashicorp/terraform-provider-azurerm, as facts.LogAlertWindows). The codes
// are not confirmed; what the query says is not looked at.
func checkQueries(_ *Tx, r *Resource) error {
	all := list(r.Properties, "criteria.allOf")
	switch {
	case len(texts(r.Properties, "scopes")) > 1:
		return badRequest("BadRequest", "The alert rule %s has several scopes: it takes one.", r.Name())
	case len(all) == 0:
		return badRequest("BadRequest", "The alert rule %s has no condition.", r.Name())
	}
	for _, condition := range all {
		if strings.TrimSpace(text(condition, "query")) == "" {
			return badRequest("BadRequest", "A condition of the alert rule %s has no query.", r.Name())
		}
	}
	return nil
}

// checkLogAlert is what a rule of kind LogAlert needs beside its queries. The
// codes and words are not confirmed.
func checkLogAlert(r *Resource) error {
	windows := facts.LogAlertWindows
	if r.Text("evaluationFrequency") == facts.LogAlertFrequencies[0] {
		windows = facts.LogAlertWindowsFast
	}
	if err := checkTime(r, "evaluationFrequency", facts.LogAlertFrequencies); err != nil {
		return err
	}
	if err := checkTime(r, "windowSize", windows); err != nil {
		return err
	}
	if get(r.Properties, "severity") == nil {
		return badRequest("BadRequest", "The alert rule %s has no severity.", r.Name())
	}
	// Who says nothing of autoMitigate has it on.
	if resolves := get(r.Properties, "autoMitigate"); (resolves == nil || resolves == true) && r.Text("muteActionsDuration") != "" {
		return badRequest("BadRequest", "The alert rule %s resolves itself and mutes its actions: autoMitigate and muteActionsDuration exclude each other.", r.Name())
	}
	for _, condition := range list(r.Properties, "criteria.allOf") {
		if err := checkCondition(r, condition); err != nil {
			return err
		}
	}
	return checkSeverity(r)
}

func checkCondition(r *Resource, condition any) error {
	for _, name := range []string{"timeAggregation", "operator", "threshold"} {
		if get(condition, name) == nil {
			return badRequest("BadRequest", "A condition of the alert rule %s has no %s.", r.Name(), name)
		}
	}
	counts, measured := text(condition, "timeAggregation") == "Count", text(condition, "metricMeasureColumn")
	if counts == (measured != "") {
		return badRequest("BadRequest", "A condition of the alert rule %s has the timeAggregation %s and the metricMeasureColumn '%s': every aggregation but Count has a column.", r.Name(), text(condition, "timeAggregation"), measured)
	}
	periods := max(number(condition, "failingPeriods.numberOfEvaluationPeriods"), 1)
	if failing := number(condition, "failingPeriods.minFailingPeriodsToAlert"); failing > periods {
		return badRequest("BadRequest", "A condition of the alert rule %s alerts after %d failing periods of %d.", r.Name(), failing, periods)
	}
	looksBack := time.Duration(periods) * lasting(r.Text("windowSize"))
	if lasting(r.Text("evaluationFrequency")) > looksBack || looksBack > 48*time.Hour {
		return badRequest("BadRequest", "A condition of the alert rule %s looks back %s: it takes the evaluationFrequency %s at least and 48 hours at most.", r.Name(), looksBack, r.Text("evaluationFrequency"))
	}
	return nil
}
