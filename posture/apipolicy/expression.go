package apipolicy

import (
	"errors"
	"fmt"
	"strings"

	"secure-azure-openai/posture/graph"
)

// The expressions that are followed, each within @( ). V is a value of these
// forms, C a condition; spaces between words do not matter.
//
//	V:  "text"
//	    context.Request.IpAddress
//	    context.Request.Method
//	    context.Subscription?.Id
//	    context.Subscription.Id
//	    (string)context.Variables["name"]
//	    ((Jwt)context.Variables["name"]).Claims.GetValueOrDefault("claim", V)
//	    context.Subscription != null ? V : V,  context.Subscription == null ? V : V
//	    V ?? V,  V + V,  (V)
//	C:  true, false
//	    context.Subscription == null,  context.Subscription != null
//	    context.Response.StatusCode == number, and with !=, >=, <=, > or <
//	    V == V,  V != V
//	    C && C,  C || C,  !C,  (C)
//
// They are C#: https://learn.microsoft.com/azure/api-management/api-management-policy-expressions,
// page of 2022-02-07.

// form is which of the forms a value or a condition has.
type form int

const (
	literal form = iota
	address
	method
	subscriptionGuarded
	subscriptionBare
	variableText
	tokenClaim
	withSubscription // the first operand with a subscription, else the second
	firstKnown       // ??
	joined           // +

	constantly
	subscriptionIs // a subscription is there, or not
	statusIs
	equal
	allOf
	anyOf
	not
)

// node is a value or a condition.
type node struct {
	form form
	// text is a literal's, or a claim's name; name is a variable's.
	text, name string
	operands   []*node
	// yes is a constant, whether a subscription is there, or whether equal.
	yes bool
	// operator and number are those of statusIs.
	operator string
	number   int
}

// errUnknown is an expression that is none of the forms above.
var errUnknown = errors.New("an expression that cannot be followed")

// maxNesting bounds the parentheses in an expression, maxExpression its bytes:
// what is longer is not followed.
const (
	maxNesting    = 32
	maxExpression = 16 << 10
)

// isExpression reports whether API Management may evaluate a text. One that only
// holds an expression is not followed.
func isExpression(text string) bool {
	return strings.Contains(text, "@(") || strings.Contains(text, "@{")
}

// parseValue reads an attribute or a text: an expression, or itself.
func parseValue(text string) (*node, error) {
	if !isExpression(text) {
		return &node{form: literal, text: text}, nil
	}
	return parseWhole(text, (*scanner).value)
}

// parseCondition reads an attribute that is a condition.
func parseCondition(text string) (*node, error) {
	if !isExpression(text) {
		yes := strings.EqualFold(strings.TrimSpace(text), "true")
		if !yes && !strings.EqualFold(strings.TrimSpace(text), "false") {
			return nil, fmt.Errorf("%w as a condition: %q", errUnknown, graph.Printable(text))
		}
		return &node{form: constantly, yes: yes}, nil
	}
	return parseWhole(text, (*scanner).anyOf)
}

func parseWhole(text string, parse func(*scanner) *node) (*node, error) {
	text = strings.TrimSpace(text)
	code, whole := strings.CutPrefix(text, "@(")
	code, closed := strings.CutSuffix(code, ")")
	if whole && closed && len(code) <= maxExpression {
		s := &scanner{rest: code}
		if n := parse(s); n != nil && s.atEnd() {
			return n, nil
		}
	}
	return nil, fmt.Errorf("%w: %s", errUnknown, graph.Printable(text))
}

// walk visits a node and all its operands.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, o := range n.operands {
		o.walk(visit)
	}
}
