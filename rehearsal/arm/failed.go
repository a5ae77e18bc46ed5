package arm

import (
	"fmt"
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Locate is the id that an operation is about: the given one, or for a
// creation the one that its inputs make, "" where they do not suffice.
func (w *World) Locate(op Operation) string {
	if op.ID != "" {
		return op.ID
	}
	inputs, _, err := Plain(op.Inputs)
	if err != nil {
		return ""
	}
	id, err := expand(op.Type.Path, w.opts.Subscription, inputs)
	if err != nil {
		return ""
	}
	return id
}

// Find is the id of the resource that a type's inputs name, and whether it is
// there: what somebody does who looks for it in the portal.
func (w *World) Find(token string, inputs map[string]any) (id string, there bool, err error) {
	t, err := Lookup(token)
	if err != nil {
		return "", false, err
	}
	if id, err = expand(t.Path, w.opts.Subscription, inputs); err != nil {
		return "", false, fmt.Errorf("locating a %s: %w", token, err)
	}
	r, there := w.Get(id)
	return id, there && (t.Default == nil || r.Written), nil
}

// MarkFailed makes a resource the remains of an operation that ended as
// Failed. The next write makes it whole.
// https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
func (w *World) MarkFailed(id string) error {
	return w.Change(id, func(properties map[string]any) {
		for _, path := range []string{"provisioningState", "properties.provisioningState"} {
			if get(properties, path) != nil {
				set(properties, path, "Failed")
			}
		}
	})
}

// Snapshot is the world as a comparison needs it: every resource by its id,
// with all that a reader sees of it.
func (w *World) Snapshot() map[string]resource.PropertyMap {
	w.mu.Lock()
	defer w.mu.Unlock()
	tx := w.begin()
	all := map[string]resource.PropertyMap{}
	for r := range maps.Values(w.resources) {
		if r.Type != armDeletedAccount {
			all[r.ID] = tx.outputs(r)
		}
	}
	return all
}
