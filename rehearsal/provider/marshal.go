package provider

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"google.golang.org/protobuf/types/known/structpb"

	"secure-azure-openai/rehearsal/arm"
)

var marshalling = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, SkipNulls: true}

func read(s *structpb.Struct) (resource.PropertyMap, error) {
	m, err := plugin.UnmarshalProperties(s, marshalling)
	if err != nil {
		return nil, fmt.Errorf("reading the engine's request: %w", err)
	}
	return m, nil
}

func write(m resource.PropertyMap) (*structpb.Struct, error) {
	s, err := plugin.MarshalProperties(m, marshalling)
	if err != nil {
		return nil, fmt.Errorf("writing the answer to the engine: %w", err)
	}
	return s, nil
}

// lookUp is the type and the logical name of a URN.
func lookUp(text string) (*arm.Type, string, error) {
	u, err := urn.Parse(text)
	if err != nil {
		return nil, "", fmt.Errorf("reading the URN %q: %w", text, err)
	}
	t, err := arm.Lookup(string(u.Type()))
	return t, u.Name(), err
}

// bare takes the secretness out at every depth: a difference is one of values.
func bare(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return bare(v.SecretValue().Element)
	case v.IsOutput() && v.OutputValue().Known:
		return bare(v.OutputValue().Element)
	case v.IsOutput():
		return resource.MakeComputed(resource.NewProperty(""))
	case v.IsArray():
		items := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			items[i] = bare(item)
		}
		return resource.NewProperty(items)
	case v.IsObject():
		return resource.NewProperty(bareMap(v.ObjectValue()))
	}
	return v
}

func bareMap(m resource.PropertyMap) resource.PropertyMap {
	result := make(resource.PropertyMap, len(m))
	for k, v := range m {
		result[k] = bare(v)
	}
	return result
}
