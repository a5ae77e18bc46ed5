package recorder

import (
	"fmt"
	"maps"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/rehearsal/arm"
)

// apiManagement is the one type that Azure refuses to create as a stack file
// may ask for it (settings.FirstUps).
const apiManagement = "azure-native:apimanagement/v20240501:ApiManagementService"

// secondUp is a world in which a stack has had its first up. A program registers
// what it wants in the end; Azure, which creates no API Management service with
// its public access off, is asked for one with it on first, and for the rest
// when everything is there.
type secondUp struct {
	*arm.World

	mu   sync.Mutex
	late []arm.Operation
}

func (w *secondUp) Create(token, name string, inputs resource.PropertyMap) (string, resource.PropertyMap, error) {
	access, said := inputs["publicNetworkAccess"]
	if token != apiManagement || !said || !access.IsString() || access.StringValue() != "Disabled" {
		return w.World.Create(token, name, inputs)
	}
	first := maps.Clone(inputs)
	first["publicNetworkAccess"] = resource.NewProperty("Enabled")
	id, outputs, err := w.World.Create(token, name, first)
	if err != nil {
		return "", nil, err
	}
	t, err := arm.Lookup(token)
	if err != nil {
		return "", nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.late = append(w.late, arm.Operation{Kind: arm.Update, Type: t, ID: id, Inputs: inputs})
	outputs = maps.Clone(outputs)
	outputs["publicNetworkAccess"] = access
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
