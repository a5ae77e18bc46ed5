package topology

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/facts"
	"secure-azure-openai/services/monitor"
	"secure-azure-openai/settings"
)

func (d *deployment) createInsights(ctx *pulumi.Context) error {
	if !d.settings.Gateway.Enabled {
		return nil
	}
	var err error
	d.insights, err = monitor.NewInsights(ctx, "telemetry", &monitor.InsightsArgs{
		Placement:   d.place,
		Name:        d.names.Insights,
		WorkspaceID: d.workspace.ID,
		Private:     d.settings.Telemetry.PrivateLinkScope == settings.LinkScopePrivateOnly,
	}, d.kept())
	return err
}

// createScope brings Azure Monitor into the VNet, where the stack asks for it.
func (d *deployment) createScope(ctx *pulumi.Context) error {
	access := map[settings.LinkScope]monitor.AccessMode{
		settings.LinkScopeOpen: monitor.AccessOpen, settings.LinkScopePrivateOnly: monitor.AccessPrivateOnly,
	}[d.settings.Telemetry.PrivateLinkScope]
	if access == "" {
		return nil
	}
	var err error
	d.scope, err = monitor.NewPrivateLinkScope(ctx, "telemetry-scope", &monitor.PrivateLinkScopeArgs{
		Placement:   d.place,
		Name:        d.names.PrivateLinkScope,
		Access:      access,
		InsightsID:  d.insights.ID,
		WorkspaceID: d.workspace.ID,
	})
	return err
}

// scopeTargets is the scope's endpoint, whose addresses Azure chooses: it has
// more of them for everything that the scope gets.
func (d *deployment) scopeTargets() []target {
	if d.scope == nil {
		return nil
	}
	return []target{{of: settings.EndpointMonitor, id: d.scope.ID, link: facts.PrivateLinkMonitor,
		// No hosts for the hosts file: each of Azure Monitor's names has an
		// address of its own, and Azure makes some of the names.
		// The endpoint has an address for each resource that is in the scope.
		after: []pulumi.Resource{d.scope.Settled()}}}
}

// watchGateway tells operators what they would ask for: alerts, and a page to
// look at.
func (d *deployment) watchGateway(ctx *pulumi.Context) error {
	if d.gateway == nil {
		return nil
	}
	if _, err := monitor.NewAlerts(ctx, "alerts", &monitor.AlertsArgs{
		Placement:       d.place,
		Name:            d.names.Gateway,
		ActionGroupName: d.names.ActionGroup,
		Emails:          d.settings.Telemetry.AlertEmails,
		GatewayID:       d.gateway.ID,
		WorkspaceID:     d.workspace.ID,
		V2:              !d.gatewayInside(),
	}); err != nil {
		return err
	}
	_, err := monitor.NewWorkbook(ctx, "workbook", &monitor.WorkbookArgs{
		Placement:   d.place,
		Name:        d.names.Gateway,
		GatewayID:   d.gateway.ID,
		InsightsID:  d.insights.ID,
		WorkspaceID: d.workspace.ID,
	})
	return err
}
