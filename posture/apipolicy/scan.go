package apipolicy

import "strings"

// scanner reads an expression from its beginning. Its methods are nil, or
// false, where what they look for is not next.
type scanner struct {
	rest  string
	depth int
}

func (s *scanner) atEnd() bool { return strings.TrimSpace(s.rest) == "" }

// accept takes a fixed text with any space before it.
func (s *scanner) accept(fixed string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(s.rest, " \t\r\n"), fixed)
	if ok {
		s.rest = rest
	}
	return ok
}

// acceptAll takes fixed texts in a row, or nothing.
func (s *scanner) acceptAll(fixed ...string) bool {
	before := s.rest
	for _, f := range fixed {
		if !s.accept(f) {
			s.rest = before
			return false
		}
	}
	return true
}

// quoted takes a string without escapes.
func (s *scanner) quoted() (string, bool) {
	before := s.rest
	if !s.accept(`"`) {
		return "", false
	}
	text, rest, closed := strings.Cut(s.rest, `"`)
	if !closed || strings.ContainsAny(text, "\\\r\n") {
		s.rest = before
		return "", false
	}
	s.rest = rest
	return text, true
}

func (s *scanner) value() *node {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxNesting {
		return nil
	}
	there := s.acceptAll("context.Subscription", "!=", "null", "?")
	if there || s.acceptAll("context.Subscription", "==", "null", "?") {
		return s.ternary(there)
	}
	return s.chain(firstKnown, "??", func() *node { return s.chain(joined, "+", s.atom) })
}

// ternary is what follows the question mark; its first value is the one with a
// subscription where there is asked for one.
func (s *scanner) ternary(there bool) *node {
	first := s.value()
	if first == nil || !s.accept(":") {
		return nil
	}
	second := s.value()
	if second == nil {
		return nil
	}
	if !there {
		first, second = second, first
	}
	return &node{form: withSubscription, operands: []*node{first, second}}
}

// chain is operands with an operator between them, or the only one.
func (s *scanner) chain(of form, operator string, operand func() *node) *node {
	n := &node{form: of}
	for {
		one := operand()
		if one == nil {
			return nil
		}
		n.operands = append(n.operands, one)
		if !s.accept(operator) {
			break
		}
	}
	if len(n.operands) == 1 {
		return n.operands[0]
	}
	return n
}

func (s *scanner) atom() *node {
	if text, ok := s.quoted(); ok {
		return &node{form: literal, text: text}
	}
	switch {
	case s.accept("context.Request.IpAddress"):
		return &node{form: address}
	case s.accept("context.Request.Method"):
		return &node{form: method}
	case s.accept("context.Subscription?.Id"):
		return &node{form: subscriptionGuarded}
	case s.accept("context.Subscription.Id"):
		return &node{form: subscriptionBare}
	case s.acceptAll("(", "string", ")", "context.Variables", "["):
		if name, ok := s.quoted(); ok && s.accept("]") {
			return &node{form: variableText, name: name}
		}
	case s.acceptAll("(", "(", "Jwt", ")", "context.Variables", "["):
		return s.claim()
	case s.accept("("):
		if n := s.value(); n != nil && s.accept(")") {
			return n
		}
	}
	return nil
}

func (s *scanner) claim() *node {
	name, ok := s.quoted()
	if !ok || !s.acceptAll("]", ")", ".Claims", ".GetValueOrDefault", "(") {
		return nil
	}
	claim, ok := s.quoted()
	if !ok || !s.accept(",") {
		return nil
	}
	otherwise := s.value()
	if otherwise == nil || !s.accept(")") {
		return nil
	}
	return &node{form: tokenClaim, name: name, text: claim, operands: []*node{otherwise}}
}
