// Package network makes the VNet and what gives private access to it and in
// it: subnets with their security groups, private endpoints, the VPN gateway
// and the DNS resolver.
package network

import (
	"fmt"
	"net/netip"

	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// Args are the decisions of a VNet.
type Args struct {
	Placement    resourcegroup.Placement
	Name         string
	AddressSpace netip.Prefix
	Endpoints    Subnet
	WebApp       Subnet
	// Gateway is GatewaySubnet's prefix; the zero value means: none.
	Gateway netip.Prefix
	// Resolver is the DNS resolver's inbound subnet, or zero.
	Resolver Subnet
	// APIGateway is API Management's subnet, or zero. APIGatewayInside is
	// whether the service lies in it; otherwise it sends its calls through it.
	APIGateway       Subnet
	APIGatewayInside bool
	// Backend is the subnet of functions on Flex Consumption, or zero.
	Backend Subnet
	// Clients are the ranges outside the VNet that may reach the endpoints
	// and the resolver: the VPN's client pool.
	Clients []netip.Prefix
	// DNSServers replace Azure's DNS for the VNet, and for VPN clients.
	DNSServers []netip.Addr
}

// Network is the VNet with its subnets.
type Network struct {
	pulumi.ResourceState

	vnet           *aznetwork.VirtualNetwork
	securityGroups map[string]*aznetwork.NetworkSecurityGroup

	ID pulumi.StringOutput
	// The subnets' ARM ids. One that Args did not ask for names a subnet that
	// does not exist, and Azure refuses whatever refers to it.
	EndpointsID, GatewayID, WebAppID, ResolverID, APIGatewayID, BackendID pulumi.StringOutput
}

// NewNetwork makes the VNet in one request with all its subnets: subnets made
// one by one would queue behind each other (AnotherOperationInProgress), and
// inline and standalone subnets never mix on one VNet.
func NewNetwork(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Network, error) {
	if args == nil {
		args = &Args{}
	}
	if err := args.validate(name); err != nil {
		return nil, err
	}
	n := &Network{securityGroups: map[string]*aznetwork.NetworkSecurityGroup{}}
	decided := pulumi.Map{
		"name":         pulumi.String(args.Name),
		"addressSpace": pulumi.String(args.AddressSpace.String()),
		"endpoints":    pulumi.String(text(args.Endpoints.Prefix)),
		"webApp":       pulumi.String(text(args.WebApp.Prefix)),
		"gateway":      pulumi.String(text(args.Gateway)),
		"resolver":     pulumi.String(text(args.Resolver.Prefix)),
	}
	if args.APIGateway.wanted() {
		decided["apiGateway"] = pulumi.String(text(args.APIGateway.Prefix))
	}
	if args.Backend.wanted() {
		decided["backend"] = pulumi.String(text(args.Backend.Prefix))
	}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:network:Network", name, decided, n, opts...); err != nil {
		return nil, fmt.Errorf("registering the network component: %w", err)
	}

	if err := n.createSecurityGroups(ctx, name, args); err != nil {
		return nil, err
	}
	if err := n.createVNet(ctx, name, args); err != nil {
		return nil, err
	}

	n.ID = n.vnet.ID().ToStringOutput()
	n.EndpointsID = n.subnetID(args.Endpoints.Name)
	n.WebAppID = n.subnetID(args.WebApp.Name)
	n.GatewayID = n.subnetID(GatewaySubnet)
	n.ResolverID = n.subnetID(args.Resolver.Name)
	n.APIGatewayID = n.subnetID(args.APIGateway.Name)
	n.BackendID = n.subnetID(args.Backend.Name)
	return n, ctx.RegisterResourceOutputs(n, pulumi.Map{"id": n.ID})
}

// Resource is the VNet itself, for what must be gone before it.
func (n *Network) Resource() pulumi.Resource { return n.vnet }

func (a *Args) validate(name string) error {
	fields := append(a.Placement.Fields(),
		component.Field{Name: "Name", Present: a.Name != ""},
		component.Field{Name: "AddressSpace", Present: a.AddressSpace.IsValid()},
		component.Field{Name: "Endpoints", Present: a.Endpoints.wanted()},
	)
	for _, s := range []Subnet{a.Endpoints, a.WebApp, a.Resolver, a.APIGateway, a.Backend} {
		if s.wanted() {
			fields = append(fields,
				component.Field{Name: "the name of subnet " + s.Prefix.String(), Present: s.Name != ""},
				component.Field{Name: "the security group of subnet " + s.Prefix.String(), Present: s.SecurityGroup != ""})
		}
	}
	return component.Require("network.Network", name, fields...)
}

func (n *Network) createVNet(ctx *pulumi.Context, name string, args *Args) error {
	var err error
	n.vnet, err = aznetwork.NewVirtualNetwork(ctx, name+"-vnet", &aznetwork.VirtualNetworkArgs{
		ResourceGroupName:  args.Placement.ResourceGroup,
		VirtualNetworkName: pulumi.String(args.Name),
		Location:           pulumi.String(args.Placement.Location),
		Tags:               args.Placement.TagMap(),
		AddressSpace: &aznetwork.AddressSpaceArgs{
			AddressPrefixes: pulumi.ToStringArray([]string{args.AddressSpace.String()}),
		},
		DhcpOptions: dhcpOptions(args.DNSServers),
		Subnets:     n.subnets(args),
	}, pulumi.Parent(n))
	if err != nil {
		return fmt.Errorf("creating the VNet: %w", err)
	}
	return nil
}

func dhcpOptions(servers []netip.Addr) aznetwork.DhcpOptionsPtrInput {
	if len(servers) == 0 {
		return nil
	}
	list := pulumi.StringArray{}
	for _, s := range servers {
		list = append(list, pulumi.String(s.String()))
	}
	return &aznetwork.DhcpOptionsArgs{DnsServers: list}
}
