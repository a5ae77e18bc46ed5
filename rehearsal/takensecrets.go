package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/settings"
)

// How the engine writes a secret into a state: an object with a mark, and the
// value as JSON, encrypted ("ciphertext") or, with `pulumi stack export
// --show-secrets`, not ("plaintext").
// github.com/pulumi/pulumi/sdk/v3, go/common/apitype, SecretV1.
const secretMark = resource.SigKey

func isSecretObject(value any) (map[string]any, bool) {
	object, _ := value.(map[string]any)
	return object, object != nil && object[secretMark] == resource.SecretSig
}

// secretKeeper exchanges the secrets of a state for ones that the run can read.
//
// An exported state holds its secrets as ciphertext, under a key that a
// rehearsal does not have and must not ask for. A placeholder takes the place
// of each. Where one stands in the outputs, it makes no difference: the
// stand-in's answer replaces it. Where one stands in the inputs, the program
// sends another value than the placeholder, and the resource shows as updated
// although it may not be: the rehearsal says how many there are. A property
// that is secret and whose change replaces the resource cannot be judged;
// no type in the stand-in has one.
type secretKeeper struct {
	seal  *sealer
	count int
}

// reveal turns every secret into one with a readable value.
func (k *secretKeeper) reveal(value any) any {
	if object, secret := isSecretObject(value); secret {
		text, readable := object["plaintext"].(string)
		if !readable || !json.Valid([]byte(text)) {
			k.count++
			text = quoted(settings.Placeholder(k.count))
		}
		return secretOf(text)
	}
	return mapped(value, k.reveal)
}

// hide encrypts every secret for the run's passphrase.
func (k *secretKeeper) hide(value any) (any, error) {
	var failed error
	var hide func(any) any
	hide = func(value any) any {
		object, secret := isSecretObject(value)
		if !secret {
			return mapped(value, hide)
		}
		sealed, err := k.seal.crypter.EncryptValue(context.Background(), object["plaintext"].(string))
		if err != nil {
			failed = err
		}
		return map[string]any{secretMark: resource.SecretSig, "ciphertext": sealed}
	}
	hidden := hide(value)
	return hidden, failed
}

// note tells what the placeholders mean for the comparison.
func (k *secretKeeper) note(out io.Writer, file string) {
	if k.count > 0 {
		fmt.Fprintf(out, "Note: %s holds %d %s nobody but its stack can read: a placeholder stands for each, "+
			"and a resource whose inputs hold one shows as updated.\n", file, k.count, plural(k.count, "secret that", "secrets that"))
	}
}

func secretOf(text string) map[string]any {
	return map[string]any{secretMark: resource.SecretSig, "plaintext": text}
}

// quoted is a text as JSON.
func quoted(text string) string {
	written, err := json.Marshal(text)
	if err != nil {
		return `""` // cannot be: every text is valid JSON
	}
	return string(written)
}

// keepSecret marks in now what was secret before, at the same places.
func keepSecret(before, now any) any {
	if _, secret := isSecretObject(before); secret {
		if _, already := isSecretObject(now); already {
			return now
		}
		written, err := json.Marshal(now)
		if err != nil {
			return now // cannot be: it came from JSON
		}
		return secretOf(string(written))
	}
	old, _ := before.(map[string]any)
	object, isObject := now.(map[string]any)
	if !isObject || len(old) == 0 {
		return now
	}
	kept := maps.Clone(object)
	for name, value := range object {
		if was, there := old[name]; there {
			kept[name] = keepSecret(was, value)
		}
	}
	return kept
}

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
