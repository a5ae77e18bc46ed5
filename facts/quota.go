package facts

import "strings"

// Quota is how many thousands of tokens a minute the deployments of one model
// with one SKU may have together, in one region of one subscription.
type Quota struct {
	Model, SKU string
	Thousands  int
}

// QuotaTier is the tier that Quotas stands for: the first one that is paid
// for. Azure moves a subscription to a higher one with its use, and grants
// more on request; a new subscription may have less, down to nothing in a
// region or data zone that is full.
const QuotaTier = 1

// FindQuota is a model's quota with a SKU, in thousands of tokens a minute,
// and whether the table has one. Provisioned and batch SKUs have quotas of
// another kind, which it does not.
func FindQuota(model, sku string) (thousands int, known bool) {
	for _, q := range Quotas {
		if strings.EqualFold(q.Model, model) && strings.EqualFold(q.SKU, sku) {
			return q.Thousands, true
		}
	}
	return 0, false
}
