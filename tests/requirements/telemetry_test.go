package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func telemetry() []Requirement {
	logger, diagnostic, component := the(loggerType), the(diagnosticType), the(componentType)
	metric, query := the(metricAlertType), the(queryAlertType)
	return []Requirement{
		{
			ID: "G14", Text: "The gateway and its backend send telemetry with their identities, without an instrumentation key; of bodies only what the settings ask for is logged, and of credentials nothing",
			Applies: gatewayOn, Check: whereOn(gatewayOn, checkLogging),
			Breaches: []Breach{
				logger.unset("credentials.identityClientId", "identityClientId"), logger.set("credentials.instrumentationKey", "x", "instrumentationKey"),
				logger.set("resourceId", "/subscriptions/x", "resourceId"), diagnostic.set("metrics", false, "metrics"),
				diagnostic.set("frontend.request.body.bytes", 8192.0, "body.bytes"), diagnostic.unset("backend.response.body", "body.bytes"),
				diagnostic.set("frontend.request.dataMasking.headers[0].mode", "Mask", "Authorization"),
				diagnostic.unset("backend.request.dataMasking", "Authorization"), diagnostic.gone("an API without one", "diagnostics"),
				{Name: "no role to publish", Says: "holds no role", Do: func(g *recorder.Graph, _ settings.Settings) {
					g.Remove(assignments(g, principalOf(theService(g)), metricsPublisher, component(g).ID)...)
				}},
				{Name: "no role of the backend", Says: "holds no role", When: backendOn, Do: func(g *recorder.Graph, _ settings.Settings) {
					g.Remove(assignments(g, principalOf(theirs(g, webAppType)), metricsPublisher, component(g).ID)...)
				}},
			},
		},
		{
			ID: "G15", Text: "Application Insights takes telemetry from identities alone, keeps it in the stack's workspace, and its connection string is a secret wherever it goes",
			Applies: gatewayOn, Check: checkComponent,
			Breaches: []Breach{
				component.set("disableLocalAuth", false, "disableLocalAuth"), component.unset("disableLocalAuth", "disableLocalAuth"),
				component.set("ingestionMode", "ApplicationInsights", "ingestionMode"), component.set("workspaceResourceId", "/subscriptions/x", "workspaceResourceId"),
				logger.set("credentials.connectionString", "InstrumentationKey=x", "no secret"), unwanted(componentType, noGateway),
			},
		},
		{
			ID: "G24", Text: "There are alerts about throttling, refused callers, an open circuit, certificates and failing backends, each enabled, about the stack's own, and with the action group, which tells whom the settings name",
			Applies: gatewayOn, Check: checkAlerts,
			Breaches: []Breach{
				metric.set("enabled", false, "enabled"), query.set("enabled", false, "enabled"),
				metric.set("actions", []any{}, "action group"), query.set("actions.actionGroups", []string{"/subscriptions/x"}, "action group"),
				metric.set("scopes", []string{"/subscriptions/x"}, "scopes"), alert("throttled"), alert("refused"), alert("circuit"), alert("certificate"), alert("backend"),
				{Name: "nobody told", Says: "e-mail", When: func(s settings.Settings) bool { return gatewayOn(s) && len(s.Telemetry.AlertEmails) > 0 },
					Do: func(g *recorder.Graph, _ settings.Settings) { the(actionGroupType)(g).Inputs.Delete("emailReceivers") }},
				unwanted(actionGroupType, noGateway),
			},
		},
		{
			ID: "G25", Text: "Where asked for, one private link scope holds the stack's workspace and component, in the mode of the settings, and is reached by its endpoint, group azuremonitor, with its five zones",
			Applies: scoped, Check: checkScope,
			Breaches: []Breach{
				the(scopeType).set("accessModeSettings.ingestionAccessMode", "Closed", "ingestionAccessMode"),
				the(scopeType).set("accessModeSettings.exclusions", []any{map[string]any{"privateEndpointConnectionName": "x"}}, "exclusions"),
				the(scopedType).gone("the component outside", "holds"),
				{Name: "no endpoint", Says: "0 private endpoints", Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(endpointsOf(g, the(scopeType)(g))...) }},
				{Name: "a zone less", Says: "zones", Do: func(g *recorder.Graph, _ settings.Settings) {
					zoneNamed(g, "privatelink.ods.opinsights.azure.com").Inputs.Set("privateZoneName", "privatelink.example.net")
				}},
				{Name: "telemetry from everywhere", Says: "publicNetworkAccessForIngestion", When: scopedAlone, Do: func(g *recorder.Graph, _ settings.Settings) {
					component(g).Inputs.Set("publicNetworkAccessForIngestion", "Enabled")
				}},
				unwanted(scopeType, func(s settings.Settings) bool { return !scoped(s) }),
			},
		},
	}
}

func scoped(s settings.Settings) bool { return s.Telemetry.PrivateLinkScope != settings.LinkScopeOff }
func scopedAlone(s settings.Settings) bool {
	return s.Telemetry.PrivateLinkScope == settings.LinkScopePrivateOnly
}

func checkLogging(g *recorder.Graph, s settings.Settings) error {
	component, err := g.One(componentType)
	if err != nil {
		return err
	}
	l, err := g.One(loggerType)
	if err != nil {
		return err
	}
	if l.Inputs.Has("credentials.instrumentationKey") {
		return fmt.Errorf("%s: credentials.instrumentationKey is there", l)
	}
	if err := has(l, want{"loggerType", "applicationInsights"}, want{"credentials.identityClientId", "systemAssigned"}, want{"resourceId", component.ID}); err != nil {
		return err
	}
	for _, api := range g.ByType(apiType) {
		kept := slices.DeleteFunc(g.ByType(diagnosticType), func(d *recorder.Resource) bool { return d.Input("apiId") != api.Input("apiId") })
		if len(kept) != 1 {
			return fmt.Errorf("%s has %d diagnostics, want one", api, len(kept))
		}
		if err := checkDiagnostic(s, kept[0], l); err != nil {
			return err
		}
	}
	holders := []*recorder.Resource{theService(g)}
	if backendOn(s) {
		holders = append(holders, theirs(g, webAppType))
	}
	for _, r := range holders {
		if len(assignments(g, principalOf(r), metricsPublisher, component.ID)) != 1 {
			return fmt.Errorf("%s holds no role %s on %s", r, metricsPublisher, component)
		}
	}
	return nil
}

func checkDiagnostic(s settings.Settings, d, logger *recorder.Resource) error {
	if err := has(d, want{"metrics", true}, want{"loggerId", logger.ID}); err != nil {
		return err
	}
	for _, side := range []string{"frontend.request", "frontend.response", "backend.request", "backend.response"} {
		most := s.Telemetry.BodyBytes
		if d.Input("apiId") == "backend" && s.Backend.Kind == settings.BackendMCP && strings.HasSuffix(side, "response") {
			most = 0 // a stream, which a logged answer breaks
		}
		if bytes := side + ".body.bytes"; !d.Inputs.Has(bytes) || int(d.Inputs.Number(bytes)) != most {
			return fmt.Errorf("%s: %s is %.0f, want the settings' %d", d, bytes, d.Inputs.Number(bytes), most)
		}
		if strings.HasSuffix(side, "response") {
			continue
		}
		for list, names := range map[string][]string{"headers": {"Authorization", "api-key"}, "queryParams": {"api-key"}} {
			for _, name := range names {
				if !slices.ContainsFunc(d.Inputs.Items(side+".dataMasking."+list), func(m recorder.Object) bool {
					return strings.EqualFold(m.Text("value"), name) && m.Text("mode") == "Hide"
				}) {
					return fmt.Errorf("%s: %s of %s is not hidden, want Authorization and api-key", d, name, side)
				}
			}
		}
	}
	return nil
}

func checkComponent(g *recorder.Graph, s settings.Settings) error {
	if !gatewayOn(s) {
		return absent(g, componentType)
	}
	r, err := g.One(componentType)
	if err != nil {
		return err
	}
	if err := has(r, want{"disableLocalAuth", true}, want{"ingestionMode", "LogAnalytics"}, want{"workspaceResourceId", only(g, workspaceType).ID}); err != nil {
		return err
	}
	if l := the(loggerType)(g); !l.Inputs.Secret("credentials.connectionString") {
		return fmt.Errorf("%s: credentials.connectionString is no secret", l)
	}
	return nil
}

// alert takes the alert of a name away.
func alert(name string) Breach {
	return Breach{Name: "no alert " + name, Says: name, Do: func(g *recorder.Graph, _ settings.Settings) {
		g.Remove(g.Named("alerts-" + name)...)
	}}
}

// alarms are what an alert has to be about, and words of its condition.
var alarms = map[string][]string{
	"throttled": {"429"}, "refused": {"401", "403"}, "circuit": {"circuit"}, "certificate": {"certificate"}, "backend": {"backend"},
}

func checkAlerts(g *recorder.Graph, s settings.Settings) error {
	if !gatewayOn(s) {
		return absent(g, actionGroupType, metricAlertType, queryAlertType)
	}
	group, err := g.One(actionGroupType)
	if err != nil {
		return err
	}
	if n := group.Inputs.Len("emailReceivers"); n != len(s.Telemetry.AlertEmails) {
		return fmt.Errorf("%s: %d e-mail receivers, want %d", group, n, len(s.Telemetry.AlertEmails))
	}
	for _, r := range slices.Concat(g.ByType(metricAlertType), g.ByType(queryAlertType)) {
		told, about := r.Input("actions[0].actionGroupId"), theService(g).ID
		if r.Type == queryAlertType {
			told, about = r.Input("actions.actionGroups[0]"), only(g, workspaceType).ID
		}
		if told != group.ID {
			return fmt.Errorf("%s: its action group is %q, want %s", r, told, group)
		}
		if err := has(r, want{"enabled", true}, want{"scopes[0]", about}); err != nil {
			return err
		}
	}
	for name, words := range alarms {
		found := g.Named("alerts-" + name)
		if len(found) != 1 {
			return fmt.Errorf("no alert %s", name)
		}
		criteria := recorder.Object{"criteria": found[0].Inputs["criteria"]}
		for _, word := range words {
			if len(criteria.Reveals(word)) == 0 && len(criteria.Reveals(strings.ToUpper(word[:1])+word[1:])) == 0 {
				return fmt.Errorf("%s says nothing of %s", found[0], word)
			}
		}
	}
	return nil
}

func checkScope(g *recorder.Graph, s settings.Settings) error {
	if !scoped(s) {
		return absent(g, scopeType, scopedType)
	}
	scope, err := g.One(scopeType)
	if err != nil {
		return err
	}
	mode := "Open"
	if scopedAlone(s) {
		mode = "PrivateOnly"
		if err := has(the(componentType)(g), want{"publicNetworkAccessForIngestion", "Disabled"}); err != nil {
			return err
		}
	}
	if err := has(scope, want{"accessModeSettings.ingestionAccessMode", mode}, want{"accessModeSettings.queryAccessMode", mode}); err != nil {
		return err
	}
	if err := empty(scope, "accessModeSettings.exclusions"); err != nil {
		return err
	}
	held := map[string]bool{}
	for _, r := range g.ByType(scopedType) {
		held[r.Input("linkedResourceId")] = true
	}
	for _, r := range []*recorder.Resource{only(g, workspaceType), the(componentType)(g)} {
		if !held[r.ID] {
			return fmt.Errorf("%s holds no %s", scope, r)
		}
	}
	return checkScopeEndpoint(g, scope)
}

func checkScopeEndpoint(g *recorder.Graph, scope *recorder.Resource) error {
	endpoints := endpointsOf(g, scope)
	if len(endpoints) != 1 {
		return fmt.Errorf("%d private endpoints on %s, want one", len(endpoints), scope)
	}
	if got := endpoints[0].Input("privateLinkServiceConnections[0].groupIds[0]"); got != "azuremonitor" {
		return fmt.Errorf("%s: groupIds is %q, want azuremonitor", endpoints[0], got)
	}
	zones := []string{
		"privatelink.agentsvc.azure-automation.net", "privatelink.blob.core.windows.net", "privatelink.monitor.azure.com",
		"privatelink.ods.opinsights.azure.com", "privatelink.oms.opinsights.azure.com",
	}
	var got []string
	for _, group := range g.ByType(zoneGroupType) {
		if group.Input("privateEndpointName") != endpoints[0].Input("privateEndpointName") {
			continue
		}
		for _, c := range group.Inputs.Items("privateDnsZoneConfigs") {
			if zone := g.ByID(c.Text("privateDnsZoneId")); zone != nil {
				got = append(got, zone.Input("privateZoneName"))
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, zones) {
		return fmt.Errorf("%s: its zones are %q, want %q", endpoints[0], got, zones)
	}
	return nil
}
