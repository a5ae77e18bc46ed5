// Package openai makes the Azure OpenAI account and its model deployments.
package openai

import (
	"fmt"
	"strings"

	azopenai "github.com/pulumi/pulumi-azure-native-sdk/cognitiveservices/v2/v20241001"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/settings"
)

// AccountArgs are the decisions of an Azure OpenAI account.
type AccountArgs struct {
	Placement resourcegroup.Placement
	// Name is the account's physical name and, in lower case, its custom
	// subdomain: Entra authentication and private DNS need one.
	Name string
	// Deployments are made one at a time, in this order.
	Deployments []settings.Deployment
	// LocalAuth leaves key authentication on. The default is off.
	LocalAuth bool
	// Restore brings back the soft-deleted account of this name.
	Restore bool
}

// Account is an Azure OpenAI account that only private endpoints and trusted
// Azure services reach.
type Account struct {
	pulumi.ResourceState

	account     *azopenai.Account
	deployments []*azopenai.Deployment

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// PrincipalID is the object id of the account's system-assigned identity.
	PrincipalID pulumi.StringOutput
	// Host is the name that clients use ("<name>.openai.azure.com"), known
	// before the account exists.
	Host string
}

// NewAccount makes the account and its deployments.
func NewAccount(ctx *pulumi.Context, name string, args *AccountArgs, opts ...pulumi.ResourceOption) (*Account, error) {
	if args == nil {
		args = &AccountArgs{}
	}
	if err := component.Require("openai.Account", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
	)...); err != nil {
		return nil, err
	}
	a := &Account{Host: strings.ToLower(args.Name) + ".openai.azure.com"}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/openai:Account", name, pulumi.Map{
		"name":        pulumi.String(args.Name),
		"location":    pulumi.String(args.Placement.Location),
		"deployments": pulumi.ToStringArray(deploymentNames(args.Deployments)),
		"localAuth":   pulumi.Bool(args.LocalAuth),
		"restore":     pulumi.Bool(args.Restore),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the Azure OpenAI component: %w", err)
	}

	if err := a.createAccount(ctx, name, args); err != nil {
		return nil, err
	}
	if err := a.createDeployments(ctx, name, args); err != nil {
		return nil, err
	}

	a.ID = a.account.ID().ToStringOutput()
	a.Name = a.account.Name
	a.PrincipalID = a.account.Identity.PrincipalId().Elem()
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{
		"id": a.ID, "principalId": a.PrincipalID, "host": pulumi.String(a.Host),
	})
}

func (a *Account) createAccount(ctx *pulumi.Context, name string, args *AccountArgs) error {
	properties := &azopenai.AccountPropertiesArgs{
		CustomSubDomainName: pulumi.String(strings.ToLower(args.Name)),
		PublicNetworkAccess: pulumi.String("Disabled"),
		DisableLocalAuth:    pulumi.Bool(!args.LocalAuth),
		NetworkAcls: &azopenai.NetworkRuleSetArgs{
			DefaultAction: pulumi.String("Deny"),
			// Search and other trusted services reach the account with their
			// identities; API versions before 2024-10-01 lack this property.
			Bypass: pulumi.String("AzureServices"),
			// The empty lists take away what somebody lets in: a property that
			// is not sent may stay as it is.
			IpRules:             azopenai.IpRuleArray{},
			VirtualNetworkRules: azopenai.VirtualNetworkRuleArray{},
		},
	}
	if args.Restore {
		// Sent only when asked for: Azure refuses it where nothing is to be
		// restored.
		properties.Restore = pulumi.Bool(true)
	}
	var err error
	a.account, err = azopenai.NewAccount(ctx, name+"-account", &azopenai.AccountArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		AccountName:       pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("OpenAI"),
		Sku:               &azopenai.SkuArgs{Name: pulumi.String("S0")},
		// On Your Data supports the system-assigned kind alone.
		Identity:   &azopenai.IdentityArgs{Type: azopenai.ResourceIdentityTypeSystemAssigned},
		Properties: properties,
	},
		pulumi.Parent(a),
		// Azure changes neither subdomain nor region in place, and the provider
		// would try. The new account has the old one's name only if the old one goes
		// first; deleting it is soft, so AccountArgs.Restore brings it back.
		pulumi.ReplaceOnChanges([]string{"properties.customSubDomainName", "location"}),
		pulumi.DeleteBeforeReplace(true),
	)
	if err != nil {
		return fmt.Errorf("creating the Azure OpenAI account: %w", err)
	}
	return nil
}

// createDeployments makes one deployment after the other.
func (a *Account) createDeployments(ctx *pulumi.Context, name string, args *AccountArgs) error {
	for _, d := range args.Deployments {
		options := []pulumi.ResourceOption{
			pulumi.Parent(a),
			// A deployment holds no data, and its quota is wanted back when it
			// leaves the list, in production too.
			pulumi.Protect(false),
			// Azure changes no deployment's model in place
			// (CannotChangeDeploymentModel), and the provider would try. A new
			// version of the same model is an update.
			pulumi.ReplaceOnChanges([]string{"properties.model.name", "properties.model.format"}),
			pulumi.DeleteBeforeReplace(true),
		}
		if n := len(a.deployments); n > 0 {
			// Azure refuses a second write to the account's deployments while
			// one is running (409 RequestConflict), deletions included.
			options = append(options, pulumi.DependsOn([]pulumi.Resource{a.deployments[n-1]}))
		}
		deployment, err := azopenai.NewDeployment(ctx, name+"-deployment-"+d.Name, &azopenai.DeploymentArgs{
			ResourceGroupName: args.Placement.ResourceGroup,
			AccountName:       a.account.Name,
			DeploymentName:    pulumi.String(d.Name),
			Tags:              args.Placement.TagMap(),
			Sku:               &azopenai.SkuArgs{Name: pulumi.String(d.SKU), Capacity: pulumi.Int(d.Capacity)},
			Properties: &azopenai.DeploymentPropertiesArgs{
				Model: &azopenai.DeploymentModelArgs{
					Format: pulumi.String(d.Format()), Name: pulumi.String(d.Model), Version: pulumi.String(d.Version),
				},
				// The version changes with the stack file and not by itself,
				// until Azure stops serving it.
				VersionUpgradeOption: pulumi.String("OnceCurrentVersionExpired"),
			},
		}, options...)
		if err != nil {
			return fmt.Errorf("creating the model deployment %s: %w", d.Name, err)
		}
		a.deployments = append(a.deployments, deployment)
	}
	return nil
}

// Settled is what must be there before Azure accepts a private endpoint or a
// shared private link for the account: it answers
// AccountProvisioningStateInvalid while a model deployment is running.
func (a *Account) Settled() pulumi.Resource {
	if n := len(a.deployments); n > 0 {
		return a.deployments[n-1]
	}
	return a.account
}

func deploymentNames(deployments []settings.Deployment) []string {
	names := []string{}
	for _, d := range deployments {
		names = append(names, d.Name)
	}
	return names
}
