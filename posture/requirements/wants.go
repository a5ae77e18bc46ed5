package requirements

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

// Test is what a value has to be. It is asked of known values and of missing
// ones; what is unknown or secret is never asked.
type Test struct {
	// Says is what is wanted, for a reader.
	Says  string
	holds func(graph.Value) bool
}

// Equal wants a text, without regard to case, as Azure compares enumerations.
func Equal(text string) Test {
	return Test{strconv.Quote(text), func(v graph.Value) bool { return v.Is(text) }}
}

// Region wants a region. App Service answers its display name ("Sweden
// Central"), other services its own name ("swedencentral"):
// https://github.com/Azure/azure-rest-api-specs/issues/3747
func Region(name string) Test {
	plain := func(text string) string { return strings.ToLower(strings.ReplaceAll(text, " ", "")) }
	return Test{strconv.Quote(name), func(v graph.Value) bool { return v.Text() != "" && plain(v.Text()) == plain(name) }}
}

// as puts a test into other words.
func (t Test) as(says string) Test { return Test{says, t.holds} }

// Exactly wants a text that Azure compares with regard to case.
func Exactly(text string) Test {
	return Test{strconv.Quote(text), func(v graph.Value) bool { return v.Text() == text }}
}

// OneOf wants one of some texts, without regard to case.
func OneOf(texts ...string) Test {
	return Test{"one of " + strings.Join(texts, ", "), func(v graph.Value) bool {
		return slices.ContainsFunc(texts, v.Is)
	}}
}

// Among wants a list in one text ("Logging, AzureServices") to have a word.
func Among(word string) Test {
	return Test{word + " among it", func(v graph.Value) bool {
		return slices.ContainsFunc(strings.Split(v.Text(), ","), func(one string) bool {
			return strings.EqualFold(strings.TrimSpace(one), word)
		})
	}}
}

// withAny wants a list in one text to have a word, and one of some others.
func withAny(word string, others ...string) Test {
	return Test{word + " with one of " + strings.Join(others, ", "), func(v graph.Value) bool {
		return Among(word).holds(v) && slices.ContainsFunc(others, func(other string) bool { return Among(other).holds(v) })
	}}
}

// not wants a test to fail, in other words.
func (t Test) not(says string) Test {
	return Test{says, func(v graph.Value) bool { return !t.holds(v) }}
}

// Matching wants a text of a form, which says puts into words.
func Matching(form *regexp.Regexp, says string) Test {
	return Test{says, func(v graph.Value) bool { return form.MatchString(v.Text()) }}
}

// True and False want a flag to be so explicitly: a default may change.
func True() Test  { return Test{"true", graph.Value.True} }
func False() Test { return Test{"false", graph.Value.False} }

// NotTrue wants a flag to be off, or left out.
func NotTrue() Test {
	return Test{"false", func(v graph.Value) bool { return v.State == graph.Missing || v.False() }}
}

// NotFalse wants a flag to be on, or left out.
func NotFalse() Test {
	return Test{"true", func(v graph.Value) bool { return v.State == graph.Missing || v.True() }}
}

// Nothing wants no text, no entry and no flag: Azure answers some properties
// that nobody set with an empty one.
func Nothing() Test {
	return Test{"nothing there", graph.Value.Nothing}
}

// AtMost wants a number to be no larger, or left out.
func AtMost(most float64) Test {
	return Test{fmt.Sprintf("%g at most", most), func(v graph.Value) bool {
		n, is := v.Number()
		return v.State == graph.Missing || is && n <= most
	}}
}

// Absent wants nothing there.
func Absent() Test {
	return Test{"nothing there", func(v graph.Value) bool { return v.State == graph.Missing }}
}

// Empty wants a list without entries, or none.
func Empty() Test {
	return Test{"no entries", func(v graph.Value) bool {
		return v.State == graph.Missing || (v.IsList() && len(v.Items()) == 0)
	}}
}

// Given wants a text or a list with something in it.
func Given() Test {
	return Test{"a value", func(v graph.Value) bool { return v.Text() != "" || len(v.Items()) > 0 }}
}

// List wants exactly these texts in this order, with regard to case.
func List(texts ...string) Test {
	return Test{fmt.Sprintf("%q", texts), func(v graph.Value) bool { return slices.Equal(v.Texts(), texts) }}
}

// AtLeast wants a version such as 1.2 or higher.
func AtLeast(version float64) Test {
	return Test{fmt.Sprintf("%g or higher", version), func(v graph.Value) bool {
		got, err := strconv.ParseFloat(v.Text(), 64)
		return err == nil && got >= version
	}}
}
