package apipolicy

import (
	"fmt"
	"slices"
	"strconv"
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
	ID: "token-place", Title: "The token is taken from Authorization", Severity: finding.Medium,
	Want:  "Authorization, which the gateway's token overwrites",
	Fix:   "Leave header-name out: a token in another header goes on to the backend.",
	Link:  reference + "validate-azure-ad-token-policy#attributes",
	about: []string{validate},
	look:  tokenPlace,
}, {
	ID: "token-refused", Title: "A call with a wrong token is refused as such", Severity: finding.Medium,
	Want:  "401 or 403, and nothing in <on-error> that makes a success of it",
	Fix:   "Leave failed-validation-httpcode at 401, and answer in <on-error> with the status of an error.",
	Link:  reference + "validate-azure-ad-token-policy#attributes",
	about: []string{validate},
	look:  tokenRefused,
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
		before(j.doc.policies("inbound"), named(validate), func(e *Element) {
			if isLimit(e) || named("set-backend-service", "authentication-managed-identity")(e) || setsHeader(e, "Authorization") ||
				e.Name == "return-response" && !refuses(e) {
				j.fail(e, "<%s> comes before the token is validated", e.Name)
			}
		})
		j.validatedLate(at)
	}
}

// validatedLate judges the validations after the first one, from which others
// may have taken the token.
func (j *judge) validatedLate(first int) {
	changed := false
	for _, policy := range j.doc.policies("inbound")[first+1:] {
		policy.walk(func(e *Element) {
			if e.Name == validate && changed {
				j.fail(e, "Authorization was changed before it")
			}
			changed = changed || setsHeader(e, "Authorization") || e.Name == "authentication-managed-identity"
		})
	}
}

func tokenTenant(j *judge) {
	j.each(func(e *Element) {
		tenant := e.attribute("tenant-id", "")
		name := tenantName(tenant)
		switch {
		case isExpression(tenant) || namedValue.MatchString(tenant):
			j.undecided(e, "tenant-id is %s", graph.Printable(tenant))
		case name == "" || slices.Contains(facts.EntraAuthoritiesForAll, name) || !ofEntra(tenant):
			j.fail(e, "tenant-id is %q", graph.Printable(tenant))
		}
	}, validate)
}

// tenantName is the tenant in a tenant-id, which may be a URL of any cloud.
func tenantName(tenant string) string {
	name := strings.ToLower(strings.TrimSpace(tenant))
	if _, path, isURL := strings.Cut(name, "://"); isURL {
		_, name, _ = strings.Cut(path, "/")
	}
	name, _, _ = strings.Cut(name, "/")
	return name
}

// authorities are Entra's own hosts, of each cloud. "National clouds", page of
// 2024-01-17: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
var authorities = []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn", "login.chinacloudapi.cn", "sts.windows.net"}

// ofEntra reports whether a tenant-id is no URL, or one of Entra's: the gateway
// gets the keys by which it tells good tokens from the address that is there.
func ofEntra(tenant string) bool {
	scheme, rest, isURL := strings.Cut(strings.ToLower(strings.TrimSpace(tenant)), "://")
	host, _, _ := strings.Cut(rest, "/")
	return !isURL || scheme == "https" && slices.Contains(authorities, host)
}

func tokenPlace(j *judge) {
	j.each(func(e *Element) {
		switch header := e.attribute("header-name", "Authorization"); {
		case isExpression(header) || namedValue.MatchString(header):
			j.undecided(e, "header-name is %s", graph.Printable(header))
		case !strings.EqualFold(header, "Authorization"):
			j.fail(e, "header-name is %q", graph.Printable(header))
		}
	}, validate)
}

func tokenRefused(j *judge) {
	j.each(func(e *Element) {
		switch code := e.attribute("failed-validation-httpcode", "401"); {
		case isExpression(code) || namedValue.MatchString(code):
			j.undecided(e, "failed-validation-httpcode is %s", graph.Printable(code))
		case code != "401" && code != "403":
			j.fail(e, "failed-validation-httpcode is %q", graph.Printable(code))
		}
	}, validate)
	for _, e := range j.doc.policies("on-error") {
		j.successes(e)
	}
}

// successes are answers to refused calls that say that all went well.
func (j *judge) successes(e *Element) {
	if e.Name != "return-response" && e.Name != "set-status" {
		for _, c := range e.Children {
			j.successes(c)
		}
		return
	}
	switch code := status(e); {
	case isExpression(code) || namedValue.MatchString(code):
		j.undecided(e, "its status is %s", graph.Printable(code))
	case !refuses(e):
		j.fail(e, "it answers a refused call with %s", graph.Printable(code))
	}
}

// status is what a return-response or set-status answers with, as it stands.
func status(e *Element) string {
	if e.Name != "return-response" {
		return e.attribute("code", "")
	}
	if s := e.child("set-status"); s != nil {
		return s.attribute("code", "")
	}
	return "200"
}

// refuses reports whether an answer is certainly an error.
func refuses(e *Element) bool {
	code, err := strconv.Atoi(status(e))
	return err == nil && code >= 400
}

// setsHeader reports whether an element changes a header of the request, by
// its name as it is written.
func setsHeader(e *Element, name string) bool {
	return e.Name == "set-header" && strings.EqualFold(strings.TrimSpace(e.attribute("name", "")), name)
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
