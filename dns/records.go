package dns

import (
	"fmt"
	"strings"

	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// RecordsArgs are the decisions of a private endpoint's records.
type RecordsArgs struct {
	ResourceGroup pulumi.StringInput
	// Endpoint is the private endpoint's physical name.
	Endpoint pulumi.StringInput
	// Zones are the zones of the endpoint's members, in the members' order.
	Zones []string
	// From knows the zones' ids.
	From *Zones
}

// Records keeps the A records of one private endpoint: Azure writes them into
// the zones, follows the endpoint's addresses, and removes them with it.
type Records struct {
	pulumi.ResourceState

	group *aznetwork.PrivateDnsZoneGroup
}

// NewRecords makes the one zone group of an endpoint.
func NewRecords(ctx *pulumi.Context, name string, args *RecordsArgs, opts ...pulumi.ResourceOption) (*Records, error) {
	if args == nil {
		args = &RecordsArgs{}
	}
	if err := component.Require("dns.Records", name,
		component.Field{Name: "ResourceGroup", Present: args.ResourceGroup != nil},
		component.Field{Name: "Endpoint", Present: args.Endpoint != nil},
		component.Field{Name: "Zones", Present: len(args.Zones) > 0},
		component.Field{Name: "From", Present: args.From != nil},
	); err != nil {
		return nil, err
	}
	r := &Records{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:dns:Records", name, pulumi.Map{
		"zones": pulumi.ToStringArray(args.Zones),
	}, r, opts...); err != nil {
		return nil, fmt.Errorf("registering the DNS records component: %w", err)
	}

	configs := aznetwork.PrivateDnsZoneConfigArray{}
	for _, zone := range args.Zones {
		id, err := args.From.ID(zone)
		if err != nil {
			return nil, fmt.Errorf("naming the zones of %s: %w", name, err)
		}
		configs = append(configs, &aznetwork.PrivateDnsZoneConfigArgs{
			// Every configuration needs a name, in which Azure allows no dot.
			Name:             pulumi.String(strings.ReplaceAll(zone, ".", "-")),
			PrivateDnsZoneId: id.ToStringPtrOutput(),
		})
	}
	var err error
	r.group, err = aznetwork.NewPrivateDnsZoneGroup(ctx, name+"-group", &aznetwork.PrivateDnsZoneGroupArgs{
		ResourceGroupName:       args.ResourceGroup,
		PrivateEndpointName:     args.Endpoint,
		PrivateDnsZoneGroupName: pulumi.String("default"),
		PrivateDnsZoneConfigs:   configs,
	}, pulumi.Parent(r))
	if err != nil {
		return nil, fmt.Errorf("creating the DNS zone group of %s: %w", name, err)
	}
	return r, ctx.RegisterResourceOutputs(r, pulumi.Map{})
}

// Resource is the zone group itself, for what needs the names to wait for.
func (r *Records) Resource() pulumi.Resource { return r.group }
