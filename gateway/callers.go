package gateway

import (
	"fmt"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Caller is a user, or the identity of an application.
type Caller struct {
	// Name tells the callers of an API apart.
	Name string
	// ObjectID is the one in Entra ID.
	ObjectID pulumi.StringInput
}

func (a *APIArgs) callerNames() []string {
	names := []string{}
	for _, c := range a.Callers {
		names = append(names, c.Name)
	}
	return names
}

func (a *APIArgs) valueName(c Caller) string { return "caller-" + a.ID + "-" + c.Name }

// createValues names the callers' object ids for the policy, whose text is
// known before a managed identity is.
func (a *API) createValues(ctx *pulumi.Context, name string, args *APIArgs) error {
	for _, c := range args.Callers {
		value, err := azapim.NewNamedValue(ctx, name+"-caller-"+c.Name, &azapim.NamedValueArgs{
			ResourceGroupName: args.Placement.ResourceGroup,
			ServiceName:       args.Service.Name,
			NamedValueId:      pulumi.String(args.valueName(c)),
			DisplayName:       pulumi.String(args.valueName(c)),
			Value:             c.ObjectID.ToStringOutput().ToStringPtrOutput(),
			// An object id opens nothing.
			Secret: pulumi.Bool(false),
		}, pulumi.Parent(a), args.Service.gone())
		if err != nil {
			return fmt.Errorf("naming the caller %s: %w", c.Name, err)
		}
		a.values = append(a.values, value)
	}
	return nil
}
