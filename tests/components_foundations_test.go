package tests

import (
	"net/netip"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/dns"
	"secure-azure-openai/facts"
	"secure-azure-openai/network"
	"secure-azure-openai/resourcegroup"
)

// foundations are the components that belong to no service.
var foundations = []alone{
	{
		constructor: "resourcegroup.NewGroup", missing: "Name, Location", children: []string{"ResourceGroup"},
		empty: func(ctx *pulumi.Context) error { _, err := resourcegroup.NewGroup(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, _ *neighbours) error {
			g, err := resourcegroup.NewGroup(ctx, "it", &resourcegroup.GroupArgs{Name: "rg-alone", Location: "westeurope"})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": g.ID, "name": g.Name, "place": g.Placement().ResourceGroup})
			return nil
		},
		outputs: map[string]string{"id": "/resourceGroups/rg-alone", "name": "rg-alone", "place": "rg-alone"},
	},
	{
		constructor: "network.NewNetwork", missing: "Placement.ResourceGroup, Placement.Location, Name, AddressSpace, Endpoints",
		children: []string{"NetworkSecurityGroup", "NetworkSecurityGroup", "VirtualNetwork"},
		empty:    func(ctx *pulumi.Context) error { _, err := network.NewNetwork(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			v, err := newNetwork(ctx, n)
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": v.ID, "endpoints": v.EndpointsID})
			return nil
		},
		outputs: map[string]string{"id": "/virtualNetworks/vnet-alone", "endpoints": "/virtualNetworks/vnet-alone/subnets/snet"},
	},
	{
		constructor: "network.NewPrivateEndpoint", missing: "NetworkInterface, SubnetID, TargetID, Link", children: []string{"PrivateEndpoint"},
		empty: func(ctx *pulumi.Context) error { _, err := network.NewPrivateEndpoint(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			e, err := network.NewPrivateEndpoint(ctx, "it", &network.PrivateEndpointArgs{
				Placement: n.place, Name: "pep-alone", NetworkInterface: "nic-alone", SubnetID: n.subnet("endpoints"),
				TargetID: pulumi.String(n.storage), Link: facts.PrivateLinkBlob,
			})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": e.ID, "name": e.Name, "address": e.Addresses.Index(pulumi.Int(0))})
			return nil
		},
		outputs: map[string]string{"id": "/privateEndpoints/pep-alone", "name": "pep-alone", "address": "10.0.0."},
	},
	{
		constructor: "network.NewVPNGateway", missing: "AddressName, SubnetID, SKU, ClientPool, TenantID, Audience",
		children: []string{"PublicIPAddress", "VirtualNetworkGateway"},
		empty:    func(ctx *pulumi.Context) error { _, err := network.NewVPNGateway(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			v, err := network.NewVPNGateway(ctx, "it", &network.VPNGatewayArgs{
				Placement: n.place, Name: "vgw-alone", AddressName: "pip-alone", SubnetID: n.subnet("GatewaySubnet"), SKU: "VpnGw1AZ",
				ClientPool: netip.MustParsePrefix("172.16.0.0/24"), TenantID: "77777777-0000-4000-8000-000000000001", Audience: facts.VPNAudience,
			})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": v.ID, "name": v.Name, "address": v.PublicAddress})
			return nil
		},
		outputs: map[string]string{"id": "/virtualNetworkGateways/vgw-alone", "name": "vgw-alone", "address": "."},
	},
	{
		constructor: "network.NewResolver", missing: "InboundName, VNetID, SubnetID, Address", children: []string{"DnsResolver", "InboundEndpoint"},
		empty: func(ctx *pulumi.Context) error { _, err := network.NewResolver(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			r, err := network.NewResolver(ctx, "it", &network.ResolverArgs{
				Placement: n.place, Name: "dnspr-alone", InboundName: "in-alone", VNetID: pulumi.String(n.vnet),
				SubnetID: n.subnet("resolver"), Address: netip.MustParseAddr("10.0.0.132"),
			})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": r.ID})
			return nil
		},
		outputs: map[string]string{"id": "/dnsResolvers/dnspr-alone"},
	},
	{
		constructor: "dns.NewZones", missing: "Zones, VNetID, LinkName", children: []string{"PrivateZone", "VirtualNetworkLink"},
		empty: func(ctx *pulumi.Context) error { _, err := dns.NewZones(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			z, err := newZones(ctx, n)
			if err != nil {
				return err
			}
			id, err := z.ID("privatelink.blob.core.windows.net")
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": id})
			return nil
		},
		outputs: map[string]string{"id": "/privateDnsZones/privatelink.blob.core.windows.net"},
	},
	{
		constructor: "dns.NewRecords", missing: "ResourceGroup, Endpoint, Zones, From",
		children: []string{"PrivateDnsZoneGroup", "PrivateZone", "VirtualNetworkLink"},
		empty:    func(ctx *pulumi.Context) error { _, err := dns.NewRecords(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			z, err := newZones(ctx, n)
			if err != nil {
				return err
			}
			_, err = dns.NewRecords(ctx, "it-records", &dns.RecordsArgs{
				ResourceGroup: n.place.ResourceGroup, Endpoint: pulumi.String(n.endpoint), Zones: facts.PrivateLinkBlob.Zones, From: z,
			})
			return err
		},
	},
	{
		constructor: "dns.NewAddresses", missing: "ResourceGroup, Zones, Address, From",
		children: []string{"PrivateRecordSet", "PrivateZone", "VirtualNetworkLink"},
		empty:    func(ctx *pulumi.Context) error { _, err := dns.NewAddresses(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			const host = "apim-alone.azure-api.net"
			z, err := dns.NewZones(ctx, "it", &dns.ZonesArgs{
				Placement: n.place, Zones: []string{host}, VNetID: pulumi.String(n.vnet), LinkName: "link-alone",
			})
			if err != nil {
				return err
			}
			_, err = dns.NewAddresses(ctx, "it-addresses", &dns.AddressesArgs{
				ResourceGroup: n.place.ResourceGroup, Zones: []string{host}, Address: pulumi.String("10.0.0.70"), From: z,
			})
			return err
		},
	},
}

func newNetwork(ctx *pulumi.Context, n *neighbours) (*network.Network, error) {
	return network.NewNetwork(ctx, "it", &network.Args{
		Placement: n.place, Name: "vnet-alone", AddressSpace: netip.MustParsePrefix("10.1.0.0/24"),
		Endpoints: network.Subnet{Name: "snet", SecurityGroup: "nsg", Prefix: netip.MustParsePrefix("10.1.0.0/26")},
		WebApp:    network.Subnet{Name: "snet-app", SecurityGroup: "nsg-app", Prefix: netip.MustParsePrefix("10.1.0.64/26")},
	})
}

func newZones(ctx *pulumi.Context, n *neighbours) (*dns.Zones, error) {
	return dns.NewZones(ctx, "it", &dns.ZonesArgs{
		Placement: n.place, Zones: facts.PrivateLinkBlob.Zones, VNetID: pulumi.String(n.vnet), LinkName: "link-alone",
	})
}

func export(ctx *pulumi.Context, outputs map[string]pulumi.Input) {
	for name, value := range outputs {
		ctx.Export(name, value)
	}
}
