package flows

import "secure-azure-openai/facts"

// Expectation is what the architecture says of a flow.
type Expectation string

// The expectations.
const (
	// Needed flows must be allowed.
	Needed Expectation = "needed"
	// Tolerated ones may be: a role that a requirement asks for permits them,
	// though no flow needs them.
	Tolerated Expectation = "tolerated"
	// Forbidden is everything else.
	Forbidden Expectation = "forbidden"
)

// Retrieval is how the application gets at the documents. App settings can be
// secret, so it is read off the roles: an app that may query AI Search does it
// itself (R39); an Azure OpenAI that may read or keep documents does it for
// the app (R27 to R29).
type Retrieval string

// The modes. Both and None are findings.
const (
	Direct     Retrieval = "direct"
	OnYourData Retrieval = "onYourData"
	Both       Retrieval = "both"
	None       Retrieval = "none"
)

// in is whether a row of a table for a mode holds in this one.
func (r Retrieval) in(mode Retrieval) bool { return mode == "" || r == mode || r == Both }

// need is a flow that the architecture cannot do without.
type need struct {
	from            ActorKind
	service, action string
	mode            Retrieval
	requirement     string
}

// needs are ingestion, inference, deployment and administration.
var needs = []need{
	// Ingestion: a developer uploads; the indexer reads, and has embeddings
	// made.
	{Developer, "storage", "read", "", "R36k"},
	{Developer, "storage", "write", "", "R36k"},
	{Developer, "search", "manage-indexes", "", "R36k"},
	{Developer, "search", "run-indexer", "", "R36k"},
	{Developer, "search", "upload", "", "R36k"},
	{Developer, "search", "query", "", "R36k"},
	{Search, "storage", "read", "", "R31"},
	{Search, "openai", "embed", "", "R30"},
	// Inference, in both modes.
	{WebApp, "openai", "chat", "", "R32"},
	{WebApp, "search", "query", Direct, "R39"},
	{WebApp, "openai", "chat-on-data", OnYourData, "R32"},
	{OpenAI, "search", "query", OnYourData, "R27"},
	{OpenAI, "search", "manage-indexes", OnYourData, "R28"},
	{OpenAI, "storage", "read", OnYourData, "R29"},
	{OpenAI, "storage", "write", OnYourData, "R29"},
	// The gateway, and what it stands before. Its backend keeps its own state.
	{WebApp, "gateway", "chat", "", "G17"},
	{WebApp, "gateway", "chat-on-data", OnYourData, "G17"},
	{Gateway, "openai", "chat", "", "G7"},
	{Gateway, "openai", "chat-on-data", OnYourData, "G7"},
	{Gateway, "openai", "embed", "", "G7"},
	{Gateway, "backend", "invoke", "", "G22"},
	{Backend, "hoststorage", "blob", "", "G20"},
	{Backend, "hoststorage", "queue", "", "G20"},
	{Backend, "hoststorage", "table", "", "G20"},
	// The application and its development.
	{Developer, "webapp", "browse", "", "R49"},
	{Developer, "webapp", "deploy", "", "R36k"},
	{Developer, "openai", "chat", "", "R34"},
	{Developer, "openai", "embed", "", "R34"},
	{Developer, "openai", "deploy-model", "", "R34"},
}

// grant is a role that a requirement asks for.
type grant struct {
	from        ActorKind
	service     string
	role        facts.Role
	mode        Retrieval
	requirement string
}

// The roles of a function app on its own storage:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#grant-permission-to-the-identity
var (
	hostBlobs  = facts.Role{Name: "Storage Blob Data Owner", ID: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"}
	hostQueues = facts.Role{Name: "Storage Queue Data Contributor", ID: "974c5e8b-45b9-4653-ba55-5f855dd0fb88"}
	hostTables = facts.Role{Name: "Storage Table Data Contributor", ID: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"}
)

// asked are the roles that the requirements ask for. What they permit beyond
// the needs is tolerated.
var asked = []grant{
	{OpenAI, "search", facts.RoleSearchIndexDataReader, OnYourData, "R27"},
	{OpenAI, "search", facts.RoleSearchServiceContributor, OnYourData, "R28"},
	{OpenAI, "storage", facts.RoleStorageBlobDataContributor, OnYourData, "R29"},
	{Search, "openai", facts.RoleCognitiveServicesOpenAIContrib, "", "R30"},
	{Search, "storage", facts.RoleStorageBlobDataReader, "", "R31"},
	{WebApp, "openai", facts.RoleCognitiveServicesOpenAIUser, "", "R32"},
	{WebApp, "search", facts.RoleSearchIndexDataReader, Direct, "R39"},
	{Gateway, "openai", facts.RoleCognitiveServicesOpenAIUser, "", "G7"},
	{Backend, "hoststorage", hostBlobs, "", "G20"},
	{Backend, "hoststorage", hostQueues, "", "G20"},
	{Backend, "hoststorage", hostTables, "", "G20"},
	{Developer, "openai", facts.RoleCognitiveServicesOpenAIContrib, "", "R34"},
	{Developer, "search", facts.RoleSearchServiceContributor, "", "R36k"},
	{Developer, "search", facts.RoleSearchIndexDataContributor, "", "R36k"},
	{Developer, "storage", facts.RoleStorageBlobDataContributor, "", "R36k"},
	{Developer, "webapp", facts.RoleWebsiteContributor, "", "R36k"},
}

// flowKey is a row's flow: who, and which action.
type flowKey struct {
	from   ActorKind
	action *Action
}

// needed and permitted are the tables by flow, the second one with what the
// roles permit.
var needed, permitted = func() (map[flowKey][]need, map[flowKey][]grant) {
	needed, permitted := map[flowKey][]need{}, map[flowKey][]grant{}
	for _, action := range actions {
		for _, n := range needs {
			if n.service == action.Service && n.action == action.Name {
				needed[flowKey{n.from, action}] = append(needed[flowKey{n.from, action}], n)
			}
		}
		for _, g := range asked {
			if g.service == action.Service && permitsAll(g.role, action) {
				permitted[flowKey{g.from, action}] = append(permitted[flowKey{g.from, action}], g)
			}
		}
	}
	return needed, permitted
}()

func permitsAll(role facts.Role, action *Action) bool {
	definition := facts.RoleDefinitionByID(role.ID)
	for _, p := range action.needs {
		if !definition.Permits(p.action, p.data) {
			return false
		}
	}
	return true
}
