package tests

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

func TestNothingIsPublic(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		said := map[string]bool{}
		for _, r := range g.Custom() {
			for _, path := range []string{"publicNetworkAccess", "properties.publicNetworkAccess", "siteConfig.publicNetworkAccess"} {
				if !r.Inputs.Has(path) {
					continue
				}
				said[kind(r)] = true
				want := "disabled"
				switch {
				case r.Name == "webapp-app" && s.WebApp.Exposure == settings.ExposurePublic:
					want = "enabled"
				case kind(r) == "ApiManagementService" && !s.Gateway.Lockdown:
					want = "enabled" // the first up
				}
				assert.Equal(t, want, strings.ToLower(r.Input(path)), "%s: %s", r, path)
			}
			for _, flag := range []string{"allowBlobPublicAccess", "isSftpEnabled", "isLocalUserEnabled"} {
				assert.False(t, r.Inputs.Is(flag, true), "%s: %s", r, flag)
			}
			if kind(r) == "BlobContainer" {
				assert.Equal(t, "None", r.Input("publicAccess"), "%s", r)
			}
			if kind(r) == "NetworkSecurityGroup" {
				assertClosed(t, r)
			}
		}
		for _, must := range []string{"Account", "Service", "StorageAccount", "WebApp"} {
			assert.True(t, said[must], "%s does not say whether it is public", must)
		}
		for _, address := range g.ByType("azure-native:network/v20240501:PublicIPAddress") {
			parent := g.ByURN(address.Parent)
			require.NotNil(t, parent)
			assert.Equal(t, "secure-azure-openai:network:VPNGateway", parent.Type, "%s: a public address that is not the VPN gateway's", address)
		}
	})
}

// assertClosed asks that a security group lets nothing in from the internet,
// and that what it does not name is denied.
func assertClosed(t *testing.T, nsg *recorder.Resource) {
	t.Helper()
	closed := false
	for _, rule := range nsg.Inputs.Items("securityRules") {
		if rule.Text("direction") != "Inbound" {
			continue
		}
		open := slices.Concat(rule.Texts("sourceAddressPrefixes"), []string{rule.Text("sourceAddressPrefix")})
		anyone := slices.ContainsFunc(open, func(p string) bool { return p == "*" || p == "Internet" || p == "0.0.0.0/0" })
		if rule.Text("access") == "Allow" {
			assert.False(t, anyone, "%s: rule %s lets the internet in", nsg, rule.Text("name"))
		} else if anyone && rule.Text("destinationPortRange") == "*" {
			closed = true
		}
	}
	assert.True(t, closed, "%s: no rule denies the rest", nsg)
}

func TestEverySubnetCarriesASecurityGroup(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		vnet, err := g.One("azure-native:network/v20240501:VirtualNetwork")
		require.NoError(t, err)
		require.NotEmpty(t, vnet.Inputs.Items("subnets"))
		for _, subnet := range vnet.Inputs.Items("subnets") {
			name := subnet.Text("name")
			assert.True(t, subnet.Is("defaultOutboundAccess", false), "subnet %s: it can be set at creation only", name)
			if name == "GatewaySubnet" {
				continue // R3: none allowed
			}
			group := g.ByID(subnet.Text("networkSecurityGroup.id"))
			if assert.NotNil(t, group, "subnet %s carries no security group", name) {
				assert.Equal(t, "NetworkSecurityGroup", kind(group))
			}
			if subnet.Text("addressPrefix") == s.Network.Endpoints.String() {
				assert.Equal(t, "Enabled", subnet.Text("privateEndpointNetworkPolicies"), "an NSG applies to endpoints only then")
			}
		}
	})
}

// protected are the types that Pulumi refuses to delete where the stack asks
// for it: what holds data, an identity or an address that clients know, and
// the parts of these.
var protected = []string{
	"azure-native:resources:ResourceGroup",
	"azure-native:operationalinsights/v20230901:Workspace",
	"azure-native:network/v20240501:VirtualNetwork",
	"azure-native:network/v20240501:NetworkSecurityGroup",
	"azure-native:network/v20240501:PublicIPAddress",
	"azure-native:network/v20240501:VirtualNetworkGateway",
	"azure-native:network/v20240601:PrivateZone",
	"azure-native:network/v20240601:VirtualNetworkLink",
	"azure-native:network/v20220701:DnsResolver",
	"azure-native:network/v20220701:InboundEndpoint",
	"azure-native:cognitiveservices/v20241001:Account",
	"azure-native:search/v20240601preview:Service",
	"azure-native:storage/v20240101:StorageAccount",
	"azure-native:storage/v20240101:BlobServiceProperties",
	"azure-native:storage/v20240101:BlobContainer",
	"azure-native:web/v20240401:AppServicePlan",
	"azure-native:web/v20240401:WebApp",
	"azure-native:web/v20240401:WebAppApplicationSettings",
	"azure-native:web/v20240401:WebAppFtpAllowed",
	"azure-native:web/v20240401:WebAppScmAllowed",
	"azure-native:web/v20210201:WebAppAuthSettingsV2",
	"azure-native:managedidentity/v20230131:UserAssignedIdentity",
	"azure-native:apimanagement/v20240501:ApiManagementService",
	"azure-native:insights/v20200202:Component",
}

// unprotected are the types that can be made again at no loss.
var unprotected = []string{
	"azure-native:authorization:RoleAssignment",
	"azure-native:network/v20240501:PrivateEndpoint",
	"azure-native:network/v20240501:PrivateDnsZoneGroup",
	"azure-native:cognitiveservices/v20241001:Deployment", // its quota is wanted back
	"azure-native:search/v20240601preview:SharedPrivateLinkResource",
	"azure-native:insights/v20210501preview:DiagnosticSetting",
	"azure-native:resources:Deployment", // the shared private link's approval, the pool of the gateway
	// What lies in the gateway goes with it, and it is protected. A team that
	// leaves the settings loses its key.
	"azure-native:apimanagement/v20240501:Api",
	"azure-native:apimanagement/v20240501:ApiDiagnostic",
	"azure-native:apimanagement/v20240501:ApiPolicy",
	"azure-native:apimanagement/v20240501:Backend",
	"azure-native:apimanagement/v20240501:Logger",
	"azure-native:apimanagement/v20240501:NamedValue",
	"azure-native:apimanagement/v20240501:Product",
	"azure-native:apimanagement/v20240501:ProductApi",
	"azure-native:apimanagement/v20240501:Subscription",
	"azure-native:network/v20240601:PrivateRecordSet",
	"azure-native:insights/v20180301:MetricAlert",
	"azure-native:insights/v20231201:ScheduledQueryRule",
	"azure-native:insights/v20230101:ActionGroup",
	"azure-native:insights/v20230601:Workbook",
	"azure-native:insights/v20210701preview:PrivateLinkScope",
	"azure-native:insights/v20210701preview:PrivateLinkScopedResource",
	// Retained instead: see TestOnlyTheSubscriptionsPlanOutlivesTheStack.
	"azure-native:resources:DeploymentAtSubscriptionScope",
}

func TestProductionIsProtected(t *testing.T) {
	met := map[string]bool{}
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		for _, r := range g.Custom() {
			met[r.Type] = true
			holds := slices.Contains(protected, r.Type)
			assert.NotEqual(t, holds, slices.Contains(unprotected, r.Type), "%s: put its type into one of the two lists", r)
			assert.Equal(t, holds && s.Environment.Protect, r.Protect, "%s: protected", r)
		}
	})
	for _, token := range slices.Concat(protected, unprotected) {
		assert.True(t, met[token], "%s: no stack has it", token)
	}
	_, prod := variants.Named(t, "prod").Graph(t)
	assert.True(t, prod.Environment.Protect, "the prod stack turns protection on")
	_, dev := variants.Named(t, "dev").Graph(t)
	assert.False(t, dev.Environment.Protect)
}

func TestOnlyTheSubscriptionsPlanOutlivesTheStack(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		for _, r := range g.Custom() {
			assert.Equal(t, kind(r) == "DeploymentAtSubscriptionScope", r.RetainOnDelete, "%s", r)
		}
	})
}
