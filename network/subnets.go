package network

import (
	"net/netip"

	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// GatewaySubnet is the only name that a VPN gateway accepts for its subnet.
const GatewaySubnet = "GatewaySubnet"

// Subnet is a subnet's place and names. The zero value means: no such subnet.
type Subnet struct {
	Name string
	// SecurityGroup is the NSG's physical name.
	SecurityGroup string
	Prefix        netip.Prefix
}

func (s Subnet) wanted() bool { return s.Prefix.IsValid() }

// subnets lists what the VNet carries, in a fixed order.
func (n *Network) subnets(args *Args) aznetwork.SubnetTypeArray {
	endpoints := n.subnet(args.Endpoints)
	// Enabled makes the NSG apply to private endpoints, which ignore it
	// otherwise:
	// https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
	endpoints.PrivateEndpointNetworkPolicies = pulumi.String("Enabled")
	list := aznetwork.SubnetTypeArray{endpoints}

	if args.Gateway.IsValid() {
		// No NSG here: Azure does not support one on the gateway's subnet.
		list = append(list, n.subnet(Subnet{Name: GatewaySubnet, Prefix: args.Gateway}))
	}
	if args.WebApp.wanted() {
		list = append(list, n.delegated(args.WebApp, "Microsoft.Web/serverFarms"))
	}
	if args.Resolver.wanted() {
		list = append(list, n.delegated(args.Resolver, "Microsoft.Network/dnsResolvers"))
	}
	switch {
	case !args.APIGateway.wanted():
	case args.APIGatewayInside:
		// A classic tier lies in it, and takes no delegation, so that anybody's
		// endpoint could lie there, too.
		inside := n.subnet(args.APIGateway)
		inside.PrivateEndpointNetworkPolicies = pulumi.String("Enabled")
		list = append(list, inside)
	default:
		list = append(list, n.delegated(args.APIGateway, "Microsoft.Web/serverFarms"))
	}
	if args.Backend.wanted() {
		list = append(list, n.delegated(args.Backend, "Microsoft.App/environments"))
	}
	return list
}

func (n *Network) subnet(s Subnet) *aznetwork.SubnetTypeArgs {
	subnet := &aznetwork.SubnetTypeArgs{
		Name:          pulumi.String(s.Name),
		AddressPrefix: pulumi.String(s.Prefix.String()),
		// It can be set at creation only; nothing here needs Azure's implicit
		// way out, which is being retired.
		DefaultOutboundAccess: pulumi.Bool(false),
	}
	if group, ok := n.securityGroups[s.Name]; ok {
		subnet.NetworkSecurityGroup = &aznetwork.NetworkSecurityGroupTypeArgs{Id: group.ID()}
	}
	return subnet
}

// delegated gives a subnet to a resource provider. Some of them compare the
// delegation's name with regard to case.
func (n *Network) delegated(s Subnet, service string) *aznetwork.SubnetTypeArgs {
	subnet := n.subnet(s)
	subnet.Delegations = aznetwork.DelegationArray{&aznetwork.DelegationArgs{
		Name: pulumi.String("delegation"), ServiceName: pulumi.String(service),
	}}
	return subnet
}

func (n *Network) subnetID(name string) pulumi.StringOutput {
	return pulumi.Sprintf("%s/subnets/%s", n.vnet.ID(), name)
}

func text(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return p.String()
}
