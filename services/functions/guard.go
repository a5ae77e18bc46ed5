package functions

import (
	"fmt"

	azauth "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20210201"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// createGuard puts Easy Auth in front of the app: 401 without a token, 403
// with another identity's.
func (a *App) createGuard(ctx *pulumi.Context, name string, args *AppArgs) error {
	var err error
	a.guard, err = azauth.NewWebAppAuthSettingsV2(ctx, name+"-guard", &azauth.WebAppAuthSettingsV2Args{
		ResourceGroupName: args.Placement.ResourceGroup,
		Name:              a.app.Name,
		Platform: &azauth.AuthPlatformArgs{
			Enabled: pulumi.Bool(true), RuntimeVersion: pulumi.String("~1"),
		},
		GlobalValidation: &azauth.GlobalValidationArgs{
			RequireAuthentication:       pulumi.Bool(true),
			UnauthenticatedClientAction: azauth.UnauthenticatedClientActionV2Return401,
		},
		HttpSettings: &azauth.HttpSettingsArgs{RequireHttps: pulumi.Bool(true)},
		IdentityProviders: &azauth.IdentityProvidersArgs{
			AzureActiveDirectory: entra(&args.Caller),
		},
		// Nobody signs in: there is no session whose tokens could be kept.
		Login: &azauth.LoginArgs{TokenStore: &azauth.TokenStoreArgs{Enabled: pulumi.Bool(false)}},
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("guarding the Functions app: %w", err)
	}
	return nil
}

// entra admits the caller and nobody else of the tenant.
// https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad#use-a-built-in-authorization-policy
func entra(caller *Caller) *azauth.AzureActiveDirectoryArgs {
	return &azauth.AzureActiveDirectoryArgs{
		Enabled: pulumi.Bool(true),
		Registration: &azauth.AzureActiveDirectoryRegistrationArgs{
			ClientId:     pulumi.String(caller.ClientID),
			OpenIdIssuer: pulumi.Sprintf("https://login.microsoftonline.com/%s/v2.0", caller.TenantID),
		},
		Validation: &azauth.AzureActiveDirectoryValidationArgs{
			AllowedAudiences:           pulumi.ToStringArray([]string{caller.ClientID, "api://" + caller.ClientID}),
			DefaultAuthorizationPolicy: policy(caller),
		},
	}
}

// policy is always written: by Azure's page every token for the registration is
// let in without one, and what is left out was seen to be stored as an empty
// list, which lets nobody in (pnp/Microsoft365-Analytics-Insights#264).
func policy(caller *Caller) *azauth.DefaultAuthorizationPolicyArgs {
	p := &azauth.DefaultAuthorizationPolicyArgs{
		AllowedPrincipals: &azauth.AllowedPrincipalsArgs{
			// Compared with the token's oid. No groups beside it: a caller that
			// meets either of the two is let in.
			Identities: pulumi.StringArray{caller.PrincipalID},
		},
	}
	if len(caller.Applications) > 0 {
		p.AllowedApplications = pulumi.ToStringArray(caller.Applications)
	}
	return p
}
