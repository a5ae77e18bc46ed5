package apipolicy

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// exposureRules are about where the gateway's own credentials could get to.
var exposureRules = []Rule{{
	ID: "backend-kept", Title: "The gateway's token goes to the API's own backend", Severity: finding.High,
	Want: "set-backend-service with the backend-id of the API's backend, for all calls, and no base-url",
	Fix:  "Name the backend by its backend-id, and leave Host alone: whoever is at another address gets the gateway's token.",
	Link: reference + "set-backend-service-policy",
	look: backendKept,
}, {
	ID: "gateway-token-kept", Title: "Nothing but the backend gets the gateway's token", Severity: finding.High,
	Want: "authentication-managed-identity as a policy of its own, no variable that keeps its token, and no expression that reads Authorization after it",
	Fix:  "Take out what reads the token or sends it elsewhere.",
	Link: reference + "authentication-managed-identity-policy",
	look: gatewayTokenKept,
}, {
	ID: "no-secret", Title: "No secret stands in the document", Severity: finding.High,
	Want: "named values that are secrets of a vault, or better an identity",
	Fix:  "Take it out and renew it: whoever may read policies has read it.",
	Link: reference + "api-management-howto-properties",
	look: noSecret,
}}

func backendKept(j *judge) {
	const set = "set-backend-service"
	at, some := j.first("inbound", named(set))
	switch {
	case at < 0 && some != nil:
		j.fail(some, "it stands where only some calls pass")
	case at < 0 && j.expect.BackendID != "":
		j.fail(j.doc.Section("inbound"), "no set-backend-service: the call goes where the API's own settings say")
	case at < 0:
		j.idle = "the settings name no backend"
	}
	j.each(func(e *Element) {
		id := e.attribute("backend-id", "")
		url, elsewhere := e.Attribute("base-url")
		switch {
		case elsewhere && j.expect.BackendID == "":
			j.undecided(e, "base-url is %q", graph.Printable(url))
		case elsewhere:
			j.fail(e, "base-url is %q: the gateway's token would go there", graph.Printable(url))
		case isExpression(id) || namedValue.MatchString(id):
			j.undecided(e, "backend-id is %s", graph.Printable(id))
		case j.expect.BackendID != "" && id != j.expect.BackendID:
			j.fail(e, "backend-id is %q, not %q", graph.Printable(id), j.expect.BackendID)
		}
	}, set)
	// The front ends of Azure's services tell by this header whose request it is.
	for _, section := range []string{"inbound", "backend"} {
		for _, e := range j.doc.policies(section) {
			e.walk(func(one *Element) {
				if setsHeader(one, "Host") {
					j.fail(one, "it sets Host, by which the backend's own front end may hand the gateway's token to somebody else")
				}
			})
		}
	}
}

func gatewayTokenKept(j *judge) {
	j.each(func(e *Element) {
		if _, there := e.Attribute("output-token-variable-name"); there {
			j.fail(e, "output-token-variable-name hands the token to the rest of the document")
		}
	}, "authentication-managed-identity")
	j.doc.walk(func(section string, e *Element) {
		for _, c := range e.Children {
			if c.Name == "authentication-managed-identity" && !named("choose", "when", "otherwise", "retry")(e) {
				j.fail(c, "it stands in <%s>", graph.Printable(e.Name))
			}
		}
		if e.Name == "forward-request" && e.attribute("follow-redirects", "false") != "false" {
			j.fail(e, "follow-redirects may take the token elsewhere")
		}
		if section == "inbound" {
			return
		}
		if slices.ContainsFunc(expressionsOf(e), func(text string) bool { return strings.Contains(strings.ToLower(text), "authorization") }) {
			j.fail(e, "an expression reads Authorization, which holds the gateway's token by then")
		}
	})
}

var (
	longRun  = regexp.MustCompile(`[A-Za-z0-9+/=]{32,}`)
	isJWT    = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`)
	webPlace = regexp.MustCompile(`https?://[^\s"'<>]*`)
	// Connection strings, and URLs that hold a key of storage or of a function.
	inString = regexp.MustCompile(`(?i)(?:AccountKey|SharedAccessKey|Password|Pwd)\s*=\s*[^\s;{}&"'=]`)
	inURL    = regexp.MustCompile(`(?i)[?&](?:sig|code|api-key|subscription-key)=[^&\s"'{}]`)
	basic    = regexp.MustCompile(`(?i)\bbasic\s+([A-Za-z0-9+/]{6,}={0,2})`)
)

// looksSecret reports whether a text holds what looks like a key: a long run
// of letters and digits mixed, as the keys of Azure are, or a token. GUIDs,
// names with hyphens and URLs do not.
func looksSecret(text string) bool {
	if isJWT.MatchString(text) || inString.MatchString(text) || inURL.MatchString(text) {
		return true
	}
	for _, m := range basic.FindAllStringSubmatch(text, -1) {
		if pair, err := base64.StdEncoding.DecodeString(m[1]); err == nil && strings.Contains(string(pair), ":") {
			return true
		}
	}
	return slices.ContainsFunc(longRun.FindAllString(webPlace.ReplaceAllString(text, ""), -1), func(run string) bool {
		digits, letters := 0, 0
		for _, c := range run {
			switch {
			case '0' <= c && c <= '9':
				digits++
			case c != '+' && c != '/' && c != '=':
				letters++
			}
		}
		return digits >= 4 && letters >= 4
	})
}

// credential is the name of a header or a query parameter that holds a key or a
// token, which may be short: x-functions-key, api-key, code.
var credential = regexp.MustCompile(`(?i)(^|[-_])(key|token|secret|password|authorization|code|sig|cookie)$`)

func literalText(e *Element) bool {
	return e.Text != "" && !isExpression(e.Text) && !namedValue.MatchString(e.Text)
}

func noSecret(j *judge) {
	look := func(e *Element) {
		for _, a := range e.Attributes {
			password := a.Name == "password" && a.Value != "" && !isExpression(a.Value) && !namedValue.MatchString(a.Value)
			if password || looksSecret(a.Value) {
				j.fail(e, "%s looks like a key (not shown)", graph.Printable(a.Name))
			}
		}
		if credential.MatchString(e.attribute("name", "")) && named("set-header", "set-query-parameter")(e) && slices.ContainsFunc(e.Children, literalText) {
			j.fail(e, "it sets %q to a text of the document (not shown)", graph.Printable(e.attribute("name", "")))
		}
		if looksSecret(e.Text) {
			j.fail(e, "its text looks like a key (not shown)")
		}
	}
	for _, s := range j.doc.Sections {
		s.walk(look)
	}
	for _, c := range j.doc.Comments {
		if looksSecret(c.Text) {
			j.fail(nil, "the comment on line %d holds what looks like a key (not shown)", c.Line)
		}
	}
}
