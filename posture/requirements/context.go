package requirements

import (
	"strings"

	"secure-azure-openai/posture/graph"
)

// context is a graph with what rules look up in it again and again, so that a
// graph of any size is read once.
type context struct {
	g *graph.Graph
	// endpoints are the private endpoints by the URN of what they lead to.
	endpoints map[string][]connection
	// zoneGroups are by the URN of their endpoint, zoneLinks of their zone.
	zoneGroups, zoneLinks map[string][]reference
	// principals are the resources with an identity, by its principal id.
	principals map[string]*graph.Resource
	holdings   []holding
	// byOutsider are the holdings of whom the graph does not make, by
	// principal id in lower case.
	byOutsider map[string][]holding
	// ofApp are the resources of a web app, by kind and its URN.
	ofApp map[string][]reference
	// held are the holdings of an identity of the graph, by its URN.
	held  map[string][]holding
	vnets []vnet
	// vnetByID has the place of each in vnets, by its id in lower case.
	vnetByID map[string]int
	article  bool
	// creating is whether a resource that is judged alone is still to be made.
	creating bool
	// hostOf are the function apps by the URN of the storage account that
	// their host keeps its own things in.
	hostOf map[string]*graph.Resource
	// byHost are the accounts and function apps by their host name.
	byHost map[string]*graph.Resource
	// ofFunctions are what configures a function app, and no site.
	ofFunctions map[*graph.Resource]bool
	// ofAPI are the resources of an API, by kind and its URN.
	ofAPI map[string][]reference
	// followed counts the dependencies that were followed.
	followed int
}

// connection is a private endpoint's to one resource. Where it is not certain
// it is only known that the endpoint takes something from that resource.
type connection struct {
	endpoint *graph.Resource
	path     string
	certain  bool
}

// reference is a resource that names another one.
type reference struct {
	from    *graph.Resource
	certain bool
}

func newContext(g *graph.Graph) *context {
	c := &context{
		g: g, endpoints: map[string][]connection{}, zoneGroups: map[string][]reference{}, zoneLinks: map[string][]reference{},
		vnetByID: map[string]int{}, byOutsider: map[string][]holding{}, ofApp: map[string][]reference{},
		principals: map[string]*graph.Resource{}, held: map[string][]holding{}, hostOf: map[string]*graph.Resource{},
		byHost: map[string]*graph.Resource{}, ofAPI: map[string][]reference{}, ofFunctions: map[*graph.Resource]bool{},
	}
	c.readEndpoints()
	c.readNames()
	c.readGateway()
	c.readAssignments()
	c.article = c.followsArticle()
	for i, r := range g.Of(kindVNet) {
		c.vnets = append(c.vnets, readVNet(r))
		c.vnetByID[strings.ToLower(r.ID)] = i
	}
	return c
}

// ref finds the resource that a property names by its id. Before a deployment
// the id is unknown: then it is the only resource of a kind (any, where it is
// empty) that the property takes something from, and not certain. given is
// whether the property is there at all.
func (c *context) ref(r *graph.Resource, path, kind string) (target *graph.Resource, certain, given bool) {
	v := r.Value(path)
	switch v.State {
	case graph.Missing:
		return nil, true, false
	case graph.Known:
		return c.g.ByID(v.Text()), true, true
	}
	return c.source(r, path, kind), false, true
}

// source is the only resource of a kind that a property depends on.
func (c *context) source(r *graph.Resource, path, kind string) *graph.Resource {
	top, _, _ := strings.Cut(path, ".")
	top, _, _ = strings.Cut(top, "[")
	var found *graph.Resource
	for _, urn := range r.PropertyDependencies[top] {
		other := c.g.ByURN(urn)
		if other == nil || other == r || (kind != "" && other.Kind != kind) {
			continue
		}
		if found != nil && found != other {
			return nil
		}
		found = other
	}
	return found
}

// readEndpoints indexes the private endpoints by what they lead to. Before a
// deployment a connection depends on its service alone.
func (c *context) readEndpoints() {
	for _, e := range c.g.Of(kindEndpoint) {
		for _, list := range []string{"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"} {
			for i := range e.Value(list).Items() {
				path := list + "[" + itoa(i) + "]"
				target, certain, given := c.ref(e, path+".privateLinkServiceId", "")
				if given && target != nil {
					c.endpoints[target.URN] = append(c.endpoints[target.URN], connection{e, path, certain})
				}
			}
		}
	}
}

// readNames indexes what names another resource by its name.
func (c *context) readNames() {
	endpoints, zones := c.byName(kindEndpoint, "privateEndpointName"), c.byName(kindZone, "privateZoneName")
	for _, group := range c.g.Of(kindZoneGroup) {
		if e, certain := c.named(group, "privateEndpointName", kindEndpoint, endpoints); e != nil {
			c.zoneGroups[e.URN] = append(c.zoneGroups[e.URN], reference{group, certain})
		}
	}
	for _, link := range c.g.Of(kindZoneLink) {
		if z, certain := c.named(link, "privateZoneName", kindZone, zones); z != nil {
			c.zoneLinks[z.URN] = append(c.zoneLinks[z.URN], reference{link, certain})
		}
	}
	c.readSettings()
	apps := map[string]*graph.Resource{}
	for _, app := range c.g.Of(kindWebApp) {
		apps[strings.ToLower(app.Inputs.At("name").Text())] = app
	}
	for _, kind := range []string{kindFTP, kindSCM, kindSignIn} {
		for _, r := range c.g.Of(kind) {
			// Azure answers with the name of the policy: the input has the app's.
			app, certain := c.source(r, "name", kindWebApp), false
			if name := r.Inputs.At("name"); name.State == graph.Known {
				app, certain = apps[strings.ToLower(name.Text())], true
			}
			if app != nil {
				c.ofApp[kind+app.URN] = append(c.ofApp[kind+app.URN], reference{r, certain})
			}
		}
	}
}

func (c *context) byName(kind, path string) map[string]*graph.Resource {
	all := map[string]*graph.Resource{}
	for _, r := range c.g.Of(kind) {
		if name := r.Value(path).Text(); name != "" {
			all[strings.ToLower(name)] = r
		}
	}
	return all
}

func (c *context) named(r *graph.Resource, path, kind string, all map[string]*graph.Resource) (*graph.Resource, bool) {
	v := r.Value(path)
	if v.State == graph.Known {
		return all[strings.ToLower(v.Text())], true
	}
	return c.source(r, path, kind), false
}

// waits reports whether a resource waits for another one, by any way, and
// whether that is known: it is not where there is too much to follow.
func (c *context) waits(r *graph.Resource, urn string) (does, known bool) {
	all, whole := c.allDependencies(r)
	return all[urn], all[urn] || whole
}

// maxFollowed bounds the dependencies that are followed in one graph: where
// many resources wait for very many others, all of them together are the
// product of both. A variable for tests.
var maxFollowed = 5_000_000

// allDependencies are the URNs of all that a resource waits for, and whether
// it could be followed to the end.
func (c *context) allDependencies(r *graph.Resource) (all map[string]bool, whole bool) {
	all = map[string]bool{}
	for queue := []*graph.Resource{r}; len(queue) > 0; queue = queue[1:] {
		for _, next := range dependencies(queue[0]) {
			if c.followed++; c.followed > maxFollowed {
				return all, false
			}
			if other := c.g.ByURN(next); other != nil && !all[next] {
				all[next] = true
				queue = append(queue, other)
			}
		}
	}
	return all, true
}

func dependencies(r *graph.Resource) []string {
	all := r.Dependencies
	for _, list := range r.PropertyDependencies {
		all = append(all[:len(all):len(all)], list...)
	}
	return all
}

// component reports whether the graph has a component of this program's, and
// so asks for what belongs to it.
func (c *context) component(token string) bool {
	for _, r := range c.g.Resources {
		if r.Type == token {
			return true
		}
	}
	return false
}

// outputs are the stack's outputs; empty where there are none.
func (c *context) outputs() *graph.Resource {
	for _, r := range c.g.Resources {
		if r.Type == "pulumi:pulumi:Stack" {
			return r
		}
	}
	return &graph.Resource{}
}
