package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// assignment is a role assignment.
type assignment struct {
	resource      *graph.Resource
	principalType string
	// scope is an id in lower case; empty where Azure has not given it yet.
	scope string
	// part is the type of resource that the scope is.
	part string
	// role is what it permits; nil where neither the facts nor the graph
	// have the definition.
	role []*facts.RoleDefinition
	name string
	// condition is for an assignment that holds only at times.
	condition bool
	// bound is for one whose holder has no id yet, and is known all the same.
	bound bool
}

// definition is a role definition of the deployment's own.
type definition struct {
	permits []*facts.RoleDefinition
	name    string
}

// assumedOwner is what the deployer is taken for: R38 asks for Owner, or User
// Access Administrator, on the scopes of the deployment, and no graph shows
// it.
var assumedOwner = &assignment{
	scope: "/", name: "Owner", role: []*facts.RoleDefinition{facts.RoleDefinitionByID("8e3af657-a8ff-443c-a75c-2fe8c4bcb635")},
}

func (m *model) readAssignments() {
	custom := map[string]*definition{}
	for _, r := range m.graph.Of("authorization:RoleDefinition") {
		if r.ID != "" {
			custom[low(lastPart(r.ID))] = &definition{permissionsOf(r), r.Value("roleName").Text()}
		}
	}
	scopes := map[string]bool{"/": true, "": true}
	for _, r := range m.graph.Of("authorization:RoleAssignment") {
		definition := r.Value("roleDefinitionId")
		a := &assignment{resource: r, principalType: r.Value("principalType").Text(), name: "a role that is not known here",
			condition: r.Value("condition").Hidden() || r.Value("condition").Text() != ""}
		if scope := r.Value("scope"); scope.State == graph.Known {
			a.scope = low(strings.TrimSuffix(scope.Text(), "/"))
			if a.scope == "" {
				a.scope = "/"
			}
			a.part = typePath(a.scope)
		}
		if known := facts.RoleDefinitionByID(definition.Text()); known != nil {
			a.role, a.name = []*facts.RoleDefinition{known}, known.Name
		} else if own := custom[low(lastPart(definition.Text()))]; own != nil {
			a.role, a.name = own.permits, own.name
		}
		if principal := r.Value("principalId"); principal.State == graph.Known {
			m.byPrincipal[low(principal.Text())] = append(m.byPrincipal[low(principal.Text())], a)
		} else if holder := m.holderOf(r); holder != "" {
			a.bound = true
			m.boundTo[holder] = append(m.boundTo[holder], a)
		} else {
			m.anyones = append(m.anyones, a)
		}
		scopes[a.scope] = true
	}
	for _, t := range m.targets {
		t.above = slices.DeleteFunc(t.above, func(id string) bool { return !scopes[id] })
	}
}

// holderOf is the gateway or the backend whose identity an assignment takes its
// principal from, by the program's own dependencies; empty where it is another
// one's. A backend may write blobs, its own: taken for anybody's, that would
// look like Azure OpenAI keeping documents.
func (m *model) holderOf(r *graph.Resource) string {
	from := r.PropertyDependencies["principalId"]
	if len(from) != 1 {
		return ""
	}
	if of := m.graph.ByURN(from[0]); of != nil && (isFunction(of) || of.Kind == serviceNamed("gateway").kind) {
		return of.URN
	}
	return ""
}

// permissionsOf are what a role of the deployment's own permits.
func permissionsOf(r *graph.Resource) []*facts.RoleDefinition {
	var all []*facts.RoleDefinition
	for _, v := range r.Value("permissions").Items() {
		all = append(all, &facts.RoleDefinition{
			Actions: texts(graph.Value{}, v.At("actions")), NotActions: texts(graph.Value{}, v.At("notActions")),
			DataActions: texts(graph.Value{}, v.At("dataActions")), NotDataActions: texts(graph.Value{}, v.At("notDataActions")),
		})
	}
	return all
}

// keys are the ids under which an assignment is found: its scope, and the
// resource and the group around it.
func (a *assignment) keys() []string {
	if strings.HasPrefix(a.scope, "/providers/") {
		return []string{""}
	}
	keys := []string{a.scope}
	if group := groupOf(a.scope); group != "" && group != a.scope {
		keys = append(keys, group)
		if parts := strings.SplitN(a.scope, "/", 10); len(parts) == 10 {
			keys = append(keys, strings.Join(parts[:9], "/"))
		}
	}
	return keys
}

func (a *assignment) permits(p permission) bool {
	for _, d := range a.role {
		if d.Permits(p.action, p.data) {
			return true
		}
	}
	return false
}

// on is whether the assignment is for a target: its scope is the target, a
// group, a subscription or a management group above it, or a part of it that
// the permission is about.
// https://learn.microsoft.com/azure/role-based-access-control/scope-overview
func (a *assignment) on(t *Target, p permission) Outcome {
	switch {
	case a.scope == "/":
		return Allowed
	case a.scope == "" || t.id == "":
		return Unknown
	case strings.HasPrefix(a.scope, "/providers/microsoft.management/"):
		return Unknown
	case t.id == a.scope || partOf(t.id, a.scope):
		return Allowed
	case partOf(a.scope, t.id):
		if n := len(a.part); n < len(p.action) && p.action[n] == '/' && strings.EqualFold(p.action[:n], a.part) {
			return Allowed
		}
	}
	return Denied
}

// partOf is whether an id lies below another one.
func partOf(id, whole string) bool {
	return len(id) > len(whole) && id[len(whole)] == '/' && id[:len(whole)] == whole
}

// typePath is the resource type that an id ends in, with its parents.
func typePath(id string) string {
	_, rest, _ := cutLast(id, "/providers/")
	parts := strings.Split(rest, "/")
	kinds := parts[:1]
	for i := 1; i < len(parts); i += 2 {
		kinds = append(kinds, parts[i])
	}
	return strings.Join(kinds, "/")
}

func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return "", text, false
}
