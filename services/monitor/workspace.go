// Package monitor makes the Log Analytics workspace and Application Insights,
// sends the services' logs there, shows and watches what an API gateway does,
// and switches Defender on where that is asked for.
package monitor

import (
	"fmt"

	azlogs "github.com/pulumi/pulumi-azure-native-sdk/operationalinsights/v2/v20230901"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// WorkspaceArgs are the decisions of a Log Analytics workspace.
type WorkspaceArgs struct {
	Placement resourcegroup.Placement
	Name      string
	// RetentionDays is 30 to 730.
	RetentionDays int
}

// Workspace is where the services' logs go.
type Workspace struct {
	pulumi.ResourceState

	workspace *azlogs.Workspace

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
}

// NewWorkspace makes the workspace.
func NewWorkspace(ctx *pulumi.Context, name string, args *WorkspaceArgs, opts ...pulumi.ResourceOption) (*Workspace, error) {
	if args == nil {
		args = &WorkspaceArgs{}
	}
	if err := component.Require("monitor.Workspace", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "RetentionDays", Present: args.RetentionDays > 0},
	)...); err != nil {
		return nil, err
	}
	w := &Workspace{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:Workspace", name, pulumi.Map{
		"name":          pulumi.String(args.Name),
		"retentionDays": pulumi.Int(args.RetentionDays),
	}, w, opts...); err != nil {
		return nil, fmt.Errorf("registering the workspace component: %w", err)
	}

	var err error
	w.workspace, err = azlogs.NewWorkspace(ctx, name+"-workspace", &azlogs.WorkspaceArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		WorkspaceName:     pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Sku:               &azlogs.WorkspaceSkuArgs{Name: pulumi.String("PerGB2018")},
		RetentionInDays:   pulumi.Int(args.RetentionDays),
		Features: &azlogs.WorkspaceFeaturesArgs{
			// The workspace's shared keys open nothing; identities do.
			DisableLocalAuth: pulumi.Bool(true),
			EnableLogAccessUsingOnlyResourcePermissions: pulumi.Bool(true),
		},
		// Diagnostic settings arrive on Azure's own path. Queries stay open to
		// the portal, behind Entra authentication, with a private link scope too:
		// the scope is about what the VNet reaches.
		PublicNetworkAccessForIngestion: pulumi.String("Disabled"),
		PublicNetworkAccessForQuery:     pulumi.String("Enabled"),
	}, pulumi.Parent(w))
	if err != nil {
		return nil, fmt.Errorf("creating the Log Analytics workspace: %w", err)
	}

	w.ID = w.workspace.ID().ToStringOutput()
	w.Name = w.workspace.Name
	return w, ctx.RegisterResourceOutputs(w, pulumi.Map{"id": w.ID})
}
