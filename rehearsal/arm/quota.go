package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// checkQuota: the deployments of one model with one SKU share a quota, in one
// region of one subscription. Code and message: microsoft/
// PubSec-Info-Assistant#880; the quota's name is the newer one, which people
// have seen since gpt-5.
func checkQuota(tx *Tx, r *Resource) error {
	model, sku, wanted := r.Text("properties.model.name"), r.Text("sku.name"), number(r.Properties, "sku.capacity")
	limit, known := facts.FindQuota(model, sku)
	if !known || tx.w.opts.AnyQuota {
		return nil
	}
	region := tx.Get(ParentOf(r.ID)).Text("location")
	used, own := 0, 0
	for _, d := range tx.quotas() {
		switch {
		case !strings.EqualFold(d.model, model) || !strings.EqualFold(d.sku, sku) || d.region != region:
		case SameID(d.id, r.ID):
			own = d.capacity
		default:
			used += d.capacity
		}
	}
	// What is there stays, also above a limit that has become lower.
	if wanted <= own || used+wanted <= limit {
		return nil
	}
	name := "One Thousand Tokens Per Minute - " + model
	if sku != "Standard" {
		name += " - " + sku
	}
	return badRequest("InsufficientQuota", "This operation require %d new capacity in quota %s, which is bigger than the current available capacity %d. The current quota usage is %d and the quota limit is %d for quota %s.",
		wanted-own, name, max(limit-used-own, 0), used+own, limit, name)
}

// taken is the quota that a deployment takes.
type taken struct {
	id, region, model, sku string
	capacity               int
}

// quotas are the quotas that are taken: by deployments, and by those that an
// account had when it was deleted, until it is purged.
// https://learn.microsoft.com/azure/ai-services/openai/how-to/quota (on the
// deletion of a resource with deployments)
func (tx *Tx) quotas() []taken {
	var all []taken
	for _, r := range tx.All() {
		switch r.Type {
		case armModelDeployment:
			all = append(all, taken{r.ID, tx.Get(ParentOf(r.ID)).Text("location"), r.Text("properties.model.name"), r.Text("sku.name"), number(r.Properties, "sku.capacity")})
		case armDeletedAccount:
			for _, d := range list(r.Properties, "deployments") {
				all = append(all, taken{text(d, "id"), r.Text("location"), text(d, "model"), text(d, "sku"), number(d, "capacity")})
			}
		}
	}
	return all
}

// keptQuota is what a deleted account keeps of its deployments.
func (tx *Tx) keptQuota(account *Resource) []any {
	kept := []any{}
	for _, d := range tx.Children(account.ID, armModelDeployment) {
		kept = append(kept, map[string]any{
			"id": d.ID, "model": d.Text("properties.model.name"), "sku": d.Text("sku.name"), "capacity": float64(number(d.Properties, "sku.capacity")),
		})
	}
	return kept
}
