package graph

import (
	"fmt"
	"strings"
)

// The text that a preview has in the place of what is unknown. Pulumi has one
// for each kind of value; they share no pattern.
// https://github.com/pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go
var unknowns = map[string]bool{
	"04da6b54-80e4-46f7-96ec-b56ff0331ba9": true, // string
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7": true, // bool
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421": true, // number
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2": true, // array
	"030794c1-ac77-496b-92df-f27374a8bd58": true, // asset
	"e48ece36-62e2-4504-bad9-02848725956a": true, // archive
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff": true, // object
}

// secretKey marks an object that stands for a secret; see
// sdk/go/common/resource/sig. Without --show-secrets a preview has
// secretText in its place.
const (
	secretKey  = "4dabf18193072939515e22adb298388d"
	secretSig  = "1b47061264138c4ac30d75fd1eb44270"
	outputSig  = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
	secretText = "[secret]"
)

// step is one of a preview's.
type step struct {
	Op       string  `json:"op"`
	URN      string  `json:"urn"`
	NewState *stored `json:"newState"`
	OldState *stored `json:"oldState"`
}

// fromPreview takes what will be there after the deployment: the new state of
// everything but what is deleted. A replacement has several steps with one new
// state. Unless it is told otherwise, a preview leaves out what does not
// change; unchanged is how many there are.
func fromPreview(steps []step, unchanged int) (*Graph, error) {
	changes := false
	for _, s := range steps {
		if s.Op == "same" {
			unchanged--
		} else {
			changes = true
		}
	}
	if unchanged > 0 {
		return nil, refuse("it leaves out %d resources that do not change: make it with `pulumi preview --json --show-sames`", unchanged)
	}
	var all []*Resource
	index := map[string]int{}
	for i, s := range steps {
		if s.NewState == nil || strings.HasPrefix(s.Op, "delete") || s.Op == "discard" {
			continue
		}
		state := *s.NewState
		if state.URN == "" {
			state.URN = s.URN
		}
		s.keep(&state, changes)
		r, err := state.resource(fmt.Sprintf("steps[%d].newState", i))
		if err != nil {
			return nil, err
		}
		if unknowns[r.ID] {
			r.ID = ""
		}
		if at, there := index[r.URN]; there {
			all[at] = r
			continue
		}
		index[r.URN] = len(all)
		all = append(all, r)
	}
	return assemble(FromPreview, all)
}

// keep takes over what stays: a preview's new state has neither the id nor
// what Azure answered, even of what does not change at all. A component's and
// the stack's own outputs may differ after any change.
func (s step) keep(state *stored, changes bool) {
	if s.OldState == nil || (s.Op != "same" && s.Op != "update") {
		return
	}
	if state.ID == "" {
		state.ID = s.OldState.ID
	}
	if s.Op == "same" && state.Outputs == nil && (state.Custom || !changes) {
		state.Outputs = s.OldState.Outputs
	}
}

// clean puts marks in the places of what is unknown or secret, and refuses
// what is nested too deep.
func clean(object map[string]any, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("are nested more than %d deep", maxDepth)
	}
	for key, value := range object {
		cleaned, err := cleanValue(value, depth)
		if err != nil {
			return err
		}
		object[key] = cleaned
	}
	return nil
}

func cleanValue(value any, depth int) (any, error) {
	switch value := value.(type) {
	case string:
		switch {
		case unknowns[value]:
			return mark(Unknown), nil
		case value == secretText:
			return mark(Secret), nil
		}
	case []any:
		if depth > maxDepth {
			return nil, fmt.Errorf("are nested more than %d deep", maxDepth)
		}
		for i, item := range value {
			cleaned, err := cleanValue(item, depth+1)
			if err != nil {
				return nil, err
			}
			value[i] = cleaned
		}
	case map[string]any:
		switch value[secretKey] {
		case secretSig:
			return mark(Secret), nil
		case outputSig:
			if inner, known := value["value"]; known {
				return cleanValue(inner, depth+1)
			}
			return mark(Unknown), nil
		}
		return value, clean(value, depth+1)
	}
	return value, nil
}
