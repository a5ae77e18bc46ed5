package requirements

import (
	"slices"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const rolesPage = "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles"

// grant is a role on a kind of resource.
type grant struct {
	role facts.Role
	on   string
}

// service is a role that the identity of one service holds on another.
type service struct {
	id, title string
	from      string
	grant
	// retrieval is the way of retrieval that needs it; empty for all.
	retrieval string
}

// throughGateway is the role that the gateway holds in the web app's place.
const throughGateway = "R32"

// The two ways to an answer's grounding.
const (
	onYourData = "onYourData"
	direct     = "direct"
)

var services = []service{
	{"R27", "With On Your Data, Azure OpenAI reads Search's indexes", kindAccount, grant{facts.RoleSearchIndexDataReader, kindSearch}, onYourData},
	{"R28", "With On Your Data, Azure OpenAI manages Search's indexes", kindAccount, grant{facts.RoleSearchServiceContributor, kindSearch}, onYourData},
	{"R29", "With On Your Data, Azure OpenAI reads and writes Storage's blobs", kindAccount, grant{facts.RoleStorageBlobDataContributor, kindStorage}, onYourData},
	{"R30", "Search calls the account's models", kindSearch, grant{facts.RoleCognitiveServicesOpenAIContrib, kindAccount}, ""},
	{"R32", "The web app calls the account's models", kindWebApp, grant{facts.RoleCognitiveServicesOpenAIUser, kindAccount}, ""},
	{"R39", "With direct retrieval, the web app queries Search with its own identity", kindWebApp, grant{facts.RoleSearchIndexDataReader, kindSearch}, direct},
}

// The roles of developers: with keys off, in the article's profile, and in both.
var (
	everyDeveloper   = []grant{{facts.RoleCognitiveServicesOpenAIContrib, kindAccount}}
	articleUser      = []grant{{facts.RoleCognitiveServicesUser, kindAccount}}
	articleContrib   = []grant{{facts.RoleContributor, kindSearch}, {facts.RoleContributor, kindStorage}, {facts.RoleContributor, kindGroup}}
	keylessDeveloper = []grant{
		{facts.RoleSearchServiceContributor, kindSearch}, {facts.RoleSearchIndexDataContributor, kindSearch},
		{facts.RoleStorageBlobDataContributor, kindStorage}, {facts.RoleWebsiteContributor, kindWebApp},
	}
	administrator = []grant{{facts.RoleRoleBasedAccessControlAdmin, kindAccount}}
)

// documents are the roles with which Search reads the documents; the second
// writes a knowledge store too.
var documents = []grant{{facts.RoleStorageBlobDataReader, kindStorage}, {facts.RoleStorageBlobDataContributor, kindStorage}}

var roles = slices.Concat(serviceRules(), []Rule{
	{
		ID: "R31", Title: "Search reads Storage's blobs, and writes them only where it keeps a knowledge store",
		Severity: finding.High, Kind: kindSearch, Judge: judgeDocuments,
		Fix: "Give Search's identity Storage Blob Data Reader on Storage, or Contributor for a knowledge store, not both.", Link: rolesPage,
	},
	developerRule("R34", "Developers call and deploy the account's models", finding.Medium, everyDeveloper, func(*judge) string { return "" }),
	developerRule("R35", "In the article's profile, developers list the account's keys", finding.Low, articleUser, onlyArticle),
	developerRule("R36", "In the article's profile, developers are Contributor on Search, Storage and the resource group", finding.Low, articleContrib, onlyArticle),
	{
		ID: "R36k", Title: "In the keyless profile, developers hold data roles on Search and Storage, deploy the web app, and are Contributor nowhere",
		Severity: finding.High, Kind: kindAssignment, Judge: judgeKeyless,
		Fix: "Give developers the data roles and Website Contributor; a Contributor could reopen the firewalls.", Link: rolesPage,
	},
	{
		ID: "R37", Title: "Nobody assigns roles on the account by a role of this stack", Severity: finding.Medium,
		Kind: kindAssignment, Judge: judgeAdministrators,
		Fix:  "Set access.roleAdministrator to false, or waive this where developers are meant to assign roles.",
		Link: "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged#role-based-access-control-administrator",
	},
	{
		ID: "R38", Title: "Nobody is given more than the roles listed here, on these scopes; assignments are well formed, and none is there twice",
		Severity: finding.High, Kind: kindAssignment, Judge: judgeAssignments,
		Fix:  "Remove the assignment, or narrow its scope to the resource that needs it.",
		Link: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
	},
})

func serviceRules() []Rule {
	var list []Rule
	for _, s := range services {
		list = append(list, Rule{
			ID: s.id, Title: s.title, Severity: finding.High, Kind: s.from,
			Judge: func(j *judge) { j.service(s) },
			Fix:   "Assign " + s.role.Name + " to the identity, on the resource.", Link: rolesPage,
		})
	}
	return list
}

// retrieval tells by what the identities hold how the stack retrieves. With
// neither way begun, both fall short.
func (j *judge) retrieval() (ways map[string]bool) {
	ways = map[string]bool{}
	for _, s := range services {
		for _, r := range j.g.Of(s.from) {
			for _, h := range j.held[r.URN] {
				ways[s.retrieval] = ways[s.retrieval] || (h.role == s.role.ID && h.scopeKind() == s.on)
			}
		}
	}
	if !ways[onYourData] && !ways[direct] {
		ways[onYourData], ways[direct] = true, true
	}
	return ways
}

func (j *judge) service(s service) {
	if s.id == throughGateway && j.hasGateway() {
		j.none("the gateway calls the models for it (G17)")
		return
	}
	if s.retrieval != "" && !j.retrieval()[s.retrieval] {
		j.none("the stack retrieves another way")
		return
	}
	for _, r := range j.g.Of(s.from) {
		if r.Kind != kindWebApp || isSite(r) {
			j.holds(r, s.grant)
		}
	}
}

// holds asks that the identity of a resource holds a role on a resource of a
// kind itself, not on something wider.
func (j *judge) holds(r *graph.Resource, g grant) {
	want := g.role.Name + " on a " + g.on
	undecided := false
	for _, h := range j.held[r.URN] {
		if h.role != g.role.ID || h.scopeKind() != g.on {
			continue
		}
		if h.certain {
			j.add(r, finding.Pass, "", "holds "+g.role.Name+" on "+h.scope.String(), want)
			return
		}
		undecided = true
	}
	if undecided {
		j.unknown(r, "the principal or scope of "+g.role.Name, want)
		return
	}
	j.fail(r, "", "holds no such role", want)
}

func judgeDocuments(j *judge) {
	j.container()
	for _, r := range j.g.Of(kindSearch) {
		var found []string
		for _, h := range j.held[r.URN] {
			for _, g := range documents {
				if h.role == g.role.ID && h.scopeKind() == g.on {
					found = append(found, g.role.Name)
				}
			}
		}
		slices.Sort(found)
		switch found = slices.Compact(found); {
		case len(found) > 1:
			j.fail(r, "", "holds both Reader and Contributor on Storage", "one of them")
		case slices.Contains(found, documents[1].role.Name):
			j.holds(r, documents[1])
		default:
			j.holds(r, documents[0])
		}
	}
}
