package settings

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWaivers(t *testing.T) {
	src := source(map[string]string{"posture": `{"waivers":[
		{"id":"R36k","resource":"roles-a","reason":"a pilot","expires":"2027-01-31"},
		{"id":"G3","reason":"the first up","expires":"2027-01-31"},
		{"id":"D-public-ip","reason":"a demo","expires":"2027-01-31 00:00:00 +0000 UTC"}]}`})
	want := Posture{Guard: GuardEnforce, Waivers: []Waiver{
		{ID: "R36k", Resource: "roles-a", Reason: "a pilot", Expires: "2027-01-31"},
		{ID: "G3", Reason: "the first up", Expires: "2027-01-31"},
		{ID: "D-public-ip", Reason: "a demo", Expires: "2027-01-31"}, // without quotes in YAML
	}}
	s, _, err := Load(src)
	require.NoError(t, err)
	assert.Equal(t, want, s.Posture)

	// The rest may be broken.
	src.Values["environment"] = Value{Text: "{"}
	got, err := LoadPosture(src)
	require.NoError(t, err)
	assert.Equal(t, want, got)

	src.Values["posture"] = Value{Text: `{"waivers":[{"id":"hush","reason":"x","expires":"2027-01-31"}]}`, Secret: true}
	_, err = LoadPosture(src)
	require.ErrorContains(t, err, "posture.waivers[0].id: (hidden: a secret) is no id of the security check")
	assert.NotContains(t, err.Error(), "hush")

	got, err = LoadPosture(Source{})
	require.NoError(t, err)
	assert.Equal(t, Posture{Guard: GuardEnforce}, got)

	src.Values["posture"] = Value{Text: `{"guard":"warn"}`}
	got, err = LoadPosture(src)
	require.NoError(t, err)
	assert.Equal(t, Posture{Guard: GuardWarn}, got)
}
