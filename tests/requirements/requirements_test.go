package requirements

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

// TestRequirements judges every requirement on every stack, and breaks it in
// every way it knows: a requirement that notices no breach says nothing.
func TestRequirements(t *testing.T) {
	for _, v := range variants.All() {
		t.Run(v.Name, func(t *testing.T) {
			g, s := v.Graph(t)
			for _, r := range All() {
				t.Run(r.ID, func(t *testing.T) {
					require.NoError(t, r.Check(g, s), r.Text)
					for _, b := range r.Breaches {
						if b.possible(r, s) {
							t.Run(b.Name, func(t *testing.T) { noticed(t, r, b, g, s) })
						}
					}
				})
			}
		})
	}
}

func noticed(t *testing.T, r Requirement, b Breach, g *recorder.Graph, s settings.Settings) {
	t.Helper()
	broken := g.Clone()
	b.Do(broken, s)
	err := r.Check(broken, s)
	require.Error(t, err, "%s did not notice: %s", r.ID, b.Name)
	assert.Contains(t, err.Error(), b.Says)
	assert.NoError(t, r.Check(g, s), "the breach reached the graph that it was a copy of")
}

// TestEveryRequirementIsMet: R1 to R52, but for R33, which does not exist, and
// G1 to G25; each one asked for by at least one stack, and each breach possible in one.
func TestEveryRequirementIsMet(t *testing.T) {
	var want, got []string
	for i := 1; i <= 52; i++ {
		if i != 33 {
			want = append(want, fmt.Sprintf("R%d", i))
		}
	}
	want = append(want, "R36k")
	for i := 1; i <= 25; i++ {
		want = append(want, fmt.Sprintf("G%d", i))
	}
	var stacks []settings.Settings
	for _, v := range variants.All() {
		_, s := v.Program(t)
		stacks = append(stacks, s)
	}
	for _, r := range All() {
		got = append(got, r.ID)
		assert.NotEmpty(t, r.Breaches, "%s has no breach, so nothing shows that it can fail", r.ID)
		assert.True(t, slices.ContainsFunc(stacks, r.applies), "no stack asks for %s", r.ID)
		for _, b := range r.Breaches {
			assert.True(t, slices.ContainsFunc(stacks, func(s settings.Settings) bool { return b.possible(r, s) }),
				"%s: no stack has the breach %q", r.ID, b.Name)
			assert.NotEmpty(t, b.Says, "%s: breach %q asks for no message", r.ID, b.Name)
		}
	}
	assert.ElementsMatch(t, want, got)
}

// TestSharedPrivateLinkMayReplaceTheBypass is R26's permission, in words: with
// the link, trusted services need no way in.
func TestSharedPrivateLinkMayReplaceTheBypass(t *testing.T) {
	g, s := variants.Named(t, "prod").Graph(t)
	require.NotEmpty(t, g.ByType(sharedLinkType), "the prod stack has the link")
	c := g.Clone()
	only(c, accountType).Inputs.Set("properties.networkAcls.bypass", "None")
	for _, r := range All() {
		if r.ID == "R8" || r.ID == "R26" {
			assert.NoError(t, r.Check(c, s), r.ID)
		}
	}
}

// TestEnumerationsIgnoreCase: Azure answers some values in another case than
// the one it was sent.
func TestEnumerationsIgnoreCase(t *testing.T) {
	g, s := variants.Named(t, "dev").Graph(t)
	c := g.Clone()
	for token, path := range map[string]string{
		accountType: "properties.publicNetworkAccess", searchType: "publicNetworkAccess", storageType: "networkRuleSet.defaultAction",
	} {
		in := only(c, token).Inputs
		in.Set(path, strings.ToUpper(in.Text(path)))
	}
	for _, r := range All() {
		assert.NoError(t, r.Check(c, s), r.ID)
	}
}
