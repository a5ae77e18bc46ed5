package report

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// trap is a name that means something to each of the formats.
const trap = "x\x1b[2J\u202e\x9b|`<script>alert(1)</script> [a](https://example.com) @all\n\r# b"

var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// reports are one of each sort: held, previewed, falling short, hostile.
func reports(t *testing.T) map[string]posture.Report {
	t.Helper()
	all := map[string]posture.Report{}
	for _, name := range recorded.Names() {
		g, err := recorded.Graph(name)
		require.NoError(t, err)
		all[name] = posture.Check(g, posture.Options{Today: today})
	}
	all["short"] = fallsShort(t)
	g, err := recorded.Graph("dev.json")
	require.NoError(t, err)
	all["hostile"] = posture.Check(recorded.Change(g, func(c *recorded.Copy) {
		c.Twice(c.Of("network:NetworkSecurityGroup")[0], trap)
		c.Add(trap+":"+trap, trap, map[string]any{trap: trap})
		r := c.Of("network:NetworkSecurityGroup")[1]
		recorded.Set(r, "securityRules[0].name", trap)
		recorded.Set(r, "securityRules[0].sourceAddressPrefixes", []any{trap})
		recorded.Set(c.Named("storage-account"), "publicNetworkAccess", trap)
	}), posture.Options{Today: today, Waivers: []posture.Waiver{{ID: "R21", Reason: trap, Expires: "2027-01-31"}, {ID: trap, Resource: trap, Reason: trap, Expires: trap}}})
	all["hostile"] = named(all["hostile"], trap)
	return all
}

// named is a report of a stack with that name, as Check would make it.
func named(r posture.Report, name string) posture.Report {
	r.Stack, r.Project = graph.Printable(name), graph.Printable(name)
	return r
}

func fallsShort(t *testing.T) posture.Report {
	t.Helper()
	g, err := recorded.Graph("dev.json")
	require.NoError(t, err)
	return posture.Check(recorded.Change(g, func(c *recorded.Copy) {
		recorded.Set(c.Named("openai-account"), "properties.publicNetworkAccess", "Enabled")
		recorded.Set(c.Named("openai-account"), "properties.disableLocalAuth", false)
	}), posture.Options{Today: today, Waivers: []posture.Waiver{{ID: "R11", Reason: "keys until the app is moved", Expires: "2027-01-31"}}})
}

func written(t *testing.T, r posture.Report, format Format, theme Theme) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, Write(&out, r, format, Options{Theme: theme}))
	return out.String()
}

func TestTable(t *testing.T) {
	text := written(t, fallsShort(t), Table, Plain)
	assert.True(t, strings.HasPrefix(text, `Security check of stack dev of secure-azure-openai, as deployed: 50 resources

FALLS SHORT
  R10 [high] The account's public network access is off, explicitly
    cognitiveservices:Account openai-account
    properties.publicNetworkAccess is "Enabled", want "Disabled"
    Mend: Set publicNetworkAccess to Disabled. Callers in the VNet use the
    private endpoint.
    https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#use-private-endpoints

WAIVED
  R11 [medium] The account's keys are off
    cognitiveservices:Account openai-account
    properties.disableLocalAuth is false, want true
    accepted until 2027-01-31: keys until the app is moved

OPEN BY DECISION
`), text)
	assert.Contains(t, text, "\n  R1, R2, R3, R4, R5, R6, R7, R8, R9, R12,")
	assert.Contains(t, text, "D-transport, and 19 flows\n")
	assert.True(t, strings.HasSuffix(text, "\n1 finding falls short.\n1 fall short, 0 undecided, 1 waived, 86 hold, 32 do not apply: exit code 1.\n"), text[len(text)-200:])
	var whole strings.Builder
	require.NoError(t, Write(&whole, fallsShort(t), Table, Options{All: true}))
	assert.Contains(t, whole.String(), "\nHOLDS\n  R1    One resource group holds one VNet,")
	assert.Contains(t, whole.String(), "\n  F-search-openai-embed\n    AI Search's identity may make embeddings on openai\n")
}

// TestTheSectionsOfFlows: who can do what, what of it is too much, and who can
// read keys, with a key that works.
func TestTheSectionsOfFlows(t *testing.T) {
	text := written(t, fallsShort(t), Table, Plain)
	for _, want := range []string{
		"FLOWS: who can do what\n  caller                      needed tolerated    denied undecided     wrong\n",
		"\n  internet                         -         -        33         -         -\n",
		"\n  webapp\n    Cognitive Services OpenAI User on oai-aoai-dev-nsdv37:\n      OpenAI/*/read, OpenAI/engines/completions/action,\n      OpenAI/engines/search/action, and 11 more\n",
		"WHO CAN READ KEYS\n  openai: its keys are ON: whoever reads one is in\n    deployer (Owner, taken for granted)\n  search: its keys are off, and open nothing\n",
	} {
		assert.Contains(t, text, want)
	}
	assert.NotContains(t, text, "As far as a preview shows")
	preview := reports(t)["prod.preview.json"]
	assert.Contains(t, written(t, preview, Table, Plain), "  As far as a preview shows: of an identity that is not made yet,")
	markdown := written(t, preview, Markdown, Plain)
	assert.Contains(t, markdown, "| `developer:ai-platform` | 0 of 11 | - | 27 | 29 | - |\n")
	assert.Contains(t, markdown, "| `gateway` | 0 of 3 | - | 45 | 11 | - |\n")
	assert.Contains(t, markdown, "| `openai` | its keys are off, and open nothing | `deployer (Owner, taken for granted)` |\n")

	var document jsonReport
	require.NoError(t, json.Unmarshal([]byte(written(t, fallsShort(t), JSON, Plain)), &document))
	assert.Equal(t, "onYourData", document.Flows.Retrieval)
	assert.Len(t, document.Flows.LeastPrivilege, 24)
	assert.Contains(t, document.Flows.KeyReaders, jsonKeyReader{
		Identity: "openai", Service: "search", Role: "Search Service Contributor",
		Action: "Microsoft.Search/searchServices/listAdminKeys/action", Keys: "denied",
	})
	var log sarifLog
	require.NoError(t, json.Unmarshal([]byte(written(t, fallsShort(t), SARIF, Plain)), &log))
	assert.Equal(t, document.Flows, log.Runs[0].Properties.Flows)
}

// TestTableReadsWellAt80Columns, in each theme: lines that are longer are
// addresses alone, colours are of the theme, and without them it is the same.
func TestTableReadsWellAt80Columns(t *testing.T) {
	colour := regexp.MustCompile("\x1b\\[[0-9;]+m")
	for name, r := range reports(t) {
		plain := written(t, r, Table, Plain)
		assert.NotContains(t, plain, "\x1b", name)
		for _, line := range strings.Split(plain, "\n") {
			if utf8.RuneCountInString(line) > 80 {
				assert.True(t, strings.HasPrefix(strings.TrimSpace(line), "https://"), "%s: %q", name, line)
			}
		}
		for _, theme := range []Theme{Dark, Light} {
			coloured := written(t, r, Table, theme)
			assert.Equal(t, plain, colour.ReplaceAllString(coloured, ""), name)
			for _, code := range colour.FindAllString(coloured, -1) {
				known := code == "\x1b[0m"
				for _, c := range colours[theme] {
					known = known || code == "\x1b["+c+"m"
				}
				assert.True(t, known, "%s: %q", name, code)
			}
			assert.Equal(t, strings.Count(coloured, "\x1b[")/2, strings.Count(coloured, "\x1b[0m"), "every colour ends")
		}
	}
}

// TestNoFormatIsHarmed: no control character reaches a terminal, and in
// Markdown every row is one row.
func TestNoFormatIsHarmed(t *testing.T) {
	r := reports(t)["hostile"]
	for _, format := range Formats() {
		for _, c := range written(t, r, format, Plain) {
			require.True(t, unicode.IsPrint(c) || c == '\n', "%s: %q", format, c)
		}
	}
	text := written(t, r, Markdown, Plain)
	// A cell's bars are escaped: every row has as many as its table's head.
	head, tables := 0, 0
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "|") {
			head = 0
			continue
		}
		bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if head == 0 {
			head, tables = bars, tables+1
		}
		assert.Equal(t, head, bars, line)
	}
	assert.GreaterOrEqual(t, tables, 6)
	bare := outsideCode(text)
	for _, harm := range []string{"<script", "@all", "[a]", "\n# b"} {
		assert.NotContains(t, bare, harm)
		assert.Contains(t, text, strings.TrimPrefix(harm, "\n"), "the test needs the trap in the text")
	}
}

// outsideCode is Markdown without its code spans, by CommonMark's rule: a span
// ends at a run of as many backticks as it began with.
func outsideCode(text string) string {
	var out strings.Builder
	run := regexp.MustCompile("`+")
	for {
		open := run.FindStringIndex(text)
		if open == nil {
			return out.String() + text
		}
		out.WriteString(text[:open[0]])
		fence, rest := text[open[0]:open[1]], text[open[1]:]
		end := -1
		for _, at := range run.FindAllStringIndex(rest, -1) {
			if rest[at[0]:at[1]] == fence {
				end = at[1]
				break
			}
		}
		if end < 0 {
			return out.String() + text[open[0]:]
		}
		text = rest[end:]
	}
}

func TestMarkdown(t *testing.T) {
	text := written(t, fallsShort(t), Markdown, Plain)
	assert.True(t, strings.HasPrefix(text, "### Security check: 1 finding falls short.\n\n"+
		"Of stack `dev` of `secure-azure-openai`, as deployed: 50 resources.\n\n#### Falls short: 1\n\n"+
		"| id | severity | what it says | what decided it |\n|---|---|---|---|\n"+
		"| [R10](https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#use-private-endpoints) | high | "+
		"The account's public network access is off, explicitly | `cognitiveservices:Account openai-account`<br>"+
		"`properties.publicNetworkAccess is \"Enabled\", want \"Disabled\"`<br>"+
		"**Mend:** Set publicNetworkAccess to Disabled. Callers in the VNet use the private endpoint. |\n"), text)
	assert.Contains(t, text, "accepted until `2027-01-31`: `keys until the app is moved` |\n")
	for name, r := range reports(t) {
		assert.Less(t, len(written(t, r, Markdown, Plain)), 65536, "%s: a comment holds no more", name)
	}
}

// TestJSONIsAsDocumented in docs/posture.schema.json.
func TestJSONIsAsDocumented(t *testing.T) {
	content, err := os.ReadFile("../../docs/posture.schema.json")
	require.NoError(t, err)
	var s map[string]any
	require.NoError(t, json.Unmarshal(content, &s))
	for name, r := range reports(t) {
		var document any
		require.NoError(t, json.Unmarshal([]byte(written(t, r, JSON, Plain)), &document))
		assert.Empty(t, broken(s, document, "report"), name)
	}
	// It would notice.
	for _, wrong := range []string{`[]`, `{"version":2}`, `{"version":1,"more":1}`} {
		var document any
		require.NoError(t, json.Unmarshal([]byte(wrong), &document))
		assert.NotEmpty(t, broken(s, document, "report"), wrong)
	}
}

// broken lists where a document differs from a JSON schema, as far as the
// one here goes.
func broken(s map[string]any, v any, at string) []string {
	var list []string
	if want, is := s["const"]; is && want != v {
		list = append(list, at+" is not the constant")
	}
	if choices, is := s["enum"].([]any); is && !slices.Contains(choices, v) {
		list = append(list, at+" is none of the choices")
	}
	text, isText := v.(string)
	if form, is := s["pattern"].(string); is && !regexp.MustCompile(form).MatchString(text) {
		list = append(list, at+" is not of the form")
	}
	object, isObject := v.(map[string]any)
	items, isList := v.([]any)
	number, isNumber := v.(float64)
	_, isBool := v.(bool)
	right := map[string]bool{"boolean": isBool, "object": isObject, "array": isList, "string": isText, "integer": isNumber && number == float64(int(number)) && number >= 0}
	if kind, is := s["type"].(string); is && !right[kind] {
		return append(list, at+" is of the wrong type")
	}
	properties, _ := s["properties"].(map[string]any)
	for _, name := range asList(s["required"]) {
		if _, there := object[name.(string)]; !there {
			list = append(list, at+" lacks "+name.(string))
		}
	}
	for name, inner := range object {
		of, known := properties[name].(map[string]any)
		if !known {
			list = append(list, at+" has "+name)
			continue
		}
		list = append(list, broken(of, inner, at+"."+name)...)
	}
	if of, is := s["items"].(map[string]any); is {
		for _, item := range items {
			list = append(list, broken(of, item, at+"[]")...)
		}
	}
	return list
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// TestSARIF has what code scanning asks for of each rule and result.
func TestSARIF(t *testing.T) {
	for name, r := range reports(t) {
		var log sarifLog
		require.NoError(t, json.Unmarshal([]byte(written(t, r, SARIF, Plain)), &log))
		assert.Equal(t, "2.1.0", log.Version)
		require.Len(t, log.Runs, 1)
		rules := log.Runs[0].Tool.Driver.Rules
		seen := map[string]bool{}
		for _, rule := range rules {
			assert.False(t, seen[rule.ID], "%s: %s twice", name, rule.ID)
			seen[rule.ID] = true
			assert.NotEmpty(t, rule.ShortDescription.Text, rule.ID)
			assert.NotEmpty(t, rule.Help.Text, rule.ID)
			assert.Contains(t, []string{"error", "warning", "note"}, rule.Configuration.Level)
			assert.Regexp(t, `^[0-9]\.[0-9]$`, rule.Properties.Severity)
		}
		counts := r.Counts()
		assert.Len(t, log.Runs[0].Results, counts[finding.Fail]+counts[finding.Unknown]+counts[finding.Waived], name)
		for _, result := range log.Runs[0].Results {
			assert.Equal(t, result.RuleID, rules[result.RuleIndex].ID)
			assert.NotEmpty(t, result.Message.Text)
			assert.Equal(t, result.Kind != "fail", result.Level == "none", "SARIF: only a failure has a level")
			require.Len(t, result.Locations, 1)
			assert.NotEmpty(t, result.Locations[0].Logical[0].Full)
			assert.NotContains(t, result.Locations[0].Physical.Artifact.URI, "/")
			assert.Equal(t, 1, result.Locations[0].Physical.Region.Line)
			assert.NotEmpty(t, result.Prints["posture/v1"])
		}
	}
	text := written(t, fallsShort(t), SARIF, Plain)
	assert.Contains(t, text, `"uri": "Pulumi.dev.yaml"`)
	assert.Contains(t, text, `"id": "posture/dev/"`)
	assert.Contains(t, text, `"justification": "keys until the app is moved (until 2027-01-31)"`)
}

func TestHeadlines(t *testing.T) {
	all := reports(t)
	for name, want := range map[string]string{
		"dev.json": "Nothing falls short.", "short": "1 finding falls short.",
		"dev.preview.json": "Nothing falls short, as far as a preview can show: the deployment decides ",
	} {
		assert.True(t, strings.HasPrefix(headline(all[name]), want), headline(all[name]))
	}
	r := all["dev.json"]
	r.Findings = append(slices.Clone(r.Findings), finding.Finding{Verdict: finding.Unknown})
	assert.Equal(t, "Undecided: 1 value cannot be read in this file.", headline(r))
}

type broken100 struct{}

func (broken100) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

func TestWriteSaysWhatIsWrong(t *testing.T) {
	assert.EqualError(t, Write(broken100{}, fallsShort(t), Table, Options{}), "writing the report: the pipe is closed")
	assert.EqualError(t, Write(broken100{}, fallsShort(t), "xml", Options{}), `"xml" is no format, only ["table" "markdown" "json" "sarif"]`)
}

func TestWrap(t *testing.T) {
	assert.Equal(t, []string{"a b", "c"}, wrap("a b c", 3))
	assert.Equal(t, []string{"a", "bcde", "f g"}, wrap("a bcdef g", 4))
	assert.Equal(t, []string{""}, wrap("", 4))
}
