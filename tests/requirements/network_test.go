package requirements

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func network() []Requirement {
	return []Requirement{
		{
			ID: "R1", Text: "One resource group holds one VNet, the three key services with one private endpoint each, the web app and the private DNS zones; and the VPN gateway, where it is on",
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
			ID: "R2", Text: "The VNet has a subnet for the private endpoints, GatewaySubnet (/27 or larger; only a small VNet without the VPN may lack it), and one that is delegated to the web app and holds nothing else",
			Check: checkSubnets,
			Breaches: []Breach{
				gatewaySubnetBreach("misspelt GatewaySubnet", "name", "gatewaySubnet", "no subnet named GatewaySubnet"),
				gatewaySubnetBreach("small GatewaySubnet", "addressPrefix", "10.255.255.0/28", "want /27 or larger"),
				gatewaySubnetBreach("GatewaySubnet elsewhere", "addressPrefix", "10.255.255.0/27", "want the settings'"),
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
			ID: "R3", Text: "GatewaySubnet has no network security group and no delegation",
			Applies: gatewaySubnetOn,
			Check: func(g *recorder.Graph, s settings.Settings) error {
				subnet, err := subnetIn(g, gatewaySubnet(g, s))
				if !gatewaySubnetOn(s) && err != nil {
					return nil
				}
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
				gatewaySubnetBreach("NSG", "networkSecurityGroup.id", "/subscriptions/x", "carries an NSG"),
				gatewaySubnetBreach("delegation", "delegations", []any{map[string]any{"serviceName": "Microsoft.Web/serverFarms"}}, "is delegated to"),
			},
		},
		{
			ID: "R4", Text: "Subnets lie in the VNet and overlap neither each other nor the VPN's client pool; endpoints have addresses that Azure leaves free",
			Check: checkAddresses,
			Breaches: []Breach{
				subnetBreach("outside", endpointSubnet, "addressPrefix", "192.0.2.0/26", "outside the VNet"),
				{Name: "overlap", Says: "overlap", Do: func(g *recorder.Graph, s settings.Settings) {
					vnet := only(g, vnetType)
					vnet.Inputs.Set(webAppSubnet(g, s)+".addressPrefix", vnet.Input(endpointSubnet(g, s)+".addressPrefix"))
				}},
				{Name: "pool in the VNet", Says: "overlap", When: vpnOn, Do: func(g *recorder.Graph, s settings.Settings) {
					only(g, gatewayType).Inputs.Set("vpnClientConfiguration.vpnClientAddressPool.addressPrefixes[0]",
						only(g, vnetType).Input(webAppSubnet(g, s)+".addressPrefix"))
				}},
				{Name: "reserved address", Says: "for itself", When: planned, Do: func(g *recorder.Graph, s settings.Settings) {
					plannedEndpoints(g)[0].Inputs.Set("ipConfigurations[0].privateIPAddress", s.Network.Endpoints.Addr().Next().String())
				}},
				{Name: "address given twice", Says: "given twice", When: planned, Do: func(g *recorder.Graph, _ settings.Settings) {
					e := plannedEndpoints(g)
					e[0].Inputs.Set("ipConfigurations[0].privateIPAddress", e[1].Input("ipConfigurations[0].privateIPAddress"))
				}},
			},
		},
	}
}

func vpnOn(s settings.Settings) bool { return s.VPN.Enabled }

// gatewaySubnetOn: a VNet too small to derive GatewaySubnet from may have none,
// where there is no gateway.
func gatewaySubnetOn(s settings.Settings) bool { return s.VPN.Enabled || s.Network.Gateway.IsValid() }

func checkGroup(g *recorder.Graph, s settings.Settings) error {
	group, err := mine(g, groupType)
	if err != nil {
		return err
	}
	for _, token := range []string{vnetType, webAppType, planType} {
		if _, err := mine(g, token); err != nil {
			return err
		}
	}
	for _, token := range []string{accountType, searchType, storageType} {
		service, err := mine(g, token)
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
		if _, err := mine(g, gatewayType); err != nil {
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

// plannedEndpoints lists those whose address is not Azure's choice.
func plannedEndpoints(g *recorder.Graph) []*recorder.Resource {
	return slices.DeleteFunc(g.ByType(endpointType), func(e *recorder.Resource) bool { return e.Inputs.Len("ipConfigurations") == 0 })
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
	vnet, err := mine(g, vnetType)
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

func gatewaySubnetBreach(name, property string, value any, says string) Breach {
	b := subnetBreach(name, gatewaySubnet, property, value, says)
	b.When = gatewaySubnetOn
	return b
}

func prefixIn(o recorder.Object, path string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(o.Text(path))
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%s is %q, which is no CIDR", path, o.Text(path))
	}
	return p, nil
}
