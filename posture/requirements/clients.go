package requirements

import (
	"fmt"
	"regexp"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var clients = []Rule{
	{
		ID: "R40", Title: "The VPN gateway is route-based, of a zone-redundant SKU, in GatewaySubnet, with a static zonal address",
		Severity: finding.Medium, Kind: kindGateway, Each: judgeGateway, Judge: judgeGatewayPlaces,
		Fix:  "Use VpnGw1AZ or higher, a Standard static address with zones, and GatewaySubnet; its creation takes up to 45 minutes.",
		Link: "https://learn.microsoft.com/azure/vpn-gateway/about-gateway-skus",
	},
	{
		ID: "R41", Title: "VPN clients connect over OpenVPN and sign in with Entra ID, in one named tenant",
		Severity: finding.High, Kind: kindGateway, Each: judgeVPNClients,
		Fix:  "Set vpnAuthenticationTypes to AAD alone and vpnClientProtocols to OpenVPN, with the tenant's own addresses.",
		Link: "https://learn.microsoft.com/azure/vpn-gateway/point-to-site-entra-gateway",
	},
	{
		ID: "R42", Title: "Clients resolve the private names: by the output hostsFile always, by a DNS resolver that the VNet names where there is one",
		Severity: finding.Medium, Kind: kindVNet, Judge: judgeNames,
		Fix:  "Export a line of hostsFile for every private host, and name no other DNS server in the VNet than its resolver.",
		Link: "https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration",
	},
}

// wantsVPN reports whether the program asks for a gateway.
func (j *judge) wantsVPN() bool {
	return j.component("secure-azure-openai:network:VPNGateway") || j.outputs().Outputs.At("vpn.enabled").True()
}

func judgeGateway(j *judge, g *graph.Resource) {
	sku := g.Value("sku.name")
	j.value(g, "sku.name", OneOf(facts.GatewaySKUs...))
	if sku.State == graph.Known {
		j.value(g, "sku.tier", Equal(sku.Text()))
	}
	if sku.Is("VpnGw1AZ") {
		j.value(g, "vpnGatewayGeneration", Equal("Generation1"))
	}
	j.value(g, "gatewayType", Equal("Vpn"))
	j.value(g, "vpnType", Equal("RouteBased"))
	// Azure takes 30 to 45 minutes; the engine would give up before.
	if g.CreateTimeout > 0 && g.CreateTimeout <= 45*60 {
		j.fail(g, "customTimeouts.create", fmt.Sprintf("%g s", g.CreateTimeout), "more than 2700 s")
	}
}

func judgeGatewayPlaces(j *judge) {
	gateways := j.g.Of(kindGateway)
	if len(gateways) == 0 && j.wantsVPN() {
		j.fail(nil, "", "no "+kindGateway, "the one that the program asks for")
	}
	for _, g := range gateways {
		j.gatewayPlace(g)
	}
}

// gatewayPlace judges the gateway's subnet and its public addresses.
func (j *judge) gatewayPlace(g *graph.Resource) {
	for i := range g.Value("ipConfigurations").Items() {
		at := "ipConfigurations[" + itoa(i) + "]."
		s, certain := j.subnet(g, at+"subnet.id")
		switch {
		case !certain:
			j.unknown(g, at+"subnet.id", "GatewaySubnet")
		case s == nil || !s.isGateway():
			j.fail(g, at+"subnet.id", g.Value(at+"subnet.id").String(), "GatewaySubnet of the VNet")
		}
		address, certain, _ := j.ref(g, at+"publicIPAddress.id", kindAddress)
		if address == nil || address.Kind != kindAddress {
			j.fail(g, at+"publicIPAddress.id", g.Value(at+"publicIPAddress.id").String(), "an address of this stack")
			continue
		}
		if !certain {
			j.unknown(g, at+"publicIPAddress.id", "the id of "+address.String())
		}
		j.value(address, "sku.name", Equal("Standard"))
		j.value(address, "publicIPAllocationMethod", Equal("Static"))
		// VmssVpnGatewayPublicIpsMustHaveZonesConfigured otherwise.
		j.value(address, "zones", Given())
	}
	if len(g.Value("ipConfigurations").Items()) == 0 {
		j.value(g, "ipConfigurations", Given())
	}
}

const tenantAddress = "https://login.microsoftonline.com/"

var tenantForm = regexp.MustCompile(`^https://login\.microsoftonline\.com/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/?$`)

func judgeVPNClients(j *judge, g *graph.Resource) {
	const at = "vpnClientConfiguration."
	j.value(g, at+"vpnAuthenticationTypes", List("AAD"))
	j.value(g, at+"vpnClientProtocols", List("OpenVPN"))
	j.value(g, at+"aadTenant", Matching(tenantForm, tenantAddress+"{the tenant's id}"))
	j.value(g, at+"aadAudience", Matching(guid, "the id of an application, such as "+facts.VPNAudience))
	if tenant := g.Value(at + "aadTenant"); tenant.State == graph.Known {
		id := strings.TrimSuffix(strings.TrimPrefix(tenant.Text(), tenantAddress), "/")
		j.value(g, at+"aadIssuer", Exactly("https://sts.windows.net/"+id+"/"))
	}
	j.value(g, clientPool, Given())
	// What Azure would take beside it, and other pools with their own.
	for _, name := range []string{
		"vpnClientRootCertificates", "radiusServerAddress", "radiusServers", "vngClientConnectionConfigurations", "vpnClientIpsecPolicies",
	} {
		j.value(g, at+name, Nothing())
	}
	if says, is := j.outputs().Outputs.At("vpn.audience"), g.Value(at+"aadAudience"); says.State == graph.Known && guid.MatchString(is.Text()) {
		j.judged(g, at+"aadAudience", is, Equal(says.Text()).as("what the output vpn.audience tells clients"))
	}
}
