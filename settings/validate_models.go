package settings

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/words"
)

// openai judges the account's region and its model deployments.
func (v *validator) openai() {
	const path = "openai.deployments"
	v.region("openai.location", v.s.OpenAI.Location)
	if !v.ok(path) {
		return
	}
	deployments := v.s.OpenAI.Deployments
	for i, d := range deployments {
		v.deployment(at(path, i, ""), d)
		for j, other := range deployments[:i] {
			if d.Name != "" && strings.EqualFold(d.Name, other.Name) {
				v.problem(at(path, i, "name"), v.show(path, d.Name)+" is the name of deployment "+fmt.Sprint(j)+" too", "name each deployment once: Azure compares the names without case")
				break
			}
		}
	}
	if v.anyFailed(path, len(deployments)) {
		return
	}
	if _, found := v.s.OpenAI.FirstDeployment(KindChat); !found {
		v.problem(path, "has no chat model", fmt.Sprintf("deploy one for the web app's answers (AZURE_OPENAI_MODEL), such as %s %s", facts.ChatModel, facts.ChatVersion))
	}
}

// Format is the provider name that ARM wants beside a model's name.
func (d Deployment) Format() string {
	m, _ := facts.FindModel(d.Model, d.Version)
	return or(m.Format, "OpenAI")
}

// anyFailed reports whether the deployments, or what one of them is for, have
// a problem.
func (v *validator) anyFailed(path string, items int) bool {
	if !v.ok(path) {
		return true
	}
	for i := range items {
		if !v.ok(at(path, i, "")) || !v.ok(at(path, i, "model")) || !v.ok(at(path, i, "kind")) {
			return true
		}
	}
	return false
}

func (v *validator) deployment(path string, d Deployment) {
	if !v.ok(path) {
		return
	}
	v.required(path+".name", d.Name, "name the deployment, such as chat")
	if d.Name != "" {
		v.name(path+".name", d.Name, facts.NameDeployment, "chat")
	}
	v.required(path+".model", d.Model, "name the model, such as "+facts.ChatModel)
	v.required(path+".version", d.Version, versionHint(d.Model))
	v.choice(path+".sku", d.SKU, "deployment type", facts.DeploymentSKUs...)
	if v.ok(path+".capacity") && d.Capacity < 1 {
		v.problem(path+".capacity", v.number(path+".capacity", d.Capacity)+" is no capacity", "use 1 or more (thousands of tokens a minute, or units of a provisioned SKU)")
	}
	if v.given[path+".kind"] {
		v.choice(path+".kind", string(d.Kind), "kind of model", string(KindChat), string(KindEmbedding), string(KindOther))
	}
	if d.Model != "" && d.Version != "" && v.ok(path+".model", path+".version") {
		v.model(path, d)
	}
	if d.Kind != KindOther && strings.HasSuffix(d.SKU, "Batch") && v.ok(path+".sku", path+".kind") {
		v.problem(path+".sku", v.show(path, d.SKU)+" answers batches only, and the application needs answers at once", `use GlobalStandard, or kind "other"`)
	}
}

func (v *validator) required(path, value, want string) {
	if value == "" && v.ok(path) {
		v.problem(path, "is not set", want)
	}
}

func versionHint(model string) string {
	for _, m := range facts.ModelVersions(model) {
		if m.Version != "" && !m.Gone(facts.ModelsAsOf) {
			return fmt.Sprintf("name the model's version, in quotes, such as %q", m.Version)
		}
	}
	return fmt.Sprintf("name the model's version, in quotes, such as %q", facts.ChatVersion)
}

// model judges a deployment by the model table.
func (v *validator) model(path string, d Deployment) {
	m, known := facts.FindModel(d.Model, d.Version)
	switch {
	case !known && len(facts.ModelVersions(d.Model)) > 0:
		v.warn(path+".version", "the model table of %s does not know version %s of %s", facts.ModelsAsOf, v.show(path, d.Version), v.show(path, d.Model))
		return
	case !known && d.Kind == "" && v.ok(path+".kind"):
		v.unknownModel(path, d)
		return
	case !known:
		v.warn(path+".model", "the model table of %s does not know %s: whether it can be deployed shows only in Azure", facts.ModelsAsOf, v.show(path, d.Model))
		return
	case m.Gone(facts.ModelsAsOf):
		v.problem(path+".model", v.show(path, d.Model)+" "+v.show(path, d.Version)+" "+gone(m), "use "+successor(m))
		return
	}
	v.useOf(path, d, m)
	v.skuOf(path, d, m)
	v.quotaOf(path, d)
	if v.ok(path + ".model") {
		v.lifeOf(path, d, m)
	}
}

func (v *validator) unknownModel(path string, d Deployment) {
	var names []string
	for _, m := range facts.Models {
		names = append(names, m.Name)
	}
	want := `say what it is for: kind "chat", "embedding" or "other"`
	if near := words.Nearest(d.Model, names); near != "" && !v.secret["openai"] {
		want = fmt.Sprintf("did you mean %q? Otherwise %s", near, want)
	}
	v.problem(path+".kind", "is not set, and the model "+v.show(path, d.Model)+" is unknown to this program", want)
}

func gone(m facts.Model) string {
	if m.Retired(facts.ModelsAsOf) {
		return "reached its retirement date, " + m.Retires + ", and takes no new deployments (ServiceModelDeprecated)"
	}
	return "is deprecated, retires on " + m.Retires + " and takes no new deployments (ServiceModelDeprecating)"
}

func successor(m facts.Model) string {
	if m.Use == facts.UseEmbedding {
		return facts.EmbeddingModel + " version " + facts.EmbeddingVersion
	}
	return facts.ChatModel + " version " + facts.ChatVersion
}

// useOf refuses a kind that the model cannot serve. A reasoning model can
// answer chats, so only its default is other.
func (v *validator) useOf(path string, d Deployment, m facts.Model) {
	if d.Kind == KindOther || !v.ok(path+".kind") {
		return
	}
	fits := map[ModelKind][]facts.Use{
		KindChat:      {facts.UseChat, facts.UseRouter, facts.UseReasoning},
		KindEmbedding: {facts.UseEmbedding},
	}
	if !slices.Contains(fits[d.Kind], m.Use) {
		v.problem(path+".kind", v.show(path, string(d.Kind))+" does not fit "+v.show(path, d.Model)+", whose use is "+string(m.Use), "use "+v.show(path, string(kindOf(d)))+", or leave it out")
	}
}

// soon is how much life a model needs to go without a warning.
const soon = 120 * 24 * time.Hour

// lifeOf warns of a model that can be deployed and should perhaps not be.
func (v *validator) lifeOf(path string, d Deployment, m facts.Model) {
	var why []string
	if retires, err := time.Parse(time.DateOnly, m.Retires); err == nil {
		if today, err := time.Parse(time.DateOnly, facts.ModelsAsOf); err == nil && retires.Sub(today) < soon {
			why = append(why, "retires on "+m.Retires)
		}
	}
	if m.Status == facts.StatusPreview {
		why = append(why, "is a preview")
	}
	if m.New == facts.Doubtful {
		why = append(why, "may be closed to new customers")
	}
	if m.Note != "" {
		why = append(why, "has a note: "+m.Note)
	}
	if len(why) > 0 {
		v.warn(path+".model", "%s %s %s (as of %s); %s is the model to start with", v.show(path, d.Model), v.show(path, d.Version), strings.Join(why, ", "), facts.ModelsAsOf, successor(m))
	}
}

// skuOf judges whether the account's region offers the model with the SKU.
func (v *validator) skuOf(path string, d Deployment, m facts.Model) {
	from := "environment.location"
	if v.s.OpenAI.Location != "" {
		from = "openai.location"
	}
	region := v.s.OpenAILocation()
	if !v.ok(path+".sku", from) {
		return
	}
	offered, _ := m.Offered(region)
	list := strings.Join(offered, ", ")
	switch {
	case m.Refused(d.SKU, region) && len(offered) == 0:
		v.problem(path+".model", v.show(path, d.Model)+" "+v.show(path, d.Version)+" is not offered in "+v.show(from, region), "use "+successor(m)+", or another region")
	case m.Refused(d.SKU, region):
		v.problem(path+".sku", v.show(path, d.SKU)+" is refused for "+v.show(path, d.Model)+" in "+v.show(from, region)+" (InvalidResourceProperties)", "use one of "+list)
	case m.Unlisted(d.SKU, region):
		v.warn(path+".sku", "%s is not listed for %s in %s (InvalidResourceProperties where Azure does not offer it): the list has %s", v.show(path, d.SKU), v.show(path, d.Model), v.show(from, region), list)
	}
}
