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
