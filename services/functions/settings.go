package functions

import (
	"fmt"

	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The settings with which the app finds what it depends on, by identity and
// without a key.
const (
	// hostStorageSetting names the account, and with it the app's own identity:
	// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
	hostStorageSetting = "AzureWebJobsStorage__accountName"
	// https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string
	insightsSetting     = "APPLICATIONINSIGHTS_CONNECTION_STRING"
	insightsAuthSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"
)

// SettingsArgs are what the app is told.
type SettingsArgs struct {
	// InsightsConnection is the connection string of an Application Insights
	// component that the app's identity may publish to. Without one the app
	// sends no telemetry.
	InsightsConnection pulumi.StringInput
	// Settings are the code's own app settings.
	Settings []Setting
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
// what they wait for waits for the app: its identity's roles on the storage
// account, and the names of the account's private endpoints. The host starts
// with the first write and tries the storage at once.
func (a *App) Configure(ctx *pulumi.Context, args *SettingsArgs) error {
	if args == nil {
		args = &SettingsArgs{}
	}
	values := pulumi.StringMap{hostStorageSetting: a.storage}
	if args.InsightsConnection != nil {
		values[insightsSetting] = pulumi.ToSecret(args.InsightsConnection).(pulumi.StringOutput)
		values[insightsAuthSetting] = pulumi.String("Authorization=AAD")
	}
	for _, s := range args.Settings {
		values[s.Name] = s.Value
	}
	var err error
	a.settings, err = azweb.NewWebAppApplicationSettings(ctx, a.name+"-settings", &azweb.WebAppApplicationSettingsArgs{
		ResourceGroupName: a.group,
		Name:              a.app.Name,
		Properties:        values,
	},
		pulumi.Parent(a),
		// The caller gives the reason with each of them.
		pulumi.DependsOn(args.After),
		// Secret also where a provider forgets which of its inputs were.
		pulumi.AdditionalSecretOutputs([]string{"properties"}),
	)
	if err != nil {
		return fmt.Errorf("setting the app settings: %w", err)
	}
	return nil
}
