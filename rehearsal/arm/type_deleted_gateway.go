package arm

import (
	"fmt"
	"strings"
)

// deletedGatewayType is what Azure keeps of a deleted API Management service
// for as long as of an account: 48 hours. Its Born is the time of the deletion,
// its Incarnation the service's.
// https://learn.microsoft.com/azure/api-management/soft-delete
var deletedGatewayType = Type{ARM: armDeletedGateway}

// keepDeletedGateway is the soft delete: the service is gone, and its name is
// taken. That what was in the service comes back with it is not confirmed: here
// it does not.
func keepDeletedGateway(tx *Tx, r *Resource) {
	kept := cloneMap(r.Properties)
	for _, pointer := range r.Secrets {
		// What is kept has no secrets that could be sealed.
		_ = replaceAt(kept, pointer, func(any) (any, error) { return nil, nil })
	}
	id := fmt.Sprintf("/subscriptions/%s/providers/Microsoft.ApiManagement/locations/%s/deletedservices/%s", tx.w.opts.Subscription, r.Text("location"), r.Name())
	tx.staged[key(id)] = &Resource{ID: id, Type: armDeletedGateway, Born: tx.w.clock, Incarnation: r.Incarnation, Properties: map[string]any{
		"name": r.Name(), "type": armDeletedGateway, "location": r.Text("location"), "serviceId": r.ID, "kept": kept,
	}}
}

// restoreGateway: a name is one service's in the world, and a deleted service
// comes back if the request says so and only then, as it was: every other
// property of the request is ignored.
// ServiceAlreadyExists: microsoft/vscode-apimanagement#177.
// ServiceAlreadyExistsInSoftDeletedState: hashicorp/terraform-provider-azurerm#11580.
// That a restoration of what is not there fails: Azure/azure-service-operator#3433;
// its code and words are not confirmed, nor is what a request to restore does to
// a service that is there: here it changes nothing.
func restoreGateway(tx *Tx, r, old *Resource) (bool, error) {
	wanted := flag(r.inputs, "restore")
	if old != nil {
		if wanted {
			r.Properties = cloneMap(old.Properties)
		}
		return wanted, nil
	}
	if tx.elsewhere(r) != nil {
		return false, conflict("ServiceAlreadyExists", "Api service already exists: %s", r.Name())
	}
	deleted := tx.deletedGateway(r.Name())
	switch {
	case !wanted && deleted == nil, wanted && deleted == nil && tx.w.opts.Unremembered && r.Incarnation == 1:
		return false, nil
	case !wanted:
		return false, conflict("ServiceAlreadyExistsInSoftDeletedState", "Api service %s was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.", r.Name())
	case deleted == nil || !SameID(deleted.Text("serviceId"), r.ID):
		return false, badRequest("ServiceNotFound", "Api service %s cannot be restored: there is no deleted service %s.", r.Name(), r.ID)
	}
	if subnet := text(deleted.Properties, "kept.virtualNetworkConfiguration.subnetResourceId"); subnet != "" && tx.Get(subnet) == nil {
		return false, badRequest("SubnetNotFound", "Api service %s cannot be restored: its subnet %s does not exist.", r.Name(), subnet)
	}
	r.Incarnation, r.Properties = deleted.Incarnation, cloneMap(object(deleted.Properties, "kept"))
	// Its endpoints were disconnected when it went.
	r.Properties["publicNetworkAccess"] = "Enabled"
	tx.remove(deleted)
	return true, nil
}

// deletedGateway is what is kept of the service with a name, or nil.
func (tx *Tx) deletedGateway(name string) *Resource {
	for _, r := range tx.All() {
		if r.Type == armDeletedGateway && strings.EqualFold(r.Name(), name) {
			return r
		}
	}
	return nil
}
