package arm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Plain takes the secretness out of a property map: the values as plain JSON,
// and the JSON pointers of those that were secret. Unknown values are an
// error, since Azure cannot be sent one.
func Plain(m resource.PropertyMap) (map[string]any, []string, error) {
	var secrets []string
	v, err := plain(resource.NewProperty(m), "", &secrets)
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(secrets)
	return v.(map[string]any), secrets, nil
}

func plain(v resource.PropertyValue, at string, secrets *[]string) (any, error) {
	switch {
	case v.IsSecret():
		*secrets = append(*secrets, at)
		return plain(v.SecretValue().Element, at, secrets)
	case v.IsOutput():
		o := v.OutputValue()
		if !o.Known {
			return nil, fmt.Errorf("the value at %q is not known yet", at)
		}
		if o.Secret {
			*secrets = append(*secrets, at)
		}
		return plain(o.Element, at, secrets)
	case v.IsComputed():
		return nil, fmt.Errorf("the value at %q is not known yet", at)
	case v.IsNull():
		return nil, nil
	case v.IsBool():
		return v.BoolValue(), nil
	case v.IsNumber():
		return v.NumberValue(), nil
	case v.IsString():
		return v.StringValue(), nil
	case v.IsArray():
		items := make([]any, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			p, err := plain(item, at+"/"+strconv.Itoa(i), secrets)
			if err != nil {
				return nil, err
			}
			items[i] = p
		}
		return items, nil
	case v.IsObject():
		object := map[string]any{}
		for k, item := range v.ObjectValue() {
			p, err := plain(item, at+"/"+escape(string(k)), secrets)
			if err != nil {
				return nil, err
			}
			if p != nil {
				object[string(k)] = p
			}
		}
		return object, nil
	default:
		return nil, fmt.Errorf("the value at %q is a %s, which Azure does not take", at, v.TypeString())
	}
}

// Properties is the opposite of Plain.
func Properties(m map[string]any, secrets []string) resource.PropertyMap {
	set := make(map[string]bool, len(secrets))
	for _, s := range secrets {
		set[s] = true
	}
	return property(m, "", set).ObjectValue()
}

func property(v any, at string, secrets map[string]bool) resource.PropertyValue {
	var p resource.PropertyValue
	switch v := v.(type) {
	case map[string]any:
		object := resource.PropertyMap{}
		for k, item := range v {
			object[resource.PropertyKey(k)] = property(item, at+"/"+escape(k), secrets)
		}
		p = resource.NewProperty(object)
	case []any:
		items := make([]resource.PropertyValue, len(v))
		for i, item := range v {
			items[i] = property(item, at+"/"+strconv.Itoa(i), secrets)
		}
		p = resource.NewProperty(items)
	default:
		p = resource.NewPropertyValue(v)
	}
	if secrets[at] && at != "" {
		return resource.MakeSecret(p)
	}
	return p
}

func escape(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

func unescape(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~1", "/"), "~0", "~")
}

// replaceAt swaps the value at a JSON pointer, where there is one.
func replaceAt(v any, pointer string, swap func(any) (any, error)) error {
	names := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, raw := range names {
		last, name := i == len(names)-1, unescape(raw)
		switch c := v.(type) {
		case map[string]any:
			if _, there := c[name]; !there {
				return nil
			}
			if last {
				swapped, err := swap(c[name])
				c[name] = swapped
				return err
			}
			v = c[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n < 0 || n >= len(c) {
				return nil
			}
			if last {
				swapped, err := swap(c[n])
				c[n] = swapped
				return err
			}
			v = c[n]
		default:
			return nil
		}
	}
	return nil
}
