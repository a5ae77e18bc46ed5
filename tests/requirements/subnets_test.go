package requirements

import (
	"fmt"
	"net/netip"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func checkSubnets(g *recorder.Graph, s settings.Settings) error {
	if err := checkGatewaySubnet(g, s); err != nil {
		return err
	}
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	id := app.Input("virtualNetworkSubnetId")
	webApp, err := subnetIn(g, subnetWhere(g, func(o recorder.Object) bool { return strings.HasSuffix(id, "/subnets/"+o.Text("name")) }))
	if err != nil {
		return fmt.Errorf("the web app's subnet %s: %w", id, err)
	}
	if err := atLeast(webApp, 28); err != nil {
		return err
	}
	// Some resource providers compare the name with regard to case.
	if got := webApp.Text("delegations[0].serviceName"); got != "Microsoft.Web/serverFarms" {
		return fmt.Errorf("subnet %s is delegated to %q, want Microsoft.Web/serverFarms", webApp.Text("name"), got)
	}
	for _, e := range g.ByType(endpointType) {
		if e.Input("subnet.id") == id {
			return fmt.Errorf("%s sits in the web app's subnet, which has to stay empty", e)
		}
		home, err := subnetIn(g, subnetWhere(g, func(o recorder.Object) bool {
			return strings.HasSuffix(e.Input("subnet.id"), "/subnets/"+o.Text("name"))
		}))
		if err != nil {
			return fmt.Errorf("%s: %w", e, err)
		}
		if home.Len("delegations") > 0 || home.Text("name") == "GatewaySubnet" {
			return fmt.Errorf("%s sits in subnet %s, which is delegated or the gateway's", e, home.Text("name"))
		}
	}
	return nil
}

func checkGatewaySubnet(g *recorder.Graph, s settings.Settings) error {
	gateway, err := subnetIn(g, gatewaySubnet(g, s))
	switch {
	case err != nil && gatewaySubnetOn(s):
		return fmt.Errorf("no subnet named GatewaySubnet: %w", err)
	case err != nil:
		return nil
	}
	if err := atLeast(gateway, 27); err != nil {
		return err
	}
	if got, asked := gateway.Text("addressPrefix"), s.Network.Gateway.String(); got != asked {
		return fmt.Errorf("GatewaySubnet is %s, want the settings' %s", got, asked)
	}
	return nil
}

func atLeast(subnet recorder.Object, bits int) error {
	p, err := prefixIn(subnet, "addressPrefix")
	if err != nil {
		return fmt.Errorf("subnet %s: %w", subnet.Text("name"), err)
	}
	if p.Bits() > bits {
		return fmt.Errorf("subnet %s is %s, want /%d or larger", subnet.Text("name"), p, bits)
	}
	return nil
}

func checkAddresses(g *recorder.Graph, _ settings.Settings) error {
	vnet, err := mine(g, vnetType)
	if err != nil {
		return err
	}
	space, err := prefixIn(vnet.Inputs, "addressSpace.addressPrefixes[0]")
	if err != nil {
		return fmt.Errorf("%s: %w", vnet, err)
	}
	taken := map[string]netip.Prefix{}
	for _, gateway := range g.ByType(gatewayType) {
		pool, err := prefixIn(gateway.Inputs, "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes[0]")
		if err != nil {
			return fmt.Errorf("%s: %w", gateway, err)
		}
		if pool.Overlaps(space) {
			return fmt.Errorf("the client pool %s and the VNet %s overlap", pool, space)
		}
	}
	for _, subnet := range vnet.Inputs.Items("subnets") {
		name := subnet.Text("name")
		p, err := prefixIn(subnet, "addressPrefix")
		if err != nil {
			return fmt.Errorf("subnet %s: %w", name, err)
		}
		if !space.Contains(p.Addr()) || p.Bits() < space.Bits() {
			return fmt.Errorf("subnet %s (%s) lies outside the VNet %s", name, p, space)
		}
		for other, q := range taken {
			if p.Overlaps(q) {
				return fmt.Errorf("subnets %s (%s) and %s (%s) overlap", name, p, other, q)
			}
		}
		taken[name] = p
	}
	return checkEndpointAddresses(g, taken)
}

// checkEndpointAddresses: Azure keeps the first four addresses of a subnet
// and its last one for itself.
func checkEndpointAddresses(g *recorder.Graph, subnets map[string]netip.Prefix) error {
	given := map[netip.Addr]bool{}
	for _, e := range g.ByType(endpointType) {
		id := e.Input("subnet.id")
		p := subnets[id[strings.LastIndex(id, "/")+1:]]
		for _, c := range e.Inputs.Items("ipConfigurations") {
			addr, err := netip.ParseAddr(c.Text("privateIPAddress"))
			if err != nil || !p.Contains(addr) {
				return fmt.Errorf("%s: address %q is not in its subnet %s", e, c.Text("privateIPAddress"), p)
			}
			before := addr
			for range 4 {
				before = before.Prev()
			}
			if !p.Contains(before) || !p.Contains(addr.Next()) {
				return fmt.Errorf("%s: Azure keeps %s for itself", e, addr)
			}
			if given[addr] {
				return fmt.Errorf("%s: %s is given twice", e, addr)
			}
			given[addr] = true
		}
	}
	return nil
}
