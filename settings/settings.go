// Package settings holds the stack's configuration: decoded strictly,
// defaulted once, validated whole, and not changed afterwards. It imports no
// Pulumi SDK, so its tests compile in a second and any tool can read a stack
// file with it.
package settings

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

func or(value, fallback string) string {
	if value != "" {
		return value
	}
	return fallback
}
