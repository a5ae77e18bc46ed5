package arm_test

// gatewayOf is a gateway with a SKU and a generation.
func gatewayOf(sku, generation string) m {
	return with(gatewayInputs("GatewaySubnet"), m{"sku": m{"name": sku, "tier": sku}, "vpnGatewayGeneration": generation})
}

var gateways = []rule{
	{
		name:    "a gateway's SKU has zones",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, gatewayOf("VpnGw1AZ", "Generation1")),
		bad:     create(gateway, gatewayOf("VpnGw1", "Generation1")),
		code:    "NonAzSkusNotAllowedForVPNGateway",
		message: "VpnGw1-5 non-AZ SKUs are no longer supported for VPN gateways. Only VpnGw1-5AZ SKUs can be created going forward.",
	},
	{
		name:    "the smallest SKU is of the first generation",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, gatewayOf("VpnGw2AZ", "Generation2")),
		bad:     create(gateway, gatewayOf("VpnGw1AZ", "Generation2")),
		code:    "VirtualNetworkGatewaySkuCannotBeCreatedForSpecifiedVmGeneration",
		message: "The Virtual Network Gateway Sku VpnGw1AZ cannot be used when VirtualNetworkVpnGatewayGeneration is set to Generation2.",
	},
	{
		name: "a SKU with zones has an address with zones",
		before: []attempt{
			create(publicIP, with(standardIP, m{"publicIpAddressName": "zonal"})),
			create(publicIP, with(standardIP, m{"zones": nil})),
		},
		good: create(gateway, with(gatewayInputs("GatewaySubnet"), m{"ipConfigurations": []any{
			m{"name": "ip", "subnet": m{"id": vnetID + "/subnets/GatewaySubnet"}, "publicIPAddress": m{"id": networkIDs + "publicIPAddresses/zonal"}},
		}})),
		bad:     create(gateway, gatewayInputs("GatewaySubnet")),
		code:    "VmssVpnGatewayPublicIpsMustHaveZonesConfigured",
		message: "Standard Public IPs associated with VPN Gateways with AZ VPN skus must have zones configured.",
	},
}

// gatewayOn is a gateway in the GatewaySubnet of a VNet, behind an address.
func gatewayOn(network, address string) m {
	return with(gatewayInputs("GatewaySubnet"), m{"ipConfigurations": []any{
		m{"name": "ip", "subnet": m{"id": networkIDs + "virtualNetworks/" + network + "/subnets/GatewaySubnet"}, "publicIPAddress": m{"id": networkIDs + "publicIPAddresses/" + address}},
	}})
}

// gatewayNet is a second VNet with a GatewaySubnet.
func gatewayNet(prefix string) attempt {
	return create(vnet, subnets(m{"name": "GatewaySubnet", "addressPrefix": prefix}))
}

var gatewayPlaces = []rule{
	{
		name:    "GatewaySubnet has room for the SKU",
		before:  []attempt{create(publicIP, standardIP), gatewayNet("10.0.0.0/28")},
		good:    create(gateway, with(gatewayOn("net2", "ip"), m{"sku": m{"name": "Basic", "tier": "Basic"}})),
		bad:     create(gateway, gatewayOn("net2", "ip")),
		code:    "GatewaySubnetTooSmall",
		message: "with address prefix 10.0.0.0/28 is too small for the gateway",
	},
	{
		name: "an address serves one gateway",
		before: []attempt{
			create(publicIP, standardIP), create(publicIP, with(standardIP, m{"publicIpAddressName": "free"})),
			gatewayNet("10.0.0.0/27"), create(gateway, gatewayOn("net", "ip")),
		},
		good:    create(gateway, with(gatewayOn("net2", "free"), m{"virtualNetworkGatewayName": "second"})),
		bad:     create(gateway, with(gatewayOn("net2", "ip"), m{"virtualNetworkGatewayName": "second"})),
		code:    "PublicIPAddressInUse",
		message: "is referencing public IP address " + networkIDs + "publicIPAddresses/ip that is already allocated to resource " + networkIDs + "virtualNetworkGateways/vgw",
	},
	{
		name: "a gateway's address is not Basic",
		before: []attempt{
			create(publicIP, with(standardIP, m{"publicIpAddressName": "standard"})), create(publicIP, standardIP),
			edit(networkIDs+"publicIPAddresses/ip", func(p m) { p["sku"] = m{"name": "Basic"} }),
		},
		good:    create(gateway, gatewayOn("net", "standard")),
		bad:     create(gateway, gatewayOn("net", "ip")),
		code:    "PublicIpWithBasicSkuNotAllowedOnVPNGateways",
		message: "Basic IP configuration for VPN Virtual Network Gateways is not supported.",
	},
	{
		name:    "a Basic gateway knows no OpenVPN",
		before:  []attempt{create(publicIP, standardIP)},
		good:    create(gateway, with(gatewayOf("VpnGw1AZ", "Generation1"), openVPN)),
		bad:     create(gateway, with(gatewayOf("Basic", "Generation1"), openVPN)),
		code:    "VpnClientProtocolNotSupportedForBasicSku",
		message: "Vpn client protocol OpenVPN is not supported for basic Sku gateway",
	},
}

var openVPN = m{"vpnClientConfiguration": m{"vpnClientProtocols": []any{"OpenVPN"}}}
