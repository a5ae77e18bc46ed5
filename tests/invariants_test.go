package tests

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

// eachStack runs a test on every variant's graph.
func eachStack(t *testing.T, judge func(t *testing.T, g *recorder.Graph, s settings.Settings)) {
	t.Helper()
	for _, v := range variants.All() {
		t.Run(v.Name, func(t *testing.T) {
			g, s := v.Graph(t)
			require.NotEmpty(t, g.Custom())
			judge(t, g, s)
		})
	}
}

func TestEverythingHasAComponentAsParent(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		for _, r := range g.Custom() {
			parent := g.ByURN(r.Parent)
			if assert.NotNil(t, parent, "%s hangs on the stack itself", r) {
				assert.False(t, parent.Custom, "%s is the child of %s, which is no component", r, parent)
				assert.True(t, strings.HasPrefix(r.Name, parent.Name+"-"), "%s is not named after its component %s", r, parent)
			}
		}
		for _, r := range g.Resources {
			if !r.Custom {
				assert.True(t, strings.HasPrefix(r.Type, "secure-azure-openai:"), "%s is no component of this program", r)
				assert.NotEmpty(t, g.Children(r), "%s makes nothing", r)
			}
		}
	})
}

func TestNamesAreUnique(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		urns, ids := map[string]bool{}, map[string]*recorder.Resource{}
		for _, r := range g.Resources {
			assert.False(t, urns[r.URN], "%s is registered twice", r.URN)
			urns[r.URN] = true
			if r.Custom {
				id := strings.ToLower(r.ID)
				assert.Nil(t, ids[id], "%s and %s are the same resource %s", r, ids[id], r.ID)
				ids[id] = r
			}
		}
	})
}

// untaggable are the types that ARM gives no tags.
var untaggable = []string{
	"BlobContainer", "BlobServiceProperties", "DiagnosticSetting", "PrivateDnsZoneGroup", "RoleAssignment",
	"SharedPrivateLinkResource", "WebAppApplicationSettings", "WebAppAuthSettingsV2", "WebAppFtpAllowed", "WebAppScmAllowed",
	"Api", "ApiDiagnostic", "ApiPolicy", "Backend", "Logger", "NamedValue", "PrivateLinkScopedResource", "PrivateRecordSet", "Product", "ProductApi",
	"Subscription",
}

func TestEverythingTaggableIsTagged(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		for _, r := range g.Custom() {
			if slices.Contains(untaggable, kind(r)) {
				continue
			}
			want := map[string]string{"managed-by": "pulumi", "project": s.Project, "workload": s.Environment.Workload, "environment": s.Stack}
			maps.Copy(want, s.Environment.Tags)
			assert.Equal(t, want, r.Inputs.Map("tags"), "%s: tags", r)
		}
	})
}

// kind is a type token's last part.
func kind(r *recorder.Resource) string { return r.Type[strings.LastIndex(r.Type, ":")+1:] }

func TestLocations(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		for _, r := range g.Custom() {
			want := s.Environment.Location
			switch kind(r) {
			case "Account":
				want = accountLocation(r, s)
			case "Service":
				want = s.SearchLocation()
			case "PrivateZone", "VirtualNetworkLink", "ActionGroup", "MetricAlert", "PrivateLinkScope":
				want = "global"
			}
			if r.Inputs.Has("location") {
				assert.Equal(t, want, r.Input("location"), "%s", r)
			}
		}
	})
}

func accountLocation(r *recorder.Resource, s settings.Settings) string {
	for _, a := range s.OpenAI.Accounts {
		if r.Name == "openai-"+a.Name+"-account" {
			return a.Location
		}
	}
	return s.OpenAILocation()
}

// TestOneProviderVersion: a resource without the version would start a second
// default provider.
func TestOneProviderVersion(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		for _, r := range g.Custom() {
			assert.True(t, strings.HasPrefix(r.Type, "azure-native:"), "%s is of another provider", r)
			assert.Equal(t, "2.90.0", r.Version, "%s", r)
		}
	})
}

// nameProperty is the input that holds a type's physical name.
var nameProperty = map[string]string{
	"ResourceGroup": "resourceGroupName", "VirtualNetwork": "virtualNetworkName", "NetworkSecurityGroup": "networkSecurityGroupName",
	"PublicIPAddress": "publicIpAddressName", "VirtualNetworkGateway": "virtualNetworkGatewayName", "PrivateEndpoint": "privateEndpointName",
	"PrivateDnsZoneGroup": "privateDnsZoneGroupName", "PrivateZone": "privateZoneName", "VirtualNetworkLink": "virtualNetworkLinkName",
	"DnsResolver": "dnsResolverName", "InboundEndpoint": "inboundEndpointName", "Account": "accountName", "Service": "searchServiceName",
	"SharedPrivateLinkResource": "sharedPrivateLinkResourceName", "StorageAccount": "accountName", "BlobServiceProperties": "blobServicesName",
	"BlobContainer": "containerName", "AppServicePlan": "name", "WebApp": "name", "WebAppApplicationSettings": "name", "WebAppFtpAllowed": "name", "WebAppScmAllowed": "name",
	"WebAppAuthSettingsV2": "name", "UserAssignedIdentity": "resourceName", "Workspace": "workspaceName", "DiagnosticSetting": "name",
	"Deployment":           "deploymentName",
	"ApiManagementService": "serviceName", "Api": "apiId", "ApiDiagnostic": "diagnosticId", "ApiPolicy": "policyId", "Backend": "backendId",
	"Logger": "loggerId", "NamedValue": "namedValueId", "Product": "productId", "ProductApi": "apiId", "Subscription": "sid",
	"PrivateRecordSet": "relativeRecordSetName", "Component": "resourceName", "ActionGroup": "actionGroupName", "MetricAlert": "ruleName",
	"ScheduledQueryRule": "ruleName", "Workbook": "resourceName", "PrivateLinkScope": "scopeName", "PrivateLinkScopedResource": "name",
}

// generated are the types whose name the provider makes: an assignment's is a
// GUID, and a subscription deployment's record outlives the stack.
var generated = []string{"RoleAssignment", "DeploymentAtSubscriptionScope"}

func TestPhysicalNamesAreExplicit(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		for _, r := range g.Custom() {
			if slices.Contains(generated, kind(r)) {
				continue
			}
			property, known := nameProperty[kind(r)]
			if assert.True(t, known, "%s: add its name's property to the table", r) {
				assert.NotEmpty(t, r.Input(property), "%s: the provider would make up its %s", r, property)
			}
		}
	})
}
