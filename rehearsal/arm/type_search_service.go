package arm

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
)

// searchServiceType. networkRuleSet.bypass came with 2024-06-01-preview.
// https://learn.microsoft.com/rest/api/searchmanagement/services
var searchServiceType = Type{
	Token: "azure-native:search/v20240601preview:Service",
	ARM:   armSearchService,
	API:   "2024-06-01-preview",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Search/searchServices/{searchServiceName}",
	Name:  "searchServiceName",
	// microsoft/RHAIL-Claims-Denial-Navigator#2
	Named: named(facts.NameSearch, "InvalidServiceName", "Service name '%s' is invalid: Service name must only contain lowercase letters, digits or dashes, cannot start or end with or contain consecutive dashes and is limited to 60 characters."),
	References: []Reference{
		{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}},
	},
	Validate: func(tx *Tx, r, old *Resource) error {
		// Azure-Samples/azure-search-openai-demo#372; the code is not confirmed.
		// The API changes a SKU in place from 2025-02-01-preview on
		// (Azure/azure-rest-api-specs#31829).
		if old != nil && !strings.EqualFold(r.Text("sku.name"), old.Text("sku.name")) {
			return badRequest("InvalidRequest", "Cannot update sku for an existing search service.")
		}
		if tx.elsewhere(r) != nil {
			// Azure-Samples/azure-search-openai-demo#586
			return badRequest("ServiceNameUnavailable", "Cannot provision service '%s' because a service with this name is already in use, or another request to provision a service with this name is still in progress", r.Name())
		}
		// https://learn.microsoft.com/azure/search/search-security-enable-roles
		if flag(r.Properties, "disableLocalAuth") && get(r.Properties, "authOptions") != nil {
			return badRequest("InvalidRequest", "Property 'authOptions' cannot be set when 'disableLocalAuth' is true for search service %s.", r.Name())
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["provisioningState"] = "succeeded"
		r.Properties["status"] = "running"
		r.Properties["statusDetails"] = ""
		fill(r.Properties, "hostingMode", "default")
		fill(r.Properties, "replicaCount", float64(1))
		fill(r.Properties, "partitionCount", float64(1))
		fill(r.Properties, "publicNetworkAccess", "enabled")
		fill(r.Properties, "disableLocalAuth", false)
		fill(r.Properties, "semanticSearch", "disabled")
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		properties["privateEndpointConnections"] = connections(tx, r)
		links := []any{}
		for _, l := range tx.Children(r.ID, armSharedPrivateLink) {
			shown := cloneMap(l.Properties)
			shown["id"] = l.ID
			links = append(links, shown)
		}
		properties["sharedPrivateLinkResources"] = links
	},
}

// sharedPrivateLinkType makes a connection on the target, which its owner has
// to approve.
// https://learn.microsoft.com/azure/search/search-indexer-howto-access-private
var sharedPrivateLinkType = Type{
	Token: "azure-native:search/v20240601preview:SharedPrivateLinkResource",
	ARM:   armSharedPrivateLink,
	API:   "2024-06-01-preview",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Search/searchServices/{searchServiceName}/sharedPrivateLinkResources/{sharedPrivateLinkResourceName}",
	Name:  "sharedPrivateLinkResourceName",
	// Code not confirmed.
	Named:      named(facts.NameSharedLink, "InvalidParameter", "The shared private link resource name '%s' is not valid: it takes 1 to 60 letters, digits, hyphens and underscores."),
	References: []Reference{{Path: "properties.privateLinkResourceId", To: linkable}},
	Validate: func(tx *Tx, r, _ *Resource) error {
		target := tx.Get(r.Text("properties.privateLinkResourceId"))
		if target == nil {
			return badRequest("InvalidParameter", "Shared private link resource %s needs a privateLinkResourceId.", r.Name())
		}
		if groups := sharedGroups(target); !contains(groups, r.Text("properties.groupId")) {
			return badRequest("InvalidParameter", "GroupId '%s' is not supported for resource %s; it takes %s, with regard to case.", r.Text("properties.groupId"), target.ID, strings.Join(groups, ", "))
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		set(r.Properties, "properties.status", "Pending")
		set(r.Properties, "properties.provisioningState", "Succeeded")
		return nil
	},
	AfterPut: func(tx *Tx, r, old *Resource) error {
		if old != nil {
			return nil
		}
		target := tx.Get(r.Text("properties.privateLinkResourceId"))
		// The endpoint lies in a subscription of Microsoft's.
		endpoint := fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/%s/%s", r.GUID("subscription"), NameOf(ParentOf(r.ID)), armPrivateEndpoint, r.Name())
		tx.connect(target, r, linksOf(target)[0].Group, endpoint, "Pending", r.Text("properties.requestMessage"))
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		set(properties, "properties.status", text(tx.connectionState(r), "status"))
	},
}

// sharedGroups are the groups of a shared private link, which are not those of
// a private endpoint. They are compared with regard to case.
func sharedGroups(target *Resource) []string {
	switch target.Type {
	case armCognitiveAccount:
		if strings.EqualFold(target.Text("kind"), "OpenAI") {
			return []string{"openai_account"}
		}
		return []string{"openai_account", "cognitiveservices_account", "foundry_account"}
	case armStorageAccount:
		return []string{"blob", "table", "dfs", "file"}
	case armWebApp:
		return []string{"sites"}
	}
	return nil
}

func contains(items []string, item string) bool {
	for _, i := range items {
		if i == item {
			return true
		}
	}
	return false
}
