package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"secure-azure-openai/rehearsal/arm"
)

// Diff compares the old inputs with the new ones, and says which changes
// replace. An explicit name makes the replacement delete first, since the name
// is taken as long as the old resource exists.
// pulumi-azure-native, provider/pkg/provider/diff.go.
func (s *Server) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	t, _, err := lookUp(req.GetUrn())
	if err != nil {
		return nil, err
	}
	olds, err := read(req.GetOldInputs())
	if err != nil {
		return nil, err
	}
	news, err := read(req.GetNews())
	if err != nil {
		return nil, err
	}
	difference := bareMap(olds).Diff(bareMap(news), func(k resource.PropertyKey) bool { return strings.HasPrefix(string(k), "__") })
	if difference != nil {
		sameLocation(difference)
	}
	d := differ{replaces: replacing(t), found: map[string]*pulumirpc.PropertyDiff{}}
	if difference != nil {
		d.object(difference, "", "", false)
	}
	response := &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_NONE, HasDetailedDiff: true, DetailedDiff: d.found,
	}
	for _, path := range slices.Sorted(maps.Keys(d.found)) {
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
		response.Diffs = append(response.Diffs, top(path))
		switch d.found[path].Kind {
		case pulumirpc.PropertyDiff_ADD_REPLACE, pulumirpc.PropertyDiff_UPDATE_REPLACE, pulumirpc.PropertyDiff_DELETE_REPLACE:
			response.Replaces = append(response.Replaces, top(path))
		}
	}
	response.Diffs, response.Replaces = slices.Compact(response.Diffs), slices.Compact(response.Replaces)
	response.DeleteBeforeReplace = len(response.Replaces) > 0
	if flag := olds[generatedName]; flag.IsBool() && flag.BoolValue() {
		response.DeleteBeforeReplace = false
	}
	return response, nil
}

func top(path string) string {
	if end := strings.IndexAny(path, ".["); end >= 0 {
		return path[:end]
	}
	return path
}

// replacing is every property whose change replaces: the path's and those that
// the type declares.
func replacing(t *arm.Type) map[string]bool {
	keys := map[string]bool{}
	for segment := range strings.SplitSeq(t.Path, "/") {
		if strings.HasPrefix(segment, "{") {
			keys[strings.Trim(segment, "{}")] = true
		}
	}
	for _, name := range t.ForceNew {
		keys[name] = true
	}
	return keys
}

// sameLocation: "Sweden Central" and "swedencentral" are one region.
func sameLocation(d *resource.ObjectDiff) {
	if v, changed := d.Updates["location"]; changed && v.Old.IsString() && v.New.IsString() &&
		arm.NormalLocation(v.Old.StringValue()) == arm.NormalLocation(v.New.StringValue()) {
		delete(d.Updates, "location")
	}
}

// differ collects one entry for every changed leaf. Paths are kept twice: with
// indices for the engine, and with [] to compare with what replaces.
type differ struct {
	replaces map[string]bool
	found    map[string]*pulumirpc.PropertyDiff
}

func (d differ) object(diff *resource.ObjectDiff, path, pattern string, replace bool) {
	for k := range diff.Adds {
		d.leaf(path+string(k), pattern+string(k), replace, pulumirpc.PropertyDiff_ADD, pulumirpc.PropertyDiff_ADD_REPLACE)
	}
	for k := range diff.Deletes {
		d.leaf(path+string(k), pattern+string(k), replace, pulumirpc.PropertyDiff_DELETE, pulumirpc.PropertyDiff_DELETE_REPLACE)
	}
	for k, v := range diff.Updates {
		d.value(v, path+string(k), pattern+string(k), replace)
	}
}

func (d differ) value(v resource.ValueDiff, path, pattern string, replace bool) {
	replace = replace || d.replaces[pattern]
	switch {
	case v.Object != nil:
		d.object(v.Object, path+".", pattern+".", replace)
	case v.Array != nil:
		for i := range v.Array.Adds {
			d.leaf(fmt.Sprintf("%s[%d]", path, i), pattern+"[]", replace, pulumirpc.PropertyDiff_ADD, pulumirpc.PropertyDiff_ADD_REPLACE)
		}
		for i := range v.Array.Deletes {
			d.leaf(fmt.Sprintf("%s[%d]", path, i), pattern+"[]", replace, pulumirpc.PropertyDiff_DELETE, pulumirpc.PropertyDiff_DELETE_REPLACE)
		}
		for i, item := range v.Array.Updates {
			d.value(item, fmt.Sprintf("%s[%d]", path, i), pattern+"[]", replace)
		}
	default:
		d.leaf(path, pattern, replace, pulumirpc.PropertyDiff_UPDATE, pulumirpc.PropertyDiff_UPDATE_REPLACE)
	}
}

func (d differ) leaf(path, pattern string, replace bool, kind, replacing pulumirpc.PropertyDiff_Kind) {
	if replace || d.replaces[pattern] {
		kind = replacing
	}
	d.found[path] = &pulumirpc.PropertyDiff{Kind: kind, InputDiff: true}
}
