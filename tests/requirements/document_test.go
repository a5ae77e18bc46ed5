package requirements

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/tests/recorder"
)

var update = flag.Bool("update", false, "rewrite docs/requirements.md")

// introduction begins the document.
const introduction = `# Requirements

What this topology has to fulfil, one line each. The ids are stable: code, roles and tests name them.

Every requirement is checked without Azure, by ` + "`go test ./tests/requirements`" + `: the program runs on mocks that answer like Azure, and the check judges each resource that it registers, with its inputs. That happens for both stack files and for many variants of them, each with a decision changed (no VPN, a public web app, another retrieval). Each check is then shown a graph with the requirement broken, in every way it knows, and has to notice. What a stack does not ask for, it must not have.

That a request is what Azure wants, and that packets take the way they should, only a deployment shows.

This file is made from ` + "`tests/requirements`" + `: ` + "`go test ./tests/requirements -run TestRequirementsAreDocumented -update`" + `
`

// TestRequirementsAreDocumented keeps docs/requirements.md equal to the
// requirements; -update rewrites it.
func TestRequirementsAreDocumented(t *testing.T) {
	path := filepath.Join(recorder.Root(t), "docs", "requirements.md")
	want := document()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	have, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, want, strings.ReplaceAll(string(have), "\r\n", "\n"), "docs/requirements.md: run this test with -update")
}

func document() string {
	var b strings.Builder
	b.WriteString(introduction)
	for _, a := range Areas() {
		fmt.Fprintf(&b, "\n## %s\n\n| id | requirement |\n|---|---|\n", a.Title)
		for _, r := range slices.SortedStableFunc(slices.Values(a.Requirements), byID) {
			fmt.Fprintf(&b, "| %s | %s |\n", r.ID, r.Text)
		}
	}
	return b.String()
}

// byID orders R9 before R10, and R36 before R36k.
func byID(a, b Requirement) int {
	return cmp.Or(cmp.Compare(number(a.ID), number(b.ID)), strings.Compare(a.ID, b.ID))
}

// number is an id's number, 0 where it has none.
func number(id string) int {
	n, _ := strconv.Atoi(strings.TrimRight(strings.TrimLeft(id, "RG"), "k"))
	return n
}

// oneLine is a text that reads as a sentence and breaks no table.
var oneLine = regexp.MustCompile(`^[A-Z][^|\n]+[^.|\n]$`)

func TestRequirementTextsAreSentences(t *testing.T) {
	seen := map[string]string{}
	for _, r := range All() {
		assert.Regexp(t, oneLine, r.Text, r.ID)
		assert.Positive(t, number(r.ID), "%s orders nowhere", r.ID)
		assert.Empty(t, seen[r.Text], "%s says what another says", r.ID)
		seen[r.Text] = r.ID
	}
}
