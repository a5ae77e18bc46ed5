package arm_test

import (
	"strings"

	"github.com/stretchr/testify/require"
)

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

var telemetry = []rule{
	{
		name:    "a component's workspace is there",
		good:    create(component, componentInputs()),
		bad:     create(component, with(componentInputs(), m{"workspaceResourceId": workspaceID + "x"})),
		code:    "BadRequest",
		message: "Could not retrieve the Log Analytics workspace from ARM: " + workspaceID + "x",
	},
	{
		name:    "a component's workspace is a workspace",
		good:    create(component, with(componentInputs(), m{"workspaceResourceId": strings.ToUpper(workspaceID)})),
		bad:     create(component, with(componentInputs(), m{"workspaceResourceId": accountID})),
		code:    "BadRequest",
		message: "Could not retrieve the Log Analytics workspace from ARM: " + accountID,
	},
	{
		name:    "a component's name has no slash or question mark",
		good:    create(component, with(componentInputs(), m{"resourceName": "appi (dev)"})),
		bad:     create(component, with(componentInputs(), m{"resourceName": "appi?"})),
		code:    "InvalidResourceName",
		message: "The name 'appi?' is not one of an Application Insights component.",
	},
	{
		name:    "an action group's name has no plus",
		good:    create(actionGroup, groupInputs()),
		bad:     create(actionGroup, with(groupInputs(), m{"actionGroupName": "a+b"})),
		code:    "InvalidResourceName",
		message: "The name 'a+b' is not one of an action group.",
	},
	{
		name:    "an action group has a short name",
		good:    create(actionGroup, with(groupInputs(), m{"groupShortName": "apim-aoaidev"})),
		bad:     create(actionGroup, with(groupInputs(), m{"groupShortName": "apim-aoai-dev"})),
		code:    "GroupShortNameIsTooLong",
		message: "The action group short name 'apim-aoai-dev' is too long. Please specify a short name with '12' or less characters",
	},
	{
		name:    "an action group is in few regions",
		good:    create(actionGroup, with(groupInputs(), m{"location": "Sweden Central"})),
		bad:     create(actionGroup, inNorth(groupInputs())),
		code:    "LocationNotAvailableForResourceType",
		message: "The provided location 'northeurope' is not available for resource type 'Microsoft.Insights/actionGroups'. List of available regions for the resource type is 'global,swedencentral",
	},
	{
		name: "an action group's receivers have names of their own",
		good: create(actionGroup, with(groupInputs(), m{"emailReceivers": []any{
			m{"name": "a", "emailAddress": "a@example.com"}, m{"name": "b", "emailAddress": "a@example.com"},
		}})),
		bad: create(actionGroup, with(groupInputs(), m{"emailReceivers": []any{
			m{"name": "a", "emailAddress": "a@example.com"}, m{"name": "A", "emailAddress": "b@example.com"},
		}})),
		code:    "DuplicateReceiverNames",
		message: "The action group told has more than one receiver with the name 'A'.",
	},
	{
		name:    "an action group writes to addresses",
		good:    create(actionGroup, groupInputs()),
		bad:     create(actionGroup, with(groupInputs(), m{"emailReceivers": []any{m{"name": "a", "emailAddress": "team"}}})),
		code:    "InvalidEmailAddress",
		message: "has the e-mail address 'team', which is none",
	},
	{
		name:    "a workbook's name is a GUID",
		good:    create(workbook, workbookInputs()),
		bad:     create(workbook, with(workbookInputs(), m{"resourceName": "gateway"})),
		code:    "BadRequest",
		message: "Invalid Workbook resource name: 'gateway'",
	},
	{
		name:    "a workbook's content is JSON",
		good:    create(workbook, workbookInputs()),
		bad:     create(workbook, with(workbookInputs(), m{"serializedData": "version: Notebook/1.0"})),
		code:    "InvalidWorkbookContent",
		message: "The rehearsal takes no workbook whose serializedData is not JSON; that of 'Gateway' is not.",
	},
	{
		name:    "a workbook is shared",
		good:    create(workbook, with(workbookInputs(), m{"kind": nil})),
		bad:     create(workbook, with(workbookInputs(), m{"kind": "user"})),
		code:    "BadRequest",
		message: "The kind 'user' of the workbook " + workbookName + " is not supported",
	},
	{
		name:    "a workbook has a title of its own",
		before:  []attempt{create(workbook, workbookInputs())},
		good:    create(workbook, with(workbookInputs(), m{"resourceName": strings.Replace(workbookName, "c0", "c1", 1), "displayName": "Backend"})),
		bad:     create(workbook, with(workbookInputs(), m{"resourceName": strings.Replace(workbookName, "c0", "c1", 1)})),
		code:    "Conflict",
		message: "A Workbook with the same name already exists within this subscription.",
	},
	{
		name:    "a diagnostic setting writes to one of two kinds of tables",
		good:    create(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID, "logAnalyticsDestinationType": "Dedicated"}),
		bad:     create(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID, "logAnalyticsDestinationType": "ResourceSpecific"}),
		code:    "BadRequest",
		message: "The logAnalyticsDestinationType 'ResourceSpecific' of the diagnostic setting d is not one of AzureDiagnostics, Dedicated.",
	},
}

var alerts = []rule{
	{
		name:    "a metric alert is global",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"location": "Global"})),
		bad:     create(metricAlert, with(metricInputs(), m{"location": "swedencentral"})),
		code:    "LocationNotAvailableForResourceType",
		message: "The provided location 'swedencentral' is not available for resource type 'Microsoft.Insights/metricAlerts'.",
	},
	{
		name:    "a metric alert's name has no hash",
		before:  []attempt{told},
		good:    create(metricAlert, metricInputs()),
		bad:     create(metricAlert, with(metricInputs(), m{"ruleName": "#429"})),
		code:    "InvalidResourceName",
		message: "The name '#429' is not one of a metric alert.",
	},
	{
		name:    "a metric alert watches what is there",
		before:  []attempt{told},
		good:    create(metricAlert, metricInputs()),
		bad:     create(metricAlert, with(metricInputs(), m{"scopes": []any{accountID + "x"}})),
		code:    "ResourceNotFound",
		message: "The scope '" + accountID + "x' of the alert rule 429 was not found.",
	},
	{
		name:    "a metric alert watches something",
		before:  []attempt{told},
		good:    create(metricAlert, metricInputs()),
		bad:     create(metricAlert, with(metricInputs(), m{"scopes": []any{}})),
		code:    "BadRequest",
		message: "The alert rule 429 has no scope.",
	},
	{
		name:    "an alert tells a group that is there",
		before:  []attempt{told},
		good:    create(metricAlert, metricInputs()),
		bad:     create(metricAlert, with(metricInputs(), m{"actions": []any{m{"actionGroupId": toldID + "x"}}})),
		code:    "InvalidResourceReference",
		message: "actionGroups/toldx referenced by resource",
	},
	{
		name:    "an alert has one of five severities",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"severity": 0})),
		bad:     create(metricAlert, with(metricInputs(), m{"severity": 5})),
		code:    "BadRequest",
		message: "The severity 5 of the alert rule 429 is not one of 0 to 4.",
	},
	{
		name:    "a metric alert looks as often as Azure lists",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"evaluationFrequency": "PT15M"})),
		bad:     create(metricAlert, with(metricInputs(), m{"evaluationFrequency": "PT10M"})),
		code:    "BadRequest",
		message: "The evaluationFrequency 'PT10M' of the alert rule 429 is not supported. Supported values are: PT1M, PT5M,",
	},
	{
		name:    "a metric alert looks at no more than it sees",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"evaluationFrequency": "PT15M"})),
		bad:     create(metricAlert, with(metricInputs(), m{"evaluationFrequency": "PT30M"})),
		code:    "BadRequest",
		message: "The evaluationFrequency PT30M of the alert rule 429 is longer than its windowSize PT15M.",
	},
	{
		name:    "a metric alert looks at a long time at a slow rate",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"windowSize": "PT6H"})),
		bad:     create(metricAlert, with(metricInputs(), m{"windowSize": "PT6H", "evaluationFrequency": "PT1M"})),
		code:    "BadRequest",
		message: "Evaluation frequency must be greater than or equal to five minutes since the period is greater than four hours.",
	},
	{
		name:    "a metric alert's criteria say what they are",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"criteria": m{"odataType": "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria"}})),
		bad:     create(metricAlert, with(metricInputs(), m{"criteria": m{"allOf": []any{criterion()}}})),
		code:    "BadRequest",
		message: "The criteria of the alert rule 429 have the odata.type '', which is not one of " + oneResource,
	},
	{
		name:    "a metric alert has criteria",
		before:  []attempt{told},
		good:    create(metricAlert, metricInputs()),
		bad:     create(metricAlert, with(metricInputs(), m{"criteria": metricCriteria(oneResource)})),
		code:    "BadRequest",
		message: "The criteria of the alert rule 429 have nothing in allOf.",
	},
	{
		name:    "criteria of one resource have one",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"scopes": []any{accountID, searchID}, "criteria": metricCriteria(manyResources, criterion()), "targetResourceType": "a/b", "targetResourceRegion": "swedencentral"})),
		bad:     create(metricAlert, with(metricInputs(), m{"scopes": []any{accountID, searchID}})),
		code:    "BadRequest",
		message: "The alert rule 429 has several scopes, which criteria with the odata.type " + oneResource + " do not take.",
	},
	{
		name:    "several resources are of a type and a region",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"criteria": metricCriteria(manyResources, criterion())})),
		bad:     create(metricAlert, with(metricInputs(), m{"scopes": []any{accountID, searchID}, "criteria": metricCriteria(manyResources, criterion()), "targetResourceType": "a/b"})),
		code:    "BadRequest",
		message: "needs a targetResourceType and a targetResourceRegion",
	},
	{
		name:    "a criterion with a threshold has one",
		before:  []attempt{told},
		good:    create(metricAlert, with(metricInputs(), m{"criteria": metricCriteria(manyResources, with(criterion(), m{"criterionType": "DynamicThresholdCriterion", "threshold": nil}))})),
		bad:     create(metricAlert, with(metricInputs(), m{"criteria": metricCriteria(oneResource, with(criterion(), m{"threshold": nil}))})),
		code:    "BadRequest",
		message: "The criterion 'rate' of the alert rule 429 has no threshold.",
	},
}

var logAlerts = []rule{
	{
		name:    "a log alert's name has no star",
		before:  []attempt{observed, told},
		good:    create(queryAlert, queryInputs()),
		bad:     create(queryAlert, with(queryInputs(), m{"ruleName": "4*"})),
		code:    "InvalidResourceName",
		message: "The name '4*' is not one of a log alert.",
	},
	{
		name:    "a log alert is one of two kinds",
		before:  []attempt{observed, told},
		good:    create(queryAlert, with(queryInputs(), m{"kind": "LogToMetric", "evaluationFrequency": nil, "windowSize": nil, "severity": nil})),
		bad:     create(queryAlert, with(queryInputs(), m{"kind": "Metric"})),
		code:    "BadRequest",
		message: "The kind 'Metric' of the alert rule 401 is not one of LogAlert, LogToMetric.",
	},
	{
		name:    "a log alert asks what is there",
		before:  []attempt{observed, told},
		good:    create(queryAlert, with(queryInputs(), m{"scopes": []any{workspaceID}})),
		bad:     create(queryAlert, with(queryInputs(), m{"scopes": []any{componentID + "x"}})),
		code:    "ResourceNotFound",
		message: "components/appix' of the alert rule 401 was not found.",
	},
	{
		name:    "a log alert asks one resource",
		before:  []attempt{observed, told},
		good:    create(queryAlert, queryInputs()),
		bad:     create(queryAlert, with(queryInputs(), m{"scopes": []any{componentID, workspaceID}})),
		code:    "BadRequest",
		message: "The alert rule 401 has several scopes: it takes one.",
	},
	{
		name:    "a log alert has a condition",
		before:  []attempt{observed, told},
		good:    create(queryAlert, queryInputs()),
		bad:     create(queryAlert, with(queryInputs(), m{"criteria": m{"allOf": []any{}}})),
		code:    "BadRequest",
		message: "The alert rule 401 has no condition.",
	},
	{
		name:    "a log alert has a query",
		before:  []attempt{observed, told},
		good:    create(queryAlert, queryInputs()),
		bad:     create(queryAlert, asking(m{"query": " "})),
		code:    "BadRequest",
		message: "A condition of the alert rule 401 has no query.",
	},
	{
		name:    "a log alert has a window",
		before:  []attempt{observed, told},
		good:    create(queryAlert, with(queryInputs(), m{"windowSize": "PT45M"})),
		bad:     create(queryAlert, with(queryInputs(), m{"windowSize": "PT20M"})),
		code:    "BadRequest",
		message: "The windowSize 'PT20M' of the alert rule 401 is not supported. Supported values are: PT5M, PT10M,",
	},
	{
		name:    "a window of a minute is looked at every minute",
		before:  []attempt{observed, told},
		good:    create(queryAlert, with(queryInputs(), m{"windowSize": "PT1M", "evaluationFrequency": "PT1M"})),
		bad:     create(queryAlert, with(queryInputs(), m{"windowSize": "PT1M"})),
		code:    "BadRequest",
		message: "The windowSize 'PT1M' of the alert rule 401 is not supported.",
	},
	{
		name:    "a log alert has a severity",
		before:  []attempt{observed, told},
		good:    create(queryAlert, queryInputs()),
		bad:     create(queryAlert, with(queryInputs(), m{"severity": nil})),
		code:    "BadRequest",
		message: "The alert rule 401 has no severity.",
	},
	{
		name:    "a log alert resolves itself or mutes its actions",
		before:  []attempt{observed, told},
		good:    create(queryAlert, with(queryInputs(), m{"autoMitigate": false, "muteActionsDuration": "PT1H"})),
		bad:     create(queryAlert, with(queryInputs(), m{"autoMitigate": true, "muteActionsDuration": "PT1H"})),
		code:    "BadRequest",
		message: "autoMitigate and muteActionsDuration exclude each other",
	},
	{
		name:    "a condition has a threshold",
		before:  []attempt{observed, told},
		good:    create(queryAlert, asking(m{"threshold": 0})),
		bad:     create(queryAlert, asking(m{"threshold": nil})),
		code:    "BadRequest",
		message: "A condition of the alert rule 401 has no threshold.",
	},
	{
		name:    "a condition that does not count measures a column",
		before:  []attempt{observed, told},
		good:    create(queryAlert, asking(m{"timeAggregation": "Maximum", "metricMeasureColumn": "n"})),
		bad:     create(queryAlert, asking(m{"timeAggregation": "Maximum"})),
		code:    "BadRequest",
		message: "has the timeAggregation Maximum and the metricMeasureColumn '': every aggregation but Count has a column.",
	},
	{
		name:    "a condition fails in some of its periods",
		before:  []attempt{observed, told},
		good:    create(queryAlert, asking(m{"failingPeriods": m{"numberOfEvaluationPeriods": 3, "minFailingPeriodsToAlert": 2}})),
		bad:     create(queryAlert, asking(m{"failingPeriods": m{"numberOfEvaluationPeriods": 2, "minFailingPeriodsToAlert": 3}})),
		code:    "BadRequest",
		message: "A condition of the alert rule 401 alerts after 3 failing periods of 2.",
	},
	{
		name:    "a condition looks back at two days at most",
		before:  []attempt{observed, told},
		good:    create(queryAlert, with(asking(m{"failingPeriods": m{"numberOfEvaluationPeriods": 2}}), m{"windowSize": "P1D"})),
		bad:     create(queryAlert, with(asking(m{"failingPeriods": m{"numberOfEvaluationPeriods": 2}}), m{"windowSize": "P2D"})),
		code:    "BadRequest",
		message: "A condition of the alert rule 401 looks back 96h0m0s: it takes the evaluationFrequency PT5M at least and 48 hours at most.",
	},
}

var linkScopes = []rule{
	{
		name:    "a private link scope is global",
		good:    create(linkScope, scopeInputs()),
		bad:     create(linkScope, with(scopeInputs(), m{"location": "swedencentral"})),
		code:    "LocationNotAvailableForResourceType",
		message: "is not available for resource type 'Microsoft.Insights/privateLinkScopes'",
	},
	{
		name:    "a private link scope's name ends with no period",
		good:    create(linkScope, with(scopeInputs(), m{"scopeName": "a.b"})),
		bad:     create(linkScope, with(scopeInputs(), m{"scopeName": "a."})),
		code:    "InvalidResourceName",
		message: "The name 'a.' is not one of an Azure Monitor private link scope.",
	},
	{
		name:    "a private link scope is open or private",
		good:    create(linkScope, with(scopeInputs(), m{"accessModeSettings": m{"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "Open"}})),
		bad:     create(linkScope, with(scopeInputs(), m{"accessModeSettings": m{"ingestionAccessMode": "Private", "queryAccessMode": "Open"}})),
		code:    "BadRequest",
		message: "The ingestionAccessMode 'Private' of the private link scope ampls is not one of Open, PrivateOnly.",
	},
	{
		name:    "a scope holds what is there",
		before:  []attempt{observed, scoped},
		good:    inScope("appi", componentID),
		bad:     inScope("appi", componentID+"x"),
		code:    "InvalidResourceReference",
		message: "components/appix referenced by resource " + scopeID + "/scopedResources/appi was not found.",
	},
	{
		name:    "a scope holds what monitors",
		before:  []attempt{observed, scoped},
		good:    inScope("logs", workspaceID),
		bad:     inScope("oai", accountID),
		code:    "InvalidJsonReferenceWrongType",
		message: "The Id is expected to reference resources of types Microsoft.Insights/components, Microsoft.OperationalInsights/workspaces,",
	},
	{
		name:    "a scoped resource is one",
		before:  []attempt{scoped},
		good:    inScope("logs", workspaceID),
		bad:     create(scopedResource, m{"scopeName": "ampls", "name": "logs"}),
		code:    "BadRequest",
		message: "The scoped resource logs has no linkedResourceId.",
	},
	{
		name:    "a scope holds a resource once",
		before:  []attempt{observed, scoped, inScope("logs", workspaceID)},
		good:    inScope("appi", componentID),
		bad:     inScope("again", strings.ToLower(workspaceID)),
		code:    "Conflict",
		message: "Scoped resource with same linked resource id already exists in this private link scope",
	},
	{
		name:    "an endpoint's group of Azure Monitor is one",
		before:  []attempt{scoped},
		good:    create(endpoint, atMonitor("azuremonitor")),
		bad:     create(endpoint, atMonitor("azureMonitorScope")),
		code:    "GroupIdIsInvalid",
		message: "The groupId 'azureMonitorScope' is not valid for " + scopeID + "; it has azuremonitor.",
	},
	{
		name:    "an endpoint with fixed addresses names every member of its scope",
		before:  []attempt{scoped},
		good:    create(endpoint, monitorAddresses(everyMember...)),
		bad:     create(endpoint, monitorAddresses(everyMember[:7]...)),
		code:    "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
		message: "is missing the member name(s) api, global.in.ai, profiler, live, diagservicesquery, snapshot, agentsolutionpackstore, dce-global",
	},
	{
		name:   "an endpoint with fixed addresses keeps a scope from growing",
		before: []attempt{scoped, create(endpoint, monitorAddresses(everyMember...))},
		good: func(w world) error {
			require.NoError(w.t, w.deleted(pepID))
			return inScope("logs", workspaceID)(w)
		},
		bad:     inScope("logs", workspaceID),
		code:    "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
		message: "is missing the member name(s) api,",
	},
}
