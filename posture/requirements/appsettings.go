package requirements

import (
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
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

// setting is an app setting of the first web app that has any.
func (c *context) setting(name string) graph.Value {
	for _, r := range c.g.Of(kindAppSettings) {
		if c.ofFunctions[r] {
			continue
		}
		return settingsOf(r).Field(name)
	}
	return graph.Value{}
}

// readSettings tells whose app settings are: by their id, which begins with
// the app's, and before there is one by what their name is taken from.
func (c *context) readSettings() {
	for _, r := range c.g.Of(kindAppSettings) {
		site, _, _ := strings.Cut(strings.ToLower(r.ID), "/config/")
		app, certain := c.g.ByID(site), true
		if r.ID == "" {
			app, certain = c.source(r, "name", kindWebApp), false
		}
		if app != nil {
			c.ofApp[kindAppSettings+app.URN] = append(c.ofApp[kindAppSettings+app.URN], reference{r, certain})
		}
	}
}

func judgeSettings(j *judge) {
	model := j.nameOf(kindModel, "deploymentName")
	type want struct {
		name string
		is   Test
	}
	wanted := []want{
		{"AZURE_OPENAI_MODEL", model},
		{"AZURE_OPENAI_EMBEDDING_NAME", model},
		{"DATASOURCE_TYPE", Equal("AzureCognitiveSearch")},
		{"AZURE_SEARCH_SERVICE", j.nameOf(kindSearch, "searchServiceName")},
		{"AZURE_SEARCH_INDEX", Given()},
		{"AZURE_SEARCH_QUERY_TYPE", Given()},
		{"WEBSITE_DNS_SERVER", Absent()}, {"WEBSITE_DNS_ALT_SERVER", Absent()}, {"WEBSITE_VNET_ROUTE_ALL", Absent()},
		// An address is where the app's code would come from at each start.
		{"WEBSITE_RUN_FROM_PACKAGE", Test{`nothing there, "0" or "1"`, func(v graph.Value) bool { return v.State == graph.Missing || v.Is("0") || v.Is("1") }}},
		{"AUTH_ENABLED", Equal(strconv.FormatBool(len(j.ofSites(kindSignIn)) > 0))},
		{"MS_DEFENDER_ENABLED", Equal(strconv.FormatBool(len(j.plans()) > 0))},
	}
	if !j.hasGateway() { // G17
		wanted = append(wanted, want{"AZURE_OPENAI_RESOURCE", j.nameOf(kindAccount, "accountName")}, want{"AZURE_OPENAI_ENDPOINT", j.ownEndpoint()})
	}
	for _, r := range j.ofSites(kindAppSettings) {
		all := settingsOf(r)
		for _, asked := range wanted {
			j.judged(r, "app setting "+asked.name, all.Field(asked.name), asked.is)
		}
		j.rightModels(r, all)
	}
	for _, app := range j.sites() {
		if len(j.ofApp[kindAppSettings+app.URN]) == 0 {
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
		// It names a component, and opens it to nobody: whoever writes there
		// needs a role, as the app does.
		if by := all.Field("APPLICATIONINSIGHTS_AUTHENTICATION_STRING"); name == "APPLICATIONINSIGHTS_CONNECTION_STRING" && by.State != graph.Missing {
			j.judged(r, "app setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING", by, Test{"Authorization=AAD", func(v graph.Value) bool {
				return strings.Contains(v.Text(), "Authorization=AAD")
			}})
			continue
		}
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

// rightModels: a chat with an embedding model answers nothing.
func (j *judge) rightModels(r *graph.Resource, all graph.Value) {
	for _, name := range []string{"AZURE_OPENAI_MODEL", "AZURE_OPENAI_EMBEDDING_NAME"} {
		embedding := name == "AZURE_OPENAI_EMBEDDING_NAME"
		for _, d := range j.g.Of(kindModel) {
			asked := all.Field(name)
			if asked.Text() == "" || !d.Inputs.At("deploymentName").Is(asked.Text()) {
				continue
			}
			model := d.Value("properties.model.name").Text()
			known, found := facts.FindModel(model, d.Value("properties.model.version").Text())
			if is := found && known.Use == facts.UseEmbedding || strings.Contains(model, "embedding"); is == embedding {
				continue
			}
			want := "a model that chats"
			if embedding {
				want = "a model that makes embeddings"
			}
			j.fail(r, "app setting "+name, asked.String()+", which is "+graph.Printable(model), want)
		}
	}
}

// ownEndpoint wants no address for the models, which the application would
// ask in place of the account, or that of an account of this stack.
func (j *judge) ownEndpoint() Test {
	return Test{"nothing there, or the account's own address", func(v graph.Value) bool {
		if v.State == graph.Missing {
			return true
		}
		host := strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(v.Text()), "https://"), "/")
		return slices.ContainsFunc(j.g.Of(kindAccount), func(r *graph.Resource) bool {
			name := strings.ToLower(r.Value("properties.customSubDomainName").Text())
			return name != "" && host == name+".openai.azure.com"
		})
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
	// AZURE_OPENAI_MAX_TOKENS is no token.
	suspect := strings.HasSuffix(upper, "_SECRET") || strings.HasSuffix(upper, "_TOKEN") || strings.HasSuffix(upper, "_CREDENTIAL") ||
		strings.HasPrefix(held, "sk-")
	for _, word := range keyWords {
		suspect = suspect || strings.Contains(upper, word)
	}
	for _, word := range keyValues {
		suspect = suspect || strings.Contains(held, word)
	}
	if suspect {
		// Its value stays out of the report.
		j.fail(r, "app setting "+graph.Printable(name), "there, and holds a key by its name or form", "the app's identity")
		return
	}
	if v.State == graph.Secret {
		j.add(r, finding.Unknown, "app setting "+graph.Printable(name), "secret: nobody can see whether it is a key", "the app's identity")
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
