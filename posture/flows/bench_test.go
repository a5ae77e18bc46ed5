package flows

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// BenchmarkJudge is the full product of one stack.
func BenchmarkJudge(b *testing.B) {
	for _, name := range recorded.Names() {
		b.Run(name, func(b *testing.B) {
			g := load(b, name)
			for b.Loop() {
				Judge(g)
			}
		})
	}
}

// BenchmarkMany is that of 10,000 resources: prod a hundred times over in one
// graph, and prod with thousands of role assignments and rules.
func BenchmarkMany(b *testing.B) {
	for name, g := range map[string]*graph.Graph{"stacks": many(b, 110), "assignments": crowded(b, 18_000)} {
		b.Run(name, func(b *testing.B) {
			var r Result
			for b.Loop() {
				r = Judge(g)
			}
			b.ReportMetric(float64(len(g.Resources)), "resources")
			b.ReportMetric(float64(len(r.Verdicts)), "verdicts")
		})
	}
}

var principal = regexp.MustCompile(`"principalId":\s*"([0-9a-f]{8})-`)

// many is a graph of prod's resources n times, each time in a group of its
// own, with identities of its own and the same developers.
func many(t testing.TB, n int) *graph.Graph {
	content, err := recorded.JSON(prod)
	if err != nil {
		t.Fatal(err)
	}
	heads := map[string]bool{}
	for _, found := range principal.FindAllSubmatch(content, -1) {
		if head := string(found[1]); head != "00000000" {
			heads[head] = true
		}
	}
	var all []*graph.Resource
	for i := range n {
		pairs := []string{"rg-aoai-prod", fmt.Sprintf("rg-aoai-prod-%d", i), "al3d4i", fmt.Sprintf("al3d4i%d", i), "::secure-azure-openai::", fmt.Sprintf("::secure-azure-openai-%d::", i)}
		for head := range heads {
			pairs = append(pairs, head+"-", fmt.Sprintf("%s%04x-", head[:4], i))
		}
		g, err := graph.Read(bytes.NewReader([]byte(strings.NewReplacer(pairs...).Replace(string(content)))))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g.Resources...)
	}
	return graph.New(graph.FromExport, "many", "prod", all)
}

// crowded is prod with n more resources: assignments of other principals, and
// network security groups with rules of their own.
func crowded(t testing.TB, n int) *graph.Graph {
	return recorded.Change(load(t, prod), func(c *recorded.Copy) {
		storage := idOf(c, "storage-account")
		for i := range n / 2 {
			r := c.Add("authorization:RoleAssignment", fmt.Sprintf("extra-%d", i), map[string]any{
				"principalId": fmt.Sprintf("00000000-0000-0000-0001-%012x", i/20), "principalType": "ServicePrincipal", "scope": storage,
				"roleDefinitionId": "/x/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
			})
			r.ID = fmt.Sprintf("%s/providers/Microsoft.Authorization/roleAssignments/%d", storage, i)
			if i >= 1000 {
				continue
			}
			rule := c.Add("network:SecurityRule", fmt.Sprintf("rule-%d", i), map[string]any{
				"name": fmt.Sprintf("rule-%d", i), "priority": float64(100 + i%3900), "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
				"sourceAddressPrefix": fmt.Sprintf("10.30.2.%d", i%64), "destinationAddressPrefix": "*", "destinationPortRange": "8080", "sourcePortRange": "*",
			})
			rule.ID = fmt.Sprintf("%s/securityRules/rule-%d", idOf(c, endpointsNSG), i)
		}
	})
}

// Stacks side by side in one graph are as good as alone: nothing is too much
// between them, and nothing that each needs is missing.
func TestManyStacks(t *testing.T) {
	const n = 3
	r := Judge(many(t, n))
	needed := 0
	for _, v := range r.Verdicts {
		if v.Unexpected() || v.Undecided() {
			t.Errorf("%s is %s by %s", v.ID(), v.Outcome, v.Deciding().Name)
		}
		if v.Expected == Needed {
			needed++
		}
	}
	alone := 0
	for _, v := range Judge(load(t, prod)).Verdicts {
		if v.Expected == Needed {
			alone++
		}
	}
	if needed != n*alone {
		t.Errorf("%d flows are needed, want %d times %d", needed, n, alone)
	}
}
