package requirements

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// backendOf finds out what a document calls, and what is expected of it then.
func (j *judge) backendOf(r *graph.Resource, d *apipolicy.Document, expect *apipolicy.Expect) {
	const want = "set-backend-service with the name of a backend, or of a pool, of this stack"
	sets := elements(d, "set-backend-service")
	if len(sets) == 0 {
		j.fail(r, "value", "no set-backend-service: the API's own address is called", want)
	}
	for _, e := range sets {
		at := "value: " + e.Path
		if address, there := e.Attribute("base-url"); there {
			j.fail(r, at, fmt.Sprintf("base-url %q", graph.Printable(address)), want)
			continue
		}
		id, _ := e.Attribute("backend-id")
		targets, certain := j.called(id)
		switch {
		case strings.HasPrefix(id, "@") || strings.Contains(id, "{{") || !certain:
			j.unknown(r, at, want)
		case len(targets) == 0:
			j.fail(r, at, fmt.Sprintf("backend-id %q", graph.Printable(id)), want)
		}
		if expect.BackendID == "" && len(targets) > 0 {
			expect.BackendID = id // and no other beside it
		}
		for _, to := range targets {
			j.expectOf(r, at, to, expect)
		}
	}
}

// called are what the backend or the pool of a name calls.
func (j *judge) called(id string) (targets []*graph.Resource, certain bool) {
	certain = true
	names := []string{id}
	for _, d := range j.g.Of(kindTemplate) {
		list := d.Value("properties.template.resources")
		certain = certain && !list.Hidden()
		for _, one := range list.Items() {
			pool := one.At("name")
			certain = certain && !(one.At("type").Is(poolType) && pool.Hidden())
			if _, name, _ := strings.Cut(pool.Text(), "/"); !one.At("type").Is(poolType) || !strings.EqualFold(name, id) {
				continue
			}
			for _, member := range one.At("properties.pool.services").Items() {
				certain = certain && !member.At("id").Hidden()
				names = append(names, member.At("id").Text())
			}
		}
	}
	for _, name := range names {
		if b := j.backendNamed(name); b != nil {
			to, known := j.target(b)
			certain = certain && known
			if to != nil {
				targets = append(targets, to)
			}
		}
	}
	return targets, certain
}

// expectOf adds what a target asks of the document that calls it: models
// answer in parts and count tokens, and an app takes tokens for its own
// registration alone.
func (j *judge) expectOf(r *graph.Resource, at string, to *graph.Resource, expect *apipolicy.Expect) {
	resource := facts.CognitiveServicesResource
	if to.Kind == kindAccount {
		expect.TokensLimited, expect.Streaming = true, true
	} else {
		resource = ""
		for _, own := range j.ofApp[kindSignIn+to.URN] {
			resource = own.from.Value(registration + "clientId").Text()
		}
		if resource == "" {
			j.unknown(r, at, "the client id of "+to.String()+"'s registration")
		}
		expect.Streaming = expect.Streaming || j.servesMCP(to)
	}
	if expect.Resource != "" && resource != "" && expect.Resource != resource {
		j.fail(r, at, "backends that ask for tokens of two kinds", "one kind of backend for a document")
	}
	expect.Resource = resource
}

// servesMCP tells an MCP server by its address: an API of Functions has the
// path /api. Its answers come as server-sent events.
func (j *judge) servesMCP(app *graph.Resource) bool {
	for _, b := range j.g.Of(kindBackend) {
		if to, certain := j.target(b); to != app || !certain {
			continue
		}
		_, rest, _ := strings.Cut(b.Value("url").Text(), "://")
		if _, path, _ := strings.Cut(strings.TrimSuffix(rest, "/"), "/"); path == "" {
			return true
		}
	}
	return false
}
