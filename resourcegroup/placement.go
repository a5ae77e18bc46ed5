// Package resourcegroup makes the resource group, and names the place that
// every other component puts its resources in.
package resourcegroup

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// Placement is where resources go and how they are marked. It travels as one
// value, because no component needs one of the three without the others.
type Placement struct {
	ResourceGroup pulumi.StringInput
	// Location is a region's programmatic name ("swedencentral").
	Location string
	Tags     map[string]string
}

// In is the same placement in another region: a service may live apart from
// the VNet, while its private endpoint cannot.
func (p Placement) In(location string) Placement {
	p.Location = location
	return p
}

// TagMap is the tags as a fresh input.
func (p Placement) TagMap() pulumi.StringMap { return pulumi.ToStringMap(maps.Clone(p.Tags)) }

// Fields says which parts of the placement are there, for component.Require.
func (p Placement) Fields() []component.Field {
	return []component.Field{
		{Name: "Placement.ResourceGroup", Present: p.ResourceGroup != nil},
		{Name: "Placement.Location", Present: p.Location != ""},
	}
}
