package timeline

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/rehearsal/conflicts"
	"secure-azure-openai/rehearsal/deployment"
)

// Graph is a deployment's resources and what each waits for.
type Graph struct {
	// Stack is the stack's name, as the resources' URNs give it.
	Stack string
	nodes []*node
}

// node is one resource.
type node struct {
	urn, kind string
	// instant is what takes no time of itself: a component, a provider, a
	// resource that was only read, or one that is left as it is.
	instant bool
	// stays is whether a destroy leaves it, because it is protected or
	// retained, or goes with another resource.
	stays bool
	// figures are the type's; found is whether there are any.
	figures facts.Duration
	found   bool
	// seconds is how long the operation takes; known is false where there is
	// no figure. extra is a part of it, and why says what for.
	seconds, extra int
	known          bool
	why            string
	waits          []wait
	locks          []conflicts.Lock
}

// name is the last part of the URN, the one that the program gave.
func (n *node) name() string { return n.urn[strings.LastIndex(n.urn, "::")+2:] }

// wait is a resource that must be there first.
type wait struct {
	urn string
	why string
	// forced is whether Azure needs it, not the program.
	forced bool
}

// Read reads a deployment as `pulumi stack export` writes it. It refuses one
// whose resources wait for something that is not in it.
func Read(exported []byte) (Graph, error) {
	d, err := deployment.Read(exported)
	if err != nil {
		return Graph{}, err
	}
	return New(d), nil
}

// New makes the graph of a deployment.
func New(d deployment.Deployment) Graph {
	g, index := Graph{Stack: d.Stack}, map[string]*node{}
	for _, r := range d.Resources {
		n := newNode(r)
		index[n.urn] = n
		g.nodes = append(g.nodes, n)
	}
	for i, r := range d.Resources {
		n := g.nodes[i]
		for j := range n.waits {
			n.waits[j].explain(r, n, index[n.waits[j].urn])
		}
	}
	for _, c := range conflicts.Sequence(d) {
		index[c.Second.URN].force(c.First.URN, c.Rule.Instead)
	}
	slices.SortFunc(g.nodes, func(a, b *node) int { return strings.Compare(a.urn, b.urn) })
	return g
}

func newNode(r deployment.Resource) *node {
	n := &node{urn: r.URN, kind: r.Type, instant: !r.OnAzure(), waits: waits(r)}
	if n.instant {
		return n
	}
	n.stays = r.Protect || r.RetainOnDelete || r.DeletedWith != ""
	n.locks = conflicts.Locks(r)
	n.figures, n.found = facts.FindDuration(r.Type, r.Text("sku", "name"))
	return n
}

// waits lists what the engine recorded, each resource once, with the strongest
// reason: a value that is taken from it, then an explicit dependency.
func waits(r deployment.Resource) []wait {
	var all []wait
	seen := map[string]bool{}
	add := func(urn, why string, forced bool) {
		if urn != "" && !seen[urn] {
			seen[urn] = true
			all = append(all, wait{urn: urn, why: why, forced: forced})
		}
	}
	var properties []string
	for property := range r.PropertyDependencies {
		properties = append(properties, property)
	}
	slices.Sort(properties)
	for _, property := range properties {
		for _, urn := range r.PropertyDependencies[property] {
			add(urn, "its "+property, true)
		}
	}
	for _, urn := range r.Dependencies {
		add(urn, explicit, false)
	}
	add(r.ProviderURN(), "its provider", true) // which may take values itself
	add(r.Parent, "its parent", false)
	slices.SortFunc(all, func(a, b wait) int { return strings.Compare(a.urn, b.urn) })
	return all
}

const explicit = "explicit dependency"

// explain gives an explicit dependency its reason where Azure has one: what
// both have to queue for, or names that an app looks up as it starts.
func (w *wait) explain(r deployment.Resource, n, on *node) {
	if w.why != explicit {
		return
	}
	for _, lock := range n.locks {
		if slices.Contains(on.locks, lock) {
			w.why = lock.Why // the queue forces it, in whatever order
			return
		}
	}
	if r.Is("web:WebAppApplicationSettings") && answersNames(on) {
		w.why, w.forced = "names that it looks up", true
	}
}

// force adds a wait that Azure needs, or turns the program's own into one.
func (n *node) force(urn, why string) {
	n.waits = slices.DeleteFunc(n.waits, func(w wait) bool { return w.urn == urn })
	n.waits = append(n.waits, wait{urn: urn, why: why, forced: true})
}

// answersNames reports whether a private name resolves only once the resource
// is there: the records and the zone's link to the VNet
// (https://learn.microsoft.com/azure/private-link/private-endpoint-dns), or
// the resolver that the VNet asks.
func answersNames(n *node) bool {
	switch facts.ShortToken(n.kind) {
	case "network:PrivateDnsZoneGroup", "network:VirtualNetworkLink", "network:InboundEndpoint":
		return true
	}
	return false
}
