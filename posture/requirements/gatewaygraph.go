package requirements

import (
	"net/url"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// readGateway indexes what the rules of the gateway and of the backend behind
// it ask for.
func (c *context) readGateway() {
	accounts := c.byName(kindStorage, "accountName")
	for _, app := range c.functionApps() {
		for _, own := range c.hostStorage(app, accounts) {
			c.hostOf[own.URN] = app
		}
		if name := nameOf(app, "name"); name != "" {
			c.byHost[name+".azurewebsites.net"] = app
		}
	}
	for _, account := range c.g.Of(kindAccount) {
		if name := nameOf(account, "properties.customSubDomainName"); name != "" {
			c.byHost[name+".openai.azure.com"] = account
		}
	}
	for _, app := range c.functionApps() {
		for _, kind := range []string{kindAppSettings, kindFTP, kindSCM, kindSignIn} {
			for _, own := range c.ofApp[kind+app.URN] {
				c.ofFunctions[own.from] = true
			}
		}
	}
	apis := map[string]*graph.Resource{}
	for _, api := range c.g.Of(kindAPI) {
		apis[nameOf(api, "apiId")] = api
	}
	for _, kind := range []string{kindAPIPolicy, kindAPIDiagnostic, kindProductAPI} {
		for _, r := range c.g.Of(kind) {
			api, certain := c.source(r, "apiId", kindAPI), false
			if name := r.Inputs.At("apiId"); name.State == graph.Known {
				api, certain = apis[strings.ToLower(name.Text())], true
			}
			if api != nil {
				c.ofAPI[kind+api.URN] = append(c.ofAPI[kind+api.URN], reference{r, certain})
			}
		}
	}
}

// nameOf is a name in lower case, as the program asks for it or, where it
// leaves the choice, as Azure answers it.
func nameOf(r *graph.Resource, path string) string {
	if v := r.Inputs.At(path); v.State == graph.Known {
		return strings.ToLower(v.Text())
	}
	return strings.ToLower(r.Value(path).Text())
}

// functionApps are the web apps that are function apps, and sites the others.
func (c *context) functionApps() []*graph.Resource {
	return slices.DeleteFunc(slices.Clone(c.g.Of(kindWebApp)), isSite)
}

func (c *context) sites() []*graph.Resource {
	return slices.DeleteFunc(slices.Clone(c.g.Of(kindWebApp)), func(app *graph.Resource) bool { return !isSite(app) })
}

// ofSites are the resources of a kind that are not a function app's.
func (c *context) ofSites(kind string) []*graph.Resource {
	return slices.DeleteFunc(slices.Clone(c.g.Of(kind)), func(r *graph.Resource) bool { return c.ofFunctions[r] })
}

const (
	packagePlace = "functionAppConfig.deployment.storage.value"
	hostSetting  = "AzureWebJobsStorage__accountName"
)

// hostStorage are the storage accounts that a function app's host uses: of its
// package, and of its own state.
func (c *context) hostStorage(app *graph.Resource, accounts map[string]*graph.Resource) []*graph.Resource {
	var all []*graph.Resource
	if place := app.Value(packagePlace); place.Hidden() {
		all = append(all, c.source(app, packagePlace, kindStorage))
	} else {
		name, _, _ := strings.Cut(hostOf(place.Text()), ".")
		all = append(all, accounts[name])
	}
	for _, own := range c.ofApp[kindAppSettings+app.URN] {
		if name := settingsOf(own.from).Field(hostSetting); name.Hidden() {
			all = append(all, c.source(own.from, "properties", kindStorage))
		} else {
			all = append(all, accounts[strings.ToLower(name.Text())])
		}
	}
	return slices.DeleteFunc(all, func(r *graph.Resource) bool { return r == nil })
}

// hostOf is the host name of an https address, in lower case; empty for any
// other text.
func hostOf(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !strings.EqualFold(u.Scheme, "https") || u.User != nil || u.Port() != "" {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// target is what a backend calls: an account or a function app of the graph,
// nil for anything else. It is not certain where the address is unknown.
func (c *context) target(b *graph.Resource) (to *graph.Resource, certain bool) {
	address := b.Value("url")
	if !address.Hidden() {
		return c.byHost[hostOf(address.Text())], true
	}
	for _, kind := range []string{kindAccount, kindWebApp} {
		if to = c.source(b, "url", kind); to != nil {
			return to, false
		}
	}
	return nil, false
}

// namedAccounts are the accounts that the gateway's backends name, and whether
// that is all of them: some address may be hidden.
func (c *context) namedAccounts() (all map[*graph.Resource]bool, whole bool) {
	all, whole = map[*graph.Resource]bool{}, true
	for _, b := range c.g.Of(kindBackend) {
		to, certain := c.target(b)
		whole = whole && (certain || to != nil)
		if to != nil && to.Kind == kindAccount {
			all[to] = true
		}
	}
	return all, whole
}

// gateways are the API Management services.
func (c *context) gateways() []*graph.Resource { return c.g.Of(kindService) }

// hasGateway is whether the stack calls its models through a gateway.
func (c *context) hasGateway() bool { return len(c.gateways()) > 0 }

// gatewaySubnet is the subnet of a gateway, nil for none in the graph.
func (c *context) gatewaySubnet(service *graph.Resource) (s *subnet, certain bool) {
	return c.subnet(service, subnetOfService)
}

const subnetOfService = "virtualNetworkConfiguration.subnetResourceId"

// ofGateways reports whether a subnet is a gateway's.
func (c *context) ofGateways(s *subnet) bool {
	return slices.ContainsFunc(c.gateways(), func(service *graph.Resource) bool {
		own, _ := c.gatewaySubnet(service)
		return own != nil && own == s
	})
}

func internal(service *graph.Resource) bool {
	return service.Value("virtualNetworkType").Is("Internal")
}
