package requirements

import (
	"fmt"
	"net/netip"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func network() []Requirement {
	return []Requirement{
		{
			ID: "R1", Text: "one resource group holds one VNet, the three key services with an endpoint each, a gateway, a web app and private zones",
			Check: checkGroup,
			Breaches: []Breach{
				without(vnetType, "want one "+vnetType), without(accountType, accountType), without(searchType, searchType),
				without(storageType, storageType), without(webAppType, webAppType), without(zoneType, "no private DNS zone"),
				{Name: "no gateway", Says: gatewayType, When: vpnOn,
					Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(g.ByType(gatewayType)...) }},
				{Name: "no endpoint for Search", Says: "private endpoints on",
					Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(endpointsOf(g, only(g, searchType))...) }},
				{Name: "unnamed network interface", Says: "customNetworkInterfaceName",
					Do: func(g *recorder.Graph, _ settings.Settings) {
						endpointsOf(g, only(g, storageType))[0].Inputs.Delete("customNetworkInterfaceName")
					}},
				{Name: "second group", Says: "want one " + groupType, Do: func(g *recorder.Graph, _ settings.Settings) {
					g.Resources = append(g.Resources, &recorder.Resource{Type: groupType, Name: "second", Custom: true})
				}},
				{Name: "resource in another group", Says: "resourceGroupName",
					Do: func(g *recorder.Graph, _ settings.Settings) {
						only(g, storageType).Inputs.Set("resourceGroupName", "elsewhere")
					}},
			},
		},
		{
			ID: "R2", Text: "the VNet has a subnet for endpoints, GatewaySubnet of /27 or larger, and one delegated to the web app",
			Check: checkSubnets,
			Breaches: []Breach{
				subnetBreach("misspelt GatewaySubnet", gatewaySubnet, "name", "gatewaySubnet", "no subnet named GatewaySubnet"),
				subnetBreach("small GatewaySubnet", gatewaySubnet, "addressPrefix", "10.255.255.0/28", "want /27 or larger"),
				subnetBreach("delegation in lower case", webAppSubnet, "delegations[0].serviceName", "microsoft.web/serverfarms", "Microsoft.Web/serverFarms"),
				subnetBreach("small web app subnet", webAppSubnet, "addressPrefix", "10.255.255.0/29", "want /28 or larger"),
				subnetBreach("delegated endpoint subnet", endpointSubnet, "delegations",
					[]any{map[string]any{"name": "d", "serviceName": "Microsoft.Web/serverFarms"}}, "delegated"),
				{Name: "endpoint in the web app's subnet", Says: "has to stay empty", Do: func(g *recorder.Graph, _ settings.Settings) {
					g.ByType(endpointType)[0].Inputs.Set("subnet.id", only(g, webAppType).Input("virtualNetworkSubnetId"))
				}},
			},
		},
		{
			ID: "R3", Text: "GatewaySubnet has no NSG and no delegation",
			Check: func(g *recorder.Graph, s settings.Settings) error {
				subnet, err := subnetIn(g, gatewaySubnet(g, s))
				if err != nil {
					return err
				}
				if subnet.Has("networkSecurityGroup") {
					return fmt.Errorf("GatewaySubnet carries an NSG, which Azure does not support")
				}
				if subnet.Len("delegations") > 0 {
					return fmt.Errorf("GatewaySubnet is delegated to %s", subnet.Text("delegations[0].serviceName"))
				}
				return nil
			},
			Breaches: []Breach{
				subnetBreach("NSG", gatewaySubnet, "networkSecurityGroup.id", "/subscriptions/x", "carries an NSG"),
				subnetBreach("delegation", gatewaySubnet, "delegations", []any{map[string]any{"serviceName": "Microsoft.Web/serverFarms"}}, "is delegated to"),
			},
		},
		{
			ID: "R4", Text: "subnets lie in the VNet and overlap neither each other nor the client pool; endpoints have addresses that Azure leaves free",
			Check: checkAddresses,
			Breaches: []Breach{
				subnetBreach("outside", endpointSubnet, "addressPrefix", "192.0.2.0/26", "outside the VNet"),
				{Name: "overlap", Says: "overlap", Do: func(g *recorder.Graph, s settings.Settings) {
					vnet := only(g, vnetType)
					vnet.Inputs.Set(webAppSubnet(g, s)+".addressPrefix", vnet.Input(gatewaySubnet(g, s)+".addressPrefix"))
				}},
				{Name: "pool in the VNet", Says: "overlap", When: vpnOn, Do: func(g *recorder.Graph, s settings.Settings) {
					only(g, gatewayType).Inputs.Set("vpnClientConfiguration.vpnClientAddressPool.addressPrefixes[0]",
						only(g, vnetType).Input(webAppSubnet(g, s)+".addressPrefix"))
				}},
				{Name: "reserved address", Says: "for itself", When: planned, Do: func(g *recorder.Graph, s settings.Settings) {
					g.ByType(endpointType)[0].Inputs.Set("ipConfigurations[0].privateIPAddress", s.Network.Endpoints.Addr().Next().String())
				}},
				{Name: "address given twice", Says: "given twice", When: planned, Do: func(g *recorder.Graph, _ settings.Settings) {
					e := g.ByType(endpointType)
					e[0].Inputs.Set("ipConfigurations[0].privateIPAddress", e[1].Input("ipConfigurations[0].privateIPAddress"))
				}},
			},
		},
	}
}

func vpnOn(s settings.Settings) bool { return s.VPN.Enabled }

func checkGroup(g *recorder.Graph, s settings.Settings) error {
	group, err := g.One(groupType)
	if err != nil {
		return err
	}
	for _, token := range []string{vnetType, webAppType, planType} {
		if _, err := g.One(token); err != nil {
			return err
		}
	}
	for _, token := range []string{accountType, searchType, storageType} {
		service, err := g.One(token)
		if err != nil {
			return err
		}
		endpoints := endpointsOf(g, service)
		if len(endpoints) != 1 {
			return fmt.Errorf("%d private endpoints on %s, want one", len(endpoints), service)
		}
		if endpoints[0].Input("customNetworkInterfaceName") == "" {
			return fmt.Errorf("%s: customNetworkInterfaceName is missing", endpoints[0])
		}
	}
	if s.VPN.Enabled {
		if _, err := g.One(gatewayType); err != nil {
			return err
		}
	}
	if len(g.ByType(zoneType)) == 0 {
		return fmt.Errorf("no private DNS zone")
	}
	for _, r := range g.Custom() {
		if in := r.Input("resourceGroupName"); in != "" && in != group.Input("resourceGroupName") {
			return fmt.Errorf("%s: resourceGroupName is %q, want %q", r, in, group.Input("resourceGroupName"))
		}
	}
	return nil
}

// endpointsOf lists the private endpoints that lead to a resource.
func endpointsOf(g *recorder.Graph, target *recorder.Resource) []*recorder.Resource {
	var found []*recorder.Resource
	for _, e := range g.ByType(endpointType) {
		if strings.EqualFold(e.Input("privateLinkServiceConnections[0].privateLinkServiceId"), target.ID) {
			found = append(found, e)
		}
	}
	return found
}

// The subnets are found by what they are for, as a path in the VNet's inputs.
func gatewaySubnet(g *recorder.Graph, _ settings.Settings) string {
	return subnetWhere(g, func(s recorder.Object) bool { return s.Text("name") == "GatewaySubnet" })
}

func webAppSubnet(g *recorder.Graph, s settings.Settings) string {
	return subnetWhere(g, func(o recorder.Object) bool { return o.Text("addressPrefix") == s.Network.WebApp.String() })
}

func endpointSubnet(g *recorder.Graph, s settings.Settings) string {
	return subnetWhere(g, func(o recorder.Object) bool { return o.Text("addressPrefix") == s.Network.Endpoints.String() })
}

func subnetWhere(g *recorder.Graph, is func(recorder.Object) bool) string {
	for _, vnet := range g.ByType(vnetType) {
		for i, subnet := range vnet.Inputs.Items("subnets") {
			if is(subnet) {
				return fmt.Sprintf("subnets[%d]", i)
			}
		}
	}
	return ""
}

// subnetIn is the subnet at a path of the VNet.
func subnetIn(g *recorder.Graph, path string) (recorder.Object, error) {
	vnet, err := g.One(vnetType)
	if err != nil {
		return nil, err
	}
	for i, subnet := range vnet.Inputs.Items("subnets") {
		if path == fmt.Sprintf("subnets[%d]", i) {
			return subnet, nil
		}
	}
	return nil, fmt.Errorf("%s: the subnet is not there", vnet)
}

func subnetBreach(name string, which func(*recorder.Graph, settings.Settings) string, property string, value any, says string) Breach {
	return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, s settings.Settings) {
		only(g, vnetType).Inputs.Set(which(g, s)+"."+property, value)
	}}
}

func prefixIn(o recorder.Object, path string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(o.Text(path))
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%s is %q, which is no CIDR", path, o.Text(path))
	}
	return p, nil
}
