package network

import (
	"fmt"
	"net/netip"

	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// PrivateEndpointArgs are the decisions of a private endpoint.
type PrivateEndpointArgs struct {
	Placement        resourcegroup.Placement
	Name             string
	NetworkInterface string
	SubnetID         pulumi.StringInput
	TargetID         pulumi.StringInput
	Link             facts.PrivateLink
	// Addresses has one static address per member of the link. Empty means:
	// Azure chooses, and the address is read from the network interface.
	Addresses []netip.Addr
	// After is what Azure must have finished with before it accepts this
	// endpoint; the caller knows why.
	After []pulumi.Resource
}

// PrivateEndpoint gives a service an address in the VNet.
type PrivateEndpoint struct {
	pulumi.ResourceState

	endpoint *aznetwork.PrivateEndpoint

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// Addresses are the endpoint's private addresses, one per member.
	Addresses pulumi.StringArrayOutput
}

// NewPrivateEndpoint makes a private endpoint with a named network interface.
func NewPrivateEndpoint(ctx *pulumi.Context, name string, args *PrivateEndpointArgs, opts ...pulumi.ResourceOption) (*PrivateEndpoint, error) {
	if args == nil {
		args = &PrivateEndpointArgs{}
	}
	if err := args.validate(name); err != nil {
		return nil, err
	}
	e := &PrivateEndpoint{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:network:PrivateEndpoint", name, pulumi.Map{
		"name":      pulumi.String(args.Name),
		"group":     pulumi.String(args.Link.Group),
		"addresses": pulumi.ToStringArray(addressTexts(args.Addresses)),
	}, e, opts...); err != nil {
		return nil, fmt.Errorf("registering the private endpoint component: %w", err)
	}

	var err error
	e.endpoint, err = aznetwork.NewPrivateEndpoint(ctx, name+"-endpoint", &aznetwork.PrivateEndpointArgs{
		ResourceGroupName:          args.Placement.ResourceGroup,
		PrivateEndpointName:        pulumi.String(args.Name),
		Location:                   pulumi.String(args.Placement.Location),
		Tags:                       args.Placement.TagMap(),
		CustomNetworkInterfaceName: pulumi.String(args.NetworkInterface),
		Subnet:                     &aznetwork.SubnetTypeArgs{Id: args.SubnetID.ToStringOutput().ToStringPtrOutput()},
		PrivateLinkServiceConnections: aznetwork.PrivateLinkServiceConnectionArray{&aznetwork.PrivateLinkServiceConnectionArgs{
			Name:                 pulumi.String(args.Name),
			PrivateLinkServiceId: args.TargetID.ToStringOutput().ToStringPtrOutput(),
			GroupIds:             pulumi.ToStringArray([]string{args.Link.Group}),
		}},
		IpConfigurations: ipConfigurations(args.Link, args.Addresses),
		// Azure fills the list at creation and empties it once the endpoint has
		// a zone group. Left out, a refresh would take the change over, and the
		// next update would write every endpoint again.
		CustomDnsConfigs: aznetwork.CustomDnsConfigPropertiesFormatArray{},
	},
		pulumi.Parent(e),
		// Azure connects no existing endpoint to another target ("Cannot change
		// the private link connection on private endpoint"), and leaves one
		// disconnected whose target was made again under its old name. The
		// static addresses are free again only once the old endpoint is gone.
		pulumi.ReplaceOnChanges([]string{
			// Whole, because that is how the engine asks whether an endpoint
			// goes with its target; a rejected one is made again, too.
			"privateLinkServiceConnections",
			"ipConfigurations",
			"customNetworkInterfaceName",
		}),
		pulumi.DeleteBeforeReplace(true),
		// The caller gives the reason with each of them: a service that is
		// still busy, or the endpoint before this one.
		pulumi.DependsOn(args.After),
	)
	if err != nil {
		return nil, fmt.Errorf("creating the private endpoint %s: %w", args.Name, err)
	}

	e.ID = e.endpoint.ID().ToStringOutput()
	e.Name = e.endpoint.Name
	e.Addresses = e.addresses(ctx, args)
	return e, ctx.RegisterResourceOutputs(e, pulumi.Map{"id": e.ID, "addresses": e.Addresses})
}

// Resource is the endpoint itself, for the next one in the chain to wait for:
// Azure refuses endpoints that are made in one subnet at the same time in
// about one cold deployment in three (ReferencedResourceNotProvisioned).
func (e *PrivateEndpoint) Resource() pulumi.Resource { return e.endpoint }

func (a *PrivateEndpointArgs) validate(name string) error {
	if err := component.Require("network.PrivateEndpoint", name, append(a.Placement.Fields(),
		component.Field{Name: "Name", Present: a.Name != ""},
		component.Field{Name: "NetworkInterface", Present: a.NetworkInterface != ""},
		component.Field{Name: "SubnetID", Present: a.SubnetID != nil},
		component.Field{Name: "TargetID", Present: a.TargetID != nil},
		component.Field{Name: "Link", Present: a.Link.Group != ""},
	)...); err != nil {
		return err
	}
	if len(a.Addresses) != 0 && len(a.Addresses) != len(a.Link.Members) {
		return fmt.Errorf("network.PrivateEndpoint %q: %d addresses for group %s, which has the members %v: give one address for each, or none",
			name, len(a.Addresses), a.Link.Group, a.Link.Members)
	}
	return nil
}

// ipConfigurations names every member of the group: Azure refuses static
// addresses for some of them
// (PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps).
func ipConfigurations(link facts.PrivateLink, addresses []netip.Addr) aznetwork.PrivateEndpointIPConfigurationArray {
	if len(addresses) == 0 {
		return nil
	}
	list := aznetwork.PrivateEndpointIPConfigurationArray{}
	for i, member := range link.Members {
		list = append(list, &aznetwork.PrivateEndpointIPConfigurationArgs{
			Name:             pulumi.String(member),
			GroupId:          pulumi.String(link.Group),
			MemberName:       pulumi.String(member),
			PrivateIPAddress: pulumi.String(addresses[i].String()),
		})
	}
	return list
}

// addresses are the planned ones, known at preview, or those that Azure chose.
func (e *PrivateEndpoint) addresses(ctx *pulumi.Context, args *PrivateEndpointArgs) pulumi.StringArrayOutput {
	if len(args.Addresses) > 0 {
		return pulumi.ToStringArray(addressTexts(args.Addresses)).ToStringArrayOutput()
	}
	// The name travels through the endpoint's id, so that the look-up waits
	// for the interface to exist.
	interfaceName := e.endpoint.ID().ApplyT(func(pulumi.ID) string { return args.NetworkInterface }).(pulumi.StringOutput)
	nic := aznetwork.LookupNetworkInterfaceOutput(ctx, aznetwork.LookupNetworkInterfaceOutputArgs{
		ResourceGroupName:    args.Placement.ResourceGroup,
		NetworkInterfaceName: interfaceName,
	}, pulumi.Parent(e))
	return nic.IpConfigurations().ApplyT(privateAddresses).(pulumi.StringArrayOutput)
}

func privateAddresses(configurations []aznetwork.NetworkInterfaceIPConfigurationResponse) []string {
	var list []string
	for _, c := range configurations {
		if c.PrivateIPAddress != nil {
			list = append(list, *c.PrivateIPAddress)
		}
	}
	return list
}

func addressTexts(addresses []netip.Addr) []string {
	texts := []string{}
	for _, a := range addresses {
		texts = append(texts, a.String())
	}
	return texts
}
