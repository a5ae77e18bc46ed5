package command

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/recorded"
)

// export is what `pulumi stack export` would write of resources.
func export(resources ...string) string {
	return `{"deployment":{"resources":[` + strings.Join(resources, ",") + `]}}`
}

// component is a resource that is nothing in Azure, below another one.
func component(name, parent, further string) string {
	urn := func(name string) string { return "urn:pulumi:dev::p::a:b:C::" + name }
	if parent != "" {
		parent = urn(parent)
	}
	return fmt.Sprintf(`{"urn":%q,"parent":%q%s}`, urn(name), parent, further)
}

// TestGarbage: whatever is piped in, the answer is a report, or one line that a
// person can read and nothing on standard output.
func TestGarbage(t *testing.T) {
	elsewhere(t)
	content, err := recorded.JSON("dev.json")
	require.NoError(t, err)
	deep := strings.Repeat(`[`, 500) + strings.Repeat(`]`, 500)
	for name, row := range map[string]struct {
		in   string
		code int
		says string
	}{
		"half a file":      {string(content[:len(content)/2]), exitUnjudged, "standard input cannot be judged: it is no JSON: line "},
		"without its end":  {strings.TrimSuffix(strings.TrimSpace(string(content)), "}"), exitUnjudged, "cannot be judged: it is no JSON: line "},
		"no JSON":          {"resources: []", exitUnjudged, "it is no JSON: line 1, byte 1: invalid character 'r'"},
		"a list":           {"[]", exitUnjudged, "the whole is a list, and should be an object"},
		"text for a list":  {`{"deployment":{"resources":"all"}}`, exitUnjudged, "deployment.resources is a string, and should be a list"},
		"nothing in it":    {export(), exitUnjudged, "it has no resources: there is nothing to judge"},
		"its own parent":   {export(component("a", "a", "")), exitUnjudged, "a:b:C::a is its own parent's parent"},
		"a ring":           {export(component("a", "b", ""), component("b", "c", ""), component("c", "a", "")), exitUnjudged, "is its own parent's parent"},
		"no such parent":   {export(component("a", "gone", "")), exitUnjudged, "has the parent urn:pulumi:dev::p::a:b:C::gone, which is not there"},
		"twice the same":   {export(component("a", "", ""), component("a", "", "")), exitUnjudged, "it has resources with the same URN, such as urn:pulumi:dev::p::a:b:C::a"},
		"no URN":           {export(`{"urn":"a"}`), exitUnjudged, `deployment.resources[0]: "a" is no URN (urn:pulumi:stack::project::type::name)`},
		"nested too deep":  {export(component("a", "", `,"inputs":{"x":`+deep+`}`)), exitUnjudged, "its inputs are nested more than 100 deep"},
		"JSON without end": {strings.Repeat(`{"a":`, 20_000), exitUnjudged, "it is no JSON"},
		"hostile names":    {export(component("a\x1b[2J", "a\u202e", "")), exitUnjudged, "it is no JSON"},
		"escaped names":    {export(component(`a`, "", ""), strings.Replace(component("b", "a", ""), "C::b", `C::\u001b[2J\u202e\u009b|<b>`, 1)), exitFallsShort, "Security check of stack dev of p"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := run(row.in, "check")
			assert.Equal(t, row.code, code, out+errOut)
			assert.Contains(t, out+errOut, row.says)
			if row.code == exitUnjudged {
				assert.Empty(t, out, "nothing that could be taken for a report")
				assert.Equal(t, 1, strings.Count(errOut, "\n"), errOut)
			}
			for _, c := range strings.ReplaceAll(out+errOut, "\n", "") {
				require.True(t, unicode.IsPrint(c), "%q", out+errOut)
			}
		})
	}
}

// TestRings: resources that wait for each other are a graph like any other, and
// change nothing of what is judged.
func TestRings(t *testing.T) {
	elsewhere(t)
	content, err := recorded.JSON("prod.json")
	require.NoError(t, err)
	var file map[string]map[string]any
	lines := strings.Replace(string(content), `"version": 4, `, "", 1)
	require.NoError(t, json.Unmarshal([]byte(lines), &file))
	resources, _ := file["deployment"]["resources"].([]any)
	var urns []any
	for _, r := range resources {
		urns = append(urns, r.(map[string]any)["urn"])
	}
	for i, r := range resources {
		r := r.(map[string]any)
		next := urns[(i+1)%len(urns)]
		waits, _ := r["dependencies"].([]any)
		r["dependencies"] = append(waits, r["urn"], next)
	}
	ring, err := json.Marshal(file)
	require.NoError(t, err)
	code, out, errOut := run(string(ring), "check")
	assert.Equal(t, exitHolds, code, out+errOut)
	assert.Contains(t, out, "Nothing falls short.")
}

// large is an export of prod, and of what is short in it n times over, each
// copy with its own names: in full it would be a quarter of a gigabyte.
func large(t testing.TB, n int) (in string, resources int) {
	content, err := recorded.JSON("prod.json")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(content), "[\n")
	rest, _, _ = strings.Cut(rest, "\n]}}")
	all := []string{rest}
	resources = strings.Count(rest, "\n") + 1
	var short []string
	for line := range strings.Lines(rest) {
		if line = strings.TrimRight(line, ",\n"); len(line) < 4_000 {
			short = append(short, line)
		}
	}
	for i := 0; resources < n; i++ {
		all = append(all, strings.NewReplacer("rg-aoai-prod", fmt.Sprintf("rg-aoai-prod-%d", i), "al3d4i", fmt.Sprintf("al3d4i%d", i),
			"::secure-azure-openai::", fmt.Sprintf("::secure-azure-openai-%d::", i)).Replace(strings.Join(short, ",")))
		resources += len(short)
	}
	return export(all...), resources
}

// TestHundredThousandResources: a file of that size is answered, with a report
// that says what was not judged, in every format.
func TestHundredThousandResources(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	elsewhere(t)
	in, n := large(t, 100_000)
	code, out, errOut := run(in, "check", "--format", "json")
	assert.Equal(t, exitFallsShort, code, errOut)
	var document struct {
		Outcome  string
		Findings []struct{ ID, Verdict, Title, Found string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &document))
	assert.NotEqual(t, "holds", document.Outcome)
	said := false
	for _, f := range document.Findings {
		if f.ID == "F-too-large" {
			said = true
			assert.Equal(t, "unknown: the flows were not judged: there are too many", f.Verdict+": "+f.Title)
			assert.Contains(t, f.Found, " actors and ")
		}
	}
	assert.True(t, said, "the report does not say that the flows were not judged")
	t.Logf("%d MB, %d resources, %d findings", len(in)>>20, n, len(document.Findings))
}
