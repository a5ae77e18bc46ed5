package requirements

import "slices"

// The kinds of resources that the rules look at.
const (
	kindGroup         = "resources:ResourceGroup"
	kindVNet          = "network:VirtualNetwork"
	kindNSG           = "network:NetworkSecurityGroup"
	kindAddress       = "network:PublicIPAddress"
	kindGateway       = "network:VirtualNetworkGateway"
	kindEndpoint      = "network:PrivateEndpoint"
	kindZoneGroup     = "network:PrivateDnsZoneGroup"
	kindZone          = "network:PrivateZone"
	kindZoneLink      = "network:VirtualNetworkLink"
	kindResolver      = "network:DnsResolver"
	kindInbound       = "network:InboundEndpoint"
	kindAccount       = "cognitiveservices:Account"
	kindModel         = "cognitiveservices:Deployment"
	kindSearch        = "search:Service"
	kindSharedLink    = "search:SharedPrivateLinkResource"
	kindStorage       = "storage:StorageAccount"
	kindPlan          = "web:AppServicePlan"
	kindWebApp        = "web:WebApp"
	kindAppSettings   = "web:WebAppApplicationSettings"
	kindFTP           = "web:WebAppFtpAllowed"
	kindSCM           = "web:WebAppScmAllowed"
	kindSignIn        = "web:WebAppAuthSettingsV2"
	kindIdentity      = "managedidentity:UserAssignedIdentity"
	kindAssignment    = "authorization:RoleAssignment"
	kindTemplate      = "resources:Deployment"
	kindTemplateAbove = "resources:DeploymentAtSubscriptionScope"
	kindWorkspace     = "operationalinsights:Workspace"
	kindSetting       = "insights:DiagnosticSetting"
)

// The kinds that come with the API gateway, the backend behind it and the
// telemetry of both.
const (
	kindService        = "apimanagement:ApiManagementService"
	kindLogger         = "apimanagement:Logger"
	kindBackend        = "apimanagement:Backend"
	kindNamedValue     = "apimanagement:NamedValue"
	kindAPI            = "apimanagement:Api"
	kindAPIPolicy      = "apimanagement:ApiPolicy"
	kindAPIDiagnostic  = "apimanagement:ApiDiagnostic"
	kindProduct        = "apimanagement:Product"
	kindProductAPI     = "apimanagement:ProductApi"
	kindSubscription   = "apimanagement:Subscription"
	kindServicePolicy  = "apimanagement:Policy"
	kindProductPolicy  = "apimanagement:ProductPolicy"
	kindOperation      = "apimanagement:ApiOperationPolicy"
	kindFragment       = "apimanagement:PolicyFragment"
	kindRecordSet      = "network:PrivateRecordSet"
	kindComponent      = "insights:Component"
	kindActionGroup    = "insights:ActionGroup"
	kindMetricAlert    = "insights:MetricAlert"
	kindQueryAlert     = "insights:ScheduledQueryRule"
	kindWorkbook       = "insights:Workbook"
	kindScope          = "insights:PrivateLinkScope"
	kindScopedResource = "insights:PrivateLinkScopedResource"
)

// Known are all kinds that a rule looks at.
func Known() []string { return slices.Clone(known) }

var known = []string{
	kindGroup, kindVNet, kindNSG, kindAddress, kindGateway, kindEndpoint, kindZoneGroup, kindZone, kindZoneLink,
	kindResolver, kindInbound, kindAccount, kindModel, kindSearch, kindSharedLink, kindStorage, kindPlan, kindWebApp,
	kindAppSettings, kindFTP, kindSCM, kindSignIn, kindIdentity, kindAssignment, kindTemplate, kindTemplateAbove,
	kindService, kindLogger, kindBackend, kindNamedValue, kindAPI, kindAPIPolicy, kindAPIDiagnostic, kindProduct, kindProductAPI, kindSubscription,
	kindServicePolicy, kindProductPolicy, kindOperation, kindFragment, kindRecordSet,
	kindComponent, kindActionGroup, kindMetricAlert, kindQueryAlert, kindWorkbook, kindScope, kindScopedResource,
}
