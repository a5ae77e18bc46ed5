package requirements

import (
	"strconv"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// settingsOf are an app's settings, as the program asks for them: Azure's
// answer is a secret as a whole.
func settingsOf(r *graph.Resource) graph.Value {
	if v := r.Outputs.At("properties"); v.State == graph.Known {
		return v
	}
	return r.Inputs.At("properties")
}

// setting is an app setting of the first app that has any.
func (c *context) setting(name string) graph.Value {
	for _, r := range c.g.Of(kindAppSettings) {
		return settingsOf(r).Field(name)
	}
	return graph.Value{}
}

func judgeSettings(j *judge) {
	model := j.nameOf(kindModel, "deploymentName")
	wanted := []struct {
		name string
		is   Test
	}{
		{"AZURE_OPENAI_RESOURCE", j.nameOf(kindAccount, "accountName")},
		{"AZURE_OPENAI_MODEL", model},
		{"AZURE_OPENAI_EMBEDDING_NAME", model},
		{"DATASOURCE_TYPE", Equal("AzureCognitiveSearch")},
		{"AZURE_SEARCH_SERVICE", j.nameOf(kindSearch, "searchServiceName")},
		{"AZURE_SEARCH_INDEX", Given()},
		{"AZURE_SEARCH_QUERY_TYPE", Given()},
		{"AUTH_ENABLED", Equal(strconv.FormatBool(len(j.g.Of(kindSignIn)) > 0))},
		{"MS_DEFENDER_ENABLED", Equal(strconv.FormatBool(len(j.plans()) > 0))},
	}
	for _, r := range j.g.Of(kindAppSettings) {
		all := settingsOf(r)
		for _, asked := range wanted {
			j.judged(r, "app setting "+asked.name, all.Field(asked.name), asked.is)
		}
	}
	for _, app := range j.g.Of(kindWebApp) {
		if len(j.g.Of(kindAppSettings)) == 0 {
			j.fail(app, "", "no "+kindAppSettings, "one, with what the app reads")
		}
		// A second place for settings, where a key could hide.
		j.value(app, "siteConfig.appSettings", Empty())
		j.value(app, "siteConfig.connectionStrings", Empty())
	}
}

// judgeKeys looks for keys among the settings themselves.
func judgeKeys(j *judge, r *graph.Resource) {
	all := settingsOf(r)
	for _, name := range all.Keys() {
		j.noKey(r, name, all.Field(name))
	}
}

// nameOf wants the name of a resource of this stack, as it was asked for.
func (j *judge) nameOf(kind, path string) Test {
	names := map[string]bool{}
	for _, r := range j.g.Of(kind) {
		names[strings.ToLower(r.Inputs.At(path).Text())] = true
	}
	return Test{"the name of a " + kind + " of this stack", func(v graph.Value) bool {
		return v.Text() != "" && names[strings.ToLower(v.Text())]
	}}
}

// keyWords are parts of names that keys have, keyValues of what they hold. A
// reference to Key Vault holds none.
var (
	keyWords  = []string{"KEY", "CONNECTION_STRING", "CONNECTIONSTRING", "PASSWORD", "SAS_TOKEN"}
	keyValues = []string{"accountkey=", "sharedaccesssignature", "sharedaccesskey=", "&sig=", "?sig="}
)

func (j *judge) noKey(r *graph.Resource, name string, v graph.Value) {
	upper, held := strings.ToUpper(name), strings.ToLower(v.Text())
	if strings.HasPrefix(held, "@microsoft.keyvault(") {
		return
	}
	suspect := strings.HasSuffix(upper, "_SECRET")
	for _, word := range keyWords {
		suspect = suspect || strings.Contains(upper, word)
	}
	for _, word := range keyValues {
		suspect = suspect || strings.Contains(held, word)
	}
	if suspect {
		// Its value stays out of the report.
		j.fail(r, "app setting "+graph.Printable(name), "there, and holds a key by its name or form", "the app's identity")
	}
}

var defender = []Rule{{
	ID: "R51", Title: "Defender for AI, where it is asked for, is switched on at subscription scope and stays on when the stack is destroyed",
	Severity: finding.Low, Kind: kindTemplateAbove, Judge: judgeDefender,
	Fix:  "Deploy Microsoft.Security/pricings AI with pricingTier Standard at subscription scope, retained on delete.",
	Link: "https://learn.microsoft.com/azure/defender-for-cloud/ai-onboarding",
}}

const plan = "properties.template.resources[0]."

// plans are the deployments that switch a Defender plan.
func (c *context) plans() []*graph.Resource {
	var list []*graph.Resource
	for _, d := range c.g.Of(kindTemplateAbove) {
		if d.Value(plan + "type").Is("Microsoft.Security/pricings") {
			list = append(list, d)
		}
	}
	return list
}

func judgeDefender(j *judge) {
	j.none("the stack does not ask for it")
	plans := j.plans()
	asked := j.component("secure-azure-openai:services/monitor:Defender") || j.setting("MS_DEFENDER_ENABLED").Is("true")
	if len(plans) == 0 && asked {
		j.fail(nil, "", "no deployment of Microsoft.Security/pricings", "one, as the program asks for it")
	}
	for _, d := range plans {
		j.value(d, plan+"name", Equal("AI"))
		j.value(d, plan+"properties.pricingTier", Equal("Standard"))
		j.value(d, "properties.mode", Equal("Incremental"))
		switch {
		case d.RetainUntold:
			j.unknown(d, "retainOnDelete", "true: the plan belongs to the subscription")
		case !d.RetainOnDelete:
			j.fail(d, "retainOnDelete", "false", "true: the plan belongs to the subscription")
		}
	}
}
