package requirements

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

func load(t testing.TB, name string) *graph.Graph {
	t.Helper()
	g, err := recorded.Graph(name)
	require.NoError(t, err)
	return g
}

// ids lists the requirements with a verdict.
func ids(all []finding.Finding, verdict finding.Verdict) []string {
	var list []string
	for _, f := range all {
		if f.Verdict == verdict {
			list = append(list, f.ID)
		}
	}
	return list
}

// gatewayIDs are the requirements of what a stack may go without.
func gatewayIDs() []string {
	var list []string
	for i := 1; i <= 25; i++ {
		list = append(list, fmt.Sprintf("G%d", i))
	}
	return list
}

// TestRecordedStacksHold: nothing of the stacks falls short or is undecided.
// With the gateway, the app has no role on the account (R32): prod's gateway is
// none of the VNet (G5), and there is no private link scope (G25).
func TestRecordedStacksHold(t *testing.T) {
	for name, apart := range map[string][]string{
		"dev.json":   slices.Concat([]string{"R25", "R26", "R35", "R36", "R37", "R39", "R51"}, gatewayIDs()),
		"plain.json": slices.Concat([]string{"R26", "R27", "R28", "R29", "R35", "R36", "R37"}, gatewayIDs()),
		"prod.json":  {"R26", "R27", "R28", "R29", "R32", "R35", "R36", "R37", "G5", "G25"},
	} {
		all := Judge(load(t, name))
		for _, f := range all {
			if f.Verdict != finding.Pass && f.Verdict != finding.NotApplicable {
				t.Errorf("%s: %s", name, f)
			}
		}
		assert.Equal(t, apart, ids(all, finding.NotApplicable), name)
		assert.Len(t, all, len(Rules()), name)
	}
}

// TestPreviewsAreNeverPassedUnknown: what depends on an id or on Azure is
// undecided before the deployment, and the rest is judged.
func TestPreviewsAreNeverPassedUnknown(t *testing.T) {
	undecided := []string{"R2", "R4", "R12", "R18", "R24", "R30", "R31", "R34", "R36k", "R38", "R40", "R42", "R43", "R44", "R45", "R48", "R49"}
	for name, more := range map[string][]string{
		"dev.preview.json":   {"R27", "R28", "R29", "R32"},
		"plain.preview.json": {"R25", "R32", "R39", "R52"},
		"prod.preview.json": {
			"R25", "R39", "R52", "G2", "G3", "G4", "G6", "G7", "G14", "G15", "G16", "G18", "G19", "G20", "G21", "G22", "G23", "G24",
		},
	} {
		all := Judge(load(t, name))
		assert.Empty(t, ids(all, finding.Fail), name)
		assert.ElementsMatch(t, slices.Concat(undecided, more), ids(all, finding.Unknown), name)
	}
}

// TestEveryRuleIsThereOnce: R1 to R52, but for R33, which does not exist, then
// G1 to G25, and each with all that a report shows.
func TestEveryRuleIsThereOnce(t *testing.T) {
	var want, got []string
	for i := 1; i <= 52; i++ {
		if i != 33 {
			want = append(want, fmt.Sprintf("R%d", i))
		}
		if i == 36 {
			want = append(want, "R36k")
		}
	}
	for _, r := range Rules() {
		got = append(got, r.ID)
		assert.NotEmpty(t, r.Title, r.ID)
		assert.NotEmpty(t, r.Severity, r.ID)
		assert.True(t, strings.HasPrefix(r.Link, "https://"), r.ID)
		assert.True(t, strings.HasSuffix(r.Fix, "."), "%s: %s", r.ID, r.Fix)
		assert.Contains(t, Known(), r.Kind, r.ID)
		assert.True(t, len(r.Wants) > 0 || r.Each != nil || r.Judge != nil, r.ID)
	}
	assert.Equal(t, append(want, gatewayIDs()...), got)
}

// TestDocumentedRules: docs/requirements.md has the same ids.
func TestDocumentedRules(t *testing.T) {
	text, err := os.ReadFile("../../docs/requirements.md")
	require.NoError(t, err)
	for _, r := range Rules() {
		assert.True(t, bytes.Contains(text, []byte("\n| "+r.ID+" | ")), r.ID)
	}
}

// breach is a change to a recorded graph, and what its requirement says then,
// word for word.
type breach struct {
	id, from string
	name     string
	do       func(c *recorded.Copy)
	says     string
}

// began is what a breach changes: a recorded stack, or one with the gateway
// beside its VNet or inside it.
func began(t *testing.T, from string) *graph.Graph {
	switch from {
	case beside:
		return withGateway(t, "plain.json")
	case inside:
		return recorded.Change(withGateway(t, "plain.json"), recorded.Inside)
	}
	return load(t, from)
}

const beside, inside = "gateway", "gateway inside"

func TestBreaches(t *testing.T) {
	met := map[string]bool{}
	for _, b := range breaches() {
		from := b.from
		if from == "" {
			from = "dev.json"
		}
		t.Run(b.id+" "+b.name, func(t *testing.T) {
			g := began(t, from)
			var got []string
			for _, f := range Judge(recorded.Change(g, b.do)) {
				if f.ID == b.id && (f.Verdict == finding.Fail || f.Verdict == finding.Unknown) {
					got = append(got, strings.Join(append([]string{strings.TrimPrefix(f.String(), b.id+" ")}, f.Evidence...), "; also "))
				}
			}
			met[b.id] = met[b.id] || strings.HasPrefix(b.says, "fail: ")
			assert.Equal(t, b.says, strings.Join(got, " / "))
		})
	}
	for _, r := range Rules() {
		assert.True(t, met[r.ID], "%s has no breach, so nothing shows that it can fail", r.ID)
	}
}

// TestEnumerationsIgnoreCase: Azure answers some values in another case than
// the one it was sent.
func TestEnumerationsIgnoreCase(t *testing.T) {
	for _, path := range []struct{ kind, path string }{
		{kindAccount, "properties.publicNetworkAccess"}, {kindAccount, "properties.networkAcls.bypass"}, {kindSearch, "publicNetworkAccess"},
		{kindStorage, "networkRuleSet.defaultAction"}, {kindGateway, "vpnType"}, {kindWebApp, "publicNetworkAccess"},
	} {
		g := recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
			r := c.One(path.kind)
			recorded.Set(r, path.path, strings.ToUpper(r.Value(path.path).Text()))
		})
		assert.Empty(t, ids(Judge(g), finding.Fail), path.path)
	}
}

// TestArticleProfileFallsShort: keys on are named by R11, R15 and R23, and
// then developers may hold what the article gives them.
func TestArticleProfileFallsShort(t *testing.T) {
	g := recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
		recorded.Set(c.One(kindAccount), "properties.disableLocalAuth", false)
		recorded.Set(c.One(kindSearch), "disableLocalAuth", false)
		recorded.Set(c.One(kindSearch), "authOptions.aadOrApiKey.aadAuthFailureMode", "http401WithBearerChallenge")
		recorded.Set(c.One(kindStorage), "allowSharedKeyAccess", true)
		for _, a := range c.Of(kindAssignment) {
			if strings.HasPrefix(a.Inputs.At("description").Text(), "R36k") {
				c.Remove(a)
			}
		}
		give(c, developer, "User", "a97b65f3-24c7-4388-baec-2e87135dc908", c.One(kindAccount).ID)
		for _, kind := range []string{kindSearch, kindStorage, kindGroup} {
			give(c, developer, "User", "b24988ac-6180-42a0-ab88-20f7382dd24c", c.One(kind).ID)
		}
	})
	all := Judge(g)
	assert.Equal(t, []string{"R11", "R15", "R23"}, ids(all, finding.Fail))
	assert.Subset(t, ids(all, finding.Pass), []string{"R34", "R35", "R36", "R38"})
	assert.Contains(t, ids(all, finding.NotApplicable), "R36k")
}

func TestSharedPrivateLinkMayReplaceTheBypass(t *testing.T) {
	g := recorded.Change(load(t, "prod.json"), func(c *recorded.Copy) { recorded.Set(c.One(kindAccount), bypassPath, "None") })
	all := Judge(g)
	assert.Empty(t, ids(all, finding.Fail))
	assert.Subset(t, ids(all, finding.Pass), []string{"R8", "R26"})
}

// TestASecondServiceIsJudgedToo: what a teammate adds counts as much.
func TestASecondServiceIsJudgedToo(t *testing.T) {
	g := recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
		c.Add(kindStorage, "scratch", map[string]any{"accountName": "scratch", "publicNetworkAccess": "Enabled"})
	})
	all := Judge(g)
	assert.Equal(t, []string{"R1", "R20", "R21", "R22", "R23", "R24"}, ids(all, finding.Fail))
	for _, f := range all {
		if f.Verdict == finding.Fail {
			assert.Equal(t, "storage:StorageAccount scratch", f.Name, f.ID)
		}
	}
}

const developer = "00000000-0000-0000-0000-000000000002"

// give adds a role assignment.
func give(c *recorded.Copy, principal, principalType, role, scope string) *graph.Resource {
	name := "added-" + role[:8] + "-" + fmt.Sprint(len(c.Of(kindAssignment)))
	return c.Add(kindAssignment, name, map[string]any{
		"principalId": principal, "principalType": principalType, "scope": scope,
		"roleDefinitionId": "/subscriptions/00000000-aaaa-0000-0000-00000000face/providers/Microsoft.Authorization/roleDefinitions/" + role,
	})
}
