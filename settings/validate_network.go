package settings

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// network judges the address plan (R2, R4).
func (v *validator) network() {
	n := v.s.Network
	spaceOK := v.space("network.addressSpace", n.AddressSpace, facts.VNetSmallest, "a VNet")
	v.dynamicEndpoints(n.DynamicEndpoints)

	var judged []subnet
	for _, sub := range subnets(&n) {
		path := "network." + sub.name
		if !v.ok(path) {
			continue
		}
		if !sub.prefix.IsValid() {
			if spaceOK && v.needed(sub) {
				v.problem(path, "is not set", fmt.Sprintf("set it: subnets are derived only from an address space of /%d or larger, and this one is %s",
					derivable, v.cidr("network.addressSpace", n.AddressSpace)))
			}
			continue
		}
		v.subnetSize(path, sub)
		if spaceOK && !inside(*sub.prefix, n.AddressSpace) {
			v.problem(path, v.cidr(path, *sub.prefix)+" lies outside the address space", "use a part of "+v.cidr("network.addressSpace", n.AddressSpace))
			continue
		}
		for _, other := range judged {
			if sub.prefix.Overlaps(*other.prefix) {
				v.problem(path, v.cidr(path, *sub.prefix)+" overlaps network."+other.name+", "+v.cidr("network."+other.name, *other.prefix),
					"use a part of the address space that no other subnet uses")
				break
			}
		}
		judged = append(judged, sub)
	}
}

// needed reports whether a subnet must have a prefix. The VNet gets every
// subnet that has one, also where what uses it is off, so all of them are
// judged. The VPN gateway's and the resolver's may be missing only where the
// VNet is too small to derive them.
func (v *validator) needed(sub subnet) bool {
	switch sub.name {
	case "gateway":
		return v.s.VPN.Enabled
	case "resolver":
		return v.s.DNS.Resolver
	}
	return !sub.asked || v.s.uses(sub.name)
}

// space judges a range that Azure routes as a whole; it reports whether it
// can be built on.
func (v *validator) space(path string, p netip.Prefix, smallest int, what string) bool {
	if !v.ok(path) {
		return false
	}
	if p.Bits() < facts.VNetLargest || p.Bits() > smallest {
		v.problem(path, v.cidr(path, p)+" is no size for "+what, fmt.Sprintf("use /%d to /%d", facts.VNetLargest, smallest))
		return false
	}
	for _, r := range facts.ReservedRanges {
		if p.Overlaps(r.Prefix) {
			v.problem(path, v.cidr(path, p)+" contains addresses that Azure refuses ("+r.Prefix.String()+", "+r.Why+")",
				"use a private range, such as 10.20.0.0/22")
			return false
		}
	}
	if !slices.ContainsFunc(facts.PrivateRanges, func(private netip.Prefix) bool { return inside(p, private) }) {
		v.warn(path, "%s is no private range (RFC 1918, RFC 6598): whoever owns it on the internet can no longer be reached from the VNet", v.cidr(path, p))
	}
	return true
}

func (v *validator) subnetSize(path string, sub subnet) {
	bits, shown := sub.prefix.Bits(), v.cidr(path, *sub.prefix)
	switch sub.name {
	case "endpoints":
		if bits > slotRoom {
			v.problem(path, shown+" is too small for the private endpoints",
				"use /26 or larger: every service has a fixed slot in this subnet, so that one more endpoint moves, and so replaces, no other")
		}
	case "gateway":
		if bits > facts.GatewaySubnetSmallest {
			v.problem(path, shown+" is too small for GatewaySubnet", "use /27 or larger, as Azure asks for")
		}
	case "resolver":
		if bits > facts.ResolverSubnetSmallest || bits < facts.ResolverSubnetLargest {
			v.problem(path, shown+" is no size for the DNS resolver's subnet", "use /28 to /24, as Azure asks for")
		} else if v.s.DNS.Resolver && facts.ResolverKeeps(*sub.prefix) {
			v.problem(path, shown+" has addresses that Azure's DNS resolver keeps for itself, 10.0.1.0 to 10.0.16.255", "use a part of the address space outside of them, or another address space, such as 10.20.0.0/22")
		}
	case "apiGateway":
		v.apiGatewaySize(path, sub)
	case "backend":
		if bits > facts.FlexSubnetSmallest {
			v.problem(path, shown+" is too small for functions on Flex Consumption", "use /27 or larger, as Azure asks for")
		}
	case "webApp":
		if bits > facts.WebAppSubnetSmallest {
			v.problem(path, shown+" is too small for the web app's VNet integration", "use /26, or at least /28")
		} else if bits > facts.WebAppSubnetAdvised {
			v.warn(path, "%s is smaller than the advised /26, leaves little room to scale, and cannot be resized in use", shown)
		}
	}
}

func (v *validator) dynamicEndpoints(names []Endpoint) {
	for i, name := range names {
		path := at("network.dynamicEndpoints", i, "")
		switch {
		case !v.choice(path, string(name), "private endpoint", endpointNames()...):
		case slices.Contains(names[:i], name):
			v.problem(path, v.show(path, string(name))+" is there twice", "name each endpoint once")
		case !v.connected(name):
			v.warn(path, "this stack has no endpoint %s, so that nothing follows from it", v.show(path, string(name)))
		}
	}
}

// connected reports whether the stack has an endpoint, as far as that is known.
func (v *validator) connected(e Endpoint) bool {
	switch e {
	case EndpointWebApp:
		return v.s.WebApp.Exposure != ExposurePublic
	case EndpointGateway:
		return v.s.Gateway.Enabled && v.s.Gateway.Mode != GatewayInternal || !v.ok("gateway.enabled")
	case EndpointBackend, EndpointBackendBlob, EndpointBackendQueue, EndpointBackendTable:
		return v.s.Backend.Enabled || !v.ok("backend.enabled")
	}
	return true
}

// vpn judges the point-to-site gateway (R40, R41).
func (v *validator) vpn() {
	c := v.s.VPN
	v.gatewaySKU(c.SKU)
	v.guid("vpn.tenantId", c.TenantID, "the id of the Entra tenant whose users may connect")
	v.guid("vpn.audience", c.Audience, "the application id that VPN clients ask a token for")
	if c.Audience == "" && v.ok("vpn.audience") {
		v.problem("vpn.audience", "is empty", "leave it out for the Microsoft-registered client, "+facts.VPNAudience)
	}
	if v.ok("vpn.enabled", "webApp.exposure", "dns.resolver") && !c.Enabled && !v.s.DNS.Resolver && v.s.WebApp.Exposure == ExposurePrivate {
		v.warn("vpn.enabled", "without the VPN gateway, a DNS resolver and a public web app nobody reaches the services, unless another network is peered with the VNet")
	}
	if !c.Enabled && !v.given["vpn.clientPool"] {
		return
	}
	if c.Enabled && v.ok("vpn.enabled", "environment.location") && v.withoutZones(v.s.Environment.Location) {
		v.warn("vpn.sku", "the region %s is known without availability zones, and the gateway's address is zonal", v.show("environment.location", v.s.Environment.Location))
	}
	const path = "vpn.clientPool"
	if v.space(path, c.ClientPool, facts.ClientPoolSmallest, "a client pool") && v.ok("network.addressSpace") && c.ClientPool.Overlaps(v.s.Network.AddressSpace) {
		v.problem(path, v.cidr(path, c.ClientPool)+" overlaps network.addressSpace, "+v.cidr("network.addressSpace", v.s.Network.AddressSpace),
			"use a range outside the VNet, such as 172.16.201.0/24")
	}
}

func (v *validator) gatewaySKU(sku string) {
	const path = "vpn.sku"
	if !v.ok(path) || slices.Contains(facts.GatewaySKUs, sku) {
		return
	}
	switch zonal := sku + "AZ"; {
	case strings.EqualFold(sku, "Basic"):
		v.problem(path, v.show(path, sku)+" knows neither OpenVPN nor Entra ID, and so no client of this gateway", "use VpnGw1AZ, the smallest that does")
	case slices.Contains(facts.GatewaySKUs, zonal):
		v.problem(path, v.show(path, sku)+" has no availability zones, and Azure creates no such gateway any more (retired 2026-09-30)", "use "+v.show(path, zonal))
	default:
		v.choice(path, sku, "gateway SKU", facts.GatewaySKUs...)
	}
}

// cidr shows a range, and whether it is nobody's choice but the default.
func (v *validator) cidr(path string, p netip.Prefix) string {
	shown := v.show(path, p.String())
	if !v.given[path] {
		shown += " (the default)"
	}
	return shown
}

func inside(p, space netip.Prefix) bool { return p.Bits() >= space.Bits() && space.Contains(p.Addr()) }
