package flows

import (
	"strings"
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// planned is the gateway in a preview: no ids, nothing that Azure answers, and
// no principal behind a caller's name.
func planned(c *recorded.Copy) {
	before := map[*graph.Resource]bool{}
	for _, kind := range kindsOf(c) {
		for _, r := range c.Of(kind) {
			before[r] = true
		}
	}
	fronted(c)
	for _, kind := range kindsOf(c) {
		for _, r := range c.Of(kind) {
			if !before[r] {
				r.ID, r.Outputs = "", nil
			}
		}
	}
	hidden("gateway-value-webapp", "value")(c)
	hidden("gateway-service", gatewaySubnet)(c)
	hidden("backend-app", "virtualNetworkSubnetId")(c)
	hidden("backend-auth", "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities")(c)
	for _, r := range c.Of("authorization:RoleAssignment") {
		if id := r.Inputs.At("principalId").Text(); id == gatewayOID || id == backendOID {
			from := c.Named(map[string]string{gatewayOID: "gateway-service", backendOID: "backend-app"}[id])
			r.PropertyDependencies = map[string][]string{"principalId": {from.URN}}
			hidden(r.Name, "principalId")(c)
			hidden(r.Name, "scope")(c)
		}
	}
	for _, name := range []string{"gateway", "backend", "backend-blob", "backend-queue", "backend-table"} {
		hidden("endpoint-"+name+"-endpoint", "privateLinkServiceConnections[0].privateLinkServiceId")(c)
		hidden("records-"+name+"-group", "privateDnsZoneConfigs[0].privateDnsZoneId")(c)
	}
}

func kindsOf(c *recorded.Copy) []string {
	kinds := []string{
		"authorization:RoleAssignment", "network:NetworkSecurityGroup", "network:PrivateEndpoint", "network:PrivateZone", "network:VirtualNetworkLink", "network:PrivateDnsZoneGroup",
		"apimanagement:ApiManagementService", "apimanagement:NamedValue", "apimanagement:Backend", apiKind, policyKind,
		"storage:StorageAccount", "web:WebApp", "web:WebAppScmAllowed", "web:WebAppAuthSettingsV2",
	}
	return kinds
}

// Before its deployment, alone or beside what is there, nothing of the gateway
// is missing or too much: it is open.
func TestGatewayInAPreview(t *testing.T) {
	for _, stack := range []string{plain, "plain.preview.json"} {
		r := Judge(recorded.Change(load(t, stack), planned))
		for _, v := range r.Verdicts {
			if v.Unexpected() {
				t.Errorf("%s: %s is %s by %s: %s", stack, v.ID(), v.Outcome, v.Deciding().Name, v.Deciding().Evidence())
			}
		}
		for _, id := range []string{"webapp gateway chat", "gateway openai chat", "gateway backend invoke", "backend hoststorage queue"} {
			part := strings.Fields(id)
			if v := flow(t, r, part[0], part[1], part[2]); v.Outcome != Unknown || v.Expected != Needed {
				t.Errorf("%s: %s is %s by %s, %s", stack, id, v.Outcome, v.Deciding().Name, v.Expected)
			}
		}
		if len(r.Missing) > 0 {
			t.Errorf("%s: %q is missing", stack, r.Missing)
		}
	}
}

// The chain of each flow of a gateway ends with what decides it, and fits a
// terminal.
func TestGatewayChainsAgree(t *testing.T) {
	for name, change := range map[string]func(*recorded.Copy){
		"private endpoint": fronted, "internal": all(fronted, inside), "open": all(phaseOne, nothing), "keys": keysOnly, "planned": planned,
	} {
		for _, v := range Judge(recorded.Change(load(t, plain), change)).Verdicts {
			steps, deciding := v.Steps(), v.Deciding()
			if quick := v.model.best(v.Actor, v.Target, v.Action, false); len(steps) == 0 || quick.outcome != v.Outcome || quick.decided.Name != deciding.Name || quick.decided.Resource != deciding.Resource {
				t.Errorf("%s: %s is %s by %s, and its best way %s by %s", name, v.ID(), v.Outcome, deciding.Name, quick.outcome, quick.decided.Name)
				continue
			}
			if last := steps[len(steps)-1]; v.Outcome != Unknown && last.Name != deciding.Name {
				t.Errorf("%s: %s is decided by %s, and its chain ends with %s", name, v.ID(), deciding.Name, last.Name)
			}
			for _, s := range steps {
				if strings.Contains(s.Evidence(), "%!") || s.Evidence() == "" || s.Outcome == Denied && v.Outcome != Denied {
					t.Errorf("%s: %s, %s: %s %q", name, v.ID(), s.Name, s.Outcome, s.Evidence())
				}
			}
			for _, line := range strings.Split(v.explain(), "\n") {
				if len([]rune(line)) > explainWidth {
					t.Errorf("%s: %s: too wide: %q", name, v.ID(), line)
				}
			}
		}
	}
}

// A further account is the gateway's alone: people and AI Search have one.
func TestFurtherAccount(t *testing.T) {
	const second = inGroup + "Microsoft.CognitiveServices/accounts/oai-aoai-prod-west"
	further := func(role bool) func(*recorded.Copy) {
		return func(c *recorded.Copy) {
			account := c.Twice(c.Named("openai-account"), "openai-west")
			account.ID = second
			recorded.Set(account, "properties.customSubDomainName", "oai-aoai-prod-west")
			account.Outputs["name"] = "oai-aoai-prod-west"
			account.Outputs["identity"] = map[string]any{"type": "SystemAssigned", "principalId": "00000000-0000-0000-0000-00000000e572"}
			for _, name := range []string{"chat", "embedding"} {
				c.Twice(c.Named("openai-deployment-"+name), "openai-west-"+name).ID = second + "/deployments/" + name
			}
			attach(c, "openai-west", second, "account", "privatelink.openai.azure.com", "oai-aoai-prod-west", "10.30.0.50")
			ofGateway(c, backendKind, "gateway-backend-west", apimID+"/backends/west", map[string]any{"url": "https://oai-aoai-prod-west.openai.azure.com/openai"})
			if role {
				assign(c, gatewayOID, "ServicePrincipal", facts.RoleCognitiveServicesOpenAIUser.ID, second)
			}
		}
	}
	shared := all(fronted, api("openai", document(validation(tenantID, facts.CognitiveServicesResource, named), "openai-pool", facts.CognitiveServicesResource)), pool("openai", "west"))
	for id, f := range findingsOf(t, plain, all(shared, further(true))) {
		t.Errorf("%s: %s\n%q", id, f.Title, f.Evidence)
	}
	found := findingsOf(t, plain, all(shared, further(false)))
	if len(found) != 2 || found["F-gateway-openai-openai-west-chat"].Property != "" || found["F-gateway-openai-openai-west-embed"].Title == "" {
		t.Errorf("without its role there: %v", found)
	}
}

// With Azure OpenAI retrieving the documents, the gateway passes that on; what
// the services do with each other does not go through it.
func TestOnYourDataThroughTheGateway(t *testing.T) {
	r := Judge(recorded.Change(load(t, plain), all(fronted, without("roles-webapp-search-index-data-reader-on-search"), func(c *recorded.Copy) {
		openai := principalOf(c, "openai-account")
		assign(c, openai, "ServicePrincipal", facts.RoleSearchIndexDataReader.ID, idOf(c, "search-service"))
		assign(c, openai, "ServicePrincipal", facts.RoleSearchServiceContributor.ID, idOf(c, "search-service"))
		assign(c, openai, "ServicePrincipal", facts.RoleStorageBlobDataContributor.ID, idOf(c, "storage-account"))
	})))
	for _, c := range []struct {
		actor, target, action string
		expected              Expectation
		outcome               Outcome
	}{
		{"webapp", "gateway", "chat-on-data", Needed, Allowed},
		{"gateway", "openai", "chat-on-data", Needed, Allowed},
		{"webapp", "openai", "chat-on-data", Forbidden, Denied},
		{"openai", "search", "query", Needed, ""},
		{"openai", "storage", "write", Needed, ""},
	} {
		v := flow(t, r, c.actor, c.target, c.action)
		if v.Expected != c.expected || c.outcome != "" && v.Outcome != c.outcome {
			t.Errorf("%s is %s, %s", v.ID(), v.Outcome, v.Expected)
		}
	}
}

// Whatever a property of the gateway is, its flows can be judged.
func TestGatewayIsRobust(t *testing.T) {
	whole := recorded.Change(load(t, plain), all(fronted, pool("openai")))
	for _, kind := range []string{"apimanagement:ApiManagementService", apiKind, policyKind, backendKind, "apimanagement:NamedValue", "web:WebAppAuthSettingsV2", "resources:Deployment"} {
		for _, r := range whole.Of(kind) {
			for name := range r.Inputs {
				for _, value := range []any{nil, "", "x", "https://", 1.0, true, []any{"x", nil}, map[string]any{"x": "y"}, "{{caller-webapp}}"} {
					g := recorded.With(whole, r, func(r *graph.Resource) { r.Inputs[name], r.Outputs[name] = value, value })
					result := Judge(g)
					result.Findings()
					for _, v := range result.Verdicts {
						if v.Outcome == Allowed && v.Actor.Kind == Internet {
							t.Errorf("%s %s %v: %s is allowed", r.Name, name, value, v.ID())
						}
					}
				}
			}
			Judge(recorded.Without(whole, r)).Findings()
		}
	}
}
