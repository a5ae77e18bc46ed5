// Package recorded has the graphs of the stacks in the repository, as the
// Pulumi CLI writes them, and changed copies of them, for tests.
//
// The exports are those of a rehearsal, the previews what `pulumi preview
// --json --show-sames` writes against the rehearsal's stand-in. Both go through
// Strip, which takes off what differs from one run or machine to the next. A
// test compares them with the program as it is, and writes them anew:
//
//	go test ./tests -run TestRecordedGraphs -update
package recorded

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

//go:embed *.json
var files embed.FS

// Names are the recorded files: an export and a preview of each stack. "plain"
// is prod without its gateway, and what comes with it.
func Names() []string {
	return []string{"dev.json", "prod.json", "plain.json", "dev.preview.json", "prod.preview.json", "plain.preview.json"}
}

// JSON is a recorded file.
func JSON(name string) ([]byte, error) {
	content, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("no recorded graph %s, only %q", name, Names())
	}
	return content, nil
}

// Graph reads a recorded file.
func Graph(name string) (*graph.Graph, error) {
	content, err := JSON(name)
	if err != nil {
		return nil, err
	}
	return graph.Read(bytes.NewReader(content))
}

// passing are the fields of a resource that differ from run to run, say where
// a program lies on its machine, or name the guard, which every resource does.
var passing = []string{"created", "modified", "sourcePosition", "stackTrace", "provider", "resourceHooks"}

// Strip rewrites an export or a preview for the repository: one resource per
// line, and nothing that differs from one run to the next.
func Strip(content []byte) ([]byte, error) {
	var file struct {
		Version    json.RawMessage `json:"version"`
		Deployment *struct {
			Resources []map[string]any `json:"resources"`
		} `json:"deployment"`
		Steps   []map[string]any `json:"steps"`
		Summary map[string]int   `json:"changeSummary"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("reading what to record: %w", err)
	}
	var out bytes.Buffer
	if file.Deployment != nil {
		fmt.Fprintf(&out, "{\"version\": %s, \"deployment\": {\"resources\": [\n", file.Version)
		if err := lines(&out, file.Deployment.Resources); err != nil {
			return nil, err
		}
		out.WriteString("]}}\n")
		return out.Bytes(), nil
	}
	summary, err := json.Marshal(file.Summary)
	if err != nil {
		return nil, fmt.Errorf("writing the summary: %w", err)
	}
	fmt.Fprintf(&out, "{\"changeSummary\": %s, \"steps\": [\n", summary)
	for _, step := range file.Steps {
		delete(step, "detailedDiff")
	}
	if err := lines(&out, file.Steps); err != nil {
		return nil, err
	}
	out.WriteString("]}\n")
	return out.Bytes(), nil
}

// lines writes what depends on the order of parallel work in one order.
func lines(out *bytes.Buffer, objects []map[string]any) error {
	slices.SortStableFunc(objects, func(a, b map[string]any) int {
		return strings.Compare(fmt.Sprint(a["urn"]), fmt.Sprint(b["urn"]))
	})
	for i, object := range objects {
		line, err := json.Marshal(strip(object))
		if err != nil {
			return fmt.Errorf("writing a resource: %w", err)
		}
		if chosen, instead := chosenName(object); chosen != "" {
			line = bytes.ReplaceAll(line, []byte(chosen), []byte(instead))
		}
		out.Write(line)
		if i < len(objects)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	return nil
}

// chosenName is the name that the engine chose at random, where the program
// leaves it the choice, and one that is the same in every run.
func chosenName(object map[string]any) (chosen, instead string) {
	id := guidOf(fmt.Sprint(object["urn"]))
	if state, isPreview := object["newState"].(map[string]any); isPreview {
		object = state
	}
	inputs, _ := object["inputs"].(map[string]any)
	if inputs["__createBeforeDelete"] != true {
		return "", ""
	}
	if guid, is := inputs["roleAssignmentName"].(string); is {
		return guid, id
	}
	// The logical name and eight digits.
	if name, is := inputs["deploymentName"].(string); is && len(name) > 8 {
		return name, name[:len(name)-8] + id[:8]
	}
	return "", ""
}

// guidOf is a GUID that is the same for the same text.
func guidOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// strip also empties what is encrypted: nothing may look like a secret.
func strip(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if token, _ := value["type"].(string); strings.HasPrefix(token, "pulumi:providers:") {
			delete(value, "id")
		}
		if of, isObject := value["propertyDependencies"].(map[string]any); isObject {
			for _, list := range of {
				sorted(list)
			}
		}
		for name, inner := range value {
			switch {
			case slices.Contains(passing, name) && value["urn"] != nil:
				delete(value, name)
			case name == "dependencies":
				sorted(inner)
			case name == "ciphertext":
				value[name] = "v1:dummy"
			case name == "correlationId":
				value[name] = "00000000-0000-0000-0000-000000000000"
			default:
				value[name] = strip(inner)
			}
		}
	case []any:
		for i, item := range value {
			value[i] = strip(item)
		}
	}
	return value
}

func sorted(list any) {
	if texts, isList := list.([]any); isList {
		slices.SortFunc(texts, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
}
