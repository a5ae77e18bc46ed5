package apipolicy

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// callerRules are about whose tokens are accepted, and for what.
var callerRules = []Rule{{
	ID: "token-for-us", Title: "Only tokens for this API are accepted", Severity: finding.High,
	Want:  "at least one audience, none of them empty",
	Fix:   "Name the audiences: a token for another service of the tenant passes otherwise.",
	Link:  reference + "validate-azure-ad-token-policy#elements",
	about: []string{validate},
	look: func(j *judge) {
		j.each(func(e *Element) {
			if !j.named(e, "audiences") {
				j.fail(e, "no audiences")
			}
		}, validate)
	},
}, {
	ID: "callers-named", Title: "Only known callers are let in", Severity: finding.High,
	Want:  "a client application id, or a required claim of " + strings.Join(callerClaims, ", ") + " with values, none of them empty",
	Fix:   "Name the callers' object ids in a required claim of oid, or the client-application-ids: any application of the tenant may call otherwise.",
	Link:  reference + "validate-azure-ad-token-policy#elements",
	about: []string{validate},
	look:  callersNamed,
}, {
	ID: "claims-tested", Title: "What the settings ask of a token is tested", Severity: finding.High,
	Want:  "a condition that every call meets in <inbound>, that reads a claim of the validated token and refuses, and required-claims that name values",
	Fix:   "Test the claims in required-claims, or read the variable of output-token-variable-name in a choose that refuses.",
	Link:  reference + "validate-azure-ad-token-policy#elements",
	about: []string{validate},
	look:  claimsTested,
}}

// callerClaims are those whose values say who may call.
var callerClaims = append([]string{"oid"}, facts.CallerClaims...)

func callersNamed(j *judge) {
	j.each(func(e *Element) {
		known := j.named(e, "client-application-ids")
		if claims := e.child("required-claims"); claims != nil {
			for _, c := range claims.Children {
				name := c.attribute("name", "")
				if !slices.Contains(callerClaims, name) {
					continue
				}
				known = j.plain(c) || known
				if name == "oid" && len(c.Children) > 1 && c.attribute("match", "all") != "any" {
					j.fail(c, "match is not any: no token has two object ids")
				}
			}
		}
		if !known {
			j.fail(e, "neither client-application-ids nor a required claim of %s", strings.Join(callerClaims, ", "))
		}
	}, validate)
}

// named judges a list of a validation, and reports whether it is there.
func (j *judge) named(e *Element, list string) bool {
	l := e.child(list)
	if l == nil {
		return false
	}
	if len(l.Children) == 0 {
		j.fail(l, "an empty list")
	}
	return j.plain(l) || len(l.Children) == 0
}

// plain judges the texts in an element, and reports whether there is any. A
// named value is as good as a text: what it holds is not the document's.
func (j *judge) plain(e *Element) bool {
	for _, c := range e.Children {
		switch {
		case c.Text == "":
			j.fail(c, "it is empty")
		case isExpression(c.Text):
			j.undecided(c, "it is an expression")
		case strings.Contains(c.Text, "*"):
			j.fail(c, "it holds a *")
		}
	}
	return len(e.Children) > 0
}

func claimsTested(j *judge) {
	j.each(func(e *Element) {
		claims := e.child("required-claims")
		if claims != nil && len(claims.Children) == 0 {
			j.fail(claims, "required-claims without a claim")
		}
		if claims != nil {
			for _, c := range claims.Children {
				if len(c.Children) == 0 {
					j.fail(c, "the claim %q without a value", graph.Printable(c.attribute("name", "")))
				}
			}
		}
		if !j.expect.ClaimsTested {
			return
		}
		variable := e.attribute("output-token-variable-name", "")
		if variable == "" {
			j.fail(e, "the settings leave claims to a later test, and no output-token-variable-name keeps the token for it")
		} else if !j.testsToken(variable) {
			j.fail(e, "no condition that refuses reads a claim of the variable %q", graph.Printable(variable))
		}
	}, validate)
}

// testsToken reports whether every call meets a condition in <inbound> that
// reads a claim of a token, and by which it may be refused.
func (j *judge) testsToken(variable string) bool {
	refuse := func(branch *Element) bool {
		return branch != nil && slices.ContainsFunc(branch.Children, func(e *Element) bool {
			return e.covers(func(one *Element) bool { return one.Name == "return-response" && refuses(one) })
		})
	}
	for _, choose := range j.doc.policies("inbound") {
		for _, when := range choose.Children {
			if when.Name != "when" || choose.Name != "choose" {
				continue
			}
			if readsClaim(when, variable) && (refuse(when) || refuse(choose.child("otherwise"))) {
				return true
			}
		}
	}
	return false
}

// readsClaim reports whether the condition of a branch may be true or false by
// a claim of a token.
func readsClaim(when *Element, variable string) bool {
	n, err := parseCondition(when.attribute("condition", "false"))
	if err != nil {
		return false
	}
	if _, constant := n.always(); constant {
		return false
	}
	reads := false
	n.walk(func(one *node) { reads = reads || one.form == tokenClaim && one.name == variable })
	return reads
}
