package flows

import (
	"net/netip"
	"testing"
)

func prefix(text string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix(text)} }

// Azure judges by priority, and its own rules come last.
func TestJudgeRules(t *testing.T) {
	space := append(prefix("10.0.0.0/16"), prefix("172.16.0.0/24")...)
	inside := func(text string) side { return side{address: netip.MustParseAddr(text), space: space} }
	public := side{public: true, space: space}
	group := func(rules ...rule) *securityGroup {
		return &securityGroup{inbound: append(rules, defaultInbound...), outbound: append(rules, defaultOutbound...)}
	}
	deny := func(priority int, to matcher, ports ...string) rule {
		return rule{name: "deny", priority: priority, protocol: "*", source: matcher{all: true}, destination: to, ports: ports}
	}
	for _, c := range []struct {
		name     string
		rules    []rule
		from, to side
		protocol string
		port     int
		allow    bool
		sure     bool
	}{
		{"out: the VNet, by default", group().outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"out: the VPN's clients are in the tag", group().outbound, inside("10.0.0.1"), inside("172.16.0.9"), "tcp", 443, true, true},
		{"out: the internet, by default", group().outbound, inside("10.0.0.1"), public, "tcp", 443, true, true},
		{"out: another private network", group().outbound, inside("10.0.0.1"), inside("192.168.0.1"), "tcp", 443, false, true},
		{"in: the VNet, by default", group().inbound, inside("172.16.0.9"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"in: the internet, by default", group().inbound, public, inside("10.0.1.1"), "tcp", 443, false, true},
		{"a denial of all", group(deny(100, matcher{all: true})).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, false, true},
		{"of another port", group(deny(100, matcher{all: true}, "80", "8000-8100")).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"of a range with the port", group(deny(100, matcher{all: true}, "80", "400-500")).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, false, true},
		{"of another address", group(deny(100, matcher{prefixes: prefix("10.0.2.0/24")})).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"of the internet", group(deny(100, matcher{tags: []string{"internet"}})).outbound, inside("10.0.0.1"), public, "tcp", 443, false, true},
		{"of a part of the internet", group(deny(100, matcher{tags: []string{"Storage"}})).outbound, inside("10.0.0.1"), public, "tcp", 443, false, false},
		{"of a part of the internet, to the VNet", group(deny(100, matcher{tags: []string{"Storage"}})).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"of what cannot be read", group(deny(100, matcher{doubt: true})).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, false, false},
		{"of another protocol", group(rule{name: "udp", protocol: "udp", source: matcher{all: true}, destination: matcher{all: true}}).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"from ports that no client has", group(rule{name: "low", protocol: "*", source: matcher{all: true}, destination: matcher{all: true}, sourcePorts: []string{"1-1023"}}).outbound, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, true, true},
		{"without any rule", nil, inside("10.0.0.1"), inside("10.0.1.1"), "tcp", 443, false, true},
	} {
		r, sure := judge(c.rules, c.from, c.to, c.protocol, c.port)
		if r.allow != c.allow && c.sure || sure != c.sure {
			t.Errorf("%s: rule %s allows: %t, sure: %t; want %t, %t", c.name, r.name, r.allow, sure, c.allow, c.sure)
		}
	}
}

// Every part of a source that a rule tells apart is probed.
func TestProbes(t *testing.T) {
	rules := []rule{
		{source: matcher{prefixes: prefix("10.0.0.64/28")}},
		{source: matcher{prefixes: prefix("10.0.0.240/28")}},
		{source: matcher{prefixes: prefix("10.0.0.0/16")}},
		{source: matcher{prefixes: prefix("10.9.0.0/28")}},
	}
	got := map[string]bool{}
	for _, a := range probes(prefix("10.0.0.0/24"), rules) {
		got[a.String()] = true
	}
	for _, want := range []string{"10.0.0.0", "10.0.0.64", "10.0.0.80", "10.0.0.240"} {
		if !got[want] {
			t.Errorf("%s is not probed", want)
		}
		delete(got, want)
	}
	if len(got) > 0 {
		t.Errorf("probed for nothing: %v", got)
	}
}
