package recorder

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Object is a resource's inputs or outputs, or an object inside them. Paths
// name a value in it: "networkAcls.bypass", "subnets[2].name". A path whose
// object keys have dots of their own goes through Map.
type Object resource.PropertyMap

// at walks to a value, through secrets, and says whether it met one.
func (o Object) at(path string) (v resource.PropertyValue, secret, found bool) {
	v = resource.NewProperty(resource.PropertyMap(o))
	for _, key := range steps(path) {
		var s bool
		v, s = open(v)
		secret = secret || s
		switch {
		case v.IsObject():
			v, found = v.ObjectValue()[resource.PropertyKey(key)]
		case v.IsArray():
			i, err := strconv.Atoi(key)
			found = err == nil && i >= 0 && i < len(v.ArrayValue())
			if found {
				v = v.ArrayValue()[i]
			}
		default:
			found = false
		}
		if !found {
			return resource.PropertyValue{}, secret, false
		}
	}
	v, s := open(v)
	return v, secret || s, !v.IsNull()
}

// Has reports whether there is a value at a path, known or not.
func (o Object) Has(path string) bool {
	_, _, found := o.at(path)
	return found
}

// Text is the string at a path, empty where there is none.
func (o Object) Text(path string) string {
	if v, _, found := o.at(path); found && v.IsString() {
		return v.StringValue()
	}
	return ""
}

// Number is the number at a path, 0 where there is none.
func (o Object) Number(path string) float64 {
	if v, _, found := o.at(path); found && v.IsNumber() {
		return v.NumberValue()
	}
	return 0
}

// Is reports whether a path says this, explicitly.
func (o Object) Is(path string, want bool) bool {
	v, _, found := o.at(path)
	return found && v.IsBool() && v.BoolValue() == want
}

// Unknown reports whether a path's value is unknown, as in a preview.
func (o Object) Unknown(path string) bool {
	v, _, found := o.at(path)
	return found && v.IsComputed()
}

// Secret reports whether a path's value is secret, by itself, inside of
// something secret, or because everything in it is.
func (o Object) Secret(path string) bool {
	v, secret, found := o.at(path)
	if !found || secret {
		return secret
	}
	var parts []resource.PropertyValue
	switch {
	case v.IsObject():
		parts = slices.Collect(maps.Values(v.ObjectValue()))
	case v.IsArray():
		parts = v.ArrayValue()
	}
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p resource.PropertyValue) bool { return !p.IsSecret() })
}

// Len is how many entries a list or an object at a path has.
func (o Object) Len(path string) int {
	v, _, _ := o.at(path)
	switch {
	case v.IsArray():
		return len(v.ArrayValue())
	case v.IsObject():
		return len(v.ObjectValue())
	}
	return 0
}

// Items lists the objects of a list at a path.
func (o Object) Items(path string) []Object {
	v, _, found := o.at(path)
	if !found || !v.IsArray() {
		return nil
	}
	var items []Object
	for _, e := range v.ArrayValue() {
		if e, _ = open(e); e.IsObject() {
			items = append(items, Object(e.ObjectValue()))
		}
	}
	return items
}

// Texts lists the strings of a list at a path.
func (o Object) Texts(path string) []string {
	v, _, found := o.at(path)
	if !found || !v.IsArray() {
		return nil
	}
	var texts []string
	for _, e := range v.ArrayValue() {
		if e, _ = open(e); e.IsString() {
			texts = append(texts, e.StringValue())
		}
	}
	return texts
}

// Map is the strings of an object at a path, by key.
func (o Object) Map(path string) map[string]string {
	v, _, found := o.at(path)
	if !found || !v.IsObject() {
		return nil
	}
	texts := map[string]string{}
	for k, e := range v.ObjectValue() {
		if e, _ = open(e); e.IsString() {
			texts[string(k)] = e.StringValue()
		}
	}
	return texts
}

// Reveals lists the paths at which a text stands open, in no secret.
func (o Object) Reveals(text string) []string {
	return revealed(resource.NewProperty(resource.PropertyMap(o)), "", text)
}

func revealed(v resource.PropertyValue, at, text string) []string {
	var paths []string
	switch {
	case v.IsString() && strings.Contains(v.StringValue(), text):
		paths = append(paths, at)
	case v.IsObject():
		for k, e := range v.ObjectValue() {
			if strings.Contains(string(k), text) {
				paths = append(paths, at+"."+string(k))
			}
			paths = append(paths, revealed(e, at+"."+string(k), text)...)
		}
	case v.IsArray():
		for i, e := range v.ArrayValue() {
			paths = append(paths, revealed(e, at+"["+strconv.Itoa(i)+"]", text)...)
		}
	}
	return paths
}

// open takes a value out of its secret.
func open(v resource.PropertyValue) (resource.PropertyValue, bool) {
	secret := false
	for v.IsSecret() {
		v, secret = v.SecretValue().Element, true
	}
	return v, secret
}

// steps splits a path: "subnets[2].name" is subnets, 2, name.
func steps(path string) []string {
	if path == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(path, "[", "."), "]", ""), ".")
}
