package rehearsal

import (
	"bytes"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/timeline"
)

func TestSummary(t *testing.T) {
	report := Report{Timelines: []timeline.Timeline{{
		Stack: "dev", Total: 1693, Forced: 1693, Critical: []timeline.Bar{{Name: "gateway", Start: 13, End: 1693}},
	}}, Elapsed: 61500 * time.Millisecond, Operations: []Operation{
		{Stack: "dev", Name: "up", Changes: map[apitype.OpType]int{apitype.OpCreate: 105}, Engine: 1900 * time.Millisecond,
			Held: true, Verdict: "created"},
		{Stack: "production", Name: "second up", Changes: map[apitype.OpType]int{apitype.OpSame: 103, apitype.OpUpdate: 2},
			Engine: 1200 * time.Millisecond, Verdict: "changed something", Details: []string{"a: update", "do this\nand that"}},
		{Stack: "production", Name: "destroy", Verdict: "failed"},
	}}
	var out bytes.Buffer
	report.Print(&out)
	require.Equal(t, `
stack       operation  resources  engine time  verdict
dev         up         +105       1.9 s        ok: created
production  second up  ~2 =103    1.2 s        NOT OK: changed something
production  destroy    none       0.0 s        NOT OK: failed

dev: on Azure this would take about 28 min 13 s by typical durations, 1.00 times
the longest chain that Azure itself forces (28 min 13 s). Critical path: gateway
(28 min 0 s).

production, second up: changed something
  a: update
  do this
  and that

NOT everything held: 3 operations in 61.5 s, of which the engine worked 3.1 s.
`, out.String())
	require.False(t, report.Held())
	require.False(t, Report{}.Held(), "nothing was shown")
}

func TestCountChanges(t *testing.T) {
	require.Equal(t, "+1 +-2 -3 >4 ?5", countChanges(map[apitype.OpType]int{
		apitype.OpCreate: 1, apitype.OpReplace: 2, apitype.OpDelete: 3, apitype.OpRead: 4, apitype.OpImport: 5,
	}))
}

func TestLeftovers(t *testing.T) {
	retained := []stateResource{{ID: "/Sub/Deployments/D", Outputs: map[string]any{
		"properties": map[string]any{"outputResources": []any{map[string]any{"id": "/sub/Pricings/AI"}}},
	}}}
	require.Equal(t, []string{"/sub/x"}, leftovers([]string{"/sub/deployments/d", "/sub/pricings/ai", "/sub/x"}, retained))
}

func TestDidYouMean(t *testing.T) {
	candidates := []string{"network", "vpn", "openai"}
	require.Equal(t, `; did you mean "network"?`, didYouMean("netwrok", candidates))
	require.Equal(t, `; did you mean "vpn"?`, didYouMean("VPN", candidates))
	require.Empty(t, didYouMean("completely", candidates))
	require.Empty(t, didYouMean("x", nil))
}

func TestWriteFileIsWhole(t *testing.T) {
	dir := t.TempDir()
	require.Error(t, writeFile(dir, []byte("x")), "a folder is not replaced")
	require.Empty(t, entries(t, dir))
}
