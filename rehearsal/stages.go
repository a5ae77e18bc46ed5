package rehearsal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"gopkg.in/yaml.v3"

	"secure-azure-openai/settings"
)

// staged is a stack that takes two ups: the first one with some flags off that
// the stack file has on.
type staged struct {
	path string
	// file is the stack file as it is; flags are those that were off.
	file  []byte
	flags []settings.FirstUp
}

// name is what the flags are in the summary ("gateway.lockdown").
func (s *staged) name() string {
	var names []string
	for _, f := range s.flags {
		names = append(names, f.Key+"."+f.Field)
	}
	return strings.Join(names, ", ")
}

// stage turns the flags of settings.FirstUps off in the stack's copied file; it
// is nil where the file has none on.
func (r *stackRun) stage(project string) (*staged, error) {
	s := &staged{path: filepath.Join(project, filepath.Base(r.project.StackFile(r.stack)))}
	var err error
	if s.file, err = os.ReadFile(s.path); err != nil {
		return nil, fmt.Errorf("reading the copy of the stack file: %w", err)
	}
	document, err := parse(s.file)
	if err != nil {
		return nil, yamlError(s.path, err)
	}
	for _, f := range settings.FirstUps {
		if flag := r.project.find(document, f); flag != nil && flag.Tag == "!!bool" && flag.Value == "true" {
			flag.Value = "false"
			s.flags = append(s.flags, f)
			fmt.Fprintf(r.out, "Note: the first up is with %s.%s false: %s.\n", f.Key, f.Field, f.Why)
		}
	}
	if len(s.flags) == 0 {
		return nil, nil
	}
	content, err := encode(document)
	if err != nil {
		return nil, fmt.Errorf("writing the copy of the stack file: %w", err)
	}
	return s, os.WriteFile(s.path, content, 0o600)
}

// find is the node of a flag in a stack file, nil where it has none, or where
// the settings refuse it whatever the up is.
func (p *Project) find(document *yaml.Node, f settings.FirstUp) *yaml.Node {
	config := valueOf(document.Content[0], func(key string) bool { return key == "config" })
	object := valueOf(config, func(key string) bool {
		namespace, name, err := p.parseKey(key)
		return err == nil && namespace == p.Name && name == f.Key
	})
	if other := valueOf(object, func(key string) bool { return key == f.Unless }); other != nil && other.Value == f.Value {
		return nil
	}
	return valueOf(object, func(key string) bool { return key == f.Field })
}

// valueOf is the value of a mapping's first key that is the one, or nil.
func valueOf(mapping *yaml.Node, is func(key string) bool) *yaml.Node {
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if is(mapping.Content[i].Value) {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// firstUp creates everything with the flags off, and puts the stack file back.
func (r *stackRun) firstUp(ctx context.Context) (Operation, error) {
	result, _ := r.observe("first up, "+r.staged.name()+" false", func(o *observer) error {
		_, err := r.auto.Up(ctx, optup.Color(r.color()), optup.EventStreams(o.events),
			optup.ProgressStreams(r.out), optup.ErrorProgressStreams(r.out))
		return err
	})
	if !result.Held {
		return result, nil
	}
	result.Verdict = "created"
	if err := os.WriteFile(r.staged.path, r.staged.file, 0o600); err != nil {
		return result, fmt.Errorf("putting the copy of the stack file back: %w", err)
	}
	return result, nil
}

// onlyUpdated judges the up that turns the flags on: it makes nothing anew.
func (r *stackRun) onlyUpdated(result *Operation, seen *observer) {
	if !result.Held {
		return
	}
	if !result.only(apitype.OpSame, apitype.OpRead, apitype.OpUpdate) {
		result.fail("more than updates", seen.changes()...)
		return
	}
	result.Verdict = r.staged.name() + " is on"
}
