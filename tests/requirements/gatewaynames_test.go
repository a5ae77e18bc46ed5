package requirements

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const gatewayZone = "privatelink.azure-api.net"

// internalParts make the names of a service inside the VNet.
var internalParts = []string{"", ".portal", ".developer", ".management", ".scm"}

func gatewayNames() Requirement {
	record := the(recordType)
	r := Requirement{
		ID: "G6", Text: "The gateway's names lead to its private address: by an endpoint, group Gateway, with its record in " + gatewayZone + ", or in the VNet by five zones of exactly its own names; no zone stands for all of azure-api.net",
		Applies: gatewayOn, Check: whereOn(gatewayOn, checkGatewayNames),
		Breaches: []Breach{
			{Name: "zone of everybody's names", Says: "everybody", Do: func(g *recorder.Graph, _ settings.Settings) {
				g.ByType(zoneType)[0].Inputs.Set("privateZoneName", "azure-api.net")
			}},
			when(inside, record.gone("a name without a record", "0 records")),
			when(inside, record.set("aRecords[0].ipv4Address", "10.99.99.99", "10.99.99.99")),
			when(inside, record.set("relativeRecordSetName", "www", "0 records")),
			{Name: "a name without a zone", Says: "no zone", When: inside, Do: func(g *recorder.Graph, _ settings.Settings) {
				zoneNamed(g, theService(g).Input("serviceName")+".scm.azure-api.net").Inputs.Set("privateZoneName", "elsewhere.example.net")
			}},
			{Name: "an endpoint", Says: "private endpoints", When: inside, Do: func(g *recorder.Graph, _ settings.Settings) {
				g.ByType(endpointType)[0].Inputs.Set("privateLinkServiceConnections[0].privateLinkServiceId", theService(g).ID)
			}},
		},
	}
	r.Breaches = append(r.Breaches, within(atEndpoint, serviceEndpointBreaches(theService, gatewayZone))...)
	return r
}

func checkGatewayNames(g *recorder.Graph, s settings.Settings) error {
	for _, z := range g.ByType(zoneType) {
		if z.Input("privateZoneName") == "azure-api.net" {
			return fmt.Errorf("%s hides everybody else's gateway from the VNet", z)
		}
	}
	service, err := g.One(serviceType)
	if err != nil {
		return err
	}
	if !inside(s) {
		if err := absent(g, recordType); err != nil {
			return err
		}
		return endpointAt(g, s, service, settings.EndpointGateway, "Gateway", "Gateway", gatewayZone)
	}
	if n := len(endpointsOf(g, service)); n > 0 {
		return fmt.Errorf("%d private endpoints on %s, which lies in the VNet", n, service)
	}
	for _, part := range internalParts {
		if err := checkInternalName(g, service, service.Input("serviceName")+part+".azure-api.net"); err != nil {
			return err
		}
	}
	return nil
}

func checkInternalName(g *recorder.Graph, service *recorder.Resource, name string) error {
	if !slices.ContainsFunc(g.ByType(zoneType), func(z *recorder.Resource) bool { return z.Input("privateZoneName") == name }) {
		return fmt.Errorf("no zone %s", name)
	}
	var records []*recorder.Resource
	for _, r := range g.ByType(recordType) {
		if r.Input("privateZoneName") == name && r.Input("relativeRecordSetName") == "@" {
			records = append(records, r)
		}
	}
	if len(records) != 1 {
		return fmt.Errorf("%d records @ in zone %s, want one", len(records), name)
	}
	return has(records[0], want{"recordType", "A"}, want{"aRecords[0].ipv4Address", service.Outputs.Text("privateIPAddresses[0]")})
}

// opening is what a service inside the VNet has to get through its group.
type opening struct {
	direction, protocol, from, to, port string
}

// openings are what Azure's documentation lists, but for the callers.
var openings = []opening{
	{"Inbound", "Tcp", "ApiManagement", "VirtualNetwork", "3443"},
	{"Inbound", "Tcp", "AzureLoadBalancer", "VirtualNetwork", "6390"},
	{"Inbound", "Udp", "subnet", "subnet", "4290"},
	{"Outbound", "Udp", "subnet", "subnet", "4290"},
	{"Outbound", "Tcp", "subnet", "Internet", "80"},
	{"Outbound", "Tcp", "subnet", "Storage", "443"},
	{"Outbound", "Tcp", "subnet", "Sql", "1433"},
	{"Outbound", "Tcp", "subnet", "AzureKeyVault", "443"},
	{"Outbound", "Tcp", "subnet", "AzureMonitor", "1886"},
	{"Outbound", "Tcp", "subnet", "AzureMonitor", "443"},
	{"Outbound", "Tcp", "subnet", "AzureActiveDirectory", "443"},
}

func gatewayRules() Requirement {
	r := Requirement{
		ID: "G5", Text: "The network security group of a gateway in the VNet lets through what API Management needs, and its callers in",
		Applies: inside,
		Check: whereOn(inside, func(g *recorder.Graph, s settings.Settings) error {
			service, err := g.One(serviceType)
			if err != nil {
				return err
			}
			subnet, err := subnetOf(g, service.Input(gatewaySubnetPath))
			if err != nil {
				return err
			}
			group := g.ByID(subnet.Text("networkSecurityGroup.id"))
			if group == nil {
				return fmt.Errorf("subnet %s carries no network security group", subnet.Text("name"))
			}
			callers := opening{"Inbound", "Tcp", s.Network.WebApp.String(), "subnet", "443"}
			for _, o := range append(slices.Clone(openings), callers) {
				if err := o.through(group, subnet.Text("addressPrefix")); err != nil {
					return err
				}
			}
			return nil
		}),
	}
	for _, o := range []string{"ApiManagement", "AzureLoadBalancer", "Internet", "Storage", "Sql", "AzureKeyVault", "AzureActiveDirectory"} {
		r.Breaches = append(r.Breaches, Breach{Name: "no rule for " + o, Says: o, Do: func(g *recorder.Graph, _ settings.Settings) {
			changeRule(g, o, "access", "Deny")
		}})
	}
	return r
}

// through asks that the first rule that fits lets it pass.
func (o opening) through(group *recorder.Resource, subnet string) error {
	rules := group.Inputs.Items("securityRules")
	slices.SortStableFunc(rules, func(a, b recorder.Object) int { return cmp.Compare(a.Number("priority"), b.Number("priority")) })
	for _, r := range rules {
		if !strings.EqualFold(r.Text("direction"), o.direction) || !is(o.protocol, r.Text("protocol")) || !is(o.port, r.Text("destinationPortRange")) ||
			!o.end(r, "source", o.from, subnet) || !o.end(r, "destination", o.to, subnet) {
			continue
		}
		if strings.EqualFold(r.Text("access"), "Allow") {
			return nil
		}
		break
	}
	return fmt.Errorf("%s lets no %s %s from %s to %s, port %s, through", group, o.protocol, o.direction, o.from, o.to, o.port)
}

func is(asked, got string) bool { return got == "*" || strings.EqualFold(asked, got) }

func (o opening) end(r recorder.Object, side, asked, subnet string) bool {
	if asked == "subnet" {
		asked = subnet
	}
	list := append(r.Texts(side+"AddressPrefixes"), r.Text(side+"AddressPrefix"))
	return slices.ContainsFunc(list, func(got string) bool { return got != "" && is(asked, got) })
}

// changeRule changes every rule of the gateway's group that names an address.
func changeRule(g *recorder.Graph, names, property string, value any) {
	subnet, err := subnetOf(g, theService(g).Input(gatewaySubnetPath))
	if err != nil {
		panic(err)
	}
	group := g.ByID(subnet.Text("networkSecurityGroup.id"))
	for i, r := range group.Inputs.Items("securityRules") {
		if r.Text("sourceAddressPrefix") == names || r.Text("destinationAddressPrefix") == names ||
			slices.Contains(r.Texts("sourceAddressPrefixes"), names) || slices.Contains(r.Texts("destinationAddressPrefixes"), names) {
			group.Inputs.Set(fmt.Sprintf("securityRules[%d].%s", i, property), value)
		}
	}
}
