package apipolicy

import (
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// variablesSet judges expressions that are followed; the others are undecided
// by themselves.
func variablesSet(j *judge) {
	j.tokens = map[string]bool{}
	j.each(func(e *Element) { j.tokens[sets(e)] = true }, validate)
	j.each(func(e *Element) {
		if name := sets(e); j.tokens[name] {
			j.fail(e, "it overwrites the token in %q", graph.Printable(name))
		}
	}, "set-variable")
	j.numbersApart()
	set := map[string]bool{}
	for _, section := range []string{"inbound", "backend", "outbound"} {
		j.unsetIn(j.doc.policies(section), set)
	}
	// A call that was refused may have set none.
	j.unsetIn(j.doc.policies("on-error"), map[string]bool{})
}

// numbersApart asks that a limit keeps its numbers in variables of their own:
// whoever reads the variable as a text, or as a token, fails with 500.
func (j *judge) numbersApart() {
	taken := map[string]bool{}
	j.each(func(e *Element) { taken[sets(e)] = true }, "set-variable", validate)
	j.each(func(e *Element) {
		for _, name := range e.numbers() {
			if taken[name] {
				j.fail(e, "it overwrites %q with a number", graph.Printable(name))
			}
		}
	}, "rate-limit-by-key", "llm-token-limit", "azure-openai-token-limit")
}

// numbers are the variables in which a limit keeps its state.
func (e *Element) numbers() []string {
	var all []string
	for _, a := range e.Attributes {
		if isLimit(e) && strings.HasSuffix(a.Name, "-variable-name") {
			all = append(all, a.Value)
		}
	}
	return all
}

// unsetIn judges policies in a row, and adds what they set for all calls.
func (j *judge) unsetIn(policies []*Element, set map[string]bool) {
	for _, e := range policies {
		switch e.Name {
		case "choose":
			for _, branch := range e.Children {
				j.unset(branch, set)
				j.unsetIn(branch.Children, maps.Clone(set))
			}
		case "retry":
			j.unsetIn(e.Children, set)
			j.unset(e, set)
		default:
			e.walk(func(one *Element) { j.unset(one, set) })
		}
		names, _ := surely([]*Element{e})
		maps.Copy(set, names)
	}
}

// surely are the variables that policies in a row set for every call that gets
// past them, and whether none does.
func surely(policies []*Element) (set map[string]bool, ends bool) {
	set = map[string]bool{}
	for _, e := range policies {
		switch e.Name {
		case "return-response":
			ends = true
		case "retry":
			inner, over := surely(e.Children)
			maps.Copy(set, inner)
			ends = ends || over
		case "choose":
			inner, over := surelyInEach(e)
			maps.Copy(set, inner)
			ends = ends || over
		default:
			if name := sets(e); name != "" {
				set[name] = true
			}
		}
	}
	return set, ends
}

// surelyInEach are those that each branch of a choose sets.
func surelyInEach(choose *Element) (set map[string]bool, ends bool) {
	if choose.child("otherwise") == nil {
		return nil, false
	}
	ends = true
	for _, branch := range choose.Children {
		inner, over := surely(branch.Children)
		switch {
		case over:
			continue
		case ends:
			set = inner
		default:
			maps.DeleteFunc(set, func(name string, _ bool) bool { return !inner[name] })
		}
		ends = false
	}
	return set, ends
}

// sets is the variable that an element sets, or empty.
func sets(e *Element) string {
	switch e.Name {
	case "set-variable":
		return e.attribute("name", "")
	case validate:
		return e.attribute("output-token-variable-name", "")
	}
	return ""
}

// unset reports what an element reads and nothing has set.
func (j *judge) unset(e *Element, set map[string]bool) {
	for _, expression := range expressionsOf(e) {
		n, err := parseValue(expression)
		if err != nil {
			n, err = parseCondition(expression)
		}
		if err != nil {
			continue
		}
		var missing, other []string
		n.walk(func(one *node) {
			reads := one.form == variableText || one.form == tokenClaim
			switch {
			case !reads || slices.Contains(missing, one.name) || slices.Contains(other, one.name):
			case !set[one.name]:
				missing = append(missing, one.name)
			case j.tokens[one.name] != (one.form == tokenClaim):
				other = append(other, one.name)
			}
		})
		if len(missing) > 0 {
			j.fail(e, "it reads %s, which not every call has by then", quotedList(missing))
		}
		if len(other) > 0 {
			j.fail(e, "it takes %s for a token or for a text, and it is the other", quotedList(other))
		}
	}
}
