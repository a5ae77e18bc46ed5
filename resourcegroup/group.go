package resourcegroup

import (
	"fmt"

	azresources "github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// GroupArgs are the decisions of a resource group.
type GroupArgs struct {
	Name     string
	Location string
	Tags     map[string]string
}

// Group is the resource group that holds the whole topology.
type Group struct {
	pulumi.ResourceState

	group *azresources.ResourceGroup
	args  GroupArgs

	// ID is the group's ARM id, a scope for role assignments.
	ID   pulumi.StringOutput
	Name pulumi.StringOutput
}

// NewGroup makes the resource group.
func NewGroup(ctx *pulumi.Context, name string, args *GroupArgs, opts ...pulumi.ResourceOption) (*Group, error) {
	if args == nil {
		args = &GroupArgs{}
	}
	if err := component.Require("resourcegroup.Group", name,
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "Location", Present: args.Location != ""},
	); err != nil {
		return nil, err
	}
	g := &Group{args: *args}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:resourcegroup:Group", name, pulumi.Map{
		"name":     pulumi.String(args.Name),
		"location": pulumi.String(args.Location),
	}, g, opts...); err != nil {
		return nil, fmt.Errorf("registering the resource group component: %w", err)
	}

	var err error
	g.group, err = azresources.NewResourceGroup(ctx, name+"-group", &azresources.ResourceGroupArgs{
		ResourceGroupName: pulumi.String(args.Name),
		Location:          pulumi.String(args.Location),
		Tags:              pulumi.ToStringMap(args.Tags),
	}, pulumi.Parent(g))
	if err != nil {
		return nil, fmt.Errorf("creating the resource group: %w", err)
	}

	g.ID = g.group.ID().ToStringOutput()
	g.Name = g.group.Name
	return g, ctx.RegisterResourceOutputs(g, pulumi.Map{"id": g.ID, "name": g.Name})
}

// Placement puts resources into this group, in its region, with its tags.
func (g *Group) Placement() Placement {
	return Placement{ResourceGroup: g.Name, Location: g.args.Location, Tags: g.args.Tags}
}
