package network

import "net/netip"

// apiGatewayRules are those of API Management's subnet. What Azure asks for is
// in its documentation by mode:
// https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound and
// https://learn.microsoft.com/azure/api-management/virtual-network-reference
func apiGatewayRules(args *Args) []rule {
	if !args.APIGateway.wanted() {
		return nil
	}
	from := prefixes([]netip.Prefix{args.APIGateway.Prefix})
	out := func(name, to, port, why string) rule {
		return rule{name: name, allow: true, protocol: "Tcp", from: from, to: to, port: port, rationale: why}
	}
	rules := []rule{
		denyInbound,
		out("allow-endpoints-https", args.Endpoints.Prefix.String(), "443", "The gateway calls Azure OpenAI and the backend through their private endpoints."),
		out("allow-entra-https", "AzureActiveDirectory", "443", "Callers' tokens are validated, and the gateway's own are made."),
		out("allow-storage-https", "Storage", "443", "The service keeps its configuration and counters there."),
		out("allow-key-vault-https", "AzureKeyVault", "443", "Certificates and named values can come from a vault."),
		out("allow-monitor-https", "AzureMonitor", "443", "Logs and metrics."),
		{name: "allow-resolver-dns", allow: true, protocol: "*", from: from, to: "VirtualNetwork", port: "53",
			rationale: "The VNet's DNS server, where it is not Azure's own."},
	}
	if args.APIGatewayInside {
		rules = append(rules, insideRules(args, from)...)
	}
	return append(rules, rule{name: "deny-all-outbound", protocol: "*", from: []string{"*"}, to: "*", port: "*",
		rationale: "Everything else stays inside."})
}

// insideRules are what a classic tier in the subnet needs beside that: its
// callers, its control plane, and its units among each other. They are the
// required ports of Azure's table. What its page lists below the table, to
// maintain and diagnose the machines (UDP 123, TCP 12000, hosts on 443; page of
// 2025-06-17), is left out: the page names hosts and no service tags, and each
// would be one more way to the internet.
func insideRules(args *Args, from []string) []rule {
	subnet := args.APIGateway.Prefix.String()
	clients := prefixes(append([]netip.Prefix{args.WebApp.Prefix}, args.Clients...))
	var rules []rule
	if len(clients) > 0 {
		rules = append(rules, rule{name: "allow-callers-https", inbound: true, allow: true, protocol: "Tcp",
			from: clients, to: subnet, port: "443", rationale: "The web app and VPN clients call the gateway over HTTPS."})
	}
	return append(rules,
		rule{name: "allow-management", inbound: true, allow: true, protocol: "Tcp", from: []string{"ApiManagement"}, to: "VirtualNetwork", port: "3443",
			rationale: "Azure's portal and Resource Manager configure the service here."},
		rule{name: "allow-load-balancer", inbound: true, allow: true, protocol: "Tcp", from: []string{"AzureLoadBalancer"}, to: "VirtualNetwork", port: "6390",
			rationale: "Azure's load balancer asks whether a unit is well."},
		rule{name: "allow-counters-inbound", inbound: true, allow: true, protocol: "Udp", from: from, to: subnet, port: "4290",
			rationale: "Units count calls together for rate limits."},
		rule{name: "allow-counters", allow: true, protocol: "Udp", from: from, to: subnet, port: "4290",
			rationale: "Units count calls together for rate limits."},
		rule{name: "allow-certificates-http", allow: true, protocol: "Tcp", from: from, to: "Internet", port: "80",
			rationale: "Certificates are validated against their issuers' lists."},
		rule{name: "allow-sql", allow: true, protocol: "Tcp", from: from, to: "Sql", port: "1433",
			rationale: "The service keeps its own data there."},
		rule{name: "allow-monitor-metrics", allow: true, protocol: "Tcp", from: from, to: "AzureMonitor", port: "1886",
			rationale: "The service publishes its health and metrics."},
	)
}

// backendRules let functions out to their storage and to Azure Monitor.
// Nothing enters through an integration subnet.
func backendRules(args *Args) []rule {
	if !args.Backend.wanted() {
		return nil
	}
	from := prefixes([]netip.Prefix{args.Backend.Prefix})
	return []rule{
		denyInbound,
		{name: "allow-endpoints-https", allow: true, protocol: "Tcp", from: from, to: args.Endpoints.Prefix.String(), port: "443",
			rationale: "The functions reach their host storage through its private endpoints."},
		{name: "allow-entra-https", allow: true, protocol: "Tcp", from: from, to: "AzureActiveDirectory", port: "443",
			rationale: "Tokens are made and validated."},
		{name: "allow-monitor-https", allow: true, protocol: "Tcp", from: from, to: "AzureMonitor", port: "443",
			rationale: "Logs and metrics."},
		{name: "allow-resolver-dns", allow: true, protocol: "*", from: from, to: "VirtualNetwork", port: "53",
			rationale: "The VNet's DNS server, where it is not Azure's own."},
		{name: "deny-all-outbound", protocol: "*", from: []string{"*"}, to: "*", port: "*",
			rationale: "Everything else stays inside."},
	}
}
