package mutation

var ofWebApp = []reason{
	{"web:WebApp", "clientCertEnabled endToEndEncryptionEnabled vnetImagePullEnabled vnetContentShareEnabled siteConfig.acrUseManagedIdentityCreds sshEnabled", "put", "",
		"Azure's defaults, written out; SSH goes through the deployment site, which takes Entra tokens alone (R46)"},
	{"web:WebApp", "siteConfig.apiDefinition siteConfig.detailedErrorLoggingEnabled siteConfig.managedPipelineMode siteConfig.webSocketsEnabled", "put", "",
		"documentation, files on the app's own disk, Windows alone, and a protocol behind the same sign-in"},
	{"dev web:WebApp", "siteConfig.publicNetworkAccess", "put", `=Enabled.*`, "what publicNetworkAccess says (D-public-access)"},
	{"web:WebApp", "siteConfig.appCommandLine siteConfig.linuxFxVersion", "value alien", "", "what runs is the developers' to decide, whose roles are judged (R36k); R47 wants a runtime, and a Python that is kept up"},
	{"web:WebApp", "siteConfig.alwaysOn siteConfig.http20Enabled siteConfig.localMySqlEnabled siteConfig.netFrameworkVersion scmSiteAlsoStopped hyperV isXenon", "", "", "speed, and what Windows apps have"},
	{"web:WebApp", "siteConfig.remoteDebuggingEnabled", "delete", "", "false is Azure's default (D-remote)"},
	{"web:WebApp", "siteConfig.minTlsVersion siteConfig.scmMinTlsVersion", "value", `=1\.3`, "stricter"},
	{"web:WebApp", "keyVaultReferenceIdentity", "", "", "the app has no references to Key Vault; one that there may be decides who reads it"},
	{"web:WebApp", "kind", "", ` deleted|=(app|api|alien)|=""`, "labels: a function app, which is something else, is caught (R1)"},
	{"web:WebApp", "reserved", "", "", "Azure takes none but the plan's, which R44 judges"},
	{"web:WebAppApplicationSettings", "properties.AZURE_SEARCH_INDEX", "point alien", `=(alien|foreign)`, "an index of the stack's own service, whose content the developers make"},
	{"web:WebAppApplicationSettings", "properties.AZURE_SEARCH_PERMITTED_GROUPS_COLUMN", "alien", `=alien`, "the name of the index's field, which no resource shows; R50 wants one where documents are trimmed"},
	{"web:WebAppApplicationSettings", "properties.AZURE_SEARCH_QUERY_TYPE", "value alien", "", "how results are ranked; R19 wants the ranker on where it is semantic"},
	{"web:WebAppApplicationSettings", "properties.SCM_DO_BUILD_DURING_DEPLOYMENT", "", "", "where packages are put together"},
	{"web:WebAppScmAllowed", "kind", "put", "", "a label"},
}

var ofSignIn = []reason{
	{"web:WebAppAuthSettingsV2", "globalValidation.unauthenticatedClientAction", "value", `=Return40[13]`, "nobody is let in without a token"},
	{"web:WebAppAuthSettingsV2", "httpSettings.routes login.preserveUrlFragmentsForLogins platform.runtimeVersion", "", "", "paths and versions of the same sign-in"},
	{"web:WebAppAuthSettingsV2", "identityProviders.apple", "put", "", "a provider without a registration: Azure answers those that nobody set up like this"},
	{"web:WebAppAuthSettingsV2", "identityProviders.azureActiveDirectory.login.loginParameters identityProviders.azureActiveDirectory.login.loginParameters[]", "list alien", ` with another entry (alien|response_type.*)| without entry 0|=alien|=""`,
		"what the sign-in page is asked beside the scope, without which documents are not trimmed (R50)"},
	{"web:WebAppAuthSettingsV2", "identityProviders.azureActiveDirectory.validation.allowedAudiences identityProviders.azureActiveDirectory.validation.allowedAudiences[]", "delete list", ` deleted|=\[\]| without entry [01]`,
		"the registration's own id counts without being listed: none is admitted that was not"},
	{"web:WebAppAuthSettingsV2", "identityProviders.azureActiveDirectory.validation.jwtClaimChecks", "put", "", "stricter"},
}

var ofRoles = []reason{
	{"authorization:RoleAssignment", "principalType", "value", `=(User|Group)`, "Azure refuses a type that is not the principal's, and gives the same access by either"},
	{"authorization:RoleAssignment", "roleDefinitionId", "point", `=/subscriptions/99999999-.*`, "a built-in role has one GUID in every subscription, and the GUID is judged"},
	{"authorization:RoleAssignment", "delegatedManagedIdentityResourceId", "put", "", "for assignments across tenants: the principal, who gets the role, is judged"},
}

var ofLogs = []reason{
	{"insights:DiagnosticSetting", "eventHubName logAnalyticsDestinationType", "put", "", "without an authorization rule nothing is sent to a hub (D-elsewhere), and tables can have two forms"},
	{"insights:DiagnosticSetting", "logs metrics", "list", ` with another entry like the first`, "the same once more"},
	{"insights:DiagnosticSetting", "metrics metrics[] metrics[].category metrics[].enabled", "", "", "measurements: what was asked, and by whom, is in the logs"},
	{"operationalinsights:Workspace", "features.enableLogAccessUsingOnlyResourcePermissions", "", "", "false is stricter: who reads logs needs a role on the workspace then"},
	{"operationalinsights:Workspace", "features.clusterResourceId forceCmkForQuery", "put", "", "how logs are encrypted, in the same workspace"},
	{"operationalinsights:Workspace", "publicNetworkAccessForQuery", "value", `=(Disabled|SecuredByPerimeter)`, "stricter"},
}

var ofTemplates = []reason{
	{"resources:Deployment, resources:DeploymentAtSubscriptionScope", "properties.template.$schema properties.template.contentVersion properties.template.resources[].apiVersion", "", "", "versions of the form that it is written in"},
	{"resources:Deployment", "properties.parameters", "put", "", "the template has none to take"},
	{"resources:Deployment, resources:DeploymentAtSubscriptionScope", "properties.template.resources", "list", ` with another entry like the first`, "the same once more, which Azure refuses"},
	{"resources:Deployment", "properties.template.resources[].name", "point", `=.*/spl-openai\..*`, "the part that Azure makes up of the link's own connection: one that is not there Azure refuses"},
	{"resources:Deployment", "properties.template.resources[].properties.groupIds properties.template.resources[].properties.groupIds[]", "", "", "Azure knows the group of a connection that is there; the link's own is R25's"},
}

// copies are resources that are there twice, or beside one that is needed,
// and open nothing.
var copies = []reason{
	{"insights:DiagnosticSetting, managedidentity:UserAssignedIdentity, operationalinsights:Workspace, resources:Deployment, " +
		"resources:DeploymentAtSubscriptionScope, storage:BlobContainer, storage:BlobServiceProperties, web:AppServicePlan, web:WebAppApplicationSettings, " +
		"web:WebAppAuthSettingsV2, web:WebAppFtpAllowed, web:WebAppScmAllowed, cognitiveservices:Deployment, network:DnsResolver", "", "twice", "",
		"a copy is judged like the first, opens nothing, and nobody uses it; of some Azure refuses a second one"},
	{"network:NetworkSecurityGroup network-endpoints-nsg", "", "twice", "", "a copy is on no subnet"},
	{"managedidentity:UserAssignedIdentity second-identity", "", "add", "", "an identity without a role (R38) opens nothing"},
	{"network:InboundEndpoint second-inbound", "", "add", "", "it has no address, and the VNet names another (R42)"},
	{"web:AppServicePlan second-plan", "", "add", "", "a plan without an app runs nothing"},
	{"storage:BlobContainer second container", "", "add", "", "a private container behind the same firewall and roles"},
	{"cognitiveservices:Deployment retired model", "", "add", "", "one model more behind the same roles; a retired one Azure refuses"},
}
