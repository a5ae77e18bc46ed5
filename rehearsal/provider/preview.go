package provider

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/rehearsal/arm"
)

// previewOutputs is what the real provider knows before Azure has answered:
// an output that is also an input has its value, and every other is unknown.
// So a name given as accountName leaves the output name unknown.
// pulumi-azure-native, provider/pkg/convert, PreviewOutputs.
func previewOutputs(s *arm.Schema, inputs resource.PropertyMap) resource.PropertyMap {
	return previewObject(s, s.Outputs, inputs)
}

func previewObject(s *arm.Schema, outputs map[string]string, inputs resource.PropertyMap) resource.PropertyMap {
	result := resource.PropertyMap{}
	for name, expr := range outputs {
		v, given := inputs[resource.PropertyKey(name)]
		if !given {
			v = unknown
		}
		result[resource.PropertyKey(name)] = previewValue(s, expr, v)
	}
	return result
}

var unknown = resource.MakeComputed(resource.NewProperty(""))

func previewValue(s *arm.Schema, expr string, v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(previewValue(s, expr, v.SecretValue().Element))
	case v.IsOutput() && v.OutputValue().Known:
		return previewValue(s, expr, v.OutputValue().Element)
	case expr == "any",
		expr == "string" && v.IsString(),
		expr == "boolean" && v.IsBool(),
		(expr == "integer" || expr == "number") && v.IsNumber():
		return v
	case strings.HasPrefix(expr, "[]") && v.IsArray():
		items := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			items[i] = previewValue(s, expr[2:], item)
		}
		return resource.NewProperty(items)
	case strings.HasPrefix(expr, "map[") && v.IsObject():
		result := resource.PropertyMap{}
		for k, item := range v.ObjectValue() {
			result[k] = previewValue(s, expr[4:len(expr)-1], item)
		}
		return resource.NewProperty(result)
	case strings.HasPrefix(expr, "#") && v.IsObject():
		return resource.NewProperty(previewObject(s, s.Types[expr[1:]], v.ObjectValue()))
	}
	return unknown
}
