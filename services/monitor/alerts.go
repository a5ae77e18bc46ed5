package monitor

import (
	"cmp"
	"fmt"

	azmetricalert "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20180301"
	azactiongroup "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20230101"
	azqueryalert "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20231201"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// AlertsArgs are the decisions of an API gateway's alerts.
type AlertsArgs struct {
	// Placement is the workspace's region: rules on logs run there.
	Placement resourcegroup.Placement
	// Name begins the rules' names ("<name>-throttled").
	Name            string
	ActionGroupName string
	// Emails are who is told. Without any the alerts are in the portal alone.
	Emails []string
	// GatewayID is the ARM id of the API Management service, WorkspaceID that
	// of the workspace with its logs, in tables of their own ("Dedicated").
	GatewayID, WorkspaceID pulumi.StringInput
	// V2 is whether the service has a v2 tier: they measure their load
	// differently.
	V2         bool
	Thresholds Thresholds
}

// Thresholds are from where on the alerts fire. Zero is the default.
type Thresholds struct {
	// Throttled is how many calls within 5 minutes are answered 429 (default
	// 50).
	Throttled int
	// Refused is how many calls within 5 minutes are answered 401, or 403
	// (default 20 of either).
	Refused int
	// LoadPercent is the gateway's load over 15 minutes (default 80).
	LoadPercent int
	// CircuitOpen is how many calls within 15 minutes an open circuit answers
	// (default 1).
	CircuitOpen int
	// BackendFailedPercent is how many in 100 calls within 15 minutes one
	// backend fails (default 20), of 10 calls or more.
	BackendFailedPercent int
	// Certificate is how many calls within 15 minutes fail for a certificate
	// or in TLS (default 1).
	Certificate int
}

func (t Thresholds) withDefaults() Thresholds {
	return Thresholds{
		Throttled:            cmp.Or(t.Throttled, 50),
		Refused:              cmp.Or(t.Refused, 20),
		LoadPercent:          cmp.Or(t.LoadPercent, 80),
		CircuitOpen:          cmp.Or(t.CircuitOpen, 1),
		BackendFailedPercent: cmp.Or(t.BackendFailedPercent, 20),
		Certificate:          cmp.Or(t.Certificate, 1),
	}
}

// Alerts are the rules that watch an API gateway, and who is told.
type Alerts struct {
	pulumi.ResourceState

	group   *azactiongroup.ActionGroup
	metrics []*azmetricalert.MetricAlert
	queries []*azqueryalert.ScheduledQueryRule

	// ActionGroupID is the ARM id of the action group.
	ActionGroupID pulumi.StringOutput
}

// groupShortName is the sender of text messages: 12 characters at most.
const groupShortName = "aoai-gateway"

// NewAlerts makes the action group and the rules.
func NewAlerts(ctx *pulumi.Context, name string, args *AlertsArgs, opts ...pulumi.ResourceOption) (*Alerts, error) {
	if args == nil {
		args = &AlertsArgs{}
	}
	if err := component.Require("monitor.Alerts", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "ActionGroupName", Present: args.ActionGroupName != ""},
		component.Field{Name: "GatewayID", Present: args.GatewayID != nil},
		component.Field{Name: "WorkspaceID", Present: args.WorkspaceID != nil},
	)...); err != nil {
		return nil, err
	}
	a := &Alerts{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:Alerts", name, pulumi.Map{
		"name":   pulumi.String(args.Name),
		"emails": pulumi.ToStringArray(args.Emails),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the alerts component: %w", err)
	}

	for _, step := range []func(*pulumi.Context, string, *AlertsArgs) error{
		a.createGroup, a.createMetricRules, a.createQueryRules,
	} {
		if err := step(ctx, name, args); err != nil {
			return nil, err
		}
	}

	a.ActionGroupID = a.group.ID().ToStringOutput()
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{"actionGroupId": a.ActionGroupID})
}

func (a *Alerts) createGroup(ctx *pulumi.Context, name string, args *AlertsArgs) error {
	receivers := azactiongroup.EmailReceiverArray{}
	for _, address := range args.Emails {
		receivers = append(receivers, &azactiongroup.EmailReceiverArgs{
			Name:                 pulumi.String(address),
			EmailAddress:         pulumi.String(address),
			UseCommonAlertSchema: pulumi.Bool(true),
		})
	}
	var err error
	a.group, err = azactiongroup.NewActionGroup(ctx, name+"-group", &azactiongroup.ActionGroupArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ActionGroupName:   pulumi.String(args.ActionGroupName),
		Location:          pulumi.String("global"),
		Tags:              args.Placement.TagMap(),
		GroupShortName:    pulumi.String(groupShortName),
		Enabled:           pulumi.Bool(true),
		EmailReceivers:    receivers,
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("creating the action group: %w", err)
	}
	return nil
}
