package rehearsal

import (
	"encoding/json"
	"maps"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// propertyOf is a value of a state as the engine has it in memory.
func propertyOf(value any) resource.PropertyValue {
	if object, secret := isSecretObject(value); secret {
		var inner any
		if text, _ := object["plaintext"].(string); json.Unmarshal([]byte(text), &inner) != nil {
			inner = nil
		}
		return resource.MakeSecret(propertyOf(inner))
	}
	switch value := value.(type) {
	case map[string]any:
		object := resource.PropertyMap{}
		for name, item := range value {
			object[resource.PropertyKey(name)] = propertyOf(item)
		}
		return resource.NewProperty(object)
	case []any:
		items := make([]resource.PropertyValue, len(value))
		for i, item := range value {
			items[i] = propertyOf(item)
		}
		return resource.NewProperty(items)
	case json.Number:
		number, err := value.Float64()
		if err != nil {
			return resource.NewProperty(value.String())
		}
		return resource.NewProperty(number)
	default:
		return resource.NewPropertyValue(value)
	}
}

// rawOf is the opposite of propertyOf.
func rawOf(properties resource.PropertyMap) any {
	var raw func(resource.PropertyValue) any
	raw = func(v resource.PropertyValue) any {
		switch {
		case v.IsSecret():
			written, err := json.Marshal(raw(v.SecretValue().Element))
			if err != nil {
				return nil // cannot be: the world's values are JSON
			}
			return secretOf(string(written))
		case v.IsObject():
			return rawOf(v.ObjectValue())
		case v.IsArray():
			items := make([]any, len(v.ArrayValue()))
			for i, item := range v.ArrayValue() {
				items[i] = raw(item)
			}
			return items
		default:
			return v.V
		}
	}
	object := map[string]any{}
	for name, value := range properties {
		object[string(name)] = raw(value)
	}
	return object
}

// publicInputs are inputs without the provider's own notes, which Azure is not sent.
func publicInputs(inputs map[string]any) map[string]any {
	kept := maps.Clone(inputs)
	maps.DeleteFunc(kept, func(name string, _ any) bool { return strings.HasPrefix(name, "__") })
	return kept
}

// mapped is a value with f over its members.
func mapped(value any, f func(any) any) any {
	switch value := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(value))
		for name, item := range value {
			object[name] = f(item)
		}
		return object
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = f(item)
		}
		return items
	}
	return value
}
