package arm_test

import "strings"

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
	{
		name:    "a diagnostic setting names logs or groups of them",
		good:    create(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID, "logs": []any{m{"categoryGroup": "allLogs", "enabled": true}}}),
		bad:     create(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID, "logs": []any{m{"categoryGroup": "allLogs", "enabled": true}, m{"category": "Audit", "enabled": true}}}),
		code:    "BadRequest",
		message: "Diagnostic setting does not support mix of log category and log category group.",
	},
	{
		name:    "a gateway has one kind of metrics",
		before:  anAPIM,
		good:    create(diagnostics, m{"resourceUri": apimID, "name": "d", "workspaceId": workspaceID, "metrics": []any{m{"category": "AllMetrics", "enabled": true}}}),
		bad:     create(diagnostics, m{"resourceUri": apimID, "name": "d", "workspaceId": workspaceID, "metrics": []any{m{"category": "Gateway Requests", "enabled": true}}}),
		code:    "BadRequest",
		message: "Metric category 'Gateway Requests' is not supported, supported categories are: 'AllMetrics'",
	},
}
