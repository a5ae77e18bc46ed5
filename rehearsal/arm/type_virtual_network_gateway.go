package arm

import (
	"fmt"
	"strings"
)

// virtualNetworkGatewayType.
// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings
var virtualNetworkGatewayType = Type{
	Token: "azure-native:network/v20240501:VirtualNetworkGateway",
	ARM:   "Microsoft.Network/virtualNetworkGateways",
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworkGateways/{virtualNetworkGatewayName}",
	Name:  "virtualNetworkGatewayName",
	References: []Reference{
		{Path: "ipConfigurations[].subnet.id", To: []string{armSubnet}},
		{Path: "ipConfigurations[].publicIPAddress.id", To: []string{armPublicIPAddress}},
	},
	Validate: func(_ *Tx, r, _ *Resource) error {
		for _, c := range list(r.Properties, "ipConfigurations") {
			if subnet := text(c, "subnet.id"); !strings.EqualFold(NameOf(subnet), "GatewaySubnet") {
				return badRequest("VirtualNetworkGatewayIpConfigurationSubnetInvalid", "Subnet %s is invalid for the gateway %s: it must be named GatewaySubnet.", subnet, r.ID)
			}
		}
		return nil
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
		fill(r.Properties, "vpnGatewayGeneration", "Generation1")
		fill(r.Properties, "sku.capacity", float64(2))
		if r.Text("sku.name") == "" {
			return badRequest("MissingRequiredParameter", "%s", fmt.Sprintf("Required parameter sku is missing (null) in gateway %s.", r.ID))
		}
		return nil
	},
}
