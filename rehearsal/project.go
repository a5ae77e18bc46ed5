package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

const projectFile = "Pulumi.yaml"

// Project is a Pulumi project as it lies on disk. Nothing in this package
// writes into its folder.
type Project struct {
	// Dir is the absolute path of the folder that holds Pulumi.yaml.
	Dir string
	// Name is the project's name, the namespace of its configuration keys.
	Name string
	// Keys are the configuration keys that Pulumi.yaml declares, without the
	// namespace, sorted.
	Keys []string
	// Stacks are the names of the stacks that have a file, sorted.
	Stacks   []string
	declared map[string]declaration // by key
}

// declaration is what Pulumi.yaml says of a key, as far as it matters here.
type declaration struct {
	Type    string `yaml:"type"`
	Default any    `yaml:"default"`
}

// UsageError is a mistake in how a command was called: its text says what was
// wrong and what would be right.
type UsageError struct{ text string }

func (e *UsageError) Error() string { return e.text }

func usagef(format string, args ...any) error {
	return &UsageError{text: fmt.Sprintf(format, args...)}
}

// FindProject looks for Pulumi.yaml in dir and in the folders above it, and
// reads what it declares. An empty dir is the current folder.
func FindProject(dir string) (*Project, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the current folder: %w", err)
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, projectFile)); err == nil {
			return readProject(folder)
		}
		if folder == filepath.Dir(folder) {
			return nil, usagef("found no %s in %s or in any folder above it: "+
				"run this inside a checkout of the project", projectFile, start)
		}
	}
}

func readProject(dir string) (*Project, error) {
	path := filepath.Join(dir, projectFile)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the project file: %w", err)
	}
	var file struct {
		Name   string    `yaml:"name"`
		Config yaml.Node `yaml:"config"`
	}
	if err := yaml.Unmarshal(content, &file); err != nil {
		return nil, yamlError(path, err)
	}
	if file.Name == "" {
		return nil, fmt.Errorf("%s: the key \"name\" is missing: it is the project's name, "+
			"such as \"name: secure-azure-openai\"", path)
	}
	project := &Project{Dir: dir, Name: file.Name, declared: map[string]declaration{}}
	for i := 0; i+1 < len(file.Config.Content); i += 2 {
		key := file.Config.Content[i].Value
		if namespace, name, err := project.parseKey(key); err == nil && namespace == file.Name {
			project.Keys = append(project.Keys, name)
			var declared declaration
			if file.Config.Content[i+1].Decode(&declared) == nil { // or it is a value without a type
				project.declared[name] = declared
			}
		}
	}
	slices.Sort(project.Keys)
	project.Stacks, err = stackNames(dir)
	return project, err
}

// stackNames lists the stacks that have a file Pulumi.<stack>.yaml in dir.
func stackNames(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("listing the stack files: %w", err)
	}
	var names []string
	for _, entry := range entries {
		name, isYAML := strings.CutSuffix(entry.Name(), ".yaml")
		stack, isStack := strings.CutPrefix(name, "Pulumi.")
		if isYAML && isStack && stack != "" && !entry.IsDir() {
			names = append(names, stack)
		}
	}
	slices.Sort(names)
	return names, nil
}

// StackFile is the path of a stack's configuration file.
func (p *Project) StackFile(stack string) string {
	return filepath.Join(p.Dir, "Pulumi."+stack+".yaml")
}

// choose answers the stacks that were asked for, each once and in the order
// asked for; all of them when none was.
func (p *Project) choose(asked []string) ([]string, error) {
	if len(p.Stacks) == 0 {
		return nil, usagef("%s has no stack file: a stack named dev needs a file Pulumi.dev.yaml there", p.Dir)
	}
	if len(asked) == 0 {
		return p.Stacks, nil
	}
	var chosen []string
	for _, stack := range asked {
		if !slices.Contains(p.Stacks, stack) {
			return nil, usagef("there is no stack %q: no file Pulumi.%s.yaml in %s; there are %s%s",
				stack, stack, p.Dir, strings.Join(p.Stacks, ", "), didYouMean(stack, p.Stacks))
		}
		if !slices.Contains(chosen, stack) {
			chosen = append(chosen, stack)
		}
	}
	return chosen, nil
}

// copyInto writes the project file and the files of the given stacks into
// folder, made fit for a run without Azure, an account or the real secrets.
// It answers what it left out, one sentence each.
func (p *Project) copyInto(folder string, stacks []string, main string, seal *sealer) ([]string, error) {
	content, err := os.ReadFile(filepath.Join(p.Dir, projectFile))
	if err != nil {
		return nil, fmt.Errorf("reading the project file: %w", err)
	}
	content, err = detachProject(content, main)
	if err != nil {
		return nil, yamlError(filepath.Join(p.Dir, projectFile), err)
	}
	if err := os.WriteFile(filepath.Join(folder, projectFile), content, 0o600); err != nil {
		return nil, fmt.Errorf("copying the project file: %w", err)
	}
	var notes []string
	for _, stack := range stacks {
		path := p.StackFile(stack)
		content, err := p.readStack(stack)
		if err != nil {
			return nil, err
		}
		detached, left, err := p.detachStack(content, seal)
		if err != nil {
			return nil, yamlError(path, err)
		}
		for _, what := range left {
			notes = append(notes, filepath.Base(path)+": "+what)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(path)), detached, 0o600); err != nil {
			return nil, fmt.Errorf("copying the stack file: %w", err)
		}
	}
	return notes, nil
}

// checkStacks says everything that is wrong with the files of the given
// stacks.
func (p *Project) checkStacks(stacks []string) error {
	var wrong []error
	for _, stack := range stacks {
		_, err := p.readStack(stack)
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}

// readStack answers the content of a stack file that is fit to be used.
func (p *Project) readStack(stack string) ([]byte, error) {
	path := p.StackFile(stack)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the stack file: %w", err)
	}
	if _, err := parse(content); err != nil {
		return nil, yamlError(path, err)
	}
	return content, p.checkKeys(path, content)
}

// yamlError puts the file's name before what the YAML parser says. The parser
// names a line, but for some mistakes the one before.
func yamlError(path string, err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.ReplaceAll(strings.TrimPrefix(text, "unmarshal errors:\n  "), "\n  ", "; ")
	if strings.HasPrefix(text, "line ") {
		text = "near " + text
	}
	return fmt.Errorf("%s is not valid YAML: %s", path, text)
}
