package provider_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/provider"
)

// untyped is a resource without a binding: its inputs are a map.
type untyped struct {
	pulumi.CustomResourceState

	Name pulumi.StringOutput `pulumi:"name"`
}

func register(ctx *pulumi.Context, token, name string, inputs pulumi.Map, opts ...pulumi.ResourceOption) (*untyped, error) {
	var r untyped
	return &r, ctx.RegisterResource(token, name, inputs, &r, opts...)
}

func small(ctx *pulumi.Context) error {
	group, err := register(ctx, "azure-native:resources:ResourceGroup", "group", pulumi.Map{
		"resourceGroupName": pulumi.String("rg"), "location": pulumi.String("swedencentral"),
	})
	if err != nil {
		return err
	}
	storage, err := register(ctx, "azure-native:storage/v20240101:StorageAccount", "storage", pulumi.Map{
		"resourceGroupName": group.Name, "accountName": pulumi.String("strehearsal"), "kind": pulumi.String("StorageV2"),
		"sku":  pulumi.Map{"name": pulumi.String("Standard_LRS")},
		"tags": pulumi.Map{"note": pulumi.ToSecret(pulumi.String(marker))},
	})
	if err != nil {
		return err
	}
	net, err := register(ctx, "azure-native:network/v20240501:VirtualNetwork", "net", pulumi.Map{
		"resourceGroupName": group.Name, "addressSpace": pulumi.Map{"addressPrefixes": pulumi.ToStringArray([]string{"10.0.0.0/16"})},
		"subnets": pulumi.Array{pulumi.Map{"name": pulumi.String("endpoints"), "addressPrefix": pulumi.String("10.0.0.0/26")}},
	})
	if err != nil {
		return err
	}
	_, err = register(ctx, "azure-native:network/v20240501:PrivateEndpoint", "endpoint", pulumi.Map{
		"resourceGroupName": group.Name,
		"subnet":            pulumi.Map{"id": pulumi.Sprintf("%s/subnets/endpoints", net.ID())},
		"privateLinkServiceConnections": pulumi.Array{pulumi.Map{
			"name": pulumi.String("blob"), "privateLinkServiceId": storage.ID(), "groupIds": pulumi.ToStringArray([]string{"blob"}),
		}},
	})
	if err != nil {
		return err
	}
	_, err = register(ctx, "azure-native:storage/v20240101:BlobServiceProperties", "blobs", pulumi.Map{
		"resourceGroupName": group.Name, "accountName": storage.Name, "blobServicesName": pulumi.String("default"),
		"deleteRetentionPolicy": pulumi.Map{"enabled": pulumi.Bool(true), "days": pulumi.Int(7)},
	})
	return err
}

// TestRealEngine drives the provider with the real engine through a whole
// cycle. It needs the pulumi CLI on the PATH.
func TestRealEngine(t *testing.T) {
	cli, err := exec.LookPath("pulumi")
	if err != nil {
		t.Skip("no pulumi on the PATH: cmd/topo rehearse builds one and runs the same cycle")
	}
	ctx := context.Background()
	world := arm.NewWorld(arm.Options{})
	server, err := provider.Serve(ctx, world, provider.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })

	home := t.TempDir()
	command, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{Root: fakeRoot(t, cli), SkipVersionCheck: true})
	require.NoError(t, err)
	stack, err := auto.UpsertStackInlineSource(ctx, "dev", "try", small,
		auto.Pulumi(command), auto.PulumiHome(home), auto.WorkDir(t.TempDir()),
		auto.Project(workspace.Project{Name: "try", Runtime: workspace.NewProjectRuntimeInfo("go", nil), Backend: &workspace.ProjectBackend{URL: "file://" + t.TempDir()}}),
		auto.EnvVars(map[string]string{
			"PULUMI_CONFIG_PASSPHRASE":                    "rehearsal",
			"PULUMI_DEBUG_PROVIDERS":                      "azure-native:" + strconv.Itoa(server.Port()),
			"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
			"PULUMI_SKIP_UPDATE_CHECK":                    "true",
		}))
	require.NoError(t, err)

	preview, err := stack.Preview(ctx, optpreview.SuppressOutputs())
	require.NoError(t, err)
	require.Equal(t, 6, preview.ChangeSummary[apitype.OpCreate])
	require.Empty(t, world.Resources(), "a preview makes nothing")

	up, err := stack.Up(ctx, optup.SuppressOutputs())
	require.NoError(t, err)
	require.Equal(t, 6, (*up.Summary.ResourceChanges)["create"])

	again, err := stack.Up(ctx, optup.SuppressOutputs())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"same": 6}, *again.Summary.ResourceChanges)

	refresh, err := stack.Refresh(ctx, optrefresh.SuppressOutputs())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"same": 6}, *refresh.Summary.ResourceChanges)

	_, err = stack.Destroy(ctx)
	require.NoError(t, err)
	require.Empty(t, world.Resources(), "a destroy leaves nothing")
}

// fakeRoot is a folder of the form that the Automation API looks for.
func fakeRoot(t *testing.T, cli string) string {
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "bin"), 0o755))
	real, err := filepath.Abs(cli)
	require.NoError(t, err)
	require.NoError(t, os.Symlink(real, filepath.Join(root, "bin", "pulumi")))
	return root
}
