package posture

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// gatewayStacks are those with all that the gateway brings, in both modes,
// deployed and previewed.
func gatewayStacks(t testing.TB) map[string]*graph.Graph {
	all := map[string]*graph.Graph{}
	for _, name := range []string{"plain.json", "plain.preview.json"} {
		outside := recorded.WithGateway(load(t, name))
		all[name+", private endpoint"] = outside
		all[name+", internal"] = recorded.Change(outside, recorded.Inside)
	}
	return all
}

// besideFlows are the findings of requirements and doors with a verdict.
func besideFlows(g *graph.Graph, verdict finding.Verdict) []string {
	var list []string
	for _, f := range Check(g, Options{Today: today}).Of(verdict) {
		if !strings.HasPrefix(f.ID, "F-") {
			list = append(list, f.String())
		}
	}
	return list
}

func TestNoResourceOfTheGatewayFallsShortAlone(t *testing.T) {
	for name, g := range gatewayStacks(t) {
		for _, r := range g.Azure() {
			assert.Empty(t, Alone(r, Options{Today: today}), "%s: %s", name, r)
		}
	}
}

// TestLockdownIsForAnExistingGateway: Azure refuses it in the request that
// makes a service, and the guard says so before Azure does.
func TestLockdownIsForAnExistingGateway(t *testing.T) {
	service := recorded.WithGateway(load(t, "plain.preview.json")).Of("apimanagement:ApiManagementService")[0]
	found := Alone(service, Options{Today: today, Creating: true})
	require.Len(t, found, 1)
	assert.Equal(t, `G3 fail: apimanagement:ApiManagementService gateway-service: publicNetworkAccess is "Disabled" at creation, which Azure refuses until a private endpoint is approved, want "Enabled" for now`, found[0].String())
	assert.Equal(t, "Set gateway.lockdown to false for the first deployment, and to true for the next one.", found[0].Fix)

	inside := recorded.Change(recorded.WithGateway(load(t, "plain.preview.json")), recorded.Inside).Of("apimanagement:ApiManagementService")[0]
	assert.Empty(t, Alone(inside, Options{Today: today, Creating: true}))
	open := recorded.Change(recorded.WithGateway(load(t, "plain.preview.json")), func(c *recorded.Copy) {
		recorded.Set(c.Named("gateway-service"), "publicNetworkAccess", "Enabled")
	}).Of("apimanagement:ApiManagementService")[0]
	assert.Empty(t, Alone(open, Options{Today: today, Creating: true}))
}

// TestAloneKnowsTheGateway: what one resource decides is judged before it is
// made, and nothing that would be a key is shown.
func TestAloneKnowsTheGateway(t *testing.T) {
	const sent = "the value stands in the property"
	for name, row := range map[string]struct {
		resource, path string
		value          any
		want           []string
	}{
		"no VNet":              {"gateway-service", "virtualNetworkType", "None", []string{"G2"}},
		"a second identity":    {"gateway-service", "identity.type", "SystemAssigned,UserAssigned", []string{"G1"}},
		"a portal":             {"gateway-service", "developerPortalStatus", "Enabled", []string{"G13"}},
		"HTTP":                 {"gateway-openai-api", "protocols", []any{"http"}, []string{"G8"}},
		"no document":          {"gateway-openai-policy", "value", "<policies>", []string{"G9"}},
		"a stored key":         {"gateway-backend-openai", "credentials.query.key", []any{sent}, []string{"G10"}},
		"prompts logged":       {"gateway-openai-diagnostic", "backend.request.body.bytes", 8192.0, []string{"G14"}},
		"a key to log":         {"gateway-log-logger", "credentials.instrumentationKey", sent, []string{"G14"}},
		"no approval":          {"gateway-openai-product", "approvalRequired", false, []string{"G16"}},
		"all APIs":             {"gateway-openai-subscription-team", "scope", "/apis", []string{"G16"}},
		"a secret":             {"gateway-openai-caller-webapp", "value", sent, []string{"G18"}},
		"a package by key":     {"backend-app", "functionAppConfig.deployment.storage.authentication.type", "StorageAccountConnectionString", []string{"G19"}},
		"an open function app": {"backend-app", "publicNetworkAccess", "Enabled", []string{"G23"}},
		"keys for telemetry":   {"telemetry-component", "disableLocalAuth", false, []string{"G15"}},
		"an alert that is off": {"alerts-refused", "enabled", false, []string{"G24"}},
		"alerts to outside":    {"alerts-group", "webhookReceivers", []any{map[string]any{"serviceUri": "https://outside.example"}}, []string{"D-elsewhere"}},
		"an excluded network":  {"scope-scope", "accessModeSettings.exclusions", []any{map[string]any{"privateEndpointConnectionName": "x"}}, []string{"G25"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := recorded.Change(recorded.WithGateway(load(t, "plain.preview.json")), func(c *recorded.Copy) { recorded.Set(c.Named(row.resource), row.path, row.value) })
			var got []string
			for _, r := range g.Azure() {
				if r.Name != row.resource {
					continue
				}
				for _, f := range Alone(r, Options{Today: today}) {
					assert.NotContains(t, f.String(), sent)
					got = append(got, f.ID)
				}
			}
			if name == "alerts to outside" {
				row.want = nil // where data goes is for the whole stack to say
			}
			assert.Equal(t, row.want, got)
		})
	}
}

// TestAzureAnswersOfTheGatewayInOtherWords: nothing of it falls short.
func TestAzureAnswersOfTheGatewayInOtherWords(t *testing.T) {
	upper := func(name string, paths ...string) func(c *recorded.Copy) {
		return func(c *recorded.Copy) {
			for _, path := range paths {
				recorded.Set(c.Named(name), path, strings.ToUpper(c.Named(name).Value(path).Text()))
			}
		}
	}
	empty := func(name string, paths ...string) func(c *recorded.Copy) {
		return func(c *recorded.Copy) {
			for _, path := range paths {
				recorded.Set(c.Named(name), path, []any{})
			}
		}
	}
	for name, change := range map[string]func(c *recorded.Copy){
		"the service in capitals":    upper("gateway-service", "sku.name", "identity.type", "virtualNetworkType", "publicNetworkAccess", "developerPortalStatus"),
		"the plan's region":          func(c *recorded.Copy) { c.Named("backend-plan").Outputs["location"] = "Sweden Central" },
		"the plan in capitals":       upper("backend-plan", "sku.name", "sku.tier"),
		"the app in capitals":        upper("backend-app", "kind", "publicNetworkAccess"),
		"the protocols in capitals":  func(c *recorded.Copy) { recorded.Set(c.Named("gateway-openai-api"), "protocols", []any{"HTTPS"}) },
		"the backend in capitals":    upper("gateway-backend-openai", "protocol"),
		"the masks in capitals":      upper("gateway-openai-diagnostic", "frontend.request.dataMasking.headers[0].value"),
		"empty lists of the service": empty("gateway-service", "additionalLocations", "certificates"),
		"empty lists of the app":     empty("backend-app", "siteConfig.appSettings", "siteConfig.connectionStrings", "siteConfig.ipSecurityRestrictions"),
		"empty lists of the guard":   empty("backend-guard", "globalValidation.excludedPaths", "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.groups"),
		"empty lists of the group":   empty("alerts-group", "webhookReceivers", "smsReceivers"),
		"empty credentials": func(c *recorded.Copy) {
			recorded.Set(c.Named("gateway-backend-openai"), "credentials", map[string]any{"header": map[string]any{}, "query": map[string]any{}})
		},
		"flags as words": func(c *recorded.Copy) {
			c.Named("gateway-service").Outputs["customProperties"] = map[string]any{"Microsoft.WindowsAzure.ApiManagement.Gateway.Protocols.Server.Http2": "True"}
		},
		"a document in another form": func(c *recorded.Copy) {
			r := c.Named("gateway-openai-policy")
			r.Outputs["value"] = strings.NewReplacer("&quot;", `"`, "\n", "\r\n", " />", "/>").Replace(r.Inputs.At("value").Text())
		},
		"no bytes for 0 bytes": func(c *recorded.Copy) { recorded.Delete(c.Named("gateway-openai-diagnostic"), "frontend.request.body") },
		"ids in capitals": func(c *recorded.Copy) {
			s := c.Named("gateway-openai-subscription-team")
			recorded.Set(s, "scope", strings.ToUpper(s.Value("scope").Text()))
		},
		"the guard's ids": upper("backend-guard", "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities[0]"),
	} {
		g := recorded.Change(recorded.WithGateway(load(t, "plain.json")), change)
		assert.Empty(t, besideFlows(g, finding.Fail), name)
		assert.Empty(t, besideFlows(g, finding.Unknown), name)
	}
}

// TestHiddenOfTheGatewayIsUndecided: what nobody can see is neither passed nor
// failed.
func TestHiddenOfTheGatewayIsUndecided(t *testing.T) {
	for _, row := range [][3]string{
		{"G1", "gateway-service", "identity.type"}, {"G2", "gateway-service", "sku.name"}, {"G2", "gateway-service", "virtualNetworkType"}, {"G3", "gateway-service", "publicNetworkAccess"},
		{"G4", "gateway-service", "virtualNetworkConfiguration.subnetResourceId"}, {"G4", "network-vnet", "subnets[4].networkSecurityGroup.id"}, {"G4", "network-vnet", "subnets[4].delegations"},
		{"G6", "endpoint-gateway-endpoint", "privateLinkServiceConnections[0].groupIds"}, {"G7", "gateway-backend-openai", "url"},
		{"G8", "gateway-openai-api", "protocols"}, {"G9", "gateway-backend-api", "subscriptionRequired"}, {"G8", "gateway-backend-policy", "value"}, {"G9", "gateway-openai-policy", "value"},
		{"G9", "gateway-openai-api", "subscriptionRequired"}, {"G9", "gateway-openai-caller-webapp", "displayName"}, {"G9", "gateway-backend-openai", "url"}, {"G9", "gateway-openai-pool", "properties.template.resources"},
		{"G10", "gateway-backend-openai", "url"}, {"G10", "gateway-backend-openai", "credentials"}, {"G10", "gateway-backend-openai", "circuitBreaker"},
		{"G11", "gateway-openai-pool", "properties.template.resources[0].properties.pool.services[1].id"}, {"G11", "gateway-openai-pool", "properties.template.resources"}, {"G12", "gateway-service", "sku.name"},
		{"G13", "gateway-service", "apiVersionConstraint"}, {"G14", "gateway-log-logger", "credentials"}, {"G14", "gateway-log-logger", "resourceId"}, {"G14", "gateway-openai-diagnostic", "frontend"},
		{"G15", "telemetry-component", "workspaceResourceId"}, {"G16", "gateway-openai-product", "approvalRequired"}, {"G16", "gateway-openai-subscription-team", "scope"},
		{"G18", "gateway-openai-caller-webapp", "value"}, {"G19", "backend-plan", "sku"}, {"G19", "backend-app", "functionAppConfig"},
		{"G21", "backend-app", "virtualNetworkSubnetId"}, {"G22", "backend-guard", "identityProviders"}, {"G22", "backend-guard", "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedPrincipals.identities[0]"},
		{"G23", "backend-app", "siteConfig"}, {"G23", "backend-scm", "allow"}, {"G24", "alerts-throttled", "enabled"}, {"G24", "alerts-throttled", "actions"}, {"G24", "alerts-circuit", "actions.actionGroups[0]"},
		{"G25", "scope-scope", "accessModeSettings"}, {"G25", "scope-workspace", "linkedResourceId"},
	} {
		id, name, path := row[0], row[1], row[2]
		for what, hidden := range map[string]any{"unknown": recorded.Unknown(), "secret": recorded.Secret()} {
			g := recorded.Change(recorded.WithGateway(load(t, "plain.json")), func(c *recorded.Copy) { recorded.Set(c.Named(name), path, hidden) })
			assert.Empty(t, besideFlows(g, finding.Fail), "%s %s.%s %s", id, name, path, what)
			assert.Contains(t, fmt.Sprint(besideFlows(g, finding.Unknown)), id+" unknown", "%s.%s %s", name, path, what)
		}
	}
}
