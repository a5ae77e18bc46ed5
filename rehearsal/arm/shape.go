package arm

import (
	"maps"
	"slices"
	"strings"
)

// Echo is the part of the inputs that Azure returns: what the outputs know,
// at every depth.
func (s *Schema) Echo(inputs map[string]any) map[string]any {
	return s.restrict(s.Outputs, inputs, false).(map[string]any)
}

// Project is the opposite: the part of the outputs that a program could have
// written, without what is read-only.
// pulumi-azure-native, provider/pkg/convert, SdkOutputsToSdkInputs.
func (s *Schema) Project(outputs map[string]any) map[string]any {
	return s.restrict(s.Inputs, outputs, true).(map[string]any)
}

func (s *Schema) restrict(want map[string]string, have map[string]any, project bool) any {
	kept := map[string]any{}
	for name, v := range have {
		expr, known := want[name]
		if !known || v == nil {
			continue
		}
		if r := s.restrictValue(strings.TrimSuffix(expr, "!"), v, project); r != nil {
			kept[name] = r
		}
	}
	return kept
}

func (s *Schema) restrictValue(want string, v any, project bool) any {
	switch v := v.(type) {
	case []any:
		if !strings.HasPrefix(want, "[]") {
			break
		}
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = s.restrictValue(want[2:], item, project)
		}
		return items
	case map[string]any:
		switch {
		case strings.HasPrefix(want, "#"):
			return s.restrict(s.Types[want[1:]], v, project)
		case strings.HasPrefix(want, "map["):
			kept := map[string]any{}
			for k, item := range v {
				kept[k] = s.restrictValue(want[4:len(want)-1], item, project)
			}
			return kept
		case project && want == "[]string":
			// A set of ids (userAssignedIdentities) comes back as an object.
			return strs(slices.Sorted(maps.Keys(v))...)
		}
	default:
		if kindOf(want) != "array" && kindOf(want) != "object" {
			return clone(v)
		}
	}
	if want == "any" {
		return clone(v)
	}
	return nil
}
