package topology

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/facts"
	"secure-azure-openai/gateway"
	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/roles"
	"secure-azure-openai/services/functions"
	"secure-azure-openai/services/storage"
	"secure-azure-openai/settings"
)

// deploymentsContainer keeps the code that is published to the backend.
const deploymentsContainer = "deployments"

func (d *deployment) createBackend(ctx *pulumi.Context) error {
	b := d.settings.Backend
	if !b.Enabled {
		return nil
	}
	var err error
	d.backendStorage, err = storage.NewAccount(ctx, "backend-storage", &storage.AccountArgs{
		Placement: d.place,
		Name:      d.names.BackendStorage,
		SKU:       d.settings.Storage.SKU,
		Container: deploymentsContainer,
	}, d.kept())
	if err != nil {
		return err
	}
	d.backend, err = functions.NewApp(ctx, "backend", &functions.AppArgs{
		Placement:        d.place,
		Name:             d.names.Backend,
		PlanName:         d.names.BackendPlan,
		SubnetID:         d.network.BackendID,
		VNet:             d.network.Resource(),
		Runtime:          b.Runtime,
		RuntimeVersion:   b.RuntimeVersion,
		MemoryMB:         b.MemoryMB,
		MaximumInstances: b.Instances,
		// Its name is known in a preview, in which the check finds the storage.
		StorageName:  pulumi.String(d.names.BackendStorage),
		ContainerURL: d.backendStorage.ContainerURL,
		Caller: functions.Caller{
			PrincipalID:  d.gateway.PrincipalID,
			ClientID:     b.ClientID,
			TenantID:     d.tenant(b.TenantID),
			Applications: b.GatewayClientIDs,
		},
	}, d.kept())
	return err
}

// configureBackend tells the backend about its storage and its telemetry.
func (d *deployment) configureBackend(ctx *pulumi.Context) error {
	if d.backend == nil {
		return nil
	}
	return d.backend.Configure(ctx, &functions.SettingsArgs{
		InsightsConnection: d.insights.ConnectionString,
		After:              d.hostNeeds(),
	})
}

// hostNeeds is what the functions' host needs once it has its settings, which
// restart it: the names of its storage must resolve, by the VNet's resolver
// where it has one, since the host keeps what it finds first, and its identity
// must have its roles there, without which it does not start.
func (d *deployment) hostNeeds() []pulumi.Resource {
	needed := append(d.zones.Links(), d.grants.Of(roles.Backend)...)
	for _, e := range d.endpoints {
		switch e.of {
		case settings.EndpointBackendBlob, settings.EndpointBackendQueue, settings.EndpointBackendTable:
			needed = append(needed, e.records.Resource())
		}
	}
	if d.resolver != nil {
		needed = append(needed, d.resolver.Resource())
	}
	return needed
}

// backendTargets are the backend's endpoints: its own, and one for each service
// of its storage.
func (d *deployment) backendTargets() []target {
	if d.backend == nil {
		return nil
	}
	account := d.names.BackendStorage
	host := func(service string) []string { return []string{account + "." + service + ".core.windows.net"} }
	return []target{
		{of: settings.EndpointBackendBlob, id: d.backendStorage.ID, link: facts.PrivateLinkBlob, hosts: host("blob")},
		{of: settings.EndpointBackendQueue, id: d.backendStorage.ID, link: facts.PrivateLinkQueue, hosts: host("queue")},
		{of: settings.EndpointBackendTable, id: d.backendStorage.ID, link: facts.PrivateLinkTable, hosts: host("table")},
		{of: settings.EndpointBackend, id: d.backend.ID, link: facts.PrivateLinkSites, hosts: []string{d.backend.Host, d.backend.SCMHost}},
	}
}

// furtherTargets are the endpoints of the further accounts.
func (d *deployment) furtherTargets() []target {
	var targets []target
	for i := range d.accounts {
		a := &d.accounts[i]
		targets = append(targets, target{of: a.Endpoint(), id: a.made.ID, link: facts.PrivateLinkOpenAI,
			hosts: []string{a.made.Host}, account: &a.Account,
			// As for the first account: no endpoint while a deployment runs.
			after: []pulumi.Resource{a.made.Settled()}})
	}
	return targets
}

func (d *deployment) createBackendAPI(ctx *pulumi.Context) error {
	b := d.settings.Backend
	policy := policyOf(b.API, d.tenant(b.TenantID))
	policy.Kind = policies.Backend
	policy.Resource = b.ClientID
	args := &gateway.APIArgs{
		Placement: d.place,
		Service:   d.gateway,
		ID:        "backend",
		Title:     "Backend",
		Path:      b.Path,
		Document:  gateway.BackendDocument,
		Policy:    policy,
		Callers:   d.callers(b.API),
		// The functions' own routes begin with /api.
		Backends:      []gateway.Backend{{ID: "backend", URL: "https://" + d.backend.Host + "/api"}},
		LoggerID:      d.gatewayLog.ID,
		RequestBytes:  d.settings.Telemetry.BodyBytes,
		ResponseBytes: d.settings.Telemetry.BodyBytes,
	}
	if b.Kind == settings.BackendMCP {
		args.Title, args.Document = "MCP server", gateway.MCPDocument
		args.Backends[0].URL = "https://" + d.backend.Host // it answers at /mcp
		args.ResponseBytes = 0                             // its answers are streams
	}
	_, err := gateway.NewAPI(ctx, "gateway-backend", args)
	return err
}
