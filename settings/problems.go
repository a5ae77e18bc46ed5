package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that is wrong with a stack's configuration.
type Problem struct {
	// Key is the full path, such as
	// "secure-azure-openai:openai.deployments[1].capacity".
	Key string
	// Found is what is there and what is wrong with it; Want is what would
	// be right.
	Found, Want string
}

// String is the problem in one line.
func (p Problem) String() string { return p.Key + ": " + p.Found + "; " + p.Want }

// Problems is every problem of a stack's configuration, in the order of Keys.
type Problems struct {
	Stack string
	List  []Problem
}

// Error is one line per problem, after a heading.
func (p *Problems) Error() string {
	var b strings.Builder
	noun := "problems"
	if len(p.List) == 1 {
		noun = "problem"
	}
	fmt.Fprintf(&b, "the configuration of stack %q has %d %s:", p.Stack, len(p.List), noun)
	for _, one := range p.List {
		b.WriteString("\n  " + one.String())
	}
	return b.String()
}

// Warning is something that a person should know about a configuration that
// can be deployed all the same. It starts with the key that causes it.
type Warning string

const hidden = "(hidden: a secret)"

// appSettings is where values are secret whether or not they are marked so.
const appSettings = "webApp.settings."

// report collects problems and warnings, and knows what may be shown.
type report struct {
	project string
	// secret are the keys whose values must not be shown.
	secret map[string]bool
	// given are the paths that the configuration decides itself, failed the
	// ones that have a problem: what builds on them is not judged again.
	given, failed map[string]bool
	problems      []Problem
	warnings      []Warning
}

func newReport(project string) *report {
	return &report{project: project, secret: map[string]bool{}, given: map[string]bool{}, failed: map[string]bool{}}
}

func (r *report) problem(path, found, want string) {
	r.failed[path] = true
	r.problems = append(r.problems, Problem{Key: r.project + ":" + path, Found: found, Want: want})
}

func (r *report) warn(path, format string, args ...any) {
	r.warnings = append(r.warnings, Warning(r.project+":"+path+": "+fmt.Sprintf(format, args...)))
}

// ok reports whether neither a path nor what it lies in has a problem.
func (r *report) ok(paths ...string) bool {
	for _, path := range paths {
		for p := path; p != ""; p = parent(p) {
			if r.failed[p] {
				return false
			}
		}
	}
	return true
}

// show quotes a value for a message, unless its key holds a secret.
func (r *report) show(path, value string) string {
	if r.private(path) {
		return hidden
	}
	return strconv.Quote(short(value))
}

// private reports whether a path's value must not be shown: its key holds a
// secret, or it is an app setting, which is kept as one in any case.
func (r *report) private(path string) bool {
	return r.secret[section(path)] || strings.HasPrefix(path, appSettings)
}

// label is a user's own key as a part of a path, always on one line.
func label(name string) string {
	if quoted := strconv.Quote(name); quoted != `"`+name+`"` || name == "" {
		return strconv.Quote(short(name))
	}
	return short(name)
}

// short cuts a text to a length that a message can hold.
func short(text string) string {
	const longest = 80
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// err is the *Problems of the report, or nil.
func (r *report) err(stack string) error {
	if len(r.problems) == 0 {
		return nil
	}
	place := func(p Problem) int {
		at := slices.Index(keys, section(strings.TrimPrefix(p.Key, r.project+":")))
		if at < 0 {
			return len(keys)
		}
		return at
	}
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return place(a) - place(b) })
	return &Problems{Stack: stack, List: r.problems}
}

// section is the configuration key that a path lies in.
func section(path string) string {
	if end := strings.IndexAny(path, ".["); end >= 0 {
		return path[:end]
	}
	return path
}

// parent is the path that a path lies in; empty for a key.
func parent(path string) string { return path[:max(strings.LastIndexAny(path, ".["), 0)] }
