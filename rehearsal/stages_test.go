package rehearsal

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// closable is a program of an API Management service with a private endpoint:
// Azure turns the service's public access off only once the endpoint is there.
// moved puts the service under another logical name where it is locked down.
func closable(moved bool) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var gateway struct{ Lockdown bool }
		text, _ := ctx.GetConfig("little:gateway")
		if err := json.Unmarshal([]byte(text), &gateway); err != nil {
			return err
		}
		access, name := "Enabled", "service"
		if gateway.Lockdown {
			access = "Disabled"
		}
		if gateway.Lockdown && moved {
			name = "moved"
		}
		return serviceWithEndpoint(&small{ctx: ctx}, name, access)
	}
}

func serviceWithEndpoint(s *small, name, access string) error {
	text := func(t string) pulumi.String { return pulumi.String(t) }
	here := func(inputs pulumi.Map) pulumi.Map {
		inputs["resourceGroupName"], inputs["location"] = text("rg"), text("swedencentral")
		return inputs
	}
	const subnets = inGroup + "Microsoft.Network/virtualNetworks/vnet/subnets/"
	group := s.make("resources:ResourceGroup", "group", pulumi.Map{"resourceGroupName": text("rg"), "location": text("swedencentral")})
	nsg := s.make("network/v20240501:NetworkSecurityGroup", "nsg", here(pulumi.Map{"networkSecurityGroupName": text("nsg")}), group)
	vnet := s.make("network/v20240501:VirtualNetwork", "vnet", here(pulumi.Map{
		"virtualNetworkName": text("vnet"), "addressSpace": pulumi.Map{"addressPrefixes": pulumi.Array{text("10.0.0.0/16")}},
		"subnets": pulumi.Array{
			pulumi.Map{"name": text("endpoints"), "addressPrefix": text("10.0.0.0/26")},
			pulumi.Map{"name": text("gateway"), "addressPrefix": text("10.0.1.0/27"), "networkSecurityGroup": pulumi.Map{"id": nsg.ID()},
				"delegations": pulumi.Array{pulumi.Map{"name": text("web"), "serviceName": text("Microsoft.Web/serverFarms")}}},
		},
	}), group)
	service := s.make("apimanagement/v20240501:ApiManagementService", name, here(pulumi.Map{
		"serviceName": text("apim-" + name), "sku": pulumi.Map{"name": text("StandardV2"), "capacity": pulumi.Int(1)},
		"publisherName": text("Platform"), "publisherEmail": text("platform@example.com"), "publicNetworkAccess": text(access),
		"virtualNetworkType":          text("External"),
		"virtualNetworkConfiguration": pulumi.Map{"subnetResourceId": text(subnets + "gateway")},
	}), vnet)
	s.make("network/v20240501:PrivateEndpoint", "endpoint", here(pulumi.Map{
		"privateEndpointName": text("endpoint"), "subnet": pulumi.Map{"id": text(subnets + "endpoints")},
		"privateLinkServiceConnections": pulumi.Array{pulumi.Map{"name": text("gateway"),
			"privateLinkServiceId": service.ID(), "groupIds": pulumi.Array{text("Gateway")}}},
	}), vnet)
	return s.err
}

// locked is a stack file with the flag of settings.FirstUps on.
const locked = `# comments stay
config:
  little:gateway:
    lockdown: true # once the endpoint is there
`

const note = "Note: the first up is with gateway.lockdown false: Azure turns an API Management service's public access off only once a private endpoint on it is approved.\n"

func staging(t *testing.T, stack string, moved bool, change func(*Options)) (Report, string) {
	t.Helper()
	report, out, err := run(t, &fakeCloud{}, stack, func(o *Options) {
		o.open, o.Program = openAnew, closable(moved)
		declare(t, o.Dir, "gateway")
		if change != nil {
			change(o)
		}
	})
	require.NoError(t, err)
	return report, out
}

// declare adds a key to the project's configuration.
func declare(t *testing.T, dir, key string) {
	t.Helper()
	file := filepath.Join(dir, "Pulumi.yaml")
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, append(content, "  "+key+": {type: object, default: {}}\n"...), 0o600))
}

// TestAFlagThatComesLater takes two ups, and everything after them sees the
// stack file as it is: run holds that the project's own is left alone.
func TestAFlagThatComesLater(t *testing.T) {
	t.Parallel()
	report, out := staging(t, locked, false, nil)
	require.True(t, report.Held(), out)
	require.Equal(t, []string{"preview", "first up, gateway.lockdown false", "up", "second up", "refresh", "destroy"}, names(report))
	require.Contains(t, out, note)
	require.Equal(t, "created", report.Operations[1].Verdict)
	require.Equal(t, "gateway.lockdown is on", report.Operations[2].Verdict)
	require.Equal(t, "nothing changed", report.Operations[3].Verdict)
}

// TestOneUpWhereNoFlagIsOn.
func TestOneUpWhereNoFlagIsOn(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{
		"config:\n  little:gateway: {lockdown: false}\n", "config:\n  little:gateway: {}\n",
		// Another namespace's key of the same name.
		"config:\n  little:gateway: {}\n  other:gateway: {lockdown: true}\n",
	} {
		report, out := staging(t, stack, false, func(o *Options) { o.Only = OnlyUp })
		require.True(t, report.Held(), out)
		require.Equal(t, []string{"up"}, names(report))
		require.NotContains(t, out, "Note: the first up")
	}
}

// TestWhatIsRefusedAnywayIsNotStaged: the first up meets it as it stands in the file.
func TestWhatIsRefusedAnywayIsNotStaged(t *testing.T) {
	t.Parallel()
	for _, gateway := range []string{`{lockdown: "true"}`, "{lockdown: true, mode: internal}"} {
		report, out := staging(t, "config:\n  little:gateway: "+gateway+"\n", false, func(o *Options) { o.Only = OnlyUp })
		require.False(t, report.Held(), out)
		require.NotContains(t, out, "Note: the first up")
	}
}

// TestTheSecondUpMakesNothing: what is more than an update is shown.
func TestTheSecondUpMakesNothing(t *testing.T) {
	t.Parallel()
	report, out := staging(t, "config:\n  little:gateway: {lockdown: true}\n", true, func(o *Options) { o.Only = OnlyUp })
	require.False(t, report.Held(), out)
	require.Contains(t, out, note)
	require.False(t, report.Operations[1].Held)
}

// TestAStateIsNotStaged: what it has is there, and takes the flag at once.
func TestAStateIsNotStaged(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "old.json")
	report, out := staging(t, locked, false, func(o *Options) { o.Only, o.Export = OnlyUp, file })
	require.True(t, report.Held(), out)
	report, out = staging(t, locked, false, func(o *Options) { o.From = file })
	require.True(t, report.Held(), out)
	require.NotContains(t, out, "Note: the first up")
	require.Equal(t, []string{"preview from state", "up from state", "second up", "refresh", "destroy"}, names(report))
}

// TestARefreshMayFindWhatIsIgnored: the endpoint writes itself into the service,
// which is a difference unless the program says that it ignores it.
func TestARefreshMayFindWhatIsIgnored(t *testing.T) {
	t.Parallel()
	open := "config:\n  little:gateway: {lockdown: false}\n"
	report, out := staging(t, open, false, nil)
	require.False(t, report.Held(), out)
	require.Contains(t, out, "service: update of azure-native:apimanagement/v20240501:ApiManagementService, because of privateEndpointConnections")

	report, out = staging(t, open, false, func(o *Options) {
		program := o.Program
		o.Program = func(ctx *pulumi.Context) error {
			if err := ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
				return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: append(args.Opts, pulumi.IgnoreChanges([]string{"privateEndpointConnections"}))}
			}); err != nil {
				return err
			}
			return program(ctx)
		}
	})
	require.True(t, report.Held(), out)
	require.Contains(t, out, "the program ignores privateEndpointConnections of service")
}
