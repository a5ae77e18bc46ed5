package timeline

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// small is a deployment with an own wait and a type without a figure.
func small(t *testing.T) Timeline {
	t.Helper()
	return plan(t, 0, resource{name: "group", kind: security},
		resource{name: "search", kind: search, from: []string{"group"}, inputs: map[string]any{"sku": map[string]any{"name": "basic"}}},
		resource{name: "store", kind: storage, on: []string{"search"}, from: []string{"group"}},
		resource{name: "blobs", kind: unknown, from: []string{"store"}})
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, small(t).WriteTable(&out))
	require.Equal(t, `dev: on Azure this would take about 2 min 31 s by typical durations, 1.22 times
the longest chain that Azure itself forces (2 min 4 s). Critical path: group
(4 s), then search (2 min 0 s), then store (27 s). Without a figure, and counted
as nothing: Mystery.
16 resources at once; * is on the critical path, ? has no figure.

        start         end      takes  resource  waited for  why
*         0 s         4 s        4 s  group
*         4 s   2 min 4 s  2 min 0 s  search    group       its scope
*   2 min 4 s  2 min 31 s       27 s  store     search      explicit dependency
   2 min 31 s  2 min 31 s          ?  blobs     store       its scope
`, out.String())
}

func TestParagraphFits80Columns(t *testing.T) {
	for line := range strings.Lines(small(t).Paragraph()) {
		assert.LessOrEqual(t, len(strings.TrimSpace(line)), 80)
	}
	assert.Contains(t, plan(t, 0).Paragraph(), "Critical path: empty.")
}

func TestClock(t *testing.T) {
	for seconds, says := range map[int]string{0: "0 s", 59: "59 s", 60: "1 min 0 s", 1693: "28 min 13 s", 7265: "2 h 1 min 5 s"} {
		assert.Equal(t, says, Clock(seconds))
	}
}

// TestHostileNamesStayText draws names that are markup, control characters or
// no UTF-8, and reads the picture back.
func TestHostileNamesStayText(t *testing.T) {
	for _, name := range []string{`</text><script>alert("1")</script>`, `a&b'"<!--`, "]]>", "\x1b[31mred\x00\n", "\xff\xfe", "ünï 中 %d %s", strings.Repeat("long", 99)} {
		var drawn, table bytes.Buffer
		got := plan(t, 0, resource{name: name, kind: zone}, resource{name: "b", kind: storage, from: []string{name}})
		require.NoError(t, got.WriteSVG(&drawn))
		decoder, elements := xml.NewDecoder(strings.NewReader(drawn.String())), map[string]int{}
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, "%q", name)
			if start, ok := token.(xml.StartElement); ok {
				elements[start.Name.Local]++
			}
		}
		assert.Equal(t, 1, elements["svg"])
		assert.Zero(t, elements["script"], "%q", name)
		assert.Equal(t, 2, elements["g"], "a group for each bar")
		assert.NotContains(t, drawn.String(), "%!", "a name is no format")

		require.NoError(t, got.WriteTable(&table))
		assert.NotContains(t, table.String(), "\x1b")
		assert.Equal(t, 2, strings.Count(table.String()[strings.Index(table.String(), "  why\n"):], "\n")-1)
	}
}

func TestPictureOfNothing(t *testing.T) {
	var drawn bytes.Buffer
	require.NoError(t, plan(t, 0).WriteSVG(&drawn))
	require.NoError(t, xml.Unmarshal(drawn.Bytes(), new(struct{})))
	assert.NotContains(t, drawn.String(), "NaN")
}

func TestCriticalBarsAreHighlighted(t *testing.T) {
	var drawn bytes.Buffer
	require.NoError(t, small(t).WriteSVG(&drawn))
	assert.Equal(t, 3, strings.Count(drawn.String(), `class="long"`))
	assert.Equal(t, 1, strings.Count(drawn.String(), `class="bar"`))
}
