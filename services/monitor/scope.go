package monitor

import (
	"fmt"

	azlinkscope "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20210701preview"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// AccessMode is what a network with an endpoint of the scope reaches of Azure
// Monitor.
type AccessMode string

// The modes.
const (
	// AccessOpen leaves what is outside of the scope reachable.
	AccessOpen AccessMode = "Open"
	// AccessPrivateOnly does not, for every network that shares the DNS:
	// https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design
	AccessPrivateOnly AccessMode = "PrivateOnly"
)

// PrivateLinkScopeArgs are the decisions of a private link scope.
type PrivateLinkScopeArgs struct {
	// Placement is the resource group; a scope has no region.
	Placement resourcegroup.Placement
	Name      string
	Access    AccessMode
	// InsightsID and WorkspaceID are the ARM ids of what is in the scope.
	InsightsID, WorkspaceID pulumi.StringInput
}

// PrivateLinkScope is what a private endpoint of Azure Monitor leads to.
type PrivateLinkScope struct {
	pulumi.ResourceState

	scope  *azlinkscope.PrivateLinkScope
	scoped []*azlinkscope.PrivateLinkScopedResource

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
}

// NewPrivateLinkScope makes the scope and puts the resources into it.
func NewPrivateLinkScope(ctx *pulumi.Context, name string, args *PrivateLinkScopeArgs, opts ...pulumi.ResourceOption) (*PrivateLinkScope, error) {
	if args == nil {
		args = &PrivateLinkScopeArgs{}
	}
	if err := component.Require("monitor.PrivateLinkScope", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "Access", Present: args.Access != ""},
		component.Field{Name: "InsightsID", Present: args.InsightsID != nil},
		component.Field{Name: "WorkspaceID", Present: args.WorkspaceID != nil},
	)...); err != nil {
		return nil, err
	}
	s := &PrivateLinkScope{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:PrivateLinkScope", name, pulumi.Map{
		"name":   pulumi.String(args.Name),
		"access": pulumi.String(string(args.Access)),
	}, s, opts...); err != nil {
		return nil, fmt.Errorf("registering the private link scope component: %w", err)
	}

	var err error
	s.scope, err = azlinkscope.NewPrivateLinkScope(ctx, name+"-scope", &azlinkscope.PrivateLinkScopeArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ScopeName:         pulumi.String(args.Name),
		Location:          pulumi.String("global"),
		Tags:              args.Placement.TagMap(),
		AccessModeSettings: &azlinkscope.AccessModeSettingsArgs{
			IngestionAccessMode: pulumi.String(string(args.Access)),
			QueryAccessMode:     pulumi.String(string(args.Access)),
		},
	}, pulumi.Parent(s))
	if err != nil {
		return nil, fmt.Errorf("creating the private link scope: %w", err)
	}
	if err := s.put(ctx, name, args, "workspace", args.WorkspaceID); err != nil {
		return nil, err
	}
	if err := s.put(ctx, name, args, "insights", args.InsightsID); err != nil {
		return nil, err
	}

	s.ID = s.scope.ID().ToStringOutput()
	s.Name = s.scope.Name
	return s, ctx.RegisterResourceOutputs(s, pulumi.Map{"id": s.ID})
}

// put adds a resource to the scope after those before it.
func (s *PrivateLinkScope) put(ctx *pulumi.Context, name string, args *PrivateLinkScopeArgs, what string, id pulumi.StringInput) error {
	options := []pulumi.ResourceOption{pulumi.Parent(s)}
	if n := len(s.scoped); n > 0 {
		// Azure refuses a second write to the scope while one is running
		// ("Cannot modify resource while in provisioning state: 'Provisioning'",
		// hashicorp/terraform-provider-azurerm#22236).
		options = append(options, pulumi.DependsOn([]pulumi.Resource{s.scoped[n-1]}))
	}
	scoped, err := azlinkscope.NewPrivateLinkScopedResource(ctx, name+"-"+what, &azlinkscope.PrivateLinkScopedResourceArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ScopeName:         s.scope.Name,
		Name:              pulumi.String(what),
		LinkedResourceId:  id.ToStringOutput().ToStringPtrOutput(),
	}, options...)
	if err != nil {
		return fmt.Errorf("putting the %s into the private link scope: %w", what, err)
	}
	s.scoped = append(s.scoped, scoped)
	return nil
}

// Settled is what must be there before the scope takes a private endpoint: a
// write to it would meet one that is still running.
func (s *PrivateLinkScope) Settled() pulumi.Resource { return s.scoped[len(s.scoped)-1] }
