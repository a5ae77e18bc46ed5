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
)

// Known are all kinds that a rule looks at.
func Known() []string { return slices.Clone(known) }

var known = []string{
	kindGroup, kindVNet, kindNSG, kindAddress, kindGateway, kindEndpoint, kindZoneGroup, kindZone, kindZoneLink,
	kindResolver, kindInbound, kindAccount, kindModel, kindSearch, kindSharedLink, kindStorage, kindPlan, kindWebApp,
	kindAppSettings, kindFTP, kindSCM, kindSignIn, kindIdentity, kindAssignment, kindTemplate, kindTemplateAbove,
}
