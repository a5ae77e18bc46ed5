package settings

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

// Enabled reports whether users have to sign in.
func (s SignIn) Enabled() bool { return s.ClientID != "" }
