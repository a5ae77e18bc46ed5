package tests

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/services/monitor"
	"secure-azure-openai/tests/recorder"
)

// telemetry are the components about what an API gateway does.
var telemetry = []alone{
	{
		constructor: "services/monitor.NewInsights", missing: "Name, WorkspaceID", children: []string{"Component"},
		empty: func(ctx *pulumi.Context) error { _, err := monitor.NewInsights(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			i, err := monitor.NewInsights(ctx, "it", &monitor.InsightsArgs{Placement: n.place, Name: "appi-alone", WorkspaceID: pulumi.String(n.workspace)})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": i.ID, "name": i.Name, "connection": i.ConnectionString})
			return nil
		},
		outputs: map[string]string{"id": "/components/appi-alone", "name": "appi-alone", "connection": "IngestionEndpoint="},
	},
	{
		constructor: "services/monitor.NewAlerts", missing: "Name, ActionGroupName, GatewayID, WorkspaceID",
		children: []string{
			"ActionGroup", "MetricAlert", "MetricAlert", "MetricAlert", "ScheduledQueryRule", "ScheduledQueryRule", "ScheduledQueryRule",
		},
		empty: func(ctx *pulumi.Context) error { _, err := monitor.NewAlerts(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			a, err := newAlerts(ctx, n, false)
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"group": a.ActionGroupID})
			return nil
		},
		outputs: map[string]string{"group": "/actionGroups/ag-alone"},
	},
	{
		constructor: "services/monitor.NewWorkbook", missing: "Name, GatewayID, InsightsID, WorkspaceID", children: []string{"Workbook"},
		empty: func(ctx *pulumi.Context) error { _, err := monitor.NewWorkbook(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			w, err := monitor.NewWorkbook(ctx, "it", &monitor.WorkbookArgs{
				Placement: n.place, Name: "Gateway alone", GatewayID: pulumi.String(n.gateway), InsightsID: pulumi.String(n.insights), WorkspaceID: pulumi.String(n.workspace),
			})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": w.ID})
			return nil
		},
		outputs: map[string]string{"id": "/workbooks/"},
	},
	{
		constructor: "services/monitor.NewPrivateLinkScope", missing: "Name, Access, InsightsID, WorkspaceID",
		children: []string{"PrivateLinkScope", "PrivateLinkScopedResource", "PrivateLinkScopedResource"},
		empty:    func(ctx *pulumi.Context) error { _, err := monitor.NewPrivateLinkScope(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			s, err := newPrivateLinkScope(ctx, n)
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": s.ID, "name": s.Name})
			return nil
		},
		outputs: map[string]string{"id": "/privateLinkScopes/ampls-alone", "name": "ampls-alone"},
	},
}

func newAlerts(ctx *pulumi.Context, n *neighbours, v2 bool) (*monitor.Alerts, error) {
	return monitor.NewAlerts(ctx, "it", &monitor.AlertsArgs{
		Placement: n.place, Name: "alert-alone", ActionGroupName: "ag-alone", Emails: []string{"on-call@example.com"},
		GatewayID: pulumi.String(n.gateway), WorkspaceID: pulumi.String(n.workspace), V2: v2,
	})
}

func newPrivateLinkScope(ctx *pulumi.Context, n *neighbours) (*monitor.PrivateLinkScope, error) {
	return monitor.NewPrivateLinkScope(ctx, "it", &monitor.PrivateLinkScopeArgs{
		Placement: n.place, Name: "ampls-alone", Access: monitor.AccessOpen, InsightsID: pulumi.String(n.insights), WorkspaceID: pulumi.String(n.workspace),
	})
}

// TestTheConnectionStringIsASecret, although its key opens nothing.
func TestTheConnectionStringIsASecret(t *testing.T) {
	n := newNeighbours(t)
	g, err := recorder.Run(t, recorder.Program{Project: "another", Stack: "alone", Azure: n.world, Run: func(ctx *pulumi.Context) error {
		i, err := monitor.NewInsights(ctx, "it", &monitor.InsightsArgs{Placement: n.place, Name: "appi-alone", WorkspaceID: pulumi.String(n.workspace)})
		if err != nil {
			return err
		}
		ctx.Export("connection", i.ConnectionString)
		return nil
	}})
	require.NoError(t, err)
	assert.True(t, g.Exports.Secret("connection"))
}

// TestAlertsTellTheActionGroup, all of them, about the gateway or its log.
func TestAlertsTellTheActionGroup(t *testing.T) {
	n := newNeighbours(t)
	g, err := recorder.Run(t, recorder.Program{Project: "another", Stack: "alone", Azure: n.world, Run: func(ctx *pulumi.Context) error {
		_, err := newAlerts(ctx, n, true)
		return err
	}})
	require.NoError(t, err)
	group := one(t, g, "ActionGroup")
	for _, r := range g.Custom() {
		switch kind(r) {
		case "MetricAlert":
			assert.Equal(t, group.ID, r.Inputs.Text("actions[0].actionGroupId"), "%s", r)
			assert.Equal(t, n.gateway, r.Inputs.Text("scopes[0]"), "%s", r)
		case "ScheduledQueryRule":
			assert.Equal(t, group.ID, r.Inputs.Text("actions.actionGroups[0]"), "%s", r)
			assert.Equal(t, n.workspace, r.Inputs.Text("scopes[0]"), "%s", r)
		}
	}
}

// TestScopedResourcesFollowEachOther: Azure refuses a second write to the scope.
func TestScopedResourcesFollowEachOther(t *testing.T) {
	n := newNeighbours(t)
	g, err := recorder.Run(t, recorder.Program{Project: "another", Stack: "alone", Azure: n.world, Run: func(ctx *pulumi.Context) error {
		_, err := newPrivateLinkScope(ctx, n)
		return err
	}})
	require.NoError(t, err)
	var before []string
	for _, name := range []string{"it-workspace", "it-insights"} {
		r := g.Named(name)
		require.Len(t, r, 1, name)
		for _, urn := range before {
			assert.True(t, g.Waits(r[0], urn), "%s does not wait for %s", name, urn)
		}
		before = append(before, r[0].URN)
	}
}
