package webapp

import (
	"fmt"

	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// SettingsArgs are what the app is told.
type SettingsArgs struct {
	// Settings are app settings. SecretSettings are kept as secrets.
	Settings       []Setting
	SecretSettings []Setting
	// After is what the app needs once it has its settings; the caller knows
	// why. The app itself waits for none of it.
	After []pulumi.Resource
}

// Setting is an app setting.
type Setting struct {
	Name  string
	Value pulumi.StringInput
}

// Configure gives the app its settings, once. It is apart from NewApp because
// what the settings wait for may wait for the app: where the app has a private
// endpoint, another service's follows it.
//
// The settings are a resource of their own: inside siteConfig, one secret or
// one value that is not known yet would hide the whole configuration in a
// preview, and Azure never returns them there. Writing them restarts the app
// (https://learn.microsoft.com/azure/app-service/configure-common).
func (a *App) Configure(ctx *pulumi.Context, args *SettingsArgs) error {
	if args == nil {
		args = &SettingsArgs{}
	}
	values := pulumi.StringMap{}
	for _, s := range args.Settings {
		values[s.Name] = s.Value
	}
	if a.identity != nil {
		values[federatedCredentialSetting] = a.identity.ClientId
	}
	for _, s := range args.SecretSettings {
		values[s.Name] = pulumi.ToSecret(s.Value).(pulumi.StringOutput)
	}
	var err error
	a.settings, err = azweb.NewWebAppApplicationSettings(ctx, a.name+"-settings", &azweb.WebAppApplicationSettingsArgs{
		ResourceGroupName: a.group,
		Name:              a.app.Name,
		Properties:        values,
	},
		pulumi.Parent(a),
		// The caller gives the reason with each of them: names that must
		// resolve before the app knows them. Until then the app has nothing
		// to look up, so it needs not wait itself.
		pulumi.DependsOn(args.After),
		// Secret also where a provider forgets which of its inputs were.
		pulumi.AdditionalSecretOutputs([]string{"properties"}),
	)
	if err != nil {
		return fmt.Errorf("setting the app settings: %w", err)
	}
	return nil
}
