package arm_test

import (
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
)

var linkScopes = []rule{
	{
		name:    "a VNet is connected to one scope",
		before:  []attempt{scoped, create(linkScope, with(scopeInputs(), m{"scopeName": "other"})), create(endpoint, atMonitor("azuremonitor"))},
		good:    create(endpoint, with(atMonitor("azuremonitor"), m{"privateEndpointName": "second"})),
		bad:     create(endpoint, with(endpointInputs(), m{"privateEndpointName": "second", "privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": insightsIDs + "privateLinkScopes/other", "groupIds": []any{"azuremonitor"}}}})),
		code:    "BadRequest",
		message: "its private endpoint pep connects it to ampls, and a VNET takes one.",
	},
	{
		name: "a scope has ten endpoints",
		before: []attempt{
			create(vnet, with(netInputs(), m{"virtualNetworkName": "wide", "subnets": []any{m{"name": "pe", "addressPrefix": "10.0.0.0/20"}}})), scoped, create(linkScope, with(scopeInputs(), m{"scopeName": "other"})),
			func(w world) error {
				for i := range 10 {
					w.made(endpoint, with(atMonitor("azuremonitor"), m{"privateEndpointName": "pep" + strconv.Itoa(i), "subnet": m{"id": networkIDs + "virtualNetworks/wide/subnets/pe"}}))
				}
				return nil
			},
		},
		good:    create(endpoint, with(atMonitor("azuremonitor"), m{"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": insightsIDs + "privateLinkScopes/other", "groupIds": []any{"azuremonitor"}}}})),
		bad:     create(endpoint, atMonitor("azuremonitor")),
		code:    "BadRequest",
		message: "The private link scope ampls has 10 private endpoints, which is as many as it takes.",
	},
	{
		name:    "a private link scope is global",
		good:    create(linkScope, scopeInputs()),
		bad:     create(linkScope, with(scopeInputs(), m{"location": "swedencentral"})),
		code:    "LocationNotAvailableForResourceType",
		message: "is not available for resource type 'Microsoft.Insights/privateLinkScopes'",
	},
	{
		name:    "a private link scope's name ends with no period",
		good:    create(linkScope, with(scopeInputs(), m{"scopeName": "a.b"})),
		bad:     create(linkScope, with(scopeInputs(), m{"scopeName": "a."})),
		code:    "InvalidResourceName",
		message: "The name 'a.' is not one of an Azure Monitor private link scope.",
	},
	{
		name:    "a private link scope is open or private",
		good:    create(linkScope, with(scopeInputs(), m{"accessModeSettings": m{"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "Open"}})),
		bad:     create(linkScope, with(scopeInputs(), m{"accessModeSettings": m{"ingestionAccessMode": "Private", "queryAccessMode": "Open"}})),
		code:    "BadRequest",
		message: "The ingestionAccessMode 'Private' of the private link scope ampls is not one of Open, PrivateOnly.",
	},
	{
		name:    "a scope holds what is there",
		before:  []attempt{observed, scoped},
		good:    inScope("appi", componentID),
		bad:     inScope("appi", componentID+"x"),
		code:    "InvalidResourceReference",
		message: "components/appix referenced by resource " + scopeID + "/scopedResources/appi was not found.",
	},
	{
		name:    "a scope holds what monitors",
		before:  []attempt{observed, scoped},
		good:    inScope("logs", workspaceID),
		bad:     inScope("oai", accountID),
		code:    "InvalidJsonReferenceWrongType",
		message: "The Id is expected to reference resources of types Microsoft.Insights/components, Microsoft.OperationalInsights/workspaces,",
	},
	{
		name:    "a scoped resource is one",
		before:  []attempt{scoped},
		good:    inScope("logs", workspaceID),
		bad:     create(scopedResource, m{"scopeName": "ampls", "name": "logs"}),
		code:    "BadRequest",
		message: "The scoped resource logs has no linkedResourceId.",
	},
	{
		name:    "a scope holds a resource once",
		before:  []attempt{observed, scoped, inScope("logs", workspaceID)},
		good:    inScope("appi", componentID),
		bad:     inScope("again", strings.ToLower(workspaceID)),
		code:    "Conflict",
		message: "Scoped resource with same linked resource id already exists in this private link scope",
	},
	{
		name:    "an endpoint's group of Azure Monitor is one",
		before:  []attempt{scoped},
		good:    create(endpoint, atMonitor("azuremonitor")),
		bad:     create(endpoint, atMonitor("azureMonitorScope")),
		code:    "GroupIdIsInvalid",
		message: "The groupId 'azureMonitorScope' is not valid for " + scopeID + "; it has azuremonitor.",
	},
	{
		name:    "an endpoint with fixed addresses names every member of its scope",
		before:  []attempt{scoped},
		good:    create(endpoint, monitorAddresses(everyMember...)),
		bad:     create(endpoint, monitorAddresses(everyMember[:7]...)),
		code:    "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
		message: "is missing the member name(s) api, global.in.ai, profiler, live, diagservicesquery, snapshot, agentsolutionpackstore, dce-global",
	},
	{
		name:   "an endpoint with fixed addresses keeps a scope from growing",
		before: []attempt{scoped, create(endpoint, monitorAddresses(everyMember...))},
		good: func(w world) error {
			require.NoError(w.t, w.deleted(pepID))
			return inScope("logs", workspaceID)(w)
		},
		bad:     inScope("logs", workspaceID),
		code:    "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
		message: "is missing the member name(s) api,",
	},
}
