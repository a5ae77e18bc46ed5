package rehearsal

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"secure-azure-openai/rehearsal/arm"
)

// drift is one change that somebody makes behind the program's back.
type drift struct {
	name string
	// as says how one would do it in the portal.
	as string
	// armType is what it is done to ("Microsoft.Storage/storageAccounts").
	armType string
	// sets are the properties that it sets, in the provider's output shape;
	// none where it deletes the resource.
	sets []setting
}

// setting is a property by its dotted path, and what it becomes.
type setting struct {
	path string
	// from is the value without which the drift is none; nil takes any other.
	from any
	// to is the new value, or works it out from the resource's id and the old.
	to any
	// unset marks what a program rightly leaves out.
	unset bool
}

// deletes says whether the drift takes the resource away.
func (d drift) deletes() bool { return len(d.sets) == 0 }

// drifted is a drift that has been made.
type drifted struct {
	drift
	resource stateResource
	// before are the values that the program had given, by path.
	before map[string]any
}

// make does the drift to the first resource of the stack, by URN, that it can
// be done to. Where there is none, the second answer says why not.
func (d drift) make(world *arm.World, resources []stateResource) (made *drifted, why string, err error) {
	why = "the stack has no " + d.armType
	byURN := func(a, b stateResource) int { return strings.Compare(string(a.URN), string(b.URN)) }
	for _, r := range slices.SortedFunc(slices.Values(resources), byURN) {
		found, there := world.Get(r.ID)
		if r.ID == "" || !strings.EqualFold(arm.TypeOf(r.ID), d.armType) || !there {
			continue
		}
		if d.deletes() {
			definition, err := arm.Lookup(string(r.URN.Type()))
			if err != nil {
				return nil, "", fmt.Errorf("making the drift %q: %w", d.name, err)
			}
			_, err = world.Do(arm.Operation{Kind: arm.Delete, Type: definition, ID: r.ID})
			if err != nil {
				return nil, "", fmt.Errorf("making the drift %q: %w", d.name, err)
			}
			return &drifted{drift: d, resource: r}, "", nil
		}
		first := d.sets[0]
		if now := valueAt(found.Properties, first.path); first.from != nil && now != first.from {
			why = fmt.Sprintf("%s of %s is %v, not %v", first.path, r.URN.Name(), orUnset(now), first.from)
			continue
		}
		before := map[string]any{}
		err := world.Change(r.ID, func(properties map[string]any) {
			for _, s := range d.sets {
				old := valueAt(properties, s.path)
				before[s.path] = old
				to := s.to
				if work, isFunc := to.(func(string, any) any); isFunc {
					to = work(r.ID, old)
				}
				setAt(properties, s.path, to)
			}
		})
		if err != nil {
			return nil, "", fmt.Errorf("making the drift %q: %w", d.name, err)
		}
		return &drifted{drift: d, resource: r, before: before}, "", nil
	}
	return nil, why, nil
}

// mended says whether the world is as it was before the drift, or what is
// still different.
func (d drifted) mended(world *arm.World) (still string) {
	if d.deletes() {
		return "" // what comes instead may have another name: the engine's step says it
	}
	now, there := world.Get(d.resource.ID)
	if !there {
		return "the resource is gone"
	}
	var different []string
	for _, s := range d.sets {
		if !reflect.DeepEqual(valueAt(now.Properties, s.path), d.before[s.path]) {
			different = append(different, s.path)
		}
	}
	if len(different) == 0 {
		return ""
	}
	return strings.Join(different, " and ") + plural(len(different), " is", " are") + " still as the drift left it" + d.ignored()
}

// ignored is the likeliest reason why an up does not mend what a refresh
// found, as the end of a sentence.
func (d drifted) ignored() string {
	if len(d.resource.IgnoreChanges) == 0 {
		return ""
	}
	return "; the program asks for that with pulumi.IgnoreChanges (" + strings.Join(d.resource.IgnoreChanges, ", ") + ")"
}

// unset are the properties that the drift is in and the program does not set.
func (d drifted) unset() []string {
	var paths []string
	for _, s := range d.sets {
		if !s.unset && valueAt(d.resource.Inputs, s.path) == nil {
			paths = append(paths, s.path)
		}
	}
	return paths
}

func orUnset(value any) any {
	if value == nil {
		return "not set"
	}
	return value
}

func valueAt(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func setAt(object map[string]any, path string, value any) {
	first, rest, nested := strings.Cut(path, ".")
	if !nested {
		object[first] = value
		return
	}
	inner, _ := object[first].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		object[first] = inner
	}
	setAt(inner, rest, value)
}
