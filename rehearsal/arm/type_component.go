package arm

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
)

// componentType is an Application Insights component. The provider marks none
// of its outputs as a secret, the instrumentation key and the connection string
// neither: who passes them on does (pulumi-azure-native's SDK, v20200202).
// https://learn.microsoft.com/azure/azure-monitor/app/create-workspace-resource
var componentType = Type{
	Token: "azure-native:insights/v20200202:Component",
	ARM:   armComponent,
	API:   "2020-02-02",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/components/{resourceName}",
	Name:  "resourceName",
	// Code not confirmed.
	Named: named(facts.NameComponent, "InvalidResourceName", "The name '%s' is not one of an Application Insights component."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew: []string{"applicationType", "location"},
	Validate: func(tx *Tx, r, _ *Resource) error {
		// dotnet/aspire#3854; what Azure answers where another resource is
		// named is not confirmed.
		if id := r.Text("workspaceResourceId"); id != "" && (!strings.EqualFold(TypeOf(id), armWorkspace) || tx.Get(id) == nil) {
			return badRequest("BadRequest", "Could not retrieve the Log Analytics workspace from ARM: %s", id)
		}
		return nil
	},
	Complete: func(tx *Tx, r, _ *Resource) error {
		app, key, region := r.GUID("app"), r.GUID("instrumentation"), r.Text("location")
		r.Properties["appId"] = app
		r.Properties["applicationId"] = r.Name()
		r.Properties["instrumentationKey"] = key
		r.Properties["connectionString"] = fmt.Sprintf("InstrumentationKey=%s;IngestionEndpoint=https://%s-0.in.applicationinsights.azure.com/;LiveEndpoint=https://%s.livediagnostics.monitor.azure.com/;ApplicationId=%s", key, region, region, app)
		r.Properties["creationDate"] = born
		r.Properties["tenantId"] = tx.w.opts.Tenant
		// One without a workspace gets one of Microsoft's:
		// https://learn.microsoft.com/azure/azure-monitor/app/managed-workspaces
		fill(r.Properties, "workspaceResourceId", fmt.Sprintf("/subscriptions/%s/resourceGroups/ai_%s_%s_managed/providers/%s/managed-%s-ws", tx.w.opts.Subscription, r.Name(), app, armWorkspace, r.Name()))
		fill(r.Properties, "flowType", "Bluefield")
		fill(r.Properties, "requestSource", "rest")
		fill(r.Properties, "ingestionMode", "LogAnalytics")
		fill(r.Properties, "retentionInDays", float64(90))
		fill(r.Properties, "disableLocalAuth", false)
		fill(r.Properties, "publicNetworkAccessForIngestion", "Enabled")
		fill(r.Properties, "publicNetworkAccessForQuery", "Enabled")
		return nil
	},
	View: showScopes,
}
