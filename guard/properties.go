package guard

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/posture/graph"
)

// Properties are a resource's as the check reads them. What is unknown stays
// unknown; what is secret is never looked into, so that no message can hold it.
func Properties(all resource.PropertyMap) map[string]any {
	object := map[string]any{}
	for key, value := range all {
		object[string(key)] = plain(value)
	}
	return object
}

func plain(v resource.PropertyValue) any {
	switch {
	case v.IsSecret():
		return graph.SecretText
	case v.IsComputed():
		return graph.UnknownText
	case v.IsOutput():
		switch out := v.OutputValue(); {
		case !out.Known:
			return graph.UnknownText
		case out.Secret:
			return graph.SecretText
		default:
			return plain(out.Element)
		}
	case v.IsArray():
		list := make([]any, 0, len(v.ArrayValue()))
		for _, item := range v.ArrayValue() {
			list = append(list, plain(item))
		}
		return list
	case v.IsObject():
		return Properties(v.ObjectValue())
	case v.IsString():
		return v.StringValue()
	case v.IsBool():
		return v.BoolValue()
	case v.IsNumber():
		return v.NumberValue()
	case v.IsResourceReference():
		return reference(v.ResourceReferenceValue())
	}
	return nil // null, and files, which no rule looks at
}

// reference is the id of the resource that a value stands for.
func reference(r resource.ResourceReference) any {
	if id, known := r.IDString(); known {
		return id
	}
	return graph.UnknownText
}
