package monitor

import (
	"fmt"

	azcomponent "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20200202"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// InsightsArgs are the decisions of an Application Insights component.
type InsightsArgs struct {
	Placement resourcegroup.Placement
	Name      string
	// WorkspaceID is the ARM id of the Log Analytics workspace that keeps what
	// the component takes, for as long as the workspace says.
	WorkspaceID pulumi.StringInput
	// Private takes telemetry through a private link scope alone. Without a
	// scope nothing would arrive.
	Private bool
}

// Insights is an Application Insights component that takes telemetry of
// identities alone.
type Insights struct {
	pulumi.ResourceState

	component *azcomponent.Component

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// ConnectionString says where telemetry goes, and has the instrumentation
	// key in it. The key opens nothing here; it is a secret all the same.
	ConnectionString pulumi.StringOutput
}

// NewInsights makes the component.
func NewInsights(ctx *pulumi.Context, name string, args *InsightsArgs, opts ...pulumi.ResourceOption) (*Insights, error) {
	if args == nil {
		args = &InsightsArgs{}
	}
	if err := component.Require("monitor.Insights", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "WorkspaceID", Present: args.WorkspaceID != nil},
	)...); err != nil {
		return nil, err
	}
	i := &Insights{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:Insights", name, pulumi.Map{
		"name":    pulumi.String(args.Name),
		"private": pulumi.Bool(args.Private),
	}, i, opts...); err != nil {
		return nil, fmt.Errorf("registering the Application Insights component: %w", err)
	}

	var err error
	i.component, err = azcomponent.NewComponent(ctx, name+"-component", &azcomponent.ComponentArgs{
		ResourceGroupName:   args.Placement.ResourceGroup,
		ResourceName:        pulumi.String(args.Name),
		Location:            pulumi.String(args.Placement.Location),
		Tags:                args.Placement.TagMap(),
		Kind:                pulumi.String("web"),
		ApplicationType:     pulumi.String("web"),
		IngestionMode:       pulumi.String("LogAnalytics"),
		WorkspaceResourceId: args.WorkspaceID.ToStringOutput().ToStringPtrOutput(),
		// Who sends needs the role Monitoring Metrics Publisher; the
		// instrumentation key is not asked for:
		// https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication
		DisableLocalAuth:                pulumi.Bool(true),
		PublicNetworkAccessForIngestion: pulumi.String(ingestion(args.Private)),
		// As for the workspace: the portal's queries are authenticated.
		PublicNetworkAccessForQuery: pulumi.String("Enabled"),
	},
		pulumi.Parent(i),
		pulumi.AdditionalSecretOutputs([]string{"connectionString", "instrumentationKey"}),
	)
	if err != nil {
		return nil, fmt.Errorf("creating the Application Insights component: %w", err)
	}

	i.ID = i.component.ID().ToStringOutput()
	i.Name = i.component.Name
	i.ConnectionString = pulumi.ToSecret(i.component.ConnectionString).(pulumi.StringOutput)
	return i, ctx.RegisterResourceOutputs(i, pulumi.Map{"id": i.ID})
}

func ingestion(private bool) string {
	if private {
		return "Disabled"
	}
	return "Enabled"
}
