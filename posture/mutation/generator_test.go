package mutation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/graph"
)

// TestMutantsAreDistinctAndChangeOneThing: each has a name of its own, and
// the recorded graph stays as it was.
func TestMutantsAreDistinctAndChangeOneThing(t *testing.T) {
	for _, stack := range stacks {
		g, again := load(t, stack), load(t, stack)
		names := map[string]bool{}
		for i, m := range Of(stack, g) {
			require.False(t, names[m.String()], "%s", m)
			names[m.String()] = true
			if i%10 != 0 {
				continue
			}
			changed := m.Graph()
			switch m.Operator {
			case Remove:
				assert.Len(t, changed.Resources, len(g.Resources)-1, "%s", m)
			case Twice, Add:
				assert.Len(t, changed.Resources, len(g.Resources)+1, "%s", m)
			default:
				other := slices.DeleteFunc(slices.Clone(changed.Resources), func(r *graph.Resource) bool { return slices.Contains(g.Resources, r) })
				require.Len(t, other, 1, "%s", m)
				assert.NotEqual(t, g.ByURN(other[0].URN), other[0], "%s", m)
			}
		}
		assert.Equal(t, again, g)
	}
}

// TestMutantsOfAProperty: what the generator makes of one, by name.
func TestMutantsOfAProperty(t *testing.T) {
	all := Of("dev", load(t, "dev"))
	for path, want := range map[string][]string{
		"networkRuleSet.defaultAction": {" deleted", "=Allow", "=alien", `=""`},
		"allowBlobPublicAccess":        {" deleted", "=true"},
		"networkRuleSet.ipRules":       {" deleted", " with another entry 203.0.113.7", " with another entry 0.0.0.0/0", "=[map[iPAddressOrRange:203.0.113.7]] (put there)"},
	} {
		var got []string
		for _, m := range all {
			if m.Kind == "storage:StorageAccount" && m.Name == "storage-account" && m.Path == path {
				assert.Equal(t, fmt.Sprint("dev storage:StorageAccount storage-account ", path, m.Change), m.String())
				got = append(got, m.Change)
			}
		}
		assert.Equal(t, want, got, path)
	}
}

// TestAnIdFollowsItsNames: a part of another account has that one's id.
func TestAnIdFollowsItsNames(t *testing.T) {
	g := load(t, "dev")
	for _, m := range Of("dev", g) {
		if m.Name == "openai-deployment-chat" && m.Path == "accountName" && m.Change == "=alien" {
			changed := m.Graph().ByURN(g.Of(m.Kind)[0].URN)
			assert.True(t, strings.HasSuffix(changed.ID, "/accounts/alien/deployments/chat"), changed.ID)
			return
		}
	}
	t.Error("no such mutant")
}
