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
		{"a gateway in a hub, with transit", prod, hub(true), platformTeam, "search", "query", Allowed, StepRole},
		{"a gateway in a hub, without", prod, hub(false), platformTeam, "search", "query", Denied, StepRoute},
		{"a vault with roles", prod, vault(true), "webapp", "vault", "read-secret", Allowed, StepRole},
		{"a vault with roles, and a stranger", prod, vault(true), "stranger", "vault", "read-secret", Denied, StepRole},
		{"a vault with access policies", prod, vault(false), "webapp", "vault", "read-secret", Unknown, StepRole},
		{"names that are asked elsewhere", prod, forward("search.windows.net."), "webapp", "search", "query", Unknown, StepServer},
		{"other names that are", prod, forward("corp.example."), "webapp", "search", "query", Allowed, StepRole},
		{"a resource by its id", prod, instance(subscription + "/resourceGroups/*/providers/Microsoft.Search/searchServices/*"), "search", "storage", "read", Allowed, StepRole},
		{"another resource by its id", prod, instance(subscription + "/resourceGroups/other"), "search", "storage", "read", Denied, StepTrusted},
	})
}

// A function app beside the web app is an actor, and none of the
// architecture's: it needs nothing, and what it may do is too much.
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
	for id := range findingsOf(t, prod, change) {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	want := []string{
		"F-app-function-openai-chat", "F-app-function-openai-chat-on-data", "F-app-function-openai-embed",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("found %q\nwant  %q", ids, want)
	}
}
