package arm

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

//go:embed schema/*.json
var schemaFiles embed.FS

// Schema is what a type accepts and returns. Every property has a type
// expression: string, integer, number, boolean, any, []T, map[T], or #Name for
// a member of Types; a trailing ! marks a required input.
//
// tests/schema_test.go writes these files from the SDK's own structs.
type Schema struct {
	Token   string            `json:"token"`
	Inputs  map[string]string `json:"inputs"`
	Outputs map[string]string `json:"outputs"`
	// Types is shared by the whole file, so that a type may contain itself.
	Types map[string]map[string]string `json:"types"`
}

// Problem is an input that the provider refuses before Azure sees it.
type Problem struct {
	Path   string
	Reason string
}

func loadSchemas() map[string]*Schema {
	schemas := map[string]*Schema{}
	files, err := schemaFiles.ReadDir("schema")
	if err != nil {
		panic(err) // embedded at build time
	}
	for _, f := range files {
		data, err := schemaFiles.ReadFile("schema/" + f.Name())
		if err != nil {
			panic(err)
		}
		var s Schema
		if err := json.Unmarshal(data, &s); err != nil {
			panic(fmt.Sprintf("reading schema/%s: %v", f.Name(), err))
		}
		schemas[s.Token] = &s
	}
	return schemas
}

// Check judges inputs as the provider's Check does: missing required
// properties and wrong types, in the provider's words. It is stricter in one
// way: azure-native drops a property that it does not know and says nothing;
// here it is an error, because in a rehearsal it can only be a mistake.
// pulumi-azure-native, provider/pkg/provider/provider.go, validateType.
func (s *Schema) Check(inputs resource.PropertyMap) []Problem {
	return s.checkObject(s.Inputs, inputs, "")
}

func (s *Schema) checkObject(want map[string]string, have resource.PropertyMap, at string) []Problem {
	var problems []Problem
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, there := have[resource.PropertyKey(name)]
		switch {
		case there && !value.IsNull():
			problems = append(problems, s.checkValue(strings.TrimSuffix(want[name], "!"), value, join(at, name))...)
		case strings.HasSuffix(want[name], "!"):
			problems = append(problems, missing(join(at, name)))
		}
	}
	for _, k := range have.StableKeys() {
		if _, known := want[string(k)]; !known && !strings.HasPrefix(string(k), "__") {
			problems = append(problems, Problem{join(at, string(k)), fmt.Sprintf("unknown property '%s' of %s%s; known here: %s",
				join(at, string(k)), s.Token, guess(string(k), want), strings.Join(slices.Sorted(maps.Keys(want)), ", "))})
		}
	}
	return problems
}

func missing(path string) Problem {
	reason := fmt.Sprintf("missing required property '%s'", path)
	if path == "location" {
		reason += ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
	}
	return Problem{path, reason}
}

func guess(name string, known map[string]string) string {
	for _, k := range slices.Sorted(maps.Keys(known)) {
		if strings.EqualFold(k, name) {
			return fmt.Sprintf(" (did you mean '%s'?)", k)
		}
	}
	return ""
}

func (s *Schema) checkValue(want string, v resource.PropertyValue, at string) []Problem {
	switch {
	case v.IsSecret():
		return s.checkValue(want, v.SecretValue().Element, at)
	case v.IsOutput() && v.OutputValue().Known:
		return s.checkValue(want, v.OutputValue().Element, at)
	case v.IsOutput() || v.IsComputed() || v.IsNull() || want == "any":
		return nil
	}
	wrong := []Problem{{at, fmt.Sprintf("'%s' should be of type '%s' but got %s", at, kindOf(want), gotten(v))}}
	switch {
	case strings.HasPrefix(want, "[]"):
		if !v.IsArray() {
			return wrong
		}
		var problems []Problem
		for i, item := range v.ArrayValue() {
			problems = append(problems, s.checkValue(want[2:], item, fmt.Sprintf("%s[%d]", at, i))...)
		}
		return problems
	case strings.HasPrefix(want, "map["):
		if !v.IsObject() {
			return wrong
		}
		var problems []Problem
		for _, k := range v.ObjectValue().StableKeys() {
			problems = append(problems, s.checkValue(want[4:len(want)-1], v.ObjectValue()[k], join(at, string(k)))...)
		}
		return problems
	case strings.HasPrefix(want, "#"):
		if !v.IsObject() {
			return wrong
		}
		return s.checkObject(s.Types[want[1:]], v.ObjectValue(), at)
	case want == "integer" && v.IsNumber():
		if v.NumberValue() != math.Trunc(v.NumberValue()) {
			return []Problem{{at, fmt.Sprintf("'%s' must be an integer but got %f", at, v.NumberValue())}}
		}
		return nil
	case want == "string" && v.IsString(), want == "number" && v.IsNumber(), want == "boolean" && v.IsBool():
		return nil
	}
	return wrong
}

func kindOf(want string) string {
	switch {
	case strings.HasPrefix(want, "[]"):
		return "array"
	case strings.HasPrefix(want, "map["), strings.HasPrefix(want, "#"):
		return "object"
	}
	return want
}

func gotten(v resource.PropertyValue) string {
	switch {
	case v.IsArray():
		return "an array"
	case v.IsObject():
		return "an object"
	case v.IsString():
		return "a string"
	case v.IsNumber():
		return "a number"
	case v.IsBool():
		return "a boolean"
	}
	return "a " + v.TypeString()
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}
