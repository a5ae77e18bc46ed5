package gateway

import (
	"fmt"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/gateway/policies"
)

// createProduct makes the product that teams subscribe to, and the teams'
// subscriptions. Whoever else asks for one waits for an approval.
//
// A subscription is never protected, not even where the service is: a team that
// leaves the list loses its key with that up, and a protected one would make it
// end in an error until somebody runs `pulumi state unprotect`. What is lost is a
// key for counting, which a new subscription replaces; access is the token's.
func (a *API) createProduct(ctx *pulumi.Context, name string, args *APIArgs) error {
	if args.Policy.Subscription == policies.Off {
		return nil
	}
	product, err := azapim.NewProduct(ctx, name+"-product", &azapim.ProductArgs{
		ResourceGroupName:    args.Placement.ResourceGroup,
		ServiceName:          args.Service.Name,
		ProductId:            pulumi.String(args.ID),
		DisplayName:          pulumi.String(args.Title),
		Description:          pulumi.String("What a team may use of " + args.Title + "."),
		SubscriptionRequired: pulumi.Bool(true),
		ApprovalRequired:     pulumi.Bool(true),
		State:                azapim.ProductStateEnumPublished,
	}, pulumi.Parent(a), args.Service.gone())
	if err != nil {
		return fmt.Errorf("creating the product of %s: %w", args.ID, err)
	}
	link, err := azapim.NewProductApi(ctx, name+"-product-api", &azapim.ProductApiArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ServiceName:       args.Service.Name,
		ProductId:         pulumi.String(args.ID),
		ApiId:             pulumi.String(args.ID),
	},
		pulumi.Parent(a), args.Service.gone(),
		// It names both in plain text, and writes to both, after whatever else is
		// written to the API: see createDiagnostic.
		pulumi.DependsOn([]pulumi.Resource{product, a.diagnostic}),
	)
	if err != nil {
		return fmt.Errorf("putting %s into its product: %w", args.ID, err)
	}
	a.products = append(a.products, product, link)
	before := pulumi.Resource(link)
	for _, team := range args.Teams {
		subscription, err := azapim.NewSubscription(ctx, name+"-subscription-"+team, &azapim.SubscriptionArgs{
			ResourceGroupName: args.Placement.ResourceGroup,
			ServiceName:       args.Service.Name,
			Sid:               pulumi.String(args.ID + "-" + team),
			DisplayName:       pulumi.String(args.Title + " for " + team),
			// One product, never the whole service.
			Scope: product.ID(),
			State: azapim.SubscriptionStateEnumActive,
			// A trace holds what policies see, tokens too.
			AllowTracing: pulumi.Bool(false),
		},
			pulumi.Parent(a), args.Service.gone(),
			// Writes to one product, one after the other, as to one API.
			pulumi.DependsOn([]pulumi.Resource{before}),
		)
		if err != nil {
			return fmt.Errorf("creating the subscription of %s: %w", team, err)
		}
		a.products = append(a.products, subscription)
		before = subscription
	}
	return nil
}
