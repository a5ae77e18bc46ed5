package conflicts

import (
	"cmp"
	"slices"
	"strings"

	"secure-azure-openai/rehearsal/deployment"
)

// Conflict is two resources that a rule forbids side by side and that nothing
// keeps apart.
type Conflict struct {
	Rule *Rule
	// First should come before Second.
	First, Second deployment.Resource
	// Thing is the id of what both work on.
	Thing string
}

// Find lists the conflicts, by the rules' order, then by the names of the
// resources; of several rules for one pair the first counts. Neither the order
// of the file nor that of the run has a part in it.
func Find(d deployment.Deployment) []Conflict {
	before := newOrder(d)
	var found []Conflict
	seen := map[[2]string]bool{}
	for _, c := range pairs(d) {
		one, other := c.First.URN, c.Second.URN
		apart := before.has(one, other) || !c.Rule.ordered && before.has(other, one)
		if pair := [2]string{min(one, other), max(one, other)}; !apart && !seen[pair] {
			seen[pair] = true
			found = append(found, c)
		}
	}
	return found
}

// Sequence lists the pairs of which Azure wants the first before the second.
// Those are left out that the program orders the other way, and those that
// would make a circle with it and with the pairs before them.
func Sequence(d deployment.Deployment) []Conflict {
	before := newOrder(d)
	var sequence []Conflict
	for _, c := range pairs(d) {
		if first, second := c.First.URN, c.Second.URN; !c.Rule.alike() && !before.has(second, first) {
			sequence = append(sequence, c)
			before.direct[second] = append(before.direct[second], first)
			clear(before.all)
		}
	}
	return sequence
}

// pairs are the resources that some rule forbids side by side, whatever keeps
// them apart. Where both sides of a rule are alike, each pair is there once.
func pairs(d deployment.Deployment) []Conflict {
	resources := slices.Clone(d.Resources)
	slices.SortFunc(resources, func(a, b deployment.Resource) int {
		return cmp.Or(cmp.Compare(a.Name(), b.Name()), cmp.Compare(a.URN, b.URN))
	})
	var all []Conflict
	for r := range Rules {
		rule := &Rules[r]
		for i, first := range resources {
			things := rule.first(first)
			if len(things) == 0 {
				continue
			}
			for j, second := range resources {
				if thing := common(things, rule.other(second)); thing != "" && i != j && (i < j || !rule.alike()) {
					all = append(all, Conflict{Rule: rule, First: first, Second: second, Thing: thing})
				}
			}
		}
	}
	return all
}

func common(a, b []string) string {
	for _, id := range a {
		for _, other := range b {
			if strings.EqualFold(id, other) {
				return id
			}
		}
	}
	return ""
}

// order knows who comes before whom, over any number of steps.
type order struct {
	direct map[string][]string
	all    map[string]map[string]bool // by URN: those that come before it
}

func newOrder(d deployment.Deployment) order {
	o := order{direct: map[string][]string{}, all: map[string]map[string]bool{}}
	for _, r := range d.Resources {
		o.direct[r.URN] = r.Before()
	}
	return o
}

// has reports whether the one comes before the other.
func (o order) has(one, other string) bool {
	known, done := o.all[other]
	if !done {
		known = map[string]bool{}
		o.collect(other, known)
		o.all[other] = known
	}
	return known[one]
}

// collect follows every way back; a circle ends where it closes.
func (o order) collect(urn string, into map[string]bool) {
	for _, before := range o.direct[urn] {
		if !into[before] {
			into[before] = true
			o.collect(before, into)
		}
	}
}

// Lock is what only one operation may work on at a time.
type Lock struct {
	// ID names the thing, and is the same for all that have to queue for it.
	ID string
	// Why says what Azure does one at a time.
	Why string
}

// Locks are what a resource's operation has to queue for, sorted, each once.
func Locks(r deployment.Resource) []Lock {
	var locks []Lock
	for _, rule := range Rules {
		if rule.Lock == "" {
			continue
		}
		for _, ids := range [][]string{rule.first(r), rule.other(r)} {
			for _, id := range ids {
				lock := Lock{ID: rule.Lock + " " + strings.ToLower(id), Why: rule.Instead}
				if !slices.Contains(locks, lock) {
					locks = append(locks, lock)
				}
			}
		}
	}
	slices.SortFunc(locks, func(a, b Lock) int { return cmp.Compare(a.ID, b.ID) })
	return locks
}
