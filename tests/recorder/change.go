package recorder

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Set puts a value at a path: a string, bool, float64, []string, map or
// PropertyValue. Objects on the way are made, list entries have to be there.
// It panics on a path that leads through anything else, because a change that
// changes nothing would let a test pass for the wrong reason.
func (o Object) Set(path string, value any) {
	at := steps(path)
	in := resource.NewProperty(resource.PropertyMap(o))
	for i, key := range at {
		last := i == len(at)-1
		in, _ = open(in)
		if in.IsArray() {
			n, err := strconv.Atoi(key)
			if err != nil || n >= len(in.ArrayValue()) {
				panic("recorder: no entry " + key + " on the way to " + path)
			}
			if last {
				in.ArrayValue()[n] = resource.NewPropertyValue(value)
			}
			in = in.ArrayValue()[n]
			continue
		}
		if !in.IsObject() {
			panic("recorder: no object at " + key + " on the way to " + path)
		}
		m, k := in.ObjectValue(), resource.PropertyKey(key)
		if last {
			m[k] = resource.NewPropertyValue(value)
		} else if _, there := m[k]; !there {
			m[k] = resource.NewProperty(resource.PropertyMap{})
		}
		in = m[k]
	}
}

// Delete takes a key out of an object; it panics where it is not there, for
// the same reason as Set.
func (o Object) Delete(path string) {
	at := steps(path)
	parent, key := strings.Join(at[:len(at)-1], "."), resource.PropertyKey(at[len(at)-1])
	v, _, _ := o.at(parent)
	if !v.IsObject() || v.ObjectValue()[key].V == nil {
		panic("recorder: nothing to delete at " + path)
	}
	delete(v.ObjectValue(), key)
}

func (o Object) clone() Object {
	return Object(copied(resource.NewProperty(resource.PropertyMap(o))).ObjectValue())
}

func copied(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(copied(v.SecretValue().Element))
	case v.IsObject():
		m := resource.PropertyMap{}
		for k, e := range v.ObjectValue() {
			m[k] = copied(e)
		}
		return resource.NewProperty(m)
	case v.IsArray():
		list := []resource.PropertyValue{}
		for _, e := range v.ArrayValue() {
			list = append(list, copied(e))
		}
		return resource.NewProperty(list)
	}
	return v
}
