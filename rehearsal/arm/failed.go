package arm

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

// MarkFailed makes a resource the remains of an operation that ended as
// Failed. The next write makes it whole.
// https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
func (w *World) MarkFailed(id string) error { return w.markAs(id, stateFailed) }

// The states in which an operation may leave a resource.
const (
	stateFailed    = "Failed"
	stateSucceeded = "Succeeded"
)

func (w *World) markAs(id, state string) error {
	return w.Change(id, func(properties map[string]any) {
		for _, path := range provisioningPaths {
			if get(properties, path) != nil {
				set(properties, path, state)
			}
		}
	})
}

// provisioningPaths are where a type keeps its provisioning state.
var provisioningPaths = []string{"provisioningState", "properties.provisioningState"}

// HasFailed says whether a resource is the remains of a failed operation.
func (w *World) HasFailed(id string) bool {
	r, there := w.Get(id)
	return there && (r.Text(provisioningPaths[0]) == stateFailed || r.Text(provisioningPaths[1]) == stateFailed)
}

// Reapply writes a resource as it is once more, as `az resource update` does,
// which makes the remains of a failed operation whole.
// https://learn.microsoft.com/azure/networking/troubleshoot-failed-state
func (w *World) Reapply(id string) error { return w.markAs(id, stateSucceeded) }
