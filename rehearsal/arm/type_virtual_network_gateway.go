package arm

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
)

// virtualNetworkGatewayType.
// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings
var virtualNetworkGatewayType = Type{
	Token: "azure-native:network/v20240501:VirtualNetworkGateway",
	ARM:   "Microsoft.Network/virtualNetworkGateways",
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworkGateways/{virtualNetworkGatewayName}",
	Name:  "virtualNetworkGatewayName",
	Named: inNetwork(facts.NameGateway),
	References: []Reference{
		{Path: "ipConfigurations[].subnet.id", To: []string{armSubnet}, SameRegion: true},
		{Path: "ipConfigurations[].publicIPAddress.id", To: []string{armPublicIPAddress}, SameRegion: true},
	},
	Validate: func(tx *Tx, r, old *Resource) error {
		if err := checkGatewayPlace(tx, r); err != nil {
			return err
		}
		return checkGatewaySKU(tx, r, old)
	},
	Complete: func(tx *Tx, r, _ *Resource) error {
		var peers []any
		for _, item := range list(r.Properties, "ipConfigurations") {
			c, ok := item.(map[string]any)
			if !ok {
				continue
			}
			completeChild(r, c, "ipConfigurations")
			delete(c, "type")
			fill(c, "privateIPAllocationMethod", "Dynamic")
			peer := map[string]any{"ipconfigurationId": text(c, "id"), "customBgpIpAddresses": []any{}}
			address, err := tx.takeAddress(text(c, "subnet.id"), "", r.ID)
			if err != nil {
				return err
			}
			peer["defaultBgpIpAddresses"] = strs(address)
			if ip := tx.Get(text(c, "publicIPAddress.id")); ip != nil {
				peer["tunnelIpAddresses"] = strs(ip.Text("ipAddress"))
			}
			peers = append(peers, peer)
			fill(r.Properties, "bgpSettings.bgpPeeringAddress", address)
		}
		fill(r.Properties, "bgpSettings.asn", float64(65515))
		fill(r.Properties, "bgpSettings.peerWeight", float64(0))
		set(r.Properties, "bgpSettings.bgpPeeringAddresses", peers)
		fill(r.Properties, "activeActive", false)
		fill(r.Properties, "enableBgp", false)
		fill(r.Properties, "vpnGatewayGeneration", generations(r.Text("sku.name"))[0])
		fill(r.Properties, "sku.capacity", float64(2))
		if r.Text("sku.name") == "" {
			return badRequest("MissingRequiredParameter", "%s", fmt.Sprintf("Required parameter sku is missing (null) in gateway %s.", r.ID))
		}
		return nil
	},
}

// checkGatewayPlace: a gateway lies in a GatewaySubnet that is large enough for
// its SKU, behind a Standard address of its own. Everything but Basic needs a
// /27 (MicrosoftDocs/azure-docs#111078, which the page followed); the codes for
// the subnet's name and size are not confirmed.
// PublicIpWithBasic...: Azure/terraform-azurerm-caf-enterprise-scale#1125.
// PublicIPAddressInUse is Microsoft.Network's for every kind of user.
func checkGatewayPlace(tx *Tx, r *Resource) error {
	basic := strings.EqualFold(r.Text("sku.name"), "Basic")
	for _, c := range list(r.Properties, "ipConfigurations") {
		subnet, ip := tx.Get(text(c, "subnet.id")), tx.Get(text(c, "publicIPAddress.id"))
		if subnet == nil || !strings.EqualFold(subnet.Name(), gatewaySubnet) {
			return badRequest("VirtualNetworkGatewayIpConfigurationSubnetInvalid", "Subnet %s is invalid for the gateway %s: it must be named GatewaySubnet.", text(c, "subnet.id"), r.ID)
		}
		if prefix, err := subnetPrefix(subnet.Properties); err == nil && !basic && prefix.Bits() > facts.GatewaySubnetSmallest {
			return badRequest("GatewaySubnetTooSmall", "Subnet %s with address prefix %s is too small for the gateway %s: its SKU %s needs /%d or larger.", subnet.ID, prefix, r.ID, r.Text("sku.name"), facts.GatewaySubnetSmallest)
		}
		if ip == nil {
			continue
		}
		if strings.EqualFold(ip.Text("sku.name"), "Basic") {
			return badRequest("PublicIpWithBasicSkuNotAllowedOnVPNGateways", "Basic IP configuration for VPN Virtual Network Gateways is not supported. Follow the link for more details : https://go.microsoft.com/fwlink/p/?linkid=2241350 %s", r.ID)
		}
		for _, user := range tx.Referrers(ip.ID) {
			if !SameID(user.ID, r.ID) {
				return badRequest("PublicIPAddressInUse", "Resource %s/ipConfigurations/%s is referencing public IP address %s that is already allocated to resource %s.", r.ID, text(c, "name"), ip.ID, user.ID)
			}
		}
	}
	return nil
}

// checkGatewaySKU: the VpnGw SKUs without zones can no longer be created, those
// with zones need zonal addresses, and each belongs to a generation. Basic
// still comes into being, for clients that do without OpenVPN
// (MicrosoftDocs/azure-docs#20985 has the message; its code is not confirmed).
// NonAzSkus...: seen by several people in 2026, with this message;
// ...ForSpecifiedVmGeneration: Azure/Azure-Landing-Zones#2202;
// ...MustHaveZonesConfigured: Azure/ResourceModules#2609.
func checkGatewaySKU(tx *Tx, r, old *Resource) error {
	sku := r.Text("sku.name")
	zonal := strings.HasSuffix(sku, "AZ")
	if old == nil && strings.HasPrefix(sku, "VpnGw") && !zonal {
		return badRequest("NonAzSkusNotAllowedForVPNGateway", "VpnGw1-5 non-AZ SKUs are no longer supported for VPN gateways. Only VpnGw1-5AZ SKUs can be created going forward.")
	}
	if strings.EqualFold(sku, "Basic") && contains(texts(r.Properties, "vpnClientConfiguration.vpnClientProtocols"), "OpenVPN") {
		return badRequest("VpnClientProtocolNotSupportedForBasicSku", "Vpn client protocol OpenVPN is not supported for basic Sku gateway %s.", r.ID)
	}
	generation := r.Text("vpnGatewayGeneration")
	if generation != "" && generation != "None" && !contains(generations(sku), generation) {
		return badRequest("VirtualNetworkGatewaySkuCannotBeCreatedForSpecifiedVmGeneration", "The Virtual Network Gateway Sku %s cannot be used when VirtualNetworkVpnGatewayGeneration is set to %s.", sku, generation)
	}
	region, known := facts.FindRegion(r.Text("location"))
	if known && !region.Zones {
		return nil // there the zonal SKUs serve a gateway without zones
	}
	for _, c := range list(r.Properties, "ipConfigurations") {
		if ip := tx.Get(text(c, "publicIPAddress.id")); zonal && ip != nil && len(list(ip.Properties, "zones")) == 0 {
			return badRequest("VmssVpnGatewayPublicIpsMustHaveZonesConfigured", "Standard Public IPs associated with VPN Gateways with AZ VPN skus must have zones configured.")
		}
	}
	return nil
}

// generations are those of a SKU, the default first.
// https://learn.microsoft.com/azure/vpn-gateway/about-gateway-skus
func generations(sku string) []string {
	switch strings.TrimSuffix(sku, "AZ") {
	case "VpnGw2", "VpnGw3":
		return []string{"Generation1", "Generation2"}
	case "VpnGw4", "VpnGw5":
		return []string{"Generation2"}
	}
	return []string{"Generation1"}
}
