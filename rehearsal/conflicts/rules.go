package conflicts

import "secure-azure-openai/rehearsal/deployment"

// Rule is a pair of operations that Azure refuses side by side.
type Rule struct {
	// Title names the rule in a few words.
	Title string
	// Code and Message are Azure's. In the message {thing} stands for the id of
	// what both work on, and {one} for the id of the one that is refused.
	Code, Message string
	// Instead says what Azure does one at a time.
	Instead string
	// Source is where the refusal was seen.
	Source string
	// Note says what softens the rule, or is not confirmed; it may be empty.
	Note string
	// Lock is the same for rules of which no two operations run side by side
	// on one thing.
	Lock string

	// first and second answer the ids of what a resource's operation works on,
	// whose case does not count. Resources with one in common are refused
	// together.
	// Without a second, both are of the first kind.
	first, second func(deployment.Resource) []string
	// ordered is set where the second must come after the first: the other
	// order is wrong, too.
	ordered bool
}

// The locks: what Azure works on one operation at a time.
const (
	lockAccount = "account"
	lockStorage = "storage account"
	lockSubnet  = "subnet"
	lockSearch  = "search service"
	lockVNet    = "VNet"
	lockScope   = "private link scope"
	lockAPI     = "API"
	lockProduct = "product"
	lockUser    = "user"
)

// Rules are all of them.
var Rules = []Rule{
	{
		Title: "model deployments on one account",
		Code:  "RequestConflict", Message: "Another operation is being performed on the parent resource '{thing}'. Please try again later.",
		Instead: "one operation at a time on the account", Lock: lockAccount,
		// On deletion too: hashicorp/terraform-provider-azurerm#22939.
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/22607",
		first:  deployedOn,
	},
	{
		Title: "a connection to an account and a model deployment on it",
		Code:  "AccountProvisioningStateInvalid", Message: "Call to Microsoft.CognitiveServices/accounts failed. Error message: Account {thing} in state Accepted",
		Instead: "one operation at a time on the account", Lock: lockAccount,
		// Seen for private endpoints. A shared private link is one of
		// Microsoft's; its code is not confirmed.
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/31712",
		first:  deployedOn, second: connectedAccounts,
	},
	{
		Title: "connections to one account",
		Code:  "AccountProvisioningStateInvalid", Message: "Call to Microsoft.CognitiveServices/accounts failed. Error message: Account {thing} in state Accepted",
		Instead: "one operation at a time on the account", Lock: lockAccount,
		// The remedy there is one endpoint at a time for each target.
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/pull/33298",
		first:  connectedAccounts,
	},
	{
		Title: "private endpoints to one storage account",
		Code:  "StorageAccountOperationInProgress", Message: "Call to Microsoft.Storage/storageAccounts failed. Error message: An operation is currently performing on this storage account that requires exclusive access.",
		Instead: "one endpoint at a time to the storage account", Lock: lockStorage,
		Source: "https://github.com/Azure/bicep-registry-modules/issues/6001",
		first:  connectedStorage,
	},
	{
		Title: "private endpoints in one subnet",
		Code:  "ReferencedResourceNotProvisioned", Message: "Cannot proceed with operation because resource {thing} used by resource {one} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is PutSubnetOperation.",
		Instead: "one endpoint at a time in the subnet", Lock: lockSubnet,
		// About one cold deployment in three; the interface of the endpoint is
		// what is refused.
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/17649",
		first:  endpointSubnet,
	},
	{
		Title: "shared private links of one Search service",
		Code:  "Conflict", Message: "The search service {thing} is making another shared private link.",
		Instead: "one shared private link at a time on the Search service", Lock: lockSearch,
		// With the word of the service's team that it cannot make two at once;
		// on deletion too: hashicorp/terraform-provider-azurerm#32517.
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/pull/28766",
		Note:   "the code was seen, Azure's own words were not",
		first:  linkedFrom,
	},
	{
		Title: "a shared private link and its approval",
		Code:  "ResourceNotFound", Message: "The Resource '{thing}' was not found.",
		Instead: "the link first: it can be approved once its state is Succeeded",
		Source:  "https://learn.microsoft.com/azure/search/search-indexer-howto-access-private",
		Note:    "this is what Azure answers for a connection that is not there; what it answers for one that is not ready is not confirmed",
		first:   linkConnections, second: approvedConnections, ordered: true,
	},
	{
		Title: "subnets of one VNet",
		Code:  "AnotherOperationInProgress", Message: "Another operation on this or dependent resource is in progress.",
		Instead: "one subnet at a time in the VNet", Lock: lockVNet,
		Source: "https://github.com/pulumi/pulumi-azure-native/issues/699",
		Note: "the provider tries again after 20, 60 and 120 seconds, and gives up where others still hold the VNet: " +
			"the deployment is slower at best",
		first: subnetOf,
	},
	{
		Title: "resources of one private link scope",
		Code:  "Conflict", Message: "Cannot modify resource while in provisioning state: 'Provisioning'",
		Instead: "one scoped resource at a time in the scope", Lock: lockScope,
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/22236",
		Note:   "the words were seen, the code was not",
		first:  scopedIn,
	},
	{
		Title: "writes to one API of a gateway",
		Code:  "PessimisticConcurrencyConflict", Message: "Operation on the API is in progress",
		Instead: "one write at a time to the API and what is part of it", Lock: lockAPI,
		// There with Microsoft's advice to let one wait for the other. Its own
		// publisher tries again (Azure/apiops#799); the provider does not: of
		// all conflicts it knows one code (pulumi-azure-native#3653).
		Source: "https://github.com/Azure/azure-api-management-devops-resource-kit/issues/340",
		Note:   "the provider does not try again",
		first:  writtenAPIs,
	},
	{
		Title: "writes to one product of a gateway",
		Code:  "PreconditionFailed", Message: "Exception of type 'Microsoft.WindowsAzure.ApiManagement.Management.Core.Exceptions.PreconditionFailedException' was thrown.",
		Instead: "one write at a time to the product, its subscriptions among them", Lock: lockProduct,
		// The service's team says that it locks the entity (a user, a product, an
		// API), and that two operations on one of them fail with 412: #8571 there.
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/8303",
		Note:   "the provider does not try again",
		first:  writtenProducts,
	},
	{
		Title: "subscriptions of one user of a gateway",
		Code:  "PreconditionFailed", Message: "Exception of type 'Microsoft.WindowsAzure.ApiManagement.Management.Core.Exceptions.PreconditionFailedException' was thrown.",
		Instead: "one subscription of a user at a time", Lock: lockUser,
		Source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/8571",
		Note:   "the provider does not try again",
		first:  subscriber,
	},
}

// alike reports whether both are of one kind.
func (r *Rule) alike() bool { return r.second == nil }

// other answers the second's things.
func (r *Rule) other(resource deployment.Resource) []string {
	if r.alike() {
		return r.first(resource)
	}
	return r.second(resource)
}
