package doors

import (
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const nsgPage = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

var networks = []Door{
	{
		ID: "D-public-ip", Title: "The VPN gateway alone has a public address", Severity: finding.High, look: publicAddresses,
		Fix:  "Remove the address, or give the resource a private endpoint.",
		Link: "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
	},
	{
		ID: "D-inbound", Title: "No network security group admits the internet or whole services, and each denies what it does not name", Severity: finding.High, each: inbound, look: apiManagement, kinds: []string{"network:NetworkSecurityGroup"},
		Fix: "Name the private ranges that may call, and end the inbound rules with one that denies everything.", Link: nsgPage,
	},
	{
		ID: "D-outbound", Title: "Subnets send nothing but what is named; the web app's HTTPS is named", Severity: finding.Medium, look: outbound,
		Fix: "Name what the subnet needs, and end the outbound rules with one that denies everything.", Link: nsgPage,
	},
	{
		ID: "D-subnets", Title: "Each subnet that may has a network security group, which applies to endpoints too, and no default way out", Severity: finding.High, each: subnets, look: securityGroups, kinds: []string{"network:VirtualNetwork"},
		Fix:  "Set networkSecurityGroup, privateEndpointNetworkPolicies Enabled, and defaultOutboundAccess false.",
		Link: "https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
	},
	{
		ID: "D-peering", Title: "The VNet has no peer", Severity: finding.High, each: peerings, kinds: []string{"network:VirtualNetworkPeering", "network:VirtualNetwork"},
		Fix:  "Remove the peering, or waive this with the reason: a peer can reach the private endpoints.",
		Link: "https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview",
	},
}

// publicAddresses: the VPN's is the developers' way in.
func publicAddresses(w *watch) {
	gateways := w.ofGateways()
	for _, r := range w.g.Azure() {
		if r.Kind == "network:PublicIPPrefix" || r.Kind == "network:PublicIPAddress" && !gateways[strings.ToLower(r.ID)] && !gateways[r.URN] {
			w.open(r, "", "a public address that is not the VPN gateway's", "none")
			continue
		}
		if r.Kind == "network:PublicIPAddress" {
			w.accepted(r, "", "the VPN gateway's address", "developers come in through it, with an Entra token of the tenant (R41)")
		}
	}
}

// ofGateways are the ids of the gateways' addresses, in lower case, or their
// URNs where the ids are not known yet.
func (w *watch) ofGateways() map[string]bool {
	all := map[string]bool{}
	for _, g := range w.g.Of("network:VirtualNetworkGateway") {
		for _, c := range listed(g.Value("ipConfigurations")) {
			switch id := c.At("publicIPAddress.id"); {
			case id.State == graph.Known && id.Text() != "":
				all[strings.ToLower(id.Text())] = true
			case id.Hidden():
				for _, urn := range g.PropertyDependencies["ipConfigurations"] {
					all[urn] = true
				}
			}
		}
	}
	return all
}
