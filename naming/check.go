package naming

import "secure-azure-openai/facts"

// Violation is a name that Azure would refuse.
type Violation struct {
	Name string
	// Broken is the broken rule in words, to follow the name.
	Broken string
}

// Check lists every name that breaks Azure's rule for its kind, in the order
// of Names; endpoints are the services whose private endpoints are named.
func (n Names) Check(endpoints ...string) []Violation {
	type named struct {
		rule facts.NameRule
		name string
	}
	all := []named{
		{facts.NameResourceGroup, n.ResourceGroup},
		{facts.NameNetwork, n.VNet},
		{facts.NameSubnet, n.EndpointSubnet},
		{facts.NameSubnet, n.WebAppSubnet},
		{facts.NameSubnet, n.ResolverSubnet},
		{facts.NameNSG, n.EndpointNSG},
		{facts.NameNSG, n.WebAppNSG},
		{facts.NameNSG, n.ResolverNSG},
		{facts.NameSubnet, n.GatewaySubnet},
		{facts.NameSubnet, n.BackendSubnet},
		{facts.NameNSG, n.GatewayNSG},
		{facts.NameNSG, n.BackendNSG},
		{facts.NameAPIManagement, n.Gateway},
		{facts.NameWebApp, n.Backend},
		{facts.NamePlan, n.BackendPlan},
		{facts.NameStorage, n.BackendStorage},
		{facts.NameComponent, n.Insights},
		{facts.NameActionGroup, n.ActionGroup},
		{facts.NameLinkScope, n.PrivateLinkScope},
		{facts.NameOpenAI, n.OpenAI},
		{facts.NameSearch, n.Search},
		{facts.NameStorage, n.Storage},
		{facts.NamePlan, n.Plan},
		{facts.NameWebApp, n.WebApp},
		{facts.NameIdentity, n.WebAppIdentity},
		{facts.NameGateway, n.VPNGateway},
		{facts.NameAddress, n.VPNAddress},
		{facts.NameResolver, n.Resolver},
		{facts.NameResolver, n.ResolverInbound},
		{facts.NameWorkspace, n.Workspace},
	}
	for _, e := range endpoints {
		all = append(all,
			named{facts.NameEndpoint, n.Endpoint(e)},
			named{facts.NameNIC, n.NetworkInterface(e)})
	}

	var broken []Violation
	for _, a := range all {
		if says := a.rule.Broken(a.name); says != "" {
			broken = append(broken, Violation{Name: a.name, Broken: says})
		}
	}
	return broken
}
