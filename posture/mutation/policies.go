package mutation

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// policies are the mutants of an API's policy document: each element away,
// twice, and in another place, each attribute and each text with another value.
func (w *world) policies(r *graph.Resource) {
	if r.Kind != "apimanagement:ApiPolicy" {
		return
	}
	source := r.Value("value").Text()
	read := func() *apipolicy.Document {
		d, err := apipolicy.Parse(source)
		if err != nil {
			return nil
		}
		return d
	}
	d := read()
	if d == nil {
		return
	}
	for _, s := range d.Sections {
		w.element(r, read, s, nil)
	}
}

// element are the mutants of an element, below one at some steps.
func (w *world) element(r *graph.Resource, read func() *apipolicy.Document, e *apipolicy.Element, parent *apipolicy.Element) {
	change := func(path, says string, do func(in *siblings, at int)) {
		w.change(r, Policy, "value/"+path, says, func(r *graph.Resource) {
			d := read()
			in := family(d, e.Path)
			do(in, slices.IndexFunc(*in.all, func(one *apipolicy.Element) bool { return one.Path == e.Path }))
			text := write(d)
			edit(r, []any{"value"}, func(any) (any, bool) { return text, true })
		})
	}
	change(e.Path, " deleted", func(in *siblings, at int) { *in.all = slices.Delete(*in.all, at, at+1) })
	if parent != nil {
		change(e.Path, " twice", func(in *siblings, at int) { *in.all = slices.Insert(*in.all, at, (*in.all)[at]) })
		w.moved(e, parent, change)
	}
	for i, a := range e.Attributes {
		path := e.Path + "@" + a.Name
		change(path, " deleted", func(in *siblings, at int) {
			one := (*in.all)[at]
			one.Attributes = slices.Delete(one.Attributes, i, i+1)
		})
		for _, other := range w.otherTexts(a.Name, a.Value) {
			change(path, "="+other, func(in *siblings, at int) { (*in.all)[at].Attributes[i].Value = other })
		}
	}
	if e.Text != "" {
		for _, other := range w.otherTexts(e.Name, e.Text) {
			change(e.Path, "="+other, func(in *siblings, at int) { (*in.all)[at].Text = other })
		}
	}
	for _, c := range e.Children {
		w.element(r, read, c, e)
	}
}

// moved puts a policy after each that follows it, and before the first of its
// section: after authentication-managed-identity nothing is checked in time.
func (w *world) moved(e, parent *apipolicy.Element, change func(path, says string, do func(in *siblings, at int))) {
	from := slices.Index(parent.Children, e)
	for to := from + 1; to < len(parent.Children); to++ {
		change(e.Path, fmt.Sprintf(" moved after %s (%d)", parent.Children[to].Name, to), func(in *siblings, at int) {
			one := (*in.all)[at]
			*in.all = slices.Insert(slices.Delete(*in.all, at, at+1), to, one)
		})
	}
}

// otherTexts are values that an attribute, or an element of a name, could have
// instead.
func (w *world) otherTexts(name, value string) []string {
	others := append([]string{"alien", ""}, map[string][]string{
		"tenant-id": {foreignTenant, "common", "organizations"}, "exists-action": {"override", "skip", "append", "delete"},
		"match": {"any", "all"}, "failed-validation-httpcode": {"200", "500"}, "header-name": {"X-Token"},
		"resource": {"https://management.azure.com", "https://cognitiveservices.azure.com", "https://vault.azure.net"},
		"calls":    {"1", "100000"}, "renewal-period": {"1", "300", "86400"}, "tokens-per-minute": {"1", "100000000"},
		"estimate-prompt-tokens": {"true", "false"}, "buffer-response": {"true", "false"}, "timeout": {"1", "100000"},
		"counter-key": {"one for all", "@(context.Request.IpAddress)", `@(context.Request.Headers.GetValueOrDefault("X-Caller", ""))`},
		"value":       {"@(context.Request.IpAddress)", stranger},
		"audience":    {"https://management.azure.com", "api://outside"}, "namespace": {"outside"},
	}[name]...)
	if name == "backend-id" {
		for _, b := range w.graph.Of("apimanagement:Backend") {
			others = append(others, b.Value("backendId").Text())
		}
	}
	if strings.Contains(value, "{{") {
		for _, v := range w.graph.Of("apimanagement:NamedValue") {
			others = append(others, "{{"+v.Value("displayName").Text()+"}}")
		}
	}
	return slices.DeleteFunc(others, func(other string) bool { return other == value })
}

// siblings are the elements beside one, in the list that holds them.
type siblings struct{ all *[]*apipolicy.Element }

// family is the list that holds the element of a path.
func family(d *apipolicy.Document, path string) *siblings {
	var find func(list *[]*apipolicy.Element) *siblings
	find = func(list *[]*apipolicy.Element) *siblings {
		for _, e := range *list {
			if e.Path == path {
				return &siblings{list}
			}
			if in := find(&e.Children); in != nil {
				return in
			}
		}
		return nil
	}
	return find(&d.Sections)
}

// write is a document as it is sent.
func write(d *apipolicy.Document) string {
	var b strings.Builder
	escape := func(text string) {
		// A writer into memory does not fail.
		_ = xml.EscapeText(&b, []byte(text))
	}
	var element func(e *apipolicy.Element)
	element = func(e *apipolicy.Element) {
		b.WriteString("<" + e.Name)
		for _, a := range e.Attributes {
			b.WriteString(" " + a.Name + `="`)
			escape(a.Value)
			b.WriteString(`"`)
		}
		b.WriteString(">")
		escape(e.Text)
		for _, c := range e.Children {
			element(c)
		}
		b.WriteString("</" + e.Name + ">")
	}
	b.WriteString("<policies>")
	for _, s := range d.Sections {
		element(s)
	}
	b.WriteString("</policies>\n")
	return b.String()
}
