package posture_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// changes are what can be done to a resource; one that makes another resource
// answers it.
var changes = []func(s *script, r map[string]any, all []json.RawMessage, text string) json.RawMessage{
	func(s *script, r map[string]any, _ []json.RawMessage, text string) json.RawMessage {
		set(s, r, func(there any) any { return values[s.next()%len(values)](there, text) })
		return nil
	},
	func(s *script, r map[string]any, all []json.RawMessage, _ string) json.RawMessage {
		r[[]string{"id", "parent"}[s.next()%2]] = field(all, s.next(), []string{"id", "urn"}[s.next()%2])
		return nil
	},
	func(s *script, r map[string]any, all []json.RawMessage, _ string) json.RawMessage {
		loop := []any{r["urn"], field(all, s.next(), "urn"), field(all, s.next(), "urn")}
		r["dependencies"] = loop
		r["propertyDependencies"] = map[string]any{"scope": loop, "subnets": loop, "privateLinkServiceConnections": loop}
		return nil
	},
	func(s *script, r map[string]any, _ []json.RawMessage, text string) json.RawMessage {
		again, _ := json.Marshal(r)
		urn := fmt.Sprint(r["urn"])
		name, _ := json.Marshal(urn)
		other, _ := json.Marshal(urn + text + fmt.Sprint(s.next()))
		return bytes.ReplaceAll(again, name, other)
	},
	func(s *script, r map[string]any, _ []json.RawMessage, text string) json.RawMessage {
		delete(r, []string{"id", "inputs", "outputs", "type", "parent", "custom"}[s.next()%6])
		return nil
	},
	func(s *script, r map[string]any, _ []json.RawMessage, text string) json.RawMessage {
		if urn, isText := r["urn"].(string); isText {
			kind := []string{"network:NetworkSecurityGroup", "storage:StorageAccount", "web:WebApp", "keyvault:Vault", "authorization:RoleAssignment", text}[s.next()%6]
			parts := strings.SplitN(urn, "::", 4)
			r["type"] = "azure-native:" + kind
			r["urn"] = strings.Join([]string{parts[0], parts[1], "azure-native:" + kind, parts[len(parts)-1] + text}, "::")
		}
		return nil
	},
}

// field is a text of any of the resources.
func field(all []json.RawMessage, which int, name string) any {
	var object map[string]any
	if json.Unmarshal(all[which%len(all)], &object) != nil {
		return nil
	}
	return state(object)[name]
}

// set replaces one value, anywhere in what a resource asks for or was answered.
func set(s *script, r map[string]any, value func(any) any) {
	object, _ := r[[]string{"inputs", "outputs"}[s.next()%2]].(map[string]any)
	for range 12 {
		if len(object) == 0 {
			return
		}
		names := make([]string, 0, len(object))
		for name := range object {
			names = append(names, name)
		}
		slices.Sort(names)
		name := names[s.next()%len(names)]
		inner := object[name]
		if list, isList := inner.([]any); isList && len(list) > 0 && s.next()%4 != 0 {
			i := s.next() % len(list)
			if next, isObject := list[i].(map[string]any); isObject && len(next) > 0 {
				object = next
				continue
			}
			list[i] = value(list[i])
			return
		}
		if next, isObject := inner.(map[string]any); isObject && len(next) > 0 && s.next()%4 != 0 {
			object = next
			continue
		}
		object[name] = value(inner)
		return
	}
}

// values are what may stand in the place of another one.
var values = []func(there any, text string) any{
	func(any, string) any { return nil },
	func(any, string) any { return true },
	func(any, string) any { return false },
	func(any, string) any { return -1 },
	func(any, string) any { return 1e308 },
	func(any, string) any { return 9007199254740993 },
	func(any, string) any { return "" },
	func(any, string) any { return "*" },
	func(_ any, text string) any { return text },
	func(any, string) any { return "0.0.0.0/0" },
	func(any, string) any { return "::/0" },
	func(any, string) any { return "::ffff:10.0.0.1/128" },
	func(any, string) any { return "10.0.0.4" },
	func(any, string) any { return "255.255.255.255" },
	func(any, string) any { return []any{} },
	func(_ any, text string) any { return map[string]any{text: text, "": nil} },
	func(there any, _ string) any { return []any{there, there, there} },
	func(there any, text string) any { return map[string]any{"name": there, "id": text} },
	func(there any, _ string) any { return fmt.Sprint(there) + "/" },
	func(there any, text string) any { return fmt.Sprint(there) + text },
	func(any, string) any { return "/" },
	func(any, string) any { return strings.Repeat("/", 300) },
	func(any, string) any { return "/providers/" },
	func(_ any, text string) any { return strings.Repeat(text+"x", 300) },
	func(there any, _ string) any { return nested(there, 40) },
	func(there any, _ string) any { return nested(there, 200) },
	func(there any, text string) any { return slices.Repeat([]any{there, text}, 400) },
	func(any, string) any { return "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
	func(any, string) any { return "[secret]" },
	func(there any, _ string) any { return marked("d0e6a833031e9bbcd3f4e8bde6ca49a4", "value", there) },
	func(any, string) any { return marked("d0e6a833031e9bbcd3f4e8bde6ca49a4", "none", 0) },
	func(any, string) any { return marked("1b47061264138c4ac30d75fd1eb44270", "ciphertext", "v1:dummy") },
}

func nested(value any, depth int) any {
	for range depth {
		value = []any{value}
	}
	return value
}

// marked is an object that stands for a secret or for an output.
func marked(sig, name string, value any) map[string]any {
	return map[string]any{"4dabf18193072939515e22adb298388d": sig, name: value}
}
