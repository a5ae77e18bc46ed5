package requirements

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

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
	// The others have policies of their own kinds, or none for a message.
	for _, name := range []string{"apiType", "soapApiType"} {
		j.value(api, name, Test{`"http"`, func(v graph.Value) bool { return v.State == graph.Missing || v.Is("http") }})
	}
	if !format.Is(described) {
		return
	}
	j.value(api, "value", Test{"an OpenAPI document with operations", func(v graph.Value) bool { return len(paths(v)) > 0 }})
}

// methods are those of each path of the OpenAPI document in a value; none
// where it cannot be read.
func methods(v graph.Value) map[string]map[string]json.RawMessage {
	var document struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if json.Unmarshal([]byte(v.Text()), &document) != nil {
		return nil
	}
	return document.Paths
}

func paths(v graph.Value) []string { return slices.Sorted(maps.Keys(methods(v))) }

// servedOfModels: the gateway may call everything on an account that its role
// permits, files and fine-tuning among it, so no path stands for all, and what
// the paths are has to be said in a form that can be read here.
func (j *judge) servedOfModels(api *graph.Resource) {
	if !j.callsModels(api) {
		return
	}
	format := api.Value("format")
	if link := strings.Contains(strings.ToLower(format.Text()), "-link"); !format.Is(described) && !link {
		j.judged(api, "format", format, Equal(described).as(`"`+described+`", by which the operations of an account that are served are told`))
		return
	}
	for _, path := range paths(api.Value("value")) {
		switch {
		case strings.Contains(path, "*"):
			j.fail(api, "value", "the path "+graph.Printable(path)+", which is every operation of an account", "the operations that are served")
		case open(path):
			j.fail(api, "value", "the path "+graph.Printable(path)+", in which a parameter stands for an operation", "the operations that are served")
		}
	}
}

// open reports whether a parameter of a path stands where operations have
// their names: at its beginning, after the version, or after another parameter.
// After a name it is the id of one such thing.
func open(path string) bool {
	before := "{"
	for _, part := range strings.Split(strings.Trim(path, "/"), "/") {
		if strings.Contains(part, "{") && (strings.Contains(before, "{") || before == "v1") {
			return true
		}
		before = part
	}
	return false
}

// chats reports whether a description has the operation that the web app asks
// for its answers. API Management compares paths without regard to case.
// https://learn.microsoft.com/azure/ai-foundry/openai/reference#chat-completions
func chats(v graph.Value) bool {
	for path, of := range methods(v) {
		parts := strings.Split(strings.ToLower(strings.Trim(path, "/")), "/")
		if _, posts := of["post"]; posts && len(parts) == 4 && strings.HasPrefix(parts[1], "{") && parts[0]+"/"+parts[2]+"/"+parts[3] == "deployments/chat/completions" {
			return true
		}
	}
	return false
}

// callsModels is whether a document of an API sends calls on to an account.
func (j *judge) callsModels(api *graph.Resource) bool {
	is, _ := j.sendsToModels(api)
	return is
}

// sendsToModels is callsModels, and whether it can be told.
func (j *judge) sendsToModels(api *graph.Resource) (is, certain bool) {
	certain = true
	for _, own := range j.ofAPI[kindAPIPolicy+api.URN] {
		d, err := document(own.from)
		if d == nil || err != nil {
			certain = false
			continue
		}
		for _, e := range elements(d, "set-backend-service") {
			id, _ := e.Attribute("backend-id")
			targets, known := j.called(id)
			certain = certain && known
			is = is || slices.ContainsFunc(targets, func(to *graph.Resource) bool { return to.Kind == kindAccount })
		}
	}
	return is, certain
}

// servesTheApp judges the APIs at the path that the web app asks: each leads to
// the models, has its chat, and answers without a version of its own in the
// address.
func (j *judge) servesTheApp() {
	const path = "openai"
	apis := j.g.Of(kindAPI)
	if !slices.ContainsFunc(apis, func(r *graph.Resource) bool { return r.Value("path").Is(path) || r.Value("path").Hidden() }) {
		j.fail(nil, "", count(len(apis), kindAPI)+", and none with the path openai", "one, which is where the web app asks the models")
	}
	for _, api := range apis {
		if !api.Value("path").Is(path) {
			continue
		}
		switch is, certain := j.sendsToModels(api); {
		case is:
			j.chatOf(api)
		case certain && len(j.ofAPI[kindAPIPolicy+api.URN]) > 0:
			j.fail(api, "path", `"openai", and it leads to no account`, "the API of the models there, which is where the web app asks them")
		case len(j.ofAPI[kindAPIPolicy+api.URN]) > 0:
			j.unknown(api, "path", "the API of the models there")
		}
		j.value(api, "isCurrent", NotFalse())
		for _, name := range []string{"apiVersion", "apiVersionSetId"} {
			j.value(api, name, Nothing())
		}
	}
}

func (j *judge) chatOf(api *graph.Resource) {
	const chat = "POST /deployments/{…}/chat/completions"
	switch value := api.Value("value"); {
	case !api.Value("format").Is(described): // G8
	case value.Hidden():
		j.unknown(api, "value", chat)
	case !chats(value):
		j.fail(api, "value", "without "+chat, "it, which the web app asks")
	}
}
