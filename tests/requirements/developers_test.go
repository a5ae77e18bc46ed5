package requirements

import (
	"fmt"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// grant is a role that every developer holds on the only resource of a type.
type grant struct{ role, on string }

// developerRules are the roles of every developer.
var developerRules = []struct {
	id, text string
	where    func(settings.Settings) bool
	grants   []grant
}{
	{"R34", "Developers call and deploy the account's models", anybody, []grant{{openAIContributor, accountType}}},
	{"R35", "In the article's profile, developers list the account's keys", both(anybody, article), []grant{{cognitiveUser, accountType}}},
	{"R36", "In the article's profile, developers are Contributor on Search, Storage and the resource group", both(anybody, article),
		[]grant{{contributor, searchType}, {contributor, storageType}, {contributor, groupType}}},
	{"R36k", "In the keyless profile, developers hold data roles on Search and Storage, deploy the web app, and are Contributor nowhere",
		both(anybody, settings.Settings.Keyless),
		[]grant{{searchContributor, searchType}, {indexContributor, searchType}, {blobContributor, storageType}, {websiteContributor, webAppType}}},
	{"R37", "Developers assign roles on the account only where the settings say so",
		both(anybody, func(s settings.Settings) bool { return s.Access.RoleAdministrator }), []grant{{rbacAdministrator, accountType}}},
}

func developerRoles() []Requirement {
	var list []Requirement
	for _, r := range developerRules {
		list = append(list, developers(r.id, r.text, r.where, r.grants))
	}
	return list
}

func developers(id, text string, where func(settings.Settings) bool, grants []grant) Requirement {
	breaches := []Breach{{
		Name: "developer without", Says: "holds no role", Do: func(g *recorder.Graph, s settings.Settings) {
			last := s.Access.Developers[len(s.Access.Developers)-1]
			g.Remove(assignments(g, last.ObjectID, grants[len(grants)-1].role, only(g, grants[len(grants)-1].on).ID)...)
		},
	}, {
		Name: "stranger", Says: "is no developer", Do: func(g *recorder.Graph, _ settings.Settings) {
			assign(g, "99999999-0000-4000-8000-000000000099", grants[0].role, only(g, grants[0].on).ID)
		},
	}}
	if id != "R34" { // every developer has that one, in every profile
		breaches = append(breaches, Breach{
			Name: "not asked for", Says: "do not ask", When: func(s settings.Settings) bool { return anybody(s) && !where(s) },
			Do: func(g *recorder.Graph, s settings.Settings) {
				assign(g, s.Access.Developers[0].ObjectID, grants[0].role, only(g, grants[0].on).ID)
			}})
	}
	if id == "R36k" {
		breaches = append(breaches, Breach{Name: "Contributor", Says: "Contributor", Do: func(g *recorder.Graph, s settings.Settings) {
			assign(g, s.Access.Developers[0].ObjectID, contributor, only(g, groupType).ID)
		}})
	}
	return Requirement{
		ID: id, Text: text, Applies: where, Breaches: breaches,
		Check: func(g *recorder.Graph, s settings.Settings) error {
			if id == "R36k" && s.Keyless() {
				if err := nobody(g, contributor); err != nil {
					return err
				}
			}
			for _, w := range grants {
				if err := checkDevelopers(g, s, w, where(s)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// checkDevelopers asks that each developer holds a role, or none does, and
// that nobody does who is neither a developer nor an identity of the graph.
func checkDevelopers(g *recorder.Graph, s settings.Settings, w grant, wanted bool) error {
	scope, err := mine(g, w.on)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, r := range g.Custom() {
		known[principalOf(r)] = true
	}
	for _, d := range s.Access.Developers {
		known[d.ObjectID] = true
		found := len(assignments(g, d.ObjectID, w.role, scope.ID))
		switch {
		case wanted && found != 1:
			return fmt.Errorf("developer %s holds no role %s on %s (%d assignments)", d.Name, w.role, scope, found)
		case !wanted && found > 0:
			return fmt.Errorf("developer %s holds role %s on %s, and the settings do not ask for it", d.Name, w.role, scope)
		}
	}
	for _, a := range g.ByType(assignmentType) {
		if !known[a.Input("principalId")] {
			return fmt.Errorf("%s: principal %s is no developer and no identity of the stack", a, a.Input("principalId"))
		}
	}
	return nil
}

func nobody(g *recorder.Graph, role string) error {
	for _, a := range g.ByType(assignmentType) {
		if roleOf(a) == role {
			return fmt.Errorf("%s gives Contributor, which could reopen the firewalls", a)
		}
	}
	return nil
}

func anybody(s settings.Settings) bool { return len(s.Access.Developers) > 0 }
