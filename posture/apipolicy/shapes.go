package apipolicy

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/internal/words"
	"secure-azure-openai/posture/graph"
)

// shape is what an element may look like: the attributes and children that
// this package follows, or that change nothing of what it decides. Azure has
// more of both.
type shape struct {
	// sections are those that a policy may stand in, empty for a part of one.
	sections []string
	// required and optional are attributes.
	required, optional []string
	// oneOf are attributes of which exactly one has to be there.
	oneOf []string
	// parts are children that are no policies; nests is whether policies are.
	parts []string
	nests bool
	// text is whether text may stand in it.
	text bool
}

var (
	inboundOnly = []string{"inbound"}
	anywhere    = sectionNames
)

// limitNames report the state of a counter to the caller, and decide nothing.
var limitNames = []string{
	"retry-after-header-name", "retry-after-variable-name",
	"remaining-calls-header-name", "remaining-calls-variable-name", "total-calls-header-name",
}

var tokenLimit = shape{sections: inboundOnly, required: []string{"counter-key"}, optional: []string{
	"tokens-per-minute", "token-quota", "token-quota-period", "estimate-prompt-tokens",
	"retry-after-header-name", "retry-after-variable-name",
	"remaining-quota-tokens-header-name", "remaining-quota-tokens-variable-name",
	"remaining-tokens-header-name", "remaining-tokens-variable-name",
	"tokens-consumed-header-name", "tokens-consumed-variable-name",
}}

var tokenMetric = shape{sections: inboundOnly, optional: []string{"namespace"}, parts: []string{"dimension"}}

// shapes are the policies that are followed, with their parts:
// https://learn.microsoft.com/azure/api-management/api-management-policies,
// each policy's own page, read in versions of 2022-12-08 (validate-azure-ad-
// token, choose, retry, return-response), 2024-03-18 (set-header), 2024-05-23
// (rate-limit-by-key), 2024-07-23 (authentication-managed-identity),
// 2024-10-09 (llm-token-limit) and 2026-05-27 (llm-emit-token-metric).
var shapes = map[string]shape{
	"base": {sections: anywhere},
	"validate-azure-ad-token": {sections: inboundOnly, required: []string{"tenant-id"},
		optional: []string{"header-name", "failed-validation-httpcode", "failed-validation-error-message", "output-token-variable-name"},
		parts:    []string{"client-application-ids", "audiences", "required-claims"}},
	"client-application-ids": {parts: []string{"application-id"}},
	"application-id":         {text: true},
	"audiences":              {parts: []string{"audience"}},
	"audience":               {text: true},
	"required-claims":        {parts: []string{"claim"}},
	"claim":                  {required: []string{"name"}, optional: []string{"match", "separator"}, parts: []string{"value"}},
	"value":                  {text: true},

	"set-header":          {sections: anywhere, required: []string{"name"}, optional: []string{"exists-action"}, parts: []string{"value"}},
	"set-query-parameter": {sections: []string{"inbound", "backend"}, required: []string{"name"}, optional: []string{"exists-action"}, parts: []string{"value"}},
	"set-variable":        {sections: anywhere, required: []string{"name", "value"}},

	"rate-limit-by-key":              {sections: inboundOnly, required: []string{"calls", "renewal-period", "counter-key"}, optional: limitNames},
	"llm-token-limit":                tokenLimit,
	"azure-openai-token-limit":       tokenLimit,
	"llm-emit-token-metric":          tokenMetric,
	"azure-openai-emit-token-metric": tokenMetric,
	"dimension":                      {required: []string{"name"}, optional: []string{"value"}},

	"set-backend-service":             {sections: []string{"inbound", "backend"}, oneOf: []string{"backend-id", "base-url"}},
	"authentication-managed-identity": {sections: inboundOnly, required: []string{"resource"}, optional: []string{"client-id", "ignore-error"}},
	"forward-request": {sections: []string{"backend"},
		optional: []string{"timeout", "follow-redirects", "buffer-request-body", "buffer-response"}},
	"retry": {sections: anywhere, nests: true, required: []string{"condition", "count", "interval"},
		optional: []string{"max-interval", "delta", "first-fast-retry"}},

	"choose":          {sections: anywhere, parts: []string{"when", "otherwise"}},
	"when":            {required: []string{"condition"}, nests: true},
	"otherwise":       {nests: true},
	"return-response": {sections: anywhere, parts: []string{"set-status", "set-header", "set-body"}},
	"set-status":      {sections: []string{"outbound", "on-error"}, required: []string{"code"}, optional: []string{"reason"}},
	"set-body":        {sections: anywhere, text: true},
}

// onceOnly are parts of which another one says what nobody reads.
var onceOnly = []string{"client-application-ids", "audiences", "required-claims", "otherwise", "set-status", "set-body"}

// misfit is how an element differs from its shape.
type misfit struct {
	at          *Element
	found, want string
	// unknown is whether it may be right on Azure, and is only not followed.
	unknown bool
}

// misfits are all of a document, in its order.
func (d *Document) misfits() []misfit {
	var all []misfit
	for _, s := range d.Sections {
		for _, a := range s.Attributes {
			all = append(all, misfit{s, fmt.Sprintf("the attribute %q", graph.Printable(a.Name)), "no attribute of a section", false})
		}
		for _, e := range s.Children {
			all = append(all, nested(s.Name, e)...)
		}
	}
	return all
}

// nested judges a policy in a section, or within another policy.
func nested(section string, e *Element) []misfit {
	s, known := shapes[e.Name]
	switch {
	case !known:
		return []misfit{{e, "<" + graph.Printable(e.Name) + "> cannot be followed", "a policy that is" + near(e.Name, policyNames()), true}}
	case len(s.sections) == 0:
		return []misfit{{e, "<" + e.Name + "> is no policy, but a part of one", "the policy around it", false}}
	case !slices.Contains(s.sections, section):
		return []misfit{{e, "<" + e.Name + "> stands in <" + section + ">", "its place in <" + strings.Join(s.sections, "> or <") + ">", false}}
	}
	return s.inner(section, e)
}

// inner judges an element's attributes and what is in it.
func (s shape) inner(section string, e *Element) []misfit {
	var all []misfit
	for _, name := range s.required {
		if value, there := e.Attribute(name); !there || strings.TrimSpace(value) == "" {
			all = append(all, misfit{e, "no " + name, name + ", which it cannot do without", false})
		}
	}
	if n := count(s.oneOf, func(name string) bool { _, there := e.Attribute(name); return there }); len(s.oneOf) > 0 && n != 1 {
		all = append(all, misfit{e, "neither " + strings.Join(s.oneOf, " nor ") + ", or both", "one of them", false})
	}
	allowed := append(slices.Concat(s.required, s.optional, s.oneOf), "id")
	for _, a := range e.Attributes {
		if !slices.Contains(allowed, a.Name) {
			all = append(all, misfit{e, fmt.Sprintf("the attribute %q cannot be followed", graph.Printable(a.Name)), "an attribute that is" + near(a.Name, allowed), true})
		}
	}
	if e.Text != "" && !s.text {
		all = append(all, misfit{e, fmt.Sprintf("the text %q", graph.Printable(e.Text)), "no text there", false})
	}
	for i, c := range e.Children {
		before := e.Children[:i]
		switch {
		case slices.Contains(onceOnly, c.Name) && slices.ContainsFunc(before, named(c.Name)):
			all = append(all, misfit{c, "<" + c.Name + "> is there twice", "one", false})
		case e.Name == "choose" && i > 0 && before[i-1].Name == "otherwise":
			all = append(all, misfit{c, "<" + graph.Printable(c.Name) + "> comes after <otherwise>", "<otherwise> as the last", false})
		case slices.Contains(s.parts, c.Name):
			all = append(all, shapes[c.Name].inner(section, c)...)
		case s.nests:
			all = append(all, nested(section, c)...)
		default:
			all = append(all, misfit{c, fmt.Sprintf("<%s> in <%s> cannot be followed", graph.Printable(c.Name), e.Name), "a part that is" + near(c.Name, s.parts), true})
		}
	}
	return all
}

func count(names []string, of func(string) bool) (n int) {
	for _, name := range names {
		if of(name) {
			n++
		}
	}
	return n
}

func near(name string, known []string) string {
	if n := words.Nearest(name, known); n != "" {
		return ", such as " + n
	}
	return ""
}

// policyNames are those of all policies that are followed, in order.
func policyNames() []string {
	var names []string
	for name, s := range shapes {
		if len(s.sections) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
