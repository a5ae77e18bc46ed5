package tests

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

// Beside the user's tags a resource carries exactly the ones that a user may
// not set.
func TestOwnTagsTie(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		tagged := 0
		for _, r := range g.Custom() {
			tags := r.Inputs.Map("tags")
			if len(tags) == 0 {
				continue
			}
			tagged++
			for name := range s.Environment.Tags {
				assert.Contains(t, tags, name, "%s", r)
				delete(tags, name)
			}
			assert.Equal(t, s.OwnTags(), tags, "%s", r)
		}
		assert.Greater(t, tagged, 10)
	})
}

// The app settings that a user may not set are the ones that the program
// does: all of them, and no other.
func TestOwnAppSettingsTie(t *testing.T) {
	own := map[string]bool{}
	for _, v := range variants.All() {
		g, s := v.Graph(t)
		for name := range one(t, g, "WebAppApplicationSettings").Inputs.Map("properties") {
			if _, users := s.WebApp.Settings[name]; !users {
				own[name] = true
			}
		}
	}
	want := slices.Concat(settings.OwnAppSettings, settings.GatewayAppSettings)
	slices.Sort(want)
	assert.Equal(t, want, slices.Sorted(maps.Keys(own)))
}
