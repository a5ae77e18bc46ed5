package tests

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/conflicts"
	"secure-azure-openai/rehearsal/deployment"
)

// TestExplicitDependenciesKeepApartWhatAzureRefuses takes every explicit
// dependency out of each stack's deployment, one at a time: the search for
// overlaps must find what it was there for. Those without a code have another
// reason, which is said here.
func TestExplicitDependenciesKeepApartWhatAzureRefuses(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	reasons := map[string]string{
		"openai-deployment-embedding -> openai-deployment-chat":            "RequestConflict",
		"endpoint-openai-endpoint -> openai-deployment-embedding":          "AccountProvisioningStateInvalid",
		"endpoint-openai-endpoint -> endpoint-storage-endpoint":            "ReferencedResourceNotProvisioned",
		"endpoint-search-endpoint -> endpoint-openai-endpoint":             "ReferencedResourceNotProvisioned",
		"endpoint-webApp-endpoint -> endpoint-openai-endpoint":             "ReferencedResourceNotProvisioned",
		"endpoint-backendBlob-endpoint -> endpoint-webApp-endpoint":        "ReferencedResourceNotProvisioned",
		"endpoint-backendQueue-endpoint -> endpoint-backendBlob-endpoint":  "StorageAccountOperationInProgress",
		"endpoint-backendTable-endpoint -> endpoint-backendQueue-endpoint": "StorageAccountOperationInProgress",
		"endpoint-backend-endpoint -> endpoint-backendTable-endpoint":      "ReferencedResourceNotProvisioned",
		"endpoint-search-endpoint -> endpoint-backend-endpoint":            "ReferencedResourceNotProvisioned",
		"endpoint-gateway-endpoint -> endpoint-search-endpoint":            "ReferencedResourceNotProvisioned",
		"sharedlink-link -> endpoint-openai-endpoint":                      "AccountProvisioningStateInvalid",

		"gateway-openai-policy -> gateway-openai-api":                           "PessimisticConcurrencyConflict",
		"gateway-openai-diagnostic -> gateway-openai-policy":                    "PessimisticConcurrencyConflict",
		"gateway-openai-product-api -> gateway-openai-diagnostic":               "PessimisticConcurrencyConflict",
		"gateway-backend-policy -> gateway-backend-api":                         "PessimisticConcurrencyConflict",
		"gateway-backend-diagnostic -> gateway-backend-policy":                  "PessimisticConcurrencyConflict",
		"gateway-openai-product-api -> gateway-openai-product":                  "PreconditionFailed",
		"gateway-openai-subscription-search-team -> gateway-openai-product-api": "PreconditionFailed",

		// Deleted, the plan goes before the subnet that it holds.
		"webapp-plan -> network-vnet":  "",
		"backend-plan -> network-vnet": "",
		// Each names the other in plain text.
		"gateway-openai-policy -> gateway-openai-backend-openai":    "",
		"gateway-openai-policy -> gateway-openai-caller-webapp":     "",
		"gateway-backend-policy -> gateway-backend-backend-backend": "",
		"gateway-backend-policy -> gateway-backend-caller-webapp":   "",
		// Nothing resolves without the VNet's own server.
		"backend-settings -> resolver-inbound": "",
		// The host starts with its settings, and then finds its storage and may
		// use it.
		"backend-settings -> records-backendBlob-group":                                       "",
		"backend-settings -> records-backendQueue-group":                                      "",
		"backend-settings -> records-backendTable-group":                                      "",
		"backend-settings -> roles-backend-monitoring-metrics-publisher-on-insights":          "",
		"backend-settings -> roles-backend-storage-blob-data-owner-on-backend-storage":        "",
		"backend-settings -> roles-backend-storage-queue-data-contributor-on-backend-storage": "",
		"backend-settings -> roles-backend-storage-table-data-contributor-on-backend-storage": "",
		// The services that the settings name must resolve.
		"webapp-settings -> records-openai-group":       "",
		"webapp-settings -> records-search-group":       "",
		"webapp-settings -> records-storage-group":      "",
		"webapp-settings -> records-gateway-group":      "",
		"webapp-settings -> records-backend-group":      "",
		"webapp-settings -> records-backendBlob-group":  "",
		"webapp-settings -> records-backendQueue-group": "",
		"webapp-settings -> records-backendTable-group": "",
		"webapp-settings -> resolver-inbound":           "",
	}
	for _, zone := range []string{
		"openai.azure.com", "search.windows.net", "blob.core.windows.net", "queue.core.windows.net", "table.core.windows.net",
		"azurewebsites.net", "azure-api.net",
	} {
		reasons["webapp-settings -> dns-privatelink."+zone+"-link"] = ""
		reasons["backend-settings -> dns-privatelink."+zone+"-link"] = ""
	}
	met := map[string]bool{}
	for _, stack := range []string{"dev", "prod"} {
		made, err := deployment.Read(upOf(t, stack, false, false).export)
		require.NoError(t, err)
		assert.Empty(t, conflicts.Find(made), stack)
		for i, r := range made.Resources {
			for _, urn := range explicit(r) {
				on := made.Resources[slices.IndexFunc(made.Resources, func(o deployment.Resource) bool { return o.URN == urn })]
				edge := r.Name() + " -> " + on.Name()
				code, known := reasons[edge]
				assert.True(t, known, "%s: %s has no reason here", stack, edge)
				met[edge] = true

				without := deployment.Deployment{Resources: slices.Clone(made.Resources)}
				without.Resources[i].Dependencies = slices.DeleteFunc(slices.Clone(r.Dependencies), func(u string) bool { return u == urn })
				var found []string
				for _, c := range conflicts.Find(without) {
					found = append(found, c.Rule.Code)
				}
				if code == "" {
					assert.Empty(t, found, "%s without %s", stack, edge)
				} else {
					assert.Contains(t, found, code, "%s without %s", stack, edge)
				}
			}
		}
	}
	for edge := range reasons {
		assert.True(t, met[edge], "%s: no stack has it", edge)
	}
}

// explicit lists the resources that one waits for without taking a value.
func explicit(r deployment.Resource) []string {
	var list []string
	for _, urn := range r.Dependencies {
		taken := urn == r.Parent
		for _, from := range r.PropertyDependencies {
			taken = taken || slices.Contains(from, urn)
		}
		if !taken {
			list = append(list, urn)
		}
	}
	return list
}
