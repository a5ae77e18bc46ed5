package recorder

import (
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/rehearsal/arm"
)

// secondUp is a world in which a stack has had its first up. A program registers
// what it wants in the end; what Azure does not create in that form it is asked
// for when everything is there.
type secondUp struct {
	*arm.World

	mu   sync.Mutex
	late []arm.Operation
}

func (w *secondUp) Create(token, name string, inputs resource.PropertyMap) (string, resource.PropertyMap, error) {
	first, later := arm.AtCreation(token, inputs)
	id, outputs, err := w.World.Create(token, name, first)
	if err != nil || !later {
		return id, outputs, err
	}
	t, err := arm.Lookup(token)
	if err != nil {
		return "", nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.late = append(w.late, arm.Operation{Kind: arm.Update, Type: t, ID: id, Inputs: inputs})
	return id, outputs, nil
}

// settle asks Azure for what it refused at creation.
func (w *secondUp) settle(g *Graph) error {
	for _, op := range w.late {
		result, err := w.Do(op)
		if err != nil {
			return fmt.Errorf("asking %s for what it refuses at creation: %w", op.ID, err)
		}
		g.ByID(op.ID).Outputs = Object(result.Outputs)
	}
	return nil
}
