package monitor

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tables are what the queries may read, by the names of "Dedicated" logs and
// of Application Insights.
var tables = []string{"ApiManagementGatewayLogs", "ApiManagementGatewayLlmLog", "AppMetrics"}

// TestQueriesBegin with a table, and are lines that pipe into each other.
func TestQueriesBegin(t *testing.T) {
	for _, r := range queryRules(Thresholds{}.withDefaults()) {
		t.Run(r.name, func(t *testing.T) { checkQuery(t, r.query) })
	}
}

// TestEveryQueryIsUsed by one rule, which has its name.
func TestEveryQueryIsUsed(t *testing.T) {
	files, err := filepath.Glob("queries/*.kql")
	require.NoError(t, err)
	rules := queryRules(Thresholds{}.withDefaults())
	require.Len(t, files, len(rules))
	for _, r := range rules {
		written, err := os.ReadFile(filepath.Join("queries", r.name+".kql"))
		require.NoError(t, err)
		assert.Equal(t, string(written), r.query, r.name)
	}
}

// TestQueriesReturnWhatTheirRulesSplitBy, and measure.
func TestQueriesReturnWhatTheirRulesSplitBy(t *testing.T) {
	for _, r := range queryRules(Thresholds{}.withDefaults()) {
		columns := []string{"TimeGenerated", "_ResourceId", "BackendId"}
		if r.measure != "" {
			columns = append(columns, r.measure)
		}
		steps := statements(r.query)
		last := strings.Join(steps[max(0, len(steps)-3):], "\n")
		for _, c := range columns {
			assert.Contains(t, last, c, r.name)
		}
	}
}

func TestRulesHaveNamesOfTheirOwn(t *testing.T) {
	for _, v2 := range []bool{true, false} {
		var names []string
		for _, r := range metricRules(v2, Thresholds{}.withDefaults()) {
			names = append(names, r.name)
			assert.Positive(t, r.threshold, r.name)
		}
		for _, r := range queryRules(Thresholds{}.withDefaults()) {
			names = append(names, r.name)
			assert.Positive(t, r.threshold, r.name)
		}
		slices.Sort(names)
		assert.Equal(t, names, slices.Compact(slices.Clone(names)))
	}
}

func TestThresholdsThatAreSetStay(t *testing.T) {
	set := Thresholds{Throttled: 1, Refused: 2, LoadPercent: 3, CircuitOpen: 4, BackendFailedPercent: 5, Certificate: 6}
	assert.Equal(t, set, set.withDefaults())
}

// step is a line of a query after the first: an operator.
var step = regexp.MustCompile(`^\| (where|extend|summarize|project|join|order by|top|render) `)

func checkQuery(t *testing.T, query string) {
	t.Helper()
	assert.NotContains(t, query, "\t")
	lines := statements(query)
	require.NotEmpty(t, lines)
	assert.Contains(t, tables, lines[0])
	for _, line := range lines[1:] {
		assert.Regexp(t, step, line)
	}
	for _, pair := range []string{"()", "[]", `""`} {
		code := strings.Join(lines, "\n")
		opened, closed := strings.Count(code, pair[:1]), strings.Count(code, pair[1:])
		if pair == `""` {
			assert.Zero(t, opened%2, "quotes")
			continue
		}
		assert.Equal(t, opened, closed, pair)
	}
}

// statements are a query's lines without comments.
func statements(query string) []string {
	var lines []string
	for line := range strings.Lines(query) {
		if line = strings.TrimRight(line, " \n"); line != "" && !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	return lines
}
