// Package requirements says, requirement by requirement, what the recorded
// graph of a stack has to look like, and which changes to it each requirement
// must notice. Its tests run both over the stacks in the repository.
package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// Requirement is one statement about the topology, by its stable id.
type Requirement struct {
	ID   string
	Text string
	// Check judges a graph that was made with these settings. Its error says
	// which resource and property fall short.
	Check func(g *recorder.Graph, s settings.Settings) error
	// Applies is where the requirement asks for something to be there; nil
	// means everywhere. Elsewhere, Check asks for its absence.
	Applies  func(s settings.Settings) bool
	Breaches []Breach
}

// Breach is a change to a graph that breaks one requirement.
type Breach struct {
	Name string
	// When is where the change can be made; nil means wherever the
	// requirement applies.
	When func(s settings.Settings) bool
	// Do changes a copy of the graph.
	Do func(g *recorder.Graph, s settings.Settings)
	// Says is part of the message that Check has to answer with.
	Says string
}

// Area is a part of the topology, and what is required of it.
type Area struct {
	Title        string
	Requirements []Requirement
}

// Areas lists all requirements, by what they are about.
func Areas() []Area {
	return []Area{
		{"Network", network()},
		{"Azure OpenAI", openAI()},
		{"AI Search", search()},
		{"Storage", storage()},
		{"Search's private link to Azure OpenAI", sharedLink()},
		{"Roles", slices.Concat(serviceRoles(), developerRoles())},
		{"Clients and names", slices.Concat(clients(), privateDNS())},
		{"Web app", webApp()},
		{"Monitoring", defender()},
		{"API gateway", slices.Concat(gatewayService(), gatewayAPIs())},
		{"Backend", backend()},
		{"Telemetry", telemetry()},
	}
}

// All lists the requirements.
func All() []Requirement {
	var all []Requirement
	for _, a := range Areas() {
		all = append(all, a.Requirements...)
	}
	return all
}

func (r Requirement) applies(s settings.Settings) bool { return r.Applies == nil || r.Applies(s) }

func (b Breach) possible(r Requirement, s settings.Settings) bool {
	if b.When != nil {
		return b.When(s)
	}
	return r.applies(s)
}

// expect is the commonest check: these properties of the only resource of a
// type have these values. Azure's enumerations ignore case.
func expect(token string, wants ...want) func(*recorder.Graph, settings.Settings) error {
	return func(g *recorder.Graph, _ settings.Settings) error {
		r, err := mine(g, token)
		if err != nil {
			return err
		}
		return has(r, wants...)
	}
}

// want is a property and the value that it has to have: a string (case does
// not count) or a bool.
type want struct {
	path  string
	value any
}

func has(r *recorder.Resource, wants ...want) error {
	for _, w := range wants {
		switch v := w.value.(type) {
		case bool:
			if !r.Inputs.Is(w.path, v) {
				return fmt.Errorf("%s: %s is not explicitly %t", r, w.path, v)
			}
		case string:
			if got := r.Input(w.path); !strings.EqualFold(got, v) {
				return fmt.Errorf("%s: %s is %q, want %q", r, w.path, got, v)
			}
		}
	}
	return nil
}

// none asks for the absence of a type.
func none(g *recorder.Graph, token string) error {
	if found := slices.DeleteFunc(g.ByType(token), beside); len(found) > 0 {
		return fmt.Errorf("%s is there, and the settings do not ask for it", found[0])
	}
	return nil
}

// empty asks for lists without entries.
func empty(r *recorder.Resource, paths ...string) error {
	for _, path := range paths {
		if n := r.Inputs.Len(path); n > 0 {
			return fmt.Errorf("%s: %s has %d entries, want none", r, path, n)
		}
	}
	return nil
}

// mine is the only resource of a type among those that every stack has: what
// belongs to the gateway, the backend or a further account has requirements of
// its own.
func mine(g *recorder.Graph, token string) (*recorder.Resource, error) {
	found := slices.DeleteFunc(g.ByType(token), beside)
	if len(found) != 1 {
		return nil, fmt.Errorf("want one %s, found %d", token, len(found))
	}
	return found[0], nil
}

// beside reports whether a resource belongs to the gateway, to the backend or to
// a further account, by its component.
func beside(r *recorder.Resource) bool {
	component := r.Parent[strings.LastIndex(r.Parent, ":")+1:]
	return strings.HasPrefix(component, "gateway") || strings.HasPrefix(component, "backend") || strings.HasPrefix(component, "openai-")
}

// everyOne checks a graph once for each resource of a type: the check sees the
// others of the type as if they were not there.
func everyOne(token string, check func(*recorder.Graph, settings.Settings) error) func(*recorder.Graph, settings.Settings) error {
	return func(g *recorder.Graph, s settings.Settings) error {
		if len(g.ByType(token)) == 0 {
			return fmt.Errorf("want one %s, found none", token)
		}
		for _, r := range g.ByType(token) {
			alone, one := *g, *r
			one.Parent = "" // of all that every stack has, for once
			alone.Resources = slices.DeleteFunc(slices.Clone(g.Resources), func(o *recorder.Resource) bool { return o.Type == token })
			alone.Resources = append(alone.Resources, &one)
			if err := check(&alone, s); err != nil {
				return err
			}
		}
		return nil
	}
}

// firstOf runs checks in order, up to the first that fails.
func firstOf(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// set breaks one property of the only resource of a type.
func set(token, path string, value any, says string) Breach {
	return Breach{Name: fmt.Sprintf("%s=%v", path, value), Says: says,
		Do: func(g *recorder.Graph, _ settings.Settings) { only(g, token).Inputs.Set(path, value) }}
}

// unset takes a property of the only resource of a type away.
func unset(token, path, says string) Breach {
	return Breach{Name: "no " + path, Says: says,
		Do: func(g *recorder.Graph, _ settings.Settings) { only(g, token).Inputs.Delete(path) }}
}

// without takes every resource of a type away.
func without(token, says string) Breach {
	return Breach{Name: "no " + token, Says: says,
		Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(g.ByType(token)...) }}
}

// only is the resource that a breach is about; a breach of nothing would be
// noticed as a failure that it did not cause.
func only(g *recorder.Graph, token string) *recorder.Resource {
	r, err := mine(g, token)
	if err != nil {
		panic(err)
	}
	return r
}

// when limits a breach to some settings.
func when(is func(settings.Settings) bool, b Breach) Breach {
	b.When = is
	return b
}

// within limits breaches to some settings, beside their own limits.
func within(is func(settings.Settings) bool, list []Breach) []Breach {
	for i, b := range list {
		list[i].When = is
		if b.When != nil {
			list[i].When = both(is, b.When)
		}
	}
	return list
}

// both is where two conditions hold.
func both(a, b func(settings.Settings) bool) func(settings.Settings) bool {
	return func(s settings.Settings) bool { return a(s) && b(s) }
}
