package requirements

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// of is the finding of a requirement that has one.
func of(t *testing.T, g *graph.Graph, id string) finding.Finding {
	t.Helper()
	var found []finding.Finding
	for _, f := range Judge(g) {
		if f.ID == id {
			found = append(found, f)
		}
	}
	require.Len(t, found, 1, id)
	return found[0]
}

// TestDependenciesAreFollowedToABound: what is beyond it is unknown, and not
// because of the deployment.
func TestDependenciesAreFollowedToABound(t *testing.T) {
	bound := maxFollowed
	t.Cleanup(func() { maxFollowed = bound })
	maxFollowed = 5
	for _, name := range []string{"prod.json", "prod.preview.json"} {
		f := of(t, load(t, name), "R43")
		assert.Equal(t, finding.Unknown, f.Verdict, name)
		assert.True(t, f.TooLarge, name)
	}
	f := of(t, load(t, "prod.json"), "R43")
	assert.Equal(t, "R43 unknown: web:WebAppApplicationSettings webapp-settings: dependencies is too many to follow, want every record and link of a service", f.String())
}

// TestRingsOfDependencies end.
func TestRingsOfDependencies(t *testing.T) {
	g := recorded.Change(load(t, "prod.json"), func(c *recorded.Copy) {
		settings, app := c.Named("webapp-settings"), c.Named("webapp-app")
		app.Dependencies = append(app.Dependencies, settings.URN)
		settings.Dependencies = append(settings.Dependencies, settings.URN, app.URN)
	})
	assert.Equal(t, finding.Pass, of(t, g, "R43").Verdict)
}

// TestMissingNamesAreCounted: the first by its name, the others by how many.
func TestMissingNamesAreCounted(t *testing.T) {
	for missing, says := range map[int]string{1: "", 3: " and 2 more"} {
		g := recorded.Change(load(t, "prod.json"), func(c *recorded.Copy) {
			link := c.Named("dns-privatelink.search.windows.net-link")
			for i := range missing {
				c.Twice(link, fmt.Sprint("later-", i))
			}
		})
		found := ""
		for _, f := range Judge(g) {
			if f.ID == "R43" && f.Property == "dependencies" {
				found = f.Found
			}
		}
		assert.Equal(t, "without network:VirtualNetworkLink later-0"+says, found)
	}
}

// TestOutcomesAreBounded: a rule that finds too much says so, and does not hold.
func TestOutcomesAreBounded(t *testing.T) {
	bound := maxOutcomes
	t.Cleanup(func() { maxOutcomes = bound })
	maxOutcomes = 3
	f := of(t, load(t, "prod.preview.json"), "R45")
	require.Equal(t, finding.Unknown, f.Verdict)
	f = of(t, load(t, "prod.json"), "R46")
	assert.Equal(t, "R46 unknown: more than can be judged, want a smaller graph", f.String())
	assert.True(t, f.TooLarge)
}
