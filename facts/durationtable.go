package facts

// Durations are the types that this program makes. A type that is not here has
// no figure: say so, do not count it as nothing without a word.
var Durations = []Duration{
	{
		ARM: "Microsoft.Resources/resourceGroups", Token: "resources:ResourceGroup",
		Create: Seconds{3, BasisLog}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{30, BasisLog},
		Source: "azd logs in the README files of the Azure Functions MCP samples; azd log of a multi-agent sample, 2025-01-27; Terraform log of grid-meter-app, 2026-09-24",
	},
	{
		ARM: "Microsoft.Resources/deployments", Token: "resources:Deployment",
		Create: Seconds{10, BasisEstimate}, Update: Seconds{10, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess for a template of one resource; deleting it deletes the record of the run alone",
	},
	{
		ARM: "Microsoft.Resources/subscriptions/deployments", Token: "resources:DeploymentAtSubscriptionScope",
		Create: Seconds{10, BasisEstimate}, Update: Seconds{10, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess for a template of one resource; deleting it deletes the record of the run alone",
	},
	{
		ARM: "Microsoft.Network/virtualNetworks", Token: "network:VirtualNetwork",
		Create: Seconds{6, BasisLog}, Update: Seconds{6, BasisEstimate}, Delete: Seconds{11, BasisLog},
		Source: "azd logs in the README files of the Azure Functions MCP samples; Terraform logs of hnaung/azure-landingzones-demo, 2021-06-15; pulumi/examples azure-py-loadbalancer-vm",
	},
	{
		// Of its own, not in its VNet's list; writes on one VNet are serialised.
		ARM: "Microsoft.Network/virtualNetworks/subnets", Token: "network:Subnet",
		Create: Seconds{6, BasisLog}, Update: Seconds{6, BasisEstimate}, Delete: Seconds{11, BasisLog},
		Source: "Terraform log of grid-meter-app, 2026-09-24; Terraform logs of hnaung/azure-landingzones-demo, 2021-06-15; turbot/steampipe-plugin-azure#157",
	},
	{
		ARM: "Microsoft.Network/networkSecurityGroups", Token: "network:NetworkSecurityGroup",
		Create: Seconds{4, BasisLog}, Update: Seconds{4, BasisEstimate}, Delete: Seconds{11, BasisEstimate},
		Source: "Terraform log of an API Management sample, 2025-09; Terraform logs of hnaung/azure-landingzones-demo, 2021-06-15; pulumi/examples azure-py-loadbalancer-vm",
	},
	{
		ARM: "Microsoft.Network/publicIPAddresses", Token: "network:PublicIPAddress",
		Create: Seconds{6, BasisLog}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{11, BasisEstimate},
		Source: "Terraform log of an API Management sample, 2025-09; turbot/steampipe-plugin-azure#157; pulumi/examples azure-py-loadbalancer-vm",
	},
	{
		ARM: "Microsoft.Network/virtualNetworkGateways", Token: "network:VirtualNetworkGateway",
		Create: Seconds{1680, BasisLog}, Update: Seconds{300, BasisEstimate}, Delete: Seconds{600, BasisEstimate},
		Source: "Terraform log of an Azure-AWS VPN walk-through (24m55s); Azure's VPN gateway documentation (45 minutes or more)",
	},
	{
		ARM: "Microsoft.Network/dnsResolvers", Token: "network:DnsResolver",
		Create: Seconds{35, BasisDerived}, Update: Seconds{20, BasisEstimate}, Delete: Seconds{35, BasisDerived},
		Source: "hashicorp/terraform-provider-azurerm#19948, a test total, 2023-01-10",
	},
	{
		ARM: "Microsoft.Network/dnsResolvers/inboundEndpoints", Token: "network:InboundEndpoint",
		Create: Seconds{90, BasisDerived}, Update: Seconds{60, BasisEstimate}, Delete: Seconds{100, BasisDerived},
		Source: "hashicorp/terraform-provider-azurerm#19948, a test total, 2023-01-10",
	},
	{
		ARM: "Microsoft.Network/privateDnsZones", Token: "network:PrivateZone",
		Create: Seconds{30, BasisLog}, Update: Seconds{10, BasisEstimate}, Delete: Seconds{31, BasisLog},
		Source: "Terraform log of the same lab, second run; Terraform log of grid-meter-app, 2026-09-24",
	},
	{
		ARM: "Microsoft.Network/privateDnsZones/virtualNetworkLinks", Token: "network:VirtualNetworkLink",
		Create: Seconds{35, BasisLog}, Update: Seconds{32, BasisEstimate}, Delete: Seconds{134, BasisLog},
		Source: "Terraform log of the same lab, second run; Terraform log of grid-meter-app, 2026-09-24; Terraform log of a course project",
	},
	{
		ARM: "Microsoft.Network/privateEndpoints", Token: "network:PrivateEndpoint",
		Create: Seconds{31, BasisLog}, Update: Seconds{20, BasisEstimate}, Delete: Seconds{30, BasisEstimate},
		Source: "azd logs in the README files of the Azure Functions MCP samples; azd log in a functions and Cosmos DB sample README; azd log in quotes-api's private endpoint notes",
	},
	{
		ARM: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups", Token: "network:PrivateDnsZoneGroup",
		Create: Seconds{12, BasisEstimate}, Update: Seconds{12, BasisEstimate}, Delete: Seconds{12, BasisEstimate},
		Source: "nothing was found; an engineering guess",
	},
	{
		ARM: "Microsoft.CognitiveServices/accounts", Token: "cognitiveservices:Account",
		Create: Seconds{30, BasisLog}, Update: Seconds{20, BasisEstimate}, Delete: Seconds{30, BasisEstimate},
		Source: "azd log of a multi-agent sample, 2025-01-27; azd log of JasonHaley/agent-framework-agentic-rag-python",
	},
	{
		ARM: "Microsoft.CognitiveServices/accounts/deployments", Token: "cognitiveservices:Deployment",
		Create: Seconds{5, BasisLog}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{10, BasisEstimate},
		Source: "azd log of a multi-agent sample, 2025-01-27; azd log of JasonHaley/agent-framework-agentic-rag-python",
	},
	{
		ARM: "Microsoft.Search/searchServices", Token: "search:Service", SKU: "basic",
		Create: Seconds{120, BasisLog}, Update: Seconds{120, BasisEstimate}, Delete: Seconds{20, BasisEstimate},
		Source: "azd log of a multi-agent sample, 2025-01-27; azd log of JasonHaley/agent-framework-agentic-rag-python; turbot/steampipe-plugin-azure#257",
	},
	{
		ARM: "Microsoft.Search/searchServices", Token: "search:Service", SKU: "standard",
		Create: Seconds{180, BasisLog}, Update: Seconds{600, BasisEstimate}, Delete: Seconds{20, BasisEstimate},
		Source: "azd log of a multi-agent sample, 2025-01-27; turbot/steampipe-plugin-azure#257",
	},
	{
		ARM: "Microsoft.Search/searchServices/sharedPrivateLinkResources", Token: "search:SharedPrivateLinkResource",
		Create: Seconds{180, BasisDerived}, Update: Seconds{180, BasisEstimate}, Delete: Seconds{300, BasisEstimate},
		Source: "hashicorp/terraform-provider-azurerm#17738, a test total, 2022-07-25",
	},
	{
		ARM: "Microsoft.Storage/storageAccounts", Token: "storage:StorageAccount",
		Create: Seconds{27, BasisLog}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{6, BasisEstimate},
		Source: "azd logs in the README files of the Azure Functions MCP samples; azd log in a functions and Cosmos DB sample README; Terraform logs of hnaung/azure-landingzones-demo, 2021-06-15",
	},
	{
		ARM: "Microsoft.Storage/storageAccounts/blobServices", Token: "storage:BlobServiceProperties",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{2, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.Storage/storageAccounts/blobServices/containers", Token: "storage:BlobContainer",
		Create: Seconds{1, BasisLog}, Update: Seconds{1, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "Terraform log of grid-meter-app, 2026-09-24; Terraform logs of hnaung/azure-landingzones-demo, 2021-06-15; turbot/steampipe-plugin-azure#157",
	},
	{
		ARM: "Microsoft.Web/serverfarms", Token: "web:AppServicePlan",
		Create: Seconds{8, BasisLog}, Update: Seconds{10, BasisEstimate}, Delete: Seconds{8, BasisEstimate},
		Source: "azd logs in the README files of the Azure Functions MCP samples; expected output in two course README files; turbot/steampipe-plugin-azure#157",
	},
	{
		ARM: "Microsoft.Web/sites", Token: "web:WebApp",
		Create: Seconds{35, BasisLog}, Update: Seconds{20, BasisEstimate}, Delete: Seconds{12, BasisEstimate},
		Source: "Terraform log of a web app sample, 2026-04-25; expected output in two course README files",
	},
	{
		ARM: "Microsoft.Web/sites/config/authsettingsV2", Token: "web:WebAppAuthSettingsV2",
		Create: Seconds{3, BasisEstimate}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess",
	},
	{
		ARM: "Microsoft.Web/sites/config/appsettings", Token: "web:WebAppApplicationSettings",
		Create: Seconds{5, BasisEstimate}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{5, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write, which restarts the app",
	},
	{
		ARM: "Microsoft.Web/sites/basicPublishingCredentialsPolicies/ftp", Token: "web:WebAppFtpAllowed",
		Create: Seconds{3, BasisEstimate}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.Web/sites/basicPublishingCredentialsPolicies/scm", Token: "web:WebAppScmAllowed",
		Create: Seconds{3, BasisEstimate}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ManagedIdentity/userAssignedIdentities", Token: "managedidentity:UserAssignedIdentity",
		Create: Seconds{5, BasisLog}, Update: Seconds{4, BasisEstimate}, Delete: Seconds{3, BasisLog},
		Source: "Terraform log of an API Management sample, 2025-09; Terraform log of grid-meter-app, 2026-09-24",
	},
	{
		ARM: "Microsoft.Authorization/roleAssignments", Token: "authorization:RoleAssignment",
		Create: Seconds{3, BasisEstimate}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{2, BasisLog},
		Source: "Terraform log of an API Management sample, 2025-09; Terraform log of grid-meter-app, 2026-09-24; Terraform logs of hnaung/azure-landingzones-demo, 2021-06-15",
	},
	{
		ARM: "Microsoft.OperationalInsights/workspaces", Token: "operationalinsights:Workspace",
		Create: Seconds{22, BasisLog}, Update: Seconds{8, BasisEstimate}, Delete: Seconds{15, BasisEstimate},
		Source: "azd logs in the README files of the Azure Functions MCP samples; azd log of a multi-agent sample, 2025-01-27; Terraform log of an API Management VNet lab",
	},
	{
		ARM: "Microsoft.Insights/diagnosticSettings", Token: "insights:DiagnosticSetting",
		Create: Seconds{3, BasisEstimate}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess",
	},
	{
		ARM: "Microsoft.Insights/components", Token: "insights:Component",
		Create: Seconds{5, BasisLog}, Update: Seconds{4, BasisEstimate}, Delete: Seconds{4, BasisEstimate},
		Source: "azd logs of a GraphQL sample of API Management (4.5 s), of quotes-api (8.2 s) and of a Foundry workshop (1.4 s)",
	},
	{
		ARM: "Microsoft.Insights/actionGroups", Token: "insights:ActionGroup",
		Create: Seconds{3, BasisLog}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "Terraform log of a course project with a virtual machine (3 s)",
	},
	{
		ARM: "Microsoft.Insights/metricAlerts", Token: "insights:MetricAlert",
		Create: Seconds{5, BasisEstimate}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{4, BasisEstimate},
		Source: "an engineering guess for one synchronous write: the same Terraform log has 126 s, most of which its provider waits to read the same several times, which Pulumi's does not",
	},
	{
		ARM: "Microsoft.Insights/scheduledQueryRules", Token: "insights:ScheduledQueryRule",
		Create: Seconds{5, BasisEstimate}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{4, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write, in which Azure tries the query",
	},
	{
		ARM: "Microsoft.Insights/workbooks", Token: "insights:Workbook",
		Create: Seconds{3, BasisEstimate}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.Insights/privateLinkScopes", Token: "insights:PrivateLinkScope",
		Create: Seconds{5, BasisEstimate}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{30, BasisEstimate},
		Source: "nothing was found; an engineering guess",
	},
	{
		// One at a time in a scope.
		ARM: "Microsoft.Insights/privateLinkScopes/scopedResources", Token: "insights:PrivateLinkScopedResource",
		Create: Seconds{30, BasisEstimate}, Update: Seconds{30, BasisEstimate}, Delete: Seconds{30, BasisEstimate},
		Source: "nothing was found; an engineering guess for an operation that Azure goes on with after its answer",
	},
	{
		ARM: "Microsoft.ApiManagement/service", Token: "apimanagement:ApiManagementService", SKU: "StandardV2",
		Create: Seconds{300, BasisDerived}, Update: Seconds{180, BasisEstimate}, Delete: Seconds{120, BasisEstimate},
		Source: "azd logs of the Functions MCP samples behind API Management (BasicV2 without a network, 69 s); AI-Gateway lab text (StandardV2 with VNet integration, up to 30 minutes)",
	},
	{
		ARM: "Microsoft.ApiManagement/service", Token: "apimanagement:ApiManagementService", SKU: "PremiumV2",
		Create: Seconds{600, BasisEstimate}, Update: Seconds{300, BasisEstimate}, Delete: Seconds{300, BasisEstimate},
		Source: "nothing was found; an engineering guess from StandardV2",
	},
	{
		ARM: "Microsoft.ApiManagement/service", Token: "apimanagement:ApiManagementService", SKU: "Developer",
		Create: Seconds{1800, BasisLog}, Update: Seconds{1700, BasisEstimate}, Delete: Seconds{600, BasisEstimate},
		Source: "Terraform logs of an API Management VNet lab (1791 and 1800 s; an update took 1676 s)",
	},
	{
		ARM: "Microsoft.ApiManagement/service", Token: "apimanagement:ApiManagementService", SKU: "Premium",
		Create: Seconds{2400, BasisVendor}, Update: Seconds{1800, BasisEstimate}, Delete: Seconds{900, BasisEstimate},
		Source: "Azure's API Management quickstart (30 to 40 minutes); MicrosoftDocs/azure-docs#124999",
	},
	{
		ARM: "Microsoft.ApiManagement/service/backends", Token: "apimanagement:Backend",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ApiManagement/service/apis", Token: "apimanagement:Api",
		Create: Seconds{5, BasisEstimate}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{3, BasisEstimate},
		Source: "nothing was found; an engineering guess for a small OpenAPI document",
	},
	{
		ARM: "Microsoft.ApiManagement/service/apis/policies", Token: "apimanagement:ApiPolicy",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ApiManagement/service/apis/diagnostics", Token: "apimanagement:ApiDiagnostic",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ApiManagement/service/products", Token: "apimanagement:Product",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ApiManagement/service/products/apis", Token: "apimanagement:ProductApi",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ApiManagement/service/subscriptions", Token: "apimanagement:Subscription",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
	{
		ARM: "Microsoft.ApiManagement/service/loggers", Token: "apimanagement:Logger",
		Create: Seconds{5, BasisLog}, Update: Seconds{3, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "Terraform logs of an API Management VNet lab",
	},
	{
		ARM: "Microsoft.ApiManagement/service/namedValues", Token: "apimanagement:NamedValue",
		Create: Seconds{5, BasisEstimate}, Update: Seconds{5, BasisEstimate}, Delete: Seconds{1, BasisEstimate},
		Source: "nothing was found; an engineering guess for a write that Azure answers before it is done",
	},
	{
		ARM: "Microsoft.Network/privateDnsZones/A", Token: "network:PrivateRecordSet",
		Create: Seconds{2, BasisEstimate}, Update: Seconds{2, BasisEstimate}, Delete: Seconds{2, BasisEstimate},
		Source: "nothing was found; an engineering guess for one synchronous write",
	},
}
