package flows

import (
	"testing"

	"secure-azure-openai/facts"
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
		{"no link, another service", prod, without(searchLink), "webapp", "openai", "chat", Allowed, StepRole},
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

func TestFirewalls(t *testing.T) {
	public := set("openai-account", "properties.publicNetworkAccess", "Enabled")
	open := all(public, set("openai-account", "properties.networkAcls.defaultAction", "Allow"))
	address := all(public, set("openai-account", "properties.networkAcls.ipRules", []any{map[string]any{"value": "198.51.100.7"}}))
	blobs := all(set("storage-account", "publicNetworkAccess", "Enabled"), set("storage-account", "networkRuleSet.defaultAction", "Allow"))
	containers := set("storage-account", "allowBlobPublicAccess", true)
	const away = "developer-away:ai-platform"
	run(t, []pathCase{
		{"closed", prod, func(*recorded.Copy) {}, "internet", "openai", "chat", Denied, StepFirewall},
		{"public, and denied by default", prod, public, "internet", "openai", "chat", Denied, StepFirewall},
		{"open: the internet has no token", prod, open, "internet", "openai", "chat", Denied, StepAuthentication},
		{"open: a stranger has no role", prod, open, "stranger", "openai", "chat", Denied, StepRole},
		{"open: a developer needs no VPN", prod, open, away, "openai", "chat", Allowed, StepRole},
		{"closed: a developer does", prod, func(*recorded.Copy) {}, away, "openai", "chat", Denied, StepFirewall},
		{"an address: somebody gets in", prod, address, away, "openai", "chat", Allowed, StepRole},
		{"nothing is said", prod, all(unset("openai-account", "properties.publicNetworkAccess"), unset("openai-account", "properties.networkAcls")), away, "openai", "chat", Allowed, StepRole},
		{"a perimeter", prod, set("storage-account", "publicNetworkAccess", "SecuredByPerimeter"), away, "storage", "read", Unknown, StepFirewall},
		{"Search is open", prod, set("search-service", "publicNetworkAccess", "enabled"), away, "search", "query", Allowed, StepRole},
		{"Search is open to nobody's token", prod, set("search-service", "publicNetworkAccess", "enabled"), "internet", "search", "query", Denied, StepAuthentication},
		{"Storage: open, no container is", prod, blobs, "internet", "storage", "read", Denied, StepAuthentication},
		{"Storage: open, containers may be", prod, all(blobs, containers), "internet", "storage", "read", Denied, StepAuthentication},
		{"Storage: a public container", prod, all(blobs, containers, set("storage-container", "publicAccess", "Blob")), "internet", "storage", "read", Allowed, StepAuthentication},
		{"Storage: a public container behind the firewall", prod, all(containers, set("storage-container", "publicAccess", "Blob")), "internet", "storage", "read", Denied, StepFirewall},
		{"Storage: a public container for whoever is on the VPN", prod, all(containers, set("storage-container", "publicAccess", "Container")), "vpn-client", "storage", "read", Allowed, StepAuthentication},
		{"a subnet of the firewall's", prod, all(without("endpoint-openai-endpoint"), public, func(c *recorded.Copy) {
			recorded.Set(c.Named("openai-account"), "properties.networkAcls.virtualNetworkRules", []any{map[string]any{"id": idOf(c, "network-vnet") + "/subnets/snet-webapp"}})
		}, without("records-openai-group"), without("dns-privatelink.openai.azure.com-link")), "webapp", "openai", "chat", Allowed, StepRole},
		{"the site is open", prod, set("webapp-app", "publicNetworkAccess", "Enabled"), away, "webapp", "browse", Allowed, StepAuthentication},
		{"the site is restricted", prod, all(set("webapp-app", "publicNetworkAccess", "Enabled"), set("webapp-app", "siteConfig.ipSecurityRestrictionsDefaultAction", "Deny")), away, "webapp", "browse", Denied, StepFirewall},
		{"the site says nothing and has an endpoint", prod, unset("webapp-app", "publicNetworkAccess"), away, "webapp", "browse", Denied, StepFirewall},
		{"its deployment site is restricted", dev, set("webapp-app", "siteConfig.scmIpSecurityRestrictionsDefaultAction", "Deny"), "developer-away:developer", "webapp", "deploy", Denied, StepFirewall},
		{"its deployment site is open", dev, func(*recorded.Copy) {}, "developer-away:developer", "webapp", "deploy", Allowed, StepRole},
	})
}

func TestTrustedServices(t *testing.T) {
	none := set("openai-account", "properties.networkAcls.bypass", "None")
	const link = "sharedlink-link"
	run(t, []pathCase{
		{"Search lets Azure OpenAI in", dev, func(*recorded.Copy) {}, "openai", "search", "query", Allowed, StepRole},
		{"Search lets nobody in", dev, set("search-service", "networkRuleSet.bypass", "None"), "openai", "search", "query", Denied, StepTrusted},
		{"Search says nothing", dev, unset("search-service", "networkRuleSet"), "openai", "search", "query", Denied, StepTrusted},
		{"Storage lets nobody in", dev, set("storage-account", "networkRuleSet.bypass", "None"), "search", "storage", "read", Denied, StepTrusted},
		{"Storage says nothing: it lets them in", dev, unset("storage-account", "networkRuleSet.bypass"), "search", "storage", "read", Allowed, StepRole},
		{"Azure OpenAI lets nobody in", dev, none, "search", "openai", "embed", Denied, StepTrusted},
		{"no system-assigned identity", dev, set("openai-account", "identity.type", "UserAssigned"), "openai", "search", "query", Denied, StepTrusted},
		{"a shared private link instead", prod, none, "search", "openai", "embed", Allowed, StepRole},
		{"the link is not approved", prod, all(none, without("sharedlink-approval")), "search", "openai", "embed", Denied, StepSharedLink},
		{"the link is not approved, but trusted services may come", prod, without("sharedlink-approval"), "search", "openai", "embed", Allowed, StepRole},
		{"the link has the status itself", prod, all(none, without("sharedlink-approval"), set(link, "properties.status", "Approved")), "search", "openai", "embed", Allowed, StepRole},
		{"the link is for another group", prod, all(none, set(link, "properties.groupId", "OpenAI_Account")), "search", "openai", "embed", Denied, StepSharedLink},
		{"the app is no trusted service", dev, all(without("endpoint-openai-endpoint"), without("records-openai-group")), "webapp", "openai", "chat", Denied, StepFirewall},
	})
}

func TestAuthentication(t *testing.T) {
	const signin = "webapp-signin"
	keys := set("search-service", "disableLocalAuth", false)
	both := all(keys, set("search-service", "authOptions", map[string]any{"aadOrApiKey": map[string]any{"aadAuthFailureMode": "http401WithBearerChallenge"}}))
	openKeys := set("openai-account", "properties.disableLocalAuth", false)
	shared := set("storage-account", "allowSharedKeyAccess", true)
	run(t, []pathCase{
		{"keys only: no token is taken", prod, keys, "webapp", "search", "query", Denied, StepAuthentication},
		{"keys only: whoever lists them gets in", prod, keys, platformTeam, "search", "query", Allowed, StepKey},
		{"both: tokens are taken", prod, both, "webapp", "search", "query", Allowed, StepRole},
		{"both: no key for the app", prod, both, "webapp", "search", "upload", Denied, StepRole},
		{"both: a trusted service comes with a token only", dev, both, "openai", "search", "upload", Denied, StepRole},
		{"both: with the door open it may use a key", dev, all(both, set("search-service", "publicNetworkAccess", "enabled")), "openai", "search", "upload", Allowed, StepKey},
		{"keys of Azure OpenAI: nobody lists them", prod, openKeys, "stranger", "openai", "chat", Denied, StepRole},
		{"shared keys: the app lists them", prod, all(shared, grantByGUID("17d1049b-9a84-46fb-8f53-869881c3d3ab", "storage:StorageAccount")), "webapp", "storage", "read", Allowed, StepKey},
		{"no shared keys: listing them opens nothing", prod, grantByGUID("17d1049b-9a84-46fb-8f53-869881c3d3ab", "storage:StorageAccount"), "webapp", "storage", "read", Denied, StepRole},
		{"shared keys, not said: they are on", prod, all(unset("storage-account", "allowSharedKeyAccess"), grantByGUID("17d1049b-9a84-46fb-8f53-869881c3d3ab", "storage:StorageAccount")), "webapp", "storage", "read", Allowed, StepKey},
		{"basic credentials: a profile deploys", dev, all(set("webapp-scm", "allow", true), customRole("Microsoft.Web/sites/publishxml/action", "web:WebApp")), "webapp", "webapp", "deploy", Allowed, StepKey},
		{"no basic credentials: it does not", dev, customRole("Microsoft.Web/sites/publishxml/action", "web:WebApp"), "webapp", "webapp", "deploy", Denied, StepRole},
		{"sign-in is on", dev, func(*recorded.Copy) {}, "internet", "webapp", "browse", Denied, StepAuthentication},
		{"sign-in: an account of the tenant has one", dev, func(*recorded.Copy) {}, "stranger", "webapp", "browse", Allowed, StepAuthentication},
		{"sign-in is off", dev, set(signin, "platform.enabled", false), "internet", "webapp", "browse", Allowed, StepAuthentication},
		{"sign-in is not required", dev, set(signin, "globalValidation.requireAuthentication", false), "internet", "webapp", "browse", Allowed, StepAuthentication},
		{"sign-in: anonymous requests go on", dev, set(signin, "globalValidation.unauthenticatedClientAction", "AllowAnonymous"), "internet", "webapp", "browse", Allowed, StepAuthentication},
		{"sign-in: a path is open", dev, set(signin, "globalValidation.excludedPaths", []any{"/api"}), "internet", "webapp", "browse", Allowed, StepAuthentication},
		{"no sign-in at all", dev, without(signin), "internet", "webapp", "browse", Allowed, StepAuthentication},
		{"no sign-in, and private", prod, without(signin), "internet", "webapp", "browse", Denied, StepFirewall},
		{"no sign-in, and private: whoever is on the VPN", prod, without(signin), "vpn-client", "webapp", "browse", Allowed, StepAuthentication},
	})
}

func TestRoles(t *testing.T) {
	const own = "roles-webapp-search-index-data-reader-on-search"
	search := "roles-search-storage-blob-data-reader-on-storage"
	run(t, []pathCase{
		{"the role is gone", prod, without(own), "webapp", "search", "query", Denied, StepRole},
		{"another role", prod, set(own, "roleDefinitionId", "/x/"+facts.RoleSearchServiceContributor.ID), "webapp", "search", "query", Denied, StepRole},
		{"of somebody else", prod, set(own, "principalId", teamID), "webapp", "search", "query", Denied, StepRole},
		{"on something else", prod, set(own, "scope", subscription+"/resourceGroups/rg-aoai-prod/providers/Microsoft.Search/searchServices/srch-aoai-prod-al3d4"), "webapp", "search", "query", Denied, StepRole},
		{"on the group", prod, set(own, "scope", subscription+"/resourceGroups/RG-AOAI-prod"), "webapp", "search", "query", Allowed, StepRole},
		{"on the subscription", prod, set(own, "scope", subscription), "webapp", "search", "query", Allowed, StepRole},
		{"on everything", prod, set(own, "scope", "/"), "webapp", "search", "query", Allowed, StepRole},
		{"on a management group", prod, set(own, "scope", "/providers/Microsoft.Management/managementGroups/x"), "webapp", "search", "query", Unknown, StepRole},
		{"on one index", prod, func(c *recorded.Copy) {
			recorded.Set(c.Named(own), "scope", idOf(c, "search-service")+"/indexes/documents")
		}, "webapp", "search", "query", Allowed, StepRole},
		{"with a condition", prod, set(own, "condition", "@Resource[x] StringEquals 'y'"), "webapp", "search", "query", Unknown, StepRole},
		{"a role that nobody knows", prod, set(own, "roleDefinitionId", "/x/00000000-0000-0000-0000-00000000beef"), "webapp", "search", "query", Unknown, StepRole},
		{"a role of the deployment's own", prod, all(without(own), customDataRole("Microsoft.Search/searchServices/indexes/*", "search:Service")), "webapp", "search", "query", Allowed, StepRole},
		{"a role of its own, without this", prod, all(without(own), customRole("Microsoft.Search/searchServices/indexes/*", "search:Service")), "webapp", "search", "query", Denied, StepRole},
		{"widened: the app reads blobs", prod, grantApp(facts.RoleStorageBlobDataReader, subscription), "webapp", "storage", "read", Allowed, StepRole},
		{"widened: Search writes blobs", prod, set(search, "roleDefinitionId", "/x/"+facts.RoleStorageBlobDataContributor.ID), "search", "storage", "write", Allowed, StepRole},
		{"Contributor: changes network rules", prod, grantTeam(facts.RoleContributor, subscription+"/resourceGroups/rg-aoai-prod"), platformTeam, "group", "change-nsg", Allowed, StepRole},
		{"Contributor: opens a firewall", prod, grantTeam(facts.RoleContributor, subscription+"/resourceGroups/rg-aoai-prod"), platformTeam, "openai", "change-firewall", Allowed, StepRole},
		{"Contributor: assigns no roles", prod, grantTeam(facts.RoleContributor, subscription+"/resourceGroups/rg-aoai-prod"), platformTeam, "group", "assign-roles", Denied, StepRole},
		{"Contributor: reads no blobs by it", prod, all(grantTeam(facts.RoleContributor, subscription), without("roles-ai-platform-developer-storage-blob-data-contributor-on-storage")), platformTeam, "storage", "read", Denied, StepRole},
		{"Contributor and an administrator of roles: one adds to the other", prod, all(grantTeam(facts.RoleContributor, subscription), grantTeam(facts.RoleRoleBasedAccessControlAdmin, subscription)), platformTeam, "group", "assign-roles", Allowed, StepRole},
		{"on one NSG", prod, func(c *recorded.Copy) {
			assign(c, teamID, "Group", "4d97b98b-1d4f-4787-a291-c67834d212e7", idOf(c, webappNSG))
		}, platformTeam, "group", "change-nsg", Allowed, StepRole},
		{"on one NSG: not the VNet", prod, func(c *recorded.Copy) {
			assign(c, teamID, "Group", "4d97b98b-1d4f-4787-a291-c67834d212e7", idOf(c, webappNSG))
		}, platformTeam, "group", "change-network", Denied, StepRole},
		{"somebody from outside", prod, func(c *recorded.Copy) {
			assign(c, "00000000-0000-0000-0000-00000000abcd", "ServicePrincipal", facts.RoleContributor.ID, subscription)
		}, "principal:00000000-0000-0000-0000-00000000abcd", "openai", "list-keys", Allowed, StepRole},
		{"the app's other identity counts as the app", prod, func(c *recorded.Copy) {
			assign(c, c.Named("webapp-identity").Outputs.At("principalId").Text(), "ServicePrincipal", facts.RoleStorageBlobDataReader.ID, idOf(c, "storage-account"))
		}, "webapp", "storage", "read", Allowed, StepRole},
		{"the app cannot reach Azure Resource Manager", prod, all(grantApp(facts.RoleContributor, subscription), ruleless(webappNSG, "allow-internet-https")), "webapp", "openai", "list-keys", Denied, StepOutbound},
		{"the app can", prod, grantApp(facts.RoleContributor, subscription), "webapp", "openai", "list-keys", Allowed, StepRole},
		{"the internet cannot manage", prod, func(*recorded.Copy) {}, "internet", "openai", "list-keys", Denied, StepAuthentication},
	})
}

func grantTeam(role facts.Role, scope string) func(*recorded.Copy) {
	return func(c *recorded.Copy) { assign(c, teamID, "Group", role.ID, scope) }
}

func grantByGUID(role, kind string) func(*recorded.Copy) {
	return grantApp(facts.Role{ID: role}, kind)
}

// customRole gives the app a role of the deployment's own.
func customRole(action, kind string) func(*recorded.Copy) {
	return ownRole(map[string]any{"actions": []any{action}}, kind)
}

func customDataRole(action, kind string) func(*recorded.Copy) {
	return ownRole(map[string]any{"dataActions": []any{action}}, kind)
}

func ownRole(permissions map[string]any, kind string) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		const id = "00000000-0000-0000-0000-0000000000c0"
		r := c.Add("authorization:RoleDefinition", "own", map[string]any{"roleName": "own", "permissions": []any{permissions}})
		r.ID = subscription + "/providers/Microsoft.Authorization/roleDefinitions/" + id
		grantByGUID(id, kind)(c)
	}
}
