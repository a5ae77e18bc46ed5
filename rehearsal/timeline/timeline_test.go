package timeline

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlan(t *testing.T) {
	subnet := func(id, target string) map[string]any {
		return map[string]any{
			"subnet":                        map[string]any{"id": id},
			"privateLinkServiceConnections": []any{map[string]any{"privateLinkServiceId": target}},
		}
	}
	for name, c := range map[string]struct {
		rows  []resource
		slots int
		// bars are "name start-end after: why".
		bars     []string
		critical string
		forced   int
	}{
		"nothing": {},
		"chain of values": {
			rows:     []resource{{name: "a", kind: security}, {name: "b", kind: zone, from: []string{"a"}}, {name: "c", kind: storage, from: []string{"a", "b"}}},
			bars:     []string{"a 0-4", "b 4-34 a: its scope", "c 34-61 b: its scope"},
			critical: "a b c", forced: 61,
		},
		"the program's own wait": {
			rows:     []resource{{name: "a", kind: storage}, {name: "b", kind: zone, on: []string{"a"}}},
			bars:     []string{"a 0-27", "b 27-57 a: explicit dependency"},
			critical: "a b", forced: 30,
		},
		"diamond": {
			rows: []resource{
				{name: "top", kind: security}, {name: "short", kind: storage, from: []string{"top"}},
				{name: "long", kind: zone, from: []string{"top"}}, {name: "end", kind: security, from: []string{"short", "long"}},
			},
			bars:     []string{"top 0-4", "short 4-31 top: its scope", "long 4-34 top: its scope", "end 34-38 long: its scope"},
			critical: "top long end", forced: 38,
		},
		"slots, by readiness and then by name": {
			rows:  []resource{{name: "c", kind: security}, {name: "a", kind: zone}, {name: "b", kind: storage}, {name: "d", kind: security, on: []string{"b"}}},
			slots: 2,
			bars:  []string{"b 0-27", "a 0-30", "c 27-31 b: a free slot", "d 30-34 a: a free slot"},
			// d is ready at 27 with the slot of b, but c has been since the start.
			critical: "a d", forced: 30,
		},
		"components take no time and pass on": {
			rows: []resource{
				{name: "stack", kind: component}, {name: "a", kind: storage, parent: "stack"},
				{name: "late", kind: component, parent: "stack", on: []string{"a"}},
				{name: "child", kind: zone, parent: "late"}, {name: "grandchild", kind: security, parent: "child"},
			},
			bars:     []string{"a 0-27", "child 27-57 a: its parent", "grandchild 57-61 child: its parent"},
			critical: "a child grandchild", forced: 30,
		},
		"providers, reads and what is replaced take no time": {
			rows: []resource{
				{name: "p", kind: provider}, {name: "read", kind: search, external: true},
				{name: "a", kind: security, from: []string{"read", "p"}}, {name: "b", kind: search, delete: true},
			},
			bars: []string{"a 0-4"}, critical: "a", forced: 4,
		},
		"a provider passes on what it takes": {
			rows: []resource{
				{name: "a", kind: storage}, {name: "p", kind: provider, from: []string{"a"}}, {name: "b", kind: zone, by: "p"},
			},
			bars: []string{"a 0-27", "b 27-57 a: its provider"}, critical: "a b", forced: 57,
		},
		"a type without a figure": {
			rows:     []resource{{name: "a", kind: security}, {name: "b", kind: unknown, from: []string{"a"}}},
			bars:     []string{"b 4-4 a: its scope", "a 0-4"},
			critical: "a", forced: 4,
		},
		"the SKU counts": {
			rows: []resource{
				{name: "a", kind: search, inputs: map[string]any{"sku": map[string]any{"name": "basic"}}},
				{name: "b", kind: search, inputs: map[string]any{"sku": map[string]any{"name": "standard"}}},
			},
			bars: []string{"a 0-120", "b 0-180"}, critical: "b", forced: 180,
		},
		"deployments on one account and endpoints in one subnet": {
			rows: []resource{
				{name: "m1", kind: model, id: "/x/providers/Microsoft.CognitiveServices/accounts/a/deployments/1"}, {name: "m2", kind: model, id: "/X/providers/microsoft.cognitiveservices/accounts/A/deployments/2"},
				{name: "m3", kind: model, id: "/x/providers/Microsoft.CognitiveServices/accounts/b/deployments/1"},
				{name: "e1", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/providers/Microsoft.CognitiveServices/accounts/a")},
				{name: "e2", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/storage")},
				{name: "e3", kind: endpoint, inputs: subnet("/x/subnets/2", "/x/storage")},
			},
			bars: []string{
				"m1 0-5", "m3 0-5", "e2 0-31", "e3 0-31", "m2 5-10 m1: one operation at a time on the account",
				"e1 31-62 e2: one endpoint at a time in the subnet",
			},
			critical: "e2 e1", forced: 62,
		},
		"an account at work": {
			rows: []resource{
				{name: "m", kind: model, id: "/x/providers/Microsoft.CognitiveServices/accounts/a/deployments/1"},
				{name: "e", kind: endpoint, on: []string{"m"}, inputs: subnet("/x/subnets/1", "/x/providers/Microsoft.CognitiveServices/Accounts/A")},
			},
			bars: []string{"m 0-5", "e 5-36 m: one operation at a time on the account"}, critical: "m e", forced: 36,
		},
		"an account at work, which the program forgets": {
			rows: []resource{
				{name: "a", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/providers/Microsoft.CognitiveServices/accounts/a")},
				{name: "m", kind: model, id: "/x/providers/Microsoft.CognitiveServices/accounts/a/deployments/1"},
			},
			bars: []string{"m 0-5", "a 5-36 m: one operation at a time on the account"}, critical: "m a", forced: 36,
		},
		"an endpoint before the model deployments": {
			rows: []resource{
				{name: "a", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/providers/Microsoft.CognitiveServices/accounts/a")},
				{name: "m", kind: model, id: "/x/providers/Microsoft.CognitiveServices/accounts/a/deployments/1", on: []string{"a"}},
			},
			bars: []string{"a 0-31", "m 31-36 a: one operation at a time on the account"}, critical: "a m", forced: 36,
		},
		"two queues at once": {
			rows: []resource{
				{name: "a", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/providers/Microsoft.CognitiveServices/accounts/a")},
				{name: "b", kind: endpoint, inputs: subnet("/x/subnets/2", "/x/storage"), from: []string{"s"}},
				{name: "c", kind: endpoint, inputs: subnet("/x/subnets/2", "/x/providers/Microsoft.CognitiveServices/accounts/a"), on: []string{"s"}},
				{name: "s", kind: security},
			},
			bars: []string{
				"a 0-31", "b 4-35 s: its scope", "s 0-4",
				"c 35-66 b: one endpoint at a time in the subnet",
			},
			critical: "s b c", forced: 66,
		},
		"the program's order in a queue is the shorter one": {
			rows: []resource{
				{name: "a", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/storage"), on: []string{"b"}},
				{name: "b", kind: endpoint, inputs: subnet("/x/subnets/1", "/x/web")},
				{name: "c", kind: search, from: []string{"b"}},
			},
			bars:     []string{"b 0-31", "a 31-62 b: one endpoint at a time in the subnet", "c 31-211 b: its scope"},
			critical: "b c", forced: 211,
		},
		"names that an app looks up": {
			rows: []resource{
				{name: "link", kind: "azure-native:network/v20240601:VirtualNetworkLink"}, {name: "store", kind: storage},
				{name: "settings", kind: "azure-native:web/v20240401:WebAppApplicationSettings", on: []string{"link", "store"}},
			},
			bars:     []string{"store 0-27", "link 0-35", "settings 35-40 link: names that it looks up"},
			critical: "link settings", forced: 40,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := plan(t, c.slots, c.rows...)
			var critical []string
			for _, b := range got.Bars {
				assert.Equal(t, b.Type != unknown, b.Known)
			}
			for _, b := range got.Critical {
				critical = append(critical, b.Name)
			}
			assert.ElementsMatch(t, c.bars, barsOf(got))
			assert.Equal(t, c.critical, strings.Join(critical, " "))
			assert.Equal(t, c.forced, got.Forced)
			end := 0
			for _, b := range got.Bars {
				end = max(end, b.End)
			}
			assert.Equal(t, end, got.Total)
		})
	}
}

func TestRatioAndUnknownTypes(t *testing.T) {
	got := plan(t, 0, resource{name: "a", kind: storage}, resource{name: "b", kind: zone, on: []string{"a"}},
		resource{name: "c", kind: unknown}, resource{name: "d", kind: unknown})
	assert.InDelta(t, 57.0/30, got.Ratio(), 1e-9)
	assert.Equal(t, []string{unknown}, got.Unknown)
	assert.Equal(t, DefaultSlots, got.Slots)
	assert.Equal(t, "dev", got.Stack)
	assert.InDelta(t, 1, Timeline{}.Ratio(), 0)
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ exported, says string }{
		{"", "reading the deployment: unexpected end"},
		{"[]", "reading the deployment: json: cannot unmarshal array"},
		{`{"resources":[]}`, `there is no "deployment" in it`},
		{`{"deployment":{"resources":[{"urn":"x"}]}}`, `"x" is no URN`},
		{string(exported(t, resource{name: "a", kind: zone}, resource{name: "a", kind: zone})), "::a is in it twice"},
		{string(exported(t, resource{name: "a", kind: zone, on: []string{"b"}})), "::a waits for " + urnOf("b") + ", which is not in it"},
	} {
		_, err := Read([]byte(c.exported))
		assert.ErrorContains(t, err, c.says)
	}
}

func TestACircleIsNamed(t *testing.T) {
	graph, err := Read(exported(t, resource{name: "a", kind: zone, on: []string{"b"}},
		resource{name: "b", kind: zone, on: []string{"a"}}, resource{name: "c", kind: zone}))
	require.NoError(t, err)
	_, err = graph.Plan(0)
	assert.EqualError(t, err, "laying out the deployment: a, b wait for each other")
}
