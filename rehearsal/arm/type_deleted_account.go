package arm

import (
	"fmt"
	"time"
)

// accountKept is how long Azure keeps a deleted account before it purges it.
// https://learn.microsoft.com/azure/ai-services/recover-purge-resources
const accountKept = 48 * time.Hour

// deletedAccountType is what Azure keeps of a deleted account. Its Born is
// the time of the deletion, its Incarnation the account's. It holds no
// identity: while the account is gone, so is its principal.
var deletedAccountType = Type{ARM: armDeletedAccount}

// keepDeleted is the soft delete: the account is gone; its name, its subdomain
// and the quota of deployments that went with it stay taken until it is
// restored or purged. That deployments come back with their account is not
// confirmed: here they do not.
func keepDeleted(tx *Tx, r *Resource) {
	id := fmt.Sprintf("/subscriptions/%s/providers/Microsoft.CognitiveServices/locations/%s/resourceGroups/%s/deletedAccounts/%s",
		tx.w.opts.Subscription, r.Text("location"), GroupOf(r.ID), r.Name())
	tx.staged[key(id)] = &Resource{ID: id, Type: armDeletedAccount, Born: tx.w.clock, Incarnation: r.Incarnation, Properties: map[string]any{
		"name": r.Name(), "type": armDeletedAccount, "location": r.Text("location"), "accountId": r.ID,
		"properties":  map[string]any{"customSubDomainName": r.Text("properties.customSubDomainName")},
		"deployments": tx.keptQuota(r),
	}}
}

// deletedAccount is what is kept of the account with an id, or nil.
func (tx *Tx) deletedAccount(accountID string) *Resource {
	for _, r := range tx.All() {
		if r.Type == armDeletedAccount && SameID(r.Text("accountId"), accountID) {
			return r
		}
	}
	return nil
}

// restore: a deleted account comes back if the request says so, and only then.
// FlagMustBeSetForRestore: Azure/azure-cli#18146. The other two codes and
// their messages were seen in people's templates and troubleshooting notes;
// their HTTP status is not confirmed. The principal is the old one, by the
// same notes; Microsoft's pages do not say.
func restore(tx *Tx, r, old *Resource) error {
	wanted, deleted := flag(r.inputs, "properties.restore"), tx.deletedAccount(r.ID)
	switch {
	case old != nil && wanted:
		return conflict("CanNotRestoreAnActiveResource", "Could not restore an active account '%s'.", r.ID)
	case old != nil:
		return nil
	case wanted && deleted == nil && tx.w.opts.Unremembered && r.Incarnation == 1:
		return nil
	case wanted && deleted == nil:
		return badRequest("CanNotRestoreANonExistingResource", "Could not locate a resource to restore.")
	case !wanted && deleted != nil:
		return conflict("FlagMustBeSetForRestore", "An existing resource with ID '%s' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.", r.ID)
	case deleted != nil:
		r.Incarnation = deleted.Incarnation
		tx.remove(deleted)
	}
	return nil
}
