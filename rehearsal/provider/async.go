package provider

import (
	"slices"
	"strings"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/fault"
)

// prompt are the types whose PUT is over with its answer. Every other one is
// x-ms-long-running-operation: Azure answers at once and works on, and the
// provider asks until it is done.
// github.com/Azure/azure-rest-api-specs, specification/*/resource-manager, by
// the API versions of the types.
var prompt = []string{
	"Microsoft.ApiManagement/service/apis/diagnostics",
	"Microsoft.ApiManagement/service/apis/policies",
	"Microsoft.ApiManagement/service/backends",
	"Microsoft.ApiManagement/service/loggers",
	"Microsoft.ApiManagement/service/products",
	"Microsoft.ApiManagement/service/products/apis",
	"Microsoft.ApiManagement/service/subscriptions",
	"Microsoft.Authorization/roleAssignments",
	"Microsoft.Insights/actionGroups",
	"Microsoft.Insights/components",
	"Microsoft.Insights/diagnosticSettings",
	"Microsoft.Insights/metricAlerts",
	"Microsoft.Insights/privateLinkScopes",
	"Microsoft.Insights/scheduledQueryRules",
	"Microsoft.Insights/workbooks",
	"Microsoft.ManagedIdentity/userAssignedIdentities",
	"Microsoft.Network/privateDnsZones/A",
	"Microsoft.Resources/resourceGroups",
	"Microsoft.Security/pricings",
	"Microsoft.Storage/storageAccounts/blobServices",
	"Microsoft.Storage/storageAccounts/blobServices/containers",
	"Microsoft.Web/sites/basicPublishingCredentialsPolicies",
	"Microsoft.Web/sites/config",
}

// promptDeletes are the types whose DELETE is over with its answer, and
// laterDeletes those among prompt whose DELETE is not.
var (
	promptDeletes = []string{"Microsoft.ApiManagement/service/namedValues", "Microsoft.Search/searchServices", "Microsoft.Storage/storageAccounts", "Microsoft.Web/serverfarms", "Microsoft.Web/sites"}
	laterDeletes  = []string{"Microsoft.Insights/privateLinkScopes", "Microsoft.Resources/resourceGroups"}
)

// async says whether Azure answers before the work is done.
func async(op fault.Op, t *arm.Type) bool {
	switch {
	case op == fault.Read, op == fault.Delete && listed(promptDeletes, t):
		return false
	case op == fault.Delete && listed(laterDeletes, t):
		return true
	}
	return !listed(prompt, t)
}

func listed(types []string, t *arm.Type) bool {
	return slices.ContainsFunc(types, func(one string) bool { return strings.EqualFold(one, t.ARM) })
}

// Known are the types that a fault can befall.
func Known() []fault.Known {
	var known []fault.Known
	for _, token := range arm.Tokens() {
		if t, err := arm.Lookup(token); err == nil {
			known = append(known, fault.Known{Token: token, Async: async(fault.Create, t), AsyncDelete: async(fault.Delete, t)})
		}
	}
	return known
}
