package requirements

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

// thresholdMost is more than any gateway answers in a window: an alert that
// waits for it never tells.
const thresholdMost = 1_000_000

// fires reports whether an alert can tell of what its condition asks for: by
// one condition, since several have to hold at once, about all calls and at
// all times. What is hidden is believed.
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types#metric-alerts
func fires(r *graph.Resource) bool {
	all := r.Value("criteria.allOf")
	if all.Hidden() {
		return true
	}
	return len(all.Items()) == 1 && rises(all.Items()[0]) && ofAll(all.Items()[0]) && !empty(all.Items()[0].At("query").Text()) && looksAlways(r)
}

// rises reports whether a condition holds once there is more of something.
func rises(one graph.Value) bool {
	operator, threshold, of := one.At("operator"), one.At("threshold"), one.At("timeAggregation")
	most, is := threshold.Number()
	switch {
	case operator.State == graph.Known && !strings.HasPrefix(strings.ToLower(operator.Text()), "greater"):
		return false
	case is && most > thresholdMost:
		return false
	}
	// Each call counts one, and so do the least and the average of them.
	return !one.At("metricName").Is("Requests") || of.State != graph.Known || of.Is("Total") || of.Is("Count")
}

// ofAll reports whether a condition leaves out nothing but answers of other
// codes.
func ofAll(one graph.Value) bool {
	return !slices.ContainsFunc(one.At("dimensions").Items(), func(d graph.Value) bool {
		return d.At("name").State == graph.Known && !d.At("name").Is("GatewayResponseCode") && !(d.At("operator").Is("Include") && slices.Contains(d.At("values").Texts(), "*"))
	})
}

var (
	inQuotes = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'`)
	// nothingLeft are the forms in which a query answers no row.
	nothingLeft = regexp.MustCompile(`(?i)\bfalse\b|\b(?:take|limit)\s+0\b|\b1\s*==\s*0\b|\b0\s*==\s*1\b`)
	ofLog       = regexp.MustCompile(`(?im)^\s*` + gatewayLog + `\s*($|\|)`)
)

// empty reports whether a query asks something else than the gateway's log, or
// leaves none of it.
func empty(query string) bool {
	if query == "" {
		return false // a measurement's
	}
	code := inQuotes.ReplaceAllString(withoutComments(query), `""`)
	return !ofLog.MatchString(code) || nothingLeft.MatchString(code)
}

// withoutComments is a query without what follows two slashes.
func withoutComments(query string) string {
	var b strings.Builder
	for line := range strings.Lines(query) {
		code, _, _ := strings.Cut(line, "//")
		b.WriteString(code + "\n")
	}
	return b.String()
}

// looksAlways reports whether an alert looks again before its window is over:
// what happens in between it never sees.
func looksAlways(r *graph.Resource) bool {
	each, window := minutes(r.Value("evaluationFrequency").Text()), minutes(r.Value("windowSize").Text())
	return each == 0 || window == 0 || each <= window
}

var period = regexp.MustCompile(`^P(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,5})M)?)?$`)

// minutes is a duration as ARM writes it; 0 for any other text.
func minutes(text string) int {
	parts, all := period.FindStringSubmatch(text), 0
	for i, in := range []int{24 * 60, 60, 1} {
		if parts != nil {
			n, _ := strconv.Atoi(parts[i+1])
			all += n * in
		}
	}
	return all
}
