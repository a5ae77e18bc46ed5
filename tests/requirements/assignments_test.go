package requirements

import (
	"fmt"
	"regexp"
	"slices"
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
	return checkNoOthers(g, s)
}

// checkNoOthers asks that nobody holds a role that no requirement gives them,
// by an assignment or by a template, which could make more of them.
func checkNoOthers(g *recorder.Graph, s settings.Settings) error {
	asked := map[string]bool{}
	for _, h := range held(g, s) {
		asked[h.key()] = true
	}
	for _, a := range g.ByType(assignmentType) {
		h := holding{a.Input("principalId"), roleOf(a), a.Input("scope")}
		if !asked[h.key()] {
			return fmt.Errorf("%s gives %s role %s on %s, which no requirement asks for", a, h.principal, h.role, h.scope)
		}
	}
	for _, d := range slices.Concat(g.ByType(deploymentType), g.ByType(subscriptionDeploy)) {
		for _, r := range d.Inputs.Items("properties.template.resources") {
			if !slices.Contains(deployedByTemplate, r.Text("type")) {
				return fmt.Errorf("%s deploys %s, want nothing but %q", d, r.Text("type"), deployedByTemplate)
			}
		}
	}
	return nil
}

// deployedByTemplate is all that no resource of the provider can make.
var deployedByTemplate = []string{
	"Microsoft.CognitiveServices/accounts/privateEndpointConnections", "Microsoft.Security/pricings", "Microsoft.ApiManagement/service/backends",
}

// holding is a role that somebody holds on a scope.
type holding struct{ principal, role, scope string }

// Azure compares ids without regard to case.
func (h holding) key() string {
	return strings.ToLower(h.principal + " " + h.role + " " + h.scope)
}

// held is every role that somebody holds with these settings, by the
// requirements' own tables.
func held(g *recorder.Graph, s settings.Settings) []holding {
	documents := blobReader
	if s.Storage.KnowledgeStore {
		documents = blobContributor
	}
	list := []holding{{principalOf(only(g, searchType)), documents, only(g, storageType).ID}}
	for _, r := range serviceRules {
		if r.where != nil && !r.where(s) {
			continue
		}
		holders := []*recorder.Resource{only(g, r.from)}
		if r.from == accountType {
			holders = g.ByType(accountType)
		}
		for _, h := range holders {
			list = append(list, holding{principalOf(h), r.role, only(g, r.on).ID})
		}
	}
	list = append(list, heldByGateway(g, s)...)
	for _, r := range developerRules {
		if !r.where(s) {
			continue
		}
		for _, d := range s.Access.Developers {
			for _, w := range r.grants {
				list = append(list, holding{d.ObjectID, w.role, only(g, w.on).ID})
			}
		}
	}
	return list
}

// extraRole gives the identity of the only from a role that it has no use for.
func extraRole(name, role, from, on string) Breach {
	return Breach{Name: name, Says: "no requirement asks for", Do: func(g *recorder.Graph, _ settings.Settings) {
		assign(g, principalOf(only(g, from)), role, only(g, on).ID)
	}}
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
