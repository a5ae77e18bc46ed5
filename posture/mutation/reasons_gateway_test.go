package mutation

import "strings"

// What is left of the gateway, the backend behind it and their telemetry.

const (
	apis      = "apimanagement:Api, apimanagement:ApiPolicy, apimanagement:ApiDiagnostic, apimanagement:Backend, apimanagement:Logger, apimanagement:NamedValue, apimanagement:Product, apimanagement:ProductApi, apimanagement:Subscription"
	alert     = "insights:MetricAlert, insights:ScheduledQueryRule"
	ownSubnet = "what leaves through the group is from its own subnet, whatever the rule says; one that leaves the subnet out is a flow that breaks, or a service of Azure's that the gateway reports as unreachable (G5 wants the rules of a gateway inside the VNet)"
)

var ofGateway = []reason{
	{apis, "serviceName name", "", "", "the name of the service, or the part's own; where parts belong is read off their ids"},
	{"apimanagement:Api, apimanagement:ProductApi", "apiRevision apiType description displayName isCurrent", "", "", "written for people, or by Azure"},
	{"apimanagement:Api", "path", "", "", "where in the URL the API lies: clients that look elsewhere get 404"},
	{"apimanagement:Api", "format", "", "", "Azure does not answer it; one that is a link is caught (G8)"},
	{"apimanagement:Api", "subscriptionKeyParameterNames subscriptionKeyParameterNames.header subscriptionKeyParameterNames.query", "delete alien", ` deleted|=""`,
		"keys are looked for under API Management's own names then, which the policy deletes, too (G9)"},
	{"apimanagement:Api", "subscriptionRequired", "delete flip", "", "a token is validated in any case (G8): a key is asked for beside it, or is not"},
	{"apimanagement:ApiDiagnostic", "alwaysLog httpCorrelationProtocol logClientIp sampling sampling.percentage sampling.samplingType verbosity", "", "", "how much is told of calls, never what is in them (G14)"},
	{"apimanagement:ApiDiagnostic", "backend.request.body backend.request.body.bytes frontend.request.body frontend.request.body.bytes backend.response backend.response.body backend.response.body.bytes frontend.response frontend.response.body frontend.response.body.bytes", "delete", "",
		"a body is logged only where a number of bytes is asked for; a number that is there has to be 0 (G14)"},
	{"apimanagement:ApiDiagnostic", "backend.response.dataMasking frontend.response.dataMasking backend.response.dataMasking.* frontend.response.dataMasking.*", "", "",
		"an answer carries no credential of the caller's, and no header is logged (G14)"},
	{"apimanagement:ApiDiagnostic", "backend.request.dataMasking.headers backend.request.dataMasking.queryParams frontend.request.dataMasking.headers frontend.request.dataMasking.queryParams", "list", ` with another entry like the first`, "one name masked twice (G14)"},
	{"apimanagement:ApiManagementService", "createdAtUtc developerPortalUrl gatewayUrl hostnameConfigurations hostnameConfigurations.* identity.tenantId natGatewayState outboundPublicIPAddresses outboundPublicIPAddresses[] platformVersion privateEndpointConnections privateEndpointConnections.* targetProvisioningState virtualNetworkConfiguration.vnetid", "", "",
		"Azure writes it; the endpoint's connection is judged where it is made (G6)"},
	{"apimanagement:ApiManagementService", "notificationSenderEmail publisherEmail publisherName sku.capacity", "", "", "who answers for it, and how large it is"},
	{"apimanagement:ApiManagementService", "disableGateway enableClientCertificate", "", "", "what a tier of version 2 does not know; a gateway that is switched off is caught"},
	{"apimanagement:ApiManagementService", "location", "", "", "Azure integrates with a subnet of the service's own region only, and refuses any other"},
	{"apimanagement:ApiManagementService", "restore", "", "", "asked for once, at a creation"},
	{"apimanagement:ApiManagementService", "customTimeouts.create", "option", "", "how long the engine waits"},
	{"apimanagement:ApiPolicy", "format", "delete", "", "xml is Azure's own default"},
	{"apimanagement:ApiPolicy", "policyId", "", "", "an API has one policy, whatever the program calls it"},
	{"apimanagement:Backend", "circuitBreaker.rules circuitBreaker.rules[].failureCondition.count circuitBreaker.rules[].failureCondition.statusCodeRanges circuitBreaker.rules[].name", "", "",
		"when a backend is left alone, and for how long; that there is such a rule is G10's"},
	{"apimanagement:Logger", "isBuffered loggerId", "", "", "how telemetry is sent, and what the logger is called"},
	{"apimanagement:NamedValue", "namedValueId", "", "", "the policy goes by the display name"},
	{"apimanagement:NamedValue", "secret", "delete", "", "not secret is the default, and an object id opens nothing (G18)"},
	{"apimanagement:NamedValue", "value", "point", "", "who is named as a caller is the stack's to say; no flow needs the app to call the backend, and for Azure OpenAI a flow breaks unless the app's identity is the one that is named"},
	{"apimanagement:Product", "description displayName state", "", "", "written for people, and whether they see the product: whoever asks for it waits for an approval (G16)"},
	{"apimanagement:ProductApi", "apiId productId path protocols protocols[] subscriptionKeyParameterNames subscriptionKeyParameterNames.header subscriptionKeyParameterNames.query subscriptionRequired", "", "",
		"which API a product holds, and Azure's copy of that API: a key of a product without the API opens nothing, and with it nothing beside a token (G8)"},
	{"apimanagement:ProductApi gateway-openai-product-api, apimanagement:Subscription gateway-openai-subscription-search-team", "", "remove", "", "a team without a key calls with its token"},
	{"apimanagement:ApiManagementService", "name", "delete", "", "its serviceName is what it is found by"},
	{"apimanagement:Backend, apimanagement:NamedValue, apimanagement:Product, apimanagement:ProductApi, apimanagement:Subscription, apimanagement:Logger", "", "twice", "", "a copy is judged like the first, opens nothing, and nobody uses it; Azure refuses a second one"},
	{"apimanagement:Subscription", "createdDate displayName sid state", "", "", "written for people, or by Azure; a key that is suspended opens nothing"},
	{"apimanagement:Subscription", "scope", "point", "", "a product of this stack, or nothing: never the whole service (G16)"},
}

var ofTelemetry = []reason{
	{"insights:ActionGroup", "actionGroupName armRoleReceivers automationRunbookReceivers azureAppPushReceivers azureFunctionReceivers emailReceivers emailReceivers[].name emailReceivers[].status emailReceivers[].useCommonAlertSchema eventHubReceivers groupShortName itsmReceivers location logicAppReceivers name smsReceivers voiceReceivers webhookReceivers", "", "",
		"who is told, by which way: the stack's to say. That there is a group, that it is on and that the alerts name it is G24's"},
	{alert, "name ruleName location severity windowSize evaluationFrequency autoMitigate", "", "", "what an alert is called, and how soon and how loud it tells"},
	{alert, "description criteria.* criteria.allOf.*", "", "", "from where on an alert tells, and how often it looks: what each asks for is G24's, as are its target, its group and that it is on"},
	{"insights:MetricAlert", "isMigrated lastUpdatedTime actions", "", "", "Azure writes it, or who else is told"},
	{"insights:ScheduledQueryRule", "displayName isLegacyLogAnalyticsRule isWorkspaceAlertsStorageConfigured kind skipQueryValidation checkWorkspaceAlertsStorageConfigured createdWithApiVersion", "", "", "Azure writes it, or how the query is tried before it runs"},
	{"insights:MetricAlert alerts-load, insights:Workbook workbook-workbook", "", "remove", "", "load is no requirement's, and a page for people is none either"},
	{"insights:MetricAlert, insights:ScheduledQueryRule, insights:ActionGroup, insights:Workbook", "", "twice", "", "a copy tells the same again; Azure refuses a second one of the name"},
	{"insights:Workbook", "category displayName kind location name resourceName revision serializedData sourceId timeModified userId version", "", "", "a page for people to look at"},
	{"insights:Component", "appId applicationId applicationType connectionString creationDate flowType instrumentationKey kind location name requestSource resourceName retentionInDays tenantId", "", "",
		"Azure writes it, or where and how telemetry is kept: keys are off, so that none of these opens anything (G15)"},
	{"insights:Component", "publicNetworkAccessForQuery", "value", `=Disabled`, "stricter"},
	{"insights:DiagnosticSetting", "logAnalyticsDestinationType", "", "", "which tables the logs go to: queries that look elsewhere find nothing"},
	{"pulumi:pulumi:Stack", "gateway gateway.lockdown gateway.next gateway.id", "", "", "outputs that people read: how far the gateway is closed is G3's"},
}

var ofBackend = []reason{
	{"web:AppServicePlan backend-plan, web:WebApp backend-app", "location", "", "", "Azure integrates an app with a subnet of its own region only, and refuses any other"},
	{"web:WebApp backend-app", "functionAppConfig.runtime.name functionAppConfig.scaleAndConcurrency functionAppConfig.scaleAndConcurrency.instanceMemoryMB functionAppConfig.scaleAndConcurrency.maximumInstanceCount", "", "",
		"what runs, and how much of it"},
	{"web:WebApp backend-app", "identity.type", "value", `=SystemAssigned, UserAssigned`, "a second identity has no role: who gives it one is caught (R38)"},
	{"web:WebApp backend-app", "siteConfig.vnetRouteAllEnabled", "put", "", "Flex Consumption sends everything through its subnet, and takes no such setting"},
	{"web:WebAppApplicationSettings backend-settings", "properties.APPLICATIONINSIGHTS_CONNECTION_STRING", "delete", "", "functions without telemetry"},
	{"web:WebAppApplicationSettings backend-settings", "properties.AZURE_OPENAI_ENDPOINT", "put", "",
		"the functions' own affair: their code is nobody's here"},
	{"web:WebAppAuthSettingsV2 backend-guard", "login login.tokenStore login.tokenStore.enabled", "delete", "", "nobody signs in there, and the store is off unless it is asked for (G22)"},
	{"authorization:RoleAssignment roles-backend-monitoring-metrics-publisher-on-insights, authorization:RoleAssignment roles-gateway-monitoring-metrics-publisher-on-insights", "condition", "put", "", "it may write less telemetry"},
	{"storage:StorageAccount backend-storage-account", "networkRuleSet.bypass", "value", `=None`, "stricter: no service of Azure's needs the host's storage (R22)"},
	{"network:PrivateEndpoint", "customNetworkInterfaceName", "delete", "", "the name of the interface"},
	{"network:VirtualNetwork", "subnets[4].privateEndpointNetworkPolicies subnets[5].privateEndpointNetworkPolicies", "", "",
		"subnets without endpoints: R2 wants those in one that is neither delegated nor the gateway's, where D-subnets wants the policies"},
	{"network:NetworkSecurityGroup network-apigateway-nsg, network:NetworkSecurityGroup network-backend-nsg", "securityRules[].sourceAddressPrefix", "", "", ownSubnet},
	{"network:NetworkSecurityGroup network-apigateway-nsg, network:NetworkSecurityGroup network-backend-nsg", "securityRules[].destinationAddressPrefix", "range", privateRange,
		"private ranges in which this network has endpoints and the resolver alone: who connects another network is caught (D-peering, D-unknown-kind)"},
	{"network:NetworkSecurityGroup network-apigateway-nsg", "securityRules[2] securityRules[3] securityRules[4] securityRules[5]", "list", "", "stricter: what the gateway then lacks of Azure's own services is no flow of this check"},
	{"network:NetworkSecurityGroup network-backend-nsg", "securityRules[2] securityRules[3]", "list", "", "stricter: what the functions then lack of Azure's own services is no flow of this check"},
	{"network:NetworkSecurityGroup network-apigateway-nsg, network:NetworkSecurityGroup network-backend-nsg", "securityRules[].access", "value", `=Deny`, "stricter: what they then lack of Azure's own services is no flow of this check"},
	{"network:NetworkSecurityGroup network-apigateway-nsg, network:NetworkSecurityGroup network-backend-nsg", "securityRules[].direction", "value", `=Inbound`, "stricter: nothing enters an integration subnet, and what they then lack of Azure's own services is no flow of this check"},
	{"network:NetworkSecurityGroup network-apigateway-nsg, network:NetworkSecurityGroup network-backend-nsg", "securityRules[].protocol", "value", `=(Tcp|Udp)`, "DNS over UDP alone is enough to ask; over TCP alone breaks a flow where there is a resolver"},
	{"web:WebAppApplicationSettings webapp-settings", "properties.AZURE_SEARCH_INDEX", "point", "", "the name of an index, which lies on the stack's own Search (R48)"},
}

// ofDocuments are what is left of the APIs' policy documents: the rules of
// apipolicy look at the order of what matters, and the flows ask what each
// caller gets.
var ofDocuments = []reason{
	{policy, inbound("base set-header[] set-query-parameter[] rate-limit-by-key llm-token-limit llm-emit-token-metric validate-azure-ad-token/audiences validate-azure-ad-token/audiences/audience[] llm-emit-token-metric/dimension[]"), "policy", ` moved after .*`,
		"the same in another order: what has to stand before what is caught (token-validated, identity-last), and <base /> stands for nothing (G9)"},
	{policy, inbound("validate-azure-ad-token"), "policy", ` moved after set-(header|query-parameter) .*`, "a caller's keys are taken away before the token is looked at: nothing is done for the caller yet"},
	{policy, inbound("base validate-azure-ad-token validate-azure-ad-token/audiences/audience[] validate-azure-ad-token/required-claims/claim validate-azure-ad-token/required-claims/claim/value set-header[] set-query-parameter[] set-variable llm-emit-token-metric llm-emit-token-metric/dimension[] set-backend-service") + " value/outbound/base value/on-error/base", "policy", " twice",
		"the same said twice; of <base /> and of what a document may have once Azure refuses a second"},
	{policy, inbound("validate-azure-ad-token@header-name validate-azure-ad-token@failed-validation-httpcode"), "policy", " deleted", "Authorization and 401 are Azure's own defaults"},
	{policy, inbound("validate-azure-ad-token@failed-validation-error-message"), "policy", "", "what a refused caller reads"},
	{policy, inbound("validate-azure-ad-token/audiences/audience[]"), "policy", ` deleted|=(alien|api://outside)`,
		"which registrations tokens are made for is the stack's to say: whoever is not among the callers gets nowhere with any, and one for Azure itself is caught (G9)"},
	{policy, inbound("validate-azure-ad-token/required-claims/claim@match"), "policy", ` deleted|=all`, "all is the default, and there is one value: more of them are caught by the caller who then lacks one"},
	{policy, inbound("validate-azure-ad-token/required-claims/claim/value"), "policy", `={{caller-.*}}`, "the same caller, by the name of another API"},
	{policy, inbound("set-header[] set-query-parameter[]"), "policy", " deleted", "a name by which this API takes no key: its own name is caught (keys-removed)"},
	{policy, inbound("set-header[]@name set-query-parameter[]@name set-header[]@exists-action set-query-parameter[]@exists-action"), "policy", "", "a name by which this API takes no key: its own name is caught (keys-removed)"},
	{policy, inbound("set-variable@value rate-limit-by-key@counter-key llm-token-limit@counter-key"), "policy", `=@\(context\.Request\.IpAddress\)`, "counted by the caller's address instead of its name: apart all the same (counters-apart)"},
	{policy, inbound("rate-limit-by-key@calls rate-limit-by-key@renewal-period llm-token-limit@tokens-per-minute"), "policy", `=[0-9]+`, "how much a caller may do is the stack's to say; that there is a limit which works is G9's"},
	{policy, inbound("llm-token-limit@estimate-prompt-tokens"), "policy", "", "whether a prompt's tokens are counted before the call or after it"},
	{policy, inbound("llm-emit-token-metric@namespace llm-emit-token-metric/dimension[]"), "policy", ` deleted|=.*`, "what the metric is called, and by what it is told apart; that there is one is G9's"},
	{policy, "value/backend/forward-request@timeout", "policy", "", "how long an answer is waited for; Azure refuses what is no number"},
	{"apimanagement:ApiPolicy gateway-backend-policy", "value/backend/forward-request@buffer-response", "policy", "", "functions answer at once: of an MCP server, whose answers come in parts, it is asked for (streams)"},
}

// policy is the kind of an API's document.
const policy = "apimanagement:ApiPolicy"

// inbound are places in the first section of a document.
func inbound(places string) string {
	all := strings.Fields(places)
	for i, place := range all {
		all[i] = "value/inbound/" + place
	}
	return strings.Join(all, " ")
}

// ofOptions are what nothing sets, and somebody could.
var ofOptions = []reason{
	{"apimanagement:Api", "serviceUrl sourceApiId authenticationSettings termsOfServiceUrl", "put", "",
		"the document names the backend and asks for the token, whatever the API has beside it (G9); the rest is for a portal, which is off (G13)"},
	{"apimanagement:ApiDiagnostic", "frontend.request.headers backend.response.headers operationNameFormat", "put", "", "headers that are told of: those with credentials are masked (G14)"},
	{"apimanagement:Backend", "resourceId", "put", "", "for people who follow it: calls go to url (G10)"},
	{"apimanagement:Product", "subscriptionsLimit terms", "put", "", "how often somebody may ask, and what they read: each waits for an approval (G16)"},
	{"apimanagement:ProductApi API in no product", "", "add", "", "a link from a product that is not there, which Azure refuses; the product itself would be caught (G16)"},
	{"apimanagement:ApiManagementService", "sku.name", "value", "=PremiumV2", "the larger tier of the same kind (G2)"},
	{"apimanagement:ApiManagementService", "identity.userAssignedIdentities", "put", "", "type says that there is the system's identity alone (G1), and Azure refuses a list beside it"},
	{"apimanagement:ApiManagementService", "certificates", "put", "", "a further authority for backends, which are Azure's own, by their names (G10); version 2 of the tiers takes none"},
	{"web:WebApp backend-app", "functionAppConfig.scaleAndConcurrency.alwaysReady", "put", "", "instances that wait"},
	{"web:WebApp webapp-app", "functionAppConfig.deployment.storage.authentication.storageAccountConnectionStringName functionAppConfig.scaleAndConcurrency.alwaysReady", "put", "", "for Flex Consumption: this is no function app"},
	{"web:WebAppApplicationSettings webapp-settings", "properties.FUNCTIONS_WORKER_RUNTIME", "put", "", "for functions: the web app reads no such setting"},
	{"web:WebAppAuthSettingsV2 webapp-signin", "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.groups identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities", "put", "",
		"stricter: who of the tenant is let in is the stack's to say"},
	{"insights:ScheduledQueryRule", "muteActionsDuration overrideQueryTimeRange identity", "put", "", "how soon and how loud an alert tells, and who asks"},
	{"insights:Component", "DisableIpMasking ImmediatePurgeDataOn30Days SamplingPercentage", "put", "", "how much is told of calls, and for how long: never what is in them (G14)"},
}
