package arm

import (
	"strings"
	"time"

	"secure-azure-openai/facts"
)

// metricAlertType lies nowhere: it is global.
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-metric-overview
var metricAlertType = Type{
	Token: "azure-native:insights/v20180301:MetricAlert",
	ARM:   "Microsoft.Insights/metricAlerts",
	API:   "2018-03-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/metricAlerts/{ruleName}",
	Name:  "ruleName",
	// Code not confirmed.
	Named: named(facts.NameMetricAlert, "InvalidResourceName", "The name '%s' is not one of a metric alert."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew:   []string{"location"},
	References: []Reference{{Path: "actions[].actionGroupId", To: []string{armActionGroup}}},
	Validate: func(tx *Tx, r, _ *Resource) error {
		if err := onlyIn(r, global); err != nil {
			return err
		}
		for _, check := range []func(*Tx, *Resource) error{checkScopes, checkMetricTimes, checkCriteria} {
			if err := check(tx, r); err != nil {
				return err
			}
		}
		return checkSeverity(r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["isMigrated"] = false
		r.Properties["lastUpdatedTime"] = born
		fill(r.Properties, "autoMitigate", true)
		fill(r.Properties, "actions", []any{})
		return nil
	},
}

// checkMetricTimes: DFE-Digital/publish-teacher-training#4368 has the code and
// the words for a long window; the others' are not confirmed.
func checkMetricTimes(_ *Tx, r *Resource) error {
	if err := checkTime(r, "evaluationFrequency", facts.MetricAlertFrequencies); err != nil {
		return err
	}
	if err := checkTime(r, "windowSize", facts.MetricAlertWindows); err != nil {
		return err
	}
	often, window := lasting(r.Text("evaluationFrequency")), lasting(r.Text("windowSize"))
	switch {
	case often > window:
		return badRequest("BadRequest", "The evaluationFrequency %s of the alert rule %s is longer than its windowSize %s.", r.Text("evaluationFrequency"), r.Name(), r.Text("windowSize"))
	case window > 4*time.Hour && often < 5*time.Minute:
		return badRequest("BadRequest", "Evaluation frequency must be greater than or equal to five minutes since the period is greater than four hours.")
	}
	return nil
}

// checkCriteria: criteria are of one of three forms, name their metrics, and
// fit the number of scopes (Azure/azure-rest-api-specs, metricAlert_API.json,
// 2018-03-01). The codes are not confirmed.
func checkCriteria(_ *Tx, r *Resource) error {
	form, all := r.Text("criteria.odataType"), list(r.Properties, "criteria.allOf")
	switch {
	case form == facts.MetricAlertWebTest:
		return nil
	case form != facts.MetricAlertOneResource && form != facts.MetricAlertManyResources:
		return badRequest("BadRequest", "The criteria of the alert rule %s have the odata.type '%s', which is not one of %s.", r.Name(), form,
			strings.Join([]string{facts.MetricAlertOneResource, facts.MetricAlertManyResources, facts.MetricAlertWebTest}, ", "))
	case len(all) == 0:
		return badRequest("BadRequest", "The criteria of the alert rule %s have nothing in allOf.", r.Name())
	case form == facts.MetricAlertOneResource && len(texts(r.Properties, "scopes")) > 1:
		return badRequest("BadRequest", "The alert rule %s has several scopes, which criteria with the odata.type %s do not take.", r.Name(), form)
	case len(texts(r.Properties, "scopes")) > 1 && (r.Text("targetResourceType") == "" || r.Text("targetResourceRegion") == ""):
		return badRequest("BadRequest", "The alert rule %s has several scopes and needs a targetResourceType and a targetResourceRegion.", r.Name())
	}
	for _, one := range all {
		needed := []string{"criterionType", "name", "metricName", "timeAggregation", "operator"}
		if text(one, "criterionType") == "StaticThresholdCriterion" {
			needed = append(needed, "threshold")
		}
		for _, name := range needed {
			if get(one, name) == nil {
				return badRequest("BadRequest", "The criterion '%s' of the alert rule %s has no %s.", text(one, "name"), r.Name(), name)
			}
		}
	}
	return nil
}
