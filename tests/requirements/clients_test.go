package requirements

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func clients() []Requirement {
	return []Requirement{
		{
			ID: "R40", Text: "The VPN gateway is route-based, of a zone-redundant SKU, in GatewaySubnet, with a static zonal address, and its creation may take over 45 minutes",
			Applies: vpnOn, Check: checkGateway,
			Breaches: []Breach{
				set(gatewayType, "sku.name", "VpnGw1", "sku.name"), set(gatewayType, "sku.name", "Basic", "sku.name"),
				set(gatewayType, "sku.tier", "VpnGw5AZ", "sku.tier"), set(gatewayType, "vpnType", "PolicyBased", "vpnType"),
				set(gatewayType, "gatewayType", "ExpressRoute", "gatewayType"),
				set(gatewayType, "ipConfigurations[0].subnet.id", "/subscriptions/x/subnets/other", "GatewaySubnet"),
				set(gatewayType, "ipConfigurations[0].publicIPAddress.id", "/subscriptions/x", "publicIPAddress"),
				set(addressType, "sku.name", "Basic", "sku.name"), set(addressType, "publicIPAllocationMethod", "Dynamic", "publicIPAllocationMethod"),
				set(addressType, "zones", []string{}, "zones"),
				{Name: "Generation2 of VpnGw1AZ", Says: "Generation1", Do: func(g *recorder.Graph, _ settings.Settings) {
					r := only(g, gatewayType)
					r.Inputs.Set("sku.name", "VpnGw1AZ")
					r.Inputs.Set("sku.tier", "VpnGw1AZ")
					r.Inputs.Set("vpnGatewayGeneration", "Generation2")
				}},
				{Name: "no time", Says: "time out", Do: func(g *recorder.Graph, _ settings.Settings) { only(g, gatewayType).Timeouts = recorder.Timeouts{} }},
				{Name: "gateway that nobody asked for", Says: "do not ask", When: vpnOff, Do: func(g *recorder.Graph, _ settings.Settings) {
					g.Resources = append(g.Resources, &recorder.Resource{Type: gatewayType, Name: "extra", Custom: true})
				}},
			},
		},
		{
			ID: "R41", Text: "VPN clients connect over OpenVPN and sign in with Entra ID, in one named tenant",
			Applies: vpnOn, Check: checkVPNClients,
			Breaches: []Breach{
				set(gatewayType, "vpnClientConfiguration.vpnAuthenticationTypes", []string{"AAD", "Certificate"}, "vpnAuthenticationTypes"),
				set(gatewayType, "vpnClientConfiguration.vpnClientProtocols", []string{"IkeV2"}, "vpnClientProtocols"),
				set(gatewayType, "vpnClientConfiguration.aadIssuer", "https://sts.windows.net/11111111-1111-4111-8111-111111111111", "aadIssuer"),
				set(gatewayType, "vpnClientConfiguration.aadTenant", "https://login.microsoftonline.com/common", "aadTenant"),
				set(gatewayType, "vpnClientConfiguration.aadAudience", "11111111-1111-4111-8111-111111111111", "aadAudience"),
				set(gatewayType, "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes", []string{"192.0.2.0/24"}, "client pool"),
			},
		},
		{
			ID: "R42", Text: "Clients resolve the private names: by a block for their hosts file always, by a DNS resolver that the VNet names where asked for",
			Check: checkNames,
			Breaches: []Breach{
				{Name: "no hosts block", Says: "hosts block", Do: func(g *recorder.Graph, _ settings.Settings) { g.Exports.Set("hostsFile", "") }},
				{Name: "host left out", Says: "hosts block", Do: func(g *recorder.Graph, _ settings.Settings) {
					lines := strings.Split(strings.TrimSpace(g.Exports.Text("hostsFile")), "\n")
					g.Exports.Set("hostsFile", strings.Join(lines[1:], "\n"))
				}},
				{Name: "other address", Says: "hosts block", Do: func(g *recorder.Graph, _ settings.Settings) {
					text := g.Exports.Text("hostsFile")
					address, _, _ := strings.Cut(text, " ")
					g.Exports.Set("hostsFile", strings.ReplaceAll(text, address+" ", "10.99.99.99 "))
				}},
				{Name: "VNet without the resolver", Says: "dhcpOptions", When: resolverOn, Do: func(g *recorder.Graph, _ settings.Settings) {
					only(g, vnetType).Inputs.Delete("dhcpOptions")
				}},
				{Name: "dynamic inbound address", Says: "privateIpAllocationMethod", When: resolverOn, Do: func(g *recorder.Graph, _ settings.Settings) {
					only(g, inboundType).Inputs.Set("ipConfigurations[0].privateIpAllocationMethod", "Dynamic")
				}},
				{Name: "delegation in lower case", Says: "Microsoft.Network/dnsResolvers", When: resolverOn, Do: func(g *recorder.Graph, s settings.Settings) {
					only(g, vnetType).Inputs.Set(resolverSubnet(g, s)+".delegations[0].serviceName", "microsoft.network/dnsresolvers")
				}},
				{Name: "DNS server that nobody asked for", Says: "dhcpOptions", When: func(s settings.Settings) bool { return !s.DNS.Resolver },
					Do: func(g *recorder.Graph, _ settings.Settings) {
						only(g, vnetType).Inputs.Set("dhcpOptions.dnsServers", []string{"10.0.0.4"})
					}},
			},
		},
	}
}

func vpnOff(s settings.Settings) bool     { return !s.VPN.Enabled }
func resolverOn(s settings.Settings) bool { return s.DNS.Resolver }

var zonalGateway = regexp.MustCompile(`^VpnGw[1-5]AZ$`)

func checkGateway(g *recorder.Graph, s settings.Settings) error {
	if !s.VPN.Enabled {
		return firstOf(func() error { return none(g, gatewayType) }, func() error { return none(g, addressType) })
	}
	gateway, err := mine(g, gatewayType)
	if err != nil {
		return err
	}
	vnet, err := mine(g, vnetType)
	if err != nil {
		return err
	}
	sku := gateway.Input("sku.name")
	if !zonalGateway.MatchString(sku) {
		return fmt.Errorf("%s: sku.name is %q, want VpnGw1AZ to VpnGw5AZ", gateway, sku)
	}
	if sku == "VpnGw1AZ" && gateway.Input("vpnGatewayGeneration") != "Generation1" {
		return fmt.Errorf("%s: VpnGw1AZ is Generation1 only, not %q", gateway, gateway.Input("vpnGatewayGeneration"))
	}
	if err := has(gateway, want{"sku.tier", sku}, want{"gatewayType", "Vpn"}, want{"vpnType", "RouteBased"},
		want{"ipConfigurations[0].subnet.id", vnet.ID + "/subnets/GatewaySubnet"}); err != nil {
		return err
	}
	address, err := mine(g, addressType)
	if err != nil {
		return err
	}
	if err := has(gateway, want{"ipConfigurations[0].publicIPAddress.id", address.ID}); err != nil {
		return err
	}
	if err := has(address, want{"sku.name", "Standard"}, want{"publicIPAllocationMethod", "Static"}); err != nil {
		return err
	}
	if address.Inputs.Len("zones") == 0 {
		return fmt.Errorf("%s: zones is empty (VmssVpnGatewayPublicIpsMustHaveZonesConfigured)", address)
	}
	// Azure takes 30 to 45 minutes.
	if d, err := time.ParseDuration(gateway.Timeouts.Create); err != nil || d <= 45*time.Minute {
		return fmt.Errorf("%s: creation would time out after %q, want more than 45 minutes", gateway, gateway.Timeouts.Create)
	}
	return nil
}

func checkVPNClients(g *recorder.Graph, s settings.Settings) error {
	if !s.VPN.Enabled {
		return none(g, gatewayType)
	}
	gateway, err := mine(g, gatewayType)
	if err != nil {
		return err
	}
	const at = "vpnClientConfiguration."
	for path, asked := range map[string]string{"vpnAuthenticationTypes": "AAD", "vpnClientProtocols": "OpenVPN"} {
		if got := gateway.Inputs.Texts(at + path); !slices.Equal(got, []string{asked}) {
			return fmt.Errorf("%s: %s is %q, want [%q]", gateway, path, got, asked)
		}
	}
	if got := gateway.Inputs.Texts(at + "vpnClientAddressPool.addressPrefixes"); !slices.Equal(got, []string{s.VPN.ClientPool.String()}) {
		return fmt.Errorf("%s: the client pool is %v, want %s", gateway, got, s.VPN.ClientPool)
	}
	tenant := strings.TrimPrefix(gateway.Input(at+"aadTenant"), "https://login.microsoftonline.com/")
	if tenant == "" || tenant == "common" || (s.VPN.TenantID != "" && tenant != s.VPN.TenantID) {
		return fmt.Errorf("%s: aadTenant is %q, want the tenant's own address", gateway, gateway.Input(at+"aadTenant"))
	}
	return has(gateway, want{at + "aadIssuer", "https://sts.windows.net/" + tenant + "/"}, want{at + "aadAudience", s.VPN.Audience})
}
