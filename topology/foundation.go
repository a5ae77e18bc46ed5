package topology

import (
	"net/netip"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/dns"
	"secure-azure-openai/facts"
	"secure-azure-openai/network"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/services/monitor"
	"secure-azure-openai/settings"
)

func (d *deployment) createGroup(ctx *pulumi.Context) error {
	var err error
	d.group, err = resourcegroup.NewGroup(ctx, "group", &resourcegroup.GroupArgs{
		Name:     d.names.ResourceGroup,
		Location: d.settings.Environment.Location,
		Tags:     d.tags(),
	}, d.kept())
	if err != nil {
		return err
	}
	d.place = d.group.Placement()
	return nil
}

func (d *deployment) createWorkspace(ctx *pulumi.Context) error {
	var err error
	d.workspace, err = monitor.NewWorkspace(ctx, "workspace", &monitor.WorkspaceArgs{
		Placement:     d.place,
		Name:          d.names.Workspace,
		RetentionDays: d.settings.Monitoring.RetentionDays,
	}, d.kept())
	return err
}

func (d *deployment) createNetwork(ctx *pulumi.Context) error {
	n := d.settings.Network
	args := &network.Args{
		Placement:    d.place,
		Name:         d.names.VNet,
		AddressSpace: n.AddressSpace,
		Endpoints:    network.Subnet{Name: d.names.EndpointSubnet, SecurityGroup: d.names.EndpointNSG, Prefix: n.Endpoints},
		WebApp:       network.Subnet{Name: d.names.WebAppSubnet, SecurityGroup: d.names.WebAppNSG, Prefix: n.WebApp},
		// These two stay also where gateway and resolver are off. Turned off
		// later, what is in them is deleted after the VNet's update, which
		// would fail on a subnet in use (InUseSubnetCannotBeDeleted).
		Gateway:  n.Gateway,
		Resolver: network.Subnet{Name: d.names.ResolverSubnet, SecurityGroup: d.names.ResolverNSG, Prefix: n.Resolver},
	}
	if n.APIGateway.IsValid() {
		args.APIGateway = network.Subnet{Name: d.names.GatewaySubnet, SecurityGroup: d.names.GatewayNSG, Prefix: n.APIGateway}
		args.APIGatewayInside = d.settings.Gateway.Mode == settings.GatewayInternal
	}
	if n.Backend.IsValid() {
		args.Backend = network.Subnet{Name: d.names.BackendSubnet, SecurityGroup: d.names.BackendNSG, Prefix: n.Backend}
	}
	if d.settings.VPN.Enabled {
		args.Clients = []netip.Prefix{d.settings.VPN.ClientPool}
	}
	if d.settings.DNS.Resolver {
		args.DNSServers = []netip.Addr{n.ResolverAddress()}
	}
	var err error
	d.network, err = network.NewNetwork(ctx, "network", args, d.kept())
	return err
}

func (d *deployment) createVPN(ctx *pulumi.Context) error {
	if !d.settings.VPN.Enabled {
		return nil
	}
	var err error
	d.vpn, err = network.NewVPNGateway(ctx, "vpn", &network.VPNGatewayArgs{
		Placement:   d.place,
		Name:        d.names.VPNGateway,
		AddressName: d.names.VPNAddress,
		SubnetID:    d.network.GatewayID,
		SKU:         d.settings.VPN.SKU,
		ClientPool:  d.settings.VPN.ClientPool,
		TenantID:    d.tenant(d.settings.VPN.TenantID),
		Audience:    d.settings.VPN.Audience,
	}, d.kept())
	return err
}

func (d *deployment) createResolver(ctx *pulumi.Context) error {
	if !d.settings.DNS.Resolver {
		return nil
	}
	var err error
	d.resolver, err = network.NewResolver(ctx, "resolver", &network.ResolverArgs{
		Placement:   d.place,
		Name:        d.names.Resolver,
		InboundName: d.names.ResolverInbound,
		VNetID:      d.network.ID,
		SubnetID:    d.network.ResolverID,
		Address:     d.settings.Network.ResolverAddress(),
	}, d.kept())
	return err
}

func (d *deployment) createZones(ctx *pulumi.Context) error {
	links := []facts.PrivateLink{facts.PrivateLinkOpenAI, facts.PrivateLinkSearch, facts.PrivateLinkBlob}
	if d.settings.WebApp.Exposure == settings.ExposurePrivate || d.settings.Backend.Enabled {
		links = append(links, facts.PrivateLinkSites)
	}
	if d.settings.Backend.Enabled {
		links = append(links, facts.PrivateLinkQueue, facts.PrivateLinkTable)
	}
	if d.settings.Telemetry.PrivateLinkScope != settings.LinkScopeOff {
		links = append(links, facts.PrivateLinkMonitor)
	}
	args := &dns.ZonesArgs{Placement: d.place, VNetID: d.network.ID, LinkName: d.names.VNet}
	switch {
	case !d.settings.Gateway.Enabled:
	case d.gatewayInside():
		args.Zones = d.gatewayHosts()
	default:
		links = append(links, facts.PrivateLinkGateway)
	}
	for _, l := range links {
		for _, zone := range l.Zones {
			// Storage and Azure Monitor share one.
			if !slices.Contains(args.Zones, zone) {
				args.Zones = append(args.Zones, zone)
			}
		}
	}
	var err error
	d.zones, err = dns.NewZones(ctx, "dns", args, d.kept())
	return err
}

// tenant is the one that a setting names, or the deployer's.
func (d *deployment) tenant(setting string) string {
	if setting != "" {
		return setting
	}
	return d.deployer.TenantID
}
