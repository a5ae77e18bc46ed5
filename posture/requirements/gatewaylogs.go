package requirements

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// nothingAt asks for nothing in a place where a key would be, and shows none.
func (j *judge) nothingAt(r *graph.Resource, property string, v graph.Value) {
	if v.State != graph.Missing {
		j.fail(r, property, "there", "nothing there")
	}
}

func judgeLogging(j *judge, r *graph.Resource) {
	if r.Kind == kindLogger {
		j.value(r, "loggerType", Equal("applicationInsights"))
		// Azure answers what it was sent as a secret, or as a reference to a
		// named value that it keeps.
		credentials := r.Inputs.At("credentials")
		j.judged(r, "credentials.identityClientId", credentials.At("identityClientId"), Equal("systemAssigned"))
		if !credentials.Hidden() {
			j.nothingAt(r, "credentials.instrumentationKey", credentials.At("instrumentationKey"))
			if credentials.At("connectionString").State == graph.Missing && credentials.At("instrumentationKey").State == graph.Missing {
				j.fail(r, "credentials.connectionString", "nothing", "the component's, which names it and opens nothing")
			}
		}
		return
	}
	// The only one that sends to Application Insights.
	j.value(r, "diagnosticId", Equal("applicationinsights"))
	j.value(r, "metrics", True())
	// Prompts and answers, whatever the number of bytes says.
	j.value(r, "largeLanguageModel", Nothing())
	for _, side := range []string{"frontend.", "backend."} {
		for _, message := range []string{"request", "response"} {
			j.value(r, side+message+".body.bytes", Test{"0", func(v graph.Value) bool {
				n, is := v.Number()
				return v.State == graph.Missing || is && n == 0
			}})
		}
		at := side + "request.dataMasking."
		// A caller may send a key by either name, whichever the API takes.
		j.value(r, at+"headers", hides("Authorization", facts.OpenAIKeyHeader, facts.SubscriptionKeyHeader))
		j.value(r, at+"queryParams", hides(facts.OpenAIKeyHeader, facts.SubscriptionKeyQuery))
	}
}

// ofComponent: telemetry goes where a connection string says, whatever else
// names the component. Mostly it is secret; that it is a component's own is
// told by what it was taken from then. Of one that is no secret the component's
// is none either.
func (j *judge) ofComponent(r *graph.Resource, property string, text graph.Value, from string) {
	components := j.g.Of(kindComponent)
	switch {
	case text.State == graph.Missing:
		return
	case text.State == graph.Known:
		if slices.ContainsFunc(components, func(one *graph.Resource) bool { return text.Is(one.Outputs.At("connectionString").Text()) }) {
			return
		}
	case r.PropertyDependencies == nil || slices.ContainsFunc(r.PropertyDependencies[from], func(urn string) bool {
		return slices.Contains(components, j.g.ByURN(urn))
	}):
		return
	}
	j.fail(r, property, "taken from no component of this stack", "the component's own, which says where telemetry goes")
}

// hides wants a list of what is masked to have some names, hidden.
func hides(names ...string) Test {
	return Test{strings.Join(names, ", ") + " with mode Hide", func(v graph.Value) bool {
		return !slices.ContainsFunc(names, func(name string) bool {
			return !slices.ContainsFunc(v.Items(), func(one graph.Value) bool { return one.At("value").Is(name) && one.At("mode").Is("Hide") })
		})
	}}
}

func judgeLoggers(j *judge) {
	components := j.g.Of(kindComponent)
	if !j.hasGateway() || len(components) == 0 {
		j.none("no gateway sends telemetry")
	}
	for _, l := range j.g.Of(kindLogger) {
		switch to, certain, _ := j.ref(l, "resourceId", kindComponent); {
		case to == nil && certain || to != nil && to.Kind != kindComponent:
			j.fail(l, "resourceId", l.Value("resourceId").String(), "a component of this stack")
		case !certain:
			j.unknown(l, "resourceId", "the id of a component of this stack")
		}
		j.ofComponent(l, "credentials.connectionString", l.Inputs.At("credentials.connectionString"), "credentials")
	}
	for _, d := range j.g.Of(kindAPIDiagnostic) {
		if len(j.g.Of(kindLogger)) == 0 {
			break
		}
		switch to, certain, _ := j.ref(d, "loggerId", kindLogger); {
		case to == nil && certain || to != nil && to.Kind != kindLogger:
			j.fail(d, "loggerId", d.Value("loggerId").String(), "a logger of this stack")
		case !certain:
			j.unknown(d, "loggerId", "the id of a logger of this stack")
		}
	}
	for _, service := range j.gateways() {
		if len(components) == 0 {
			continue
		}
		if len(j.g.Of(kindLogger)) == 0 {
			j.fail(service, "", "no "+kindLogger, "one to the stack's component")
		}
		for _, component := range components {
			j.holdsOn(service, facts.RoleMonitoringMetricsPublisher, component)
		}
		for _, api := range j.g.Of(kindAPI) {
			if n := len(j.ofAPI[kindAPIDiagnostic+api.URN]); n != 1 {
				j.fail(api, "", count(n, kindAPIDiagnostic), "one")
			}
		}
	}
	for _, r := range j.g.Of(kindAppSettings) {
		const name = "APPLICATIONINSIGHTS_CONNECTION_STRING"
		if all := settingsOf(r); !all.Hidden() {
			j.ofComponent(r, "app setting "+name, all.Field(name), "properties")
		}
	}
	for _, app := range j.functionApps() {
		for _, component := range components {
			j.holdsOn(app, facts.RoleMonitoringMetricsPublisher, component)
		}
	}
}
