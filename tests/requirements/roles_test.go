package requirements

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// The role definitions of the requirements' table, written out here a second
// time: a wrong id in the program's own facts has to be noticed.
const (
	owner                 = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
	contributor           = "b24988ac-6180-42a0-ab88-20f7382dd24c"
	rbacAdministrator     = "f58310d9-a9f6-439a-9e8d-f62e7b41a168"
	cognitiveUser         = "a97b65f3-24c7-4388-baec-2e87135dc908"
	openAIUser            = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
	openAIContributor     = "a001fd3d-188f-4b5d-821b-7da978bf7442"
	searchContributor     = "7ca78c08-252a-4471-8644-bb5ff32d4ba0"
	indexReader           = "1407120a-92aa-4202-b7e9-c0e197c71c8f"
	indexContributor      = "8ebe5a00-799e-43f5-93ac-243d3dce84a7"
	blobReader            = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
	blobContributor       = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
	websiteContributor    = "de139f84-1756-47ae-9be6-808fbbe84772"
	roleDefinitionPattern = `^/subscriptions/[0-9a-f-]{36}/providers/Microsoft\.Authorization/roleDefinitions/[0-9a-f-]{36}$`
)

// service is a service-to-service rule: the only from holds role on the only on.
type service struct {
	id, text       string
	role, from, on string
	// where is nil for a role that is needed always.
	where func(settings.Settings) bool
}

// serviceRules are the roles of the services' identities, all but Search's on
// the documents (R31).
var serviceRules = []service{
	{"R27", "With On Your Data, Azure OpenAI reads Search's indexes", indexReader, accountType, searchType, onYourData},
	{"R28", "With On Your Data, Azure OpenAI manages Search's indexes", searchContributor, accountType, searchType, onYourData},
	{"R29", "With On Your Data, Azure OpenAI reads and writes Storage's blobs", blobContributor, accountType, storageType, onYourData},
	{"R30", "Search calls the account's models", openAIContributor, searchType, accountType, nil},
	{"R32", "Without a gateway, the web app calls the account's models", openAIUser, webAppType, accountType, noGateway},
	{"R39", "With direct retrieval, the web app queries Search with its own identity", indexReader, webAppType, searchType, direct},
}

func onYourData(s settings.Settings) bool { return s.Retrieval == settings.RetrievalOnYourData }
func direct(s settings.Settings) bool     { return s.Retrieval == settings.RetrievalDirect }

func serviceRoles() []Requirement {
	list := []Requirement{documentsRole()}
	for _, r := range serviceRules {
		list = append(list, r.requirement())
	}
	return append(list, Requirement{
		ID:    "R38",
		Text:  "The roles listed here are all that anybody is given, on these scopes and no wider ones; each assignment names its principal's type and a qualified role, and none is there twice",
		Check: checkAssignments,
		Breaches: []Breach{
			anAssignment("no principal type", "principalType", func(r *recorder.Resource) { r.Inputs.Delete("principalType") }),
			anAssignment("identity as user", "principalType", func(r *recorder.Resource) { r.Inputs.Set("principalType", "User") }),
			anAssignment("unqualified role", "roleDefinitionId", func(r *recorder.Resource) {
				r.Inputs.Set("roleDefinitionId", "/providers/Microsoft.Authorization/roleDefinitions/"+openAIUser)
			}),
			anAssignment("name that is no GUID", "roleAssignmentName", func(r *recorder.Resource) {
				r.Inputs.Set("roleAssignmentName", "search-reader")
			}),
			{Name: "twice", Says: "twice", Do: func(g *recorder.Graph, _ settings.Settings) {
				again := *g.ByType(assignmentType)[0]
				again.Name += "-again"
				g.Resources = append(g.Resources, &again)
			}},
			extraRole("Owner on the group for the web app", owner, webAppType, groupType),
			extraRole("Search's own role on a wider scope", openAIContributor, searchType, groupType),
			extraRole("a role on itself", searchContributor, searchType, searchType),
			{Name: "extra role for a developer", Says: "no requirement asks for", When: anybody, Do: func(g *recorder.Graph, s settings.Settings) {
				id := s.Access.Developers[0].ObjectID
				assign(g, id, owner, only(g, groupType).ID)
				added := g.Resources[len(g.Resources)-1]
				added.Inputs.Set("principalType", principalType(id, s))
			}},
			{Name: "extra role for the sign-in's identity", Says: "no requirement asks for", When: signedIn, Do: func(g *recorder.Graph, _ settings.Settings) {
				assign(g, only(g, identityType).Outputs.Text("principalId"), openAIUser, only(g, accountType).ID)
			}},
			{Name: "assignment in a template", Says: "Microsoft.Authorization/roleAssignments", When: func(s settings.Settings) bool { return s.Monitoring.DefenderForAI },
				Do: func(g *recorder.Graph, _ settings.Settings) {
					in := only(g, subscriptionDeploy).Inputs
					in.Set("properties.template.resources", []any{map[string]any{"type": "Microsoft.Authorization/roleAssignments"}})
				}},
		},
	})
}

func (r service) requirement() Requirement {
	breaches := []Breach{
		{Name: "no assignment", Says: "holds no role", Do: func(g *recorder.Graph, _ settings.Settings) {
			g.Remove(assignments(g, principalOf(only(g, r.from)), r.role, only(g, r.on).ID)...)
		}},
		{Name: "other role", Says: "holds no role", Do: func(g *recorder.Graph, _ settings.Settings) {
			a := assignments(g, principalOf(only(g, r.from)), r.role, only(g, r.on).ID)[0]
			a.Inputs.Set("roleDefinitionId", strings.ReplaceAll(a.Input("roleDefinitionId"), r.role, uuid.NewString()))
		}},
		{Name: "wider scope", Says: "holds no role", Do: func(g *recorder.Graph, _ settings.Settings) {
			assignments(g, principalOf(only(g, r.from)), r.role, only(g, r.on).ID)[0].Inputs.Set("scope", only(g, groupType).ID)
		}},
	}
	if r.where != nil {
		breaches = append(breaches, Breach{Name: "assignment that nobody needs", Says: "do not need",
			When: func(s settings.Settings) bool { return !r.where(s) },
			Do: func(g *recorder.Graph, _ settings.Settings) {
				assign(g, principalOf(only(g, r.from)), r.role, only(g, r.on).ID)
			}})
	}
	check := func(g *recorder.Graph, s settings.Settings) error {
		return granted(g, r.from, r.role, r.on, r.where == nil || r.where(s))
	}
	if r.from == accountType {
		check = everyOne(accountType, check)
	}
	return Requirement{ID: r.id, Text: r.text, Applies: r.where, Breaches: breaches, Check: check}
}

// documentsRole: the article's Contributor writes a knowledge store; reading
// documents needs the Reader alone.
func documentsRole() Requirement {
	roles := func(s settings.Settings) (asked, other string) {
		if s.Storage.KnowledgeStore {
			return blobContributor, blobReader
		}
		return blobReader, blobContributor
	}
	return Requirement{
		ID: "R31", Text: "Search reads Storage's blobs, and writes them only where it keeps a knowledge store",
		Check: func(g *recorder.Graph, s settings.Settings) error {
			asked, other := roles(s)
			return firstOf(
				func() error { return granted(g, searchType, asked, storageType, true) },
				func() error { return granted(g, searchType, other, storageType, false) })
		},
		Breaches: []Breach{
			{Name: "no assignment", Says: "holds no role", Do: func(g *recorder.Graph, s settings.Settings) {
				asked, _ := roles(s)
				g.Remove(assignments(g, principalOf(only(g, searchType)), asked, only(g, storageType).ID)...)
			}},
			{Name: "both roles", Says: "do not need", Do: func(g *recorder.Graph, s settings.Settings) {
				_, other := roles(s)
				assign(g, principalOf(only(g, searchType)), other, only(g, storageType).ID)
			}},
		},
	}
}

// granted asks that the identity of the only from holds a role on the only
// on, or that it does not.
func granted(g *recorder.Graph, from, role, on string, wanted bool) error {
	holder, err := mine(g, from)
	if err != nil {
		return err
	}
	scope, err := mine(g, on)
	if err != nil {
		return err
	}
	if principalOf(holder) == "" {
		return fmt.Errorf("%s has no principal", holder)
	}
	found := assignments(g, principalOf(holder), role, scope.ID)
	switch {
	case wanted && len(found) != 1:
		return fmt.Errorf("%s holds no role %s on %s (%d assignments)", holder, role, scope, len(found))
	case !wanted && len(found) > 0:
		return fmt.Errorf("%s holds role %s on %s, which these settings do not need", holder, role, scope)
	}
	return nil
}
