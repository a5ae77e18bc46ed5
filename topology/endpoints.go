package topology

import (
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/dns"
	"secure-azure-openai/facts"
	"secure-azure-openai/network"
	"secure-azure-openai/services/search"
	"secure-azure-openai/settings"
)

// endpoint is one service's private endpoint with its records.
type endpoint struct {
	of       settings.Endpoint
	hosts    []string
	endpoint *network.PrivateEndpoint
	records  *dns.Records
}

// target is a service that gets an endpoint.
type target struct {
	of    settings.Endpoint
	id    pulumi.StringOutput
	link  facts.PrivateLink
	hosts []string
	// after is what Azure must have finished on the service first.
	after []pulumi.Resource
	// account is a further account's place in the endpoint subnet, nil for
	// every other service.
	account *settings.Account
}

// connectServices makes the services' endpoints one after the other, in the
// order in which the services are usually ready: a storage account, an account
// of Azure OpenAI and a web app take up to a minute, a Search service takes
// minutes, and an endpoint that waits for another's service makes the deployment
// longer.
//
// Azure OpenAI is never the first: its account reports that it is ready a
// moment before the network provider believes it
// (hashicorp/terraform-provider-azurerm#31712: 0.4 seconds later it was still
// refused). Its model deployments and Storage's endpoint leave it that moment.
func (d *deployment) connectServices(ctx *pulumi.Context) error {
	targets := []target{
		{of: settings.EndpointStorage, id: d.storage.ID, link: facts.PrivateLinkBlob, hosts: []string{d.storage.BlobHost}},
		{of: settings.EndpointOpenAI, id: d.openai.ID, link: facts.PrivateLinkOpenAI, hosts: []string{d.openai.Host},
			// The account refuses an endpoint while a model deployment is
			// running (AccountProvisioningStateInvalid).
			after: []pulumi.Resource{d.openai.Settled()}},
	}
	targets = append(targets, d.furtherTargets()...)
	if d.settings.WebApp.Exposure == settings.ExposurePrivate {
		targets = append(targets, target{of: settings.EndpointWebApp, id: d.app.ID, link: facts.PrivateLinkSites,
			hosts: []string{d.app.Host, d.app.SCMHost}})
	}
	targets = append(targets, d.backendTargets()...)
	targets = append(targets, d.scopeTargets()...)
	targets = append(targets, target{of: settings.EndpointSearch, id: d.search.ID, link: facts.PrivateLinkSearch, hosts: []string{d.search.Host}})
	if d.gateway != nil && !d.gatewayInside() {
		targets = append(targets, target{of: settings.EndpointGateway, id: d.gateway.ID, link: facts.PrivateLinkGateway, hosts: []string{d.gateway.Host}})
	}
	for _, t := range targets {
		if err := d.connect(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (d *deployment) connect(ctx *pulumi.Context, t target) error {
	after := t.after
	if n := len(d.endpoints); n > 0 {
		// Endpoints made in one subnet at the same time fail
		// (ReferencedResourceNotProvisioned): each waits for the one before.
		after = append(after, d.endpoints[n-1].endpoint.Resource())
	}
	made, err := network.NewPrivateEndpoint(ctx, "endpoint-"+string(t.of), &network.PrivateEndpointArgs{
		Placement:        d.place,
		Name:             d.names.Endpoint(string(t.of)),
		NetworkInterface: d.names.NetworkInterface(string(t.of)),
		SubnetID:         d.network.EndpointsID,
		TargetID:         t.id,
		Link:             t.link,
		Addresses:        d.addresses(t),
		After:            after,
	})
	if err != nil {
		return fmt.Errorf("connecting %s: %w", t.of, err)
	}
	records, err := dns.NewRecords(ctx, "records-"+string(t.of), &dns.RecordsArgs{
		ResourceGroup: d.place.ResourceGroup,
		Endpoint:      made.Name,
		Zones:         t.link.Zones,
		From:          d.zones,
	})
	if err != nil {
		return fmt.Errorf("naming %s: %w", t.of, err)
	}
	d.endpoints = append(d.endpoints, &endpoint{of: t.of, hosts: t.hosts, endpoint: made, records: records})
	return nil
}

// addresses are the planned ones of every member, or none where the stack
// leaves the choice to Azure.
func (d *deployment) addresses(t target) []netip.Addr {
	if t.account != nil {
		return []netip.Addr{d.settings.Network.AccountAddress(*t.account)}
	}
	var list []netip.Addr
	for i := range t.link.Members {
		if a, planned := d.settings.Network.Address(t.of, i); planned {
			list = append(list, a)
		}
	}
	return list
}

// linkSearchToOpenAI gives Search its own endpoint to the account, where the
// stack asks for it.
func (d *deployment) linkSearchToOpenAI(ctx *pulumi.Context) error {
	if !d.settings.Search.SharedPrivateLink {
		return nil
	}
	_, err := search.NewSharedPrivateLink(ctx, "sharedlink", &search.SharedPrivateLinkArgs{
		Placement: d.place,
		Name:      "spl-openai",
		Search:    d.search.Name,
		AccountID: d.openai.ID,
		Account:   d.openai.Name,
		// The link is an endpoint of Microsoft's on the account, which takes one
		// operation at a time (AccountProvisioningStateInvalid): the account's
		// own endpoint, and with it the model deployments, come first. It
		// needs not wait for Search's own endpoint: nothing was found that
		// refuses the two side by side, and Microsoft's own module makes them
		// so (Azure/bicep-registry-modules, avm/res/search/search-service).
		After: []pulumi.Resource{d.endpointOf(settings.EndpointOpenAI).endpoint.Resource()},
	})
	return err
}

// endpointOf is a service's endpoint, once connected.
func (d *deployment) endpointOf(of settings.Endpoint) *endpoint {
	for _, e := range d.endpoints {
		if e.of == of {
			return e
		}
	}
	return nil
}
