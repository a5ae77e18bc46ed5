package arm_test

// resolverNet is a second VNet with a subnet for a resolver's endpoint.
func resolverNet(prefix string) attempt {
	return create(vnet, subnets(m{"name": "dns", "addressPrefix": prefix, "delegations": to("Microsoft.Network/dnsResolvers")}))
}

const net2ID = networkIDs + "virtualNetworks/net2"

// inboundAt is an inbound endpoint of a resolver in a subnet of a VNet.
func inboundAt(name, vnetID string) m {
	return m{"dnsResolverName": "r", "inboundEndpointName": name, "ipConfigurations": []any{m{"subnet": m{"id": vnetID + "/subnets/dns"}}}}
}

const refusedSubnet = "could not be used to provision the inbound endpoint. Please make sure you use a subnet of at least /28 and at most /24 size, which is not currently in use by any other DNS resolver endpoint or any other Azure service workloads, and does not collide with the reserved subnet spaces of '10.0.1.0/24;10.0.2.0/24;"

var resolvers = []rule{
	{
		name:    "a VNet has one resolver",
		before:  []attempt{resolverNet("10.0.0.0/28"), resolving},
		good:    create(resolver, m{"dnsResolverName": "second", "virtualNetwork": m{"id": net2ID}}),
		bad:     create(resolver, m{"dnsResolverName": "second", "virtualNetwork": m{"id": vnetID}}),
		code:    "Conflict",
		message: "Virtual network " + vnetID + " already has the DNS resolver " + resolverID,
	},
	{
		name:    "a resolver keeps its VNet",
		before:  []attempt{resolverNet("10.0.0.0/28"), resolving},
		good:    change(resolver, resolverID, m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}, "tags": m{"a": "b"}}),
		bad:     change(resolver, resolverID, m{"dnsResolverName": "r", "virtualNetwork": m{"id": net2ID}}),
		code:    "Conflict",
		message: "cannot be moved to " + net2ID,
	},
	{
		name:    "an inbound endpoint is in its resolver's VNet",
		before:  []attempt{resolving, resolverNet("10.0.0.0/28")},
		good:    create(inbound, inboundAt("in", vnetID)),
		bad:     create(inbound, inboundAt("in", net2ID)),
		code:    "BadRequest",
		message: "The specified subnet " + net2ID + "/subnets/dns " + refusedSubnet,
	},
	{
		name:    "an inbound endpoint has a subnet",
		before:  []attempt{resolving},
		good:    create(inbound, inboundAt("in", vnetID)),
		bad:     create(inbound, m{"dnsResolverName": "r", "inboundEndpointName": "in", "ipConfigurations": []any{m{"subnet": m{}}}}),
		code:    "InvalidParameter",
		message: "has an IP configuration without a subnet",
	},
	{
		name:    "an inbound endpoint has its subnet for itself",
		before:  []attempt{resolving, create(inbound, inboundAt("in", vnetID))},
		good:    change(inbound, resolverID+"/inboundEndpoints/in", with(inboundAt("in", vnetID), m{"tags": m{"a": "b"}})),
		bad:     create(inbound, inboundAt("second", vnetID)),
		code:    "BadRequest",
		message: "The specified subnet " + vnetID + "/subnets/dns " + refusedSubnet,
	},
	{
		name:    "an inbound endpoint's subnet is not too large",
		before:  []attempt{resolverNet("10.0.32.0/23"), create(resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": net2ID}}), create(resolver, m{"dnsResolverName": "fit", "virtualNetwork": m{"id": vnetID}})},
		good:    create(inbound, with(inboundAt("in", vnetID), m{"dnsResolverName": "fit"})),
		bad:     create(inbound, inboundAt("in", net2ID)),
		code:    "BadRequest",
		message: refusedSubnet,
	},
	{
		name:    "the resolver service keeps addresses for itself",
		before:  []attempt{resolverNet("10.0.16.240/28"), create(resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": net2ID}}), create(resolver, m{"dnsResolverName": "fit", "virtualNetwork": m{"id": vnetID}})},
		good:    create(inbound, with(inboundAt("in", vnetID), m{"dnsResolverName": "fit"})),
		bad:     create(inbound, inboundAt("in", net2ID)),
		code:    "BadRequest",
		message: ";10.0.16.0/24'",
	},
}
