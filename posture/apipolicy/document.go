// Package apipolicy reads a policy document of API Management, judges it by its
// meaning, and decides what a call by one kind of caller gets from it: its
// status, by which element, and with which credentials the backend is called.
//
// It follows the policies and the expressions that a gateway in front of a
// language model needs, in the forms that are listed in shapes.go and
// expression.go. What it cannot follow it says, and never takes for harmless.
package apipolicy

import "slices"

// Document is a policy document that is well formed and has the sections of
// one. What is in them may still be anything.
type Document struct {
	// Sections are those that are there, in the document's order.
	Sections []*Element
	// Comments are kept because secrets are left in them.
	Comments []Comment
}

// Comment is one outside of every policy's meaning.
type Comment struct {
	Line int
	Text string
}

// Element is a section, a policy, or a part of one.
type Element struct {
	Name string
	// Path leads to it from the document, such as
	// "inbound/choose/when[2]/set-header"; among several of one name, the
	// number counts from 1.
	Path string
	// Line is where its tag ends, counted from 1.
	Line       int
	Attributes []Attribute
	// Text is what stands between its tags, without the space around it. An
	// element has text or children, never both.
	Text     string
	Children []*Element
}

// Attribute is one of an element's.
type Attribute struct{ Name, Value string }

// Section is one of "inbound", "backend", "outbound" and "on-error", or nil.
func (d *Document) Section(name string) *Element {
	i := slices.IndexFunc(d.Sections, func(e *Element) bool { return e.Name == name })
	if i < 0 {
		return nil
	}
	return d.Sections[i]
}

// policies are the elements of a section, none where it is missing.
func (d *Document) policies(section string) []*Element {
	if e := d.Section(section); e != nil {
		return e.Children
	}
	return nil
}

// Attribute is an attribute's value, and whether it is there.
func (e *Element) Attribute(name string) (string, bool) {
	i := slices.IndexFunc(e.Attributes, func(a Attribute) bool { return a.Name == name })
	if i < 0 {
		return "", false
	}
	return e.Attributes[i].Value, true
}

// attribute is an attribute's value, or another one where it is missing.
func (e *Element) attribute(name, otherwise string) string {
	if value, there := e.Attribute(name); there {
		return value
	}
	return otherwise
}

// child is the first child of a name, or nil.
func (e *Element) child(name string) *Element {
	i := slices.IndexFunc(e.Children, func(c *Element) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return e.Children[i]
}

// texts are those of the children of its child of a name.
func (e *Element) texts(list string) []string {
	var all []string
	if l := e.child(list); l != nil {
		for _, c := range l.Children {
			all = append(all, c.Text)
		}
	}
	return all
}

// walk visits an element and all below it, in the document's order.
func (e *Element) walk(visit func(*Element)) {
	visit(e)
	for _, c := range e.Children {
		c.walk(visit)
	}
}

// walk visits every element of the document.
func (d *Document) walk(visit func(section string, e *Element)) {
	for _, s := range d.Sections {
		s.walk(func(e *Element) {
			if e != s {
				visit(s.Name, e)
			}
		})
	}
}

// holds reports whether an element, or one below it, is of a sort.
func (e *Element) holds(of func(*Element) bool) bool {
	found := false
	e.walk(func(one *Element) { found = found || of(one) })
	return found
}

// covers reports whether every call that gets past an element has passed one of
// a sort: itself, in its retry, or in each branch of a choose that has one for
// all other calls. A branch that answers lets no call past.
func (e *Element) covers(of func(*Element) bool) bool {
	if of(e) {
		return true
	}
	switch e.Name {
	case "retry":
		return slices.ContainsFunc(e.Children, func(c *Element) bool { return c.covers(of) })
	case "choose":
		orAnswers := func(e *Element) bool { return of(e) || e.Name == "return-response" }
		return e.child("otherwise") != nil && !slices.ContainsFunc(e.Children, func(branch *Element) bool {
			return !slices.ContainsFunc(branch.Children, func(c *Element) bool { return c.covers(orAnswers) })
		})
	}
	return false
}

// before visits what a call may pass before it has passed one of a sort.
func before(policies []*Element, of func(*Element) bool, visit func(*Element)) {
	for _, e := range policies {
		if !e.covers(of) {
			e.walk(visit)
			continue
		}
		switch {
		case of(e):
		case e.Name == "retry":
			before(e.Children, of, visit)
		default:
			for _, branch := range e.Children {
				before(branch.Children, of, visit)
			}
		}
		return
	}
}

func named(names ...string) func(*Element) bool {
	return func(e *Element) bool { return slices.Contains(names, e.Name) }
}
