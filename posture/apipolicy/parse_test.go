package apipolicy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
)

// golden is a document as the gateway renders it: "openai" has everything,
// "callers" has tokens of named callers alone, "backend" and "mcp" are those of
// an own API, "keyed" has keys alone.
func golden(t testing.TB, name string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "gateway", "policies", "testdata", name+".xml"))
	require.NoError(t, err)
	return string(source)
}

// replaced changes a document, in the place that a test means.
func replaced(t testing.TB, source string, pairs ...string) string {
	t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		require.Equal(t, 1, strings.Count(source, pairs[i]), "%q stands once in the document", pairs[i])
		source = strings.Replace(source, pairs[i], pairs[i+1], 1)
	}
	return source
}

func parsed(t testing.TB, source string) *Document {
	t.Helper()
	doc, err := Parse(source)
	require.NoError(t, err)
	return doc
}

func TestParse(t *testing.T) {
	// An editor may have left a mark before it.
	doc := parsed(t, "\uFEFF"+`<?xml version="1.0"?>
<policies>
  <inbound>
    <!-- why -->
    <set-header name="a" exists-action='delete'/>
    <set-header name="b&quot;&amp;"><value> x &lt; y </value></set-header>
  </inbound>
</policies>`)
	require.Len(t, doc.Sections, 1)
	assert.Nil(t, doc.Section("backend"))
	inbound := doc.Section("inbound")
	require.Len(t, inbound.Children, 2)
	assert.Equal(t, Element{Name: "set-header", Path: "inbound/set-header[1]", Line: 5, Attributes: []Attribute{{"name", "a"}, {"exists-action", "delete"}}}, *inbound.Children[0])
	second := inbound.Children[1]
	assert.Equal(t, []Attribute{{"name", `b"&`}}, second.Attributes)
	assert.Equal(t, Element{Name: "value", Path: "inbound/set-header[2]/value", Line: 6, Text: "x < y"}, *second.Children[0])
	assert.Equal(t, []Comment{{4, " why "}}, doc.Comments)
}

func TestParseErrors(t *testing.T) {
	const malformed = `write " as &quot;, < as &lt; and & as &amp;, and close every element`
	deep := strings.Repeat("<choose>", maxDepth)
	for _, c := range []struct{ source, says string }{
		{"", "policy document: no element; begin with <policies>"},
		{strings.Repeat(" ", facts.PolicyDocumentLargest+1), "policy document: 262145 bytes; API Management takes at most 262144"},
		{"<policy/>", "policy document, line 1, <policy>: no policy document; begin with <policies>"},
		{"<policies>", "policy document, line 1, <policies>: no well-formed XML here or in what follows: unexpected EOF; within an attribute or a text, " + malformed},
		{"<policies>\n<inbound>\n</outbound></policies>", "policy document, line 3, <inbound>: no well-formed XML here or in what follows: element <inbound> closed by </outbound>; within an attribute or a text, " + malformed},
		{`<policies><inbound><when condition="@(a["b"])"/></inbound></policies>`, "policy document, line 1, <inbound>: no well-formed XML here or in what follows: attribute name without = in element; within an attribute or a text, " + malformed},
		{"<policies><inbound>&what;</inbound></policies>", "policy document, line 1, <inbound>: no well-formed XML here or in what follows: invalid character entity &what;; within an attribute or a text, " + malformed},
		{"<policies/>", "policy document, line 1, <policies>: no section; use <inbound>, <backend>, <outbound> and <on-error>"},
		{"<policies>\n<outbond/></policies>", "policy document, line 2, <outbond>: no section of a policy document; use <outbound>"},
		{"<policies><body/></policies>", "policy document, line 1, <body>: no section of a policy document; use <inbound>, <backend>, <outbound> and <on-error>"},
		{"<policies><inbound/>\n<inbound/></policies>", "policy document, line 2, <inbound>: the section is there twice; keep one"},
		{"<policies><inbound>x</inbound></policies>", `policy document, line 1, <inbound>: the text "x"; put policies into a section`},
		{"<policies><inbound>x<base/></inbound></policies>", `policy document, line 1, <inbound>: the text "x" stands among its elements; leave it out, or put it into an element`},
		{"x<policies><inbound/></policies>", "policy document, line 1: text outside of <policies>; leave it out"},
		{"<policies><inbound/></policies><policies/>", "policy document, line 1, <policies>: a second element beside <policies>; put all sections into one <policies>"},
		{"<!DOCTYPE policies [<!ENTITY a 'b'>]><policies/>", "policy document, line 1: a document type or another directive; leave it out: a policy document has none"},
		{"<?php x?><policies/>", "policy document, line 1: a processing instruction; leave it out"},
		{`<policies><inbound><a:base/></inbound></policies>`, "policy document, line 1, <base>: a name with a namespace; use the plain name"},
		{`<policies><inbound><base xmlns="x"/></inbound></policies>`, "policy document, line 1, <base>: a name with a namespace; use the plain name"},
		{`<policies><inbound><base x:a="1"/></inbound></policies>`, `policy document, line 1, <base>: the attribute "a" is of a namespace; leave it out`},
		{`<policies><inbound><base a="1" a="2"/></inbound></policies>`, `policy document, line 1, <base>: the attribute "a" is there twice; keep one`},
		{"<policies><inbound>" + deep, "policy document, line 1, <choose>: elements within elements too deep to be read; use at most 24 levels"},
		{"<policies><inbound>" + strings.Repeat("<base/>", maxElements), "policy document, line 1, <base>: too many elements to be read; use at most 4096"},
		{"<policies><" + strings.Repeat("a", 65) + "/></policies>", "policy document, line 1, <" + strings.Repeat("a", 65) + ">: a name of 65 bytes; use at most 64"},
		{"<policies><inbound><base" + attributes(65) + "/></inbound></policies>", "policy document, line 1, <base>: 65 attributes; use at most 64"},
	} {
		doc, err := Parse(c.source)
		assert.EqualError(t, err, c.says)
		assert.Nil(t, doc)
	}
}

// TestTimeIsBounded: what a large document costs grows with its size.
func TestTimeIsBounded(t *testing.T) {
	variables := func(count int) string {
		var b strings.Builder
		for i := range count {
			fmt.Fprintf(&b, `<set-variable name="v%d" value="a"/>`, i)
		}
		return b.String()
	}
	var chain strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&chain, `<set-variable name="c%d" value="@((string)context.Variables[&quot;c%d&quot;] + (string)context.Variables[&quot;c%d&quot;])"/>`, i+1, i, i)
	}
	chain.WriteString(`<rate-limit-by-key calls="1" renewal-period="1" counter-key="@((string)context.Variables[&quot;c1000&quot;])"/>`)
	nested := `<choose><when condition="true">` + variables(1900) + "</when><otherwise>" + variables(1900) + "</otherwise></choose>"
	for range 9 {
		nested = `<choose><when condition="true">` + nested + "</when></choose>"
	}
	for name, inbound := range map[string]string{
		"comments":  "<set-body>" + strings.Repeat("<!---->a", 30000) + "</set-body>",
		"variables": nested,
		"chain":     chain.String(),
		"condition": `<choose><when condition="@(` + strings.TrimSuffix(strings.Repeat("context.Request.Method == &quot;a&quot; || ", 300), " || ") + `)"/></choose>`,
		"code":      `<set-variable name="a" value="@(` + strings.Repeat("context.Subscription.Id+", 600) + `1)"/>`,
	} {
		start := time.Now()
		doc := parsed(t, document(inbound, "", "", ""))
		Judge(doc, Expect{Keyless: true, ClaimsTested: true, Streaming: true})
		_, _ = Decide(doc, API{}, Call{})
		assert.Less(t, time.Since(start), time.Second, name)
	}
}

func attributes(count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}

// FuzzPolicy: whatever a document holds, it is read, judged and decided, or
// refused with a reason.
func FuzzPolicy(f *testing.F) {
	for _, name := range []string{"openai", "callers", "backend", "mcp", "keyed"} {
		f.Add(golden(f, name))
	}
	f.Add(`<policies><inbound><choose><when condition="@(!(true &amp;&amp; (1 == 2)))"><return-response><set-status code="403"/></return-response></when><otherwise/></choose></inbound></policies>`)
	f.Add(`<policies><backend><retry condition="false" count="1" interval="1"><base/></retry></backend></policies>`)
	f.Add(`<policies><inbound><set-variable name="a" value="@($&quot;{context/**/.Subscription.Id}&quot;)"/></inbound></policies>`)
	f.Fuzz(func(t *testing.T, source string) {
		doc, err := Parse(source)
		if err != nil {
			if err.Error() == "" {
				t.Error("no reason")
			}
			return
		}
		rules := map[string]bool{}
		for _, finding := range Judge(doc, Expect{Keyless: true, ClaimsTested: true, Streaming: true, CallsLimited: true, TokensLimited: true, Resource: "x"}) {
			rules[finding.ID] = true
			if finding.Found == "" || finding.Want == "" {
				t.Errorf("%s says nothing", finding.ID)
			}
		}
		if len(rules) != len(Rules()) {
			t.Errorf("%d rules found something, want %d", len(rules), len(Rules()))
		}
		for _, call := range []Call{{}, {Key: ValidKey, Subscription: "a", Token: &Token{}}, {Key: WrongKey, Token: &Token{Expired: true}}} {
			answer, err := Decide(doc, API{}, call)
			if err == nil && (answer.Status < 100 || answer.Status > 599 && answer.By == "") {
				t.Errorf("status %d by %q", answer.Status, answer.By)
			}
		}
	})
}
