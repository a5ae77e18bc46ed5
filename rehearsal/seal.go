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
)

// sealer encrypts configuration values as the CLI's passphrase provider does,
// so that the engine decrypts them with the run's passphrase.
type sealer struct {
	passphrase string
	// salt is the stack file's encryptionsalt: "v1", the salt and a sealed
	// word by which the CLI recognises a wrong passphrase.
	salt        string
	placeholder string
	crypter     config.Crypter
}

// newSealer makes a passphrase and a salt that nothing else knows. What it
// seals is the placeholder, or a random one when that is empty.
func newSealer(placeholder string) (*sealer, error) {
	raw := make([]byte, 8)
	rand.Read(raw) // never fails: crypto/rand ends the program instead
	if placeholder == "" {
		placeholder = "placeholder-" + strings.ToLower(rand.Text()[:12])
	}
	s := &sealer{passphrase: rand.Text(), placeholder: placeholder}
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
		for name, text := range map[string]string{passphraseFile: s.passphrase, "salt": s.salt} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
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
		passphrase:  string(passphrase),
		salt:        string(salt),
		placeholder: "placeholder",
		crypter:     config.NewSymmetricCrypterFromPassphrase(string(passphrase), raw),
	}, nil
}

const passphraseFile = "passphrase"

// replaceSecure puts a sealed placeholder in the place of every `secure:`
// value below node, however deep, and answers how many there were.
func (s *sealer) replaceSecure(node *yaml.Node) (int, error) {
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 &&
		node.Content[0].Value == "secure" && node.Content[1].Kind == yaml.ScalarNode {
		sealed, err := s.crypter.EncryptValue(context.Background(), s.placeholder)
		if err != nil {
			return 0, fmt.Errorf("sealing a placeholder: %w", err)
		}
		node.Content[1] = scalar(sealed)
		return 1, nil
	}
	count := 0
	for _, child := range node.Content {
		replaced, err := s.replaceSecure(child)
		if err != nil {
			return 0, err
		}
		count += replaced
	}
	return count, nil
}
