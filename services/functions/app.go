// Package functions makes a Functions app on the Flex Consumption plan that
// one identity alone may call.
package functions

import (
	"fmt"

	azauth "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20210201"
	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/services/internal/publishing"
)

// AppArgs are the decisions of a Functions app.
type AppArgs struct {
	// Placement is the VNet's region: an app integrates with no other.
	Placement resourcegroup.Placement
	Name      string
	// PlanName is the plan's physical name. The plan has no other app: Flex
	// Consumption allows one.
	PlanName string
	// SubnetID is a subnet delegated to Microsoft.App/environments, and of
	// this app alone.
	SubnetID pulumi.StringInput
	// VNet is the one that SubnetID belongs to.
	VNet pulumi.Resource
	// Runtime and RuntimeVersion are the language's ("python", "3.12").
	Runtime, RuntimeVersion string
	// MemoryMB is an instance's, one of facts.FlexMemory.
	MemoryMB int
	// MaximumInstances is 40 to 1000.
	MaximumInstances int
	// StorageName is the storage account of the Functions host, and
	// ContainerURL the blob container in it that the code is published to
	// ("https://<account>.blob.core.windows.net/<container>").
	StorageName, ContainerURL pulumi.StringInput
	Caller                    Caller
}

// Caller is who may call the app.
type Caller struct {
	// PrincipalID is the object id of the one identity that may.
	PrincipalID pulumi.StringInput
	// ClientID is the app registration that tokens are asked for, TenantID its
	// Entra tenant.
	ClientID, TenantID string
	// Applications are client ids, one of which the caller must have as well.
	// Empty asks for none: ARM does not return a system-assigned identity's.
	Applications []string
}

// App is the Functions app and its plan. Configure gives it its settings.
type App struct {
	pulumi.ResourceState

	name    string // of the component
	group   pulumi.StringInput
	storage pulumi.StringInput

	plan     *azweb.AppServicePlan
	app      *azweb.WebApp
	settings *azweb.WebAppApplicationSettings
	guard    *azauth.WebAppAuthSettingsV2

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// PrincipalID is the object id of the app's system-assigned identity.
	PrincipalID pulumi.StringOutput
	// Host is the app's name ("<name>.azurewebsites.net"), known before it
	// exists.
	Host string
	// SCMHost is the name of its deployment site.
	SCMHost string
}

// NewApp makes the app.
func NewApp(ctx *pulumi.Context, name string, args *AppArgs, opts ...pulumi.ResourceOption) (*App, error) {
	if args == nil {
		args = &AppArgs{}
	}
	if err := args.validate(name); err != nil {
		return nil, err
	}
	a := &App{
		name: name, group: args.Placement.ResourceGroup, storage: args.StorageName,
		Host: args.Name + ".azurewebsites.net", SCMHost: args.Name + ".scm.azurewebsites.net",
	}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/functions:App", name, pulumi.Map{
		"name":             pulumi.String(args.Name),
		"runtime":          pulumi.String(args.Runtime + " " + args.RuntimeVersion),
		"memoryMB":         pulumi.Int(args.MemoryMB),
		"maximumInstances": pulumi.Int(args.MaximumInstances),
		"clientId":         pulumi.String(args.Caller.ClientID),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the Functions app component: %w", err)
	}

	for _, step := range []func(*pulumi.Context, string, *AppArgs) error{
		a.createPlan, a.createApp, a.closePublishing, a.createGuard,
	} {
		if err := step(ctx, name, args); err != nil {
			return nil, err
		}
	}

	a.ID = a.app.ID().ToStringOutput()
	a.Name = a.app.Name
	a.PrincipalID = a.app.Identity.PrincipalId().Elem()
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{
		"id": a.ID, "principalId": a.PrincipalID, "host": pulumi.String(a.Host),
	})
}

func (a *AppArgs) validate(name string) error {
	return component.Require("functions.App", name, append(a.Placement.Fields(),
		component.Field{Name: "Name", Present: a.Name != ""},
		component.Field{Name: "PlanName", Present: a.PlanName != ""},
		component.Field{Name: "SubnetID", Present: a.SubnetID != nil},
		component.Field{Name: "VNet", Present: a.VNet != nil},
		component.Field{Name: "Runtime", Present: a.Runtime != ""},
		component.Field{Name: "RuntimeVersion", Present: a.RuntimeVersion != ""},
		component.Field{Name: "MemoryMB", Present: a.MemoryMB > 0},
		component.Field{Name: "MaximumInstances", Present: a.MaximumInstances > 0},
		component.Field{Name: "StorageName", Present: a.StorageName != nil},
		component.Field{Name: "ContainerURL", Present: a.ContainerURL != nil},
		component.Field{Name: "Caller.PrincipalID", Present: a.Caller.PrincipalID != nil},
		component.Field{Name: "Caller.ClientID", Present: a.Caller.ClientID != ""},
		component.Field{Name: "Caller.TenantID", Present: a.Caller.TenantID != ""},
	)...)
}

func (a *App) createApp(ctx *pulumi.Context, name string, args *AppArgs) error {
	var err error
	a.app, err = azweb.NewWebApp(ctx, name+"-app", &azweb.WebAppArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		Name:              pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("functionapp,linux"),
		Reserved:          pulumi.Bool(true),
		ServerFarmId:      a.plan.ID().ToStringOutput().ToStringPtrOutput(),
		Identity:          &azweb.ManagedServiceIdentityArgs{Type: azweb.ManagedServiceIdentityTypeSystemAssigned},
		HttpsOnly:         pulumi.Bool(true),
		// Always explicit: left out, Azure decides it from whether a private
		// endpoint exists.
		PublicNetworkAccess:    pulumi.String("Disabled"),
		VirtualNetworkSubnetId: args.SubnetID.ToStringOutput().ToStringPtrOutput(),
		FunctionAppConfig:      flex(args),
		// No SiteConfig: the SDK adds netFrameworkVersion to every one
		// (pulumi/pulumi-azure-native#4168), and Flex Consumption refuses that
		// as it does ftpsState, linuxFxVersion and alwaysOn: error 51021, "for
		// Flex Consumption sites is invalid"
		// (Azure/terraform-azurerm-avm-res-web-site#345 and #360,
		// microsoft/azure-pipelines-tasks#21032, read 2026-11-28). Azure's own
		// minimum for a new app is TLS 1.2:
		// https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.AppService.MinTLS
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("creating the Functions app: %w", err)
	}
	return nil
}

func (a *App) closePublishing(ctx *pulumi.Context, name string, args *AppArgs) error {
	return publishing.Close(ctx, name, args.Placement.ResourceGroup, a.app, a)
}
