package apipolicy

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
)

// Expect is what a document has to do, from the settings of its API.
type Expect struct {
	// Keyless is whether a call gets to the document without a subscription
	// key.
	Keyless bool
	// KeyHeader and KeyQuery are where the API looks for its keys, empty for
	// API Management's own names.
	KeyHeader, KeyQuery string
	// TokenValidated is whether the settings ask for the caller's token; where
	// Keyless, it is asked for in any case.
	TokenValidated bool
	// ClaimsTested is whether the settings leave claims to be tested by an
	// expression after the validation.
	ClaimsTested bool
	// CallsLimited and TokensLimited are the limits that there must be.
	CallsLimited, TokensLimited bool
	// TokensMeasured is whether there must be a metric of the tokens used.
	TokensMeasured bool
	// Resource is what the gateway's token must be for.
	Resource string
	// Streaming is whether parts of an answer must not wait.
	Streaming bool
	// BackendID is the backend, or the pool, that must be called; empty for any.
	BackendID string
	// NamedValues are the display names of those that the gateway has.
	NamedValues []string
}

// Rule is what a document is judged by.
type Rule struct {
	// ID is stable, and ends the id of a finding: "token-validated".
	ID, Title string
	Severity  finding.Severity
	// Want is what is right; Fix is how to mend what is not; Link is the
	// vendor's page.
	Want, Fix, Link string
	// about are the policies without which it does not apply, none for any.
	about []string
	look  func(*judge)
}

// Rules are all of them, in the order of findings.
func Rules() []Rule {
	return slices.Concat(formRules, tokenRules, callerRules, credentialRules, exposureRules, limitRules, backendRules, expressionRules)
}

// judge collects what one rule finds.
type judge struct {
	doc    *Document
	expect Expect
	rule   Rule
	rows   []finding.Finding
	// idle is why the rule does not apply.
	idle string
	// tokens are the variables in which validations keep tokens.
	tokens map[string]bool
}

// Judge judges a document by every rule: one finding for each fault, and one
// that passes for each rule without any. A finding's ID is its rule's,
// Property is the path of the element.
func Judge(d *Document, expect Expect) []finding.Finding {
	var all []finding.Finding
	for _, rule := range Rules() {
		j := &judge{doc: d, expect: expect, rule: rule}
		rule.look(j)
		if len(j.rows) == 0 {
			verdict, found := finding.Pass, "as wanted"
			if len(rule.about) > 0 && !j.has(rule.about...) {
				j.idle = "there is no " + strings.Join(rule.about, " or ")
			}
			if j.idle != "" {
				verdict, found = finding.NotApplicable, j.idle
			}
			j.add(nil, verdict, found, rule.Want)
		}
		all = append(all, j.rows...)
	}
	return all
}

func (j *judge) add(e *Element, verdict finding.Verdict, found, want string) {
	f := finding.Finding{
		ID: j.rule.ID, Title: j.rule.Title, Severity: j.rule.Severity, Verdict: verdict,
		Found: found, Want: want, Fix: j.rule.Fix, Link: j.rule.Link,
	}
	if e != nil {
		f.Property = e.Path
		f.Evidence = []string{fmt.Sprintf("line %d", e.Line)}
	}
	j.rows = append(j.rows, f)
}

func (j *judge) fail(e *Element, format string, args ...any) {
	j.add(e, finding.Fail, fmt.Sprintf(format, args...), j.rule.Want)
}

// undecided is what nobody can tell from the document.
func (j *judge) undecided(e *Element, format string, args ...any) {
	j.add(e, finding.Unknown, fmt.Sprintf(format, args...), j.rule.Want)
}

// first is the place in a section of the first policy that every call passes
// and that is, or holds, one of a sort; some is one that only some calls pass.
// Without any, the place is -1.
func (j *judge) first(section string, of func(*Element) bool) (place int, some *Element) {
	policies := j.doc.policies(section)
	for i, e := range policies {
		if e.covers(of) {
			return i, nil
		}
	}
	for _, e := range policies {
		e.walk(func(one *Element) {
			if some == nil && of(one) {
				some = one
			}
		})
	}
	return -1, some
}

// each visits the elements of a name, wherever they are.
func (j *judge) each(visit func(*Element), names ...string) {
	j.doc.walk(func(_ string, e *Element) {
		if slices.Contains(names, e.Name) {
			visit(e)
		}
	})
}

func (j *judge) has(names ...string) bool {
	there := false
	j.each(func(*Element) { there = true }, names...)
	return there
}

const reference = "https://learn.microsoft.com/azure/api-management/"

// formRules are about what can be read at all.
var formRules = []Rule{{
	ID: "followed", Title: "Every policy can be followed", Severity: finding.Medium,
	Want: "policies, parts and attributes that are known, each in its place",
	Fix:  "Use the policies that the check follows, in the sections that take them, or have the rest reviewed by a person.",
	Link: reference + "api-management-policies",
	look: func(j *judge) {
		for _, m := range j.doc.misfits() {
			verdict := finding.Fail
			if m.unknown {
				verdict = finding.Unknown
			}
			j.add(m.at, verdict, m.found, m.want)
		}
	},
}, {
	ID: "scopes-run", Title: "The policies of the broader scopes run", Severity: finding.Medium,
	Want: "<base /> for all calls in <inbound>, <outbound> and <on-error>",
	Fix:  "Put <base /> at the beginning of each section: what is decided for all APIs, or for a product, is passed over otherwise.",
	Link: reference + "api-management-howto-policies#scopes",
	look: func(j *judge) {
		for _, name := range []string{"inbound", "outbound", "on-error"} {
			section := j.doc.Section(name)
			at, some := j.first(name, named("base"))
			switch {
			case section == nil:
				j.fail(nil, "no <%s> with <base />", name)
			case at < 0 && some != nil:
				j.fail(some, "it runs for some calls only")
			case at < 0:
				j.fail(section, "no <base />")
			}
		}
	},
}}
