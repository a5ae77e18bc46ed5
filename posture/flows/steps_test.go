package flows

import (
	"testing"

	"secure-azure-openai/posture/recorded"
)

const (
	webappNSG    = "network-webapp-nsg"
	endpointsNSG = "network-endpoints-nsg"
	appNet       = "10.30.2.0/26"
)

// pathCase changes one thing, and one flow's verdict with it: where it is
// denied, at exactly this step.
type pathCase struct {
	name, stack           string
	change                func(*recorded.Copy)
	actor, target, action string
	want                  Outcome
	step                  StepName
}

func run(t *testing.T, cases []pathCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := flow(t, Judge(recorded.Change(load(t, c.stack), c.change)), c.actor, c.target, c.action)
			if v.Outcome == c.want && v.Deciding().Name == c.step {
				return
			}
			t.Errorf("%s -> %s %s is %s by %s, want %s by %s", c.actor, c.target, c.action, v.Outcome, v.Deciding().Name, c.want, c.step)
			for _, s := range v.Steps() {
				t.Logf("%-8s %-15s %s", s.Outcome, s.Name, s.Evidence())
			}
		})
	}
}

func TestNames(t *testing.T) {
	searchLink, searchRecords := "dns-privatelink.search.windows.net-link", "records-search-group"
	record := "privateDnsZoneConfigs[0].recordSets[0].ipAddresses[0]"
	noRecords := unset(searchRecords, "privateDnsZoneConfigs[0].recordSets")
	run(t, []pathCase{
		{"as it is", prod, func(*recorded.Copy) {}, "webapp", "search", "query", Allowed, StepRole},
		{"a name server that is not in the graph", prod, set("network-vnet", "dhcpOptions.dnsServers", []any{"10.9.9.9"}), "webapp", "search", "query", Unknown, StepServer},
		{"Azure's own name server", prod, unset("network-vnet", "dhcpOptions"), "webapp", "search", "query", Allowed, StepRole},
		{"no resolver: the VPN has its hosts file", prod, unset("network-vnet", "dhcpOptions"), platformTeam, "search", "query", Allowed, StepRole},
		{"a hosts file without the name", dev, set2Stack("hostsFile", "10.20.0.16 other.openai.azure.com"), "developer:developer", "search", "query", Denied, StepFirewall},
		{"a hosts file with another address", dev, set2Stack("hostsFile", "10.20.0.99 srch-aoai-dev-nsdv37.search.windows.net"), "developer:developer", "search", "query", Denied, StepEndpoint},
		{"no hosts file in the outputs", dev, func(c *recorded.Copy) { delete(c.Stack().Outputs, "hostsFile") }, "developer:developer", "search", "query", Allowed, StepRole},
		{"no rule to the resolver", prod, ruleless(webappNSG, "allow-resolver-dns"), "webapp", "search", "query", Denied, StepOutbound},
		{"a resolver for the VNet alone", prod, set("network-resolver-nsg", "securityRules[0].sourceAddressPrefixes", []any{"10.30.0.0/22"}), platformTeam, "search", "query", Denied, StepInbound},
		{"no link", prod, without(searchLink), "webapp", "search", "query", Denied, StepFirewall},
		{"no link, another service", plain, without(searchLink), "webapp", "openai", "chat", Allowed, StepRole},
		{"a link to another VNet", prod, set(searchLink, "virtualNetwork.id", subscription+"/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/other"), "webapp", "search", "query", Denied, StepFirewall},
		{"no record", prod, noRecords, "webapp", "search", "query", Denied, StepRecord},
		{"no zone group", prod, without(searchRecords), "webapp", "search", "query", Denied, StepRecord},
		{"no record, and the link falls back", prod, all(noRecords, set(searchLink, "resolutionPolicy", "NxDomainRedirect")), "webapp", "search", "query", Denied, StepFirewall},
		{"a record of nothing", prod, set(searchRecords, record, "10.30.0.99"), "webapp", "search", "query", Denied, StepEndpoint},
		{"a record of another service", prod, set(searchRecords, record, "10.30.0.24"), "webapp", "search", "query", Denied, StepEndpoint},
		{"a record set of its own", prod, all(without(searchRecords), func(c *recorded.Copy) {
			zone := idOf(c, "dns-privatelink.search.windows.net")
			r := c.Add("network:PrivateRecordSet", "extra", map[string]any{"aRecords": []any{map[string]any{"ipv4Address": "10.30.0.20"}}})
			r.ID = zone + "/A/srch-aoai-prod-al3d4i"
		}), "webapp", "search", "query", Allowed, StepRole},
		{"a zone that takes the name over", prod, func(c *recorded.Copy) {
			zone := c.Twice(c.Named("dns-privatelink.search.windows.net"), "extra")
			zone.ID = subscription + "/resourceGroups/rg-aoai-prod/providers/Microsoft.Network/privateDnsZones/search.windows.net"
			link := c.Twice(c.Named(searchLink), "extra-link")
			link.ID = zone.ID + "/virtualNetworkLinks/extra"
		}, "webapp", "search", "query", Denied, StepRecord},
		{"the deployment site has a record too", prod, func(*recorded.Copy) {}, platformTeam, "webapp", "deploy", Allowed, StepRole},
		{"its record gone with the zone group", prod, without("records-webApp-group"), platformTeam, "webapp", "deploy", Denied, StepRecord},
		{"no subdomain", prod, unset("openai-account", "properties.customSubDomainName"), "webapp", "openai", "chat", Denied, StepServer},
	})
}

// set2Stack gives the stack an output.
func set2Stack(name, value string) func(*recorded.Copy) {
	return func(c *recorded.Copy) { c.Stack().Outputs[name] = value }
}

func TestEndpoints(t *testing.T) {
	const endpoint, connection = "endpoint-search-endpoint", "privateLinkServiceConnections[0]."
	status := connection + "privateLinkServiceConnectionState.status"
	run(t, []pathCase{
		{"no endpoint", prod, without(endpoint), "webapp", "search", "query", Denied, StepFirewall},
		{"of another service", prod, set(endpoint, connection+"privateLinkServiceId", subscription+"/other"), "webapp", "search", "query", Denied, StepFirewall},
		{"of another group", prod, set(endpoint, connection+"groupIds", []any{"blob"}), "webapp", "search", "query", Denied, StepEndpoint},
		{"pending", prod, set(endpoint, status, "Pending"), "webapp", "search", "query", Denied, StepConnection},
		{"rejected", prod, set(endpoint, status, "Rejected"), "webapp", "search", "query", Denied, StepConnection},
		{"no status", prod, unset(endpoint, connection+"privateLinkServiceConnectionState"), "webapp", "search", "query", Unknown, StepConnection},
		{"a dynamic address", prod, unset(endpoint, "ipConfigurations"), "webapp", "search", "query", Allowed, StepRole},
		{"a dynamic address that only its records have", prod, all(unset(endpoint, "ipConfigurations"), unset(endpoint, "customDnsConfigs")), "webapp", "search", "query", Allowed, StepRole},
		{"an address that nobody says", prod, all(unset(endpoint, "ipConfigurations"), unset(endpoint, "customDnsConfigs"), without("records-search-group")), platformTeam, "search", "query", Denied, StepRecord},
		{"a route table", prod, set("network-vnet", "subnets[2].routeTable", map[string]any{"id": "/x"}), "webapp", "search", "query", Unknown, StepRoute},
		{"the app outside the VNet", prod, unset("webapp-app", "virtualNetworkSubnetId"), "webapp", "search", "query", Denied, StepFirewall},
		{"no gateway", prod, without("vpn-gateway"), platformTeam, "search", "query", Denied, StepFirewall},
	})
}

func TestNetworkRules(t *testing.T) {
	policies := "subnets[0].privateEndpointNetworkPolicies"
	run(t, []pathCase{
		{"out: a denial before the allowance", prod, secRule(webappNSG, 105, "Deny", "Outbound", "*", "10.30.0.20", "*"), "webapp", "search", "query", Denied, StepOutbound},
		{"out: a denial of another address", prod, secRule(webappNSG, 105, "Deny", "Outbound", "*", "10.30.0.24", "*"), "webapp", "search", "query", Allowed, StepRole},
		{"out: a denial behind it", prod, secRule(webappNSG, 111, "Deny", "Outbound", "*", "10.30.0.20", "*"), "webapp", "search", "query", Allowed, StepRole},
		{"out: a denial of another port", prod, secRule(webappNSG, 105, "Deny", "Outbound", "*", "*", "8000-9000"), "webapp", "search", "query", Allowed, StepRole},
		{"out: a denial of a range", prod, secRule(webappNSG, 105, "Deny", "Outbound", "*", "*", "400-500"), "webapp", "search", "query", Denied, StepOutbound},
		{"out: a denial of a part of the app", prod, secRule(webappNSG, 105, "Deny", "Outbound", "10.30.2.0/28", "*", "443"), "webapp", "search", "query", Unknown, StepOutbound},
		{"out: Azure's own rules let the VNet out", prod, noRules(webappNSG), "webapp", "search", "query", Allowed, StepRole},
		{"out: no group at all", prod, unset("network-vnet", "subnets[2].networkSecurityGroup"), "webapp", "search", "query", Allowed, StepRole},
		{"out: no allowance", prod, ruleless(webappNSG, "allow-endpoints-https"), "webapp", "search", "query", Denied, StepOutbound},
		{"out: a group of the callers", prod, all(secRule(webappNSG, 105, "Deny", "Outbound", "*", "*", "443"), func(c *recorded.Copy) {
			recorded.Set(c.Named(webappNSG), "securityRules[5].destinationApplicationSecurityGroups", []any{map[string]any{"id": "/x"}})
		}), "webapp", "search", "query", Unknown, StepOutbound},
		{"in: a denial of the app", prod, secRule(endpointsNSG, 90, "Deny", "Inbound", appNet, "*", "443"), "webapp", "search", "query", Denied, StepInbound},
		{"in: a denial of the VPN", prod, secRule(endpointsNSG, 90, "Deny", "Inbound", "172.16.202.0/24", "*", "443"), "webapp", "search", "query", Allowed, StepRole},
		{"in: the same, for the VPN", prod, secRule(endpointsNSG, 90, "Deny", "Inbound", "172.16.202.0/24", "*", "443"), platformTeam, "search", "query", Denied, StepInbound},
		{"in: no allowance", prod, ruleless(endpointsNSG, "allow-callers-https"), platformTeam, "search", "query", Denied, StepInbound},
		{"in: it applies to no endpoint", prod, all(ruleless(endpointsNSG, "allow-callers-https"), set("network-vnet", policies, "Disabled")), platformTeam, "search", "query", Allowed, StepRole},
		{"in: it applies to them alone", prod, all(ruleless(endpointsNSG, "allow-callers-https"), set("network-vnet", policies, "NetworkSecurityGroupEnabled")), platformTeam, "search", "query", Denied, StepInbound},
		{"in: Azure's own rules let the VPN in", prod, noRules(endpointsNSG), platformTeam, "search", "query", Allowed, StepRole},
		{"in: an app's rules of its own", prod, func(c *recorded.Copy) {
			r := c.Add("network:SecurityRule", "extra", map[string]any{
				"name": "extra", "priority": 90.0, "access": "Deny", "direction": "Inbound", "protocol": "Tcp",
				"sourceAddressPrefix": "*", "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "443",
			})
			r.ID = idOf(c, endpointsNSG) + "/securityRules/extra"
		}, "webapp", "search", "query", Denied, StepInbound},
		{"in: a VPN client without a token gets as far as the service", prod, func(*recorded.Copy) {}, "vpn-client", "search", "query", Denied, StepAuthentication},
		{"in: a peer is kept out", prod, peered, "peer:other", "search", "query", Denied, StepInbound},
		{"in: a peer gets in by Azure's own rules", prod, all(peered, noRules(endpointsNSG)), "peer:other", "search", "query", Denied, StepAuthentication},
	})
}

func peered(c *recorded.Copy) {
	recorded.Set(c.Named("network-vnet"), "virtualNetworkPeerings", []any{map[string]any{
		"name": "other", "peeringState": "Connected",
		"remoteVirtualNetwork":             map[string]any{"id": subscription + "/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/other"},
		"remoteVirtualNetworkAddressSpace": map[string]any{"addressPrefixes": []any{"10.99.0.0/16"}},
	}})
}
