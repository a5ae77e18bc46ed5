package apipolicy

import (
	"strconv"
	"strings"
)

func (s *scanner) anyOf() *node {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxNesting {
		return nil
	}
	return s.chain(anyOf, "||", func() *node { return s.chain(allOf, "&&", s.condition) })
}

func (s *scanner) condition() *node {
	switch {
	case s.acceptAll("context.Subscription", "==", "null"):
		return &node{form: subscriptionIs}
	case s.acceptAll("context.Subscription", "!=", "null"):
		return &node{form: subscriptionIs, yes: true}
	case s.accept("context.Response.StatusCode"):
		return s.status()
	case s.accept("true"):
		return &node{form: constantly, yes: true}
	case s.accept("false"):
		return &node{form: constantly}
	case s.accept("!"):
		s.depth++
		defer func() { s.depth-- }()
		if s.depth > maxNesting {
			return nil
		}
		if n := s.condition(); n != nil {
			return &node{form: not, operands: []*node{n}}
		}
		return nil
	}
	before := *s
	if s.accept("(") {
		if n := s.anyOf(); n != nil && s.accept(")") {
			return n
		}
		*s = before
	}
	return s.comparison()
}

func (s *scanner) status() *node {
	for _, operator := range []string{"==", "!=", ">=", "<=", ">", "<"} {
		if !s.accept(operator) {
			continue
		}
		digits := strings.TrimLeft(s.rest, " \t\r\n")
		end := len(digits) - len(strings.TrimLeft(digits, "0123456789"))
		number, err := strconv.Atoi(digits[:end])
		if err != nil {
			return nil
		}
		s.rest = digits[end:]
		return &node{form: statusIs, operator: operator, number: number}
	}
	return nil
}

func (s *scanner) comparison() *node {
	// A value's own operators bind tighter, but for ??, which C# would take
	// the comparison into: it needs parentheses.
	left := s.chain(joined, "+", s.atom)
	if left == nil {
		return nil
	}
	yes := s.accept("==")
	if !yes && !s.accept("!=") {
		return nil
	}
	right := s.chain(joined, "+", s.atom)
	if right == nil {
		return nil
	}
	return &node{form: equal, yes: yes, operands: []*node{left, right}}
}
