package network

import (
	"fmt"
	"net/netip"

	azresolver "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20220701"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// ResolverArgs are the decisions of a DNS private resolver.
type ResolverArgs struct {
	Placement   resourcegroup.Placement
	Name        string
	InboundName string
	VNetID      pulumi.StringInput
	// SubnetID is a subnet of its own, delegated to Microsoft.Network/dnsResolvers.
	SubnetID pulumi.StringInput
	// Address is the static address that clients send their queries to.
	Address netip.Addr
}

// Resolver answers DNS queries from outside the VNet with what the VNet's
// private zones say.
type Resolver struct {
	pulumi.ResourceState

	resolver *azresolver.DnsResolver
	inbound  *azresolver.InboundEndpoint

	ID pulumi.StringOutput
}

// NewResolver makes the resolver and its inbound endpoint.
func NewResolver(ctx *pulumi.Context, name string, args *ResolverArgs, opts ...pulumi.ResourceOption) (*Resolver, error) {
	if args == nil {
		args = &ResolverArgs{}
	}
	if err := component.Require("network.Resolver", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "InboundName", Present: args.InboundName != ""},
		component.Field{Name: "VNetID", Present: args.VNetID != nil},
		component.Field{Name: "SubnetID", Present: args.SubnetID != nil},
		component.Field{Name: "Address", Present: args.Address.IsValid()},
	)...); err != nil {
		return nil, err
	}
	r := &Resolver{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:network:Resolver", name, pulumi.Map{
		"name":    pulumi.String(args.Name),
		"address": pulumi.String(args.Address.String()),
	}, r, opts...); err != nil {
		return nil, fmt.Errorf("registering the resolver component: %w", err)
	}

	if err := r.create(ctx, name, args); err != nil {
		return nil, err
	}
	r.ID = r.resolver.ID().ToStringOutput()
	return r, ctx.RegisterResourceOutputs(r, pulumi.Map{"id": r.ID})
}

func (r *Resolver) create(ctx *pulumi.Context, name string, args *ResolverArgs) error {
	var err error
	r.resolver, err = azresolver.NewDnsResolver(ctx, name+"-resolver", &azresolver.DnsResolverArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		DnsResolverName:   pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		VirtualNetwork:    &azresolver.SubResourceArgs{Id: args.VNetID.ToStringOutput()},
	}, pulumi.Parent(r))
	if err != nil {
		return fmt.Errorf("creating the DNS resolver: %w", err)
	}
	r.inbound, err = azresolver.NewInboundEndpoint(ctx, name+"-inbound", &azresolver.InboundEndpointArgs{
		ResourceGroupName:   args.Placement.ResourceGroup,
		DnsResolverName:     r.resolver.Name,
		InboundEndpointName: pulumi.String(args.InboundName),
		Location:            pulumi.String(args.Placement.Location),
		Tags:                args.Placement.TagMap(),
		IpConfigurations: azresolver.InboundEndpointIPConfigurationArray{&azresolver.InboundEndpointIPConfigurationArgs{
			Subnet: &azresolver.SubResourceArgs{Id: args.SubnetID.ToStringOutput()},
			// Static, because the VNet's DNS setting names it before it exists.
			PrivateIpAllocationMethod: pulumi.String("Static"),
			PrivateIpAddress:          pulumi.String(args.Address.String()),
		}},
	}, pulumi.Parent(r))
	if err != nil {
		return fmt.Errorf("creating the resolver's inbound endpoint: %w", err)
	}
	return nil
}

// Resource is the inbound endpoint, for what asks the resolver to wait for.
func (r *Resolver) Resource() pulumi.Resource { return r.inbound }
