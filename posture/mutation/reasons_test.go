package mutation

import (
	"regexp"
	"slices"
	"strings"
)

// reason says of some mutants why they neither weaken security nor break a
// flow.
type reason struct {
	// of are kinds, or kinds and names ("network:VirtualNetwork
	// network-vnet"), or these after a stack, with commas; "*" is every kind.
	of string
	// paths are properties, with spaces; without an index they stand for
	// every entry of a list, and with ".*" for all that lies in them.
	paths string
	// operators are the only ones meant, and change is the form of the only
	// changes; empty for all.
	operators, change string
	why               string
}

var index = regexp.MustCompile(`\[[0-9]+\]`)

// matches reports whether a row's kind and path are a mutant's.
func matches(m Mutant, of, path string) bool {
	names := []string{"*", m.Kind, m.Kind + " " + m.Name, m.Stack + " " + m.Kind, m.Stack + " " + m.Kind + " " + m.Name}
	if !slices.Contains(names, of) {
		return false
	}
	for _, own := range []string{m.Path, index.ReplaceAllString(m.Path, "[]")} {
		if below, is := strings.CutSuffix(path, ".*"); is && (strings.HasPrefix(own, below+".") || strings.HasPrefix(own, below+"[")) {
			return true
		}
		if own == path {
			return true
		}
	}
	return false
}

func (r reason) kinds() []string { return strings.Split(r.of, ", ") }

// paths of a whole resource are one empty one.
func (r reason) places() []string {
	if r.paths == "" {
		return []string{""}
	}
	return strings.Fields(r.paths)
}

func (r reason) key(of, path string) string {
	return strings.Join([]string{of, path, r.operators, r.change}, " | ")
}

// keys are the parts of a row, each of which has to explain something.
func (r reason) keys() []string {
	var all []string
	for _, of := range r.kinds() {
		for _, path := range r.places() {
			all = append(all, r.key(of, path))
		}
	}
	return all
}

// explain lists the parts of the table that speak of a mutant.
func explain(m Mutant) []string {
	var found []string
	for _, r := range reasons {
		if r.operators != "" && !slices.Contains(strings.Fields(r.operators), string(m.Operator)) {
			continue
		}
		if r.change != "" && !regexp.MustCompile("^(?:"+r.change+")$").MatchString(m.Change) {
			continue
		}
		for _, of := range r.kinds() {
			for _, path := range r.places() {
				if matches(m, of, path) {
					found = append(found, r.key(of, path))
				}
			}
		}
	}
	return found
}
