package settings

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// number shows a number for a message, unless its key holds a secret.
func (r *report) number(path string, value int) string {
	if r.private(path) {
		return hidden
	}
	return strconv.Itoa(value)
}

// amount is a number with its noun.
func amount(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + more
}

// upTo is a range of numbers from 1 on.
func upTo(n int) string {
	if n == 1 {
		return "use 1"
	}
	return "use 1 to " + strconv.Itoa(n)
}

func atMost(n int) string { return "use at most " + strconv.Itoa(n) }

func numbers(all []int) string {
	var texts []string
	for _, n := range all {
		texts = append(texts, strconv.Itoa(n))
	}
	return strings.Join(texts, ", ")
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func (r *report) wrongType(path string, n node, want string) {
	r.problem(path, r.describe(path, n), want)
}

// describe says what kind of value is there, and the value of a single one.
func (r *report) describe(path string, n node) string {
	switch {
	case n.kind == null:
		return "has no value"
	case n.kind == list:
		return "is a list"
	case n.kind == object:
		return "is an object"
	case r.private(path):
		return "is of the wrong type"
	case n.kind == text:
		return "is the text " + r.show(path, n.text)
	case n.kind == number:
		return "is the number " + n.text
	}
	return "is " + n.text
}
