package flows

import (
	"slices"
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/recorded"
)

// What other programs have, and this one may have later.
func TestOtherTopologies(t *testing.T) {
	const elsewhere = subscription + "/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/hub"
	hub := func(transit bool) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			c.Remove(c.Named("vpn-gateway"))
			r := c.Add("network:VirtualNetwork", "hub", map[string]any{
				"addressSpace": map[string]any{"addressPrefixes": []any{"10.99.0.0/16"}},
				"subnets":      []any{map[string]any{"name": "GatewaySubnet", "addressPrefix": "10.99.0.0/24"}},
				"virtualNetworkPeerings": []any{map[string]any{
					"peeringState": "Connected", "allowGatewayTransit": transit,
					"remoteVirtualNetwork": map[string]any{"id": idOf(c, "network-vnet")},
				}},
			})
			r.ID = elsewhere
			c.Add("network:VirtualNetworkGateway", "hub-gateway", map[string]any{
				"vpnClientConfiguration": map[string]any{"vpnClientAddressPool": map[string]any{"addressPrefixes": []any{"172.16.202.0/24"}}},
				"ipConfigurations":       []any{map[string]any{"subnet": map[string]any{"id": elsewhere + "/subnets/GatewaySubnet"}}},
			})
		}
	}
	vault := func(byRole bool) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			r := c.Add("keyvault:Vault", "vault", map[string]any{"vaultName": "kv-x", "properties": map[string]any{
				"publicNetworkAccess": "Enabled", "enableRbacAuthorization": byRole,
			}})
			r.ID = subscription + "/resourceGroups/rg-aoai-prod/providers/Microsoft.KeyVault/vaults/kv-x"
			assign(c, principalOf(c, "webapp-app"), "ServicePrincipal", "4633458b-17de-408a-b874-0445c86b69e6", r.ID)
		}
	}
	forward := func(domain string) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			c.Add("network:ForwardingRule", "forward", map[string]any{"domainName": domain})
		}
	}
	instance := func(id string) func(*recorded.Copy) {
		return all(set("storage-account", "networkRuleSet.bypass", "None"), func(c *recorded.Copy) {
			recorded.Set(c.Named("storage-account"), "networkRuleSet.resourceAccessRules", []any{map[string]any{"resourceId": id}})
		})
	}
	run(t, []pathCase{
		{"a gateway in a hub, with transit", plain, hub(true), platformTeam, "search", "query", Allowed, StepRole},
		{"a gateway in a hub, without", plain, hub(false), platformTeam, "search", "query", Denied, StepRoute},
		{"a vault with roles", plain, vault(true), "webapp", "vault", "read-secret", Allowed, StepRole},
		{"a vault with roles, and a stranger", plain, vault(true), "stranger", "vault", "read-secret", Denied, StepRole},
		{"a vault with access policies", plain, vault(false), "webapp", "vault", "read-secret", Unknown, StepRole},
		{"names that are asked elsewhere", plain, forward("search.windows.net."), "webapp", "search", "query", Unknown, StepServer},
		{"other names that are", plain, forward("corp.example."), "webapp", "search", "query", Allowed, StepRole},
		{"a resource by its id", plain, instance(subscription + "/resourceGroups/*/providers/Microsoft.Search/searchServices/*"), "search", "storage", "read", Allowed, StepRole},
		{"another resource by its id", plain, instance(subscription + "/resourceGroups/other"), "search", "storage", "read", Denied, StepTrusted},
	})
}

// What the program has inside another resource can be one of its own.
func TestResourcesOfTheirOwn(t *testing.T) {
	subnets := func(c *recorded.Copy) {
		v := c.Named("network-vnet")
		list, _ := v.Outputs["subnets"].([]any)
		for _, item := range list {
			s := item.(map[string]any)
			r := c.Add("network:Subnet", s["name"].(string), s)
			r.ID = v.ID + "/subnets/" + s["name"].(string)
		}
		recorded.Delete(v, "subnets")
	}
	peer := func(state string) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			r := c.Add("network:VirtualNetworkPeering", "other", map[string]any{
				"peeringState": state, "remoteVirtualNetwork": map[string]any{"id": subscription + "/other"},
				"remoteAddressSpace": map[string]any{"addressPrefixes": []any{"10.99.0.0/16"}},
			})
			r.ID = idOf(c, "network-vnet") + "/virtualNetworkPeerings/other"
		}
	}
	allow := func(address, action string) func(*recorded.Copy) {
		return all(set("webapp-app", "publicNetworkAccess", "Enabled"), set("webapp-app", "siteConfig.ipSecurityRestrictions",
			[]any{map[string]any{"ipAddress": address, "action": action, "priority": 100.0}}))
	}
	const away = "developer-away:ai-platform"
	run(t, []pathCase{
		{"subnets", plain, subnets, "webapp", "search", "query", Allowed, StepRole},
		{"subnets with a denial", plain, all(subnets, secRule(endpointsNSG, 90, "Deny", "Inbound", appNet, "*", "443")), "webapp", "search", "query", Denied, StepInbound},
		{"a peering", plain, all(peer("Connected"), noRules(endpointsNSG)), "peer:other", "storage", "read", Denied, StepAuthentication},
		{"no resolver around its endpoint", plain, without("resolver-resolver"), "webapp", "search", "query", Unknown, StepServer},
		{"no group where a subnet names one", plain, without(webappNSG), "webapp", "search", "query", Unknown, StepOutbound},
		{"a restriction that allows an address", plain, allow("198.51.100.0/24", "Allow"), away, "webapp", "browse", Allowed, StepAuthentication},
		{"a restriction that denies one alone", plain, allow("198.51.100.0/24", "Deny"), away, "webapp", "browse", Denied, StepFirewall},
		{"a restriction that allows any", plain, allow("Any", "Allow"), away, "webapp", "browse", Allowed, StepAuthentication},
		{"a restriction that denies any", plain, allow("Any", "Deny"), away, "webapp", "browse", Denied, StepFirewall},
		{"nobody can sign in", dev, set("webapp-signin", "identityProviders.azureActiveDirectory.enabled", false), "developer:developer", "webapp", "browse", Denied, StepAuthentication},
		{"an identity of its own", plain, func(c *recorded.Copy) {
			r := c.Twice(c.Named("webapp-identity"), "lonely")
			recorded.Set(r, "principalId", "00000000-0000-0000-0000-00000000beef")
			assign(c, "00000000-0000-0000-0000-00000000beef", "ServicePrincipal", facts.RoleContributor.ID, subscription)
		}, "identity:lonely", "storage", "list-keys", Allowed, StepRole},
		{"somebody by the object id alone", plain, func(c *recorded.Copy) {
			assign(c, "00000000-0000-0000-0000-00000000cafe", "User", facts.RoleStorageBlobDataReader.ID, subscription)
		}, "developer:00000000-0000-0000-0000-00000000cafe", "storage", "read", Allowed, StepRole},
		{"an identity whose type nobody says", plain, func(c *recorded.Copy) {
			recorded.Delete(c.Named("roles-webapp-search-index-data-reader-on-search"), "principalType")
		}, "webapp", "search", "query", Allowed, StepRole},
	})
	if r := Judge(recorded.Change(load(t, plain), peer("Initiated"))); slices.ContainsFunc(r.Verdicts, func(v Verdict) bool { return v.Actor.Kind == Peer }) {
		t.Error("a peering that only one side asked for has an actor")
	}
}

// A function app without a gateway before it needs nothing but a storage of
// its own, and what else it may do is too much.
func TestFunctionApp(t *testing.T) {
	change := func(c *recorded.Copy) {
		r := c.Twice(c.Named("webapp-app"), "function")
		for _, object := range []map[string]any{r.Inputs, r.Outputs} {
			object["kind"] = "functionapp,linux"
		}
		r.Outputs["name"] = "func-x"
		r.Outputs["identity"] = map[string]any{"type": "SystemAssigned", "principalId": "00000000-0000-0000-0000-00000000f00d"}
		assign(c, "00000000-0000-0000-0000-00000000f00d", "ServicePrincipal", facts.RoleCognitiveServicesOpenAIUser.ID, idOf(c, "openai-account"))
	}
	var ids []string
	for id := range findingsOf(t, plain, change) {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	want := []string{
		"F-backend-openai-chat", "F-backend-openai-chat-on-data", "F-backend-openai-embed", "F-missing-hoststorage",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("found %q\nwant  %q", ids, want)
	}
}
