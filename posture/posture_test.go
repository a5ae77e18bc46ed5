package posture

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

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

var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func keysOn(t testing.TB) *graph.Graph {
	return recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
		recorded.Set(c.Named("openai-account"), "properties.disableLocalAuth", false)
	})
}

func TestOutcomes(t *testing.T) {
	for name, row := range map[string]struct {
		g    *graph.Graph
		want Outcome
	}{
		"dev":          {load(t, "dev.json"), Holds},
		"prod":         {load(t, "prod.json"), Holds},
		"dev preview":  {load(t, "dev.preview.json"), Holds},
		"prod preview": {load(t, "prod.preview.json"), Holds},
		"keys on":      {keysOn(t), FallsShort},
		"secret": {recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
			r := c.Named("webapp-settings")
			r.Inputs = r.Outputs // ciphertext, as in a stack whose settings are secret
		}), Undecided},
		"preview with a door open": {recorded.Change(load(t, "dev.preview.json"), func(c *recorded.Copy) {
			recorded.Set(c.Named("storage-account"), "publicNetworkAccess", "Enabled")
		}), FallsShort},
	} {
		assert.Equal(t, row.want, Check(row.g, Options{Today: today}).Outcome(), name)
	}
}

func TestFurtherFindingsCount(t *testing.T) {
	further := []finding.Finding{{ID: "F-internet-openai-inference", Title: "x", Severity: finding.High, Verdict: finding.Fail, Name: "a\x1b[2J"}}
	r := Check(load(t, "dev.json"), Options{Today: today, Further: further})
	assert.Equal(t, FallsShort, r.Outcome())
	require.Len(t, r.Of(finding.Fail), 1)
	assert.Equal(t, "a\uFFFD[2J", r.Of(finding.Fail)[0].Name)
	assert.Equal(t, "a\x1b[2J", further[0].Name, "the caller's own stays")
	r = Check(load(t, "dev.json"), Options{Today: today, Further: further, Waivers: []Waiver{
		{ID: "F-internet-openai-inference", Reason: "a test", Expires: "2026-11-22"},
	}})
	assert.Equal(t, Holds, r.Outcome())
}

func TestWaivers(t *testing.T) {
	const kept = "fail R11"
	for name, row := range map[string]struct {
		waiver Waiver
		want   []string // what is not passed, beside what does not apply
	}{
		"holds":            {Waiver{"R11", "", "keys until the app is moved", "2026-12-31"}, []string{"waived R11 keys until the app is moved 2026-12-31"}},
		"last day":         {Waiver{"R11", "", "keys", "2026-11-22"}, []string{"waived R11 keys 2026-11-22"}},
		"by name":          {Waiver{"R11", "openai-account", "keys", "2026-12-31"}, []string{"waived R11 keys 2026-12-31"}},
		"by URN":           {Waiver{"R11", load(t, "dev.json").Of("cognitiveservices:Account")[0].URN, "keys", "2026-12-31"}, []string{"waived R11 keys 2026-12-31"}},
		"part of the name": {Waiver{"R11", "account", "keys", "2026-12-31"}, []string{kept, "not applicable W-unused waiver of R11 at account: not needed: nothing of R11 falls short at account (keys, until 2026-12-31)"}},
		"of another":       {Waiver{"R23", "", "keys", "2026-12-31"}, []string{kept, "not applicable W-unused waiver of R23: not needed: nothing of R23 falls short (keys, until 2026-12-31)"}},
		"over":             {Waiver{"R11", "", "keys", "2026-11-21"}, []string{kept, "fail W-expired waiver of R11: over since 2026-11-21 (keys), want a day to come, or no waiver and the finding mended"}},
		"no day":           {Waiver{"R11", "", "keys", "soon"}, []string{kept, "fail W-expired waiver of R11: over since soon (keys), want a day to come, or no waiver and the finding mended"}},
		"unknown id":       {Waiver{"R33", "", "keys", "2026-12-31"}, []string{kept, `fail W-rule waiver of R33: "R33", which is no id of a finding, want an id that the report shows, such as R11`}},
		"expired and unknown": {Waiver{"R99", "", "keys", "2020-01-01"},
			[]string{kept, `fail W-rule waiver of R99: "R99", which is no id of a finding, want an id that the report shows, such as R11`}},
		"no reason": {Waiver{"R11", "", " ", "2026-12-31"}, []string{kept, "fail W-expired waiver of R11: over since 2026-12-31 ( ), want a day to come, or no waiver and the finding mended"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := Check(keysOn(t), Options{Waivers: []Waiver{row.waiver}, Today: today})
			var got []string
			for _, f := range r.Findings {
				switch {
				case f.Verdict == finding.Waived:
					got = append(got, fmt.Sprintf("waived %s %s %s", f.ID, f.Waiver.Reason, f.Waiver.Expires))
				case strings.HasPrefix(f.ID, "W-"):
					got = append(got, fmt.Sprintf("%s %s", f.Verdict, strings.Replace(f.String(), string(f.Verdict)+": ", "", 1)))
				case f.Verdict == finding.Fail:
					got = append(got, "fail "+f.ID)
				}
			}
			assert.Equal(t, row.want, got)
			assert.Equal(t, slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "fail") }), r.Outcome() == FallsShort)
		})
	}
}

// TestAReportIsSafeToPrint, whatever resources are called and hold.
func TestAReportIsSafeToPrint(t *testing.T) {
	g := hostile(t)
	r := Check(g, Options{Today: today, Waivers: []Waiver{{ID: "R11\x1b[2J", Resource: "\u202e", Reason: "\x9b", Expires: "2026-12-31"}}})
	require.Equal(t, FallsShort, r.Outcome())
	var texts []string
	for _, f := range r.Findings {
		texts = append(append(texts, f.ID, f.Title, f.Resource, f.Name, f.Property, f.Found, f.Want, f.Fix), f.Evidence...)
		if f.Waiver != nil {
			texts = append(texts, f.Waiver.Reason, f.Waiver.Expires)
		}
	}
	for _, text := range texts {
		for _, c := range text {
			require.True(t, unicode.IsPrint(c), "%q", text)
		}
	}
}

// hostile is a graph in which every text that somebody may choose is a trap.
func hostile(t testing.TB) *graph.Graph {
	const trap = "x\x1b[2J\u202e\x9b|`<b>@all"
	return recorded.Change(load(t, "dev.json"), func(c *recorded.Copy) {
		for _, kind := range []string{"storage:StorageAccount", "network:NetworkSecurityGroup", "authorization:RoleAssignment", "network:PrivateEndpoint"} {
			for i, r := range c.Of(kind) {
				again := c.Twice(r, fmt.Sprint(trap, i))
				for key := range again.Inputs {
					if _, isText := again.Inputs[key].(string); isText {
						recorded.Set(again, key, trap)
					}
				}
			}
		}
		r := c.Of("network:NetworkSecurityGroup")[0]
		recorded.Set(r, "securityRules[0].name", trap)
		recorded.Set(r, "securityRules[0].sourceAddressPrefixes", []any{trap})
		c.Add(trap+":"+trap, trap, map[string]any{trap: trap})
		c.Named("webapp-settings").Inputs["properties"].(map[string]any)[trap+"KEY"] = trap
		recorded.Set(c.Stack(), "hostsFile", "10.0.0.1 "+trap+"\n"+trap)
	})
}

func FuzzCheck(f *testing.F) {
	for _, name := range recorded.Names()[:3] {
		content, err := recorded.JSON(name)
		require.NoError(f, err)
		// A part of the stack: whole ones are slow to fuzz.
		lines := strings.Split(string(content), "\n")
		f.Add([]byte(strings.Join(lines[:1], "\n") + strings.TrimSuffix(strings.Join(lines[2:12], "\n"), ",") + "]}}"))
	}
	f.Add([]byte(`{"deployment":{"resources":[{"urn":"urn:pulumi:d::p::azure-native:network:VirtualNetwork::v","custom":true,"inputs":{"subnets":[{"addressPrefix":"::/0","name":"GatewaySubnet"}]}}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := graph.Read(strings.NewReader(string(data)))
		if err != nil {
			return
		}
		if r := Check(g, Options{Today: today}); len(r.Findings) == 0 {
			t.Fatal("a report without findings")
		}
	})
}

// many is a graph of at least n resources: copies of prod beside each other.
func many(t testing.TB, n int) *graph.Graph {
	from := load(t, "prod.json")
	var all []*graph.Resource
	for i := 0; len(all) < n; i++ {
		suffix := fmt.Sprint("-", i)
		rename := func(urn string) string {
			if urn == "" {
				return ""
			}
			return urn + suffix
		}
		for _, r := range from.Resources {
			again := *r
			again.URN, again.Parent, again.Name = rename(r.URN), rename(r.Parent), r.Name+suffix
			if r.ID != "" {
				again.ID += suffix
			}
			again.Dependencies, again.PropertyDependencies = nil, nil
			for _, d := range r.Dependencies {
				again.Dependencies = append(again.Dependencies, rename(d))
			}
			all = append(all, &again)
		}
	}
	return graph.New(graph.FromExport, from.Project, from.Stack, all)
}

func BenchmarkProd(b *testing.B) {
	content, err := recorded.JSON("prod.json")
	require.NoError(b, err)
	for b.Loop() {
		g, err := graph.Read(strings.NewReader(string(content)))
		require.NoError(b, err)
		Check(g, Options{Today: today})
	}
}

func BenchmarkTenThousandResources(b *testing.B) { benchmark(b, 10_000) }

func BenchmarkHundredThousandResources(b *testing.B) { benchmark(b, 100_000) }

func benchmark(b *testing.B, n int) {
	g := many(b, n)
	for b.Loop() {
		Check(g, Options{Today: today})
	}
}

// TestTooLargeIsNotHeld: what was not followed is undecided, of a preview too,
// and the report says why and what to do.
func TestTooLargeIsNotHeld(t *testing.T) {
	for _, name := range []string{"dev.json", "dev.preview.json"} {
		g := recorded.Change(load(t, name), func(c *recorded.Copy) {
			group, app := c.One("resources:ResourceGroup"), c.Named("webapp-app")
			for i := range 2_300 {
				c.Twice(group, fmt.Sprint("group-", i))
				twin := c.Add("managedidentity:UserAssignedIdentity", fmt.Sprint("identity-", i), map[string]any{})
				twin.Parent = app.Parent
			}
		})
		groups := Waiver{ID: "R1", Reason: "many stacks in one file", Expires: "2026-12-31"}
		r := Check(g, Options{Today: today, Waivers: []Waiver{groups}})
		assert.Empty(t, r.Of(finding.Fail), name)
		assert.Equal(t, Undecided, r.Outcome(), name)
		assert.True(t, r.TooLarge(), name)
		at := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.ID == "F-too-large" })
		require.GreaterOrEqual(t, at, 0, name)
		f := r.Findings[at]
		assert.Equal(t, finding.Unknown, f.Verdict)
		assert.Equal(t, "the flows were not judged: there are too many", f.Title)
		assert.Regexp(t, `^23\d\d actors and 23\d\d targets$`, f.Found)
		assert.Equal(t, "at most 5000000 pairs of them", f.Want)
		assert.Equal(t, "judge the stacks one by one", f.Fix)

		r = Check(g, Options{Today: today, Waivers: []Waiver{groups, {ID: "F-too-large", Reason: "judged one by one", Expires: "2026-12-31"}}})
		assert.Equal(t, Holds, r.Outcome(), "what a waiver accepts")
	}
}
