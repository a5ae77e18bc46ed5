package mutation

import (
	"net/netip"
	"strings"
)

// ranges are other addresses, ranges and ports where a text is one.
func ranges(name, value string) []string {
	if p, err := netip.ParsePrefix(value); err == nil {
		return prefixes(p)
	}
	if addr, err := netip.ParseAddr(value); err == nil {
		return []string{addr.Next().String(), addr.Prev().String(), "203.0.113.7", "10.99.0.4", "0.0.0.0"}
	}
	switch {
	case strings.HasSuffix(name, "PortRange"):
		return []string{"*", "0-65535", "22", "53", "80", "443", "1-444"}
	case strings.HasSuffix(name, "AddressPrefix"):
		return []string{"*", "Internet", "VirtualNetwork", "AzureLoadBalancer", "AzureCloud", "0.0.0.0/0", "203.0.113.7", "10.0.0.0/8"}
	}
	return nil
}

func prefixes(p netip.Prefix) []string {
	list := []string{
		"0.0.0.0/0", "*", "Internet", "VirtualNetwork", "AzureCloud", "203.0.113.7/32", "203.0.113.7", "10.0.0.0/8", "198.51.100.0/24",
		netip.PrefixFrom(p.Addr(), p.Bits()+1).String(),
	}
	// Wider by a bit, and the range beside it.
	if wider, err := p.Addr().Prefix(p.Bits() - 1); err == nil {
		list = append(list, wider.String())
	}
	beside := p.Addr().As4()
	beside[2] ^= 0x80
	return append(list, netip.PrefixFrom(netip.AddrFrom4(beside), p.Bits()).String())
}

// entry is what could be put into a list.
type entry struct {
	says  string
	value any
}

// entries: a list of rules gets one that admits somebody, a list of texts
// some that its neighbours could be, and every other one a copy of what it has.
func entries(name string, value []any) []entry {
	switch name {
	case "ipRules":
		return []entry{
			{"203.0.113.7", map[string]any{"value": "203.0.113.7", "iPAddressOrRange": "203.0.113.7", "action": "Allow"}},
			{"0.0.0.0/0", map[string]any{"value": "0.0.0.0/0", "iPAddressOrRange": "0.0.0.0/0", "action": "Allow"}},
		}
	case "virtualNetworkRules":
		id := "/subscriptions/" + foreignSubscription + "/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default"
		return []entry{{id, map[string]any{"id": id, "virtualNetworkResourceId": id, "action": "Allow"}}}
	case "securityRules":
		return securityRules()
	}
	if len(value) == 0 {
		return []entry{{"alien", "alien"}}
	}
	switch first := value[0].(type) {
	case string:
		list := []entry{{"alien", "alien"}}
		for _, other := range append(ranges(name, first), enumerated("", place{name: name})...) {
			list = append(list, entry{other, other})
		}
		return list
	case map[string]any:
		return []entry{{"like the first", copyOf(first)}}
	}
	return nil
}

func copyOf(value any) any {
	switch value := value.(type) {
	case map[string]any:
		again := map[string]any{}
		for k, v := range value {
			again[k] = copyOf(v)
		}
		return again
	case []any:
		again := make([]any, len(value))
		for i, v := range value {
			again[i] = copyOf(v)
		}
		return again
	}
	return value
}

// securityRules admit what the topology shuts out, before its own rules: each
// over HTTPS alone, which is the least that is noticed, and over any port.
func securityRules() []entry {
	var list []entry
	add := func(says, access, direction, from, to, protocol, port string, priority float64) {
		list = append(list, entry{says, object(
			"name", "added", "access", access, "direction", direction, "protocol", protocol, "priority", priority, "sourcePortRange", "*",
			"sourceAddressPrefix", from, "destinationAddressPrefix", to, "destinationPortRange", port,
		)})
	}
	for _, other := range []string{"*", "Internet", "0.0.0.0/0", "203.0.113.7", "AzureCloud", "VirtualNetwork", "10.0.0.0/8"} {
		add("allow Inbound "+other+" to * 443", "Allow", "Inbound", other, "*", "Tcp", "443", 101)
		add("allow Inbound "+other+" to * *", "Allow", "Inbound", other, "*", "*", "*", 101)
		add("allow Outbound * to "+other+" 443", "Allow", "Outbound", "*", other, "Tcp", "443", 101)
		add("allow Outbound * to "+other+" *", "Allow", "Outbound", "*", other, "*", "*", 101)
	}
	for _, direction := range []string{"Inbound", "Outbound"} {
		add("deny all "+direction+" first", "Deny", direction, "*", "*", "*", "*", 100)
	}
	return list
}
