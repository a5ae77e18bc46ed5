package requirements

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func principalOf(r *recorder.Resource) string { return r.Outputs.Text("identity.principalId") }

func assignments(g *recorder.Graph, principal, role, scope string) []*recorder.Resource {
	var found []*recorder.Resource
	for _, a := range g.ByType(assignmentType) {
		if a.Input("principalId") == principal && roleOf(a) == role && strings.EqualFold(a.Input("scope"), scope) {
			found = append(found, a)
		}
	}
	return found
}

// roleOf is the GUID of the role that an assignment gives.
func roleOf(a *recorder.Resource) string {
	id := a.Input("roleDefinitionId")
	return strings.ToLower(id[strings.LastIndex(id, "/")+1:])
}

// assign adds an assignment to a graph, in the form of the others.
func assign(g *recorder.Graph, principal, role, scope string) {
	in := recorder.Object{}
	in.Set("principalId", principal)
	in.Set("principalType", "ServicePrincipal")
	in.Set("roleDefinitionId", "/subscriptions/"+uuid.Nil.String()+"/providers/Microsoft.Authorization/roleDefinitions/"+role)
	in.Set("scope", scope)
	g.Resources = append(g.Resources, &recorder.Resource{Type: assignmentType, Name: "added", Custom: true, Inputs: in})
}

func checkAssignments(g *recorder.Graph, s settings.Settings) error {
	qualified := regexp.MustCompile(roleDefinitionPattern)
	seen := map[string]*recorder.Resource{}
	for _, a := range g.ByType(assignmentType) {
		if got, asked := a.Input("principalType"), principalType(a.Input("principalId"), s); got != asked {
			return fmt.Errorf("%s: principalType is %q, want %s", a, got, asked)
		}
		if !qualified.MatchString(a.Input("roleDefinitionId")) {
			return fmt.Errorf("%s: roleDefinitionId %q names no subscription", a, a.Input("roleDefinitionId"))
		}
		if name := a.Input("roleAssignmentName"); name != "" && uuid.Validate(name) != nil {
			return fmt.Errorf("%s: roleAssignmentName %q is no GUID", a, name)
		}
		key := strings.ToLower(a.Input("scope") + " " + a.Input("principalId") + " " + roleOf(a))
		if seen[key] != nil {
			return fmt.Errorf("%s and %s assign the same role on the same scope twice", a, seen[key])
		}
		seen[key] = a
	}
	return nil
}

// principalType is what Azure calls a principal: a developer is what the
// settings say, everything else here is a managed identity.
func principalType(id string, s settings.Settings) string {
	for _, d := range s.Access.Developers {
		if strings.EqualFold(d.ObjectID, id) {
			return string(d.Type)
		}
	}
	return "ServicePrincipal"
}

// anAssignment breaks the first assignment of a managed identity.
func anAssignment(name, says string, change func(*recorder.Resource)) Breach {
	return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) {
		for _, a := range g.ByType(assignmentType) {
			if a.Input("principalId") == principalOf(only(g, searchType)) {
				change(a)
				return
			}
		}
		panic("no assignment of Search's identity")
	}}
}
