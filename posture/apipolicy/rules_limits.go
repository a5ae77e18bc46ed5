package apipolicy

import (
	"slices"
	"strconv"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var isTokenLimit = named("llm-token-limit", "azure-openai-token-limit")

// limitRules are about calls and tokens per caller.
var limitRules = []Rule{{
	ID: "limits", Title: "Every call is counted, by limits that work", Severity: finding.Medium,
	Want: "the limits that the settings ask for, for all calls, with positive numbers and a window of at most 300 seconds",
	Fix:  "Put the limits into <inbound> after the token's validation, outside of any choose.",
	Link: reference + "rate-limit-by-key-policy",
	look: limits,
}, {
	ID: "counters-apart", Title: "Each limit has a counter of its own, for each caller", Severity: finding.Medium,
	Want:  "a counter-key that no other limit of its sort has, that differs from caller to caller and is never null",
	Fix:   "Begin each counter-key with what it counts, and end it with the subscription's id, or the caller's where there is none.",
	Link:  reference + "rate-limit-by-key-policy#usage-notes",
	about: []string{"rate-limit-by-key", "llm-token-limit", "azure-openai-token-limit"},
	look:  countersApart,
}, {
	ID: "metrics", Title: "The tokens that each call uses are measured, with dimensions that the metric can have", Severity: finding.Low,
	Want: "a metric of tokens for all calls where telemetry is kept, with 1 to 5 dimensions, each a default one or with a value",
	Fix:  "Put llm-emit-token-metric into <inbound>, outside of any choose; drop dimensions, or give those a value that are not among the default ones.",
	Link: reference + "llm-emit-token-metric-policy",
	look: metrics,
}}

func limits(j *judge) {
	for _, one := range []struct {
		wanted bool
		what   string
		of     func(*Element) bool
	}{{j.expect.CallsLimited, "rate-limit-by-key", named("rate-limit-by-key")}, {j.expect.TokensLimited, "llm-token-limit", isTokenLimit}} {
		at, some := j.first("inbound", one.of)
		switch {
		case at < 0 && some != nil:
			j.fail(some, "it counts only some calls")
		case at < 0 && one.wanted:
			j.fail(j.doc.Section("inbound"), "no %s", one.what)
		}
	}
	j.each(func(e *Element) {
		j.positive(e, "calls", 0)
		j.positive(e, "renewal-period", facts.RateLimitLongest)
	}, "rate-limit-by-key")
	j.each(func(e *Element) {
		_, rate := e.Attribute("tokens-per-minute")
		_, quota := e.Attribute("token-quota")
		if rate {
			j.positive(e, "tokens-per-minute", 0)
		}
		if quota {
			j.positive(e, "token-quota", 0)
			if period := e.attribute("token-quota-period", ""); !slices.Contains(facts.TokenQuotaPeriods, period) {
				j.fail(e, "token-quota-period is %q, not one of %s", graph.Printable(period), quotedList(facts.TokenQuotaPeriods))
			}
		}
		if !rate && !quota {
			j.fail(e, "neither tokens-per-minute nor token-quota")
		}
	}, "llm-token-limit", "azure-openai-token-limit")
}

// positive judges an attribute that is a number; most is 0 for any.
func (j *judge) positive(e *Element, name string, most int) {
	text := e.attribute(name, "")
	if isExpression(text) || namedValue.MatchString(text) {
		j.undecided(e, "%s is %s", name, graph.Printable(text))
		return
	}
	number, err := strconv.Atoi(text)
	switch {
	case err != nil || number < 1:
		j.fail(e, "%s is %q, no positive number", name, graph.Printable(text))
	case most > 0 && number > most:
		j.fail(e, "%s is %d, above %d", name, number, most)
	}
}

func countersApart(j *judge) {
	seen, variables := map[string]*Element{}, j.doc.variables()
	j.each(func(e *Element) {
		key := e.attribute("counter-key", "")
		sort := "calls"
		if isTokenLimit(e) {
			sort = "tokens"
		}
		if other := seen[sort+key]; other != nil {
			j.fail(e, "it shares the counter of %s", other.Path)
		}
		seen[sort+key] = e
		n, err := parseValue(key)
		c := &counted{keyless: j.expect.Keyless, variables: variables, apart: map[string]bool{}, null: map[string]bool{}}
		switch {
		case err != nil:
			j.undecided(e, "counter-key: %s", err)
		case namedValue.MatchString(key):
			j.undecided(e, "counter-key is %s", graph.Printable(key))
		case c.canBeNull(n):
			j.fail(e, "counter-key is null for a call without a subscription")
		case !c.tellsApart(n):
			j.fail(e, "counter-key is the same for every caller")
		default:
			if claim := c.otherClaim(n, map[string]bool{}); claim != "" {
				j.fail(e, "counter-key holds the claim %q, which does not name the caller", graph.Printable(claim))
			}
		}
	}, "rate-limit-by-key", "llm-token-limit", "azure-openai-token-limit")
}

var isTokenMetric = named("llm-emit-token-metric", "azure-openai-emit-token-metric")

func metrics(j *judge) {
	switch at, some := j.first("inbound", isTokenMetric); {
	case at >= 0:
	case some != nil && j.expect.TokensMeasured:
		j.fail(some, "it measures only some calls")
	case j.expect.TokensMeasured:
		j.fail(j.doc.Section("inbound"), "no llm-emit-token-metric")
	case some == nil:
		j.idle = "no metric of tokens is asked for"
	}
	j.each(func(e *Element) {
		if n := len(e.Children); n == 0 || n > facts.TokenMetricDimensionsMost {
			j.fail(e, "%d dimensions", n)
		}
		for _, d := range e.Children {
			name := d.attribute("name", "")
			if _, valued := d.Attribute("value"); !valued && !slices.Contains(facts.TokenMetricDimensions, name) {
				j.fail(d, "the dimension %q has no value and is not one of %s", graph.Printable(name), quotedList(facts.TokenMetricDimensions))
			}
		}
	}, "llm-emit-token-metric", "azure-openai-emit-token-metric")
}
