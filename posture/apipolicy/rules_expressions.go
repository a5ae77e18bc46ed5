package apipolicy

import (
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// expressionRules are about what is evaluated at each call.
var expressionRules = []Rule{{
	ID: "subscription-guarded", Title: "No expression relies on a subscription", Severity: finding.High,
	Want: `context.Subscription?.Id ?? …, or context.Subscription != null ? … : …`,
	Fix:  "Guard it: context.Subscription is null where keys are off, and the call fails with 500.",
	Link: reference + "api-management-policy-expressions#ref-context-subscription",
	look: func(j *judge) {
		j.expressions(func(e *Element, expression string) {
			switch subscriptionUse(expression) {
			case unguarded:
				j.fail(e, "context.Subscription is used without a guard")
			case notFollowed:
				j.undecided(e, "how context.Subscription is used cannot be followed")
			}
		})
	},
}, {
	ID: "named-values", Title: "Every named value exists", Severity: finding.Medium,
	Want: "a named value of the gateway",
	Fix:  "Create the named value, or write the text itself: Azure refuses the document otherwise.",
	Link: reference + "api-management-howto-properties",
	look: namedValues,
}, {
	ID: "named-values-apart", Title: "No named value is a part of an expression", Severity: finding.Medium,
	Want: "a named value that is a text of its own",
	Fix:  "Put it into a variable with set-variable, and read the variable: within an expression, what it holds becomes code of the gateway.",
	Link: reference + "api-management-howto-properties",
	look: func(j *judge) {
		j.expressions(func(e *Element, expression string) {
			if m := namedValue.FindString(expression); m != "" {
				j.fail(e, "%s stands in an expression", graph.Printable(m))
			}
		})
	},
}, {
	ID: "variables", Title: "Every variable is set before it is read", Severity: finding.Medium,
	Want: "a set-variable, or a validation that keeps the token, which every call passes before",
	Fix:  "Set the variable before it is read; reading one that is not there fails with 500.",
	Link: reference + "api-management-policy-expressions#ContextVariables",
	look: variablesSet,
}, {
	ID: "conditions", Title: "Every branch can be taken", Severity: finding.Medium,
	Want:  "a condition that is true for some calls and false for others",
	Fix:   "Mend the condition, or take the branch out: what it guards is never done.",
	Link:  reference + "choose-policy",
	about: []string{"choose"},
	look:  conditions,
}, {
	ID: "expressions-followed", Title: "Every expression can be followed", Severity: finding.Low,
	Want: "an expression of a known form",
	Fix:  "Use one of the forms that the check follows, or have the expression reviewed by a person.",
	Link: reference + "api-management-policy-expressions",
	look: expressionsFollowed,
}}

// expressions visits each of the document's, with its element.
func (j *judge) expressions(visit func(*Element, string)) {
	j.doc.walk(func(_ string, e *Element) {
		for _, expression := range expressionsOf(e) {
			visit(e, expression)
		}
	})
}

func namedValues(j *judge) {
	j.doc.references(func(e *Element, name string) {
		if !slices.Contains(j.expect.NamedValues, name) {
			j.fail(e, "{{%s}} is none of the gateway's", graph.Printable(name))
		}
	})
}

// variablesSet judges expressions that are followed; the others are undecided
// by themselves.
func variablesSet(j *judge) {
	set := map[string]bool{}
	for _, section := range []string{"inbound", "backend", "outbound"} {
		j.unsetIn(j.doc.policies(section), set)
	}
	// A call that was refused may have set none.
	j.unsetIn(j.doc.policies("on-error"), map[string]bool{})
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
		var missing []string
		n.walk(func(one *node) {
			reads := one.form == variableText || one.form == tokenClaim
			if reads && !set[one.name] && !slices.Contains(missing, one.name) {
				missing = append(missing, one.name)
			}
		})
		if len(missing) > 0 {
			j.fail(e, "it reads %s, which not every call has by then", quotedList(missing))
		}
	}
}

func conditions(j *judge) {
	j.each(func(choose *Element) {
		taken := ""
		var before []string
		for _, branch := range choose.Children {
			if taken != "" {
				j.fail(branch, "it is never reached: %s is always taken", taken)
				continue
			}
			if branch.Name != "when" {
				continue
			}
			text := branch.attribute("condition", "")
			n, err := parseCondition(text)
			if err != nil {
				j.undecided(branch, "%s", err)
				continue
			}
			yes, constant := n.always()
			same := strings.Join(strings.Fields(text), " ")
			switch {
			case constant && yes:
				taken = branch.Path
				j.fail(branch, "its condition is always true")
			case constant:
				j.fail(branch, "its condition can never be true")
			case slices.Contains(before, same):
				j.fail(branch, "an earlier branch has the same condition")
			}
			before = append(before, same)
		}
	}, "choose")
}

// expressionsFollowed looks at every place that may hold an expression.
func expressionsFollowed(j *judge) {
	j.doc.walk(func(_ string, e *Element) {
		for _, a := range e.Attributes {
			if !isExpression(a.Value) {
				continue
			}
			parse := parseValue
			if a.Name == "condition" {
				parse = parseCondition
			}
			if _, err := parse(a.Value); err != nil {
				j.undecided(e, "%s: %s", graph.Printable(a.Name), err)
			}
		}
		if isExpression(e.Text) {
			if _, err := parseValue(e.Text); err != nil {
				j.undecided(e, "%s", err)
			}
		}
	})
}
