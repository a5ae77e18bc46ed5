package topology

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/dns"
	"secure-azure-openai/facts"
	"secure-azure-openai/gateway"
	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/settings"
)

func (d *deployment) gatewayInside() bool {
	return d.settings.Gateway.Mode == settings.GatewayInternal
}

// gatewayHosts are the names of a gateway inside the VNet, each a zone of its
// own: https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet
// (DNS configuration).
func (d *deployment) gatewayHosts() []string {
	var hosts []string
	for _, part := range []string{"", ".portal", ".developer", ".management", ".scm"} {
		hosts = append(hosts, d.names.Gateway+part+".azure-api.net")
	}
	return hosts
}

func (d *deployment) createGateway(ctx *pulumi.Context) error {
	g := d.settings.Gateway
	if !g.Enabled {
		return nil
	}
	var err error
	d.gateway, err = gateway.NewService(ctx, "gateway", &gateway.ServiceArgs{
		Placement:      d.place,
		Name:           d.names.Gateway,
		SKU:            g.SKU,
		Units:          g.Units,
		Inside:         d.gatewayInside(),
		SubnetID:       d.network.APIGatewayID,
		PublicAccess:   !g.Lockdown,
		PublisherName:  g.PublisherName,
		PublisherEmail: g.PublisherEmail,
		Restore:        g.Restore,
		After:          d.gatewayNeeds(),
	}, d.kept())
	if err != nil {
		return err
	}
	d.gatewayLog, err = gateway.NewLog(ctx, "gateway-log", &gateway.LogArgs{
		ResourceGroup:    d.place.ResourceGroup,
		Service:          d.gateway,
		InsightsID:       d.insights.ID,
		ConnectionString: d.insights.ConnectionString,
	})
	return err
}

// gatewayNeeds is the resolver, for a service inside the VNet that has one: the
// service looks Azure's own up while it is made, and a DNS server that comes
// later is used only after another operation on the service:
// https://learn.microsoft.com/azure/api-management/api-management-using-with-vnet
// (DNS servers). Outside, it looks nothing up in the VNet before its first call.
func (d *deployment) gatewayNeeds() []pulumi.Resource {
	if d.resolver == nil || !d.gatewayInside() {
		return nil
	}
	return []pulumi.Resource{d.resolver.Resource()}
}

// nameGateway gives the names of a gateway inside the VNet its address there. A
// private endpoint keeps its own records.
func (d *deployment) nameGateway(ctx *pulumi.Context) error {
	if d.gateway == nil || !d.gatewayInside() {
		return nil
	}
	var err error
	d.gatewayNames, err = dns.NewAddresses(ctx, "records-gateway", &dns.AddressesArgs{
		ResourceGroup: d.place.ResourceGroup,
		Zones:         d.gatewayHosts(),
		Address:       d.gateway.PrivateAddress,
		From:          d.zones,
	})
	return err
}

// createAPIs puts Azure OpenAI, and the backend where there is one, behind the
// gateway.
func (d *deployment) createAPIs(ctx *pulumi.Context) error {
	if d.gateway == nil {
		return nil
	}
	if err := d.createOpenAIAPI(ctx); err != nil {
		return err
	}
	if d.backend == nil {
		return nil
	}
	return d.createBackendAPI(ctx)
}

func (d *deployment) createOpenAIAPI(ctx *pulumi.Context) error {
	a := d.settings.Gateway.API
	policy := policyOf(a, d.deployer.TenantID)
	policy.Kind = policies.OpenAI
	policy.Resource = facts.CognitiveServicesResource
	policy.Metrics = &policies.Metrics{
		Namespace: "Azure OpenAI", Dimensions: []string{"API ID", "Subscription ID", "Operation ID", "Backend ID"},
	}
	// Nothing is gained by asking an account again that has no one to stand in
	// for it: clients of Azure OpenAI repeat calls themselves.
	policy.Retries = min(len(d.accounts), 2)
	backends := []gateway.Backend{{ID: "openai", URL: openAIURL(d.openai.Host), Priority: 1, Weight: 1}}
	for _, further := range d.accounts {
		backends = append(backends, gateway.Backend{
			ID: "openai-" + further.Name, URL: openAIURL(further.made.Host), Priority: further.Priority, Weight: further.Weight,
		})
	}
	args := &gateway.APIArgs{
		Placement:     d.place,
		Service:       d.gateway,
		ID:            "azure-openai",
		Title:         "Azure OpenAI",
		Path:          "openai",
		Document:      gateway.OpenAIDocument,
		Policy:        policy,
		Callers:       d.callers(a),
		Backends:      backends,
		Teams:         d.settings.Gateway.Teams,
		LoggerID:      d.gatewayLog.ID,
		RequestBytes:  d.settings.Telemetry.BodyBytes,
		ResponseBytes: d.settings.Telemetry.BodyBytes,
	}
	if a.Subscriptions != settings.SubscriptionsOff {
		// Where a client of Azure OpenAI puts its key.
		args.KeyName = facts.OpenAIKeyHeader
	}
	_, err := gateway.NewAPI(ctx, "gateway-openai", args)
	return err
}

func openAIURL(host string) string { return "https://" + host + "/openai" }

// policyOf is what the settings ask of an API's callers.
func policyOf(a settings.API, tenant string) policies.Args {
	token := &policies.Token{TenantID: tenant, Audiences: a.Audiences, ClientIDs: a.ClientIDs}
	for _, c := range a.Claims {
		token.RequiredClaims = append(token.RequiredClaims, policies.Claim{Name: c.Name, Match: c.Match, Values: c.Values})
	}
	return policies.Args{
		Subscription:    policies.Subscription(a.Subscriptions),
		Token:           token,
		PerSubscription: policies.Limits(a.PerSubscription),
		PerCaller:       policies.Limits(a.PerCaller),
		Streaming:       true, // an answer is read while it is written
	}
}

// callers are whose tokens an API takes: the web app's, and those of the
// settings.
func (d *deployment) callers(a settings.API) []gateway.Caller {
	list := []gateway.Caller{{Name: "webapp", ObjectID: d.app.PrincipalID}}
	for _, c := range a.Callers {
		// A token has ids in lower case, and a policy compares them with regard
		// to it.
		list = append(list, gateway.Caller{Name: c.Name, ObjectID: pulumi.String(strings.ToLower(c.ObjectID))})
	}
	return list
}
