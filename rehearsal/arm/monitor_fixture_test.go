package arm_test

const (
	component      = "azure-native:insights/v20200202:Component"
	actionGroup    = "azure-native:insights/v20230101:ActionGroup"
	metricAlert    = "azure-native:insights/v20180301:MetricAlert"
	queryAlert     = "azure-native:insights/v20231201:ScheduledQueryRule"
	workbook       = "azure-native:insights/v20230601:Workbook"
	linkScope      = "azure-native:insights/v20210701preview:PrivateLinkScope"
	scopedResource = "azure-native:insights/v20210701preview:PrivateLinkScopedResource"

	insightsIDs  = groupID + "/providers/Microsoft.Insights/"
	componentID  = insightsIDs + "components/appi"
	toldID       = insightsIDs + "actionGroups/told"
	scopeID      = insightsIDs + "privateLinkScopes/ampls"
	workbookName = "c0deea5e-3344-40f2-96f8-6f8e1c3b5722"
)

var (
	observed = create(component, componentInputs())
	told     = create(actionGroup, groupInputs())
	scoped   = create(linkScope, scopeInputs())
)

func componentInputs() m {
	return m{
		"resourceName": "appi", "kind": "web", "applicationType": "web", "ingestionMode": "LogAnalytics",
		"workspaceResourceId": workspaceID, "disableLocalAuth": true,
	}
}

func groupInputs() m {
	return m{"actionGroupName": "told", "location": "global", "groupShortName": "gateway", "enabled": true, "emailReceivers": []any{
		m{"name": "team", "emailAddress": "team@example.com", "useCommonAlertSchema": true},
	}}
}

func metricInputs() m {
	return m{
		"ruleName": "429", "location": "global", "enabled": true, "severity": 2, "evaluationFrequency": "PT5M", "windowSize": "PT15M",
		"scopes": []any{accountID}, "actions": []any{m{"actionGroupId": toldID}}, "criteria": metricCriteria(oneResource, criterion()),
	}
}

const (
	oneResource   = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"
	manyResources = "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria"
)

func metricCriteria(form string, all ...any) m { return m{"odataType": form, "allOf": all} }

func criterion() m {
	return m{"criterionType": "StaticThresholdCriterion", "name": "rate", "metricName": "Requests", "timeAggregation": "Total", "operator": "GreaterThan", "threshold": 10}
}

func queryInputs() m {
	return m{
		"ruleName": "401", "kind": "LogAlert", "enabled": true, "severity": 1, "evaluationFrequency": "PT5M", "windowSize": "PT10M",
		"scopes": []any{componentID}, "actions": m{"actionGroups": []any{toldID}}, "criteria": m{"allOf": []any{condition()}},
	}
}

func condition() m {
	return m{"query": "requests | where resultCode == 401", "timeAggregation": "Count", "operator": "GreaterThan", "threshold": 5}
}

// asking is a log alert with one condition, changed.
func asking(changes m) m {
	return with(queryInputs(), m{"criteria": m{"allOf": []any{with(condition(), changes)}}})
}

func workbookInputs() m {
	return m{"resourceName": workbookName, "displayName": "Gateway", "category": "workbook", "kind": "shared", "serializedData": `{"version":"Notebook/1.0","items":[]}`}
}

func scopeInputs() m {
	return m{"scopeName": "ampls", "location": "global", "accessModeSettings": m{"ingestionAccessMode": "Open", "queryAccessMode": "Open"}}
}

// inScope puts a resource into the scope.
func inScope(name, id string) attempt {
	return create(scopedResource, m{"scopeName": "ampls", "name": name, "linkedResourceId": id})
}

func atMonitor(group string) m {
	return with(endpointInputs(), m{"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": scopeID, "groupIds": []any{group}}}})
}

// monitorAddresses are static ones for the members that every scope has.
func monitorAddresses(members ...string) m {
	var all []any
	for i, member := range members {
		all = append(all, m{"name": member, "groupId": "azuremonitor", "memberName": member, "privateIPAddress": "10.0.0." + string(rune('1'+i/10)) + string(rune('0'+i%10))})
	}
	return with(atMonitor("azuremonitor"), m{"ipConfigurations": all})
}

var everyMember = []string{"api", "global.in.ai", "profiler", "live", "diagservicesquery", "snapshot", "agentsolutionpackstore", "dce-global"}
