package apipolicy

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// step is one policy; stop is nil where the call goes on.
func (r *run) step(section string, e *Element) (*stop, error) {
	switch e.Name {
	case "validate-azure-ad-token":
		return r.validateToken(e)
	case "rate-limit-by-key":
		return r.limitCalls(e)
	case "llm-token-limit", "azure-openai-token-limit":
		return r.limitTokens(e)
	case "choose":
		return r.choose(section, e)
	case "return-response":
		return r.respond(e)
	case "retry":
		return r.retry(section, e)
	case "set-status":
		return nil, r.setStatus(e)
	case "base":
		if section == "backend" {
			return nil, r.forward(nil)
		}
	case "forward-request":
		return nil, r.forward(e)
	case "set-header":
		// In <outbound> and <on-error> it changes the answer; what was sent
		// before does not follow these headers any more.
		return nil, r.change(&r.headers, e)
	case "set-query-parameter":
		return nil, r.change(&r.query, e)
	case "set-variable":
		return nil, r.setVariable(e)
	case "set-backend-service":
		return nil, r.setBackend(e)
	case "authentication-managed-identity":
		return nil, r.authenticate(e)
	}
	return nil, r.evaluateAll(e)
}

// evaluateAll is for policies that change nothing of what is decided, metrics
// and bodies: their expressions can fail all the same.
func (r *run) evaluateAll(e *Element) (err error) {
	look := func(text string) {
		if _, _, failed := r.resolved(text); err == nil {
			err = failed
		}
	}
	e.walk(func(one *Element) {
		for _, a := range one.Attributes {
			look(a.Value)
		}
		look(one.Text)
	})
	return err
}

// change is what set-header and set-query-parameter do.
func (r *run) change(all *[]Header, e *Element) error {
	name, err := r.text(e, "name", "")
	if err != nil {
		return err
	}
	var values []string
	for _, c := range e.Children {
		value, _, err := r.resolved(c.Text)
		if err != nil {
			return err
		}
		values = append(values, value)
	}
	there := func(h Header) bool { return strings.EqualFold(h.Name, name) }
	switch action := e.attribute("exists-action", "override"); action {
	case "delete":
		*all = slices.DeleteFunc(*all, there)
		return nil
	case "skip":
		if slices.ContainsFunc(*all, there) {
			return nil
		}
	case "override":
		*all = slices.DeleteFunc(*all, there)
	case "append":
	default:
		return fmt.Errorf("exists-action %q cannot be followed", graph.Printable(action))
	}
	if e.Name == "set-header" && strings.EqualFold(name, "Authorization") {
		r.identity, r.resource = "", ""
	}
	for _, value := range values {
		*all = append(*all, Header{name, value})
	}
	return nil
}

func (r *run) setVariable(e *Element) error {
	name, err := r.resolve(e.attribute("name", ""))
	if err != nil {
		return err
	}
	text, null, err := r.resolved(e.attribute("value", ""))
	r.variables[name] = variable{text: text, null: null}
	return err
}

func (r *run) setBackend(e *Element) (err error) {
	r.backend, err = r.text(e, "backend-id", e.attribute("base-url", ""))
	return err
}

// authenticate overwrites Authorization, whatever is in it.
func (r *run) authenticate(e *Element) (err error) {
	if r.resource, err = r.text(e, "resource", ""); err != nil {
		return err
	}
	r.identity, err = r.text(e, "client-id", "system-assigned")
	r.headers = slices.DeleteFunc(r.headers, func(h Header) bool { return strings.EqualFold(h.Name, "Authorization") })
	r.headers = append(r.headers, Header{"Authorization", "Bearer of the gateway for " + r.resource})
	return err
}

// forward sends the request; without an element as Azure's default does.
func (r *run) forward(e *Element) error {
	sent := &Sent{
		Backend: r.backend, Headers: slices.Clone(r.headers), Query: slices.Clone(r.query),
		Identity: r.identity, Resource: r.resource, ResponseBuffered: true,
	}
	if e != nil {
		var err error
		if sent.RequestBuffered, err = flag(e, "buffer-request-body", "false"); err != nil {
			return err
		}
		if sent.ResponseBuffered, err = flag(e, "buffer-response", "true"); err != nil {
			return err
		}
	}
	r.answer.Sent, r.status = sent, 200
	return nil
}

func flag(e *Element, name, otherwise string) (bool, error) {
	switch text := e.attribute(name, otherwise); text {
	case "true", "false":
		return text == "true", nil
	default:
		return false, fmt.Errorf("%s is %q, and can be followed as true or false only", name, graph.Printable(text))
	}
}

// retry runs what is in it once: that the backend answers is what Decide goes
// on from.
func (r *run) retry(section string, e *Element) (*stop, error) {
	if s, err := r.steps(section, e.Children); s != nil || err != nil {
		return s, err
	}
	_, err := r.condition(e.attribute("condition", ""))
	return nil, err
}

func (r *run) choose(section string, e *Element) (*stop, error) {
	for _, branch := range e.Children {
		if branch.Name == "when" {
			taken, err := r.condition(branch.attribute("condition", ""))
			if err != nil {
				return nil, err
			}
			if !taken {
				continue
			}
		}
		return r.steps(section, branch.Children)
	}
	return nil, nil
}
