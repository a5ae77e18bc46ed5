package arm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// parser reads one expression of the template language: a 'text', a number, or
// a function's call followed by .members.
type parser struct {
	text string
	at   int
}

func (p *parser) rest() string { return strings.TrimSpace(p.text[p.at:]) }

func (p *parser) peek() byte {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) expression(e evaluator) (any, error) {
	switch c := p.peek(); {
	case c == '\'':
		return p.quoted()
	case c >= '0' && c <= '9' || c == '-':
		return p.number()
	}
	name := p.word()
	if name == "" {
		return nil, fmt.Errorf("expected a function, a number or a quoted text at '%s'", p.rest())
	}
	if p.peek() != '(' {
		return nil, fmt.Errorf("expected '(' after '%s'", name)
	}
	args, err := p.arguments(e)
	if err != nil {
		return nil, err
	}
	value, err := e.call(name, args)
	for err == nil && p.peek() == '.' {
		p.at++
		member := p.word()
		next := get(value, member)
		if next == nil {
			return nil, fmt.Errorf("'%s' has no member '%s'", name, member)
		}
		value = next
	}
	return value, err
}

func (p *parser) arguments(e evaluator) ([]any, error) {
	p.at++ // the opening parenthesis
	var args []any
	for p.peek() != ')' {
		if len(args) > 0 {
			if p.peek() != ',' {
				return nil, fmt.Errorf("expected ',' or ')' at '%s'", p.rest())
			}
			p.at++
		}
		arg, err := p.expression(e)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	p.at++
	return args, nil
}

func (p *parser) word() string {
	p.peek()
	start := p.at
	for p.at < len(p.text) && (p.text[p.at] == '_' || p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z') {
		p.at++
	}
	return p.text[start:p.at]
}

func (p *parser) number() (any, error) {
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("-0123456789", p.text[p.at]) >= 0 {
		p.at++
	}
	n, err := strconv.Atoi(p.text[start:p.at])
	if err != nil {
		return nil, fmt.Errorf("'%s' is no number", p.text[start:p.at])
	}
	return float64(n), nil
}

// quoted reads a text in single quotes, where two stand for one.
func (p *parser) quoted() (any, error) {
	var out strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] == '\'' {
			p.at++
			if p.at == len(p.text) || p.text[p.at] != '\'' {
				return out.String(), nil
			}
		}
		out.WriteByte(p.text[p.at])
	}
	return nil, errors.New("a quoted text has no end")
}
