package mutation

import "regexp"

// enumerations are the values that a property can have, by its name, or by
// kind and path where a name means several things. They are ARM's, with those
// that this topology never asks for.
var enumerations = map[string][]string{
	"publicNetworkAccess":             {"Enabled", "Disabled", "SecuredByPerimeter"},
	"publicNetworkAccessForIngestion": {"Enabled", "Disabled", "SecuredByPerimeter"},
	"publicNetworkAccessForQuery":     {"Enabled", "Disabled", "SecuredByPerimeter"},
	"defaultAction":                   {"Allow", "Deny"},
	"access":                          {"Allow", "Deny"},
	"bypass":                          {"AzureServices", "None", "Logging", "Logging, Metrics", "Logging, Metrics, AzureServices"},
	"minimumTlsVersion":               {"TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"},
	"minTlsVersion":                   {"1.0", "1.1", "1.2", "1.3"},
	"scmMinTlsVersion":                {"1.0", "1.1", "1.2", "1.3"},
	"direction":                       {"Inbound", "Outbound"},
	"protocol":                        {"Tcp", "Udp", "Icmp", "Esp", "Ah", "*"},
	"principalType":                   {"User", "Group", "ServicePrincipal", "ForeignGroup", "Device"},
	"ftpsState":                       {"AllAllowed", "FtpsOnly", "Disabled"},
	"unauthenticatedClientAction":     {"AllowAnonymous", "RedirectToLoginPage", "Return401", "Return403"},
	"redirectToProvider":              {"azureactivedirectory", "google", "facebook"},
	"privateEndpointNetworkPolicies":  {"Enabled", "Disabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"},
	"privateEndpointVNetPolicies":     {"Disabled", "Basic"},
	"privateLinkServiceNetworkPolicies": {
		"Enabled", "Disabled"},
	"publicAccess":              {"None", "Blob", "Container"},
	"status":                    {"Approved", "Pending", "Rejected", "Disconnected", "running", "degraded", "disabled"},
	"provisioningState":         {"Succeeded", "Failed", "Creating", "Deleting", "Incomplete"},
	"gatewayType":               {"Vpn", "ExpressRoute", "LocalGateway"},
	"vpnType":                   {"RouteBased", "PolicyBased"},
	"vpnGatewayGeneration":      {"Generation1", "Generation2", "None"},
	"vpnAuthenticationTypes":    {"AAD", "Certificate", "Radius"},
	"vpnClientProtocols":        {"OpenVPN", "IkeV2", "SSTP"},
	"publicIPAllocationMethod":  {"Static", "Dynamic"},
	"privateIPAllocationMethod": {"Static", "Dynamic"},
	"privateIpAllocationMethod": {"Static", "Dynamic"},
	"publicIPAddressVersion":    {"IPv4", "IPv6"},
	"semanticSearch":            {"disabled", "free", "standard"},
	"hostingMode":               {"default", "highDensity"},
	"versionUpgradeOption":      {"OnceNewDefaultVersionAvailable", "OnceCurrentVersionExpired", "NoAutoUpgrade"},
	"mode":                      {"Incremental", "Complete"},
	"pricingTier":               {"Free", "Standard"},
	"accessTier":                {"Hot", "Cool", "Cold", "Premium"},
	"categoryGroup":             {"allLogs", "audit"},
	"category":                  {"AllMetrics", "Transaction", "Capacity", "Audit", "StorageRead"},
	"keySource":                 {"Microsoft.Storage", "Microsoft.Keyvault"},
	"keyType":                   {"Account", "Service"},
	"network:VirtualNetwork subnets[].delegations[].serviceName": {
		"Microsoft.Web/serverFarms", "Microsoft.Network/dnsResolvers", "Microsoft.ContainerInstance/containerGroups", "Microsoft.App/environments"},
	"groupIds":                {"account", "searchService", "blob", "file", "queue", "table", "dfs", "web", "sites"},
	"groupId":                 {"account", "openai_account", "searchService", "blob", "sites"},
	"memberName":              {"default", "secondary", "searchService", "blob", "sites"},
	"resolutionPolicy":        {"Default", "NxDomainRedirect"},
	"virtualNetworkLinkState": {"Completed", "InProgress"},
	"dnsResolverState":        {"Connected", "Disconnected"},
	"sslState":                {"Disabled", "SniEnabled", "IpBasedEnabled"},
	"hostType":                {"Standard", "Repository"},
	"state":                   {"Running", "Stopped"},
	"usageState":              {"Normal", "Exceeded"},
	"availabilityState":       {"Normal", "Limited", "DisasterRecoveryMode"},
	"location":                {"global", "westus"},
	"format":                  {"OpenAI", "Meta"},
	"recordType":              {"A", "CNAME"},
	"tier":                    {"Standard", "Basic", "Regional", "Global", "VpnGw1AZ", "VpnGw5AZ", "Premium"},
	"AUTH_ENABLED":            {"true", "false"},
	"MS_DEFENDER_ENABLED":     {"true", "false"},
	"DATASOURCE_TYPE":         {"AzureCognitiveSearch", "AzureCosmosDB", "Elasticsearch", "None"},
	"AZURE_SEARCH_QUERY_TYPE": {"simple", "semantic", "vector", "vectorSimpleHybrid", "vectorSemanticHybrid"},

	"cognitiveservices:Account kind": {"OpenAI", "AIServices", "CognitiveServices"},
	"storage:StorageAccount kind":    {"StorageV2", "Storage", "BlobStorage", "BlockBlobStorage", "FileStorage"},
	"web:WebApp kind":                {"app,linux", "app", "functionapp,linux", "api"},
	"web:AppServicePlan kind":        {"linux", "app", "functionapp", "elastic"},
	"web:WebApp siteConfig.linuxFxVersion": {
		"PYTHON|3.8", "PYTHON|3.11", "PYTHON|3.13", "NODE|20-lts", "DOCKER|docker.io/somebody/image:latest"},

	"cognitiveservices:Account sku.name":                 {"S0", "F0", "C3"},
	"cognitiveservices:Deployment sku.name":              {"Standard", "GlobalStandard", "DataZoneStandard", "GlobalBatch", "ProvisionedManaged"},
	"search:Service sku.name":                            {"free", "basic", "standard", "standard2", "storage_optimized_l1"},
	"storage:StorageAccount sku.name":                    {"Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_RAGRS", "Premium_LRS"},
	"web:AppServicePlan sku.name":                        {"F1", "D1", "B1", "S1", "P1v3", "Y1", "EP1"},
	"network:VirtualNetworkGateway sku.name":             {"Basic", "VpnGw1", "VpnGw1AZ", "VpnGw2AZ", "VpnGw5AZ", "ErGw1AZ"},
	"network:PublicIPAddress sku.name":                   {"Basic", "Standard", "StandardV2"},
	"operationalinsights:Workspace sku.name":             {"Free", "PerGB2018", "Standalone", "LACluster"},
	"cognitiveservices:Account identity.type":            identities,
	"search:Service identity.type":                       identities,
	"web:WebApp identity.type":                           identities,
	"cognitiveservices:Deployment properties.model.name": {"gpt-4o", "gpt-35-turbo", "text-embedding-3-large", "text-embedding-ada-002"},

	"apimanagement:ApiManagementService sku.name":                                 {"Developer", "Basic", "Standard", "Premium", "BasicV2", "StandardV2", "PremiumV2", "Consumption"},
	"apimanagement:ApiManagementService identity.type":                            identities,
	"apimanagement:ApiManagementService virtualNetworkType":                       {"None", "External", "Internal"},
	"apimanagement:ApiManagementService developerPortalStatus":                    onOff,
	"apimanagement:ApiManagementService legacyPortalStatus":                       onOff,
	"apimanagement:ApiManagementService natGatewayState":                          onOff,
	"apimanagement:Api format":                                                    {"openapi+json", "openapi", "openapi-link", "openapi+json-link", "swagger-link-json", "wsdl-link", "graphql-link"},
	"apimanagement:Api apiType":                                                   {"http", "soap", "websocket", "graphql"},
	"apimanagement:Api protocols[]":                                               {"http", "https", "ws", "wss"},
	"apimanagement:ApiPolicy format":                                              {"xml", "rawxml", "xml-link", "rawxml-link"},
	"apimanagement:Backend protocol":                                              {"http", "soap"},
	"apimanagement:Logger loggerType":                                             {"applicationInsights", "azureEventHub", "azureMonitor"},
	"apimanagement:ApiDiagnostic diagnosticId":                                    {"applicationinsights", "azuremonitor"},
	"apimanagement:ApiDiagnostic alwaysLog":                                       {"allErrors"},
	"apimanagement:ApiDiagnostic verbosity":                                       {"verbose", "information", "error"},
	"apimanagement:ApiDiagnostic httpCorrelationProtocol":                         {"None", "Legacy", "W3C"},
	"apimanagement:ApiDiagnostic frontend.request.dataMasking.headers[].mode":     masks,
	"apimanagement:ApiDiagnostic frontend.request.dataMasking.queryParams[].mode": masks,
	"apimanagement:ApiDiagnostic backend.request.dataMasking.headers[].mode":      masks,
	"apimanagement:ApiDiagnostic backend.request.dataMasking.queryParams[].mode":  masks,
	"apimanagement:ApiDiagnostic frontend.response.dataMasking.headers[].mode":    masks,
	"apimanagement:ApiDiagnostic backend.response.dataMasking.headers[].mode":     masks,
	"apimanagement:Product state":                                                 {"published", "notPublished"},
	"apimanagement:Subscription state":                                            {"active", "suspended", "submitted", "rejected", "cancelled", "expired"},
	"insights:Component ingestionMode":                                            {"ApplicationInsights", "LogAnalytics", "ApplicationInsightsWithDiagnosticSettings"},
	"insights:MetricAlert criteria.allOf[].dimensions[].operator":                 {"Include", "Exclude"},
	"insights:MetricAlert criteria.allOf[].operator":                              comparisons,
	"insights:ScheduledQueryRule criteria.allOf[].operator":                       comparisons,
	"web:WebApp functionAppConfig.deployment.storage.authentication.type":         {"SystemAssignedIdentity", "UserAssignedIdentity", "StorageAccountConnectionString"},
	"web:WebApp functionAppConfig.runtime.name":                                   {"python", "node", "custom"},
}

var (
	onOff       = []string{"Enabled", "Disabled"}
	masks       = []string{"Hide", "Mask"}
	comparisons = []string{"GreaterThanOrEqual", "LessThan"}
)

// anyIndex is an entry of a list, which the keys have without a number.
var anyIndex = regexp.MustCompile(`\[[0-9]+\]`)

var identities = []string{"SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned", "None"}

// enumerated are the values that a property could have; none where it is no
// enumeration.
func enumerated(kind string, p place) []string {
	if values, known := enumerations[kind+" "+p.path]; known {
		return values
	}
	if values, known := enumerations[kind+" "+anyIndex.ReplaceAllString(p.path, "[]")]; known {
		return values
	}
	return enumerations[p.name]
}
