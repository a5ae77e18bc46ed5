package doors

import (
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var filtering = []Door{{
	ID: "D-content-filter", Title: "Models filter prompts and answers by Microsoft's own policies", Severity: finding.Medium, each: filters, kinds: []string{"cognitiveservices:Deployment"},
	Fix:  "Leave raiPolicyName out, or waive this with what the policy leaves through.",
	Link: "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter",
}}

// filters: a policy of one's own may let through what the default stops, and
// is made where the check does not see it.
func filters(w *watch, r *graph.Resource) {
	policy := r.Value("properties.raiPolicyName")
	w.value(r, "properties.raiPolicyName", policy, policy.State == graph.Missing || strings.HasPrefix(policy.Text(), "Microsoft."), "one of Microsoft's, or none")
}
