package settings

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"gopkg.in/yaml.v3"
)

// plain is a YAML value in JSON's types, as the engine makes it.
func (r *stackReader) plain(raw any) (any, error) {
	switch v := raw.(type) {
	case time.Time:
		return v.String(), nil
	case map[string]any:
		if isSecure(v) {
			r.secrets++
			return Placeholder(r.secrets), nil
		}
		object := make(map[string]any, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			one, err := r.plain(v[name])
			if err != nil {
				return nil, err
			}
			object[name] = one
		}
		return object, nil
	case map[any]any:
		for name := range v {
			if _, ok := name.(string); !ok {
				return nil, fmt.Errorf("the key %v is no text; put it in quotes", name)
			}
		}
		return nil, fmt.Errorf("a key is no text; put it in quotes")
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			one, err := r.plain(item)
			if err != nil {
				return nil, err
			}
			list[i] = one
		}
		return list, nil
	}
	return raw, nil
}

// isSecure reports whether a value is encrypted: an object whose only field
// is the text "secure".
func isSecure(raw any) bool {
	object, ok := raw.(map[string]any)
	if !ok || len(object) != 1 {
		return false
	}
	_, ok = object["secure"].(string)
	return ok
}

// readMapping reads a YAML file whose top is a mapping; an empty file is an
// empty one.
func readMapping(file string, content []byte) (map[string]any, error) {
	var top any
	if err := yaml.Unmarshal(bytes.TrimPrefix(content, []byte("\ufeff")), &top); err != nil {
		return nil, fmt.Errorf("%s: reading the file: %w", file, err)
	}
	switch t := top.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return t, nil
	}
	return nil, fmt.Errorf("%s: the file is no mapping; it needs the key config with the stack's settings below it", file)
}
