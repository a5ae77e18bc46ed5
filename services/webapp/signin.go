package webapp

import (
	"fmt"

	azidentity "github.com/pulumi/pulumi-azure-native-sdk/managedidentity/v2/v20230131"
	azauth "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20210201"
	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// federatedCredentialSetting holds the client id of the identity that stands
// in for a client secret:
// https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
// (use a managed identity instead of a secret).
const federatedCredentialSetting = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"

// createIdentity makes the user-assigned identity that the app registration
// trusts through a federated credential.
func (a *App) createIdentity(ctx *pulumi.Context, name string, args *AppArgs) error {
	if !args.SignIn.Enabled() {
		return nil
	}
	var err error
	a.identity, err = azidentity.NewUserAssignedIdentity(ctx, name+"-identity", &azidentity.UserAssignedIdentityArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ResourceName:      pulumi.String(args.IdentityName),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("creating the sign-in identity: %w", err)
	}
	a.SignInPrincipalID = a.identity.PrincipalId
	return nil
}

// identities are the app's own identity, which its role assignments name, and
// the one for sign-in.
func (a *App) identities() *azweb.ManagedServiceIdentityArgs {
	if a.identity == nil {
		return &azweb.ManagedServiceIdentityArgs{Type: azweb.ManagedServiceIdentityTypeSystemAssigned}
	}
	return &azweb.ManagedServiceIdentityArgs{
		Type:                   azweb.ManagedServiceIdentityType_SystemAssigned_UserAssigned,
		UserAssignedIdentities: pulumi.StringArray{a.identity.ID().ToStringOutput()},
	}
}

// createSignIn puts Easy Auth in front of the app, where there is a
// registration to sign in with.
func (a *App) createSignIn(ctx *pulumi.Context, name string, args *AppArgs) error {
	if !args.SignIn.Enabled() {
		return nil
	}
	var err error
	a.signIn, err = azauth.NewWebAppAuthSettingsV2(ctx, name+"-signin", &azauth.WebAppAuthSettingsV2Args{
		ResourceGroupName: args.Placement.ResourceGroup,
		Name:              a.app.Name,
		Platform: &azauth.AuthPlatformArgs{
			Enabled: pulumi.Bool(true), RuntimeVersion: pulumi.String("~1"),
		},
		GlobalValidation: &azauth.GlobalValidationArgs{
			RequireAuthentication:       pulumi.Bool(true),
			UnauthenticatedClientAction: azauth.UnauthenticatedClientActionV2RedirectToLoginPage,
			RedirectToProvider:          pulumi.String("azureactivedirectory"),
		},
		HttpSettings: &azauth.HttpSettingsArgs{RequireHttps: pulumi.Bool(true)},
		IdentityProviders: &azauth.IdentityProvidersArgs{
			AzureActiveDirectory: entra(args),
		},
		Login: &azauth.LoginArgs{
			// The store keeps the Graph token that document-level access needs.
			TokenStore: &azauth.TokenStoreArgs{Enabled: pulumi.Bool(args.GraphToken)},
		},
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("turning sign-in on: %w", err)
	}
	return nil
}

func entra(args *AppArgs) *azauth.AzureActiveDirectoryArgs {
	provider := &azauth.AzureActiveDirectoryArgs{
		Enabled: pulumi.Bool(true),
		Registration: &azauth.AzureActiveDirectoryRegistrationArgs{
			ClientId:                pulumi.String(args.SignIn.ClientID),
			ClientSecretSettingName: pulumi.String(federatedCredentialSetting),
			OpenIdIssuer:            pulumi.Sprintf("https://login.microsoftonline.com/%s/v2.0", args.TenantID),
		},
		Validation: &azauth.AzureActiveDirectoryValidationArgs{
			AllowedAudiences: pulumi.ToStringArray([]string{args.SignIn.ClientID, "api://" + args.SignIn.ClientID}),
			// What the portal writes: users who signed in here, and no other
			// application's tokens. Left out, it was seen to be stored as an empty
			// list, which lets nobody in (pnp/Microsoft365-Analytics-Insights#264).
			DefaultAuthorizationPolicy: &azauth.DefaultAuthorizationPolicyArgs{
				AllowedApplications: pulumi.ToStringArray([]string{args.SignIn.ClientID}),
			},
		},
	}
	if args.GraphToken {
		provider.Login = &azauth.AzureActiveDirectoryLoginArgs{
			LoginParameters: pulumi.ToStringArray([]string{
				"response_type=code id_token",
				"scope=openid offline_access profile https://graph.microsoft.com/User.Read",
			}),
		}
	}
	return provider
}
