package requirements

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// qualified is a role definition's id with its subscription, as Azure answers
// it: another form would be a difference for ever.
var (
	qualified = regexp.MustCompile(`(?i)^/subscriptions/[0-9a-f-]{36}/providers/Microsoft\.Authorization/roleDefinitions/[0-9a-f-]{36}$`)
	guid      = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
)

func judgeAssignments(j *judge) {
	seen := map[string]*graph.Resource{}
	for _, h := range j.holdings {
		a := h.assignment
		j.form(h)
		key := strings.ToLower(fmt.Sprint(h.principalID, h.principal, " ", h.role, " ", a.Value("scope").Text(), h.scopeKind()))
		if other := seen[key]; other != nil && h.certain {
			j.fail(a, "scope", "the same as that of "+other.String()+", for the same principal and role", "one assignment (RoleAssignmentExists)")
		}
		seen[key] = a
		if a.Value("roleDefinitionId").Hidden() {
			continue // form says so
		}
		if !j.asked(h) {
			j.fail(a, "roleDefinitionId", fmt.Sprintf("%s for %s on %s", roleName(h.role), h.by(), h.on()), "a role that something here needs")
		} else if !h.certain {
			of := "scope"
			if !h.certainPrincipal() {
				of = "principalId"
			}
			j.unknown(a, of, "what needs "+roleName(h.role))
		} else {
			j.add(a, finding.Pass, "roleDefinitionId", roleName(h.role), "a role that is needed")
		}
	}
	j.templates()
}

// form: a new identity without its type fails with PrincipalNotFound.
func (j *judge) form(h holding) {
	a := h.assignment
	is := OneOf("User", "Group")
	if h.principal != nil || !h.certainPrincipal() {
		is = Equal("ServicePrincipal")
	}
	j.value(a, "principalType", is)
	j.value(a, "roleDefinitionId", Matching(qualified, "the id of a role definition with its subscription"))
	if name := a.Value("roleAssignmentName"); name.State == graph.Known {
		j.value(a, "roleAssignmentName", Matching(guid, "a GUID"))
	}
}

// asked reports whether a requirement asks for what somebody holds.
func (j *judge) asked(h holding) bool {
	var grants []grant
	switch {
	case h.scope != nil && j.hostOf[h.scope.URN] != nil:
		return j.hostMay(h)
	case h.principal != nil && h.principal.Kind == kindService:
		return j.gatewayMay(h)
	case h.principal != nil && h.principal.Kind == kindWebApp && !isSite(h.principal):
		return h.role == facts.RoleMonitoringMetricsPublisher.ID && h.scopeKind() == kindComponent
	case h.principal != nil:
		for _, s := range services {
			if s.from == h.principal.Kind && !(s.id == throughGateway && j.hasGateway()) {
				grants = append(grants, s.grant)
			}
		}
		if h.principal.Kind == kindSearch {
			grants = append(grants, documents...)
		}
	case h.isHuman():
		grants = slices.Concat(everyDeveloper, administrator)
		if j.article {
			grants = slices.Concat(grants, articleUser, articleContrib)
		} else {
			grants = slices.Concat(grants, keylessDeveloper)
		}
	}
	return slices.ContainsFunc(grants, func(g grant) bool { return g.role.ID == h.role && g.on == h.scopeKind() })
}

// byTemplate is all that no resource of the provider can make. A template
// could also make role assignments, and nothing else would see them.
func (c *context) byTemplate() []string {
	all := []string{connections, "Microsoft.Security/pricings"}
	if c.hasGateway() {
		all = append(all, poolType) // G11
	}
	return all
}

func (j *judge) templates() {
	for _, kind := range []string{kindTemplate, kindTemplateAbove} {
		for _, d := range j.g.Of(kind) {
			// A template from elsewhere is not seen here, what is logged of
			// one may be a secret, and an output may be a key.
			for _, name := range []string{"templateLink", "debugSetting", "onErrorDeployment", "template.outputs"} {
				j.value(d, "properties."+name, Nothing())
			}
			const path = "properties.template.resources"
			list := d.Value(path)
			if list.State != graph.Known || !list.IsList() || len(list.Items()) == 0 {
				// An object of resources, which languageVersion 2.0 takes:
				// https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-declaration#use-symbolic-name
				j.judged(d, path, list, Test{"a list of resources", func(v graph.Value) bool { return len(v.Items()) > 0 }})
				continue
			}
			for i, r := range list.Items() {
				at := path + "[" + itoa(i) + "].type"
				j.judged(d, at, r.At("type"), OneOf(j.byTemplate()...))
				// Resources within it, which may be role assignments, another
				// place for it, and whether it is made at all.
				for _, name := range []string{"resources", "scope", "resourceGroup", "condition", "copy"} {
					j.judged(d, path+"["+itoa(i)+"]."+name, r.At(name), Absent())
				}
				j.onlyOwn(d, path+"["+itoa(i)+"].name", r)
			}
		}
	}
}

// onlyOwn: whoever approves a connection lets its owner in, so a template
// approves those of this stack's own links alone.
func (j *judge) onlyOwn(d *graph.Resource, at string, r graph.Value) {
	if !r.At("type").Is(connections) {
		return
	}
	name := r.At("name")
	if name.State == graph.Unknown {
		j.unknown(d, at, "the name of a connection of this stack")
		return
	}
	_, connection, _ := strings.Cut(name.Text(), "/")
	for _, l := range j.g.Of(kindSharedLink) {
		own := l.Value("sharedPrivateLinkResourceName").Text()
		if own != "" && strings.HasPrefix(strings.ToLower(connection), strings.ToLower(own)+".") {
			return
		}
	}
	j.fail(d, at, name.String(), "the connection of a shared private link of this stack")
}
