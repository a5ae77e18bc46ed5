package settings

// Gateway is API Management in front of Azure OpenAI and of the backend.
type Gateway struct {
	Enabled bool
	Mode    GatewayMode
	// SKU is the tier; empty means the usual one of the mode.
	SKU   string
	Units int
	// PublisherName and PublisherEmail are who answers for the service: Azure
	// asks for both and writes to the address.
	PublisherName, PublisherEmail string
	// Lockdown turns the gateway's public address off. Azure refuses that while
	// no private endpoint is approved, so the first up is without it.
	Lockdown bool
	// Restore brings back the soft-deleted service of the same name, for 48
	// hours after its deletion.
	Restore bool
	// Teams get a subscription each, where keys are not off.
	Teams []string
	// API is what the gateway asks of who calls Azure OpenAI.
	API API
}

// GatewayMode is how the gateway lies in the network.
type GatewayMode string

// The modes.
const (
	// GatewayPrivateEndpoint is a tier of version 2: its calls leave through a
	// subnet, and callers reach it by a private endpoint.
	GatewayPrivateEndpoint GatewayMode = "privateEndpoint"
	// GatewayInternal is a classic tier inside a subnet, at a private address.
	GatewayInternal GatewayMode = "internal"
)

// API is what the gateway asks of who calls one of its APIs. A token is always
// asked for; the web app is always a caller.
type API struct {
	// Subscriptions is what is done with API Management's subscription keys.
	Subscriptions Subscriptions
	// Audiences are what a token may be for.
	Audiences []string
	// Callers are whose tokens are taken, beside the web app's.
	Callers []Caller
	// ClientIDs are the applications that may ask for such a token. Empty means
	// any, since callers are named.
	ClientIDs []string
	// Claims are what a token must say beside that.
	Claims []Claim
	// PerSubscription and PerCaller bound what is used.
	PerSubscription, PerCaller Limits
}

// Subscriptions is what an API does with subscription keys.
type Subscriptions string

// The ways.
const (
	SubscriptionsRequired Subscriptions = "required"
	SubscriptionsOptional Subscriptions = "optional"
	SubscriptionsOff      Subscriptions = "off"
)

// Caller is a user or an application's identity.
type Caller struct {
	// Name tells callers apart in resource names.
	Name string
	// ObjectID is the one in Entra ID, as the token's claim oid has it.
	ObjectID string
}

// Claim is a claim that a token must have, with any or all of the values.
type Claim struct {
	Name   string
	Match  string
	Values []string
}

// Limits bound what is used; zero is no limit. Calls and Tokens are per minute,
// Quota is of tokens in a QuotaPeriod. Only Azure OpenAI counts tokens.
type Limits struct {
	Calls, Tokens, Quota int
	QuotaPeriod          string
}

// Backend is a function app that only the gateway may call.
type Backend struct {
	Enabled bool
	Kind    BackendKind
	// Path is its first part of the URL at the gateway.
	Path string
	// ClientID and TenantID are those of the app registration that stands for
	// the backend. It belongs to the identity team; the program needs its ids
	// and no secret. TenantID is the tenant of whoever deploys, in which the
	// gateway's identity is: any other is refused.
	ClientID, TenantID string
	// GatewayClientIDs are the application ids that the gateway's identity may
	// have, beside its object id, which is always asked for. Usually empty:
	// Azure does not show the application id of a managed identity.
	GatewayClientIDs []string
	// Runtime and RuntimeVersion are the language's ("python", "3.12").
	Runtime, RuntimeVersion string
	// MemoryMB is what an instance has: 512, 2048 or 4096.
	MemoryMB int
	// Instances is how many there are at most, 40 to 1,000.
	Instances int
	// API is what the gateway asks of who calls it.
	API API
}

// BackendKind is what the backend serves.
type BackendKind string

// The kinds.
const (
	// BackendAPI is an HTTP API.
	BackendAPI BackendKind = "api"
	// BackendMCP is a server of the Model Context Protocol: its answers are
	// streams, which nothing may hold back.
	BackendMCP BackendKind = "mcp"
)

// Telemetry is what is kept of the gateway's calls.
type Telemetry struct {
	// BodyBytes is how much of each body is logged, and of an MCP server of each
	// request: its answers are streams. Prompts are private: the default is none.
	BodyBytes int
	// AlertEmails are who is told when an alert fires.
	AlertEmails []string
	// PrivateLinkScope lets the VNet reach Azure Monitor by a private endpoint.
	// Queries from the portal stay open in each way, behind Entra ID.
	PrivateLinkScope LinkScope
}

// LinkScope is whether there is a private link scope, and what it lets in.
type LinkScope string

// The ways.
const (
	LinkScopeOff LinkScope = "off"
	// LinkScopeOpen leaves Azure Monitor's public addresses open to the VNet,
	// for resources outside of the scope.
	LinkScopeOpen LinkScope = "open"
	// LinkScopePrivateOnly lets the VNet reach nothing of Azure Monitor but what
	// is in the scope, on every network that shares its DNS, and Application
	// Insights take nothing that comes another way.
	LinkScopePrivateOnly LinkScope = "privateOnly"
)

// TokensAsked reports whether an API's limits count tokens.
func (l Limits) TokensAsked() bool { return l.Tokens > 0 || l.Quota > 0 }
