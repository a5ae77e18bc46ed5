package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"

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
