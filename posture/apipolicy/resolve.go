package apipolicy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

var namedValue = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// resolve puts named values in, which are all there; its error names one whose
// value is undecided.
func (r *run) resolve(text string) (whole string, err error) {
	whole = namedValue.ReplaceAllStringFunc(text, func(reference string) string {
		name := strings.Trim(reference, "{}")
		if slices.Contains(r.api.Undecided, name) {
			err = unknownValue(name)
		}
		return r.api.NamedValues[name]
	})
	return whole, err
}

func unknownValue(name string) error {
	return fmt.Errorf("the named value %q is not known", graph.Printable(name))
}

// resolved is the value of a text with its named values.
func (r *run) resolved(text string) (value string, null bool, err error) {
	whole, err := r.resolve(text)
	if err != nil {
		return "", false, err
	}
	return r.value(whole)
}

// references visits the names of all named values in a document, each with its
// element.
func (d *Document) references(visit func(e *Element, name string)) {
	look := func(e *Element, text string) {
		for _, m := range namedValue.FindAllStringSubmatch(text, -1) {
			visit(e, m[1])
		}
	}
	d.walk(func(_ string, e *Element) {
		for _, a := range e.Attributes {
			look(e, a.Value)
		}
		look(e, e.Text)
	})
}

// missing is the first named value that is not there: Azure refuses a document
// that refers to one, whatever the call.
func (d *Document) missing(api API) (err error) {
	d.references(func(e *Element, name string) {
		_, there := api.NamedValues[name]
		if there = there || slices.Contains(api.Undecided, name); !there && err == nil {
			err = fmt.Errorf("%s (line %d): %w", e.Path, e.Line, unknownValue(name))
		}
	})
	return err
}

// text is an attribute with its named values and expressions.
func (r *run) text(e *Element, name, otherwise string) (string, error) {
	text, null, err := r.resolved(e.attribute(name, otherwise))
	if err == nil && null {
		err = fmt.Errorf("%s is null for this call: what API Management does then cannot be followed", name)
	}
	return text, err
}

func (r *run) list(texts []string) ([]string, error) {
	var all []string
	for _, text := range texts {
		value, _, err := r.resolved(text)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, nil
}

func (r *run) number(e *Element, name, otherwise string) (int, error) {
	text, err := r.text(e, name, otherwise)
	if err != nil {
		return 0, err
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 0 {
		return 0, fmt.Errorf("%s is %q, and can be followed as a number only", name, graph.Printable(text))
	}
	return number, nil
}
