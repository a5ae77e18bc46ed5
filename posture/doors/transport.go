package doors

import (
	"regexp"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var transport = []Door{{
	ID: "D-transport", Title: "No other resource takes requests without TLS, or with one before 1.2", Severity: finding.High, each: encrypted,
	Fix:  "Ask for HTTPS alone, and for TLS 1.2 at least.",
	Link: "https://learn.microsoft.com/azure/security/fundamentals/data-encryption-best-practices#protect-data-in-transit",
}}

// httpsOnly are switches that shut HTTP out.
var httpsOnly = map[string]bool{
	"httpsonly": true, "requirehttps": true, "enablehttpstrafficonly": true, "supportshttpstrafficonly": true,
}

// oldTLS are the versions before 1.2, in the spellings of several services.
var oldTLS = regexp.MustCompile(`^(?i)(TLS)?1[._][01]$`)

// encrypts reports whether a property of a name says how requests are
// encrypted; name is in lower case.
func encrypts(name string) bool { return httpsOnly[name] || strings.HasSuffix(name, "tlsversion") }

func encrypted(w *watch, r *graph.Resource) {
	for _, p := range w.properties(r) {
		name := strings.ToLower(p.name)
		switch {
		case judged(r.Kind, p.path): // R22, R46, R49
		case httpsOnly[name]:
			w.value(r, p.path, p.value, !p.value.False(), "true")
		case encrypts(name):
			w.value(r, p.path, p.value, !oldTLS.MatchString(p.value.Text()), "TLS 1.2 or higher")
		}
	}
}
