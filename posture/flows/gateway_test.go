package flows

import (
	"strings"
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// Each flow that the gateway is for, in both modes, and nothing else.
func TestGatewayIsAsExpected(t *testing.T) {
	for name, change := range map[string]func(*recorded.Copy){"private endpoint": fronted, "internal": all(fronted, inside)} {
		for id, f := range findingsOf(t, plain, change) {
			t.Errorf("%s: %s: %s\n%q", name, id, f.Title, f.Evidence)
		}
		r := Judge(recorded.Change(load(t, plain), change))
		for _, c := range []struct {
			actor, target, action string
			expected              Expectation
			why                   string
		}{
			{"webapp", "gateway", "chat", Needed, "G17"},
			{"webapp", "gateway", "embed", Tolerated, "G17"},
			{"webapp", "gateway", "invoke", Tolerated, "G17"},
			{"webapp", "openai", "chat", Forbidden, "G17"},
			{"gateway", "openai", "chat", Needed, "G7"},
			{"gateway", "openai", "embed", Needed, "G7"},
			{"gateway", "backend", "invoke", Needed, "G22"},
			{"backend", "hoststorage", "blob", Needed, "G20"},
			{"backend", "hoststorage", "queue", Needed, "G20"},
			{"backend", "hoststorage", "table", Needed, "G20"},
			{platformTeam, "openai", "chat", Needed, "R34"},
			{"search", "openai", "embed", Needed, "R30"},
			{"deployer", "gateway", "edit-policies", Tolerated, "R38"},
			{platformTeam, "gateway", "edit-policies", Forbidden, ""},
			{"gateway", "gateway", "edit-policies", Forbidden, ""},
		} {
			v := flow(t, r, c.actor, c.target, c.action)
			if v.Expected != c.expected || v.Why != c.why || (v.Outcome == Allowed) == (c.expected == Forbidden) {
				t.Errorf("%s: %s is %s, %s %s", name, v.ID(), v.Outcome, v.Expected, v.Why)
			}
		}
	}
}

// api gives an API of the gateway another document.
func api(name, policy string) func(*recorded.Copy) {
	return set("gateway-"+name+"-policy", "value", policy)
}

// caller names somebody in the settings: a named value, and its place in the
// document.
func caller(oid string) func(*recorded.Copy) {
	return all(api("openai", document(validation(tenantID, facts.CognitiveServicesResource, claims("oid", "{{caller-webapp}}", "{{caller-team}}")), "openai", facts.CognitiveServicesResource)), func(c *recorded.Copy) {
		ofGateway(c, "apimanagement:NamedValue", "gateway-value-team", apimID+"/namedValues/caller-team", map[string]any{"displayName": "caller-team", "value": oid})
	})
}

var (
	phaseOne = all(fronted, set("gateway-service", "publicNetworkAccess", "Enabled"))
	keysOnly = all(fronted, set("gateway-openai", "subscriptionRequired", true), api("openai", document("", "openai", facts.CognitiveServicesResource)))
	nothing  = api("openai", document("", "openai", facts.CognitiveServicesResource))
)

// How a caller gets to the gateway, in both modes and both phases.
func TestWayToTheGateway(t *testing.T) {
	const record = "privateDnsZoneConfigs[0].recordSets[0].ipAddresses[0]"
	within := all(fronted, inside)
	run(t, []pathCase{
		{"as it is", plain, fronted, "webapp", "gateway", "chat", Allowed, StepRole},
		{"no zone", plain, all(fronted, without("dns-privatelink.azure-api.net-link")), "webapp", "gateway", "chat", Denied, StepFirewall},
		{"no record", plain, all(fronted, without("records-gateway-group")), "webapp", "gateway", "chat", Denied, StepRecord},
		{"a record of nothing", plain, all(fronted, set("records-gateway-group", record, "10.30.0.99")), "webapp", "gateway", "chat", Denied, StepEndpoint},
		{"another group", plain, all(fronted, set("endpoint-gateway-endpoint", "privateLinkServiceConnections[0].groupIds", []any{"account"})), "webapp", "gateway", "chat", Denied, StepEndpoint},
		{"not approved", plain, all(fronted, set("endpoint-gateway-endpoint", "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status", "Pending")), "webapp", "gateway", "chat", Denied, StepConnection},
		{"the endpoints' rules deny the app", plain, all(fronted, secRule(endpointsNSG, 90, "Deny", "Inbound", appNet, "10.30.0.40", "443")), "webapp", "gateway", "chat", Denied, StepInbound},
		{"no rule to the endpoints", plain, all(fronted, ruleless(webappNSG, "allow-endpoints-https")), "webapp", "gateway", "chat", Denied, StepOutbound},

		{"internal", plain, within, "webapp", "gateway", "chat", Allowed, StepRole},
		{"internal: no zone", plain, all(within, without("dns-"+apimName+".azure-api.net-link")), "webapp", "gateway", "chat", Denied, StepFirewall},
		{"internal: no record", plain, all(within, without("record-gateway")), "webapp", "gateway", "chat", Denied, StepRecord},
		{"internal: a record of another name", plain, all(within, func(c *recorded.Copy) {
			c.Named("record-gateway").ID = strings.TrimSuffix(idOf(c, "record-gateway"), "@") + "www"
		}), "webapp", "gateway", "chat", Denied, StepRecord},
		{"internal: a record of another address", plain, all(within, set("record-gateway", "aRecords[0].ipv4Address", "10.30.0.16")), "webapp", "gateway", "chat", Denied, StepEndpoint},
		{"internal: its subnet's rules deny the app", plain, all(within, secRule(apimNSG, 100, "Deny", "Inbound", appNet, "*", "443")), "webapp", "gateway", "chat", Denied, StepInbound},
		{"internal: its subnet's rules do not know the VPN", plain, within, platformTeam, "gateway", "chat", Denied, StepInbound},
		{"internal: no rule out of the app's subnet", plain, all(within, secRule(webappNSG, 105, "Deny", "Outbound", "*", apimAddress, "443")), "webapp", "gateway", "chat", Denied, StepOutbound},
		{"internal: no address outside", plain, within, "internet", "gateway", "chat", Denied, StepFirewall},
		{"internal: an address is no way past the rules", plain, within, "vpn-client", "gateway", "chat", Denied, StepInbound},
		{"internal: the gateway gets no further without its own rule", plain, all(within, ruleless(apimNSG, "allow-endpoints-https")), "webapp", "gateway", "chat", Denied, StepOutbound},

		{"phase 1: the internet is refused by the document", plain, phaseOne, "internet", "gateway", "chat", Denied, StepPolicy},
		{"phase 1: a stranger too", plain, phaseOne, "stranger", "gateway", "chat", Denied, StepPolicy},
		{"phase 1: a key alone too", plain, phaseOne, "key-holder", "gateway", "chat", Denied, StepPolicy},
		{"phase 1: Azure's own network too", plain, phaseOne, "openai", "gateway", "chat", Denied, StepPolicy},
		{"phase 1: the app does not go around", plain, phaseOne, "webapp", "gateway", "chat", Allowed, StepRole},
		{"phase 2: the internet is refused before", plain, fronted, "internet", "gateway", "chat", Denied, StepFirewall},
		{"phase 2: whoever is on the VPN is refused by the document", plain, fronted, "vpn-client", "gateway", "chat", Denied, StepPolicy},
	})
}

// What the document and the subscription decide.
func TestGatewayPolicy(t *testing.T) {
	openai := func(parts ...string) func(*recorded.Copy) {
		return all(fronted, api("openai", document(validation(tenantID, facts.CognitiveServicesResource, parts...), "openai", facts.CognitiveServicesResource)))
	}
	const clients = `<client-application-ids><application-id>%</application-id></client-application-ids>`
	byClient := func(id string) string { return strings.Replace(clients, "%", id, 1) }
	run(t, []pathCase{
		{"another id", plain, all(fronted, set("gateway-value-webapp", "value", teamID)), "webapp", "gateway", "chat", Denied, StepPolicy},
		{"its other identity", plain, all(fronted, set("gateway-value-webapp", "value", "69dfe545-d406-50d8-8387-1706ede162b5")), "webapp", "gateway", "chat", Allowed, StepRole},
		{"an id in capitals", plain, all(fronted, set("gateway-value-webapp", "value", strings.ToUpper(appOID))), "webapp", "gateway", "chat", Allowed, StepRole},
		{"another tenant", plain, all(fronted, api("openai", document(validation(teamID, facts.CognitiveServicesResource, named), "openai", facts.CognitiveServicesResource))), "webapp", "gateway", "chat", Denied, StepPolicy},
		{"an audience that the app does not ask for", plain, all(fronted, api("openai", document(validation(tenantID, "api://gateway", named), "openai", facts.CognitiveServicesResource))), "webapp", "gateway", "chat", Denied, StepPolicy},
		{"the application of an identity whose id Azure tells", plain, openai(byClient("2d681512-35c7-550f-83ac-24953b4cb744"), claims("oid", "69dfe545-d406-50d8-8387-1706ede162b5")), "webapp", "gateway", "chat", Allowed, StepRole},
		{"the application of one whose id it does not", plain, openai(byClient(backendApp), named), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"an application does not make up for an id", plain, openai(byClient(backendApp), named), "stranger", "gateway", "chat", Denied, StepPolicy},
		{"an application alone: whether a stranger has it", plain, openai(byClient(backendApp)), "stranger", "gateway", "chat", Unknown, StepPolicy},
		{"a role that somebody may have", plain, openai(claims("roles", "Chat")), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"a role that nobody gave a stranger", plain, openai(claims("roles", "Chat")), "stranger", "gateway", "chat", Denied, StepPolicy},
		{"any token of the tenant: a stranger has one", plain, openai(), "stranger", "gateway", "chat", Allowed, StepRole},
		{"any token of the tenant: the internet has none", plain, openai(), "vpn-client", "gateway", "chat", Denied, StepPolicy},
		{"any tenant", plain, all(fronted, api("openai", document(validation("common", facts.CognitiveServicesResource), "openai", facts.CognitiveServicesResource))), "stranger", "gateway", "chat", Allowed, StepRole},
		{"nothing is validated", plain, all(fronted, nothing), "vpn-client", "gateway", "chat", Allowed, StepRole},
		{"nothing is validated, and it is open", plain, all(phaseOne, nothing), "internet", "gateway", "chat", Allowed, StepRole},
		{"no document: nothing is called as the gateway", plain, all(fronted, without("gateway-openai-policy"), set("gateway-openai", "serviceUrl", "https://oai-aoai-prod-al3d4i.openai.azure.com")), "vpn-client", "gateway", "chat", Denied, StepAuthentication},
		{"a developer is no caller", plain, fronted, platformTeam, "gateway", "chat", Denied, StepPolicy},
		{"a developer who is named", plain, all(fronted, caller(teamID)), platformTeam, "gateway", "chat", Allowed, StepRole},
		{"a developer who is named, off the VPN", plain, all(fronted, caller(teamID)), "developer-away:ai-platform", "gateway", "chat", Denied, StepFirewall},
		{"the deployer's key is no token", plain, fronted, "deployer", "gateway", "chat", Denied, StepFirewall},

		{"keys beside tokens: a key alone", plain, all(fronted, set("gateway-openai", "subscriptionRequired", true)), "key-holder", "gateway", "chat", Denied, StepPolicy},
		{"keys beside tokens: the app has no key", plain, all(fronted, set("gateway-openai", "subscriptionRequired", true)), "webapp", "gateway", "chat", Denied, StepPolicy},
		{"keys beside tokens: a stranger has none", plain, all(openai(), set("gateway-openai", "subscriptionRequired", true)), "stranger", "gateway", "chat", Denied, StepPolicy},
		{"keys instead of tokens: a key alone", plain, keysOnly, "key-holder", "gateway", "chat", Allowed, StepRole},
		{"keys instead of tokens: a stranger", plain, keysOnly, "stranger", "gateway", "chat", Denied, StepPolicy},
		{"keys instead of tokens: no key", plain, keysOnly, "vpn-client", "gateway", "chat", Denied, StepPolicy},
		{"a product without subscriptions", plain, all(keysOnly, func(c *recorded.Copy) {
			ofGateway(c, "apimanagement:Product", "gateway-product", apimID+"/products/open", map[string]any{"subscriptionRequired": false})
			ofGateway(c, "apimanagement:ProductApi", "gateway-product-openai", apimID+"/products/open/apis/openai", map[string]any{})
		}), "vpn-client", "gateway", "chat", Allowed, StepRole},

		{"no document that can be read", plain, all(fronted, api("openai", "<policies")), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"a document that cannot be followed", plain, all(fronted, api("openai", strings.Replace(openaiPolicy, "<base />", `<base /><validate-jwt header-name="Authorization" />`, 1))), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"a document elsewhere", plain, all(fronted, set("gateway-openai-policy", "format", "xml-link")), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"a document that is not known", plain, all(fronted, hidden("gateway-openai-policy", "value")), "internet", "gateway", "chat", Denied, StepFirewall},
		{"a document that is not known, and open", plain, all(phaseOne, hidden("gateway-openai-policy", "value")), "internet", "gateway", "chat", Unknown, StepPolicy},
		{"an id that is not known", plain, all(fronted, hidden("gateway-value-webapp", "value")), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"an id that is not known: no token is none", plain, all(fronted, hidden("gateway-value-webapp", "value")), "vpn-client", "gateway", "chat", Denied, StepPolicy},
		{"whether a subscription is needed is not known", plain, all(fronted, hidden("gateway-openai", "subscriptionRequired")), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"a document of another level", plain, all(fronted, func(c *recorded.Copy) {
			ofGateway(c, "apimanagement:Policy", "global", apimID+"/policies/policy", map[string]any{"value": openaiPolicy})
		}), "webapp", "gateway", "chat", Unknown, StepPolicy},
		{"no API", plain, all(fronted, without("gateway-openai"), without("gateway-openai-policy")), "webapp", "gateway", "chat", Denied, StepPolicy},
	})
}

// hidden makes a property one that is decided at deployment.
func hidden(name, path string) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		r := c.Named(name)
		unknown, err := graph.NewResource(r.URN, r.Type, true, map[string]any{"x": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}, nil)
		if err != nil {
			panic(err)
		}
		recorded.Set(r, path, unknown.Inputs["x"])
	}
}

// What the gateway does with a call that it lets in.
func TestBehindTheGateway(t *testing.T) {
	const allowed = "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities"
	const audiences = "identityProviders.azureActiveDirectory.validation.allowedAudiences"
	role := "extra-" + facts.RoleCognitiveServicesOpenAIUser.ID + inGroup + "Microsoft.CognitiveServices/accounts/oai-aoai-prod-al3d4i"
	openai := func(text string) func(*recorded.Copy) { return all(fronted, api("openai", text)) }
	keepsToken := strings.Replace(openaiPolicy, `<authentication-managed-identity resource="`+facts.CognitiveServicesResource+`" />`, "", 1)
	run(t, []pathCase{
		{"no role", plain, all(fronted, without(role)), "gateway", "openai", "chat", Denied, StepRole},
		{"no role, for the app", plain, all(fronted, without(role)), "webapp", "gateway", "chat", Denied, StepRole},
		{"no record of the account", plain, all(fronted, without("records-openai-group")), "webapp", "gateway", "chat", Denied, StepRecord},
		{"no rule for its subnet", plain, all(fronted, secRule(endpointsNSG, 90, "Deny", "Inbound", apimNet, "*", "443")), "webapp", "gateway", "chat", Denied, StepInbound},
		{"no subnet", plain, all(fronted, unset("gateway-service", gatewaySubnet)), "webapp", "gateway", "chat", Denied, StepFirewall},
		{"a subnet that is not known", plain, all(fronted, hidden("gateway-service", gatewaySubnet)), "webapp", "gateway", "chat", Unknown, StepPlace},
		{"no identity", plain, all(fronted, set("gateway-service", "identity", map[string]any{"type": "None"})), "webapp", "gateway", "chat", Denied, StepAuthentication},
		{"an identity that it does not have", plain, openai(strings.Replace(openaiPolicy, "<authentication-managed-identity ", `<authentication-managed-identity client-id="`+backendApp+`" `, 1)), "webapp", "gateway", "chat", Denied, StepAuthentication},
		{"a token for something else", plain, openai(document(validation(tenantID, facts.CognitiveServicesResource, named), "openai", "https://management.azure.com")), "webapp", "gateway", "chat", Denied, StepAuthentication},
		{"the caller's own token, without a role", plain, openai(keepsToken), "webapp", "gateway", "chat", Denied, StepRole},
		{"another backend", plain, openai(document(validation(tenantID, facts.CognitiveServicesResource, named), "other", facts.CognitiveServicesResource)), "webapp", "gateway", "chat", Denied, StepBackend},
		{"an address of nothing here", plain, all(fronted, set("gateway-backend-openai", "url", "https://other.openai.azure.com/openai")), "webapp", "gateway", "chat", Denied, StepBackend},
		{"an address that is not known", plain, all(fronted, hidden("gateway-backend-openai", "url")), "webapp", "gateway", "chat", Unknown, StepBackend},
		{"a key of its own", plain, all(fronted, set("gateway-backend-openai", "credentials", map[string]any{"header": map[string]any{"api-key": []any{"x"}}})), "webapp", "gateway", "chat", Unknown, StepBackend},
		{"a pool", plain, all(openai(document(validation(tenantID, facts.CognitiveServicesResource, named), "openai-pool", facts.CognitiveServicesResource)), pool("openai")), "webapp", "gateway", "chat", Allowed, StepRole},
		{"a pool of nothing", plain, all(openai(document(validation(tenantID, facts.CognitiveServicesResource, named), "openai-pool", facts.CognitiveServicesResource)), pool("other")), "webapp", "gateway", "chat", Denied, StepBackend},
		{"the internet gets no further than its caller may", plain, all(phaseOne, nothing, without(role)), "internet", "gateway", "chat", Denied, StepRole},

		{"the backend", plain, fronted, "webapp", "gateway", "invoke", Allowed, StepAuthentication},
		{"the backend takes somebody else", plain, all(fronted, set("backend-auth", allowed, []any{appOID})), "webapp", "gateway", "invoke", Denied, StepAuthentication},
		{"the backend takes somebody else, for the gateway itself", plain, all(fronted, set("backend-auth", allowed, []any{appOID})), "gateway", "backend", "invoke", Denied, StepAuthentication},
		{"the backend takes somebody who is not known", plain, all(fronted, hidden("backend-auth", allowed)), "gateway", "backend", "invoke", Unknown, StepAuthentication},
		{"another audience", plain, all(fronted, set("backend-auth", audiences, []any{"api://other"}), set("backend-auth", "identityProviders.azureActiveDirectory.registration.clientId", teamID)), "webapp", "gateway", "invoke", Denied, StepAuthentication},
		{"the backend asks for a certificate", plain, all(fronted, set("backend-app", "clientCertEnabled", true)), "gateway", "backend", "invoke", Denied, StepAuthentication},
		{"the backend takes a certificate", plain, all(fronted, set("backend-app", "clientCertEnabled", true), set("backend-app", "clientCertMode", "Optional")), "gateway", "backend", "invoke", Allowed, StepAuthentication},
		{"the backend checks more than the policy", plain, all(fronted, set("backend-auth", "identityProviders.azureActiveDirectory.validation.jwtClaimChecks", map[string]any{"allowedClientApplications": []any{"a"}})), "gateway", "backend", "invoke", Unknown, StepAuthentication},
		{"the backend's own record is gone", plain, all(fronted, without("records-backend-group")), "gateway", "backend", "invoke", Denied, StepRecord},
		{"the policy's resource is another", plain, all(fronted, api("backend", document(validation(tenantID, backendApp, named), "backend", teamID))), "webapp", "gateway", "invoke", Denied, StepAuthentication},
	})
}

// pool puts one backend, or more, into a pool, by a template.
func pool(members ...string) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		var services []any
		for _, name := range members {
			services = append(services, map[string]any{"id": apimID + "/backends/" + name, "priority": 1.0, "weight": 1.0})
		}
		c.Add("resources:Deployment", "gateway-pool", map[string]any{"properties": map[string]any{"template": map[string]any{"resources": []any{map[string]any{
			"type": "Microsoft.ApiManagement/service/backends", "name": apimName + "/openai-pool",
			"properties": map[string]any{"type": "Pool", "pool": map[string]any{"services": services}},
		}}}}})
	}
}

// Whoever goes around the gateway is stopped by the backend itself.
func TestAroundTheGateway(t *testing.T) {
	const allowed = "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy."
	run(t, []pathCase{
		{"the app", plain, fronted, "webapp", "backend", "invoke", Denied, StepAuthentication},
		{"a developer on the VPN", plain, fronted, platformTeam, "backend", "invoke", Denied, StepAuthentication},
		{"a VPN client", plain, fronted, "vpn-client", "backend", "invoke", Denied, StepAuthentication},
		{"a stranger", plain, fronted, "stranger", "backend", "invoke", Denied, StepAuthentication},
		{"the internet", plain, fronted, "internet", "backend", "invoke", Denied, StepFirewall},
		{"the internet, with the site open", plain, all(fronted, set("backend-app", "publicNetworkAccess", "Enabled")), "internet", "backend", "invoke", Denied, StepAuthentication},
		{"no principals are named", plain, all(fronted, unset("backend-auth", allowed+"allowedPrincipals")), platformTeam, "backend", "invoke", Allowed, StepAuthentication},
		{"no principals, but applications", plain, all(fronted, unset("backend-auth", allowed+"allowedPrincipals"), set("backend-auth", allowed+"allowedApplications", []any{backendApp})), "stranger", "backend", "invoke", Unknown, StepAuthentication},
		{"groups beside identities", plain, all(fronted, set("backend-auth", allowed+"allowedPrincipals.groups", []any{teamID})), platformTeam, "backend", "invoke", Unknown, StepAuthentication},
		{"anonymous requests go on", plain, all(fronted, set("backend-auth", "globalValidation.unauthenticatedClientAction", "AllowAnonymous")), "vpn-client", "backend", "invoke", Allowed, StepAuthentication},
		{"no sign-in at all", plain, all(fronted, without("backend-auth")), "vpn-client", "backend", "invoke", Allowed, StepAuthentication},
		{"the app at the models", plain, fronted, "webapp", "openai", "chat", Denied, StepRole},
		{"the app at the models, with its role", plain, all(fronted, grantApp(facts.RoleCognitiveServicesOpenAIUser, "cognitiveservices:Account")), "webapp", "openai", "chat", Allowed, StepRole},
		{"somebody deploys code", plain, fronted, platformTeam, "backend", "deploy", Denied, StepRole},
	})
}

// The backend's own storage, part by part.
func TestHostStorage(t *testing.T) {
	role := func(r facts.Role) string { return "extra-" + r.ID + hostID }
	run(t, []pathCase{
		{"blobs", plain, fronted, "backend", "hoststorage", "blob", Allowed, StepRole},
		{"queues", plain, fronted, "backend", "hoststorage", "queue", Allowed, StepRole},
		{"tables", plain, fronted, "backend", "hoststorage", "table", Allowed, StepRole},
		{"no role for blobs", plain, all(fronted, without(role(hostBlobs))), "backend", "hoststorage", "blob", Denied, StepRole},
		{"no role for queues", plain, all(fronted, without(role(hostQueues))), "backend", "hoststorage", "queue", Denied, StepRole},
		{"no role for tables", plain, all(fronted, without(role(hostTables))), "backend", "hoststorage", "table", Denied, StepRole},
		{"no endpoint for queues", plain, all(fronted, without("endpoint-backend-queue-endpoint"), without("records-backend-queue-group")), "backend", "hoststorage", "queue", Denied, StepRecord},
		{"the queues' record is that of the blobs", plain, all(fronted, set("records-backend-queue-group", "privateDnsZoneConfigs[0].recordSets[0].ipAddresses[0]", "10.30.0.42")), "backend", "hoststorage", "queue", Denied, StepEndpoint},
		{"no zone for tables", plain, all(fronted, without("dns-privatelink.table.core.windows.net-link")), "backend", "hoststorage", "table", Denied, StepFirewall},
		{"no rule for its subnet", plain, all(fronted, ruleless(backendNSG, "allow-endpoints-https")), "backend", "hoststorage", "blob", Denied, StepOutbound},
		{"nobody else's", plain, fronted, platformTeam, "hoststorage", "blob", Denied, StepRole},
		{"a public container", plain, all(fronted, set("backend-storage", "allowBlobPublicAccess", true), func(c *recorded.Copy) {
			r := c.Add("storage:BlobContainer", "deployments", map[string]any{"publicAccess": "Blob"})
			r.ID = hostID + "/blobServices/default/containers/deployments"
		}), "vpn-client", "hoststorage", "blob", Allowed, StepAuthentication},
		{"the documents are others", plain, fronted, "backend", "storage", "read", Denied, StepRole},
	})
}
