package rehearsal

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"gopkg.in/yaml.v3"

	"secure-azure-openai/internal/words"
)

// checkKeys refuses a stack file with a configuration key that the project
// does not declare, and names all of them. The engine accepts such a key
// without a word, and a misspelt setting would be lost: a program learns of it
// from PULUMI_CONFIG, which one that runs inside this process does not get.
func (p *Project) checkKeys(path string, content []byte) error {
	var file struct {
		Config yaml.Node `yaml:"config"`
	}
	if err := yaml.Unmarshal(content, &file); err != nil {
		return yamlError(path, err)
	}
	if kind := file.Config.Kind; kind != 0 && kind != yaml.MappingNode && file.Config.Tag != "!!null" {
		return fmt.Errorf("%s, line %d: \"config\" must hold keys and values, such as \"%s:retrieval: direct\"",
			path, file.Config.Line, p.Name)
	}
	var problems []error
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(file.Config.Content); i += 2 {
		node, value := file.Config.Content[i], file.Config.Content[i+1]
		problem := func(format string, args ...any) {
			where := fmt.Sprintf("%s, line %d: ", filepath.Base(path), node.Line)
			problems = append(problems, fmt.Errorf(where+format, args...))
		}
		namespace, name, err := p.parseKey(node.Value)
		if err != nil {
			problem("%q is no configuration key; use the form %s:<name>", node.Value, p.Name)
			continue
		}
		declared := p.declared[name]
		switch other := first[namespace+":"+name]; {
		case other != nil:
			problem("%q and %q in line %d are the same key; keep one of the two", node.Value, other.Value, other.Line)
		case namespace == p.Name && !slices.Contains(p.Keys, name):
			problem("unknown key %q%s; %s declares %s", node.Value,
				didYouMean(name, p.Keys), projectFile, strings.Join(p.Keys, ", "))
		case namespace == p.Name && isSecure(value) && (declared.Type == "object" || declared.Type == "array"):
			problem("%q is encrypted whole, and the engine takes no encrypted text for an %s: "+
				"encrypt the values inside it, with pulumi config set --secret --path", node.Value, declared.Type)
		case namespace != p.Name && words.Nearest(namespace, []string{p.Name}) != "":
			problem("the key %q belongs to no project here: did you mean \"%s:%s\"?", node.Value, p.Name, name)
		}
		first[namespace+":"+name] = node
	}
	return errors.Join(problems...)
}

// parseKey reads a key in one of the forms that the engine does: name,
// namespace:name and namespace:config:name.
func (p *Project) parseKey(written string) (namespace, name string, err error) {
	if !strings.Contains(written, ":") {
		return p.Name, written, nil
	}
	key, err := config.ParseKey(written)
	return key.Namespace(), key.Name(), err
}

// detachProject rewrites a project file for a run in another folder: no
// backend of its own, and the program in main, or none when main is empty.
func detachProject(content []byte, main string) ([]byte, error) {
	document, err := parse(content)
	if err != nil {
		return nil, err
	}
	remove(document, "backend", "main")
	if main != "" {
		root := document.Content[0]
		root.Content = append(root.Content, scalar("main"), scalar(main))
	}
	return encode(document)
}

// detachStack rewrites a stack file so that a run needs neither the stack's
// secrets provider nor its secrets: every `secure:` value becomes a sealed
// placeholder, so that what was secret still is. The second result says what
// was left out or replaced.
func (p *Project) detachStack(content []byte, seal *sealer) ([]byte, []string, error) {
	document, err := parse(content)
	if err != nil {
		return nil, nil, err
	}
	var notes []string
	remove(document, "secretsprovider", "encryptedkey", "encryptionsalt")
	if remove(document, "environment") {
		notes = append(notes, "left out \"environment\", which only Pulumi Cloud can resolve")
	}
	root := document.Content[0]
	replaced := 0
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "config" {
			if replaced, err = seal.replaceSecure(p, root.Content[i+1]); err != nil {
				return nil, nil, err
			}
		}
	}
	if replaced > 0 {
		notes = append(notes, fmt.Sprintf("%d secure %s", replaced,
			plural(replaced, "value is replaced by a placeholder", "values are replaced by placeholders")))
	}
	root.Content = append(root.Content, scalar("encryptionsalt"), scalar(seal.salt))
	content, err = encode(document)
	return content, notes, err
}

// parse reads a YAML file whose top level is a mapping; an empty file is an
// empty mapping.
func parse(content []byte) (*yaml.Node, error) {
	// Into a map first: only that finds a key that is given twice.
	var plain map[string]any
	if err := yaml.Unmarshal(content, &plain); err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}, nil
	}
	return &document, nil
}

// remove deletes keys of the top level and says whether any was there.
func remove(document *yaml.Node, keys ...string) bool {
	root, found := document.Content[0], false
	for i := 0; i+1 < len(root.Content); {
		if slices.Contains(keys, root.Content[i].Value) {
			root.Content = slices.Delete(root.Content, i, i+2)
			found = true
			continue
		}
		i += 2
	}
	return found
}

func scalar(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func encode(document *yaml.Node) ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}
