// Package publishing is what web apps and function apps have alike: their
// deployment sites, and who gets in there.
package publishing

import (
	"fmt"

	azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Close turns off the user names and passwords with which code could be
// published to an app; Entra identities still can. Name begins the names of the
// two resources, which are the component's.
func Close(ctx *pulumi.Context, name string, group pulumi.StringInput, app *azweb.WebApp, component pulumi.Resource) error {
	if _, err := azweb.NewWebAppFtpAllowed(ctx, name+"-ftp", &azweb.WebAppFtpAllowedArgs{
		ResourceGroupName: group,
		Name:              app.Name,
		Allow:             pulumi.Bool(false),
	}, pulumi.Parent(component)); err != nil {
		return fmt.Errorf("turning FTP credentials off: %w", err)
	}
	if _, err := azweb.NewWebAppScmAllowed(ctx, name+"-scm", &azweb.WebAppScmAllowedArgs{
		ResourceGroupName: group,
		Name:              app.Name,
		Allow:             pulumi.Bool(false),
	}, pulumi.Parent(component)); err != nil {
		return fmt.Errorf("turning deployment credentials off: %w", err)
	}
	return nil
}
