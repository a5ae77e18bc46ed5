package settings

import (
	"strings"

	"secure-azure-openai/facts"
)

// quotaOf warns of a capacity that the lowest paid quota tier does not have.
// It refuses none: which tier a subscription has, no stack file says.
func (v *validator) quotaOf(path string, d Deployment) {
	if !v.ok(path+".sku", path+".capacity") {
		return
	}
	used := d.Capacity
	for i, other := range v.s.OpenAI.Deployments {
		if at("openai.deployments", i, "") == path {
			break
		}
		if strings.EqualFold(other.Model, d.Model) && strings.EqualFold(other.SKU, d.SKU) {
			used += other.Capacity
		}
	}
	if limit, known := facts.FindQuota(d.Model, d.SKU); known && used > limit {
		v.warn(path+".capacity", "%s thousand tokens a minute are more than the %d that quota tier %d has for %s with %s (InsufficientQuota): a subscription of a higher tier may have them",
			v.number(path+".capacity", used), limit, facts.QuotaTier, v.show(path, d.Model), v.show(path, d.SKU))
	}
}
