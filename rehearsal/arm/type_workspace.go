package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// workspaceType.
// https://learn.microsoft.com/azure/azure-monitor/logs/log-analytics-workspace-overview
var workspaceType = Type{
	Token: "azure-native:operationalinsights/v20230901:Workspace",
	ARM:   armWorkspace,
	API:   "2023-09-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}",
	Name:  "workspaceName",
	// By x-ms-mutability of every tracked resource in Azure's common types.
	ForceNew: []string{"location"},
	// Azure/AzureMonitorStarterPacks#173; that a name of a wrong length gets the
	// same answer is not confirmed.
	Named: named(facts.NameWorkspace, "InvalidParameter", "Workspace name must start and end with an alphanumeric character, and may contain only alphanumeric and hyphen characters; '%s' does not, or has not 4 to 63 of them."),
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["customerId"] = r.GUID("customer")
		r.Properties["createdDate"] = born
		r.Properties["modifiedDate"] = born
		fill(r.Properties, "sku.name", "PerGB2018")
		fill(r.Properties, "retentionInDays", float64(30))
		fill(r.Properties, "publicNetworkAccessForIngestion", "Enabled")
		fill(r.Properties, "publicNetworkAccessForQuery", "Enabled")
		return nil
	},
	View: showScopes,
}

// diagnosticSettingType extends any resource.
// https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings
var diagnosticSettingType = Type{
	Token: "azure-native:insights/v20210501preview:DiagnosticSetting",
	ARM:   "Microsoft.Insights/diagnosticSettings",
	API:   "2021-05-01-preview",
	Path:  "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
	Name:  "name",
	References: []Reference{
		{Path: "workspaceId", To: []string{armWorkspace}},
		{Path: "storageAccountId", To: []string{armStorageAccount}},
	},
	Validate: func(_ *Tx, r, _ *Resource) error {
		// By Azure's API definition; code not confirmed.
		if table := r.Text("logAnalyticsDestinationType"); table != "" && !contains(tables, table) {
			return badRequest("BadRequest", "The logAnalyticsDestinationType '%s' of the diagnostic setting %s is not one of %s.", table, r.Name(), strings.Join(tables, ", "))
		}
		if err := checkCategories(r); err != nil {
			return err
		}
		for _, sink := range []string{"workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"} {
			if r.Text(sink) != "" {
				return nil
			}
		}
		return badRequest("BadRequest", "At least one data sink needs to be specified: %s.", strings.Join([]string{"workspaceId", "storageAccountId", "eventHubAuthorizationRuleId"}, ", "))
	},
	View: func(_ *Tx, r *Resource, properties map[string]any) {
		if !contains(choosesTable, TypeOf(ParentOf(r.ID))) {
			delete(properties, "logAnalyticsDestinationType")
		}
	},
}

// checkCategories: logs are named one by one or by groups, and the metrics of a
// gateway have one name. Azure/azure-rest-api-specs#22719 has the words for the
// logs, without a code; TaoYang-Cloud/azurepolicy#19 has both for the metrics.
func checkCategories(r *Resource) error {
	single, group := false, false
	for _, log := range list(r.Properties, "logs") {
		single, group = single || text(log, "category") != "", group || text(log, "categoryGroup") != ""
	}
	if single && group {
		return badRequest("BadRequest", "Diagnostic setting does not support mix of log category and log category group.")
	}
	for _, metric := range list(r.Properties, "metrics") {
		if name := text(metric, "category"); strings.EqualFold(TypeOf(ParentOf(r.ID)), armAPIManagement) && name != "AllMetrics" {
			return badRequest("BadRequest", "Metric category '%s' is not supported, supported categories are: 'AllMetrics'", name)
		}
	}
	return nil
}

// tables are where a workspace keeps what a diagnostic setting sends it: in the
// one table of all services, or in those of the service.
// https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs#select-the-collection-mode
var tables = []string{"AzureDiagnostics", "Dedicated"}

// choosesTable are the types of this topology whose diagnostic settings keep
// the choice. The others have none, and Azure returns nothing of what was
// asked for (Azure/azure-rest-api-specs#22400,
// hashicorp/terraform-provider-azurerm#20203): a refresh shows the difference.
var choosesTable = []string{"Microsoft.ApiManagement/service"}
