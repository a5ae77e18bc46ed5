package recorder

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/rehearsal/arm"
)

// NewWorld is a new, empty Azure: the rehearsal's, so that unit tests and the
// rehearsal disagree about nothing.
func NewWorld(t testing.TB) *arm.World {
	t.Helper()
	return arm.NewWorld(arm.Options{})
}

var _ Azure = (*arm.World)(nil)

// Properties is a property map of plain values, for what a test puts into a
// world before the program runs.
func Properties(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(values)
}
