package flows

import (
	"net/url"
	"strings"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// backendNames are what the document calls, on any of its ways; "" is the
// API's own address.
func (g *gatewayAPI) backendNames() []string {
	if g.document == nil {
		return []string{""}
	}
	var names []string
	elements(g.document.Sections, func(e *apipolicy.Element) {
		for _, attribute := range []string{"backend-id", "base-url"} {
			if name, there := e.Attribute(attribute); there && e.Name == "set-backend-service" {
				names = append(names, resolved(name, g.settings.NamedValues))
			}
		}
	})
	return append(names, "")
}

// upstream is an address that a gateway sends calls to.
type upstream struct {
	by       *graph.Resource
	property string
	url      graph.Value
}

func (u upstream) host() string {
	parsed, err := url.Parse(u.url.Text())
	return hostOf(parsed, err)
}

// upstreams are what a document means by a backend: the API's own address, an
// address, a backend, or every member of a pool.
func (m *model) upstreams(g *gatewayAPI, name string) []upstream {
	switch {
	case name == "":
		return []upstream{{g.resource, "serviceUrl", g.resource.Value("serviceUrl")}}
	case strings.Contains(name, "://"):
		return []upstream{{g.policy, "value", graph.Object{"url": name}.At("url")}}
	}
	backends := m.partsOf(backendKind, g.gateway)
	members := []string{name}
	if pool := m.poolOf(g.gateway, backends, name); pool != nil {
		members = pool
	}
	var all []upstream
	for _, member := range members {
		for _, b := range backends {
			if strings.EqualFold(nameOf(b, "backendId"), member) {
				all = append(all, upstream{b, "url", b.Value("url")})
			}
		}
	}
	return all
}

// poolOf are the members of a pool; nil where a backend is none. A pool is
// made by a template: the provider's own type asks for an address, which Azure
// refuses for one.
func (m *model) poolOf(t *Target, backends []*graph.Resource, name string) []string {
	var members []graph.Value
	for _, b := range backends {
		if strings.EqualFold(nameOf(b, "backendId"), name) {
			members = append(members, b.Value("pool.services").Items()...)
		}
	}
	whole := low(t.service.host(t.Resource).Text() + "/" + name)
	for _, r := range m.graph.Of("resources:Deployment") {
		for _, v := range r.Value("properties.template.resources").Items() {
			if v.At("type").Is("Microsoft.ApiManagement/service/backends") && low(v.At("name").Text()) == whole {
				members = append(members, v.At("properties.pool.services").Items()...)
			}
		}
	}
	var names []string
	for _, member := range members {
		names = append(names, memberName(member.At("id").Text()))
	}
	return names
}

// memberName is a backend's name in its id, or in a template's expression for
// one, whose last argument it is: resourceId('…/backends', 'service', 'name').
func memberName(id string) string {
	id = strings.TrimRight(id, "')]")
	return id[strings.LastIndexAny(id, "/'")+1:]
}
