package requirements

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

func itoa(i int) string { return strconv.Itoa(i) }

// vnet is a VNet's address plan.
type vnet struct {
	resource *graph.Resource
	space    []netip.Prefix
	subnets  []subnet
	// broken are ranges that are no CIDR; undecided is that the subnets are
	// unknown.
	broken    []string
	undecided bool
}

type subnet struct {
	name        string
	prefixes    []netip.Prefix
	delegations []string
	value       graph.Value
}

func (s subnet) isGateway() bool { return s.name == "GatewaySubnet" }

func (v vnet) named(name string) *subnet {
	for i := range v.subnets {
		if v.subnets[i].name == name {
			return &v.subnets[i]
		}
	}
	return nil
}

func readVNet(r *graph.Resource) vnet {
	v := vnet{resource: r}
	v.space = v.prefixes(r.Value("addressSpace.addressPrefixes").Items())
	list := r.Value("subnets")
	v.undecided = list.State == graph.Unknown || list.State == graph.Secret
	for _, item := range list.Items() {
		s := subnet{name: item.At("name").Text(), value: item}
		ranges := item.At("addressPrefixes").Items()
		if one := item.At("addressPrefix"); one.State == graph.Known {
			ranges = append(ranges, one)
		}
		s.prefixes = v.prefixes(ranges)
		for _, d := range item.At("delegations").Items() {
			s.delegations = append(s.delegations, d.At("serviceName").Text())
		}
		v.subnets = append(v.subnets, s)
	}
	return v
}

func (v *vnet) prefixes(values []graph.Value) []netip.Prefix {
	var all []netip.Prefix
	for _, one := range values {
		p, err := netip.ParsePrefix(one.Text())
		switch {
		case one.State != graph.Known:
			v.undecided = true
		case err != nil:
			v.broken = append(v.broken, one.String())
		default:
			all = append(all, p)
		}
	}
	return all
}

// subnet finds the subnet that a property names by its id; certain is false
// where the id is unknown.
func (c *context) subnet(r *graph.Resource, path string) (found *subnet, certain bool) {
	v := r.Value(path)
	if v.State == graph.Unknown || v.State == graph.Secret {
		return nil, false
	}
	id, name, _ := strings.Cut(v.Text(), "/subnets/")
	if i, there := c.vnetByID[strings.ToLower(id)]; there {
		for k := range c.vnets[i].subnets {
			if strings.EqualFold(c.vnets[i].subnets[k].name, name) {
				return &c.vnets[i].subnets[k], true
			}
		}
		return nil, !c.vnets[i].undecided
	}
	return nil, true
}

// vnetOf is the VNet of a subnet that a property names by its id; it is there
// where subnet found one.
func (c *context) vnetOf(r *graph.Resource, path string) *graph.Resource {
	id, _, _ := strings.Cut(r.Value(path).Text(), "/subnets/")
	return c.vnets[c.vnetByID[strings.ToLower(id)]].resource
}

func judgeRanges(j *judge, r *graph.Resource) {
	v := readVNet(r)
	if v.undecided {
		j.unknown(r, "addressSpace", "ranges that fit together")
		return
	}
	j.ranges(v)
}

func judgeAddresses(j *judge) {
	pools := j.pools()
	for _, v := range j.vnets {
		if !v.undecided {
			j.poolsBeside(v, pools)
		}
	}
	given := map[netip.Addr]*graph.Resource{}
	for _, e := range j.g.Of(kindEndpoint) {
		j.endpointAddresses(e, given)
	}
}

// ranges judges that the subnets lie in the VNet, each for itself.
func (j *judge) ranges(v vnet) {
	for _, text := range v.broken {
		j.fail(v.resource, "addressSpace", text, "an address range in CIDR notation")
	}
	type named struct {
		name string
		p    netip.Prefix
	}
	var taken []named
	if len(v.subnets) > facts.SubnetsMost {
		j.fail(v.resource, "subnets", count(len(v.subnets), "subnet"), fmt.Sprintf("%d at most, which is Azure's limit", facts.SubnetsMost))
		return
	}
	for _, s := range v.subnets {
		if len(s.prefixes) == 0 {
			j.fail(v.resource, "subnets: "+s.name, "without an address range", "an address range in CIDR notation")
		}
		for _, p := range s.prefixes {
			inside := false
			for _, space := range v.space {
				inside = inside || (space.Contains(p.Addr()) && space.Bits() <= p.Bits())
			}
			if !inside {
				j.fail(v.resource, "subnets: "+s.name, p.String(), fmt.Sprintf("a part of the VNet's %v", v.space))
			}
			for _, other := range taken {
				if p.Overlaps(other.p) {
					j.fail(v.resource, "subnets: "+s.name, p.String(), fmt.Sprintf("a range beside %s's %s", other.name, other.p))
				}
			}
			taken = append(taken, named{s.name, p})
		}
	}
	j.pass(v.resource, "addressSpace", fmt.Sprint(v.space))
}

const clientPool = "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes"

// pool is a range of a gateway's clients; not valid where it is no CIDR.
type pool struct {
	gateway *graph.Resource
	value   graph.Value
	prefix  netip.Prefix
}

func (j *judge) pools() []pool {
	var all []pool
	for _, g := range j.g.Of(kindGateway) {
		for _, item := range g.Value(clientPool).Items() {
			prefix, _ := netip.ParsePrefix(item.Text())
			all = append(all, pool{g, item, prefix})
		}
	}
	return all
}

// poolsBeside judges that no client has an address of the VNet.
func (j *judge) poolsBeside(v vnet, pools []pool) {
	for _, p := range pools {
		switch {
		case p.value.State != graph.Known:
			j.unknown(p.gateway, clientPool, "a range outside the VNet")
		case !p.prefix.IsValid():
			j.fail(p.gateway, clientPool, p.value.String(), "an address range in CIDR notation")
		}
		for _, space := range v.space {
			if p.prefix.Overlaps(space) {
				j.fail(p.gateway, clientPool, p.prefix.String(), fmt.Sprintf("a range outside the VNet's %s", space))
			}
		}
	}
}

// endpointAddresses: Azure keeps the first four addresses of a subnet and its
// last one for itself.
func (j *judge) endpointAddresses(e *graph.Resource, given map[netip.Addr]*graph.Resource) {
	for i, c := range e.Value("ipConfigurations").Items() {
		path := "ipConfigurations[" + itoa(i) + "].privateIPAddress"
		text := c.At("privateIPAddress")
		s, certain := j.subnet(e, "subnet.id")
		if !certain || text.State != graph.Known {
			j.unknown(e, path, "a free address of its subnet")
			continue
		}
		addr, err := netip.ParseAddr(text.Text())
		if err != nil || s == nil || !free(addr, s.prefixes) {
			j.fail(e, path, text.String(), "a free address of its subnet")
			continue
		}
		if other := given[addr]; other != nil {
			j.fail(e, path, addr.String()+", which "+other.String()+" has too", "an address of its own")
		}
		given[addr] = e
	}
}

func free(addr netip.Addr, prefixes []netip.Prefix) bool {
	for _, p := range prefixes {
		before := addr
		for range 4 {
			before = before.Prev()
		}
		if p.Contains(addr) && p.Contains(before) && p.Contains(addr.Next()) {
			return true
		}
	}
	return false
}
