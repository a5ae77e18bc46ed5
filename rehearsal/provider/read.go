package provider

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"secure-azure-openai/rehearsal/arm"
)

// Read tells what a resource is like, for a refresh and for an import. Inputs
// cannot be read from Azure. A refresh takes the old ones and changes in them
// what has changed in Azure since; an import takes everything that a program
// could have written.
// pulumi-azure-native, provider/pkg/provider/provider.go, Read.
func (s *Server) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	t, _, err := lookUp(req.GetUrn())
	if err != nil {
		return nil, err
	}
	found, err := s.do(ctx, arm.Operation{Kind: arm.Read, Type: t, ID: req.GetId(), URN: req.GetUrn()})
	if arm.IsNotFound(err) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	oldInputs, err := read(req.GetInputs())
	if err != nil {
		return nil, err
	}
	oldOutputs, err := read(req.GetProperties())
	if err != nil {
		return nil, err
	}
	inputs, err := project(t, found.ID, oldInputs, oldOutputs, found.Outputs)
	if err != nil {
		return nil, err
	}
	properties, err := write(found.Outputs)
	if err != nil {
		return nil, err
	}
	record, err := write(inputs)
	return &pulumirpc.ReadResponse{Id: found.ID, Properties: properties, Inputs: record}, err
}

func project(t *arm.Type, id string, oldInputs, oldOutputs, outputs resource.PropertyMap) (resource.PropertyMap, error) {
	now, secrets, err := projection(t, outputs)
	if err != nil {
		return nil, err
	}
	if len(oldInputs) == 0 {
		params, matches := arm.Params(t.Path, id)
		if !matches {
			return nil, fmt.Errorf("reading %s: the id %q is not of the form %s", t.Token, id, t.Path)
		}
		inputs := arm.Properties(now, secrets)
		for name, value := range params {
			inputs[resource.PropertyKey(name)] = resource.NewProperty(value)
		}
		return inputs, nil
	}
	before, _, err := projection(t, oldOutputs)
	if err != nil {
		return nil, err
	}
	// What has a type of its own (the subnets of a VNet) is none of this
	// resource's business where the program did not set it.
	// pulumi-azure-native, provider/pkg/provider, removeUnsetSubResourceProperties.
	for _, name := range t.Maintained {
		if !oldInputs.HasValue(resource.PropertyKey(name)) {
			delete(before, name)
			delete(now, name)
		}
	}
	difference := arm.Properties(before, nil).Diff(arm.Properties(now, nil))
	return apply(oldInputs, difference), nil
}

// projection is the part of the outputs that could be inputs, plain, and which
// of it is secret.
func projection(t *arm.Type, outputs resource.PropertyMap) (map[string]any, []string, error) {
	plain, secrets, err := arm.Plain(known(outputs))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the outputs of a %s: %w", t.Token, err)
	}
	return t.Schema().Project(plain), secrets, nil
}

// known drops what is unknown, as the state of an interrupted update may be.
func known(m resource.PropertyMap) resource.PropertyMap {
	kept := resource.PropertyMap{}
	for k, v := range m {
		if !v.ContainsUnknowns() {
			kept[k] = v
		}
	}
	return kept
}

// apply changes in inputs what has changed in Azure, and nothing else.
func apply(inputs resource.PropertyMap, d *resource.ObjectDiff) resource.PropertyMap {
	if d == nil {
		return inputs
	}
	result := resource.PropertyMap{}
	for k, v := range inputs {
		if !d.Deleted(k) {
			result[k] = v
		}
	}
	for k, v := range d.Adds {
		result[k] = v
	}
	for k, v := range d.Updates {
		if old, there := inputs[k]; there {
			result[k] = applyValue(old, v.Old, v.New)
		} else {
			result[k] = v.New
		}
	}
	return result
}

func applyValue(base, before, now resource.PropertyValue) resource.PropertyValue {
	if base.IsSecret() {
		return resource.MakeSecret(applyValue(base.SecretValue().Element, before, now))
	}
	switch {
	case base.IsObject() && before.IsObject() && now.IsObject():
		return resource.NewProperty(apply(base.ObjectValue(), before.ObjectValue().Diff(now.ObjectValue())))
	case base.IsArray() && before.IsArray() && now.IsArray():
		items := make([]resource.PropertyValue, len(now.ArrayValue()))
		for i, item := range now.ArrayValue() {
			if i >= len(base.ArrayValue()) || i >= len(before.ArrayValue()) {
				items[i] = item
				continue
			}
			items[i] = applyValue(base.ArrayValue()[i], before.ArrayValue()[i], item)
		}
		return resource.NewProperty(items)
	}
	return now
}
