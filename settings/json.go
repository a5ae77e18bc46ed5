package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// kind is the type of a JSON value.
type kind int

const (
	null kind = iota
	boolean
	number
	text
	list
	object
)

// node is a JSON value as it was written: fields keep their order, their
// letter case and their duplicates, and numbers their digits, all of which
// encoding/json loses when it decodes into a struct.
type node struct {
	kind kind
	// text is a text's value, a number's digits, or "true" and "false".
	text   string
	items  []node
	fields []field
}

type field struct {
	name  string
	value node
}

// deepest bounds the nesting, which the configuration needs three levels of.
const deepest = 20

// parse reads one JSON value. Its errors show none of the text.
func parse(source string) (node, error) {
	d := json.NewDecoder(bytes.NewReader([]byte(source)))
	d.UseNumber()
	n, err := parseValue(d, 0)
	if err != nil {
		var syntax *json.SyntaxError
		switch {
		case errors.As(err, &syntax):
			return node{}, fmt.Errorf("broken at character %d", syntax.Offset)
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return node{}, errors.New("cut off")
		}
		return node{}, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return node{}, errors.New("followed by something else")
	}
	return n, nil
}

func parseValue(d *json.Decoder, depth int) (node, error) {
	if depth > deepest {
		return node{}, errors.New("nested too deeply")
	}
	token, err := d.Token()
	if err != nil {
		return node{}, err
	}
	switch t := token.(type) {
	case nil:
		return node{kind: null}, nil
	case bool:
		return node{kind: boolean, text: fmt.Sprint(t)}, nil
	case json.Number:
		return node{kind: number, text: t.String()}, nil
	case string:
		return node{kind: text, text: t}, nil
	case json.Delim:
		if t == '[' {
			return parseList(d, depth)
		}
		if t == '{' {
			return parseObject(d, depth)
		}
	}
	return node{}, errors.New("broken")
}

func parseList(d *json.Decoder, depth int) (node, error) {
	n := node{kind: list}
	for d.More() {
		item, err := parseValue(d, depth+1)
		if err != nil {
			return node{}, err
		}
		n.items = append(n.items, item)
	}
	_, err := d.Token()
	return n, err
}

func parseObject(d *json.Decoder, depth int) (node, error) {
	n := node{kind: object}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return node{}, err
		}
		name, ok := token.(string)
		if !ok {
			return node{}, errors.New("broken")
		}
		value, err := parseValue(d, depth+1)
		if err != nil {
			return node{}, err
		}
		n.fields = append(n.fields, field{name, value})
	}
	_, err := d.Token()
	return n, err
}
