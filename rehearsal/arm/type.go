package arm

import (
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Type is a resource type: how the provider addresses it and what Azure does
// with it. Everything but Token, ARM, API and Path is optional.
type Type struct {
	// Token is Pulumi's ("azure-native:network/v20240501:VirtualNetwork").
	// It is empty for what only Azure or a template makes.
	Token string
	// ARM is Azure's type ("Microsoft.Network/virtualNetworks").
	ARM string
	// API is the version that the token stands for ("2024-05-01").
	API string
	// Path is the id, with the inputs that fill it in braces. {scope} and
	// {resourceUri} at its start take a whole id.
	Path string
	// Name is the path's property that is generated where the program gives
	// none; empty where it must be given.
	Name string
	// Naming is how it is generated.
	Naming Naming
	// Named refuses a name that Azure does not take at creation: see named.
	Named func(name string) error

	// ForceNew are the properties, beside the path's, whose change makes the
	// provider replace the resource. Not to be confused with what Azure
	// refuses to change: where the two differ, an update fails.
	// pulumi-azure-native, provider/pkg/gen/replacement.go.
	ForceNew []string
	// Maintained are list properties that the provider leaves alone where
	// the program does not set them (sub-resources with a type of their own).
	Maintained []string
	// Regionless marks a type that takes a region and can do without.
	Regionless bool
	// WriteOnly are properties that Azure takes and does not return.
	WriteOnly []string
	// Default, where it is not nil, is the state in which the resource comes
	// into being with its parent. It cannot be created or deleted: creating
	// changes it, deleting resets it.
	// pulumi-azure-native, provider/pkg/resources/defaults.
	Default map[string]any

	// References are the ids in the properties that must exist.
	References []Reference

	// Validate refuses what Azure refuses. old is nil at creation.
	Validate func(tx *Tx, r, old *Resource) error
	// Complete adds what Azure computes.
	Complete func(tx *Tx, r, old *Resource) error
	// AfterPut makes what else comes into being with the resource.
	AfterPut func(tx *Tx, r, old *Resource) error
	// BeforeDelete refuses to let go of what is in use.
	BeforeDelete func(tx *Tx, r *Resource) error
	// AfterDelete keeps what Azure keeps of a deleted resource.
	AfterDelete func(tx *Tx, r *Resource)
	// View adds to a copy of the properties what depends on other resources
	// and is looked up at every read.
	View func(tx *Tx, r *Resource, properties map[string]any)

	schema *Schema
}

// Naming is how azure-native generates a name.
// pulumi-azure-native, provider/pkg/resources, AutoNameKind.
type Naming int

const (
	// NameRandom is the logical name and eight hexadecimal digits.
	NameRandom Naming = iota
	// NameGUID is a GUID.
	NameGUID
)

// Reference is an id in a type's properties.
type Reference struct {
	// Path is where it stands ("subnets[].networkSecurityGroup.id").
	Path string
	// To are the ARM types that it may name; empty means any.
	To []string
	// SameRegion: what is named lies in the region of who names it. A subnet
	// is where its VNet is.
	SameRegion bool
}

// Check judges inputs before a request is made: see Schema.Check. Everything
// that the id is made of must be there, too.
func (t *Type) Check(inputs resource.PropertyMap) []Problem {
	problems := t.schema.Check(inputs)
	for segment := range strings.SplitSeq(t.Path, "/") {
		name, isParam := param(segment)
		required := strings.HasSuffix(t.schema.Inputs[name], "!") // said above
		if isParam && name != "subscriptionId" && !required && !inputs.HasValue(resource.PropertyKey(name)) {
			problems = append(problems, missing(name))
		}
	}
	return problems
}

// Schema is what the type accepts and returns.
func (t *Type) Schema() *Schema { return t.schema }

// Located reports whether resources of the type lie in a region.
func (t *Type) Located() bool {
	_, located := t.schema.Inputs["location"]
	return located
}

// Resource is one resource of the world.
type Resource struct {
	ID string `json:"id"`
	// Type is the ARM type, and Token Pulumi's, "" where there is none.
	Type  string `json:"type"`
	Token string `json:"token,omitempty"`
	// Properties are everything that Azure knows of it, in the provider's
	// output shape, plain. What Secrets points at must not be shown.
	Properties map[string]any `json:"properties"`
	// Secrets are JSON pointers into Properties.
	Secrets []string `json:"secrets,omitempty"`
	// Owner is the resource that Azure made this one for and deletes it with,
	// where that is not its parent.
	Owner string `json:"owner,omitempty"`
	// Incarnation counts how often this id has been created.
	Incarnation int `json:"incarnation"`
	// Born is when it was created, on the world's clock.
	Born time.Duration `json:"born,omitempty"`
	// Written is set once somebody has written what exists by itself.
	Written bool `json:"written,omitempty"`

	// inputs are those of the request under way, with what Azure does not
	// return; only hooks see them.
	inputs map[string]any
	// encoded is the resource as the world's file has it, once it was saved:
	// what does not change is encoded once.
	encoded []byte
}

// Name is the last segment of the id.
func (r *Resource) Name() string { return NameOf(r.ID) }

// Text is the string at a path of the properties, or "".
func (r *Resource) Text(path string) string { return text(r.Properties, path) }

// definition is the type that the resource was made as.
func (r *Resource) definition() *Type {
	if t, found := byToken[r.Token]; found {
		return t
	}
	return typeOf(r.Type)
}

func (r *Resource) clone() *Resource {
	copied := *r
	copied.Properties, copied.encoded = cloneMap(r.Properties), nil
	copied.Secrets = append([]string(nil), r.Secrets...)
	return &copied
}
