package requirements

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func resolverSubnet(g *recorder.Graph, s settings.Settings) string {
	return subnetWhere(g, func(o recorder.Object) bool { return o.Text("addressPrefix") == s.Network.Resolver.String() })
}

func checkNames(g *recorder.Graph, s settings.Settings) error {
	if err := checkHosts(g, s); err != nil {
		return err
	}
	vnet, err := g.One(vnetType)
	if err != nil {
		return err
	}
	servers := vnet.Inputs.Texts("dhcpOptions.dnsServers")
	if !s.DNS.Resolver {
		if len(servers) > 0 {
			return fmt.Errorf("%s: dhcpOptions name %v, and the settings ask for no resolver", vnet, servers)
		}
		return firstOf(func() error { return none(g, resolverType) }, func() error { return none(g, inboundType) })
	}
	resolver, err := g.One(resolverType)
	if err != nil {
		return err
	}
	inbound, err := g.One(inboundType)
	if err != nil {
		return err
	}
	if err := has(resolver, want{"virtualNetwork.id", vnet.ID}); err != nil {
		return err
	}
	address := s.Network.ResolverAddress().String()
	if err := has(inbound, want{"ipConfigurations[0].privateIpAllocationMethod", "Static"},
		want{"ipConfigurations[0].privateIpAddress", address}); err != nil {
		return err
	}
	subnet, err := subnetIn(g, resolverSubnet(g, s))
	if err != nil {
		return fmt.Errorf("the resolver's subnet: %w", err)
	}
	if got := subnet.Text("delegations[0].serviceName"); got != "Microsoft.Network/dnsResolvers" {
		return fmt.Errorf("the resolver's subnet is delegated to %q, want Microsoft.Network/dnsResolvers", got)
	}
	if !slices.Equal(servers, []string{address}) {
		return fmt.Errorf("%s: dhcpOptions name %v, want the resolver's %s", vnet, servers, address)
	}
	return nil
}

// privateHosts are the names that clients use, by the endpoint behind them.
func privateHosts(g *recorder.Graph, s settings.Settings) map[string]settings.Endpoint {
	hosts := map[string]settings.Endpoint{}
	for _, r := range g.ByType(accountType) {
		hosts[r.Input("properties.customSubDomainName")+".openai.azure.com"] = settings.EndpointOpenAI
	}
	for _, r := range g.ByType(searchType) {
		hosts[r.Input("searchServiceName")+".search.windows.net"] = settings.EndpointSearch
	}
	for _, r := range g.ByType(storageType) {
		hosts[r.Input("accountName")+".blob.core.windows.net"] = settings.EndpointStorage
	}
	if s.WebApp.Exposure == settings.ExposurePrivate {
		for _, r := range g.ByType(webAppType) {
			hosts[r.Input("name")+".azurewebsites.net"] = settings.EndpointWebApp
			hosts[r.Input("name")+".scm.azurewebsites.net"] = settings.EndpointWebApp
		}
	}
	return hosts
}

// checkHosts asks for a line per private host: its planned address, or one
// that Azure chose in the endpoints' subnet.
func checkHosts(g *recorder.Graph, s settings.Settings) error {
	lines := map[string]string{}
	for line := range strings.Lines(g.Exports.Text("hostsFile")) {
		fields := strings.Fields(line)
		if len(fields) != 2 {
			return fmt.Errorf("the hosts block has the line %q, want an address and a name", line)
		}
		lines[fields[1]] = fields[0]
	}
	for host, e := range privateHosts(g, s) {
		address, static := s.Network.Address(e, 0)
		if static && lines[host] != address.String() {
			return fmt.Errorf("the hosts block has %q for %s, want %s", lines[host], host, address)
		}
		chosen, err := netip.ParseAddr(lines[host])
		if err != nil || !s.Network.Endpoints.Contains(chosen) {
			return fmt.Errorf("the hosts block has %q for %s, want an address in %s", lines[host], host, s.Network.Endpoints)
		}
	}
	return nil
}
