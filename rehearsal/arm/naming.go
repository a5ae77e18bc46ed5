package arm

import (
	"fmt"

	"github.com/google/uuid"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// AutoName is the name that the provider generates for a resource without one.
// The same seed gives the same name; without a seed it is random.
func (t *Type) AutoName(logicalName string, seed []byte) (string, error) {
	if t.Naming == NameGUID {
		digits, err := resource.NewUniqueName(seed, "", 32, 0, nil)
		if err != nil {
			return "", fmt.Errorf("generating a GUID for %s: %w", logicalName, err)
		}
		return uuid.MustParse(digits).String(), nil
	}
	name, err := resource.NewUniqueName(seed, logicalName, 8, 0, nil)
	if err != nil {
		return "", fmt.Errorf("generating a name for %s: %w", logicalName, err)
	}
	return name, nil
}
