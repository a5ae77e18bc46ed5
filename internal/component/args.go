// Package component holds what every component of this program does before it
// registers itself: it looks whether it was given what it cannot do without.
package component

import (
	"fmt"
	"strings"
)

// Field is one argument that a component cannot do without.
type Field struct {
	Name    string
	Present bool
}

// Require reports every missing argument at once, or nil. The component is
// named as the caller knows it ("openai.Account \"chat\"").
func Require(kind, name string, fields ...Field) error {
	var missing []string
	for _, f := range fields {
		if !f.Present {
			missing = append(missing, f.Name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s %q: missing in its arguments: %s", kind, name, strings.Join(missing, ", "))
}
