package mutation

import (
	"maps"
	"slices"
	"strconv"

	"secure-azure-openai/posture/graph"
)

// place is a property of a resource: one path, in what the program asks for,
// in what Azure answered, or in both.
type place struct {
	// steps are names, and indices as numbers.
	steps []any
	path  string
	// name is the last name of the path.
	name  string
	value any
}

// placesOf lists every property, containers too, by its path.
func placesOf(r *graph.Resource) []place {
	all := map[string]place{}
	var visit func(value any, steps []any, path, name string)
	visit = func(value any, steps []any, path, name string) {
		if path != "" {
			all[path] = place{slices.Clone(steps), path, name, value}
		}
		switch value := value.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(value)) {
				visit(value[key], append(steps, key), join(path, key), key)
			}
		case []any:
			for i, item := range value {
				visit(item, append(steps, i), path+"["+strconv.Itoa(i)+"]", name)
			}
		}
	}
	// What Azure answered counts where there are both.
	visit(map[string]any(r.Inputs), nil, "", "")
	visit(map[string]any(r.Outputs), nil, "", "")
	var list []place
	for _, path := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[path])
	}
	return list
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// edit gives a property another value in both objects, wherever it is there:
// as a deployment of a changed program would.
func edit(r *graph.Resource, steps []any, to func(old any) (value any, keep bool)) {
	for _, object := range []graph.Object{r.Inputs, r.Outputs} {
		if object != nil {
			editIn(map[string]any(object), steps, to)
		}
	}
}

// editIn returns what stands in a place after the edit.
func editIn(at any, steps []any, to func(old any) (any, bool)) any {
	switch at := at.(type) {
	case map[string]any:
		name, isName := steps[0].(string)
		old, there := at[name]
		switch {
		case !isName || !there:
		case len(steps) > 1:
			at[name] = editIn(old, steps[1:], to)
		default:
			if value, keep := to(old); keep {
				at[name] = value
			} else {
				delete(at, name)
			}
		}
		return at
	case []any:
		i, isIndex := steps[0].(int)
		switch {
		case !isIndex || i >= len(at):
		case len(steps) > 1:
			at[i] = editIn(at[i], steps[1:], to)
		default:
			value, keep := to(at[i])
			if !keep {
				return slices.Delete(at, i, i+1)
			}
			at[i] = value
		}
		return at
	}
	return at
}

// put sets a property whether or not it is there, in both objects. What is
// secret stays so: nobody can write into it.
func put(r *graph.Resource, steps []string, value any) {
	for _, object := range []graph.Object{r.Inputs, r.Outputs} {
		if at := objectAt(map[string]any(object), steps[:len(steps)-1]); at != nil {
			at[steps[len(steps)-1]] = value
		}
	}
}

// objectAt is the object that some steps lead to, made where it is missing.
func objectAt(at map[string]any, steps []string) map[string]any {
	for _, name := range steps {
		if at[name] == nil {
			at[name] = map[string]any{}
		}
		inner, isObject := at[name].(map[string]any)
		if !isObject {
			return nil
		}
		at = inner
	}
	return at
}
