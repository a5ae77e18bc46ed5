package apipolicy

import (
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
