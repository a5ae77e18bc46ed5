package settings

import (
	"fmt"
	"strings"

	"secure-azure-openai/internal/words"
)

// oneOf says which values would have been right, the likeliest first.
func oneOf(value string, known []string) string {
	list := "use " + strings.Join(known, ", ")
	if len(known) > 1 {
		list = "use one of " + strings.Join(known, ", ")
	}
	if near := words.Nearest(value, known); near != "" {
		return fmt.Sprintf("did you mean %q? Otherwise %s", near, list)
	}
	return list
}

// oneOf is the same for a value that may be secret: what is near a secret
// value tells of it.
func (r *report) oneOf(path, value string, known []string) string {
	if r.private(path) {
		value = ""
	}
	return oneOf(value, known)
}
