package arm

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The stand-in's values are plain JSON values: nil, bool, float64, string,
// []any, map[string]any. Paths are dotted, with [] for every element of an
// array: "subnets[].networkSecurityGroup.id".

// get is the value at a path without arrays, or nil.
func get(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[name]
	}
	return v
}

func text(v any, path string) string {
	s, _ := get(v, path).(string)
	return s
}

func flag(v any, path string) bool {
	b, _ := get(v, path).(bool)
	return b
}

// number is the whole number at a path, or 0.
func number(v any, path string) int {
	n, _ := get(v, path).(float64)
	return int(n)
}

func list(v any, path string) []any {
	items, _ := get(v, path).([]any)
	return items
}

// texts are the strings of a list.
func texts(v any, path string) []string {
	var all []string
	for _, item := range list(v, path) {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

func object(v any, path string) map[string]any {
	m, _ := get(v, path).(map[string]any)
	return m
}

// set writes a value at a path without arrays, making objects on the way.
func set(m map[string]any, path string, value any) {
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		next, ok := m[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			m[name] = next
		}
		m = next
	}
	m[names[len(names)-1]] = value
}

// fill is set where there is no value yet: Azure's default.
func fill(m map[string]any, path string, value any) {
	if get(m, path) == nil {
		set(m, path, value)
	}
}

// remove takes the value at a path away, where there is one.
func remove(m map[string]any, path string) {
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		next, ok := m[name].(map[string]any)
		if !ok {
			return
		}
		m = next
	}
	delete(m, names[len(names)-1])
}

// each calls f with every value at a path, and with where it was found
// ("subnets[2].networkSecurityGroup.id").
func each(v any, path string, f func(where string, value any)) {
	walk(v, strings.Split(path, "."), "", f)
}

func walk(v any, names []string, where string, f func(string, any)) {
	if len(names) == 0 {
		if v != nil {
			f(strings.TrimPrefix(where, "."), v)
		}
		return
	}
	name, isArray := strings.CutSuffix(names[0], "[]")
	member := get(v, name)
	if !isArray {
		walk(member, names[1:], where+"."+name, f)
		return
	}
	switch items := member.(type) {
	case []any:
		for i, item := range items {
			walk(item, names[1:], fmt.Sprintf("%s.%s[%d]", where, name, i), f)
		}
	case map[string]any: // a set of ids, which Azure returns as an object's keys
		for _, k := range slices.Sorted(maps.Keys(items)) {
			walk(k, names[1:], fmt.Sprintf("%s.%s[%q]", where, name, k), f)
		}
	}
}

// clone is a deep copy.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		copied := make(map[string]any, len(v))
		for k, item := range v {
			copied[k] = clone(item)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, item := range v {
			copied[i] = clone(item)
		}
		return copied
	default:
		return v
	}
}

func cloneMap(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return clone(m).(map[string]any)
}

func strs(items ...string) []any {
	list := make([]any, len(items))
	for i, s := range items {
		list[i] = s
	}
	return list
}
