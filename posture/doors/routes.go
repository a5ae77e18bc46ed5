package doors

import (
	"fmt"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var routing = []Door{{
	ID: "D-routes", Title: "Subnets have no ways of their own into or out of the network, and the gateway takes up no networks but its clients", Severity: finding.High, look: routes,
	Fix:  "Remove the route table, the NAT gateway, the service endpoint or the gateway's further routes, or waive this with the reason.",
	Link: "https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview",
}}

// waysOfSubnets are what leads past the private endpoints: a route or NAT
// gateway takes traffic elsewhere, a service endpoint reaches every account of
// its service, and a shared subnet is everybody's in the tenant.
var waysOfSubnets = []string{"routeTable", "natGateway", "serviceEndpoints", "sharingScope"}

// waysOfGateways are what connects more than point-to-site clients.
var waysOfGateways = []string{
	"enableBgp", "allowRemoteVnetTraffic", "allowVirtualWanTraffic", "gatewayDefaultSite", "natRules", "customRoutes", "disableIPSecReplayProtection",
}

func routes(w *watch) {
	for _, v := range w.g.Of("network:VirtualNetwork") {
		for i, s := range v.Value("subnets").Items() {
			at := fmt.Sprintf("subnets[%d] (%s).", i, graph.Printable(s.At("name").Text()))
			for _, name := range waysOfSubnets {
				way := s.At(name)
				w.value(v, at+name, way, nothing(way), "nothing there")
			}
		}
	}
	for _, g := range w.g.Of("network:VirtualNetworkGateway") {
		for _, name := range waysOfGateways {
			way := g.Value(name)
			w.value(g, name, way, nothing(way), "nothing there, or false")
		}
	}
}
