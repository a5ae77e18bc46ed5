package arm

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

func openFile(path string, isNew bool) (*file, error) {
	secret, err := os.ReadFile(path + ".key")
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist) && isNew:
		secret = make([]byte, 32)
		if _, err := rand.Read(secret); err != nil {
			return nil, fmt.Errorf("making the world's key: %w", err)
		}
		if err := os.WriteFile(path+".key", secret, 0o600); err != nil {
			// Half a key would be in the way of the next attempt.
			return nil, errors.Join(fmt.Errorf("making the world's key: %w", err), os.Remove(path+".key"))
		}
	default:
		return nil, fmt.Errorf("opening the world %s: its secrets are sealed with a key that cannot be read: %w; remove the world to start anew", path, err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("opening the world %s: reading its key %s.key: %w", path, path, err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("opening the world %s: %w", path, err)
	}
	return &file{path: path, aead: aead}, nil
}

// encode makes a resource's line of the file, secrets sealed.
func (f *file) encode(r *Resource) error {
	if r.encoded != nil {
		return nil
	}
	sealed := r
	if len(r.Secrets) > 0 {
		sealed = r.clone()
		if err := f.seal(sealed); err != nil {
			return err
		}
	}
	line, err := json.Marshal(sealed)
	if err != nil {
		return fmt.Errorf("encoding %s: %w", r.ID, err)
	}
	r.encoded = line
	return nil
}

func (f *file) seal(r *Resource) error {
	for _, pointer := range deepestFirst(r.Secrets) {
		err := replaceAt(r.Properties, pointer, func(v any) (any, error) {
			clear, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			nonce := make([]byte, f.aead.NonceSize())
			if _, err := rand.Read(nonce); err != nil {
				return nil, err
			}
			return map[string]any{sealMark: base64.StdEncoding.EncodeToString(f.aead.Seal(nonce, nonce, clear, []byte(key(r.ID))))}, nil
		})
		if err != nil {
			return fmt.Errorf("sealing a secret of %s: %w", r.ID, err)
		}
	}
	return nil
}

func (f *file) unseal(r *Resource) error {
	pointers := deepestFirst(r.Secrets)
	slices.Reverse(pointers)
	for _, pointer := range pointers {
		err := replaceAt(r.Properties, pointer, func(v any) (any, error) {
			sealed, err := base64.StdEncoding.DecodeString(text(v, sealMark))
			if err != nil || len(sealed) < f.aead.NonceSize() {
				return nil, errors.New("a secret is not sealed")
			}
			nonce, rest := sealed[:f.aead.NonceSize()], sealed[f.aead.NonceSize():]
			clear, err := f.aead.Open(nil, nonce, rest, []byte(key(r.ID)))
			if err != nil {
				return nil, errors.New("the key does not fit")
			}
			var value any
			err = json.Unmarshal(clear, &value)
			return value, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// deepestFirst orders pointers so that a secret inside a secret is sealed
// before the one around it.
func deepestFirst(pointers []string) []string {
	ordered := slices.Sorted(slices.Values(pointers))
	ordered = slices.Compact(ordered)
	slices.Reverse(ordered)
	return ordered
}
