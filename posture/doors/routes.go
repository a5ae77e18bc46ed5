package doors

import (
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var routing = []Door{{
	ID: "D-routes", Title: "Subnets have no ways of their own into or out of the network, and the gateway takes up no networks but its clients", Severity: finding.High, each: routes, kinds: []string{"network:VirtualNetwork", "network:VirtualNetworkGateway"},
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

func routes(w *watch, r *graph.Resource) {
	if r.Kind == "network:VirtualNetworkGateway" {
		for _, name := range waysOfGateways {
			way := r.Value(name)
			w.value(r, name, way, way.Nothing(), "nothing there, or false")
		}
		return
	}
	for i, s := range r.Value("subnets").Items() {
		at := subnetAt(i, s) + "."
		for _, name := range waysOfSubnets {
			way := s.At(name)
			w.value(r, at+name, way, way.Nothing(), "nothing there")
		}
	}
}
