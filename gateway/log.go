package gateway

import (
	"fmt"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// LogArgs are the decisions of where a gateway's telemetry goes.
type LogArgs struct {
	ResourceGroup pulumi.StringInput
	Service       *Service
	// InsightsID is the ARM id of the Application Insights component, and
	// ConnectionString says where it takes telemetry.
	InsightsID, ConnectionString pulumi.StringInput
}

// Log sends telemetry to Application Insights with the gateway's identity,
// which has to be a Monitoring Metrics Publisher there.
type Log struct {
	pulumi.ResourceState

	logger *azapim.Logger

	// ID is the logger's ARM id.
	ID pulumi.StringOutput
}

// NewLog makes the logger.
// https://learn.microsoft.com/azure/api-management/api-management-howto-app-insights
func NewLog(ctx *pulumi.Context, name string, args *LogArgs, opts ...pulumi.ResourceOption) (*Log, error) {
	if args == nil {
		args = &LogArgs{}
	}
	if err := component.Require("gateway.Log", name,
		component.Field{Name: "ResourceGroup", Present: args.ResourceGroup != nil},
		component.Field{Name: "Service", Present: args.Service != nil},
		component.Field{Name: "InsightsID", Present: args.InsightsID != nil},
		component.Field{Name: "ConnectionString", Present: args.ConnectionString != nil},
	); err != nil {
		return nil, err
	}
	l := &Log{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:gateway:Log", name, pulumi.Map{}, l, opts...); err != nil {
		return nil, fmt.Errorf("registering the gateway's log component: %w", err)
	}
	var err error
	l.logger, err = azapim.NewLogger(ctx, name+"-logger", &azapim.LoggerArgs{
		ResourceGroupName: args.ResourceGroup,
		ServiceName:       args.Service.Name,
		LoggerId:          pulumi.String("appinsights"),
		LoggerType:        pulumi.String("applicationInsights"),
		Credentials: pulumi.StringMap{
			"connectionString": args.ConnectionString,
			// In the place of an instrumentation key, which would let anybody
			// who has it write telemetry.
			"identityClientId": pulumi.String("systemAssigned"),
		},
		ResourceId: args.InsightsID.ToStringOutput().ToStringPtrOutput(),
		IsBuffered: pulumi.Bool(true),
	}, pulumi.Parent(l), args.Service.gone())
	if err != nil {
		return nil, fmt.Errorf("creating the gateway's logger: %w", err)
	}
	l.ID = l.logger.ID().ToStringOutput()
	return l, ctx.RegisterResourceOutputs(l, pulumi.Map{})
}
