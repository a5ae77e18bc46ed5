package rehearsal

// drifts are what a rehearsal with Options.Drift does. Portals set more than
// one property at a time; where they do, so does the table.
//
// A refresh puts into the state's inputs what has changed in Azure, whether
// the program sets it or not (pulumi/pulumi-azure-native#280). The next up
// sends what the program has: a property that it leaves out is not sent, and
// a service whose PUT merges then keeps the drift (Storage does:
// pulumi/pulumi-azure-native#2507). So a program has to set each of these.
var drifts = []drift{
	{
		name: "public access to the storage account switched on", armType: "Microsoft.Storage/storageAccounts",
		as: "Networking, enabled from all networks",
		sets: []setting{
			{path: "publicNetworkAccess", from: "Disabled", to: "Enabled"},
			{path: "networkRuleSet.defaultAction", to: "Allow"},
		},
	},
	{
		name: "somebody's address let through the storage account's firewall", armType: "Microsoft.Storage/storageAccounts",
		as:   "Networking, add your client IP address",
		sets: []setting{{path: "networkRuleSet.ipRules", to: []any{map[string]any{"action": "Allow", "iPAddressOrRange": strangersAddress}}}},
	},
	{
		name: "public access to Azure OpenAI switched on", armType: "Microsoft.CognitiveServices/accounts",
		as: "Networking, all networks",
		sets: []setting{
			{path: "properties.publicNetworkAccess", from: "Disabled", to: "Enabled"},
			{path: "properties.networkAcls.defaultAction", to: "Allow"},
		},
	},
	{
		name: "somebody's address let through Azure OpenAI's firewall", armType: "Microsoft.CognitiveServices/accounts",
		as:   "Networking, add your client IP address",
		sets: []setting{{path: "properties.networkAcls.ipRules", to: []any{map[string]any{"value": strangersAddress}}}},
	},
	{
		name: "public access to Search switched on", armType: "Microsoft.Search/searchServices",
		as:   "Networking, public network access, all networks",
		sets: []setting{{path: "publicNetworkAccess", from: "disabled", to: "enabled"}},
	},
	{
		name: "somebody's address let through Search's firewall", armType: "Microsoft.Search/searchServices",
		as:   "Networking, add your client IP address",
		sets: []setting{{path: "networkRuleSet.ipRules", to: []any{map[string]any{"value": strangersAddress}}}},
	},
	{
		name: "public access to the web app switched on", armType: "Microsoft.Web/sites",
		as:   "Networking, public network access, enabled from all networks",
		sets: []setting{{path: "publicNetworkAccess", from: "Disabled", to: "Enabled"}},
	},
	{
		name: "anonymous reads of blobs allowed", armType: "Microsoft.Storage/storageAccounts",
		as:   "Configuration, allow blob anonymous access",
		sets: []setting{{path: "allowBlobPublicAccess", from: false, to: true}},
	},
	{
		name: "keys of the storage account switched on", armType: "Microsoft.Storage/storageAccounts",
		as:   "Configuration, allow storage account key access",
		sets: []setting{{path: "allowSharedKeyAccess", from: false, to: true}},
	},
	{
		// The portal has no switch for it: the command line does.
		name: "keys of Azure OpenAI switched on", armType: "Microsoft.CognitiveServices/accounts",
		as:   "az resource update --set properties.disableLocalAuth=false",
		sets: []setting{{path: "properties.disableLocalAuth", from: true, to: false}},
	},
	{
		// https://learn.microsoft.com/azure/search/search-security-enable-roles
		name: "keys of Search switched on", armType: "Microsoft.Search/searchServices",
		as: "Keys, API access control, both",
		sets: []setting{
			{path: "disableLocalAuth", from: true, to: false},
			// Refused together with disableLocalAuth, so the program has none.
			{path: "authOptions", unset: true, to: map[string]any{"aadOrApiKey": map[string]any{"aadAuthFailureMode": "http403"}}},
		},
	},
	{
		name: "the gateway's public access switched on", armType: "Microsoft.ApiManagement/service",
		as:   "Network, inbound features, public network access",
		sets: []setting{{path: "publicNetworkAccess", from: "Disabled", to: "Enabled"}},
	},
	{
		// Whoever calls is let in, with the gateway's identity.
		name: "an API's policy document replaced", armType: "Microsoft.ApiManagement/service/apis/policies",
		as: "APIs, all operations, policy code editor",
		sets: []setting{{path: "value", to: `<policies><inbound><base /><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></inbound>` +
			`<backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`}},
	},
	{
		// A policy takes the tokens of whoever the value names.
		name: "somebody else put in the place of a gateway's caller", armType: "Microsoft.ApiManagement/service/namedValues",
		as:   "Named values, edit",
		sets: []setting{{path: "value", to: strangersObject}},
	},
	{
		name: "what callers write logged", armType: "Microsoft.ApiManagement/service/apis/diagnostics",
		as: "APIs, settings, Application Insights, number of payload bytes to log",
		sets: []setting{
			{path: "frontend.request.body.bytes", from: float64(0), to: float64(8192)},
			{path: "backend.response.body.bytes", to: float64(8192)},
		},
	},
	{
		name: "a site lets in who does not sign in", armType: "Microsoft.Web/sites/config",
		as:   "Authentication, settings, allow unauthenticated access",
		sets: []setting{{path: "globalValidation.requireAuthentication", from: true, to: false}},
	},
	{
		name: "a role assignment removed", armType: "Microsoft.Authorization/roleAssignments",
		as: "Access control (IAM), remove",
	},
	{
		name: "a rule added to a network security group", armType: "Microsoft.Network/networkSecurityGroups",
		as:   "Inbound security rules, add",
		sets: []setting{{path: "securityRules", to: withOpenRule}},
	},
	{
		name: "a zone's link to the VNet removed", armType: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
		as: "Virtual network links, remove",
	},
}

// strangersAddress is of a range that nobody has (RFC 5737).
const strangersAddress = "203.0.113.7"

// strangersObject is nobody's id in the directory.
const strangersObject = "00000000-0000-0000-0000-0000005724a6"

// withOpenRule adds what a troubled administrator adds, as Azure then answers
// it: the provider's refresh drops what is read-only of a nested rule.
func withOpenRule(groupID string, rules any) any {
	list, _ := rules.([]any)
	const name = "allow-everybody"
	return append(append([]any{}, list...), map[string]any{
		"name": name, "id": groupID + "/securityRules/" + name, "type": "Microsoft.Network/networkSecurityGroups/securityRules",
		"etag": `W/"somebody-elses"`, "provisioningState": "Succeeded",
		"priority": float64(4000), "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
		"sourceAddressPrefix": "Internet", "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "443",
	})
}
