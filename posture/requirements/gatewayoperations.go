package requirements

import (
	"encoding/json"
	"slices"
	"strings"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

const described = "openapi+json"

// judgeOperations: what an API serves is part of the graph, and not behind an
// address whose content may change.
func judgeOperations(j *judge, api *graph.Resource) {
	format := api.Value("format")
	j.judged(api, "format", format, Test{"a description, and no link to one", func(v graph.Value) bool {
		return !strings.HasSuffix(strings.ToLower(v.Text()), "-link") && !strings.HasSuffix(strings.ToLower(v.Text()), "-link-json")
	}})
	if !format.Is(described) {
		return
	}
	j.value(api, "value", Test{"an OpenAPI document with operations", func(v graph.Value) bool { return len(paths(v)) > 0 }})
}

// paths are those of the OpenAPI document in a value; none where it cannot be
// read.
func paths(v graph.Value) []string {
	var document struct {
		Paths map[string]json.RawMessage `json:"paths"`
	}
	if json.Unmarshal([]byte(v.Text()), &document) != nil {
		return nil
	}
	var all []string
	for path := range document.Paths {
		all = append(all, path)
	}
	slices.Sort(all)
	return all
}

// servedOfModels: the gateway may call everything on an account that its role
// permits, files and fine-tuning among it, so no path stands for all.
func (j *judge) servedOfModels(api *graph.Resource) {
	if !api.Value("format").Is(described) || !j.callsModels(api) {
		return
	}
	for _, path := range paths(api.Value("value")) {
		if strings.Contains(path, "*") {
			j.fail(api, "value", "the path "+graph.Printable(path)+", which is every operation of an account", "the operations that are served")
		}
	}
}

// callsModels is whether a document of an API sends calls on to an account.
func (j *judge) callsModels(api *graph.Resource) bool {
	for _, own := range j.ofAPI[kindAPIPolicy+api.URN] {
		d, err := document(own.from)
		if d == nil || err != nil {
			continue
		}
		if slices.ContainsFunc(elements(d, "set-backend-service"), func(e *apipolicy.Element) bool {
			id, _ := e.Attribute("backend-id")
			targets, _ := j.called(id)
			return slices.ContainsFunc(targets, func(to *graph.Resource) bool { return to.Kind == kindAccount })
		}) {
			return true
		}
	}
	return false
}
