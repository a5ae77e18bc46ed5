package mutation

import (
	"fmt"
	"hash/crc32"
	"strings"

	"secure-azure-openai/posture/graph"
)

// properties are the mutants of what a resource has.
func (w *world) properties(r *graph.Resource) {
	for _, p := range placesOf(r) {
		w.place(r, p)
	}
}

// place are the mutants of one property.
func (w *world) place(r *graph.Resource, p place) {
	if index, isIndex := p.steps[len(p.steps)-1].(int); isIndex {
		w.edit(r, p, List, fmt.Sprintf(" without entry %d", index), func(any) (any, bool) { return nil, false })
	} else {
		w.edit(r, p, Delete, " deleted", func(any) (any, bool) { return nil, false })
	}
	switch value := p.value.(type) {
	case bool:
		w.set(r, p, Flip, !value)
	case float64:
		for _, n := range []float64{0, -1, value * 10} {
			w.set(r, p, Number, n)
		}
	case string:
		w.text(r, p, value)
	case []any:
		w.list(r, p, value)
	}
}

func (w *world) text(r *graph.Resource, p place, value string) {
	for _, other := range enumerated(r.Kind, p) {
		if !strings.EqualFold(other, value) {
			w.set(r, p, Value, other)
		}
	}
	for _, other := range ranges(p.name, value) {
		w.set(r, p, Range, other)
	}
	for _, other := range w.elsewhere(r, value) {
		w.set(r, p, Point, other)
	}
	w.set(r, p, Alien, "alien")
	w.set(r, p, Alien, "")
}

// list are a list's mutants beside those of its entries.
func (w *world) list(r *graph.Resource, p place, value []any) {
	if len(value) > 0 {
		w.edit(r, p, List, "=[]", func(old any) (any, bool) {
			if _, isList := old.([]any); isList {
				return []any{}, true
			}
			return old, true
		})
	}
	for i, entry := range entries(p.name, value) {
		w.edit(r, p, List, fmt.Sprintf(" with another entry %s", entry.says), func(old any) (any, bool) {
			list, isList := old.([]any)
			if !isList {
				return old, true
			}
			return append(list[:len(list):len(list)], entries(p.name, value)[i].value), true
		})
	}
}

// longest is a change that a name has room for.
const longest = 400

// set is a mutant with another value.
func (w *world) set(r *graph.Resource, p place, operator Operator, value any) {
	says := fmt.Sprintf("=%v", value)
	if value == "" {
		says = `=""`
	}
	if len(says) > longest {
		says = fmt.Sprintf("=a text (%08x)", crc32.ChecksumIEEE([]byte(says)))
	}
	from, isText := p.value.(string)
	to, _ := value.(string)
	// Azure compares most texts without regard to case.
	if value == p.value || isText && strings.EqualFold(from, to) {
		return
	}
	w.change(r, operator, p.path, says, func(r *graph.Resource) {
		edit(r, p.steps, func(any) (any, bool) { return value, true })
		if isText && to != "" {
			follow(r, from, to)
		}
	})
}

func (w *world) edit(r *graph.Resource, p place, operator Operator, change string, to func(any) (any, bool)) {
	w.change(r, operator, p.path, change, func(r *graph.Resource) { edit(r, p.steps, to) })
}

// follow gives the resource the id that it has with another name, parent or
// scope: an id says all three.
func follow(r *graph.Resource, from, to string) {
	if len(from) < 3 {
		return
	}
	if strings.HasPrefix(from, "/") {
		if rest, below := strings.CutPrefix(r.ID, from+"/"); below {
			r.ID = to + "/" + rest
		}
		return
	}
	parts := strings.Split(r.ID, "/")
	for i, part := range parts {
		// The subscription's and provider's parts are no names.
		if i > 3 && strings.EqualFold(part, from) {
			parts[i] = to
		}
	}
	r.ID = strings.Join(parts, "/")
}
