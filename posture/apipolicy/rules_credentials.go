package apipolicy

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// credentialRules are about what the backend is called with, and about keys.
var credentialRules = []Rule{{
	ID: "keys-removed", Title: "No key of a caller reaches the backend", Severity: finding.High,
	Want: "set-header and set-query-parameter that delete the key for all calls, and nothing that sets it again",
	Fix:  `Delete the header "api-key", and the header and the query parameter of the API's keys, in <inbound>.`,
	Link: reference + "set-header-policy",
	look: keysRemoved,
}, {
	ID: "identity-last", Title: "The gateway's identity calls the backend", Severity: finding.High,
	Want: "authentication-managed-identity for all calls, as the last policy of <inbound>, with the backend's resource, and no error ignored",
	Fix:  "Put authentication-managed-identity at the end of <inbound>: it overwrites Authorization, and so does what comes after it.",
	Link: reference + "authentication-managed-identity-policy",
	look: identityLast,
}}

func keysRemoved(j *judge) {
	header, query := j.expect.KeyHeader, j.expect.KeyQuery
	if header == "" {
		header = facts.SubscriptionKeyHeader
	}
	if query == "" {
		query = facts.SubscriptionKeyQuery
	}
	j.removed("set-header", facts.OpenAIKeyHeader)
	if !strings.EqualFold(header, facts.OpenAIKeyHeader) {
		j.removed("set-header", header)
	}
	j.removed("set-query-parameter", query)
	j.each(func(e *Element) {
		if name := e.attribute("name", ""); isExpression(name) || namedValue.MatchString(name) {
			j.undecided(e, "the name is %s", graph.Printable(name))
		}
	}, "set-header", "set-query-parameter")
}

// removed judges one header or query parameter.
func (j *judge) removed(policy, name string) {
	at, some := j.first("inbound", deletes(policy, name))
	switch {
	case at < 0 && some != nil:
		j.fail(some, "it deletes %q for some calls only", name)
		return
	case at < 0:
		j.fail(j.doc.Section("inbound"), "nothing deletes %q (%s)", name, policy)
		return
	}
	again := func(e *Element) {
		if e.Name == policy && strings.EqualFold(strings.TrimSpace(e.attribute("name", "")), name) && !deletes(policy, name)(e) {
			j.fail(e, "it sets %q after it was deleted", name)
		}
	}
	for _, e := range slices.Concat(j.doc.policies("inbound")[at+1:], j.doc.policies("backend")) {
		e.walk(again)
	}
}

func identityLast(j *judge) {
	const identity = "authentication-managed-identity"
	at, some := j.first("inbound", named(identity))
	switch {
	case at < 0 && some != nil:
		j.fail(some, "it stands where only some calls pass")
	case at < 0:
		j.fail(j.doc.Section("inbound"), "no authentication-managed-identity: the backend gets what the caller sent")
	case j.doc.policies("inbound")[at].Name != identity:
		j.fail(j.doc.policies("inbound")[at], "the identity stands within it, and so is not the last policy of <inbound>")
	default:
		for _, e := range j.doc.policies("inbound")[at+1:] {
			j.fail(e, "<%s> comes after it", graph.Printable(e.Name))
		}
	}
	for _, e := range j.doc.policies("backend") {
		e.walk(func(one *Element) {
			if setsHeader(one, "Authorization") {
				j.fail(one, "it overwrites Authorization in <backend>")
			}
		})
	}
	j.each(func(e *Element) {
		resource := e.attribute("resource", "")
		switch {
		case namedValue.MatchString(resource) || isExpression(resource):
			j.undecided(e, "resource is %s", graph.Printable(resource))
		case j.expect.Resource != "" && resource != j.expect.Resource:
			j.fail(e, "resource is %q, not %q", graph.Printable(resource), j.expect.Resource)
		}
		if _, there := e.Attribute("client-id"); there {
			j.fail(e, "client-id is another identity than the gateway's own")
		}
		if e.attribute("ignore-error", "false") != "false" {
			j.fail(e, "ignore-error: without a token, the caller's own Authorization goes on")
		}
	}, identity)
}
