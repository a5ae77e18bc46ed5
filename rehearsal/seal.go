package rehearsal

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"gopkg.in/yaml.v3"

	"secure-azure-openai/settings"
)

// sealer encrypts configuration values as the CLI's passphrase provider does,
// so that the engine decrypts them with the run's passphrase.
type sealer struct {
	passphrase string
	// salt is the stack file's encryptionsalt: "v1", the salt and a sealed
	// word by which the CLI recognises a wrong passphrase.
	salt    string
	crypter config.Crypter
	// planted takes the place of the settings' placeholders, if not empty.
	planted string
	// hidden are the placeholders that must show up nowhere.
	hidden []hiddenValue
}

// hiddenValue is a placeholder and where in the configuration it stands, such
// as "project:access.developers[0].objectId".
type hiddenValue struct{ path, text string }

// newSealer makes a passphrase and a salt that nothing else knows.
func newSealer(planted string) (*sealer, error) {
	raw := make([]byte, 8)
	rand.Read(raw) // never fails: crypto/rand ends the program instead
	s := &sealer{passphrase: rand.Text(), planted: planted}
	s.crypter = config.NewSymmetricCrypterFromPassphrase(s.passphrase, raw)
	check, err := s.crypter.EncryptValue(context.Background(), "pulumi")
	if err != nil {
		return nil, fmt.Errorf("sealing the placeholders: %w", err)
	}
	s.salt = "v1:" + base64.StdEncoding.EncodeToString(raw) + ":" + check
	return s, nil
}

// openSealer is newSealer for a folder that outlives the run: the passphrase
// and the salt are kept in two files there, readable by their owner only.
func openSealer(folder string) (*sealer, error) {
	passphrase, err := os.ReadFile(filepath.Join(folder, passphraseFile))
	if os.IsNotExist(err) {
		s, err := newSealer("")
		if err != nil {
			return nil, err
		}
		// The passphrase last: a folder that has one has its salt.
		for _, file := range []struct{ name, text string }{{"salt", s.salt}, {passphraseFile, s.passphrase}} {
			if err := writeFile(filepath.Join(folder, file.name), []byte(file.text)); err != nil {
				return nil, fmt.Errorf("keeping the stack's passphrase: %w", err)
			}
		}
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the stack's passphrase: %w", err)
	}
	salt, err := os.ReadFile(filepath.Join(folder, "salt"))
	if err != nil {
		return nil, fmt.Errorf("reading the stack's salt: %w", err)
	}
	parts := strings.SplitN(string(salt), ":", 3)
	if len(parts) != 3 || parts[0] != "v1" {
		return nil, fmt.Errorf("%s does not hold a salt of ours: remove the folder to start over",
			filepath.Join(folder, "salt"))
	}
	raw, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, fmt.Errorf("reading the stack's salt: %w", err)
	}
	return &sealer{
		passphrase: string(passphrase),
		salt:       string(salt),
		crypter:    config.NewSymmetricCrypterFromPassphrase(string(passphrase), raw),
	}, nil
}

const passphraseFile = "passphrase"

// replaceSecure puts a sealed placeholder in the place of every `secure:`
// value in a stack's configuration, however deep, and answers how many there
// were. A text that is a key's whole value becomes the key's default.
//
// The placeholders are those of settings, which this package knows although it
// knows no topology: a value that the settings would refuse (an id must be a
// GUID, and no two developers the same) would fail a rehearsal for nothing.
// They are the same in every run, so that a later one changes nothing.
func (s *sealer) replaceSecure(p *Project, configuration *yaml.Node) (int, error) {
	count := 0
	for i := 0; i+1 < len(configuration.Content); i += 2 {
		written, value := configuration.Content[i].Value, configuration.Content[i+1]
		if _, name, err := p.parseKey(written); err == nil && isSecure(value) {
			if text, ok := p.declared[name].Default.(string); ok {
				count++
				if err := s.put(value, text); err != nil {
					return count, err
				}
				continue
			}
		}
		if err := s.replaceBelow(written, value, &count); err != nil {
			return count, err
		}
	}
	return count, nil
}

func (s *sealer) replaceBelow(path string, node *yaml.Node, count *int) error {
	if isSecure(node) {
		*count++
		text := settings.Placeholder(*count)
		if s.planted != "" {
			text = s.planted
		}
		s.hidden = append(s.hidden, hiddenValue{path: path, text: text})
		return s.put(node, text)
	}
	for i, child := range node.Content {
		at := path
		switch {
		case node.Kind == yaml.SequenceNode:
			at = fmt.Sprintf("%s[%d]", path, i)
		case i%2 == 1:
			at = path + "." + node.Content[i-1].Value
		}
		if err := s.replaceBelow(at, child, count); err != nil {
			return err
		}
	}
	return nil
}

// put seals a text into a `secure:` value.
func (s *sealer) put(node *yaml.Node, text string) error {
	sealed, err := s.crypter.EncryptValue(context.Background(), text)
	if err != nil {
		return fmt.Errorf("sealing a placeholder: %w", err)
	}
	node.Content[1] = scalar(sealed)
	return nil
}

func isSecure(node *yaml.Node) bool {
	return node.Kind == yaml.MappingNode && len(node.Content) == 2 &&
		node.Content[0].Value == "secure" && node.Content[1].Kind == yaml.ScalarNode
}
