package apipolicy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

var namedValue = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// resolve puts named values in.
func (r *run) resolve(text string) (string, error) {
	var missing error
	resolved := namedValue.ReplaceAllStringFunc(text, func(reference string) string {
		name := strings.Trim(reference, "{}")
		value, there := r.api.NamedValues[name]
		if !there {
			missing = fmt.Errorf("the named value %q is not known", graph.Printable(name))
		}
		return value
	})
	return resolved, missing
}

// text is an attribute with its named values and expressions.
func (r *run) text(e *Element, name, otherwise string) (string, error) {
	raw, err := r.resolve(e.attribute(name, otherwise))
	if err != nil {
		return "", err
	}
	text, null, err := r.value(raw)
	if err == nil && null {
		err = fmt.Errorf("%s is null for this call: what API Management does then cannot be followed", name)
	}
	return text, err
}

func (r *run) list(texts []string) ([]string, error) {
	var all []string
	for _, text := range texts {
		raw, err := r.resolve(text)
		if err != nil {
			return nil, err
		}
		value, _, err := r.value(raw)
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
