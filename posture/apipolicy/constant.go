package apipolicy

import (
	"fmt"
	"slices"
	"strings"
)

// Bounds of what is tried to tell whether a condition is always the same.
const (
	maxComparisons = 6
	maxStatuses    = 32
)

// world is one way in which a call may be.
type world struct {
	subscription bool
	status       int
	// equal says of each comparison, by its key, whether it holds.
	equal map[string]bool
}

// always reports what a condition is for every call, where that can be told
// from it alone: it is tried with and without a subscription, with each status
// that makes a difference, and with every outcome of its comparisons.
func (n *node) always() (yes, known bool) {
	statuses, comparisons := n.tried()
	if len(statuses) > maxStatuses || len(comparisons) > maxComparisons {
		return false, false
	}
	seen := map[bool]bool{}
	for outcome := range 1 << len(comparisons) {
		w := world{equal: map[string]bool{}}
		for i, c := range comparisons {
			w.equal[c.key()] = outcome>>i&1 == 1
		}
		if contradict(comparisons, w.equal) {
			continue
		}
		for _, w.subscription = range []bool{false, true} {
			for _, w.status = range statuses {
				seen[w.holds(n)] = true
				if len(seen) == 2 {
					return false, false
				}
			}
		}
	}
	return seen[true], true
}

// canHold reports whether a condition is true of an answer with a status, for
// some call. Of one with too many comparisons it is believed.
func (n *node) canHold(status int) bool {
	_, comparisons := n.tried()
	if len(comparisons) > maxComparisons {
		return false
	}
	for outcome := range 1 << len(comparisons) {
		w := world{status: status, equal: map[string]bool{}}
		for i, c := range comparisons {
			w.equal[c.key()] = outcome>>i&1 == 1
		}
		if contradict(comparisons, w.equal) {
			continue
		}
		for _, w.subscription = range []bool{false, true} {
			if w.holds(n) {
				return true
			}
		}
	}
	return false
}

// tried are the statuses around those that a condition names, and its
// comparisons, each once.
func (n *node) tried() (statuses []int, comparisons []*node) {
	statuses = []int{200}
	add := func(status int) {
		if !slices.Contains(statuses, status) {
			statuses = append(statuses, status)
		}
	}
	n.walk(func(one *node) {
		switch {
		case one.form == statusIs && len(statuses) <= maxStatuses:
			add(one.number - 1)
			add(one.number)
			add(one.number + 1)
		case one.form == equal && !one.ofLiterals() && len(comparisons) <= maxComparisons:
			if !slices.ContainsFunc(comparisons, func(other *node) bool { return other.key() == one.key() }) {
				comparisons = append(comparisons, one)
			}
		}
	})
	return statuses, comparisons
}

// contradict reports whether one value would be two different texts.
func contradict(comparisons []*node, holds map[string]bool) bool {
	is := map[string]string{}
	for _, c := range comparisons {
		a, b := c.operands[0], c.operands[1]
		if a.form == literal {
			a, b = b, a
		}
		if b.form != literal || !holds[c.key()] {
			continue
		}
		if text, before := is[a.key()]; before && text != b.text {
			return true
		}
		is[a.key()] = b.text
	}
	return false
}

// holds is what a condition is in a world.
func (w world) holds(n *node) bool {
	switch n.form {
	case constantly:
		return n.yes
	case subscriptionIs:
		return w.subscription == n.yes
	case statusIs:
		return compare(w.status, n.operator, n.number)
	case equal:
		if n.ofLiterals() {
			return (n.operands[0].text == n.operands[1].text) == n.yes
		}
		return w.equal[n.key()] == n.yes
	case not:
		return !w.holds(n.operands[0])
	case anyOf:
		return slices.ContainsFunc(n.operands, w.holds)
	}
	return !slices.ContainsFunc(n.operands, func(o *node) bool { return !w.holds(o) })
}

func (n *node) ofLiterals() bool {
	return n.operands[0].form == literal && n.operands[1].form == literal
}

// key is the same for values, and for comparisons, that are always the same.
func (n *node) key() string {
	keys := make([]string, len(n.operands))
	for i, o := range n.operands {
		keys[i] = o.key()
	}
	if n.form == equal {
		slices.Sort(keys)
	}
	return fmt.Sprintf("%d %q %q (%s)", n.form, n.text, n.name, strings.Join(keys, ", "))
}
