package apipolicy

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const validate = "validate-azure-ad-token"

var isLimit = named("rate-limit-by-key", "llm-token-limit", "azure-openai-token-limit")

// tokenRules are about the caller's Entra token.
var tokenRules = []Rule{{
	ID: "token-validated", Title: "Every caller's token is validated before anything is done for the caller", Severity: finding.High,
	Want: "validate-azure-ad-token for all calls, before limits, before the backend is chosen and before Authorization is touched",
	Fix:  "Put one validate-azure-ad-token right after <base /> in <inbound>, outside of any choose.",
	Link: reference + "validate-azure-ad-token-policy",
	look: tokenValidated,
}, {
	ID: "token-tenant", Title: "Tokens of one tenant are accepted", Severity: finding.High,
	Want:  "the id of one tenant",
	Fix:   "Write the tenant's id into tenant-id; common, organizations and consumers accept anybody's.",
	Link:  reference + "validate-azure-ad-token-policy#attributes",
	about: []string{validate},
	look:  tokenTenant,
}, {
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
	ID: "token-refused", Title: "A call with a wrong token is refused as such", Severity: finding.Medium,
	Want:  "401 or 403",
	Fix:   "Leave failed-validation-httpcode at 401.",
	Link:  reference + "validate-azure-ad-token-policy#attributes",
	about: []string{validate},
	look: func(j *judge) {
		j.each(func(e *Element) {
			if code := e.attribute("failed-validation-httpcode", "401"); code != "401" && code != "403" {
				j.fail(e, "failed-validation-httpcode is %q", graph.Printable(code))
			}
		}, validate)
	},
}, {
	ID: "claims-tested", Title: "What the settings ask of a token is tested", Severity: finding.High,
	Want:  "a condition that reads a claim of the validated token, and required-claims that name values",
	Fix:   "Test the claims in required-claims, or read the variable of output-token-variable-name in a choose that refuses.",
	Link:  reference + "validate-azure-ad-token-policy#elements",
	about: []string{validate},
	look:  claimsTested,
}}

func tokenValidated(j *judge) {
	at, some := j.first("inbound", named(validate))
	switch {
	case at < 0 && some != nil:
		j.fail(some, "it stands where only some calls pass")
	case at < 0 && (j.expect.TokenValidated || j.expect.Keyless):
		j.fail(j.doc.Section("inbound"), "no validate-azure-ad-token")
	case at < 0:
		j.idle = "the API asks for a subscription key, and its settings for no token"
	default:
		early := func(e *Element) bool {
			return isLimit(e) || named("set-backend-service", "authentication-managed-identity")(e) || setsHeader(e, "Authorization")
		}
		for _, e := range j.doc.policies("inbound")[:at] {
			e.walk(func(one *Element) {
				if early(one) {
					j.fail(one, "<%s> comes before the token is validated", one.Name)
				}
			})
		}
	}
}

func tokenTenant(j *judge) {
	j.each(func(e *Element) {
		tenant := strings.TrimSpace(e.attribute("tenant-id", ""))
		name := strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(tenant), "https://login.microsoftonline.com/"), "/")
		name, _, _ = strings.Cut(name, "/")
		switch {
		case name == "" || slices.Contains(facts.EntraAuthoritiesForAll, name):
			j.fail(e, "tenant-id is %q", graph.Printable(tenant))
		case isExpression(tenant) || namedValue.MatchString(tenant):
			j.undecided(e, "tenant-id is %s", graph.Printable(tenant))
		}
	}, validate)
}

// callerClaims are those whose values say who may call.
var callerClaims = append([]string{"oid"}, facts.CallerClaims...)

func callersNamed(j *judge) {
	j.each(func(e *Element) {
		known := j.named(e, "client-application-ids")
		if claims := e.child("required-claims"); claims != nil {
			for _, c := range claims.Children {
				if slices.Contains(callerClaims, c.attribute("name", "")) {
					known = j.plain(c) || known
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
			j.fail(e, "no condition reads a claim of the variable %q", graph.Printable(variable))
		}
	}, validate)
}

// testsToken reports whether a condition that refuses depends on a claim of a
// token.
func (j *judge) testsToken(variable string) bool {
	tested := false
	j.each(func(choose *Element) {
		if !choose.holds(named("return-response")) {
			return
		}
		for _, when := range choose.Children {
			n, err := parseCondition(when.attribute("condition", "false"))
			if err != nil {
				continue
			}
			if _, constant := n.always(); constant {
				continue
			}
			n.walk(func(one *node) { tested = tested || one.form == tokenClaim && one.name == variable })
		}
	}, "choose")
	return tested
}

// setsHeader reports whether an element changes a header of the request, by
// its name as it is written.
func setsHeader(e *Element, name string) bool {
	return e.Name == "set-header" && strings.EqualFold(e.attribute("name", ""), name)
}

// deletes reports whether an element deletes a header or a query parameter.
func deletes(policy, name string) func(*Element) bool {
	return func(e *Element) bool {
		return e.Name == policy && strings.EqualFold(e.attribute("name", ""), name) && e.attribute("exists-action", "override") == "delete"
	}
}

// quotedList is texts for a message.
func quotedList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = fmt.Sprintf("%q", graph.Printable(t))
	}
	return strings.Join(quoted, ", ")
}
