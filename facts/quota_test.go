package facts

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestQuotas(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range Quotas {
		id := q.Model + " " + q.SKU
		assert.False(t, seen[id], id)
		seen[id] = true
		assert.NotEmpty(t, ModelVersions(q.Model), "%s is no model of the table", q.Model)
		assert.True(t, slices.Contains(DeploymentSKUs, q.SKU), id)
		assert.Positive(t, q.Thousands, id)
	}
	for _, sku := range []string{"GlobalStandard", "DataZoneStandard"} {
		for _, model := range []string{ChatModel, EmbeddingModel} {
			_, known := FindQuota(model, sku)
			assert.True(t, known, "%s %s: what a new stack begins with has a known quota", model, sku)
		}
	}
}

func TestFindQuota(t *testing.T) {
	thousands, known := FindQuota("GPT-5.6-Terra", "datazonestandard")
	assert.True(t, known, "names have no case")
	assert.Equal(t, 333, thousands)
	_, known = FindQuota("gpt-5.6-terra", "GlobalProvisionedManaged")
	assert.False(t, known)
	_, known = FindQuota("house-model", "GlobalStandard")
	assert.False(t, known)
}
