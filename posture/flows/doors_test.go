package flows

import (
	"testing"

	"secure-azure-openai/posture/recorded"
)

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
		{"a subnet of the firewall's", plain, all(without("endpoint-openai-endpoint"), public, func(c *recorded.Copy) {
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
