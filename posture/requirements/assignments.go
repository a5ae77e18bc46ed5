package requirements

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// holding is a role that somebody holds on something, by one assignment.
type holding struct {
	assignment *graph.Resource
	// principal is the resource whose identity holds it; nil for anybody from
	// outside the graph, whose id is then principalID.
	principal   *graph.Resource
	principalID string
	// role is the role definition's GUID, in lower case.
	role string
	// scope is nil where it is nothing in the graph.
	scope *graph.Resource
	// certain is false where an id is unknown, and told from a dependency.
	certain bool
}

func (h holding) scopeKind() string {
	if h.scope == nil {
		return ""
	}
	return h.scope.Kind
}

// by says who holds it.
func (h holding) by() string {
	switch {
	case h.principal != nil:
		return "the identity of " + h.principal.String()
	case h.principalID == "":
		return "somebody unknown"
	}
	return graph.Printable(h.principalID)
}

// on says on what.
func (h holding) on() string {
	if h.scope != nil {
		return h.scope.String()
	}
	return graph.Printable(h.assignment.Value("scope").Text())
}

func roleName(guid string) string {
	if role, found := facts.RoleByID(guid); found {
		return role.Name
	}
	if guid == ownerRole {
		return "Owner"
	}
	return "role " + graph.Printable(guid)
}

// ownerRole is Owner, which nothing here ever gives.
const ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"

func (c *context) readAssignments() {
	for _, r := range c.g.Resources {
		for _, path := range []string{"identity.principalId", "principalId"} {
			if path == "principalId" && r.Kind != kindIdentity {
				continue
			}
			if id := r.Outputs.At(path); r.Custom && id.Text() != "" {
				c.principals[strings.ToLower(id.Text())] = r
			}
		}
	}
	for _, a := range c.g.Of(kindAssignment) {
		h := c.holding(a)
		c.holdings = append(c.holdings, h)
		if h.principal != nil {
			c.held[h.principal.URN] = append(c.held[h.principal.URN], h)
		} else {
			id := strings.ToLower(h.principalID)
			c.byOutsider[id] = append(c.byOutsider[id], h)
		}
	}
}

func (c *context) holding(a *graph.Resource) holding {
	h := holding{assignment: a, certain: true}
	switch id := a.Value("principalId"); id.State {
	case graph.Known:
		h.principalID = id.Text()
		h.principal = c.principals[strings.ToLower(id.Text())]
	case graph.Unknown, graph.Secret:
		h.principal, h.certain = c.source(a, "principalId", ""), false
	}
	definition := a.Value("roleDefinitionId").Text()
	h.role = strings.ToLower(definition[strings.LastIndex(definition, "/")+1:])
	scope, certain, _ := c.ref(a, "scope", "")
	h.scope, h.certain = scope, h.certain && certain
	return h
}

// developers are the users and groups from outside the graph that hold a
// role, sorted.
func (c *context) developers() []string {
	var ids []string
	for _, h := range c.holdings {
		if h.principal == nil && h.principalID != "" && h.certainPrincipal() && h.isHuman() {
			ids = append(ids, strings.ToLower(h.principalID))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (h holding) certainPrincipal() bool {
	return h.assignment.Value("principalId").State == graph.Known
}

func (h holding) isHuman() bool {
	kind := h.assignment.Value("principalType")
	return kind.Is("User") || kind.Is("Group")
}

// followsArticle reports whether the stack follows the original article, in which
// developers list keys: keys are on, and a role gives them to a developer.
func (c *context) followsArticle() bool {
	on := false
	for kind, path := range map[string]string{kindAccount: "properties.disableLocalAuth", kindSearch: "disableLocalAuth"} {
		for _, r := range c.g.Of(kind) {
			on = on || !r.Value(path).True()
		}
	}
	for _, r := range c.g.Of(kindStorage) {
		on = on || !r.Value("allowSharedKeyAccess").False()
	}
	return on && slices.ContainsFunc(c.holdings, func(h holding) bool {
		return h.principal == nil && h.isHuman() && (h.role == facts.RoleContributor.ID || h.role == facts.RoleCognitiveServicesUser.ID)
	})
}
