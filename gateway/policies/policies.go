// Package policies writes the policy documents of the gateway's APIs: the one
// in front of Azure OpenAI, and the one in front of the company's own API or
// MCP server. Nothing of a caller's credentials gets past them, and no key
// takes their place: the gateway's managed identity calls the backend.
//
// The documents are well-formed XML, for policies that are sent with the
// format "xml". The order of their elements is what makes them safe: the
// caller's token is validated before anything is counted for the caller, its
// credentials are deleted before the request goes on, and the managed
// identity comes last, because it overwrites Authorization.
//
// A deletion has no value: "Set header", examples, page of 2024-03-18. The page
// of set-query-parameter, of 2024-07-23, calls value required, but API
// Management's own policy toolkit writes a deletion without one:
// Azure/azure-api-management-policy-toolkit, SetQueryParameterCompilationTests.
package policies

// Kind is what stands behind an API.
type Kind string

// The kinds.
const (
	// OpenAI is an Azure OpenAI account, or a pool of them.
	OpenAI Kind = "openai"
	// Backend is the company's own API or, with Streaming, its MCP server.
	Backend Kind = "backend"
)

// Subscription is what an API does with API Management's subscription keys.
type Subscription string

// The modes. API Management refuses a wrong key in each of them, also where
// none is required: "Subscriptions in Azure API Management", API request with
// a subscription key, page of 2023-08-02.
const (
	// Required refuses a call without a key.
	Required Subscription = "required"
	// Optional counts a call for its subscription where it brings a key.
	Optional Subscription = "optional"
	// Off knows no subscriptions: calls are counted for the caller alone.
	Off Subscription = "off"
)

// Args are the decisions of one policy document.
type Args struct {
	Kind Kind
	// Subscription is the mode of the API's keys. A mode in which a call gets
	// in without a key needs Token. With Off, the API must not name
	// facts.OpenAIKeyHeader as where its keys are: OpenAI's clients send
	// something there in any case, and a wrong key is refused even where none
	// is required. With the other modes it should, so that they can send one.
	Subscription Subscription
	// Token is whose tokens are accepted; without it, none is asked for.
	Token *Token
	// PerSubscription is what the holders of one subscription may use
	// together, PerCaller what one caller may. A caller without a subscription
	// has the first limit for itself. Whoever has no token is told apart by
	// its address.
	PerSubscription, PerCaller Limits
	// Metrics sends the tokens of each call to Application Insights, of OpenAI
	// only; the API needs a logger and a diagnostic with metrics.
	Metrics *Metrics
	// BackendID is the name of the backend, or of the pool, that is called. It
	// also keeps the counters of two APIs apart.
	BackendID string
	// Resource is what the gateway's identity asks its token for:
	// facts.CognitiveServicesResource, or the application (client) id of the
	// backend's app registration.
	Resource string
	// Streaming returns each part of an answer as it comes, as server-sent
	// events and MCP need it. The document then leaves the answer's body alone,
	// and so must the API's diagnostic, with 0 bytes of the frontend response:
	// "Expose and govern an existing MCP server", prerequisites, page of
	// 2026-01-16, and its part about policies, of 2025-11-13. Its headers, such
	// as Accept and Mcp-Session-Id, pass in both directions as they are. A
	// connection that is idle for 4 minutes is cut: "Configure API for
	// server-sent events", page of 2025-10-08.
	Streaming bool
	// TimeoutSeconds is how long the backend may take until its answer begins;
	// zero is 120.
	TimeoutSeconds int
	// Retries is how often a call is tried again after a 429 or 5xx, of OpenAI
	// only: a call of another backend may have done its work.
	Retries int
}

// Token is whose Entra tokens are accepted. Of each list, one has to match; a
// token has to match all lists that are not empty, and every required claim:
// API Management tests each on its own, so that Callers and ClientIDs together
// let in a caller of the one list only through an application of the other.
//
// One of Callers, ClientIDs and a required claim out of
// facts.CallerClaims has to say who may call.
type Token struct {
	// TenantID is the tenant's GUID.
	TenantID string
	// Audiences are what a token must be for: an application id, or its URI, or
	// facts.CognitiveServicesAudiences for clients that know Azure OpenAI only.
	// A document that names no ClientIDs needs one; here it always does. The
	// reference tells no version of tokens apart, and tokens for an app
	// registration that asks for version 2 name its application id; one report,
	// without a date, has the policy refuse version 2 by a fault of the service.
	Audiences []string
	// Callers are the users, managed identities and service principals that
	// may call, by their object ids.
	Callers []Caller
	// ClientIDs are the applications that may call. The reference asks for an
	// audience where there are none: "Validate Microsoft Entra token",
	// elements, as it stood on 2024-04-04; it required them before, in its
	// version of 2022-12-08. On that day the service was still seen to refuse
	// a document without them: MicrosoftDocs/azure-docs#121329 and #121338. API
	// Management's own policy toolkit, ValidateAzureAdTokenConfig, requires the
	// tenant alone.
	ClientIDs []string
	// RequiredClaims narrow it further, such as to an app role.
	RequiredClaims []Claim
}

// Caller is one that may call, by one of these. An object id is the claim oid
// of its tokens.
type Caller struct {
	// ObjectID is the caller's, a GUID.
	ObjectID string
	// NamedValue is the display name of the gateway's named value that holds
	// the object id. The document is known in a preview then, although a
	// managed identity's principal id is not. It has to be there before the
	// document is sent: API Management refuses one that refers to nothing.
	NamedValue string
}

// Claim is what a token must say.
type Claim struct {
	// Name is the claim's, such as "roles". For oid there are Callers.
	Name string
	// Match is "any" or "all" of the Values.
	Match  string
	Values []string
}

// Limits bound what is used; zero is no limit. Tokens are those of prompt and
// answer together, and are counted for OpenAI only.
type Limits struct {
	// Calls and Tokens are per minute: 429 beyond them.
	Calls, Tokens int
	// Quota is of tokens in each QuotaPeriod, one of facts.TokenQuotaPeriods:
	// 403 beyond it.
	Quota       int
	QuotaPeriod string
}

// Metrics is how the use of tokens is reported.
type Metrics struct {
	// Namespace is the metric's.
	Namespace string
	// Dimensions are out of facts.TokenMetricDimensions, at most
	// facts.TokenMetricDimensionsMost.
	Dimensions []string
}

// defaultTimeout, in seconds, is longer than a large model takes to begin its
// answer, and shorter than the network drops an idle connection.
const defaultTimeout = 120
