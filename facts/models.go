package facts

import (
	"slices"
	"strings"
)

// ModelsAsOf is the day for which the judgements of Models hold. Life-cycle
// questions are answered for this day and never for the clock's, so that the
// same configuration gets the same answer until the table is renewed.
const ModelsAsOf = "2026-11-21"

// Use is what a model can be deployed for.
type Use string

// The uses that the table knows.
const (
	UseChat      Use = "chat"
	UseEmbedding Use = "embedding"
	UseResponses Use = "responses-only"
	UseReasoning Use = "reasoning"
	UseRouter    Use = "router"
)

// Status is a model's life-cycle stage in the newest published list.
// Deprecated means that new customers cannot create deployments:
// https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements
type Status string

// The stages, by the documentation's words.
const (
	StatusUnknown    Status = ""
	StatusPreview    Status = "Preview"
	StatusGA         Status = "GA"
	StatusDeprecated Status = "Deprecated"
	StatusRetired    Status = "Retired"
)

// Verdict is our judgement whether a new deployment succeeds on ModelsAsOf.
type Verdict string

// The verdicts. No also covers models that Azure may still accept and that
// are of no use to a new stack; Model.Gone tells the two apart.
const (
	Yes      Verdict = "yes"
	Likely   Verdict = "likely"
	Doubtful Verdict = "doubtful"
	No       Verdict = "no"
)

// Model is one version of a model that Azure OpenAI offers or has offered.
type Model struct {
	Name string
	// Version is empty where the row stands for every version of the name.
	Version string
	// Format is the provider name that a deployment's model needs.
	Format string
	Use    Use
	Status Status
	// Retires is the day (ISO 8601) before which the model is not retired;
	// empty where none was published.
	Retires string
	// SwedenCentral and EastUS2 are the SKUs that the published matrices
	// list, one letter each (see skuLetters): empty where no matrix was
	// found, "-" where the region offers none.
	SwedenCentral, EastUS2 string
	New                    Verdict
	// Note is what a person should know before deploying it.
	Note string
}

// The models to start with, which have the longest published life of their
// use and a GlobalStandard and a DataZoneStandard SKU in both regions of the
// table.
const (
	ChatModel        = "gpt-5.6-terra"
	ChatVersion      = "2026-07-09"
	EmbeddingModel   = "text-embedding-3-large"
	EmbeddingVersion = "1"
)

// DeploymentSKUs are the deployment types of Azure OpenAI:
// https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types
var DeploymentSKUs = []string{
	"GlobalStandard", "DataZoneStandard", "Standard",
	"GlobalProvisionedManaged", "DataZoneProvisionedManaged", "ProvisionedManaged",
	"GlobalBatch", "DataZoneBatch", "DeveloperTier",
}

var skuLetters = []struct {
	letter rune
	sku    string
}{
	{'G', "GlobalStandard"}, {'D', "DataZoneStandard"}, {'S', "Standard"},
	{'g', "GlobalProvisionedManaged"}, {'d', "DataZoneProvisionedManaged"}, {'p', "ProvisionedManaged"},
}

// FindModel is the row of a model's version, and whether there is one.
func FindModel(name, version string) (Model, bool) {
	for _, m := range Models {
		if strings.EqualFold(m.Name, name) && (m.Version == version || m.Version == "") {
			return m, true
		}
	}
	return Model{}, false
}

// ModelVersions are the rows of a model's name, in the table's order.
func ModelVersions(name string) []Model {
	var rows []Model
	for _, m := range Models {
		if strings.EqualFold(m.Name, name) {
			rows = append(rows, m)
		}
	}
	return rows
}

// Gone reports whether Azure refuses a new deployment of the model on the
// given day (ISO 8601), because it is deprecated, retired or past its date.
// The codes are ServiceModelDeprecating and ServiceModelDeprecated.
func (m Model) Gone(day string) bool {
	return m.Deprecating(day) || m.Retired(day)
}

// Deprecating reports whether the model is in its last phase on the given day:
// nobody deploys it any more, and what is deployed goes on until it retires.
func (m Model) Deprecating(day string) bool {
	return m.Status == StatusDeprecated && !m.Retired(day)
}

// Retired reports whether the model is retired on the given day.
func (m Model) Retired(day string) bool {
	return m.Status == StatusRetired || (m.Retires != "" && m.Retires <= day)
}

// Offered are the SKUs that the matrix of a region lists for the model. It
// is false where the table has no matrix of that region for the model.
func (m Model) Offered(region string) ([]string, bool) {
	letters := ""
	switch strings.ToLower(region) {
	case "swedencentral":
		letters = m.SwedenCentral
	case "eastus2":
		letters = m.EastUS2
	}
	if letters == "" {
		return nil, false
	}
	var skus []string
	for _, l := range skuLetters {
		if strings.ContainsRune(letters, l.letter) {
			skus = append(skus, l.sku)
		}
	}
	return skus, true
}

// refusals are SKUs that Azure was seen to refuse with
// InvalidResourceProperties, each with its source.
var refusals = []struct{ model, sku, region string }{
	// Azure-Samples/get-started-with-ai-chat#42 (2025-03-11)
	{"text-embedding-3-small", "Standard", "swedencentral"},
}

// Refused reports whether Azure is known to refuse the model with this SKU in
// this region: it was seen to, or the region's matrix offers the model with
// no SKU at all. A SKU that is merely absent from a matrix is not refused:
// matrices lag behind the service.
func (m Model) Refused(sku, region string) bool {
	for _, r := range refusals {
		if strings.EqualFold(r.model, m.Name) && strings.EqualFold(r.sku, sku) && strings.EqualFold(r.region, region) {
			return true
		}
	}
	offered, known := m.Offered(region)
	return known && len(offered) == 0
}

// Unlisted reports whether the region's matrix is known, has a column for the
// SKU, and does not list the SKU for the model.
func (m Model) Unlisted(sku, region string) bool {
	offered, known := m.Offered(region)
	if !known || slices.Contains(offered, sku) {
		return false
	}
	for _, l := range skuLetters {
		if l.sku == sku {
			return true
		}
	}
	return false
}
