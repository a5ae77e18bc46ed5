package settings

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// telemetry judges what is kept of the gateway's calls (G14, G15, G24, G25).
func (v *validator) telemetry() {
	t := v.s.Telemetry
	v.between("telemetry.bodyBytes", t.BodyBytes, 0, facts.BodyBytesMost, "number of bytes that a diagnostic logs")
	on := v.s.Gateway.Enabled && v.ok("gateway.enabled")
	if on && t.BodyBytes > 0 && v.ok("telemetry.bodyBytes") {
		v.warn("telemetry.bodyBytes", "prompts and answers are logged, up to %s bytes of each: whoever may query the logs reads them, and Azure asks for none where answers are streamed, since they may be held back", v.number("telemetry.bodyBytes", t.BodyBytes))
	}
	if on && len(t.AlertEmails) == 0 && v.ok("telemetry.alertEmails") {
		v.warn("telemetry.alertEmails", "names nobody: an alert shows in the portal alone")
	}
	for i, email := range t.AlertEmails {
		path := at("telemetry.alertEmails", i, "")
		v.address(path, email)
		if v.ok(path) && slices.ContainsFunc(t.AlertEmails[:i], func(other string) bool { return strings.EqualFold(other, email) }) {
			v.problem(path, v.show(path, email)+" is there twice", "name each address once, whatever the letter case: an action group's receivers have different names")
		}
	}
	v.choice("telemetry.privateLinkScope", string(t.PrivateLinkScope), "private link scope", string(LinkScopeOff), string(LinkScopeOpen), string(LinkScopePrivateOnly))
	if !v.s.Gateway.Enabled && v.ok("gateway.enabled") && v.ok("telemetry.privateLinkScope") && t.PrivateLinkScope != LinkScopeOff {
		v.problem("telemetry.privateLinkScope", v.show("telemetry.privateLinkScope", string(t.PrivateLinkScope))+" without the gateway has no Application Insights to put into it", "set gateway.enabled, or leave it out")
	}
	if on && t.PrivateLinkScope == LinkScopePrivateOnly && v.ok("telemetry.privateLinkScope") {
		v.warn("telemetry.privateLinkScope", "from now on every network that shares the VNet's DNS reaches nothing of Azure Monitor but what is in this scope: start with open")
	}
}

// address judges an e-mail address.
func (v *validator) address(path, email string) {
	if v.ok(path) && !emailForm.MatchString(email) {
		v.problem(path, v.show(path, email)+" is no e-mail address", "use one such as platform@example.com")
	}
}
