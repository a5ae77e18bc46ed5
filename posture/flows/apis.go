package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// The kinds of resource that make up a gateway's APIs.
const (
	apiKind    = "apimanagement:Api"
	policyKind = "apimanagement:ApiPolicy"
	// backendKind is an address with the way in which it is called.
	backendKind = "apimanagement:Backend"
)

// gatewayAPI is an API of a gateway, with what decides about its calls.
type gatewayAPI struct {
	gateway *Target
	// resource is the API, policy has its document; nil where it has none.
	resource, policy *graph.Resource
	document         *apipolicy.Document
	settings         apipolicy.API
	// asks is what its document wants of a token.
	asks asks
	// doubt is why nobody's call can be followed; empty where it can.
	doubt   string
	doubtBy *graph.Resource
	doubtAt string
	// leadsTo are the services that stand behind it.
	leadsTo map[string]bool
	// byKey is what opensByKey came to; nil before it.
	byKey *byKey
}

type byKey struct {
	opens bool
	err   error
}

// inherited is what an API does that has no document: what its <base /> does.
const inherited = "<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"

// readAPIs takes what the gateways serve, and the names that they send it to.
func (m *model) readAPIs() {
	for _, t := range m.targets {
		name := t.service.name
		host := ""
		if t.service.host != nil {
			host = t.service.host(t.Resource).Text()
		}
		if name != "openai" && name != "backend" && name != "webapp" || host == "" {
			continue
		}
		m.hostAt[t.entry(&Action{}).fullName(host)] = t
		if name == "openai" {
			m.hostAt[low(host)+".cognitiveservices.azure.com"] = t
		}
	}
	m.readApplications()
	for _, t := range m.targets {
		if t.service.name != "gateway" {
			continue
		}
		values, undecided := m.namedValues(t)
		m.callersOf[t] = callerIDs(values)
		for _, r := range m.partsOf(apiKind, t) {
			m.apis[t] = append(m.apis[t], m.newAPI(t, r, values, undecided))
		}
	}
}

// readApplications takes the client ids of identities, as far as Azure answers
// them, and the tenant: it does not say a system-assigned identity's.
func (m *model) readApplications() {
	note := func(principal, client graph.Value) {
		if principal.Text() != "" && client.Text() != "" {
			m.applications[low(principal.Text())] = client.Text()
		}
	}
	for _, r := range m.graph.Azure() {
		note(r.Outputs.At("principalId"), r.Outputs.At("clientId"))
		attached := r.Outputs.At("identity.userAssignedIdentities")
		for _, id := range attached.Keys() {
			note(attached.Field(id).At("principalId"), attached.Field(id).At("clientId"))
		}
		if m.tenant == "" {
			m.tenant = r.Outputs.At("identity.tenantId").Text()
		}
	}
}

// partsOf are the resources of a kind that a gateway consists of.
func (m *model) partsOf(kind string, t *Target) []*graph.Resource {
	var all []*graph.Resource
	for _, r := range m.graph.Of(kind) {
		if partOfResource(r, t.Resource, "serviceName", t.service.host(t.Resource).Text()) {
			all = append(all, r)
		}
	}
	return all
}

// partOfResource is whether a resource lies in another one: by its id, or
// before there is one by the other's name, which a property has.
func partOfResource(r, whole *graph.Resource, property, name string) bool {
	if r.ID != "" && whole.ID != "" {
		return partOf(low(r.ID), low(whole.ID))
	}
	if v := r.Value(property); v.State == graph.Known && name != "" {
		return strings.EqualFold(v.Text(), name)
	}
	return slices.Contains(r.PropertyDependencies[property], whole.URN)
}

// nameOf is a resource's name in Azure.
func nameOf(r *graph.Resource, input string) string { return physicalName(input)(r).Text() }

func (m *model) newAPI(t *Target, r *graph.Resource, values map[string]string, undecided []string) *gatewayAPI {
	g := &gatewayAPI{gateway: t, resource: r, leadsTo: map[string]bool{}, settings: apipolicy.API{
		SubscriptionRequired: r.Value("subscriptionRequired").True() && m.openProduct(t, r) == nil,
		KeyHeader:            r.Value("subscriptionKeyParameterNames.header").Text(),
		KeyQuery:             r.Value("subscriptionKeyParameterNames.query").Text(),
		NamedValues:          values, Undecided: undecided,
	}}
	if r.Value("subscriptionRequired").Hidden() {
		g.unfollowed(r, "subscriptionRequired", "whether it asks for a subscription is not known")
	}
	for _, p := range m.partsOf(policyKind, t) {
		if partOfResource(p, r, "apiId", nameOf(r, "apiId")) {
			g.policy = p
		}
	}
	g.read()
	for _, kind := range []string{"apimanagement:Policy", "apimanagement:ApiOperationPolicy", "apimanagement:ProductPolicy"} {
		for _, other := range m.partsOf(kind, t) {
			g.unfollowed(other, "value", "a document of another level is not followed")
		}
	}
	for _, name := range g.backendNames() {
		for _, u := range m.upstreams(g, name) {
			if to := m.hostAt[u.host()]; to != nil {
				g.leadsTo[to.service.name] = true
			}
		}
	}
	return g
}

// openProduct is a product that has an API and asks for no subscription: the
// API asks for none then, whatever it says.
// https://learn.microsoft.com/azure/api-management/api-management-subscriptions
func (m *model) openProduct(t *Target, api *graph.Resource) *graph.Resource {
	for _, link := range m.partsOf("apimanagement:ProductApi", t) {
		if !strings.EqualFold(nameOf(link, "apiId"), nameOf(api, "apiId")) {
			continue
		}
		for _, product := range m.partsOf("apimanagement:Product", t) {
			if partOfResource(link, product, "productId", nameOf(product, "productId")) && product.Value("subscriptionRequired").False() {
				return product
			}
		}
	}
	return nil
}

// unfollowed keeps the first reason why calls cannot be followed.
func (g *gatewayAPI) unfollowed(by *graph.Resource, property, why string) {
	if g.doubt == "" {
		g.doubt, g.doubtBy, g.doubtAt = why, by, property
	}
}

// serves is whether an API can be what an action is about. One that leads to
// nothing that is known can be anything.
func (g *gatewayAPI) serves(action *Action) bool {
	return g.leadsTo[action.behind] || len(g.leadsTo) == 0
}
