package flows

import (
	"strings"

	"secure-azure-openai/facts"
)

// modelKey is a model for a use on an account; the account is "" where Azure
// has not given its id yet.
type modelKey struct {
	account   string
	embedding bool
}

// readModels indexes what is deployed. A model that the facts do not know may
// be for anything but embeddings, unless its name says so.
func (m *model) readModels() {
	for _, r := range m.graph.Of("cognitiveservices:Deployment") {
		name := r.Value("properties.model.name").Text()
		known, found := facts.FindModel(name, r.Value("properties.model.version").Text())
		key := modelKey{"", found && known.Use == facts.UseEmbedding || strings.Contains(name, "embedding")}
		if r.ID != "" {
			key.account = parentID(r.ID)
		}
		if m.models[key] == nil {
			m.models[key] = r
		}
	}
}

// deployed asks whether the account has a model for an action.
func (m *model) deployed(w *walk, t *Target, action *Action) {
	if action.model == "" {
		return
	}
	embedding := action.model == facts.UseEmbedding
	r, loose := m.models[modelKey{t.id, embedding}], m.models[modelKey{"", embedding}]
	switch {
	case t.id != "" && r != nil:
		w.pass(StepModel, r, "properties.model.name", "%s is deployed as %s", r.Value("properties.model.name").Text(), lastPart(r.ID))
	case loose != nil:
		w.doubt(StepModel, loose, "accountName", "where %s is deployed is decided at deployment", loose.Value("properties.model.name").Text())
	default:
		w.deny(StepModel, t.Resource, "", "no model for %s is deployed on %s", action.model, t.Resource.Name)
	}
}
