package network

import (
	"fmt"
	"net/netip"

	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// VPNGatewayArgs are the decisions of a point-to-site VPN gateway.
type VPNGatewayArgs struct {
	Placement resourcegroup.Placement
	Name      string
	// AddressName is the physical name of the gateway's public address.
	AddressName string
	// SubnetID is GatewaySubnet.
	SubnetID pulumi.StringInput
	// SKU is a zone-redundant one, VpnGw1AZ or higher; it is the tier too.
	SKU        string
	ClientPool netip.Prefix
	// TenantID is the Entra tenant whose users may connect.
	TenantID string
	// Audience is the application that clients ask a token for.
	Audience string
}

// VPNGateway is how people outside the VNet get in: OpenVPN, authenticated by
// Microsoft Entra ID, with no certificate and no shared secret.
type VPNGateway struct {
	pulumi.ResourceState

	address *aznetwork.PublicIPAddress
	gateway *aznetwork.VirtualNetworkGateway

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// PublicAddress is what clients connect to.
	PublicAddress pulumi.StringOutput
}

// gatewayTimeout leaves room above the 30 to 45 minutes that Azure takes:
// https://learn.microsoft.com/azure/vpn-gateway/tutorial-create-gateway-portal
const gatewayTimeout = "90m"

// NewVPNGateway makes the gateway and its public address.
func NewVPNGateway(ctx *pulumi.Context, name string, args *VPNGatewayArgs, opts ...pulumi.ResourceOption) (*VPNGateway, error) {
	if args == nil {
		args = &VPNGatewayArgs{}
	}
	if err := component.Require("network.VPNGateway", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "AddressName", Present: args.AddressName != ""},
		component.Field{Name: "SubnetID", Present: args.SubnetID != nil},
		component.Field{Name: "SKU", Present: args.SKU != ""},
		component.Field{Name: "ClientPool", Present: args.ClientPool.IsValid()},
		component.Field{Name: "TenantID", Present: args.TenantID != ""},
		component.Field{Name: "Audience", Present: args.Audience != ""},
	)...); err != nil {
		return nil, err
	}
	g := &VPNGateway{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:network:VPNGateway", name, pulumi.Map{
		"name":       pulumi.String(args.Name),
		"sku":        pulumi.String(args.SKU),
		"clientPool": pulumi.String(args.ClientPool.String()),
		"tenantId":   pulumi.String(args.TenantID),
		"audience":   pulumi.String(args.Audience),
	}, g, opts...); err != nil {
		return nil, fmt.Errorf("registering the VPN gateway component: %w", err)
	}

	if err := g.createAddress(ctx, name, args); err != nil {
		return nil, err
	}
	if err := g.createGateway(ctx, name, args); err != nil {
		return nil, err
	}

	g.ID = g.gateway.ID().ToStringOutput()
	g.Name = g.gateway.Name
	g.PublicAddress = g.address.IpAddress.Elem()
	return g, ctx.RegisterResourceOutputs(g, pulumi.Map{"id": g.ID, "publicAddress": g.PublicAddress})
}

// createAddress makes a zonal address: an AZ gateway refuses any other
// (VmssVpnGatewayPublicIpsMustHaveZonesConfigured).
func (g *VPNGateway) createAddress(ctx *pulumi.Context, name string, args *VPNGatewayArgs) error {
	var err error
	g.address, err = aznetwork.NewPublicIPAddress(ctx, name+"-address", &aznetwork.PublicIPAddressArgs{
		ResourceGroupName:        args.Placement.ResourceGroup,
		PublicIpAddressName:      pulumi.String(args.AddressName),
		Location:                 pulumi.String(args.Placement.Location),
		Tags:                     args.Placement.TagMap(),
		Sku:                      &aznetwork.PublicIPAddressSkuArgs{Name: pulumi.String("Standard"), Tier: pulumi.String("Regional")},
		PublicIPAllocationMethod: pulumi.String("Static"),
		PublicIPAddressVersion:   pulumi.String("IPv4"),
		Zones:                    pulumi.ToStringArray([]string{"1", "2", "3"}),
	}, pulumi.Parent(g))
	if err != nil {
		return fmt.Errorf("creating the VPN gateway's public address: %w", err)
	}
	return nil
}

func (g *VPNGateway) createGateway(ctx *pulumi.Context, name string, args *VPNGatewayArgs) error {
	var err error
	g.gateway, err = aznetwork.NewVirtualNetworkGateway(ctx, name+"-gateway", &aznetwork.VirtualNetworkGatewayArgs{
		ResourceGroupName:         args.Placement.ResourceGroup,
		VirtualNetworkGatewayName: pulumi.String(args.Name),
		Location:                  pulumi.String(args.Placement.Location),
		Tags:                      args.Placement.TagMap(),
		GatewayType:               pulumi.String("Vpn"),
		VpnType:                   pulumi.String("RouteBased"),
		VpnGatewayGeneration:      pulumi.String(generation(args.SKU)),
		ActiveActive:              pulumi.Bool(false),
		EnableBgp:                 pulumi.Bool(false),
		Sku: &aznetwork.VirtualNetworkGatewaySkuArgs{
			Name: pulumi.String(args.SKU), Tier: pulumi.String(args.SKU),
		},
		IpConfigurations: aznetwork.VirtualNetworkGatewayIPConfigurationArray{&aznetwork.VirtualNetworkGatewayIPConfigurationArgs{
			Name:                      pulumi.String("default"),
			PrivateIPAllocationMethod: pulumi.String("Dynamic"),
			Subnet:                    &aznetwork.SubResourceArgs{Id: args.SubnetID.ToStringOutput().ToStringPtrOutput()},
			PublicIPAddress:           &aznetwork.SubResourceArgs{Id: g.address.ID().ToStringOutput().ToStringPtrOutput()},
		}},
		VpnClientConfiguration: &aznetwork.VpnClientConfigurationArgs{
			VpnClientAddressPool: &aznetwork.AddressSpaceArgs{
				AddressPrefixes: pulumi.ToStringArray([]string{args.ClientPool.String()}),
			},
			VpnClientProtocols:     pulumi.ToStringArray([]string{"OpenVPN"}),
			VpnAuthenticationTypes: pulumi.ToStringArray([]string{"AAD"}),
			AadTenant:              pulumi.Sprintf("https://login.microsoftonline.com/%s", args.TenantID),
			// Azure asks for the trailing slash in the issuer.
			AadIssuer:   pulumi.Sprintf("https://sts.windows.net/%s/", args.TenantID),
			AadAudience: pulumi.String(args.Audience),
		},
	},
		pulumi.Parent(g),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: gatewayTimeout, Update: gatewayTimeout, Delete: gatewayTimeout}),
	)
	if err != nil {
		return fmt.Errorf("creating the VPN gateway: %w", err)
	}
	return nil
}

// generation is the newest one that the SKU has: VpnGw1AZ exists in the
// first generation only.
func generation(sku string) string {
	if sku == "VpnGw1AZ" {
		return "Generation1"
	}
	return "Generation2"
}
