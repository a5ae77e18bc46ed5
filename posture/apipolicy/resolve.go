package apipolicy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

var namedValue = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// resolve puts named values in, which are all there.
func (r *run) resolve(text string) string {
	return namedValue.ReplaceAllStringFunc(text, func(reference string) string {
		return r.api.NamedValues[strings.Trim(reference, "{}")]
	})
}

// resolved is the value of a text with its named values.
func (r *run) resolved(text string) (value string, null bool, err error) {
	return r.value(r.resolve(text))
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
func (d *Document) missing(values map[string]string) (err error) {
	d.references(func(e *Element, name string) {
		if _, there := values[name]; !there && err == nil {
			err = fmt.Errorf("%s (line %d): the named value %q is not known", e.Path, e.Line, graph.Printable(name))
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
