package timeline

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const assignment = "azure-native:authorization:RoleAssignment"

func TestSteps(t *testing.T) {
	g := graph(t,
		resource{name: "a", kind: security}, resource{name: "b", kind: zone, from: []string{"a"}},
		resource{name: "c", kind: storage, from: []string{"b"}}, resource{name: "d", kind: search, from: []string{"c"}},
		resource{name: "e", kind: unknown})
	got, err := g.PlanWith(Options{Steps: map[string]Step{
		urnOf("a"): StepUpdate, urnOf("b"): "same", urnOf("c"): StepReplace, urnOf("d"): StepDelete, urnOf("gone"): StepCreate,
	}})
	require.NoError(t, err)
	assert.Equal(t, []string{"a 0-4", "c 4-37 a: its scope", "d 37-57 c: its scope"}, barsOf(got))
	assert.Empty(t, got.Unknown, "what stays as it is needs no figure")

	got, err = g.PlanWith(Options{Steps: map[string]Step{}})
	require.NoError(t, err)
	assert.Empty(t, got.Bars)
	got, err = g.PlanWith(Options{Steps: map[string]Step{urnOf("e"): StepReplace}})
	require.NoError(t, err)
	assert.Equal(t, []string{unknown}, got.Unknown)
}

func TestExtra(t *testing.T) {
	g := graph(t, resource{name: "a", kind: security}, resource{name: "b", kind: zone, from: []string{"a"}}, resource{name: "c", kind: component})
	got, err := g.PlanWith(Options{Extra: map[string]Extra{
		urnOf("a"): {Seconds: 80, Why: "503 twice, tried again after 20 s and 60 s"},
		urnOf("c"): {Seconds: 80, Why: "no operation"}, urnOf("x"): {Seconds: 80, Why: "unknown"},
	}})
	require.NoError(t, err)
	assert.Equal(t, []string{"a 0-84", "b 84-114 a: its scope"}, barsOf(got))
	assert.Equal(t, 114, got.Forced)
	var table, picture bytes.Buffer
	require.NoError(t, got.WriteTable(&table))
	require.NoError(t, got.WriteSVG(&picture))
	const says = "1 min 20 s more: 503 twice, tried again after 20 s and 60 s"
	assert.Contains(t, table.String(), "1 min 24 s  a                     "+says+"\n")
	assert.Contains(t, picture.String(), says)
}

// TestDestroy goes the other way round, in the same queues.
func TestDestroy(t *testing.T) {
	subnet := map[string]any{"subnet": map[string]any{"id": "/x/subnets/1"}}
	g := graph(t,
		resource{name: "group", kind: security, protect: true},
		resource{name: "net", kind: zone, from: []string{"group"}}, resource{name: "kept", kind: search, from: []string{"net"}, retain: true},
		resource{name: "stack", kind: component},
		resource{name: "a", kind: endpoint, from: []string{"net"}, inputs: subnet, parent: "stack"},
		resource{name: "b", kind: endpoint, from: []string{"kept"}, inputs: subnet, parent: "stack"},
		resource{name: "read", kind: zone, external: true})
	got, err := g.PlanDestroy(0)
	require.NoError(t, err)
	assert.Equal(t, []string{"a 0-30", "b 30-60 a: one endpoint at a time in the subnet", "net 60-91 b: it is needed until then"}, barsOf(got))
	assert.Equal(t, 2, got.Stay)
	assert.Equal(t, 91, got.Forced)

	up, err := g.Plan(0)
	require.NoError(t, err)
	up.Down = &got
	assert.Contains(t, strings.ReplaceAll(up.Paragraph(), "\n", " "),
		"Destroying what is neither protected nor retained would take about 1 min 31 s: a (30 s), then b (30 s), then net (31 s).")
	got.Stay = 0
	assert.Contains(t, strings.ReplaceAll(up.Paragraph(), "\n", " "), "Destroying all of it would take about")
}

// TestRolesWorkLater is said only where somebody would wait for it.
func TestRolesWorkLater(t *testing.T) {
	rows := []resource{{name: "a", kind: storage}, {name: "role", kind: assignment, from: []string{"a"}}}
	got := plan(t, 0, rows...)
	assert.Equal(t, 27+3+600, got.RolesWork)
	assert.Contains(t, strings.ReplaceAll(got.Paragraph(), "\n", " "),
		"Access by role may need until 10 min 30 s after the start: Azure takes up to 10 min 0 s to apply a role assignment.")
	got = plan(t, 0, append(rows, resource{name: "vpn", kind: "azure-native:network/v20240501:VirtualNetworkGateway"})...)
	assert.NotContains(t, got.Paragraph(), "by role")
	assert.Zero(t, plan(t, 0, rows[0]).RolesWork)
}
