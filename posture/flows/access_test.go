package flows

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

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
		{"shared keys: the app lists them", plain, all(shared, grantByGUID("17d1049b-9a84-46fb-8f53-869881c3d3ab", "storage:StorageAccount")), "webapp", "storage", "read", Allowed, StepKey},
		{"no shared keys: listing them opens nothing", prod, grantByGUID("17d1049b-9a84-46fb-8f53-869881c3d3ab", "storage:StorageAccount"), "webapp", "storage", "read", Denied, StepRole},
		{"shared keys, not said: they are on", plain, all(unset("storage-account", "allowSharedKeyAccess"), grantByGUID("17d1049b-9a84-46fb-8f53-869881c3d3ab", "storage:StorageAccount")), "webapp", "storage", "read", Allowed, StepKey},
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
		{"an identity from outside counts as the app's too", prod, func(c *recorded.Copy) {
			attached, _ := c.Named("webapp-app").Outputs["identity"].(map[string]any)["userAssignedIdentities"].(map[string]any)
			attached["/elsewhere"] = map[string]any{"principalId": "00000000-0000-0000-0000-00000000e15e"}
			assign(c, "00000000-0000-0000-0000-00000000e15e", "ServicePrincipal", facts.RoleStorageBlobDataReader.ID, subscription)
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

// TestWhatIsSecretIsUnknown: a setting that nobody can read decides nothing.
func TestWhatIsSecretIsUnknown(t *testing.T) {
	secret := map[string]any{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
	g := recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
		from := c.One("search:Service")
		hidden, err := graph.NewResource(from.URN, from.Type, true, map[string]any{"disableLocalAuth": secret}, nil)
		require.NoError(t, err)
		recorded.Set(from, "disableLocalAuth", hidden.Inputs["disableLocalAuth"])
	})
	for _, v := range Judge(g).Verdicts {
		if v.ID() == "F-openai-search-query" {
			assert.Equal(t, Unknown, v.Outcome)
			assert.Equal(t, "whether tokens are taken is not known", v.Deciding().Evidence())
			return
		}
	}
	t.Fatal("no such flow")
}
