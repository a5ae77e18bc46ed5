package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// FromStackFile reads the configuration of a stack as the engine would hand
// it to the program, from the texts of Pulumi.yaml (which may be empty) and
// Pulumi.<stack>.yaml: the project's defaults, then the stack's own values,
// each of which replaces a default whole. An encrypted value stays closed: a
// Placeholder takes its place, and the key that it lies in becomes Secret.
//
// An empty project means the one that Pulumi.yaml names. Keys of other
// packages are left out; unknown keys of the project are listed. The error
// names the file, and where the engine would also refuse it, the key.
func FromStackFile(project, stack string, projectFile, stackFile []byte) (Source, error) {
	r := &stackReader{src: Source{Project: project, Stack: stack, Values: map[string]Value{}}}

	definition, err := readMapping("Pulumi.yaml", projectFile)
	if err != nil {
		return Source{}, err
	}
	if name, ok := definition["name"].(string); ok && project == "" {
		r.src.Project = name
	}
	if err := r.read("Pulumi.yaml", definition["config"], declared); err != nil {
		return Source{}, err
	}

	file := "Pulumi." + stack + ".yaml"
	config, err := readMapping(file, stackFile)
	if err != nil {
		return Source{}, err
	}
	if err := r.read(file, config["config"], func(value any) (any, bool) { return value, true }); err != nil {
		return Source{}, err
	}

	slices.Sort(r.src.Unknown)
	r.src.Unknown = slices.Compact(r.src.Unknown)
	return r.src, nil
}

// Placeholder stands for the n-th encrypted value of a stack file. It has the
// form of a GUID, which is what most encrypted settings hold, and differs
// from every other one, so that no two look like the same principal.
func Placeholder(n int) string { return fmt.Sprintf("5ec7e700-0000-4000-8000-%012d", n) }

type stackReader struct {
	src     Source
	secrets int
}

// declared is what a key's declaration in Pulumi.yaml gives a stack.
func declared(declaration any) (value any, found bool) {
	fields, ok := declaration.(map[string]any)
	if !ok {
		return declaration, true
	}
	if value, found = fields["value"]; found {
		return value, true
	}
	value, found = fields["default"]
	return value, found
}

// read takes over the project's keys of one file's config section.
func (r *stackReader) read(file string, config any, valueOf func(any) (any, bool)) error {
	if config == nil {
		return nil
	}
	entries, ok := config.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: config is no mapping of keys to values", file)
	}
	seen := map[string]string{}
	for _, written := range slices.Sorted(maps.Keys(entries)) {
		key, ours, err := r.key(written)
		if err != nil {
			return fmt.Errorf("%s: config: %w", file, err)
		}
		if !ours {
			continue
		}
		if other, twice := seen[key]; twice {
			return fmt.Errorf("%s: config: %s and %s are the same key; keep one of the two", file, other, written)
		}
		seen[key] = written
		if !slices.Contains(keys, key) {
			r.src.Unknown = append(r.src.Unknown, key)
			continue
		}
		raw, found := valueOf(entries[written])
		if !found {
			continue
		}
		value, err := r.value(key, raw)
		if err != nil {
			return fmt.Errorf("%s: config: %s: %w", file, written, err)
		}
		r.src.Values[key] = value
	}
	return nil
}

// key is a configuration key without the project's prefix, in one of the
// three forms that the engine reads: name, project:name, project:config:name.
func (r *stackReader) key(written string) (name string, ours bool, err error) {
	namespace, name, found := strings.Cut(written, ":")
	if !found {
		return written, true, nil
	}
	name = strings.TrimPrefix(name, "config:")
	if strings.Contains(name, ":") {
		return "", false, fmt.Errorf("%s is no configuration key; use the form <project>:<name>", label(written))
	}
	return name, namespace == r.src.Project, nil
}

func (r *stackReader) value(key string, raw any) (Value, error) {
	if isSecure(raw) {
		r.secrets++
		if IsObject(key) {
			return Value{Text: "{}", Secret: true}, nil
		}
		return Value{Text: string(Defaults().Retrieval), Secret: true}, nil
	}
	if raw == nil {
		return Value{}, nil
	}
	before := r.secrets
	plain, err := r.plain(raw)
	if err != nil {
		return Value{}, err
	}
	if text, ok := plain.(string); ok && !IsObject(key) {
		return Value{Text: text}, nil
	}
	encoded, err := json.Marshal(plain)
	if err != nil {
		return Value{}, fmt.Errorf("a value that JSON cannot hold: %w", err)
	}
	return Value{Text: string(encoded), Secret: r.secrets > before}, nil
}
