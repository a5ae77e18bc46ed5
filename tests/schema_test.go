package tests

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	azauthorization "github.com/pulumi/pulumi-azure-native-sdk/authorization/v2"
	azopenai "github.com/pulumi/pulumi-azure-native-sdk/cognitiveservices/v2/v20241001"
	azmetricalert "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20180301"
	azcomponent "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20200202"
	azdiagnostics "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20210501preview"
	azlinkscope "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20210701preview"
	azactiongroup "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20230101"
	azworkbook "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20230601"
	azqueryalert "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20231201"
	azidentity "github.com/pulumi/pulumi-azure-native-sdk/managedidentity/v2/v20230131"
	azresolver "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20220701"
	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	azdns "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240601"
	azlogs "github.com/pulumi/pulumi-azure-native-sdk/operationalinsights/v2/v20230901"
	azresources "github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	azstorage "github.com/pulumi/pulumi-azure-native-sdk/storage/v2/v20240101"
	azauth "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20210201"
	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the files that the tests run compare with: the stand-in's schema, the recorded graphs")

const schemaFolder = "../rehearsal/arm/schema"

// schemaOutputDepth is how deep outputs are described. Azure's responses nest
// each other without end; nobody reads further than this.
const schemaOutputDepth = 3

type schemaSource struct {
	token string
	args  any
	made  any
}

// schemaSources are the types of the SDK that the stand-in knows. Search is in
// no SDK module: its two files are written by hand from the 2024-06-01-preview
// API.
var schemaSources = []schemaSource{
	{"azure-native:resources:ResourceGroup", azresources.ResourceGroupArgs{}, azresources.ResourceGroup{}},
	{"azure-native:resources:Deployment", azresources.DeploymentArgs{}, azresources.Deployment{}},
	{"azure-native:resources:DeploymentAtSubscriptionScope", azresources.DeploymentAtSubscriptionScopeArgs{}, azresources.DeploymentAtSubscriptionScope{}},
	{"azure-native:network/v20240501:VirtualNetwork", aznetwork.VirtualNetworkArgs{}, aznetwork.VirtualNetwork{}},
	{"azure-native:network/v20240501:Subnet", aznetwork.SubnetArgs{}, aznetwork.Subnet{}},
	{"azure-native:network/v20240501:NetworkSecurityGroup", aznetwork.NetworkSecurityGroupArgs{}, aznetwork.NetworkSecurityGroup{}},
	{"azure-native:network/v20240501:PublicIPAddress", aznetwork.PublicIPAddressArgs{}, aznetwork.PublicIPAddress{}},
	{"azure-native:network/v20240501:VirtualNetworkGateway", aznetwork.VirtualNetworkGatewayArgs{}, aznetwork.VirtualNetworkGateway{}},
	{"azure-native:network/v20240501:PrivateEndpoint", aznetwork.PrivateEndpointArgs{}, aznetwork.PrivateEndpoint{}},
	{"azure-native:network/v20240501:PrivateDnsZoneGroup", aznetwork.PrivateDnsZoneGroupArgs{}, aznetwork.PrivateDnsZoneGroup{}},
	{"azure-native:network/v20240601:PrivateZone", azdns.PrivateZoneArgs{}, azdns.PrivateZone{}},
	{"azure-native:network/v20240601:VirtualNetworkLink", azdns.VirtualNetworkLinkArgs{}, azdns.VirtualNetworkLink{}},
	{"azure-native:network/v20220701:DnsResolver", azresolver.DnsResolverArgs{}, azresolver.DnsResolver{}},
	{"azure-native:network/v20220701:InboundEndpoint", azresolver.InboundEndpointArgs{}, azresolver.InboundEndpoint{}},
	{"azure-native:cognitiveservices/v20241001:Account", azopenai.AccountArgs{}, azopenai.Account{}},
	{"azure-native:cognitiveservices/v20241001:Deployment", azopenai.DeploymentArgs{}, azopenai.Deployment{}},
	{"azure-native:storage/v20240101:StorageAccount", azstorage.StorageAccountArgs{}, azstorage.StorageAccount{}},
	{"azure-native:storage/v20240101:BlobServiceProperties", azstorage.BlobServicePropertiesArgs{}, azstorage.BlobServiceProperties{}},
	{"azure-native:storage/v20240101:BlobContainer", azstorage.BlobContainerArgs{}, azstorage.BlobContainer{}},
	{"azure-native:web/v20240401:AppServicePlan", azweb.AppServicePlanArgs{}, azweb.AppServicePlan{}},
	{"azure-native:web/v20240401:WebApp", azweb.WebAppArgs{}, azweb.WebApp{}},
	{"azure-native:web/v20240401:WebAppApplicationSettings", azweb.WebAppApplicationSettingsArgs{}, azweb.WebAppApplicationSettings{}},
	{"azure-native:web/v20240401:WebAppFtpAllowed", azweb.WebAppFtpAllowedArgs{}, azweb.WebAppFtpAllowed{}},
	{"azure-native:web/v20240401:WebAppScmAllowed", azweb.WebAppScmAllowedArgs{}, azweb.WebAppScmAllowed{}},
	{"azure-native:web/v20210201:WebAppAuthSettingsV2", azauth.WebAppAuthSettingsV2Args{}, azauth.WebAppAuthSettingsV2{}},
	{"azure-native:managedidentity/v20230131:UserAssignedIdentity", azidentity.UserAssignedIdentityArgs{}, azidentity.UserAssignedIdentity{}},
	{"azure-native:operationalinsights/v20230901:Workspace", azlogs.WorkspaceArgs{}, azlogs.Workspace{}},
	{"azure-native:insights/v20210501preview:DiagnosticSetting", azdiagnostics.DiagnosticSettingArgs{}, azdiagnostics.DiagnosticSetting{}},
	{"azure-native:network/v20240601:PrivateRecordSet", azdns.PrivateRecordSetArgs{}, azdns.PrivateRecordSet{}},
	{"azure-native:apimanagement/v20240501:ApiManagementService", azapim.ApiManagementServiceArgs{}, azapim.ApiManagementService{}},
	{"azure-native:apimanagement/v20240501:Backend", azapim.BackendArgs{}, azapim.Backend{}},
	{"azure-native:apimanagement/v20240501:Api", azapim.ApiArgs{}, azapim.Api{}},
	{"azure-native:apimanagement/v20240501:ApiPolicy", azapim.ApiPolicyArgs{}, azapim.ApiPolicy{}},
	{"azure-native:apimanagement/v20240501:ApiDiagnostic", azapim.ApiDiagnosticArgs{}, azapim.ApiDiagnostic{}},
	{"azure-native:apimanagement/v20240501:Product", azapim.ProductArgs{}, azapim.Product{}},
	{"azure-native:apimanagement/v20240501:ProductApi", azapim.ProductApiArgs{}, azapim.ProductApi{}},
	{"azure-native:apimanagement/v20240501:Subscription", azapim.SubscriptionArgs{}, azapim.Subscription{}},
	{"azure-native:apimanagement/v20240501:Logger", azapim.LoggerArgs{}, azapim.Logger{}},
	{"azure-native:apimanagement/v20240501:NamedValue", azapim.NamedValueArgs{}, azapim.NamedValue{}},
	{"azure-native:insights/v20200202:Component", azcomponent.ComponentArgs{}, azcomponent.Component{}},
	{"azure-native:insights/v20180301:MetricAlert", azmetricalert.MetricAlertArgs{}, azmetricalert.MetricAlert{}},
	{"azure-native:insights/v20231201:ScheduledQueryRule", azqueryalert.ScheduledQueryRuleArgs{}, azqueryalert.ScheduledQueryRule{}},
	{"azure-native:insights/v20230101:ActionGroup", azactiongroup.ActionGroupArgs{}, azactiongroup.ActionGroup{}},
	{"azure-native:insights/v20230601:Workbook", azworkbook.WorkbookArgs{}, azworkbook.Workbook{}},
	{"azure-native:insights/v20210701preview:PrivateLinkScope", azlinkscope.PrivateLinkScopeArgs{}, azlinkscope.PrivateLinkScope{}},
	{"azure-native:insights/v20210701preview:PrivateLinkScopedResource", azlinkscope.PrivateLinkScopedResourceArgs{}, azlinkscope.PrivateLinkScopedResource{}},
	{"azure-native:authorization:RoleAssignment", azauthorization.RoleAssignmentArgs{}, azauthorization.RoleAssignment{}},
}

// TestSchemaFollowsSDK keeps the stand-in's schema files equal to what the
// SDK's structs say: `go test ./tests -run TestSchemaFollowsSDK -update`.
func TestSchemaFollowsSDK(t *testing.T) {
	for _, source := range schemaSources {
		t.Run(source.token, func(t *testing.T) {
			name := strings.NewReplacer("azure-native:", "", ":", "-", "/", "-").Replace(source.token) + ".json"
			path := filepath.Join(schemaFolder, name)
			want := source.describe(t)
			if *update {
				require.NoError(t, os.WriteFile(path, want, 0o644))
				return
			}
			have, err := os.ReadFile(path)
			require.NoError(t, err)
			require.True(t, bytes.Equal(want, have), "%s differs from the SDK: run this test with -update", path)
		})
	}
}

type schemaWriter struct {
	types map[string]map[string]string
}

func (s schemaSource) describe(t *testing.T) []byte {
	w := schemaWriter{types: map[string]map[string]string{}}
	args, ok := s.args.(pulumi.Input)
	require.True(t, ok, "%T is no input", s.args)
	inputs := w.fields(args.ElementType(), true, -1)
	outputs := w.fields(reflect.TypeOf(s.made), false, schemaOutputDepth)

	var out bytes.Buffer
	out.WriteString("{\n \"token\": " + schemaJSON(t, s.token) + ",\n \"inputs\": " + schemaJSON(t, inputs) + ",\n \"outputs\": " + schemaJSON(t, outputs) + ",\n \"types\": {")
	for i, name := range slices.Sorted(maps.Keys(w.types)) {
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n  " + schemaJSON(t, name) + ": " + schemaJSON(t, w.types[name]))
	}
	out.WriteString("\n }\n}\n")
	return out.Bytes()
}

func schemaJSON(t *testing.T, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// fields are a struct's properties. A depth below zero has no end.
func (w schemaWriter) fields(t reflect.Type, inputs bool, depth int) map[string]string {
	properties := map[string]string{}
	for i := range t.NumField() {
		field := t.Field(i)
		tag, tagged := field.Tag.Lookup("pulumi")
		if !tagged {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		ft := field.Type
		if output, ok := reflect.New(ft).Elem().Interface().(pulumi.Output); ok && !inputs {
			ft = output.ElementType()
		}
		expr := w.expression(ft, inputs, depth)
		if inputs && option != "optional" && schemaRequired(field.Type) {
			expr += "!"
		}
		properties[name] = expr
	}
	return properties
}

// schemaRequired: the SDK marks what is optional with a pointer; of lists and
// maps it does not tell.
func schemaRequired(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return false
	}
	return true
}

func (w schemaWriter) expression(t reflect.Type, inputs bool, depth int) string {
	switch t.Kind() {
	case reflect.Pointer:
		return w.expression(t.Elem(), inputs, depth)
	case reflect.Slice:
		return "[]" + w.expression(t.Elem(), inputs, depth)
	case reflect.Map:
		return "map[" + w.expression(t.Elem(), inputs, depth) + "]"
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Struct:
		if depth == 0 {
			return "any"
		}
		if _, done := w.types[t.Name()]; !done {
			w.types[t.Name()] = nil // a type may contain itself
			w.types[t.Name()] = w.fields(t, inputs, depth-1)
		}
		return "#" + t.Name()
	}
	return "any"
}
