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
	vnet, err := mine(g, vnetType)
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
	resolver, err := mine(g, resolverType)
	if err != nil {
		return err
	}
	inbound, err := mine(g, inboundType)
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

// privateHost is a name that clients use, and the service with the endpoint
// behind it.
type privateHost struct {
	name    string
	service *recorder.Resource
	of      settings.Endpoint
}

func privateHosts(g *recorder.Graph, s settings.Settings) []privateHost {
	var hosts []privateHost
	for _, r := range g.ByType(accountType) {
		hosts = append(hosts, privateHost{r.Input("properties.customSubDomainName") + ".openai.azure.com", r, settings.EndpointOpenAI})
	}
	for _, r := range g.ByType(searchType) {
		hosts = append(hosts, privateHost{r.Input("searchServiceName") + ".search.windows.net", r, settings.EndpointSearch})
	}
	for _, r := range g.ByType(storageType) {
		account := r.Input("accountName")
		if !beside(r) {
			hosts = append(hosts, privateHost{account + ".blob.core.windows.net", r, settings.EndpointStorage})
			continue
		}
		hosts = append(hosts, privateHost{account + ".blob.core.windows.net", r, settings.EndpointBackendBlob},
			privateHost{account + ".queue.core.windows.net", r, settings.EndpointBackendQueue},
			privateHost{account + ".table.core.windows.net", r, settings.EndpointBackendTable})
	}
	for _, r := range g.ByType(webAppType) {
		switch site := r.Input("name"); {
		case beside(r):
			hosts = append(hosts, privateHost{site + ".azurewebsites.net", r, settings.EndpointBackend})
		case s.WebApp.Exposure == settings.ExposurePrivate:
			hosts = append(hosts, privateHost{site + ".azurewebsites.net", r, settings.EndpointWebApp},
				privateHost{site + ".scm.azurewebsites.net", r, settings.EndpointWebApp})
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
	for _, h := range privateHosts(g, s) {
		host := h.name
		address, static := plannedAddress(h.service, h.of, s)
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
