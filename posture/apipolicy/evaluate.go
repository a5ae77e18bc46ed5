package apipolicy

import (
	"fmt"
	"strings"
)

// variable is one that a policy has set: a text, or a validated token.
type variable struct {
	text  string
	null  bool
	token *Token
	// number is whether it is a limit's state, which is no text.
	number bool
}

// failure is an exception in the gateway: the caller gets 500.
type failure struct{ why string }

func (f *failure) Error() string { return f.why }

// value evaluates an attribute or a text. A null text is one that is missing.
func (r *run) value(text string) (result string, null bool, err error) {
	n, err := parseValue(text)
	if err != nil {
		return "", false, err
	}
	return r.evaluate(n)
}

func (r *run) evaluate(n *node) (text string, null bool, err error) {
	switch n.form {
	case literal:
		return n.text, false, nil
	case address:
		return r.call.Address, false, nil
	case method:
		return r.call.Method, false, nil
	case subscriptionGuarded, subscriptionBare:
		if r.subscription != "" {
			return r.subscription, false, nil
		}
		if n.form == subscriptionBare {
			return "", false, &failure{"context.Subscription is null: the call has no subscription"}
		}
		return "", true, nil
	case variableText:
		v, there := r.variables[n.name]
		if !there || v.token != nil || v.number {
			return "", false, &failure{fmt.Sprintf("the variable %q is no text, or was never set", n.name)}
		}
		return v.text, v.null, nil
	case tokenClaim:
		v := r.variables[n.name]
		if v.token == nil {
			return "", false, &failure{fmt.Sprintf("the variable %q is no token, or was never set", n.name)}
		}
		// What stands for a missing claim is evaluated in any case.
		otherwise, null, err := r.evaluate(n.operands[0])
		if values := v.token.claim(n.text); err == nil && len(values) > 0 {
			return strings.Join(values, ","), false, nil
		}
		return otherwise, null, err
	case withSubscription:
		if r.subscription != "" {
			return r.evaluate(n.operands[0])
		}
		return r.evaluate(n.operands[1])
	case firstKnown, joined:
		return r.several(n)
	}
	return "", false, errUnknown
}

// several evaluates operands from the left: the first that is not null, or all
// of them as one text, to which a null adds nothing.
func (r *run) several(n *node) (all string, null bool, err error) {
	for _, o := range n.operands {
		text, null, err := r.evaluate(o)
		if err != nil {
			return "", false, err
		}
		if n.form == firstKnown && !null {
			return text, false, nil
		}
		all += text
	}
	return all, n.form == firstKnown, nil
}

// condition evaluates an attribute that is one.
func (r *run) condition(text string) (bool, error) {
	text, err := r.resolve(text)
	if err != nil {
		return false, err
	}
	n, err := parseCondition(text)
	if err != nil {
		return false, err
	}
	return r.holds(n)
}

func (r *run) holds(n *node) (bool, error) {
	switch n.form {
	case constantly:
		return n.yes, nil
	case subscriptionIs:
		return (r.subscription != "") == n.yes, nil
	case statusIs:
		if r.status == 0 {
			return false, &failure{"context.Response is null: nothing was answered yet"}
		}
		return compare(r.status, n.operator, n.number), nil
	case equal:
		left, leftNull, err := r.evaluate(n.operands[0])
		if err != nil {
			return false, err
		}
		right, rightNull, err := r.evaluate(n.operands[1])
		return (left == right && leftNull == rightNull) == n.yes, err
	case not:
		yes, err := r.holds(n.operands[0])
		return !yes, err
	case allOf, anyOf:
		for _, o := range n.operands {
			if yes, err := r.holds(o); err != nil || yes == (n.form == anyOf) {
				return yes, err
			}
		}
		return n.form == allOf, nil
	}
	return false, errUnknown
}

func compare(a int, operator string, b int) bool {
	switch operator {
	case "==":
		return a == b
	case "!=":
		return a != b
	case ">=":
		return a >= b
	case "<=":
		return a <= b
	case ">":
		return a > b
	}
	return a < b
}
