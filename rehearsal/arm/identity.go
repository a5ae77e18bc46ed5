package arm

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// guids is the namespace of every generated GUID, itself made up.
var guids = uuid.MustParse("5e5f1d5a-0000-4000-8000-7265686561c5")

// GUID is a stable GUID for a purpose of this incarnation of the resource: a
// recreated account gets a new principal, as in Entra ID.
func (r *Resource) GUID(purpose string) string {
	return uuid.NewSHA1(guids, fmt.Appendf(nil, "%s#%d#%s", key(r.ID), r.Incarnation, purpose)).String()
}

// completeIdentity gives a resource the principals of its managed identities.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
func completeIdentity(tx *Tx, r *Resource, inputs map[string]any) {
	kind := text(inputs, "identity.type")
	if kind == "" {
		return
	}
	if strings.Contains(strings.ToLower(kind), "systemassigned") {
		set(r.Properties, "identity.principalId", r.GUID("principal"))
		set(r.Properties, "identity.tenantId", tx.w.opts.Tenant)
	}
	users := map[string]any{}
	each(inputs, "identity.userAssignedIdentities[]", func(_ string, v any) {
		id, _ := v.(string)
		if user := tx.Get(id); user != nil {
			users[id] = map[string]any{"principalId": user.Text("principalId"), "clientId": user.Text("clientId")}
		}
	})
	if len(users) > 0 {
		set(r.Properties, "identity.userAssignedIdentities", users)
	}
}

// replication is how long the directory may take to know a new identity.
// Microsoft gives no figure; this one is an estimate.
// https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
const replication = 5 * time.Minute

// principalKind is what an object id stands for in the directory:
// ServicePrincipal for a managed identity of this world, "" for an id that
// the world has not made. A young one may not have spread through the whole
// directory yet.
func (tx *Tx) principalKind(objectID string) (kind string, young bool) {
	for _, r := range tx.All() {
		if strings.EqualFold(r.Text("identity.principalId"), objectID) ||
			(r.Type == armUserAssignedIdentity && strings.EqualFold(r.Text("principalId"), objectID)) {
			return "ServicePrincipal", tx.w.clock-r.Born < replication
		}
	}
	return "", false
}
