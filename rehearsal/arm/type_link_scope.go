package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// linkScopeType is an Azure Monitor private link scope: what a VNet reaches by
// one private endpoint. It keeps the members that its endpoints have beside
// its properties, because they follow from other resources.
// https://learn.microsoft.com/azure/azure-monitor/logs/private-link-security
var linkScopeType = Type{
	Token: "azure-native:insights/v20210701preview:PrivateLinkScope",
	ARM:   armLinkScope,
	API:   "2021-07-01-preview",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/privateLinkScopes/{scopeName}",
	Name:  "scopeName",
	// Code not confirmed.
	Named: named(facts.NameLinkScope, "InvalidResourceName", "The name '%s' is not one of an Azure Monitor private link scope."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew:  []string{"location"},
	WriteOnly: []string{scopeMembers},
	Validate: func(_ *Tx, r, _ *Resource) error {
		for _, mode := range []string{"ingestionAccessMode", "queryAccessMode"} {
			// By Azure's API definition; code not confirmed.
			if given := r.Text("accessModeSettings." + mode); !contains(accessModes, given) {
				return badRequest("BadRequest", "The %s '%s' of the private link scope %s is not one of %s.", mode, given, r.Name(), strings.Join(accessModes, ", "))
			}
		}
		return onlyIn(r, global)
	},
	Complete: func(tx *Tx, r, _ *Resource) error {
		r.Properties[scopeMembers] = tx.membersOf(r)
		fill(r.Properties, "accessModeSettings.exclusions", []any{})
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		properties["privateEndpointConnections"] = flatConnections(tx, r)
	},
}

// checkOneScope: a VNet is connected to one scope at most, and a scope has ten
// endpoints. Azure's page has both as limits; whether it refuses a second scope,
// or lets the records of one take the place of the other's, is not confirmed,
// nor are the codes.
// https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design#consider-ampls-limits
func (tx *Tx) checkOneScope(endpoint *Resource, target string) error {
	if !isScope(target) {
		return nil
	}
	vnet, endpoints := ParentOf(endpoint.Text("subnet.id")), 1
	for _, other := range tx.All() {
		if other.Type != armPrivateEndpoint || SameID(other.ID, endpoint.ID) {
			continue
		}
		c, _ := connectionIn(other)
		id := text(c, "privateLinkServiceId")
		if isScope(id) && !SameID(id, target) && SameID(ParentOf(other.Text("subnet.id")), vnet) {
			return badRequest("BadRequest", "Private endpoint %s cannot connect VNET %s to the private link scope %s: its private endpoint %s connects it to %s, and a VNET takes one.", endpoint.ID, NameOf(vnet), NameOf(target), other.Name(), NameOf(id))
		}
		if SameID(id, target) {
			endpoints++
		}
	}
	if endpoints > scopeEndpoints {
		return badRequest("BadRequest", "The private link scope %s has %d private endpoints, which is as many as it takes.", NameOf(target), scopeEndpoints)
	}
	return nil
}

func isScope(id string) bool { return strings.EqualFold(TypeOf(id), armLinkScope) }

// scopeEndpoints is how many private endpoints a scope takes.
const scopeEndpoints = 10

// accessModes are what a network with the scope's endpoint may reach: all of
// Azure Monitor, or what is in the scope.
var accessModes = []string{"Open", "PrivateOnly"}

// scopedResourceType puts a workspace or a component into a scope. The endpoints
// of the scope get addresses and names for it.
// https://learn.microsoft.com/azure/azure-monitor/logs/private-link-configure
var scopedResourceType = Type{
	Token: "azure-native:insights/v20210701preview:PrivateLinkScopedResource",
	ARM:   armScopedResource,
	API:   "2021-07-01-preview",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/privateLinkScopes/{scopeName}/scopedResources/{name}",
	Name:  "name",
	References: []Reference{
		{Path: "linkedResourceId", To: []string{armComponent, armWorkspace, "Microsoft.Insights/dataCollectionEndpoints"}},
	},
	Validate: func(tx *Tx, r, old *Resource) error {
		linked := r.Text("linkedResourceId")
		if linked == "" { // code not confirmed
			return badRequest("BadRequest", "The scoped resource %s has no linkedResourceId.", r.Name())
		}
		for _, other := range tx.Children(ParentOf(r.ID), armScopedResource) {
			// Azure/azure-rest-api-specs#28176, which met it by writing the
			// same one again.
			if SameID(other.Text("linkedResourceId"), linked) {
				return conflict("Conflict", "Scoped resource with same linked resource id already exists in this private link scope")
			}
		}
		return nil
	},
	AfterPut: func(tx *Tx, r, _ *Resource) error { return tx.rescope(ParentOf(r.ID)) },
	AfterDelete: func(tx *Tx, r *Resource) {
		// Members that go leave every endpoint with those that it still has.
		_ = tx.rescope(ParentOf(r.ID))
	},
}
