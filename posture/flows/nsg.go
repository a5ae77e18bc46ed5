package flows

import (
	"net/netip"
	"slices"
	"strconv"
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
	m := matcher{doubt: one.State == graph.Unknown || several.State == graph.Unknown ||
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

// side is one end of a connection: an address in a network, or somewhere on
// the internet.
type side struct {
	address netip.Addr
	public  bool
	// space is what the tag VirtualNetwork stands for.
	space []netip.Prefix
}

func (m matcher) matches(s side) bool {
	if m.all {
		return true
	}
	for _, tag := range m.tags {
		switch {
		case strings.EqualFold(tag, "VirtualNetwork"):
			if !s.public && within(s.space, s.address) {
				return true
			}
		case strings.EqualFold(tag, "AzureLoadBalancer"), strings.EqualFold(tag, "AzurePlatformDNS"):
		// Every other tag stands for public addresses. Internet has Azure's
		// among them:
		// https://learn.microsoft.com/azure/virtual-network/service-tags-overview
		// Which of the narrower ones an address is in only Azure knows: an
		// allowance of one counts, so that no open door is missed.
		case s.public:
			return true
		}
	}
	return !s.public && within(m.prefixes, s.address)
}

// narrow is for tags that stand for a part of the internet: what a rule
// denies of it is not known here.
func (m matcher) narrow() bool {
	for _, tag := range m.tags {
		if !strings.EqualFold(tag, "VirtualNetwork") && !strings.EqualFold(tag, "AzureLoadBalancer") && !strings.EqualFold(tag, "AzurePlatformDNS") && !strings.EqualFold(tag, "Internet") {
			return true
		}
	}
	return false
}

func within(prefixes []netip.Prefix, address netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(address) {
			return true
		}
	}
	return false
}

// judge finds the first rule that matches a connection; without one Azure
// denies. Its second result is false where a rule before it cannot be read.
func judge(rules []rule, from, to side, protocol string, port int) (rule, bool) {
	for _, r := range rules {
		if r.protocol != "*" && r.protocol != protocol || !inPorts(r.ports, port) || !inPorts(r.sourcePorts, anyClientPort) {
			continue
		}
		if r.source.doubt || r.destination.doubt || !r.allow && to.public && r.destination.narrow() {
			return r, false
		}
		if r.source.matches(from) && r.destination.matches(to) {
			return r, true
		}
	}
	return rule{name: "no rule"}, true
}

// anyClientPort stands for the ports that clients call from, 49152 to 65535.
const anyClientPort = 60000

func inPorts(ranges []string, port int) bool {
	if len(ranges) == 0 {
		return true
	}
	for _, r := range ranges {
		low, high, isRange := strings.Cut(r, "-")
		if !isRange {
			high = low
		}
		from, err1 := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if r == "*" || err1 == nil && err2 == nil && from <= port && port <= to {
			return true
		}
	}
	return false
}

// probes are addresses of a source that decide for all of it: its first, and
// where a rule's prefix begins or has ended inside it.
func probes(source []netip.Prefix, rules []rule) []netip.Addr {
	var list []netip.Addr
	for _, p := range source {
		list = append(list, p.Masked().Addr())
		for _, r := range rules {
			for _, inside := range r.source.prefixes {
				if p.Bits() < inside.Bits() && p.Contains(inside.Addr()) {
					list = append(list, inside.Masked().Addr())
					if next := lastOf(inside).Next(); p.Contains(next) {
						list = append(list, next)
					}
				}
			}
		}
	}
	return list
}

func lastOf(p netip.Prefix) netip.Addr {
	bytes := p.Masked().Addr().AsSlice()
	for bit := p.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}
