// Package deployment reads a deployment as `pulumi stack export` writes it, as
// far as its order and its time on Azure need it.
package deployment

import (
	"encoding/json"
	"fmt"
	"strings"

	"secure-azure-openai/facts"
)

// Deployment is what a stack holds after an operation.
type Deployment struct {
	// Stack is the stack's name, as the resources' URNs give it.
	Stack string
	// Resources are all but those that were replaced and wait for their
	// deletion, in the file's order.
	Resources []Resource
}

// Resource is one of them, as the file writes it.
type Resource struct {
	URN                  string              `json:"urn"`
	ID                   string              `json:"id"`
	Type                 string              `json:"type"`
	Custom               bool                `json:"custom"`
	Delete               bool                `json:"delete"`
	External             bool                `json:"external"`
	Protect              bool                `json:"protect"`
	RetainOnDelete       bool                `json:"retainOnDelete"`
	DeletedWith          string              `json:"deletedWith"`
	Parent               string              `json:"parent"`
	Provider             string              `json:"provider"`
	Dependencies         []string            `json:"dependencies"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
	// Inputs are the program's. A secret is no text but an object with its
	// ciphertext.
	Inputs map[string]any `json:"inputs"`
}

// Read reads a deployment. It refuses one whose resources are there twice, or
// wait for something that is not in it.
func Read(exported []byte) (Deployment, error) {
	var file struct {
		Deployment *struct {
			Resources []Resource `json:"resources"`
		} `json:"deployment"`
	}
	if err := json.Unmarshal(exported, &file); err != nil {
		return Deployment{}, fmt.Errorf("reading the deployment: %w", err)
	}
	if file.Deployment == nil {
		return Deployment{}, fmt.Errorf(`reading the deployment: there is no "deployment" in it, as pulumi stack export writes one`)
	}
	var d Deployment
	known := map[string]bool{}
	for _, r := range file.Deployment.Resources {
		if r.Delete {
			continue
		}
		parts := strings.Split(r.URN, "::")
		switch {
		case known[r.URN]:
			return Deployment{}, fmt.Errorf("reading the deployment: %s is in it twice", r.URN)
		case len(parts) < 4:
			return Deployment{}, fmt.Errorf("reading the deployment: %q is no URN (urn:pulumi:stack::project::type::name)", r.URN)
		case d.Stack == "":
			d.Stack = strings.TrimPrefix(parts[0], "urn:pulumi:")
		}
		known[r.URN] = true
		d.Resources = append(d.Resources, r)
	}
	for _, r := range d.Resources {
		for _, urn := range r.Before() {
			if !known[urn] {
				return Deployment{}, fmt.Errorf("reading the deployment: %s waits for %s, which is not in it", r.URN, urn)
			}
		}
	}
	return d, nil
}

// Before lists the URNs that the engine had ready before it began with the
// resource: its dependencies, those behind its properties, its parent and its
// provider. The same can be in it more than once. Deletion goes the other way.
func (r Resource) Before() []string {
	var urns []string
	for _, some := range r.PropertyDependencies {
		urns = append(urns, some...)
	}
	urns = append(urns, r.Dependencies...)
	if r.Parent != "" {
		urns = append(urns, r.Parent)
	}
	if provider := r.ProviderURN(); provider != "" {
		urns = append(urns, provider)
	}
	return urns
}

// ProviderURN is the provider's URN, without the id that the file has after
// it; "" for what has no provider.
func (r Resource) ProviderURN() string {
	if i := strings.LastIndex(r.Provider, "::"); i > 0 {
		return r.Provider[:i]
	}
	return ""
}

// Name is the last part of the URN, the one that the program gave.
func (r Resource) Name() string { return r.URN[strings.LastIndex(r.URN, "::")+2:] }

// OnAzure reports whether Azure has to do something for the resource: not for
// a component, a provider, or what was only read.
func (r Resource) OnAzure() bool {
	return r.Custom && !r.External && !strings.HasPrefix(r.Type, "pulumi:")
}

// Is reports whether the resource is of a type, named without its provider and
// version ("network:PrivateEndpoint").
func (r Resource) Is(token string) bool {
	return r.OnAzure() && strings.HasPrefix(r.Type, "azure-native:") && facts.ShortToken(r.Type) == token
}

// Text follows keys into the inputs, and answers "" where there is no text.
func (r Resource) Text(keys ...string) string {
	at := any(r.Inputs)
	for _, key := range keys {
		fields, _ := at.(map[string]any)
		at = fields[key]
	}
	text, _ := at.(string)
	return text
}

// Items follows keys into the inputs, and answers the objects of the list
// that is there.
func (r Resource) Items(keys ...string) []map[string]any {
	at := any(r.Inputs)
	for _, key := range keys {
		fields, _ := at.(map[string]any)
		at = fields[key]
	}
	list, _ := at.([]any)
	var items []map[string]any
	for _, item := range list {
		if fields, ok := item.(map[string]any); ok {
			items = append(items, fields)
		}
	}
	return items
}
