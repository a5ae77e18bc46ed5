package arm

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Create does for a mock what the engine and the provider do together: it
// names, checks and creates a resource. Without a name of its own it gets one
// that depends on nothing but its token and logical name.
func (w *World) Create(token, logicalName string, inputs resource.PropertyMap) (string, resource.PropertyMap, error) {
	t, err := Lookup(token)
	if err != nil {
		return "", nil, err
	}
	inputs = inputs.Copy()
	if t.Name != "" && !inputs.HasValue(resource.PropertyKey(t.Name)) {
		name, err := t.AutoName(logicalName, []byte(token+"::"+logicalName))
		if err != nil {
			return "", nil, err
		}
		inputs[resource.PropertyKey(t.Name)] = resource.NewProperty(name)
	}
	if group := inputs["resourceGroupName"]; t.Located() && !inputs.HasValue("location") && group.IsString() {
		if location := w.LocationOf(group.StringValue()); location != "" {
			inputs["location"] = resource.NewProperty(location)
		}
	}
	var reasons []string
	for _, p := range t.Check(inputs) {
		reasons = append(reasons, p.Reason)
	}
	if len(reasons) > 0 {
		return "", nil, fmt.Errorf("checking the inputs of %s %q: %s", token, logicalName, strings.Join(reasons, "; "))
	}
	result, err := w.Do(Operation{Kind: Create, Type: t, Inputs: inputs})
	return result.ID, result.Outputs, err
}

// LocationOf is the region of a resource group, or "" where there is none.
func (w *World) LocationOf(group string) string {
	if r, there := w.Get(fmt.Sprintf("/subscriptions/%s/resourceGroups/%s", w.opts.Subscription, group)); there {
		return r.Text("location")
	}
	return ""
}
