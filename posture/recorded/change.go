package recorded

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

// Copy is a graph that may be changed: the one that it was made of stays as
// it is.
type Copy struct {
	from      *graph.Graph
	resources []*graph.Resource
}

// Change makes a changed copy of a graph.
func Change(g *graph.Graph, do func(c *Copy)) *graph.Graph {
	c := &Copy{from: g}
	for _, r := range g.Resources {
		again := *r
		again.Inputs, _ = deep(map[string]any(r.Inputs)).(map[string]any)
		again.Outputs, _ = deep(map[string]any(r.Outputs)).(map[string]any)
		again.Dependencies = slices.Clone(r.Dependencies)
		again.PropertyDependencies = maps.Clone(r.PropertyDependencies)
		c.resources = append(c.resources, &again)
	}
	do(c)
	return graph.New(g.Source, g.Project, g.Stack, c.resources)
}

func deep(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value == nil {
			return map[string]any{}
		}
		again := make(map[string]any, len(value))
		for k, v := range value {
			again[k] = deep(v)
		}
		return again
	case []any:
		again := make([]any, len(value))
		for i, v := range value {
			again[i] = deep(v)
		}
		return again
	}
	return value
}

// Of lists the resources of a kind.
func (c *Copy) Of(kind string) []*graph.Resource {
	var all []*graph.Resource
	for _, r := range c.resources {
		if r.Kind == kind {
			all = append(all, r)
		}
	}
	return all
}

// One is the first resource of a kind; a test that means another one names it.
func (c *Copy) One(kind string) *graph.Resource {
	if all := c.Of(kind); len(all) > 0 {
		return all[0]
	}
	panic("no " + kind)
}

// Named is the resource with this logical name that is something in Azure, or
// the component if there is no other.
func (c *Copy) Named(name string) *graph.Resource {
	var found *graph.Resource
	for _, r := range c.resources {
		if r.Name == name && (found == nil || r.Custom) {
			found = r
		}
	}
	if found == nil {
		panic("no resource named " + name)
	}
	return found
}

// Stack is the stack's own resource, which has its outputs.
func (c *Copy) Stack() *graph.Resource {
	for _, r := range c.resources {
		if r.Type == "pulumi:pulumi:Stack" {
			return r
		}
	}
	panic("no stack")
}

// Remove takes resources away.
func (c *Copy) Remove(gone ...*graph.Resource) {
	c.resources = slices.DeleteFunc(c.resources, func(r *graph.Resource) bool { return slices.Contains(gone, r) })
}

// RemoveKind takes all resources of a kind away.
func (c *Copy) RemoveKind(kind string) { c.Remove(c.Of(kind)...) }

// Add puts a resource of a kind in. Where the graph is an export, Azure
// answers what it was sent.
func (c *Copy) Add(kind, name string, inputs map[string]any) *graph.Resource {
	token := "azure-native:" + kind
	r := &graph.Resource{
		URN:  fmt.Sprintf("urn:pulumi:%s::%s::%s::%s", c.from.Stack, c.from.Project, token, name),
		Type: token, Kind: kind, Name: name, Custom: true, Inputs: inputs, Outputs: map[string]any{},
	}
	if c.from.Source == graph.FromExport {
		r.ID = "/subscriptions/00000000-aaaa-0000-0000-00000000face/added/" + name
		r.Outputs, _ = deep(inputs).(map[string]any)
	}
	c.resources = append(c.resources, r)
	return r
}

// Twice puts a copy of a resource in, under another name.
func (c *Copy) Twice(r *graph.Resource, name string) *graph.Resource {
	again := *r
	again.Inputs, _ = deep(map[string]any(r.Inputs)).(map[string]any)
	again.Outputs, _ = deep(map[string]any(r.Outputs)).(map[string]any)
	again.Name = name
	again.URN = r.URN[:strings.LastIndex(r.URN, "::")+2] + name
	if again.ID != "" {
		again.ID += "-" + name
	}
	c.resources = append(c.resources, &again)
	return &again
}

// Set gives a property ("networkAcls.ipRules[0].value") a value, in what the
// program asks for and in what Azure answers.
func Set(r *graph.Resource, path string, value any) {
	write(r.Inputs, steps(path), value)
	if len(r.Outputs) > 0 {
		write(r.Outputs, steps(path), deep(value))
	}
}

// Delete takes a property away from both.
func Delete(r *graph.Resource, path string) {
	remove(r.Inputs, steps(path))
	remove(r.Outputs, steps(path))
}

// steps are the parts of a path: names, and indices as numbers.
func steps(path string) []any {
	var all []any
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' }) {
		if index, isIndex := strings.CutSuffix(part, "]"); isIndex {
			i, err := strconv.Atoi(index)
			if err != nil {
				panic(path + " is no path")
			}
			all = append(all, i)
			continue
		}
		all = append(all, part)
	}
	return all
}

func write(object map[string]any, path []any, value any) {
	name, isName := path[0].(string)
	if !isName {
		panic(fmt.Sprintf("%v is no name", path[0]))
	}
	object[name] = written(object[name], path[1:], value)
}

// written is what stands in a place after the write.
func written(there any, path []any, value any) any {
	if len(path) == 0 {
		return value
	}
	if i, isIndex := path[0].(int); isIndex {
		list, _ := there.([]any)
		for len(list) <= i {
			list = append(list, map[string]any{})
		}
		list[i] = written(list[i], path[1:], value)
		return list
	}
	object, isObject := there.(map[string]any)
	if !isObject {
		object = map[string]any{}
	}
	write(object, path, value)
	return object
}

func remove(object map[string]any, path []any) {
	var at any = object
	for _, step := range path[:len(path)-1] {
		switch step := step.(type) {
		case string:
			inner, _ := at.(map[string]any)
			at = inner[step]
		case int:
			list, _ := at.([]any)
			if step >= len(list) {
				return
			}
			at = list[step]
		}
	}
	if inner, isObject := at.(map[string]any); isObject {
		if name, isName := path[len(path)-1].(string); isName {
			delete(inner, name)
		}
	}
}
