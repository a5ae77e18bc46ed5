package monitor

import (
	"fmt"

	azdiagnostics "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20210501preview"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// DiagnosticsArgs are the decisions of a diagnostic setting.
type DiagnosticsArgs struct {
	// TargetID is the ARM id of what is watched.
	TargetID pulumi.StringInput
	// WorkspaceID is the ARM id of the Log Analytics workspace.
	WorkspaceID pulumi.StringInput
	// Metrics are metric categories. Empty means AllMetrics, which some
	// resources (the blob service) do not know.
	Metrics []string
	// Dedicated asks for tables of the resource's own kind in the place of
	// AzureDiagnostics, which all others share.
	Dedicated bool
}

// Diagnostics sends all logs and metrics of one resource to a workspace.
type Diagnostics struct {
	pulumi.ResourceState

	setting *azdiagnostics.DiagnosticSetting
}

// NewDiagnostics makes the diagnostic setting.
func NewDiagnostics(ctx *pulumi.Context, name string, args *DiagnosticsArgs, opts ...pulumi.ResourceOption) (*Diagnostics, error) {
	if args == nil {
		args = &DiagnosticsArgs{}
	}
	if err := component.Require("monitor.Diagnostics", name,
		component.Field{Name: "TargetID", Present: args.TargetID != nil},
		component.Field{Name: "WorkspaceID", Present: args.WorkspaceID != nil},
	); err != nil {
		return nil, err
	}
	d := &Diagnostics{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:Diagnostics", name, pulumi.Map{}, d, opts...); err != nil {
		return nil, fmt.Errorf("registering the diagnostics component: %w", err)
	}

	setting := &azdiagnostics.DiagnosticSettingArgs{
		ResourceUri: args.TargetID,
		Name:        pulumi.String("to-log-analytics"),
		WorkspaceId: args.WorkspaceID.ToStringOutput().ToStringPtrOutput(),
		// The group, not categories by name: Azure adds categories.
		Logs: azdiagnostics.LogSettingsArray{&azdiagnostics.LogSettingsArgs{
			CategoryGroup: pulumi.String("allLogs"), Enabled: pulumi.Bool(true),
		}},
		Metrics: metrics(args.Metrics),
	}
	if args.Dedicated {
		setting.LogAnalyticsDestinationType = pulumi.String("Dedicated")
	}
	var err error
	d.setting, err = azdiagnostics.NewDiagnosticSetting(ctx, name+"-setting", setting, pulumi.Parent(d))
	if err != nil {
		return nil, fmt.Errorf("creating the diagnostic setting %s: %w", name, err)
	}
	return d, ctx.RegisterResourceOutputs(d, pulumi.Map{})
}

func metrics(categories []string) azdiagnostics.MetricSettingsArray {
	if len(categories) == 0 {
		categories = []string{"AllMetrics"}
	}
	list := azdiagnostics.MetricSettingsArray{}
	for _, c := range categories {
		list = append(list, &azdiagnostics.MetricSettingsArgs{Category: pulumi.String(c), Enabled: pulumi.Bool(true)})
	}
	return list
}
