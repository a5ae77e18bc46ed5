package timeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
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
	// instant is a component, a provider or a resource that was only read.
	instant bool
	// seconds is how long its creation takes; known is false for a type
	// without a figure.
	seconds int
	known   bool
	waits   []wait
	lock    lock
}

// lock is what only one resource may work on at a time; without an id there
// is none.
type lock struct{ id, why string }

// name is the last part of the URN, the one that the program gave.
func (n *node) name() string { return n.urn[strings.LastIndex(n.urn, "::")+2:] }

// wait is a resource that must be there first.
type wait struct {
	urn string
	why string
	// forced is whether Azure needs it, not the program.
	forced bool
}

// stored is a resource as the deployment's JSON writes it.
type stored struct {
	URN                  string              `json:"urn"`
	ID                   string              `json:"id"`
	Type                 string              `json:"type"`
	Custom               bool                `json:"custom"`
	Delete               bool                `json:"delete"`
	External             bool                `json:"external"`
	Parent               string              `json:"parent"`
	Dependencies         []string            `json:"dependencies"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
	Inputs               map[string]any      `json:"inputs"`
}

// Read reads a deployment as `pulumi stack export` writes it. It refuses one
// whose resources wait for something that is not in it, or for each other.
func Read(exported []byte) (Graph, error) {
	var file struct {
		Deployment *struct {
			Resources []stored `json:"resources"`
		} `json:"deployment"`
	}
	if err := json.Unmarshal(exported, &file); err != nil {
		return Graph{}, fmt.Errorf("reading the deployment: %w", err)
	}
	if file.Deployment == nil {
		return Graph{}, fmt.Errorf(`reading the deployment: there is no "deployment" in it, as pulumi stack export writes one`)
	}
	g, index := Graph{}, map[string]*node{}
	var resources []stored
	for _, r := range file.Deployment.Resources {
		if r.Delete {
			continue // replaced, and waits for its deletion
		}
		if index[r.URN] != nil {
			return Graph{}, fmt.Errorf("reading the deployment: %s is in it twice", r.URN)
		}
		if parts := strings.Split(r.URN, "::"); len(parts) < 4 {
			return Graph{}, fmt.Errorf("reading the deployment: %q is no URN (urn:pulumi:stack::project::type::name)", r.URN)
		} else if g.Stack == "" {
			g.Stack = strings.TrimPrefix(parts[0], "urn:pulumi:")
		}
		n := newNode(r)
		index[n.urn] = n
		g.nodes, resources = append(g.nodes, n), append(resources, r)
	}
	addWorking(g.nodes, resources)
	for _, n := range g.nodes {
		for _, w := range n.waits {
			if index[w.urn] == nil {
				return Graph{}, fmt.Errorf("reading the deployment: %s waits for %s, which is not in it", n.urn, w.urn)
			}
		}
	}
	slices.SortFunc(g.nodes, func(a, b *node) int { return strings.Compare(a.urn, b.urn) })
	return g, nil
}

func newNode(r stored) *node {
	n := &node{urn: r.URN, kind: r.Type, known: true, waits: waits(r), lock: newLock(r)}
	if n.instant = !r.Custom || r.External || strings.HasPrefix(r.Type, "pulumi:"); n.instant {
		return n
	}
	found, known := facts.FindDuration(r.Type, text(r.Inputs, "sku", "name"))
	n.seconds, n.known = found.Create.Typical, known && found.Create.Known()
	return n
}

// waits lists what the engine recorded, each resource once, with the strongest
// reason: a value that is taken from it, then an explicit dependency.
func waits(r stored) []wait {
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
		add(urn, "explicit dependency", false)
	}
	add(r.Parent, "its parent", false)
	slices.SortFunc(all, func(a, b wait) int { return strings.Compare(a.urn, b.urn) })
	return all
}
