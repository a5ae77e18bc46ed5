package graph

import (
	"slices"
	"strconv"
	"strings"
)

// State says how much is known of a value.
type State int

// The states.
const (
	Missing State = iota
	Known
	// Unknown is decided by Azure when the resource is made.
	Unknown
	// Secret is there and cannot be read.
	Secret
)

// Object is a resource's inputs or outputs, as JSON has them, with marks in
// the places of what is unknown or secret.
type Object map[string]any

// mark stands in an object for a value that cannot be read.
type mark State

// Value is a property's value.
type Value struct {
	State State
	raw   any
}

// Text is the value as a string, or "" where it is none.
func (v Value) Text() string {
	s, _ := v.raw.(string)
	return s
}

// Nothing is whether nothing is there, or only what is off or empty: Azure
// answers some properties that nobody set with an object in which nothing is.
func (v Value) Nothing() bool {
	if _, isNumber := v.Number(); isNumber || v.True() || v.Text() != "" || len(v.Items()) > 0 {
		return false
	}
	return !slices.ContainsFunc(v.Keys(), func(key string) bool { return !v.Field(key).Nothing() })
}

// Hidden is whether there is something that nobody can see: it is unknown, or
// secret.
func (v Value) Hidden() bool { return v.State == Unknown || v.State == Secret }

// Is compares with a text, without regard to case, as Azure does with its
// enumerations.
func (v Value) Is(text string) bool {
	s, isText := v.raw.(string)
	return v.State == Known && isText && strings.EqualFold(s, text)
}

// True and False are whether it is explicitly so.
func (v Value) True() bool  { b, ok := v.raw.(bool); return ok && b }
func (v Value) False() bool { b, ok := v.raw.(bool); return ok && !b }

// Number is the value as a number.
func (v Value) Number() (float64, bool) {
	n, ok := v.raw.(float64)
	return n, ok
}

// Items are the elements of a list; nil where it is none.
func (v Value) Items() []Value {
	list, _ := v.raw.([]any)
	items := make([]Value, len(list))
	for i, item := range list {
		items[i] = valueOf(item)
	}
	return items
}

// At is a value inside this one. What is inside something unknown is unknown.
func (v Value) At(path string) Value {
	if path == "" || v.State == Unknown || v.State == Secret {
		return v
	}
	object, isObject := v.raw.(map[string]any)
	if !isObject {
		return Value{}
	}
	return Object(object).At(path)
}

// Field is an object's property by its whole name, which may hold a dot.
func (v Value) Field(name string) Value {
	if v.State == Unknown || v.State == Secret {
		return v
	}
	object, _ := v.raw.(map[string]any)
	return valueOf(object[name])
}

// Texts are the elements of a list as strings.
func (v Value) Texts() []string {
	var texts []string
	for _, item := range v.Items() {
		texts = append(texts, item.Text())
	}
	return texts
}

// Keys are the names of an object's properties, sorted; nil for others.
func (v Value) Keys() []string {
	object, _ := v.raw.(map[string]any)
	var keys []string
	for k := range object {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// String writes the value for a reader, in short.
func (v Value) String() string {
	switch v.State {
	case Missing:
		return "not set"
	case Unknown:
		return "unknown"
	case Secret:
		return "secret"
	}
	switch raw := v.raw.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(short(raw))
	case bool:
		return strconv.FormatBool(raw)
	case float64:
		return strconv.FormatFloat(raw, 'f', -1, 64)
	case []any:
		return listed(raw)
	default:
		return "an object"
	}
}

// listed shows a short list of texts as it is, and counts any other.
func listed(list []any) string {
	var texts []string
	for _, item := range list {
		text, isText := item.(string)
		if !isText || len(list) > 4 {
			return "a list of " + strconv.Itoa(len(list))
		}
		texts = append(texts, strconv.Quote(short(text)))
	}
	return "[" + strings.Join(texts, " ") + "]"
}

// short cuts a text to what a message can hold.
func short(text string) string {
	if runes := []rune(text); len(runes) > maxPrintable {
		return string(runes[:maxPrintable]) + "…"
	}
	return text
}

// At follows a path ("networkAcls.bypass", "subnets[1].name").
func (o Object) At(path string) Value {
	head, rest, more := strings.Cut(path, ".")
	name, indices, _ := strings.Cut(head, "[")
	raw, there := o[name]
	if !there || raw == nil {
		return Value{}
	}
	v := valueOf(raw)
	for indices != "" && v.State == Known {
		var index string
		index, indices, _ = strings.Cut(indices, "]")
		indices = strings.TrimPrefix(indices, "[")
		items := v.Items()
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= len(items) {
			return Value{}
		}
		v = items[i]
	}
	if !more {
		return v
	}
	return v.At(rest)
}

func valueOf(raw any) Value {
	switch raw := raw.(type) {
	case mark:
		return Value{State: State(raw)}
	case nil:
		return Value{}
	default:
		return Value{State: Known, raw: raw}
	}
}

// IsList reports whether the value is a list.
func (v Value) IsList() bool {
	_, is := v.raw.([]any)
	return is
}

// Value is the object as a value.
func (o Object) Value() Value { return Value{State: Known, raw: map[string]any(o)} }
