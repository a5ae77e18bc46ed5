// Package dns makes the private zones that the services' public names resolve
// in, their links to the VNet, and the records of the private endpoints.
package dns

import (
	"fmt"

	azdns "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240601"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// ZonesArgs are the decisions of a set of private zones.
type ZonesArgs struct {
	Placement resourcegroup.Placement
	// Zones are full zone names ("privatelink.openai.azure.com"), each once.
	Zones  []string
	VNetID pulumi.StringInput
	// LinkName is the physical name of every zone's link to the VNet.
	LinkName string
}

// Zones are private DNS zones that one VNet can see.
type Zones struct {
	pulumi.ResourceState

	zones []*azdns.PrivateZone
	names []string // of zones, in their order
	links []*azdns.VirtualNetworkLink
	ids   map[string]pulumi.StringOutput
}

// NewZones makes each zone and its link.
func NewZones(ctx *pulumi.Context, name string, args *ZonesArgs, opts ...pulumi.ResourceOption) (*Zones, error) {
	if args == nil {
		args = &ZonesArgs{}
	}
	if err := component.Require("dns.Zones", name, append(args.Placement.Fields(),
		component.Field{Name: "Zones", Present: len(args.Zones) > 0},
		component.Field{Name: "VNetID", Present: args.VNetID != nil},
		component.Field{Name: "LinkName", Present: args.LinkName != ""},
	)...); err != nil {
		return nil, err
	}
	z := &Zones{ids: map[string]pulumi.StringOutput{}}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:dns:Zones", name, pulumi.Map{
		"zones": pulumi.ToStringArray(args.Zones),
	}, z, opts...); err != nil {
		return nil, fmt.Errorf("registering the private DNS component: %w", err)
	}

	outputs := pulumi.Map{}
	for _, zone := range args.Zones {
		if err := z.create(ctx, name, zone, args); err != nil {
			return nil, err
		}
		outputs[zone] = z.ids[zone]
	}
	return z, ctx.RegisterResourceOutputs(z, outputs)
}

// ID is a zone's ARM id. An unknown zone is an error of the program.
func (z *Zones) ID(zone string) (pulumi.StringOutput, error) {
	id, ok := z.ids[zone]
	if !ok {
		return pulumi.StringOutput{}, fmt.Errorf("no private DNS zone %q among the stack's zones", zone)
	}
	return id, nil
}

// name is a zone's name, once the zone is there.
func (z *Zones) name(zone string) (pulumi.StringOutput, error) {
	for i, made := range z.names {
		if made == zone {
			return z.zones[i].Name, nil
		}
	}
	return pulumi.StringOutput{}, fmt.Errorf("no private DNS zone %q among the stack's zones", zone)
}

// Links are the zones' links: a name resolves in the VNet only once its
// zone's link exists.
func (z *Zones) Links() []pulumi.Resource {
	var links []pulumi.Resource
	for _, l := range z.links {
		links = append(links, l)
	}
	return links
}

func (z *Zones) create(ctx *pulumi.Context, name, zone string, args *ZonesArgs) error {
	created, err := azdns.NewPrivateZone(ctx, name+"-"+zone, &azdns.PrivateZoneArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		PrivateZoneName:   pulumi.String(zone),
		Location:          pulumi.String("global"),
		Tags:              args.Placement.TagMap(),
	}, pulumi.Parent(z))
	if err != nil {
		return fmt.Errorf("creating the private DNS zone %s: %w", zone, err)
	}
	link, err := azdns.NewVirtualNetworkLink(ctx, name+"-"+zone+"-link", &azdns.VirtualNetworkLinkArgs{
		ResourceGroupName:      args.Placement.ResourceGroup,
		PrivateZoneName:        created.Name,
		VirtualNetworkLinkName: pulumi.String(args.LinkName),
		Location:               pulumi.String("global"),
		Tags:                   args.Placement.TagMap(),
		// Registration would write every virtual machine's name into a zone
		// that belongs to a service.
		RegistrationEnabled: pulumi.Bool(false),
		VirtualNetwork:      &azdns.SubResourceArgs{Id: args.VNetID.ToStringOutput().ToStringPtrOutput()},
	}, pulumi.Parent(z))
	if err != nil {
		return fmt.Errorf("linking the private DNS zone %s: %w", zone, err)
	}
	z.zones = append(z.zones, created)
	z.names = append(z.names, zone)
	z.links = append(z.links, link)
	z.ids[zone] = created.ID().ToStringOutput()
	return nil
}
