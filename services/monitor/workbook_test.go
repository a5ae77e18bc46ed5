package monitor

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// page is what the tests read of a workbook.
type page struct {
	Version string
	Items   []struct {
		Type    int
		Name    string
		Content struct {
			Query                    string
			Title                    string
			TimeContextFromParameter string
			CrossComponentResources  []string
		}
	}
}

func readPage(t *testing.T) page {
	t.Helper()
	var p page
	require.NoError(t, json.Unmarshal([]byte(fillWorkbook("/gateway", "/insights", "/workspace")), &p))
	return p
}

func TestWorkbookHasTheIDs(t *testing.T) {
	written := fillWorkbook("/gateway", "/insights", "/workspace")
	for _, name := range []string{"$GATEWAY", "$INSIGHTS", "$WORKSPACE"} {
		assert.Contains(t, workbookTemplate, name)
		assert.NotContains(t, written, name)
	}
	p := readPage(t)
	assert.Equal(t, "Notebook/1.0", p.Version)
	names := map[string]bool{}
	for _, item := range p.Items {
		assert.False(t, names[item.Name], "%s is there twice", item.Name)
		names[item.Name] = true
		if item.Type != 3 {
			continue
		}
		assert.Equal(t, []string{"/workspace"}, item.Content.CrossComponentResources, item.Name)
		assert.Equal(t, "TimeRange", item.Content.TimeContextFromParameter, item.Name)
		assert.NotEmpty(t, item.Content.Title, item.Name)
	}
}

// TestWorkbookQueries read one gateway's or component's records of known
// tables.
func TestWorkbookQueries(t *testing.T) {
	for _, item := range readPage(t).Items {
		if item.Type != 3 {
			continue
		}
		t.Run(item.Name, func(t *testing.T) {
			checkQuery(t, item.Content.Query)
			lines := strings.Split(item.Content.Query, "\n")
			of := "/gateway"
			if lines[0] == "AppMetrics" {
				of = "/insights"
			}
			assert.Equal(t, `| where _ResourceId =~ "`+of+`"`, lines[1])
		})
	}
}

func TestWorkbookShowsWhatItIsFor(t *testing.T) {
	var titles []string
	for _, item := range readPage(t).Items {
		titles = append(titles, item.Content.Title)
	}
	for _, want := range []string{
		"Calls and errors", "Tokens per team", "Tokens per caller and model", "429 by who answered",
		"Latency in milliseconds", "Backends", "Calls that an open circuit answered",
	} {
		assert.Contains(t, titles, want)
	}
}

func TestWorkbookNameIsAGUIDOfItsOwn(t *testing.T) {
	id, err := uuid.Parse(workbookName("API gateway of dev"))
	require.NoError(t, err)
	assert.Equal(t, uuid.Version(5), id.Version())
	assert.Equal(t, id.String(), workbookName("API gateway of dev"))
	assert.NotEqual(t, id.String(), workbookName("API gateway of prod"))
}
