package flows

import (
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// securityGroup is a network security group with its rules by priority.
type securityGroup struct {
	resource          *graph.Resource
	inbound, outbound []rule
}

// rule is a security rule.
type rule struct {
	name     string
	priority int
	allow    bool
	// protocol is "tcp", "udp" or "*".
	protocol            string
	source, destination matcher
	sourcePorts, ports  []string
}

// matcher is one side of a rule.
type matcher struct {
	all      bool
	prefixes []netip.Prefix
	tags     []string
	// doubt is for a side that cannot be read: an application security
	// group, or a value of Azure's.
	doubt bool
}

// The rules that every group ends with:
// https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
// (the load balancer's is left out: no flow comes from it).
var (
	defaultInbound = []rule{
		{name: "AllowVnetInBound", priority: 65000, allow: true, protocol: "*", source: matcher{tags: []string{"VirtualNetwork"}}, destination: matcher{tags: []string{"VirtualNetwork"}}},
		{name: "DenyAllInBound", priority: 65500, protocol: "*", source: matcher{all: true}, destination: matcher{all: true}},
	}
	defaultOutbound = []rule{
		{name: "AllowVnetOutBound", priority: 65000, allow: true, protocol: "*", source: matcher{tags: []string{"VirtualNetwork"}}, destination: matcher{tags: []string{"VirtualNetwork"}}},
		{name: "AllowInternetOutBound", priority: 65001, allow: true, protocol: "*", source: matcher{all: true}, destination: matcher{tags: []string{"Internet"}}},
		{name: "DenyAllOutBound", priority: 65500, protocol: "*", source: matcher{all: true}, destination: matcher{all: true}},
	}
)

func newSecurityGroup(r *graph.Resource, separate []*graph.Resource) *securityGroup {
	n := &securityGroup{resource: r}
	for _, v := range r.Value("securityRules").Items() {
		n.add(v.At)
	}
	for _, s := range separate {
		n.add(s.Value)
	}
	n.inbound = append(n.inbound, defaultInbound...)
	n.outbound = append(n.outbound, defaultOutbound...)
	for _, list := range [][]rule{n.inbound, n.outbound} {
		slices.SortStableFunc(list, func(a, b rule) int { return a.priority - b.priority })
	}
	return n
}

func (n *securityGroup) add(at func(string) graph.Value) {
	priority, _ := at("priority").Number()
	r := rule{
		name: at("name").Text(), priority: int(priority), allow: at("access").Is("Allow"),
		protocol:    strings.ToLower(at("protocol").Text()),
		source:      sideOf(at, "source"),
		destination: sideOf(at, "destination"),
		sourcePorts: texts(at("sourcePortRange"), at("sourcePortRanges")),
		ports:       texts(at("destinationPortRange"), at("destinationPortRanges")),
	}
	if at("direction").Is("Outbound") {
		n.outbound = append(n.outbound, r)
	} else {
		n.inbound = append(n.inbound, r)
	}
}

func sideOf(at func(string) graph.Value, side string) matcher {
	one, several := at(side+"AddressPrefix"), at(side+"AddressPrefixes")
	m := matcher{doubt: one.Hidden() || several.Hidden() ||
		len(at(side+"ApplicationSecurityGroups").Items()) > 0}
	for _, text := range texts(one, several) {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			if address, err := netip.ParseAddr(text); err == nil {
				prefix = netip.PrefixFrom(address, address.BitLen())
			}
		}
		switch {
		case text == "*" || text == "0.0.0.0/0":
			m.all = true
		case prefix.IsValid():
			m.prefixes = append(m.prefixes, prefix)
		case text != "":
			m.tags = append(m.tags, text)
		}
	}
	return m
}

func texts(one, several graph.Value) []string {
	var list []string
	if text := one.Text(); text != "" {
		list = append(list, text)
	}
	for _, v := range several.Items() {
		list = append(list, v.Text())
	}
	return list
}
