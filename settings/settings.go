// Package settings holds the stack's configuration: decoded strictly,
// defaulted once, validated whole, and not changed afterwards. It imports no
// Pulumi SDK, so its tests compile in a second and any tool can read a stack
// file with it.
package settings

import (
	"net/netip"
)

// Settings is everything a stack decides. A value of this type that came out
// of Load is complete and valid: components read it and never check it again.
type Settings struct {
	// Project and Stack are Pulumi's names, as the engine gave them.
	Project string
	Stack   string

	Environment Environment
	Network     Network
	VPN         VPN
	DNS         DNS
	OpenAI      OpenAI
	Search      Search
	Storage     Storage
	WebApp      WebApp
	Gateway     Gateway
	Backend     Backend
	Access      Access
	Monitoring  Monitoring
	Telemetry   Telemetry
	Posture     Posture
	Retrieval   Retrieval
}

// Environment says where the stack lives and how its resources are marked.
type Environment struct {
	// Location is the Azure region of everything that has no region of its
	// own, as its programmatic name ("swedencentral").
	Location string
	// Workload is the short name that every physical name carries.
	Workload string
	// Suffix ends every globally unique name. Empty means: derived from
	// subscription, project and stack.
	Suffix string
	// Tags go on every resource that takes tags, beside the program's own.
	Tags map[string]string
	// Protect makes Pulumi refuse to delete what holds data, identity or an
	// address that clients know.
	Protect bool
}

// Network is the VNet's address space and its subnets.
type Network struct {
	AddressSpace netip.Prefix
	// Endpoints holds the private endpoints, at the fixed slots of Slot.
	Endpoints netip.Prefix
	// Gateway is GatewaySubnet, /27 or larger. The VNet has it with the VPN
	// off too, unless it is neither given nor derived.
	Gateway netip.Prefix
	// WebApp is the subnet that the web app sends its traffic from.
	WebApp netip.Prefix
	// Resolver is the inbound subnet of the DNS private resolver, /28 to /24.
	// Like the gateway's it is there with the resolver off too.
	Resolver netip.Prefix
	// APIGateway is API Management's subnet, and Backend that of the functions
	// behind it. Each is derived only where what uses it is on; one that is
	// given is there in any case.
	APIGateway, Backend netip.Prefix
	// DynamicEndpoints names the endpoints whose address Azure chooses
	// instead of the plan.
	DynamicEndpoints []Endpoint
}

// Endpoint names a private endpoint of the topology.
type Endpoint string

// The private endpoints, by the name that settings and outputs use.
const (
	EndpointOpenAI  Endpoint = "openai"
	EndpointSearch  Endpoint = "search"
	EndpointStorage Endpoint = "storage"
	EndpointWebApp  Endpoint = "webApp"
	EndpointGateway Endpoint = "gateway"
	EndpointBackend Endpoint = "backend"
	// The backend's host storage has one endpoint for each of its services.
	EndpointBackendBlob  Endpoint = "backendBlob"
	EndpointBackendQueue Endpoint = "backendQueue"
	EndpointBackendTable Endpoint = "backendTable"
	// EndpointMonitor is the private link scope's. It has no slot: Azure chooses
	// its addresses, of which it has more for everything that the scope gets.
	EndpointMonitor Endpoint = "monitor"
)

// VPN is the point-to-site gateway through which developers reach the VNet.
type VPN struct {
	Enabled bool
	// SKU is a zone-redundant gateway SKU, VpnGw1AZ to VpnGw5AZ.
	SKU string
	// ClientPool is the range that connected clients get addresses from.
	ClientPool netip.Prefix
	// TenantID is the Entra tenant whose users may connect. Empty means: the
	// tenant of whoever deploys.
	TenantID string
	// Audience is the application that VPN clients ask a token for.
	Audience string
}

// DNS is how names of private hosts are resolved from outside the VNet.
type DNS struct {
	// Resolver adds a DNS private resolver, which the VNet then uses and the
	// VPN gateway hands to its clients.
	Resolver bool
}

// OpenAI is the Azure OpenAI account and its model deployments.
type OpenAI struct {
	// Location overrides Environment.Location for the account; the private
	// endpoint stays with the VNet. Empty means: the same.
	Location string
	// Deployments are made one at a time, in this order.
	Deployments []Deployment
	// Restore brings back the soft-deleted account of the same name, for 48
	// hours after its deletion.
	Restore bool
	// Accounts are further accounts, with the same deployments, that the
	// gateway spreads its calls over.
	Accounts []Account
}

// Account is an Azure OpenAI account beside the first one.
type Account struct {
	// Name tells accounts apart in resource names and outputs.
	Name string
	// Location is its region.
	Location string
	// Slot is the account's place in the endpoint subnet, 1 to
	// FurtherAccounts, and stays with it: see Slot.
	Slot int
	// Priority is when the gateway calls it: the first account has 1, and one
	// of a higher number is called where those before it do not answer. Weight
	// shares the calls among accounts of one priority.
	Priority, Weight int
}

// Deployment is one model deployment on the account.
type Deployment struct {
	Name    string
	Model   string
	Version string
	// Kind is what the application uses it for. It may be left out for a
	// model that the facts know.
	Kind ModelKind
	// SKU is the deployment type: GlobalStandard, DataZoneStandard, Standard
	// or one of the provisioned ones.
	SKU string
	// Capacity is in thousands of tokens a minute, or in units for
	// provisioned SKUs.
	Capacity int
}

// ModelKind is what a model deployment is for.
type ModelKind string

// The kinds that the application asks for. A responses-only model or a
// reasoning model is KindOther: it is deployed and not offered to the app.
const (
	KindChat      ModelKind = "chat"
	KindEmbedding ModelKind = "embedding"
	KindOther     ModelKind = "other"
)

// Search is the Azure AI Search service.
type Search struct {
	// Location overrides Environment.Location: Search is often the service
	// that a busy region refuses (InsufficientResourcesAvailable).
	Location   string
	SKU        string
	Replicas   int
	Partitions int
	// Semantic is the semantic ranker's plan: free, standard or disabled.
	Semantic string
	// Index is the index that the application queries.
	Index string
	// QueryType is how the application queries it.
	QueryType string
	// SharedPrivateLink gives Search a private endpoint of its own to the
	// Azure OpenAI account.
	SharedPrivateLink bool
}

// Storage is the account that holds the documents.
type Storage struct {
	SKU string
	// Container is the blob container for the documents.
	Container string
	// KnowledgeStore lets Search write to the account (Storage Blob Data
	// Contributor instead of Reader), as a knowledge store or an enrichment
	// cache needs.
	KnowledgeStore bool
}

// WebApp is the VNet-integrated web app and its plan.
type WebApp struct {
	SKU       string
	Instances int
	// ZoneRedundant spreads the instances over zones: Premium v3 and at
	// least two instances.
	ZoneRedundant bool
	Exposure      Exposure
	// Runtime is linuxFxVersion ("PYTHON|3.11").
	Runtime string
	// Startup is the command that starts the app.
	Startup string
	SignIn  SignIn
	// PermittedGroupsField is the index field that lists who may read a
	// document. Empty turns document-level access off.
	PermittedGroupsField string
	// Settings are further app settings. Every value is kept as a secret.
	Settings map[string]string
}

// Exposure is how the web app is reached.
type Exposure string

const (
	// ExposurePrivate gives the app a private endpoint and no public address.
	ExposurePrivate Exposure = "private"
	// ExposurePublic leaves the app's public address open, behind sign-in.
	ExposurePublic Exposure = "public"
)

// SignIn is the app registration that users sign in with. It belongs to the
// identity team; the program needs its ids and no secret.
type SignIn struct {
	// ClientID is the registration's application id. Empty turns sign-in off.
	ClientID string
	// TenantID is the tenant that may sign in. Empty means: the tenant of
	// whoever deploys.
	TenantID string
}

// Access is who, beside the services themselves, may do what.
type Access struct {
	Profile    Profile
	Developers []Developer
	// RoleAdministrator lets developers assign roles on the Azure OpenAI
	// account (Role Based Access Control Administrator).
	RoleAdministrator bool
}

// Profile names how much the developers' access weakens the topology.
type Profile string

const (
	// ProfileKeyless turns key authentication off everywhere.
	ProfileKeyless Profile = "keyless"
	// ProfileArticle leaves keys on and lets developers list them, as the
	// original article does.
	ProfileArticle Profile = "article"
)

// Developer is a user or a group that builds on the topology.
type Developer struct {
	// Name tells developers apart in resource names and outputs.
	Name     string
	ObjectID string
	Type     PrincipalType
}

// PrincipalType is Azure's word for what an object id stands for.
type PrincipalType string

// The principal types that a developer can have.
const (
	PrincipalUser  PrincipalType = "User"
	PrincipalGroup PrincipalType = "Group"
)

// Monitoring is where the services' logs go, and what watches them.
type Monitoring struct {
	RetentionDays int
	// DefenderForAI switches the subscription's Defender plan for AI on. It
	// is one per subscription, so destroying the stack leaves it on.
	DefenderForAI bool
}

// Retrieval is who queries Search for an answer's grounding.
type Retrieval string

const (
	// RetrievalDirect lets the application query Search itself.
	RetrievalDirect Retrieval = "direct"
	// RetrievalOnYourData lets Azure OpenAI query Search for the
	// application. Its retirement was announced for 2026-10-14.
	RetrievalOnYourData Retrieval = "onYourData"
)

// Keyless reports whether key authentication is off.
func (s Settings) Keyless() bool { return s.Access.Profile != ProfileArticle }

// SearchLocation is the region of the Search service.
func (s Settings) SearchLocation() string { return or(s.Search.Location, s.Environment.Location) }

// OpenAILocation is the region of the Azure OpenAI account.
func (s Settings) OpenAILocation() string { return or(s.OpenAI.Location, s.Environment.Location) }

// FirstDeployment is the first deployment of a kind, in list order, and
// whether there is one.
func (o OpenAI) FirstDeployment(kind ModelKind) (Deployment, bool) {
	for _, d := range o.Deployments {
		if d.Kind == kind {
			return d, true
		}
	}
	return Deployment{}, false
}

// Enabled reports whether users have to sign in.
func (s SignIn) Enabled() bool { return s.ClientID != "" }

func or(value, fallback string) string {
	if value != "" {
		return value
	}
	return fallback
}
