package requirements

import (
	"slices"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

func onlyArticle(j *judge) string {
	if j.article {
		return ""
	}
	return "the stack does not follow the article's profile"
}

func developerRule(id, title string, severity finding.Severity, grants []grant, unless func(*judge) string) Rule {
	return Rule{
		ID: id, Title: title, Severity: severity, Kind: kindAssignment,
		Judge: func(j *judge) {
			if why := unless(j); why != "" {
				j.none(why)
				return
			}
			j.each(grants)
		},
		Fix: "Give every developer the role, or none: list them in access.developers.", Link: rolesPage,
	}
}

// each asks that every developer holds each role.
func (j *judge) each(grants []grant) {
	j.none("no developer holds a role")
	for _, id := range j.developers() {
		list := j.byOutsider[id]
		for _, g := range grants {
			at := slices.IndexFunc(list, func(h holding) bool { return h.role == g.role.ID && h.scopeKind() == g.on })
			want := g.role.Name + " on a " + g.on
			switch {
			case at < 0:
				j.fail(nil, "", "developer "+graph.Printable(id)+" holds no such role", want)
			case !list[at].certain:
				j.unknown(list[at].assignment, "scope", want)
			default:
				j.add(list[at].assignment, finding.Pass, "roleDefinitionId", g.role.Name, want)
			}
		}
	}
}

func judgeKeyless(j *judge) {
	if j.article {
		j.none("the stack follows the article's profile")
		return
	}
	j.each(keylessDeveloper)
	for _, h := range j.holdings {
		if h.role == facts.RoleContributor.ID || h.role == ownerRole {
			j.fail(h.assignment, "roleDefinitionId", roleName(h.role)+" on "+h.on(), "data roles alone")
		}
	}
}

func judgeAdministrators(j *judge) {
	j.none("nobody holds " + facts.RoleRoleBasedAccessControlAdmin.Name)
	for _, h := range j.holdings {
		if h.role == facts.RoleRoleBasedAccessControlAdmin.ID {
			j.fail(h.assignment, "roleDefinitionId", roleName(h.role)+" for "+h.by(), "no such role")
		}
	}
}
