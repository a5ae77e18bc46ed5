// Package webapp makes the VNet-integrated web app.
package webapp

import (
	"fmt"

	azidentity "github.com/pulumi/pulumi-azure-native-sdk/managedidentity/v2/v20230131"
	azauth "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20210201"
	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/services/internal/publishing"
	"secure-azure-openai/settings"
)

// AppArgs are the decisions of a web app.
type AppArgs struct {
	// Placement is the VNet's region: an app integrates with no other.
	Placement resourcegroup.Placement
	Name      string
	// PlanName is the App Service plan's physical name, IdentityName that of
	// the user-assigned identity that sign-in uses.
	PlanName, IdentityName string
	// SKU is Basic or higher.
	SKU           string
	Instances     int
	ZoneRedundant bool
	// SubnetID is a subnet delegated to Microsoft.Web/serverFarms.
	SubnetID pulumi.StringInput
	Exposure settings.Exposure
	// Runtime is linuxFxVersion ("PYTHON|3.11").
	Runtime string
	Startup string
	SignIn  settings.SignIn
	// TenantID is the Entra tenant that may sign in.
	TenantID string
	// GraphToken asks for a token to Microsoft Graph at sign-in, with which
	// the app looks up the user's groups (document-level access).
	GraphToken bool
	// VNet is the one that SubnetID belongs to.
	VNet pulumi.Resource
}

// App is the web app, its plan and its identities. Configure gives it its
// settings.
type App struct {
	pulumi.ResourceState

	name  string // of the component
	group pulumi.StringInput

	plan     *azweb.AppServicePlan
	identity *azidentity.UserAssignedIdentity
	app      *azweb.WebApp
	settings *azweb.WebAppApplicationSettings
	signIn   *azauth.WebAppAuthSettingsV2

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// PrincipalID is the object id of the app's system-assigned identity.
	PrincipalID pulumi.StringOutput
	// Host and SCMHost are the app's and its deployment site's names, known
	// before they exist.
	Host, SCMHost string
	// SignInPrincipalID is the object id of the identity that the app
	// registration's federated credential has to name. Empty without sign-in.
	SignInPrincipalID pulumi.StringOutput
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
		name: name, group: args.Placement.ResourceGroup,
		Host:              args.Name + ".azurewebsites.net",
		SCMHost:           args.Name + ".scm.azurewebsites.net",
		SignInPrincipalID: pulumi.String("").ToStringOutput(),
	}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/webapp:App", name, pulumi.Map{
		"name":     pulumi.String(args.Name),
		"sku":      pulumi.String(args.SKU),
		"exposure": pulumi.String(string(args.Exposure)),
		"runtime":  pulumi.String(args.Runtime),
		"signIn":   pulumi.Bool(args.SignIn.Enabled()),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the web app component: %w", err)
	}

	for _, step := range []func(*pulumi.Context, string, *AppArgs) error{
		a.createPlan, a.createIdentity, a.createApp, a.closePublishing, a.createSignIn,
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
	return component.Require("webapp.App", name, append(a.Placement.Fields(),
		component.Field{Name: "Name", Present: a.Name != ""},
		component.Field{Name: "PlanName", Present: a.PlanName != ""},
		component.Field{Name: "IdentityName", Present: a.IdentityName != "" || !a.SignIn.Enabled()},
		component.Field{Name: "TenantID", Present: a.TenantID != "" || !a.SignIn.Enabled()},
		component.Field{Name: "SKU", Present: a.SKU != ""},
		component.Field{Name: "Instances", Present: a.Instances > 0},
		component.Field{Name: "SubnetID", Present: a.SubnetID != nil},
		component.Field{Name: "VNet", Present: a.VNet != nil},
		component.Field{Name: "Exposure", Present: a.Exposure != ""},
		component.Field{Name: "Runtime", Present: a.Runtime != ""},
	)...)
}

func (a *App) createPlan(ctx *pulumi.Context, name string, args *AppArgs) error {
	var err error
	a.plan, err = azweb.NewAppServicePlan(ctx, name+"-plan", &azweb.AppServicePlanArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		Name:              pulumi.String(args.PlanName),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("linux"),
		Reserved:          pulumi.Bool(true), // a Linux plan, by ARM's name for it
		ZoneRedundant:     pulumi.Bool(args.ZoneRedundant),
		Sku: &azweb.SkuDescriptionArgs{
			Name: pulumi.String(args.SKU), Capacity: pulumi.Int(args.Instances),
		},
	},
		pulumi.Parent(a),
		// So that the plan is deleted before the VNet: until then its service
		// association link keeps the subnet (InUseSubnetCannotBeDeleted).
		pulumi.DependsOn([]pulumi.Resource{args.VNet}),
	)
	if err != nil {
		return fmt.Errorf("creating the App Service plan: %w", err)
	}
	return nil
}

func (a *App) createApp(ctx *pulumi.Context, name string, args *AppArgs) error {
	var err error
	a.app, err = azweb.NewWebApp(ctx, name+"-app", &azweb.WebAppArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		Name:              pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("app,linux"),
		Reserved:          pulumi.Bool(true),
		ServerFarmId:      a.plan.ID().ToStringOutput().ToStringPtrOutput(),
		Identity:          a.identities(),
		HttpsOnly:         pulumi.Bool(true),
		// Always explicit: left out, Azure decides it from whether a private
		// endpoint exists.
		PublicNetworkAccess:    pulumi.String(publicAccess(args.Exposure)),
		VirtualNetworkSubnetId: args.SubnetID.ToStringOutput().ToStringPtrOutput(),
		VnetRouteAllEnabled:    pulumi.Bool(true),
		SiteConfig: &azweb.SiteConfigArgs{
			LinuxFxVersion:         pulumi.String(args.Runtime),
			AppCommandLine:         pulumi.String(args.Startup),
			AlwaysOn:               pulumi.Bool(true),
			FtpsState:              pulumi.String("Disabled"),
			MinTlsVersion:          pulumi.String("1.2"),
			ScmMinTlsVersion:       pulumi.String("1.2"),
			Http20Enabled:          pulumi.Bool(true),
			RemoteDebuggingEnabled: pulumi.Bool(false),
		},
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("creating the web app: %w", err)
	}
	return nil
}

func (a *App) closePublishing(ctx *pulumi.Context, name string, args *AppArgs) error {
	return publishing.Close(ctx, name, args.Placement.ResourceGroup, a.app, a)
}

func publicAccess(e settings.Exposure) string {
	if e == settings.ExposurePublic {
		return "Enabled"
	}
	return "Disabled"
}
