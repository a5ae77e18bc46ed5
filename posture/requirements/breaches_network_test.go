package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// manySubnets adds more subnets to a VNet than it can have.
func manySubnets(vnet *graph.Resource) {
	all := slices.Clone(vnet.Inputs["subnets"].([]any))
	for i := range 3000 {
		all = append(all, map[string]any{"name": fmt.Sprint("s", i), "addressPrefix": fmt.Sprintf("10.20.%d.%d/32", i/256, i%256)})
	}
	recorded.Set(vnet, "subnets", all)
}

func breachesOfNetwork() []breach {
	return []breach{
		{"R1", "", "no VNet", func(c *recorded.Copy) { c.RemoveKind(kindVNet) },
			`fail: no network:VirtualNetwork, want one`},
		{"R1", "", "no Account", func(c *recorded.Copy) { c.RemoveKind(kindAccount) },
			`fail: no cognitiveservices:Account, want one at least`},
		{"R1", "", "no Search", func(c *recorded.Copy) { c.RemoveKind(kindSearch) },
			`fail: no search:Service, want one at least`},
		{"R1", "", "no Storage", func(c *recorded.Copy) { c.RemoveKind(kindStorage) },
			`fail: no storage:StorageAccount, want one at least`},
		{"R1", "", "no WebApp", func(c *recorded.Copy) { c.RemoveKind(kindWebApp) },
			`fail: no web:WebApp, want one at least`},
		{"R1", "", "no Zone", func(c *recorded.Copy) { c.RemoveKind(kindZone) },
			`fail: no network:PrivateZone, want one at least`},
		{"R1", "", "no endpoint for Search", func(c *recorded.Copy) { c.Remove(c.Named("endpoint-search-endpoint")) },
			`fail: search:Service search-service: no private endpoint, want one`},
		{"R1", "", "no customNetworkInterfaceName", func(c *recorded.Copy) { recorded.Delete(c.One(kindEndpoint), "customNetworkInterfaceName") },
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: customNetworkInterfaceName is not set, want a value`},
		{"R1", "", "second group", func(c *recorded.Copy) { c.Add(kindGroup, "second", map[string]any{"resourceGroupName": "second"}) },
			`fail: 2 resources:ResourceGroups, want one`},
		{"R1", "", "resourceGroupName=elsewhere", func(c *recorded.Copy) { recorded.Set(c.One(kindStorage), "resourceGroupName", "elsewhere") },
			`fail: storage:StorageAccount storage-account: resourceGroupName is "elsewhere", want "rg-aoai-dev"`},
		{"R2", "", "subnets[1].name=gatewaySubnet", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[1].name", "gatewaySubnet") },
			`fail: network:VirtualNetwork network-vnet: subnets is without a GatewaySubnet, want one, of /27 or larger`},
		{"R2", "", "subnets[1].addressPrefix=10.20.1.0/28", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[1].addressPrefix", "10.20.1.0/28") },
			`fail: network:VirtualNetwork network-vnet: subnets: GatewaySubnet is 10.20.1.0/28, want /27 or larger`},
		{"R2", "", "subnets[2].delegations[0].serviceName=microsoft.web/serverfarms", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[2].delegations[0].serviceName", "microsoft.web/serverfarms")
		},
			`fail: network:VirtualNetwork network-vnet: subnets is snet-webapp delegated to "microsoft.web/serverfarms", want one delegated to Microsoft.Web/serverFarms`},
		{"R2", "", "no delegation", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[2].delegations", []any{}) },
			`fail: network:VirtualNetwork network-vnet: subnets is without one for the web app, want one delegated to Microsoft.Web/serverFarms`},
		{"R2", "", "subnets[2].addressPrefix=10.20.2.0/29", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[2].addressPrefix", "10.20.2.0/29") },
			`fail: network:VirtualNetwork network-vnet: subnets: snet-webapp is 10.20.2.0/29, want /28 or larger`},
		{"R2", "", "endpoint in the web app's subnet", func(c *recorded.Copy) {
			recorded.Set(c.One(kindEndpoint), "subnet.id", c.One(kindWebApp).Value("virtualNetworkSubnetId").Text())
		},
			`fail: network:PrivateEndpoint endpoint-openai-endpoint: subnet.id is subnet snet-webapp, which is delegated or the gateway's, want a subnet for endpoints`},
		{"R2", "", "all delegated", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[0].delegations", []any{map[string]any{"name": "d", "serviceName": "Microsoft.Web/serverFarms"}})
		},
			`fail: network:VirtualNetwork network-vnet: subnets is without one that is not delegated, want one for the private endpoints / fail: network:PrivateEndpoint endpoint-openai-endpoint: subnet.id is subnet snet-endpoints, which is delegated or the gateway's, want a subnet for endpoints / fail: network:PrivateEndpoint endpoint-search-endpoint: subnet.id is subnet snet-endpoints, which is delegated or the gateway's, want a subnet for endpoints / fail: network:PrivateEndpoint endpoint-storage-endpoint: subnet.id is subnet snet-endpoints, which is delegated or the gateway's, want a subnet for endpoints`},
		{"R3", "", "subnets[1].networkSecurityGroup.id=/subscriptions/x", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[1].networkSecurityGroup.id", "/subscriptions/x")
		},
			`fail: network:VirtualNetwork network-vnet: subnets: GatewaySubnet: networkSecurityGroup is an object, want nothing there`},
		{"R3", "", "delegation", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[1].delegations", []any{map[string]any{"serviceName": "Microsoft.Web/serverFarms"}})
		},
			`fail: network:VirtualNetwork network-vnet: subnets: GatewaySubnet: delegations is a list of 1, want no entries`},
		{"R4", "", "more subnets than Azure has", func(c *recorded.Copy) { manySubnets(c.One(kindVNet)) },
			`fail: network:VirtualNetwork network-vnet: subnets is 3004 subnets, want 3000 at most, which is Azure's limit`},
		{"R4", "", "subnets[0].addressPrefix=192.0.2.0/26", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[0].addressPrefix", "192.0.2.0/26") },
			`fail: network:VirtualNetwork network-vnet: subnets: snet-endpoints is 192.0.2.0/26, want a part of the VNet's [10.20.0.0/22] / fail: network:PrivateEndpoint endpoint-openai-endpoint: ipConfigurations[0].privateIPAddress is "10.20.0.16", want a free address of its subnet / fail: network:PrivateEndpoint endpoint-search-endpoint: ipConfigurations[0].privateIPAddress is "10.20.0.20", want a free address of its subnet / fail: network:PrivateEndpoint endpoint-storage-endpoint: ipConfigurations[0].privateIPAddress is "10.20.0.24", want a free address of its subnet`},
		{"R4", "", "subnets[3].addressPrefix=10.20.2.0/26", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[3].addressPrefix", "10.20.2.0/26") },
			`fail: network:VirtualNetwork network-vnet: subnets: snet-resolver is 10.20.2.0/26, want a range beside snet-webapp's 10.20.2.0/26`},
		{"R4", "", "subnets[3].addressPrefix=here", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "subnets[3].addressPrefix", "here") },
			`fail: network:VirtualNetwork network-vnet: addressSpace is "here", want an address range in CIDR notation; also subnets: snet-resolver is without an address range, want an address range in CIDR notation`},
		{"R4", "", "no range", func(c *recorded.Copy) { recorded.Delete(c.One(kindVNet), "subnets[3].addressPrefix") },
			`fail: network:VirtualNetwork network-vnet: subnets: snet-resolver is without an address range, want an address range in CIDR notation`},
		{"R4", "", "pool in the VNet", func(c *recorded.Copy) { recorded.Set(c.One(kindGateway), clientPool, []any{"10.20.3.0/24"}) },
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.vpnClientAddressPool.addressPrefixes is 10.20.3.0/24, want a range outside the VNet's 10.20.0.0/22`},
		{"R4", "", "reserved address", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "ipConfigurations[0].privateIPAddress", "10.20.0.3")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: ipConfigurations[0].privateIPAddress is "10.20.0.3", want a free address of its subnet`},
		{"R4", "", "address given twice", func(c *recorded.Copy) {
			recorded.Set(c.Named("endpoint-storage-endpoint"), "ipConfigurations[0].privateIPAddress", "10.20.0.16")
		},
			`fail: network:PrivateEndpoint endpoint-storage-endpoint: ipConfigurations[0].privateIPAddress is 10.20.0.16, which network:PrivateEndpoint endpoint-openai-endpoint has too, want an address of its own`},
	}
}

func breachesOfClients() []breach {
	return []breach{
		{"R40", "", "sku.name=VpnGw1", func(c *recorded.Copy) { recorded.Set(c.One(kindGateway), "sku.name", "VpnGw1") },
			`fail: network:VirtualNetworkGateway vpn-gateway: sku.name is "VpnGw1", want one of VpnGw1AZ, VpnGw2AZ, VpnGw3AZ, VpnGw4AZ, VpnGw5AZ; also sku.tier is "VpnGw1AZ", want "VpnGw1"`},
		{"R40", "", "sku.tier=VpnGw5AZ", func(c *recorded.Copy) { recorded.Set(c.One(kindGateway), "sku.tier", "VpnGw5AZ") },
			`fail: network:VirtualNetworkGateway vpn-gateway: sku.tier is "VpnGw5AZ", want "VpnGw1AZ"`},
		{"R40", "", "vpnType=PolicyBased", func(c *recorded.Copy) { recorded.Set(c.One(kindGateway), "vpnType", "PolicyBased") },
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnType is "PolicyBased", want "RouteBased"`},
		{"R40", "", "gatewayType=ExpressRoute", func(c *recorded.Copy) { recorded.Set(c.One(kindGateway), "gatewayType", "ExpressRoute") },
			`fail: network:VirtualNetworkGateway vpn-gateway: gatewayType is "ExpressRoute", want "Vpn"`},
		{"R40", "", "vpnGatewayGeneration=Generation2", func(c *recorded.Copy) { recorded.Set(c.One(kindGateway), "vpnGatewayGeneration", "Generation2") },
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnGatewayGeneration is "Generation2", want "Generation1"`},
		{"R40", "", "another subnet", func(c *recorded.Copy) {
			recorded.Set(c.One(kindGateway), "ipConfigurations[0].subnet.id", c.One(kindVNet).ID+"/subnets/snet-endpoints")
		},
			`fail: network:VirtualNetworkGateway vpn-gateway: ipConfigurations[0].subnet.id is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-dev/providers/Microsoft.Network/virtualNetworks/vnet-aoai-dev/subnets/snet-endpoints", want GatewaySubnet of the VNet`},
		{"R40", "", "ipConfigurations[0].publicIPAddress.id=/subscriptions/x", func(c *recorded.Copy) {
			recorded.Set(c.One(kindGateway), "ipConfigurations[0].publicIPAddress.id", "/subscriptions/x")
		},
			`fail: network:VirtualNetworkGateway vpn-gateway: ipConfigurations[0].publicIPAddress.id is "/subscriptions/x", want an address of this stack`},
		{"R40", "", "sku.name=Basic", func(c *recorded.Copy) { recorded.Set(c.One(kindAddress), "sku.name", "Basic") },
			`fail: network:PublicIPAddress vpn-address: sku.name is "Basic", want "Standard"`},
		{"R40", "", "publicIPAllocationMethod=Dynamic", func(c *recorded.Copy) { recorded.Set(c.One(kindAddress), "publicIPAllocationMethod", "Dynamic") },
			`fail: network:PublicIPAddress vpn-address: publicIPAllocationMethod is "Dynamic", want "Static"`},
		{"R40", "", "zones=[]any{}", func(c *recorded.Copy) { recorded.Set(c.One(kindAddress), "zones", []any{}) },
			`fail: network:PublicIPAddress vpn-address: zones is [], want a value`},
		{"R40", "", "no gateway", func(c *recorded.Copy) { c.RemoveKind(kindGateway) },
			`fail: no network:VirtualNetworkGateway, want the one that the program asks for`},
		{"R40", "", "no time", func(c *recorded.Copy) { c.One(kindGateway).CreateTimeout = 1800 },
			`fail: network:VirtualNetworkGateway vpn-gateway: customTimeouts.create is 1800 s, want more than 2700 s`},
		{"R41", "", "vpnClientConfiguration.vpnAuthenticationTypes=[]any{'AAD', 'Certificate'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindGateway), "vpnClientConfiguration.vpnAuthenticationTypes", []any{"AAD", "Certificate"})
		},
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.vpnAuthenticationTypes is ["AAD" "Certificate"], want ["AAD"]`},
		{"R41", "", "vpnClientConfiguration.vpnClientProtocols=[]any{'IkeV2'}", func(c *recorded.Copy) {
			recorded.Set(c.One(kindGateway), "vpnClientConfiguration.vpnClientProtocols", []any{"IkeV2"})
		},
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.vpnClientProtocols is ["IkeV2"], want ["OpenVPN"]`},
		{"R41", "", "vpnClientConfiguration.aadIssuer=https://sts.windows.net/000000", func(c *recorded.Copy) {
			recorded.Set(c.One(kindGateway), "vpnClientConfiguration.aadIssuer", "https://sts.windows.net/00000000-bbbb-0000-0000-00000000face")
		},
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.aadIssuer is "https://sts.windows.net/00000000-bbbb-0000-0000-00000000face", want "https://sts.windows.net/00000000-bbbb-0000-0000-00000000face/"`},
		{"R41", "", "vpnClientConfiguration.aadTenant=https://login.microsoftonline.", func(c *recorded.Copy) {
			recorded.Set(c.One(kindGateway), "vpnClientConfiguration.aadTenant", "https://login.microsoftonline.com/common")
		},
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.aadTenant is "https://login.microsoftonline.com/common", want https://login.microsoftonline.com/{the tenant's id}; also vpnClientConfiguration.aadIssuer is "https://sts.windows.net/00000000-bbbb-0000-0000-00000000face/", want "https://sts.windows.net/common/"`},
		{"R41", "", "no vpnClientConfiguration.aadAudience", func(c *recorded.Copy) { recorded.Delete(c.One(kindGateway), "vpnClientConfiguration.aadAudience") },
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.aadAudience is not set, want the id of an application, such as c632b3df-fb67-4d84-bdcf-b95ad541b5c8`},
		{"R41", "", "no vpnClientConfiguration", func(c *recorded.Copy) { recorded.Delete(c.One(kindGateway), "vpnClientConfiguration") },
			`fail: network:VirtualNetworkGateway vpn-gateway: vpnClientConfiguration.vpnAuthenticationTypes is not set, want ["AAD"]; also vpnClientConfiguration.vpnClientProtocols is not set, want ["OpenVPN"]; also vpnClientConfiguration.aadTenant is not set, want https://login.microsoftonline.com/{the tenant's id}; also vpnClientConfiguration.aadAudience is not set, want the id of an application, such as c632b3df-fb67-4d84-bdcf-b95ad541b5c8; also vpnClientConfiguration.vpnClientAddressPool.addressPrefixes is not set, want a value`},
		{"R42", "", "no hosts file", func(c *recorded.Copy) { recorded.Set(c.Stack(), "hostsFile", "") },
			`fail: cognitiveservices:Account openai-account: output hostsFile is without oai-aoai-dev-nsdv37.openai.azure.com, want a line for oai-aoai-dev-nsdv37.openai.azure.com / fail: search:Service search-service: output hostsFile is without srch-aoai-dev-nsdv37.search.windows.net, want a line for srch-aoai-dev-nsdv37.search.windows.net / fail: storage:StorageAccount storage-account: output hostsFile is without staoaidevnsdv37.blob.core.windows.net, want a line for staoaidevnsdv37.blob.core.windows.net`},
		{"R42", "", "other address", func(c *recorded.Copy) {
			recorded.Set(c.Stack(), "hostsFile", strings.ReplaceAll(c.Stack().Outputs.At("hostsFile").Text(), "10.20.0.16", "10.99.99.99"))
		},
			`fail: cognitiveservices:Account openai-account: output hostsFile is 10.99.99.99 for oai-aoai-dev-nsdv37.openai.azure.com, want 10.20.0.16`},
		{"R42", "", "dhcpOptions.dnsServers=[]any{'10.0.0.4'}", func(c *recorded.Copy) { recorded.Set(c.One(kindVNet), "dhcpOptions.dnsServers", []any{"10.0.0.4"}) },
			`fail: network:VirtualNetwork network-vnet: dhcpOptions.dnsServers is ["10.0.0.4"], want no entries`},
		{"R42", "prod.json", "no dhcpOptions", func(c *recorded.Copy) { recorded.Delete(c.One(kindVNet), "dhcpOptions") },
			`fail: network:VirtualNetwork network-vnet: dhcpOptions.dnsServers is not set, want ["10.30.1.36"]`},
		{"R42", "prod.json", "ipConfigurations[0].privateIpAllocationMethod=Dynamic", func(c *recorded.Copy) {
			recorded.Set(c.One(kindInbound), "ipConfigurations[0].privateIpAllocationMethod", "Dynamic")
		},
			`fail: network:InboundEndpoint resolver-inbound: ipConfigurations[0].privateIpAllocationMethod is "Dynamic", want "Static"`},
		{"R42", "prod.json", "subnets[3].delegations[0].serviceName=microsoft.network/dnsresolvers", func(c *recorded.Copy) {
			recorded.Set(c.One(kindVNet), "subnets[3].delegations[0].serviceName", "microsoft.network/dnsresolvers")
		},
			`fail: network:InboundEndpoint resolver-inbound: ipConfigurations[0].subnet.id is "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg-aoai-prod/providers/Microsoft.Network/virtualNetworks/vnet-aoai-prod/subnets/snet-resolver", want a subnet delegated to Microsoft.Network/dnsResolvers`},
		{"R42", "prod.json", "no resolver", func(c *recorded.Copy) { c.RemoveKind(kindResolver) },
			`fail: no network:DnsResolver, want the one that the program asks for / fail: network:VirtualNetwork network-vnet: dhcpOptions.dnsServers is ["10.30.1.36"], want no entries`},
		{"R42", "prod.json", "virtualNetwork.id=/subscriptions/x", func(c *recorded.Copy) { recorded.Set(c.One(kindResolver), "virtualNetwork.id", "/subscriptions/x") },
			`fail: network:DnsResolver resolver-resolver: virtualNetwork.id is "/subscriptions/x", want the VNet of this stack`},
		{"R43", "", "second zone", func(c *recorded.Copy) { c.Twice(c.Named("dns-privatelink.search.windows.net"), "again") },
			`fail: network:PrivateZone again: no link to a VNet, want one / fail: network:PrivateZone dns-privatelink.search.windows.net: privateZoneName is "privatelink.search.windows.net", as that of network:PrivateZone again, want one zone for a name`},
		{"R43", "", "no zone", func(c *recorded.Copy) { c.Remove(c.Named("dns-privatelink.search.windows.net")) },
			`fail: no zone privatelink.search.windows.net, want one`},
		{"R43", "", "regional zone", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.search.windows.net"), "location", "swedencentral")
		},
			`fail: network:PrivateZone dns-privatelink.search.windows.net: location is "swedencentral", want "global"`},
		{"R43", "", "registration", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.search.windows.net-link"), "registrationEnabled", true)
		},
			`fail: network:VirtualNetworkLink dns-privatelink.search.windows.net-link: registrationEnabled is true, want false`},
		{"R43", "", "registration unsaid", func(c *recorded.Copy) {
			recorded.Delete(c.Named("dns-privatelink.search.windows.net-link"), "registrationEnabled")
		},
			`fail: network:VirtualNetworkLink dns-privatelink.search.windows.net-link: registrationEnabled is not set, want false`},
		{"R43", "", "another VNet", func(c *recorded.Copy) {
			recorded.Set(c.Named("dns-privatelink.search.windows.net-link"), "virtualNetwork.id", "/subscriptions/x")
		},
			`fail: network:VirtualNetworkLink dns-privatelink.search.windows.net-link: virtualNetwork.id is "/subscriptions/x", want the VNet of this stack`},
		{"R43", "", "no link", func(c *recorded.Copy) { c.Remove(c.Named("dns-privatelink.search.windows.net-link")) },
			`fail: network:PrivateZone dns-privatelink.search.windows.net: no link to a VNet, want one`},
		{"R43", "", "nameless configuration", func(c *recorded.Copy) { recorded.Delete(c.One(kindZoneGroup), "privateDnsZoneConfigs[0].name") },
			`fail: network:PrivateDnsZoneGroup records-openai-group: privateDnsZoneConfigs[0].name is not set, want a value`},
		{"R43", "", "second group on an endpoint", func(c *recorded.Copy) { c.Twice(c.One(kindZoneGroup), "again") },
			`fail: network:PrivateDnsZoneGroup records-openai-group: privateDnsZoneConfigs[0].privateDnsZoneId is the zone that network:PrivateDnsZoneGroup again has too, want a zone of its own / fail: network:PrivateEndpoint endpoint-openai-endpoint: 2 DNS zone groups, want one / fail: web:WebAppApplicationSettings webapp-settings: dependencies is without network:PrivateDnsZoneGroup again, want every record and link of a service`},
		{"R43", "", "one zone for two endpoints", func(c *recorded.Copy) {
			recorded.Set(c.Named("records-search-group"), "privateDnsZoneConfigs[0].privateDnsZoneId", c.Named("dns-privatelink.openai.azure.com").ID)
		},
			`fail: network:PrivateDnsZoneGroup records-search-group: privateDnsZoneConfigs[0].privateDnsZoneId is the zone that network:PrivateDnsZoneGroup records-openai-group has too, want a zone of its own`},
		{"R43", "", "settings before their names", func(c *recorded.Copy) {
			of := c.One(kindAppSettings)
			of.Dependencies, of.PropertyDependencies = nil, nil
		},
			`fail: web:WebAppApplicationSettings webapp-settings: dependencies is without network:PrivateDnsZoneGroup records-openai-group and 5 more, want every record and link of a service`},
	}
}
