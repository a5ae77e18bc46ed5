package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// holdings are role assignments, found by the ids that they can be for: in a
// graph of many stacks an identity holds thousands, of which a handful is for
// any one target. Actors of the same principals share them.
type holdings struct {
	// all are in the order of reports. Of those that grant the same on the
	// same scope, grants has one.
	all, grants []*assignment
	// at are those on an id itself, under those on a part of it too.
	at, under map[string][]*assignment
	// asked is the target that was asked for last, and found the answer: every
	// permission of every action is asked for in a row.
	asked *Target
	found []*assignment
	// placeless are the answers for targets without an id: all get the same.
	placeless map[permission]answered
}

// answered is what granted answers.
type answered struct {
	outcome Outcome
	by      *assignment
	why     string
}

// sameGrant tells assignments that grant the same from others.
type sameGrant struct {
	scope     string
	role      *facts.RoleDefinition
	condition bool
}

func newHoldings(list []*assignment) *holdings {
	h := &holdings{all: list, at: map[string][]*assignment{}, under: map[string][]*assignment{}, placeless: map[permission]answered{}}
	seen := map[sameGrant]bool{}
	for _, a := range list {
		key := sameGrant{scope: a.scope, condition: a.condition}
		if len(a.role) > 0 {
			key.role = a.role[0]
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		h.grants = append(h.grants, a)
		for i, id := range a.keys() {
			h.under[id] = append(h.under[id], a)
			if i == 0 {
				h.at[id] = append(h.at[id], a)
			}
		}
	}
	return h
}

// held are the assignments of principals, and those that are assumed.
func (m *model) held(principals map[string]bool, assumed []*assignment) *holdings {
	var names []string
	for p := range principals {
		if len(m.byPrincipal[p]) > 0 {
			names = append(names, p)
		}
	}
	slices.Sort(names)
	key := strings.Join(names, "\x00")
	if known := m.holdings[key]; known != nil && len(assumed) == 0 {
		return known
	}
	var list []*assignment
	for _, p := range names {
		list = append(list, m.byPrincipal[p]...)
	}
	slices.SortFunc(list, func(x, y *assignment) int { return strings.Compare(x.resource.URN, y.resource.URN) })
	h := newHoldings(append(list, assumed...))
	if len(assumed) == 0 {
		m.holdings[key] = h
	}
	return h
}

// on are the assignments that can be for a target, the nearest scope first.
// The list is good until the next question.
func (h *holdings) on(t *Target) []*assignment {
	switch {
	case len(h.all) == 0:
		return nil
	case t.id == "":
		return h.grants
	case h.asked == t:
		return h.found
	}
	h.asked, h.found = t, append(h.found[:0], h.under[t.id]...)
	for _, id := range t.above {
		h.found = append(h.found, h.at[id]...)
	}
	return h.found
}

// above are the ids that a target is a part of, the nearest first: its group
// and its subscription among them, the tenant, and what stands for a scope
// that is not known.
func above(id string) []string {
	var all []string
	// No id of Azure's is nested deeper.
	for range 32 {
		i := strings.LastIndex(id, "/")
		if i <= 0 {
			break
		}
		id = id[:i]
		all = append(all, id)
	}
	return append(all, "/", "")
}
