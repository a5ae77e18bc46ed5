package flows

import (
	"net/netip"
	"strconv"
	"strings"
)

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

// prefixCount is how many ranges rules have as their source.
func prefixCount(rules []rule) int {
	n := 0
	for _, r := range rules {
		n += len(r.source.prefixes)
	}
	return n
}

// probes are addresses of a source that decide for all of it: its first, and
// where a rule's prefix begins or has ended inside it.
func probes(source []netip.Prefix, rules []rule) []netip.Addr {
	var list []netip.Addr
	seen := map[netip.Addr]bool{}
	add := func(a netip.Addr) {
		if !seen[a] {
			seen[a] = true
			list = append(list, a)
		}
	}
	for _, p := range source {
		add(p.Masked().Addr())
		for _, r := range rules {
			for _, inside := range r.source.prefixes {
				if p.Bits() < inside.Bits() && p.Contains(inside.Addr()) {
					add(inside.Masked().Addr())
					if next := lastOf(inside).Next(); p.Contains(next) {
						add(next)
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
