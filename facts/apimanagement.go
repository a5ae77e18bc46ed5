package facts

// Limits of API Management's policies.
const (
	// RateLimitLongest is the longest window, in seconds, of rate-limit-by-key:
	// "Limit call rate by key", attribute renewal-period, page of 2025-03-31,
	// which has it in the classic and the v2 tiers, but not in Consumption.
	// https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
	RateLimitLongest = 300
	// RetriesMost is how often the retry policy tries again at most:
	// "Retry", attribute count, page of 2022-12-08.
	// https://learn.microsoft.com/azure/api-management/retry-policy
	RetriesMost = 50
	// TokenMetricDimensionsMost is how many dimensions a token metric takes:
	// "Emit metrics for consumption of large language model tokens", usage
	// notes, page of 2026-05-27.
	// https://learn.microsoft.com/azure/api-management/llm-emit-token-metric-policy
	TokenMetricDimensionsMost = 5
	// PolicyDocumentLargest bounds a policy document in bytes: "API Management
	// gateway runtime limits", page of 2026-02-05. A page about the v2 tiers
	// gave 16 KiB for them before, which PolicyDocumentSmall is.
	// https://learn.microsoft.com/azure/api-management/service-limits
	PolicyDocumentLargest = 256 << 10
	PolicyDocumentSmall   = 16 << 10
	// ForwardTimeoutHonoured is how many seconds of forward-request's timeout
	// are honoured for certain: "Forward request", attribute timeout, page of
	// 2022-11-15.
	// https://learn.microsoft.com/azure/api-management/forward-request-policy
	ForwardTimeoutHonoured = 240
)

// CognitiveServicesResource is what a managed identity asks a token for to
// call Azure OpenAI: "Authenticate with managed identity", examples, page of
// 2024-07-23. The page has it without a slash at its end.
// https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy
const CognitiveServicesResource = "https://cognitiveservices.azure.com"

// CognitiveServicesAudiences are the audiences of tokens that clients of Azure
// OpenAI bring. Entra writes what was asked for: the scope up to the last slash
// before ".default", and a resource as the client spells it, with a slash at
// its end or without. AzureAD/microsoft-authentication-library-for-dotnet#747.
var CognitiveServicesAudiences = []string{CognitiveServicesResource, CognitiveServicesResource + "/"}

// Where a subscription key is looked for unless an API names other places: the
// query parameter counts only where the header is missing. "Subscriptions in
// Azure API Management", page of 2023-08-02.
// https://learn.microsoft.com/azure/api-management/api-management-subscriptions
const (
	SubscriptionKeyHeader = "Ocp-Apim-Subscription-Key"
	SubscriptionKeyQuery  = "subscription-key"
)

// OpenAIKeyHeader is the header in which Azure OpenAI takes a key:
// "Authenticate and authorize access to Azure OpenAI APIs using Azure API
// Management", authenticate with API key, page of 2025-04-01.
// https://learn.microsoft.com/azure/api-management/api-management-authenticate-authorize-azure-openai
const OpenAIKeyHeader = "api-key"

// TokenMetricDimensions are the dimensions of a token metric that need no
// value: "Default dimension names that may be used without value", include of
// 2025-04-18 in the page of llm-emit-token-metric.
var TokenMetricDimensions = []string{
	"API ID", "Operation ID", "Product ID", "User ID", "Subscription ID", "Location", "Gateway ID", "Backend ID",
}

// TokenQuotaPeriods are the windows of a quota of tokens: "Limit large
// language model API token usage", attribute token-quota-period, page of
// 2026-04-01. The policy is in the classic and the v2 tiers but not in
// Consumption, counter-key and estimate-prompt-tokens are required, it may
// stand several times in a document, and of a streamed answer both sides are
// estimated whatever it says.
// https://learn.microsoft.com/azure/api-management/llm-token-limit-policy
var TokenQuotaPeriods = []string{"Hourly", "Daily", "Weekly", "Monthly", "Yearly"}

// EntraAuthoritiesForAll stand in the place of a tenant for the accounts of
// any one: "OpenID Connect on the Microsoft identity platform", find your
// app's OpenID configuration document URI, page of 2023-09-13.
// https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
var EntraAuthoritiesForAll = []string{"common", "organizations", "consumers"}

// ControlAudiences are what tokens for Azure's control plane and for the
// directory are made for, by name and by the id of the application: a service
// that takes such a token could pass it on. "Azure services that support
// managed identities", Azure Resource Manager; "Microsoft Graph permissions".
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-status
var ControlAudiences = []string{
	"https://management.azure.com", "https://management.core.windows.net", "797f4846-ba00-4fd7-ba43-dac1f8f63013",
	"https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000",
}

// CallerClaims are the claims, beside oid, by which a token says that somebody
// has let its caller in: an app role or a group that the caller is assigned.
// "Access token claims reference", payload claims, page of 2023-05-26.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
var CallerClaims = []string{"roles", "groups"}
