package monitor

import (
	"fmt"

	azresources "github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// DefenderArgs are the decisions of the Defender plan for AI.
type DefenderArgs struct {
	// Location is where Azure keeps the record of the deployment.
	Location string
	Tags     map[string]string
}

// Defender switches the subscription's Defender plan for AI services on.
type Defender struct {
	pulumi.ResourceState

	deployment *azresources.DeploymentAtSubscriptionScope
}

// NewDefender makes the subscription-scoped deployment. The pricing exists in
// every subscription already, so a typed resource could not create it; and it
// is one per subscription, so it stays on when the stack goes.
func NewDefender(ctx *pulumi.Context, name string, args *DefenderArgs, opts ...pulumi.ResourceOption) (*Defender, error) {
	if args == nil {
		args = &DefenderArgs{}
	}
	if err := component.Require("monitor.Defender", name,
		component.Field{Name: "Location", Present: args.Location != ""},
	); err != nil {
		return nil, err
	}
	d := &Defender{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:Defender", name, pulumi.Map{
		"location": pulumi.String(args.Location),
	}, d, opts...); err != nil {
		return nil, fmt.Errorf("registering the Defender component: %w", err)
	}

	var err error
	d.deployment, err = azresources.NewDeploymentAtSubscriptionScope(ctx, name+"-pricing", &azresources.DeploymentAtSubscriptionScopeArgs{
		// No name of our own: the record outlives the stack, and the provider
		// refuses to create a second one of the same name.
		Location: pulumi.String(args.Location),
		Tags:     pulumi.ToStringMap(args.Tags),
		Properties: &azresources.DeploymentPropertiesArgs{
			Mode: azresources.DeploymentModeIncremental,
			Template: pulumi.Map{
				"$schema":        pulumi.String("https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"),
				"contentVersion": pulumi.String("1.0.0.0"),
				"resources": pulumi.Array{pulumi.Map{
					"type":       pulumi.String("Microsoft.Security/pricings"),
					"apiVersion": pulumi.String("2024-01-01"),
					"name":       pulumi.String("AI"),
					"properties": pulumi.Map{"pricingTier": pulumi.String("Standard")},
				}},
			},
		},
	}, pulumi.Parent(d), pulumi.RetainOnDelete(true))
	if err != nil {
		return nil, fmt.Errorf("switching Defender for AI on: %w", err)
	}
	return d, ctx.RegisterResourceOutputs(d, pulumi.Map{})
}
