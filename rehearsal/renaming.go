package rehearsal

import (
	"net/netip"
	"strings"

	"github.com/google/uuid"
)

// renaming are the values that Azure made up, and what the stand-in made up
// in their place.
type renaming struct {
	// pairs are old and new in turn, as strings.NewReplacer takes them.
	guids     []string
	addresses map[string]string
}

// madeUp are the outputs that Azure makes up and others repeat. What comes
// from the directory (createdBy, tenantId) is none of them: the world was
// given it.
var madeUp = map[string]bool{"principalId": true, "clientId": true, "customerId": true, "privateIPAddress": true, "privateIpAddress": true}

// learn compares a resource's outputs of the state with those of the stand-in.
func (r *renaming) learn(before, now any) {
	switch before := before.(type) {
	case map[string]any:
		other, _ := now.(map[string]any)
		for name, value := range before {
			old, isText := value.(string)
			anew, alsoText := other[name].(string)
			if madeUp[name] && isText && alsoText && !strings.EqualFold(old, anew) {
				r.add(old, anew)
				continue
			}
			r.learn(value, other[name])
		}
	case []any:
		other, _ := now.([]any)
		for i, value := range before {
			if i < len(other) {
				r.learn(value, other[i])
			}
		}
	}
}

func (r *renaming) add(old, anew string) {
	if _, err := uuid.Parse(old); err == nil {
		r.guids = append(r.guids, old, anew)
	} else if _, err := netip.ParseAddr(old); err == nil {
		if r.addresses == nil {
			r.addresses = map[string]string{}
		}
		r.addresses[old] = anew
	}
}

// apply exchanges what was learnt: ids wherever they stand in a text,
// addresses only where they are all of it.
func (r *renaming) apply(value any) any {
	if len(r.guids) == 0 && len(r.addresses) == 0 {
		return value
	}
	replacer := strings.NewReplacer(r.guids...)
	var apply func(any) any
	apply = func(value any) any {
		text, isText := value.(string)
		if !isText {
			return mapped(value, apply)
		}
		if anew, known := r.addresses[text]; known {
			return anew
		}
		return replacer.Replace(text)
	}
	return apply(value)
}
