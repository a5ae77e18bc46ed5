package apipolicy

import (
	"regexp"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
)

// backendRules are about how a request goes on, and how its answer comes back.
var backendRules = []Rule{{
	ID: "forwarded-once", Title: "Each call is forwarded, by one policy", Severity: finding.Medium,
	Want: "one forward-request or <base /> in <backend>, for all calls, with what the caller sent, and the answer to it passed back",
	Fix:  "Keep one: a retry takes the place of <base />. Leave the request's body and the answer as they are.",
	Link: reference + "forward-request-policy",
	look: forwardedOnce,
}, {
	ID: "retry-buffers", Title: "What is tried again has its body kept", Severity: finding.Medium,
	Want: `retry in <backend>, for failures alone, around a forward-request with buffer-request-body="true"`,
	Fix:  "Without it, the second attempt sends no body. Let the condition be false for what went well: each further attempt is paid for.",
	Link: reference + "retry-policy",
	look: retryBuffers,
}, {
	ID: "streams", Title: "Parts of an answer are passed on as they come", Severity: finding.Medium,
	Want: `forward-request with buffer-response="false", and no policy that reads the answer`,
	Fix:  "Turn the buffering off, and take policies out that read or change an answer's body.",
	Link: reference + "how-to-server-sent-events",
	look: streams,
}}

var readsBody = regexp.MustCompile(`context\??\.Response\??\.Body`)

var forwards = named("forward-request", "base")

func forwardedOnce(j *judge) {
	for _, section := range []string{"inbound", "backend"} {
		if at, _ := j.first(section, named("return-response")); at >= 0 {
			j.fail(j.doc.policies(section)[at], "it answers every call, whatever the backend would")
		}
	}
	at, some := j.first("backend", forwards)
	switch {
	case at < 0 && some != nil:
		j.fail(some, "it forwards only some calls")
	case at < 0:
		j.fail(j.doc.Section("backend"), "nothing forwards a call")
	default:
		j.again(j.doc.policies("backend"), false)
	}
	j.asSent()
	j.each(func(e *Element) {
		if _, there := e.Attribute("timeout"); there {
			j.positive(e, "timeout", 0)
		}
	}, "forward-request")
}

// asSent asks that a call goes on with its own body, and that its caller gets
// the backend's answer. What an answer of the document's own says is its own.
func (j *judge) asSent() {
	ownAnswer := map[*Element]bool{}
	j.each(func(e *Element) {
		for _, c := range e.Children {
			ownAnswer[c] = true
		}
	}, "return-response")
	j.doc.walk(func(section string, e *Element) {
		if e.Name == "set-body" && !ownAnswer[e] && (section == "inbound" || section == "backend") {
			j.fail(e, "it sends another body in the place of the caller's")
		}
	})
	for _, section := range []string{"inbound", "backend"} {
		for _, policy := range j.doc.policies(section) {
			policy.walk(j.ownHeaders)
		}
	}
	for _, e := range j.doc.policies("outbound") {
		if e.covers(named("return-response", "set-status", "set-body")) {
			j.fail(e, "it puts another answer in the place of the backend's, for all calls")
		}
	}
}

// ownHeaders asks that what says how to read the body stays the caller's, and
// that an address of Azure OpenAI keeps its version.
func (j *judge) ownHeaders(e *Element) {
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding"} {
		if setsHeader(e, name) {
			j.fail(e, "it changes %s, by which the backend reads the caller's body", name)
		}
	}
	if j.expect.Resource == facts.CognitiveServicesResource && deletes("set-query-parameter", "api-version")(e) {
		j.fail(e, "it deletes api-version, without which Azure OpenAI has no such address")
	}
}

// again judges policies in a row, before which a call may have been forwarded,
// and reports whether it may be after them.
func (j *judge) again(policies []*Element, forwarded bool) bool {
	for _, e := range policies {
		switch {
		case forwards(e) && forwarded:
			j.fail(e, "it forwards the call a second time")
		case forwards(e):
			forwarded = true
		case e.Name == "choose":
			before := forwarded
			for _, branch := range e.Children {
				forwarded = j.again(branch.Children, before) || forwarded
			}
		default:
			forwarded = j.again(e.Children, forwarded)
		}
	}
	return forwarded
}

func retryBuffers(j *judge) {
	found := false
	j.doc.walk(func(section string, e *Element) {
		if e.Name != "retry" {
			return
		}
		found = true
		if section != "backend" {
			j.fail(e, "it stands in <%s>", section)
			return
		}
		if !e.holds(forwards) {
			j.fail(e, "no forward-request in it")
		}
		if n, err := parseCondition(e.attribute("condition", "")); err == nil && n.canHold(200) {
			j.fail(e, "its condition can be true of a call that went well, which is sent again then")
		}
		e.walk(func(one *Element) {
			if forwards(one) && one.attribute("buffer-request-body", "false") != "true" {
				j.fail(one, "the request's body is not kept")
			}
		})
	})
	if !found {
		j.idle = "nothing is tried again"
	}
}

func streams(j *judge) {
	if !j.expect.Streaming {
		j.idle = "the API does not stream"
		return
	}
	// Policies that need an answer's whole body: "Configure API for server-sent
	// events", page of 2025-10-08, and the pages of the policies. An expression
	// that reads it does too: "Expose and govern an existing MCP server".
	buffers := named("validate-content", "find-and-replace", "xml-to-json", "json-to-xml", "xsl-transform", "cache-store", "cache-lookup", "log-to-eventhub")
	j.doc.walk(func(section string, e *Element) {
		switch {
		case section == "backend" && forwards(e) && e.attribute("buffer-response", "true") != "false":
			j.fail(e, "it buffers the answer")
		case buffers(e), section == "outbound" && e.Name == "set-body":
			j.fail(e, "<%s> needs the whole answer", e.Name)
		}
		for _, text := range expressionsOf(e) {
			if readsBody.MatchString(codeOf(text)) {
				j.fail(e, "an expression reads context.Response.Body")
			}
		}
	})
}

// expressionsOf are those in an element's attributes and text.
func expressionsOf(e *Element) []string {
	var all []string
	for _, a := range e.Attributes {
		if isExpression(a.Value) {
			all = append(all, a.Value)
		}
	}
	if isExpression(e.Text) {
		all = append(all, e.Text)
	}
	return all
}
