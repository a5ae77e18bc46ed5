package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxBytes is the largest input that is read: a state of 100,000 resources
// has about a third of it.
const MaxBytes = 1 << 30

// maxDepth bounds how deep a value may be nested; Azure's are below 20.
const maxDepth = 100

// InputError says what is wrong with an input.
type InputError struct{ Reason string }

func (e *InputError) Error() string { return e.Reason }

func refuse(format string, args ...any) error {
	return &InputError{Reason: fmt.Sprintf(format, args...)}
}

// Read reads a stack export or a preview, whichever it is. Its errors are
// *InputError, or the reader's own.
func Read(from io.Reader) (*Graph, error) {
	data, err := io.ReadAll(io.LimitReader(from, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the resources: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, refuse("it is larger than %d MB: no state of this program comes near", MaxBytes>>20)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, refuse("it is empty: pipe in what `pulumi stack export` or `pulumi preview --json --show-sames` writes")
	}
	var file struct {
		Deployment *struct {
			Resources []stored `json:"resources"`
		} `json:"deployment"`
		Steps       []step          `json:"steps"`
		Diagnostics json.RawMessage `json:"diagnostics"`
		Summary     map[string]int  `json:"changeSummary"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, refuse("%s", jsonFault(data, err))
	}
	switch {
	case file.Deployment != nil:
		return fromExport(file.Deployment.Resources)
	case file.Steps != nil:
		return fromPreview(file.Steps, file.Summary["same"])
	case file.Summary != nil:
		return nil, refuse(`it has no "steps": the preview failed, or there is nothing in the stack`)
	}
	return nil, refuse(`it has neither "deployment" (pulumi stack export) nor "steps" (pulumi preview --json --show-sames)`)
}

// jsonFault says where the JSON ends to make sense.
func jsonFault(data []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte{'\n'})
		return fmt.Sprintf("it is no JSON: line %d, byte %d: %v", line, syntax.Offset, syntax)
	case errors.As(err, &kind):
		where := kind.Field
		if where == "" {
			where = "the whole"
		}
		return fmt.Sprintf("%s is %s, and should be %s", Printable(where), inJSON(kind.Value), inJSON(kind.Type.Kind().String()))
	}
	return fmt.Sprintf("it is no JSON: %v", err)
}

// inJSON is a kind of value by the words of JSON.
func inJSON(kind string) string {
	switch kind, _, _ = strings.Cut(kind, " "); kind {
	case "array", "slice":
		return "a list"
	case "object", "struct", "map":
		return "an object"
	case "int", "float64", "number":
		return "a number"
	case "bool":
		return "true or false"
	}
	return "a " + Printable(kind)
}

// stored is a resource as the CLI writes it in both files.
type stored struct {
	URN            string `json:"urn"`
	ID             string `json:"id"`
	Type           string `json:"type"`
	Custom         bool   `json:"custom"`
	Delete         bool   `json:"delete"`
	Parent         string `json:"parent"`
	Protect        bool   `json:"protect"`
	RetainOnDelete bool   `json:"retainOnDelete"`
	CustomTimeouts struct {
		Create float64 `json:"create"`
	} `json:"customTimeouts"`
	Inputs               map[string]any      `json:"inputs"`
	Outputs              map[string]any      `json:"outputs"`
	Dependencies         []string            `json:"dependencies"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
}

func fromExport(resources []stored) (*Graph, error) {
	var all []*Resource
	for i, s := range resources {
		if s.Delete {
			continue // replaced, and waiting for its deletion
		}
		r, err := s.resource(fmt.Sprintf("deployment.resources[%d]", i))
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return assemble(FromExport, all)
}

// resource checks one resource of a file; where says which.
func (s stored) resource(where string) (*Resource, error) {
	parts := strings.SplitN(s.URN, "::", 4)
	if len(parts) != 4 || !strings.HasPrefix(parts[0], "urn:pulumi:") || parts[3] == "" {
		return nil, refuse("%s: %q is no URN (urn:pulumi:stack::project::type::name)", where, Printable(s.URN))
	}
	qualified := parts[2]
	token := qualified[strings.LastIndex(qualified, "$")+1:]
	if s.Type == "" {
		s.Type = token
	}
	if s.Type != token {
		return nil, refuse("%s: its type %q is not the one in its URN", where, Printable(s.Type))
	}
	for name, value := range map[string]map[string]any{"inputs": s.Inputs, "outputs": s.Outputs} {
		if err := clean(value, 0); err != nil {
			return nil, refuse("%s: its %s %v", where, name, err)
		}
	}
	return &Resource{
		URN: s.URN, Type: s.Type, Kind: kindOf(s.Type), Name: parts[3], ID: s.ID, Parent: s.Parent,
		Custom: s.Custom, Protect: s.Protect, RetainOnDelete: s.RetainOnDelete,
		CreateTimeout: s.CustomTimeouts.Create, Inputs: s.Inputs, Outputs: s.Outputs,
		Dependencies: s.Dependencies, PropertyDependencies: s.PropertyDependencies,
	}, nil
}

// assemble refuses what no engine writes: two resources of one URN, parents
// that are not there or that are each other's.
func assemble(source Source, all []*Resource) (*Graph, error) {
	if len(all) == 0 {
		return nil, refuse("it has no resources: there is nothing to judge")
	}
	parts := strings.SplitN(all[0].URN, "::", 3)
	g := New(source, parts[1], strings.TrimPrefix(parts[0], "urn:pulumi:"), all)
	if len(g.byURN) != len(all) {
		return nil, refuse("it has resources with the same URN, such as %s", Printable(twice(all)))
	}
	settled := map[string]bool{"": true}
	for _, r := range g.Resources {
		var path []string
		seen := map[string]bool{}
		for at := r.URN; !settled[at]; {
			if seen[at] {
				return nil, refuse("%s is its own parent's parent", Printable(at))
			}
			seen[at] = true
			path = append(path, at)
			next := g.byURN[at]
			if next == nil {
				return nil, refuse("%s has the parent %s, which is not there", Printable(path[max(0, len(path)-2)]), Printable(at))
			}
			at = next.Parent
		}
		for _, urn := range path {
			settled[urn] = true
		}
	}
	return g, nil
}

func twice(all []*Resource) string {
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.URN] {
			return r.URN
		}
		seen[r.URN] = true
	}
	return ""
}
