package arm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/rehearsal/arm"
)

// monitored is a world with a component, an action group and a scope.
func monitored(t *testing.T) world {
	t.Helper()
	w := newWorld(t)
	for _, step := range []attempt{observed, told, scoped} {
		require.NoError(t, step(w))
	}
	return w
}

func TestComponentHasAConnectionString(t *testing.T) {
	w := newWorld(t)
	made := w.made(component, with(componentInputs(), m{"flowType": "Bluefield", "requestSource": "rest"}))
	assert.Equal(t, workspaceID, made["workspaceResourceId"])
	assert.Equal(t, "appi", made["applicationId"])
	assert.Equal(t, true, made["disableLocalAuth"])
	assert.Equal(t, "Enabled", made["publicNetworkAccessForIngestion"])
	assert.Equal(t, "InstrumentationKey="+made["instrumentationKey"].(string)+
		";IngestionEndpoint=https://swedencentral-0.in.applicationinsights.azure.com/"+
		";LiveEndpoint=https://swedencentral.livediagnostics.monitor.azure.com/"+
		";ApplicationId="+made["appId"].(string), made["connectionString"])

	managed := w.made(component, with(componentInputs(), m{"resourceName": "alone", "workspaceResourceId": nil}))
	assert.Contains(t, managed["workspaceResourceId"], "_managed/providers/Microsoft.OperationalInsights/workspaces/managed-alone-ws")
}

// TestComponentsOutputsAreNotSecret: the provider marks none, so who passes
// them on has to.
func TestComponentsOutputsAreNotSecret(t *testing.T) {
	w := newWorld(t)
	w.made(component, componentInputs())
	read, err := w.Do(arm.Operation{Kind: arm.Read, ID: componentID})
	require.NoError(t, err)
	assert.True(t, read.Outputs["connectionString"].IsString())
}

func TestAlertsHaveAzuresDefaults(t *testing.T) {
	w := monitored(t)
	group := w.read(toldID)
	assert.Equal(t, "Enabled", group["emailReceivers"].([]any)[0].(m)["status"])
	assert.Equal(t, []any{}, group["webhookReceivers"])

	metric := w.made(metricAlert, metricInputs())
	assert.Equal(t, true, metric["autoMitigate"])
	assert.Equal(t, oneResource, at(t, metric, "criteria.odataType"))

	query := w.made(queryAlert, with(queryInputs(), m{"kind": nil}))
	assert.Equal(t, "LogAlert", query["kind"])
	assert.Equal(t, m{"numberOfEvaluationPeriods": 1.0, "minFailingPeriodsToAlert": 1.0}, at(t, query, "criteria").(m)["allOf"].([]any)[0].(m)["failingPeriods"])

	require.NoError(t, w.deleted(toldID), "alerts keep no group")
	require.NoError(t, w.deleted(componentID), "and nothing that they watch")
}

func TestWorkbookBelongsToAzureMonitor(t *testing.T) {
	w := newWorld(t)
	assert.Equal(t, "azure monitor", w.made(workbook, workbookInputs())["sourceId"])
	id := insightsIDs + "workbooks/" + workbookName
	require.NoError(t, w.updated(workbook, id, with(workbookInputs(), m{"sourceId": workspaceID})))
	assert.NotEqual(t, workspaceID, w.read(id)["sourceId"], "Azure has it in lower case")
}

// TestTableOfLogsIsKeptWhereAServiceHasTheChoice: elsewhere Azure forgets it.
func TestTableOfLogsIsKeptWhereAServiceHasTheChoice(t *testing.T) {
	w := newWorld(t)
	made := w.made(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID, "logAnalyticsDestinationType": "Dedicated"})
	assert.NotContains(t, made, "logAnalyticsDestinationType")

	for _, step := range anAPIM {
		require.NoError(t, step(w))
	}
	made = w.made(diagnostics, m{"resourceUri": apimID, "name": "d", "workspaceId": workspaceID, "logAnalyticsDestinationType": "Dedicated"})
	assert.Equal(t, "Dedicated", made["logAnalyticsDestinationType"])
}

// TestScopesEndpointFollowsWhatTheScopeHolds: it gets addresses and records
// with every resource, and gives them back.
func TestScopesEndpointFollowsWhatTheScopeHolds(t *testing.T) {
	w := monitored(t)
	var configs []any
	for _, zoneName := range facts.PrivateLinkMonitor.Zones {
		w.made(zone, m{"privateZoneName": zoneName, "location": "global"})
		configs = append(configs, m{"name": zoneName, "privateDnsZoneId": networkIDs + "privateDnsZones/" + zoneName})
	}
	pep := w.made(endpoint, atMonitor("azuremonitor"))
	assert.Len(t, pep["customDnsConfigs"], len(facts.MonitorMembers))
	w.made(zoneGroup, m{"privateEndpointName": "pep", "privateDnsZoneGroupName": "default", "privateDnsZoneConfigs": configs})
	assert.NotContains(t, w.read(componentID), "privateLinkScopedResources", "nothing is in the scope yet")

	require.NoError(t, inScope("logs", workspaceID)(w))
	require.NoError(t, inScope("appi", componentID)(w))
	customer := w.read(workspaceID)["customerId"].(string)
	interfaceID := pep["networkInterfaces"].([]any)[0].(m)["id"].(string)
	assert.Len(t, w.read(interfaceID)["ipConfigurations"], len(facts.MonitorMembers)+3+2, "three for a region of workspaces, two for one of components")
	records := []string{
		"monitor.azure.com/A/api", "monitor.azure.com/A/global.in.ai", "monitor.azure.com/A/swedencentral-0.in.ai", "monitor.azure.com/A/swedencentral.livediagnostics",
		"oms.opinsights.azure.com/A/" + customer, "ods.opinsights.azure.com/A/" + customer, "agentsvc.azure-automation.net/A/" + customer,
		"blob.core.windows.net/A/scadvisorcontentpl",
	}
	for _, record := range records {
		_, there := w.Get(networkIDs + "privateDnsZones/privatelink." + record)
		assert.True(t, there, record)
	}
	assert.Len(t, w.read(componentID)["privateLinkScopedResources"], 1)
	assert.Len(t, w.read(scopeID)["privateEndpointConnections"], 1)
	assert.NotContains(t, w.read(scopeID), "members", "they are Azure's own business")

	require.NoError(t, w.deleted(scopeID+"/scopedResources/appi"))
	assert.Len(t, w.read(interfaceID)["ipConfigurations"], len(facts.MonitorMembers)+3)
	_, there := w.Get(networkIDs + "privateDnsZones/privatelink." + records[2])
	assert.False(t, there, "a record goes with its member")
	require.NoError(t, w.updated(linkScope, scopeID, with(scopeInputs(), m{"tags": m{"a": "b"}})))
	require.NoError(t, w.deleted(scopeID+"/scopedResources/logs"), "an updated scope still knows its members")
}
