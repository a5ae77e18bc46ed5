package functions

import (
	"fmt"

	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func (a *App) createPlan(ctx *pulumi.Context, name string, args *AppArgs) error {
	var err error
	a.plan, err = azweb.NewAppServicePlan(ctx, name+"-plan", &azweb.AppServicePlanArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		Name:              pulumi.String(args.PlanName),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("functionapp"),
		Reserved:          pulumi.Bool(true), // a Linux plan, by ARM's name for it
		// No capacity: the app's functionAppConfig says how far it scales.
		Sku: &azweb.SkuDescriptionArgs{Name: pulumi.String("FC1"), Tier: pulumi.String("FlexConsumption")},
	},
		pulumi.Parent(a),
		// So that the plan is deleted before the VNet: until then its service
		// association link keeps the subnet (InUseSubnetCannotBeDeleted).
		pulumi.DependsOn([]pulumi.Resource{args.VNet}),
	)
	if err != nil {
		return fmt.Errorf("creating the Flex Consumption plan: %w", err)
	}
	return nil
}

// flex is what app settings and siteConfig say on other plans:
// https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
func flex(args *AppArgs) *azweb.FunctionAppConfigArgs {
	return &azweb.FunctionAppConfigArgs{
		Deployment: &azweb.FunctionsDeploymentArgs{
			Storage: &azweb.FunctionsDeploymentStorageArgs{
				Type:  pulumi.String("blobContainer"),
				Value: args.ContainerURL.ToStringOutput().ToStringPtrOutput(),
				Authentication: &azweb.FunctionsDeploymentAuthenticationArgs{
					Type: pulumi.String("SystemAssignedIdentity"),
				},
			},
		},
		Runtime: &azweb.FunctionsRuntimeArgs{
			Name: pulumi.String(args.Runtime), Version: pulumi.String(args.RuntimeVersion),
		},
		ScaleAndConcurrency: &azweb.FunctionsScaleAndConcurrencyArgs{
			InstanceMemoryMB:     pulumi.Int(args.MemoryMB),
			MaximumInstanceCount: pulumi.Int(args.MaximumInstances),
		},
	}
}
