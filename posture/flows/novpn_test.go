package flows

import (
	"testing"

	"secure-azure-openai/posture/recorded"
)

// Without a VPN gateway, by decision, developers reach no service, and need
// none; an open door is still too many.
func TestNobodyConnectsWithoutAGateway(t *testing.T) {
	without := func(c *recorded.Copy) {
		c.RemoveKind("network:VirtualNetworkGateway")
		c.Remove(c.Named("vpn"))
	}
	r := Judge(recorded.Change(load(t, dev), without))
	for _, f := range r.Findings() {
		if f.Verdict != "pass" {
			t.Errorf("%s: %s", f.ID, f.Title)
		}
	}
	missing := Judge(recorded.Change(load(t, dev), func(c *recorded.Copy) { c.RemoveKind("network:VirtualNetworkGateway") }))
	found := 0
	for _, v := range missing.Verdicts {
		if v.Unexpected() {
			found++
		}
	}
	if found == 0 {
		t.Error("a gateway that the program asks for may be missing")
	}
	open := Judge(recorded.Change(load(t, dev), func(c *recorded.Copy) {
		without(c)
		for _, path := range []string{"publicNetworkAccess", "networkRuleSet.defaultAction"} {
			recorded.Set(c.Named("storage-account"), path, map[string]string{"publicNetworkAccess": "Enabled", "networkRuleSet.defaultAction": "Allow"}[path])
		}
	}))
	if !wrong(open, "F-developer-away-developer-storage-read") {
		t.Error("a developer reads blobs from the internet, and nobody says so")
	}
}

func wrong(r Result, id string) bool {
	for _, v := range r.Verdicts {
		if v.ID() == id && v.Unexpected() {
			return true
		}
	}
	return false
}
