package network

import (
	"fmt"
	"net/netip"

	aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// createSecurityGroups gives every subnet that may carry an NSG one of its
// own. Each ends in a rule that denies the rest: Azure's defaults would let
// everything in the VNet, and all peered networks, through.
func (n *Network) createSecurityGroups(ctx *pulumi.Context, name string, args *Args) error {
	groups := []struct {
		role   string
		subnet Subnet
		rules  []rule
	}{
		{"endpoints-nsg", args.Endpoints, endpointRules(args)},
		{"webapp-nsg", args.WebApp, webAppRules(args)},
		{"resolver-nsg", args.Resolver, resolverRules(args)},
		{"apigateway-nsg", args.APIGateway, apiGatewayRules(args)},
		{"backend-nsg", args.Backend, backendRules(args)},
	}
	for _, g := range groups {
		if !g.subnet.wanted() {
			continue
		}
		group, err := aznetwork.NewNetworkSecurityGroup(ctx, name+"-"+g.role, &aznetwork.NetworkSecurityGroupArgs{
			ResourceGroupName:        args.Placement.ResourceGroup,
			NetworkSecurityGroupName: pulumi.String(g.subnet.SecurityGroup),
			Location:                 pulumi.String(args.Placement.Location),
			Tags:                     args.Placement.TagMap(),
			SecurityRules:            securityRules(g.rules),
		}, pulumi.Parent(n))
		if err != nil {
			return fmt.Errorf("creating the network security group of subnet %s: %w", g.subnet.Name, err)
		}
		n.securityGroups[g.subnet.Name] = group
	}
	return nil
}

// rule is a security rule as this program needs them: from ranges or a
// service tag, to a range or a service tag and one port.
type rule struct {
	name      string
	inbound   bool
	allow     bool
	protocol  string
	from      []string
	to        string
	port      string
	rationale string
}

// endpointRules lets the web app, the VPN's clients, and the gateway and its
// backend where there are any, reach the endpoints.
func endpointRules(args *Args) []rule {
	callers := prefixes(append([]netip.Prefix{args.WebApp.Prefix, args.APIGateway.Prefix, args.Backend.Prefix}, args.Clients...))
	to := args.Endpoints.Prefix.String()
	var rules []rule
	if len(callers) > 0 {
		rules = append(rules, rule{name: "allow-callers-https", inbound: true, allow: true, protocol: "Tcp",
			from: callers, to: to, port: "443", rationale: "The web app and VPN clients call the services over HTTPS."})
	}
	return append(rules, denyInbound,
		rule{name: "deny-all-outbound", protocol: "*", from: []string{"*"}, to: "*", port: "*",
			rationale: "Private endpoints start no connection."})
}

// webAppRules lets the app out over HTTPS: to the endpoints, and to the
// internet for sign-in, Microsoft Graph and packages at build time. Nothing
// enters through an integration subnet.
func webAppRules(args *Args) []rule {
	rules := []rule{
		denyInbound,
		{name: "allow-endpoints-https", allow: true, protocol: "Tcp", from: prefixes([]netip.Prefix{args.WebApp.Prefix}),
			to: args.Endpoints.Prefix.String(), port: "443", rationale: "The app calls the services through their private endpoints."},
	}
	if args.APIGateway.wanted() && args.APIGatewayInside {
		rules = append(rules, rule{name: "allow-gateway-https", allow: true, protocol: "Tcp", from: prefixes([]netip.Prefix{args.WebApp.Prefix}),
			to: args.APIGateway.Prefix.String(), port: "443", rationale: "The app calls Azure OpenAI through the API gateway."})
	}
	return append(rules, []rule{
		{name: "allow-internet-https", allow: true, protocol: "Tcp", from: prefixes([]netip.Prefix{args.WebApp.Prefix}),
			to: "Internet", port: "443", rationale: "Sign-in, Microsoft Graph and package indexes have public addresses."},
		{name: "allow-resolver-dns", allow: true, protocol: "*", from: prefixes([]netip.Prefix{args.WebApp.Prefix}),
			to: "VirtualNetwork", port: "53", rationale: "The VNet's DNS server, where it is not Azure's own."},
		{name: "deny-all-outbound", protocol: "*", from: []string{"*"}, to: "*", port: "*",
			rationale: "Everything else stays inside."},
	}...)
}

// resolverRules lets the VNet and the VPN's clients ask for names.
func resolverRules(args *Args) []rule {
	return []rule{
		{name: "allow-dns", inbound: true, allow: true, protocol: "*", from: prefixes(append([]netip.Prefix{args.AddressSpace}, args.Clients...)),
			to: text(args.Resolver.Prefix), port: "53", rationale: "The VNet and VPN clients resolve names here."},
		denyInbound,
	}
}

var denyInbound = rule{name: "deny-all-inbound", inbound: true, protocol: "*", from: []string{"*"}, to: "*", port: "*",
	rationale: "Azure's default rules would admit the VNet, its peers and load balancers."}

// lowestPriority is the last number that a rule of one's own may have.
const lowestPriority = 4096

func securityRules(rules []rule) aznetwork.SecurityRuleTypeArray {
	list := aznetwork.SecurityRuleTypeArray{}
	for i, r := range rules {
		priority := 100 + 10*i
		access, direction := "Deny", "Outbound"
		if r.allow {
			access = "Allow"
		} else {
			priority = lowestPriority
		}
		if r.inbound {
			direction = "Inbound"
		}
		args := &aznetwork.SecurityRuleTypeArgs{
			Name:                     pulumi.String(r.name),
			Description:              pulumi.String(r.rationale),
			Priority:                 pulumi.Int(priority),
			Direction:                pulumi.String(direction),
			Access:                   pulumi.String(access),
			Protocol:                 pulumi.String(r.protocol),
			SourcePortRange:          pulumi.String("*"),
			DestinationAddressPrefix: pulumi.String(r.to),
			DestinationPortRange:     pulumi.String(r.port),
		}
		// One range goes into the singular property and several into the
		// plural one: Azure answers with the form that it stores, and the
		// other would show as a difference at every refresh.
		if len(r.from) == 1 {
			args.SourceAddressPrefix = pulumi.String(r.from[0])
		} else {
			args.SourceAddressPrefixes = pulumi.ToStringArray(r.from)
		}
		list = append(list, args)
	}
	return list
}

func prefixes(list []netip.Prefix) []string {
	var texts []string
	for _, p := range list {
		if p.IsValid() {
			texts = append(texts, p.String())
		}
	}
	return texts
}
