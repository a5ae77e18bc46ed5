package naming

import "secure-azure-openai/facts"

// Violation is a name that Azure would refuse.
type Violation struct {
	Name string
	// Broken is the broken rule in words, to follow the name.
	Broken string
}

// Used is what a stack has beside what every stack has. A name that nothing
// bears breaks no rule.
type Used struct {
	Gateway, Backend bool
	// Endpoints are the services whose private endpoints are named.
	Endpoints []string
}

// named is a name and the rule of its kind.
type named struct {
	rule facts.NameRule
	name string
}

// Check lists every name in use that breaks Azure's rule for its kind, in the
// order of Names.
func (n Names) Check(used Used) []Violation {
	all := []named{
		{facts.NameResourceGroup, n.ResourceGroup},
		{facts.NameNetwork, n.VNet},
		{facts.NameSubnet, n.EndpointSubnet},
		{facts.NameSubnet, n.WebAppSubnet},
		{facts.NameSubnet, n.ResolverSubnet},
		{facts.NameNSG, n.EndpointNSG},
		{facts.NameNSG, n.WebAppNSG},
		{facts.NameNSG, n.ResolverNSG},
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
	if used.Gateway {
		all = append(all, []named{
			{facts.NameSubnet, n.GatewaySubnet},
			{facts.NameNSG, n.GatewayNSG},
			{facts.NameAPIManagement, n.Gateway},
			{facts.NameComponent, n.Insights},
			{facts.NameActionGroup, n.ActionGroup},
			{facts.NameLinkScope, n.PrivateLinkScope},
		}...)
	}
	if used.Backend {
		all = append(all, []named{
			{facts.NameSubnet, n.BackendSubnet},
			{facts.NameNSG, n.BackendNSG},
			{facts.NameWebApp, n.Backend},
			{facts.NamePlan, n.BackendPlan},
			{facts.NameStorage, n.BackendStorage},
		}...)
	}
	for _, e := range used.Endpoints {
		all = append(all, n.endpointNames(e)...)
	}
	return violations(all)
}

// CheckAccount is the same for what a further account of Azure OpenAI has; of
// and endpoint are its own name and its private endpoint's.
func (n Names) CheckAccount(of, endpoint string) []Violation {
	return violations(append([]named{{facts.NameOpenAI, n.Account(of)}}, n.endpointNames(endpoint)...))
}

func (n Names) endpointNames(of string) []named {
	return []named{{facts.NameEndpoint, n.Endpoint(of)}, {facts.NameNIC, n.NetworkInterface(of)}}
}

func violations(all []named) []Violation {
	var broken []Violation
	for _, a := range all {
		if says := a.rule.Broken(a.name); says != "" {
			broken = append(broken, Violation{Name: a.name, Broken: says})
		}
	}
	return broken
}
