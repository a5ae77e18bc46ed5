package tests

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

// openWeight are the models that Azure does not take as "OpenAI": it refuses a
// deployment whose format is not the catalog's.
var openWeight = map[string]string{"gpt-oss-120b": "OpenAI-OSS"}

func TestModelsHaveTheirFormat(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, _ settings.Settings) {
		for _, r := range g.ByType("azure-native:cognitiveservices/v20241001:Deployment") {
			want, open := openWeight[r.Input("properties.model.name")]
			if !open {
				want = "OpenAI"
			}
			assert.Equal(t, want, r.Input("properties.model.format"), "%s: %s", r, r.Input("properties.model.name"))
		}
	})
	g, _ := variants.Named(t, "open-weight model").Graph(t)
	formats := map[string]string{}
	for _, r := range g.ByType("azure-native:cognitiveservices/v20241001:Deployment") {
		formats[r.Input("deploymentName")] = r.Input("properties.model.format")
	}
	assert.Equal(t, map[string]string{"chat": "OpenAI-OSS", "embedding": "OpenAI"}, formats)
}
