package timeline

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Types with figures: 4, 30, 120, 31, 5 and 27 seconds.
const (
	security = "azure-native:network/v20240501:NetworkSecurityGroup"
	zone     = "azure-native:network/v20240601:PrivateZone"
	search   = "azure-native:search/v20240601preview:Service"
	endpoint = "azure-native:network/v20240501:PrivateEndpoint"
	model    = "azure-native:cognitiveservices/v20241001:Deployment"
	storage  = "azure-native:storage/v20240101:StorageAccount"

	unknown   = "azure-native:example/v20240101:Mystery"
	component = "secure-azure-openai:network:Network"
	provider  = "pulumi:providers:azure-native"
)

// resource is a row of a small deployment: on are names that it depends on
// explicitly, from names whose values it takes.
type resource struct {
	name, kind, parent string
	by                 string // its provider
	on, from           []string
	id                 string
	inputs             map[string]any
	external, delete   bool
	protect, retain    bool
}

func urnOf(name string) string { return "urn:pulumi:dev::project::type::" + name }

// exported writes the rows as pulumi stack export does.
func exported(t *testing.T, rows ...resource) []byte {
	t.Helper()
	var stored []map[string]any
	for _, row := range rows {
		r := map[string]any{
			"urn": urnOf(row.name), "type": row.kind, "id": row.id, "custom": row.kind != component,
			"inputs": row.inputs, "external": row.external, "delete": row.delete,
			"protect": row.protect, "retainOnDelete": row.retain,
		}
		if row.parent != "" {
			r["parent"] = urnOf(row.parent)
		}
		if row.by != "" {
			r["provider"] = urnOf(row.by) + "::0-1"
		}
		var all, from []string
		for _, name := range row.from {
			from = append(from, urnOf(name))
		}
		for _, name := range row.on {
			all = append(all, urnOf(name))
		}
		r["dependencies"] = append(all, from...) // values are in both lists
		r["propertyDependencies"] = map[string][]string{"scope": from}
		stored = append(stored, r)
	}
	text, err := json.Marshal(map[string]any{"version": 3, "deployment": map[string]any{"resources": stored}})
	require.NoError(t, err)
	return text
}

// graph reads the rows.
func graph(t *testing.T, rows ...resource) Graph {
	t.Helper()
	g, err := Read(exported(t, rows...))
	require.NoError(t, err)
	return g
}

// plan lays the rows out, and holds that their order does not count.
func plan(t *testing.T, slots int, rows ...resource) Timeline {
	t.Helper()
	first, err := graph(t, rows...).Plan(slots)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		rows = slices.Clone(rows)
		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		again, err := graph(t, rows...).Plan(slots)
		require.NoError(t, err)
		require.Equal(t, first, again, "the order of the file")
	}
	return first
}

// barsOf writes each bar as "name start-end after: why".
func barsOf(t Timeline) []string {
	var bars []string
	for _, b := range t.Bars {
		bar := fmt.Sprintf("%s %d-%d", b.Name, b.Start, b.End)
		if b.After != "" {
			bar += " " + b.After + ": " + b.Why
		}
		bars = append(bars, bar)
	}
	return bars
}
