package apipolicy

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/words"
	"secure-azure-openai/posture/graph"
)

// Bounds of a document beside its size; no document that a person wrote comes
// near them.
const (
	maxDepth      = 24
	maxName       = 64
	maxAttributes = 64
	maxElements   = 4096
)

var sectionNames = []string{"inbound", "backend", "outbound", "on-error"}

// Error is why a document cannot be read.
type Error struct {
	// Line counts from 1; zero is the document as a whole.
	Line int
	// Element is the name of the one that it is about, empty for the document.
	Element string
	// Found is what is wrong; Want is what would be right.
	Found, Want string
}

// Error is one line.
func (e *Error) Error() string {
	where := "policy document"
	if e.Line > 0 {
		where += fmt.Sprintf(", line %d", e.Line)
	}
	if e.Element != "" {
		where += ", <" + graph.Printable(e.Element) + ">"
	}
	return where + ": " + e.Found + "; " + e.Want
}

// reader is a document that is being read.
type reader struct {
	decoder *xml.Decoder
	open    []*Element
	// texts are those of the open elements, so far.
	texts []*strings.Builder
	count int
	doc   *Document
	root  *Element
}

// Parse reads a policy document, as it is sent with the format "xml". Its
// error is an *Error.
func Parse(source string) (*Document, error) {
	if len(source) > facts.PolicyDocumentLargest {
		return nil, &Error{Found: fmt.Sprintf("%d bytes", len(source)), Want: fmt.Sprintf("API Management takes at most %d", facts.PolicyDocumentLargest)}
	}
	// A document that was exported may begin with a byte order mark.
	source = strings.TrimPrefix(source, "\uFEFF")
	r := &reader{decoder: xml.NewDecoder(strings.NewReader(source)), doc: &Document{}}
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, r.malformed(err)
		}
		if err := r.take(token); err != nil {
			return nil, err
		}
	}
	if r.root == nil {
		return nil, &Error{Found: "no element", Want: "begin with <policies>"}
	}
	if err := checkSections(r.root); err != nil {
		return nil, err
	}
	r.doc.Sections = r.root.Children
	setPaths("", r.doc.Sections)
	return r.doc, nil
}

func (r *reader) take(token xml.Token) error {
	line, _ := r.decoder.InputPos()
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(t, line)
	case xml.EndElement:
		last := len(r.open) - 1
		e := r.open[last]
		e.Text = strings.TrimSpace(r.texts[last].String())
		r.open, r.texts = r.open[:last], r.texts[:last]
		if e.Text != "" && len(e.Children) > 0 {
			return &Error{e.Line, e.Name, fmt.Sprintf("the text %q stands among its elements", graph.Printable(e.Text)), "leave it out, or put it into an element"}
		}
	case xml.CharData:
		if len(r.open) > 0 {
			r.texts[len(r.texts)-1].Write(t)
		} else if strings.TrimSpace(string(t)) != "" {
			return &Error{line, "", "text outside of <policies>", "leave it out"}
		}
	case xml.Comment:
		r.doc.Comments = append(r.doc.Comments, Comment{line, string(t)})
	case xml.ProcInst:
		if t.Target != "xml" {
			return &Error{line, "", "a processing instruction", "leave it out"}
		}
	case xml.Directive:
		return &Error{line, "", "a document type or another directive", "leave it out: a policy document has none"}
	}
	return nil
}

func (r *reader) start(t xml.StartElement, line int) error {
	e := &Element{Name: t.Name.Local, Line: line}
	r.count++
	switch {
	case r.count > maxElements:
		return &Error{line, e.Name, "too many elements to be read", fmt.Sprintf("use at most %d", maxElements)}
	case t.Name.Space != "":
		return &Error{line, t.Name.Local, "a name with a namespace", "use the plain name"}
	case len(e.Name) > maxName:
		return &Error{line, e.Name, fmt.Sprintf("a name of %d bytes", len(e.Name)), fmt.Sprintf("use at most %d", maxName)}
	case len(r.open) >= maxDepth:
		return &Error{line, e.Name, "elements within elements too deep to be read", fmt.Sprintf("use at most %d levels", maxDepth)}
	case len(t.Attr) > maxAttributes:
		return &Error{line, e.Name, fmt.Sprintf("%d attributes", len(t.Attr)), fmt.Sprintf("use at most %d", maxAttributes)}
	case r.root != nil && len(r.open) == 0:
		return &Error{line, e.Name, "a second element beside <policies>", "put all sections into one <policies>"}
	}
	for _, a := range t.Attr {
		name := a.Name.Local
		if a.Name.Space != "" || name == "xmlns" {
			return &Error{line, e.Name, fmt.Sprintf("the attribute %q is of a namespace", graph.Printable(name)), "leave it out"}
		}
		if _, twice := e.Attribute(name); twice {
			return &Error{line, e.Name, fmt.Sprintf("the attribute %q is there twice", graph.Printable(name)), "keep one"}
		}
		e.Attributes = append(e.Attributes, Attribute{name, a.Value})
	}
	if r.root == nil {
		r.root = e
	} else {
		parent := r.open[len(r.open)-1]
		parent.Children = append(parent.Children, e)
	}
	r.open, r.texts = append(r.open, e), append(r.texts, &strings.Builder{})
	return nil
}

// malformed says what an XML decoder says, and what mostly causes it.
func (r *reader) malformed(err error) error {
	line, _ := r.decoder.InputPos()
	found, element := err.Error(), ""
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		line, found = syntax.Line, syntax.Msg
	}
	if len(r.open) > 0 {
		element = r.open[len(r.open)-1].Name
	}
	return &Error{line, element, "no well-formed XML here or in what follows: " + graph.Printable(found), `within an attribute or a text, write " as &quot;, < as &lt; and & as &amp;, and close every element`}
}

func checkSections(root *Element) error {
	if root.Name != "policies" {
		return &Error{root.Line, root.Name, "no policy document", "begin with <policies>"}
	}
	if root.Text != "" || len(root.Children) == 0 {
		return &Error{root.Line, root.Name, "no section", "use <inbound>, <backend>, <outbound> and <on-error>"}
	}
	for i, s := range root.Children {
		switch {
		case !slices.Contains(sectionNames, s.Name):
			want := "use <inbound>, <backend>, <outbound> and <on-error>"
			if near := words.Nearest(s.Name, sectionNames); near != "" {
				want = "use <" + near + ">"
			}
			return &Error{s.Line, s.Name, "no section of a policy document", want}
		case slices.ContainsFunc(root.Children[:i], named(s.Name)):
			return &Error{s.Line, s.Name, "the section is there twice", "keep one"}
		case s.Text != "":
			return &Error{s.Line, s.Name, fmt.Sprintf("the text %q", graph.Printable(s.Text)), "put policies into a section"}
		}
	}
	return nil
}

func setPaths(parent string, elements []*Element) {
	count, seen := map[string]int{}, map[string]int{}
	for _, e := range elements {
		count[e.Name]++
	}
	for _, e := range elements {
		seen[e.Name]++
		e.Path = parent + e.Name
		if count[e.Name] > 1 {
			e.Path += fmt.Sprintf("[%d]", seen[e.Name])
		}
		setPaths(e.Path+"/", e.Children)
	}
}
