package topology

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/services/monitor"
	"secure-azure-openai/services/openai"
	"secure-azure-openai/services/search"
	"secure-azure-openai/services/storage"
	"secure-azure-openai/settings"
)

func (d *deployment) createOpenAI(ctx *pulumi.Context) error {
	var err error
	d.openai, err = openai.NewAccount(ctx, "openai", &openai.AccountArgs{
		Placement:   d.place.In(d.settings.OpenAILocation()),
		Name:        d.names.OpenAI,
		Deployments: d.settings.OpenAI.Deployments,
		LocalAuth:   !d.settings.Keyless(),
		Restore:     d.settings.OpenAI.Restore,
	}, d.kept())
	return err
}

// account is an Azure OpenAI account beside the first one.
type account struct {
	settings.Account
	made *openai.Account
}

// createFurtherAccounts makes the accounts that the gateway spreads its calls
// over. Each has the first one's deployments, since a call names one of them.
func (d *deployment) createFurtherAccounts(ctx *pulumi.Context) error {
	for _, a := range d.settings.OpenAI.Accounts {
		made, err := openai.NewAccount(ctx, "openai-"+a.Name, &openai.AccountArgs{
			Placement:   d.place.In(a.Location),
			Name:        d.names.Account(a.Name),
			Deployments: d.settings.OpenAI.Deployments,
			LocalAuth:   !d.settings.Keyless(),
			Restore:     d.settings.OpenAI.Restore,
		}, d.kept())
		if err != nil {
			return err
		}
		d.accounts = append(d.accounts, account{a, made})
	}
	return nil
}

func (d *deployment) createSearch(ctx *pulumi.Context) error {
	s := d.settings.Search
	var err error
	d.search, err = search.NewService(ctx, "search", &search.ServiceArgs{
		Placement:  d.place.In(d.settings.SearchLocation()),
		Name:       d.names.Search,
		SKU:        s.SKU,
		Replicas:   s.Replicas,
		Partitions: s.Partitions,
		Semantic:   s.Semantic,
		LocalAuth:  !d.settings.Keyless(),
	}, d.kept())
	return err
}

func (d *deployment) createStorage(ctx *pulumi.Context) error {
	var err error
	d.storage, err = storage.NewAccount(ctx, "storage", &storage.AccountArgs{
		Placement: d.place,
		Name:      d.names.Storage,
		SKU:       d.settings.Storage.SKU,
		Container: d.settings.Storage.Container,
		SharedKey: !d.settings.Keyless(),
	}, d.kept())
	return err
}

// watched is what sends its logs to the workspace.
type watched struct {
	name    string
	id      pulumi.StringOutput
	metrics []string // empty: all
	// dedicated is for tables of the service's own, in which its alerts look.
	dedicated bool
}

// watch sends every service's logs to the workspace, and switches Defender on
// where that is asked for.
func (d *deployment) watch(ctx *pulumi.Context) error {
	targets := []watched{
		{name: "openai", id: d.openai.ID},
		{name: "search", id: d.search.ID},
		{name: "storage", id: d.storage.BlobServiceID, metrics: []string{"Transaction", "Capacity"}},
		{name: "webapp", id: d.app.ID},
	}
	if d.vpn != nil {
		// Who connected, and from where. It is the one resource that waits for
		// the gateway, because it is a part of it.
		targets = append(targets, watched{name: "vpn", id: d.vpn.ID})
	}
	for _, a := range d.accounts {
		targets = append(targets, watched{name: "openai-" + a.Name, id: a.made.ID})
	}
	if d.gateway != nil {
		targets = append(targets, watched{name: "gateway", id: d.gateway.ID, dedicated: true})
	}
	if d.backend != nil {
		// Of its storage the blobs, as of the documents': the code is there, and
		// in queues and tables nothing but the host's own notes.
		targets = append(targets, watched{name: "backend", id: d.backend.ID},
			watched{name: "backend-storage", id: d.backendStorage.BlobServiceID, metrics: []string{"Transaction", "Capacity"}})
	}
	for _, t := range targets {
		if _, err := monitor.NewDiagnostics(ctx, "diagnostics-"+t.name, &monitor.DiagnosticsArgs{
			TargetID: t.id, WorkspaceID: d.workspace.ID, Metrics: t.metrics, Dedicated: t.dedicated,
		}); err != nil {
			return err
		}
	}
	if !d.settings.Monitoring.DefenderForAI {
		return nil
	}
	_, err := monitor.NewDefender(ctx, "defender", &monitor.DefenderArgs{
		Location: d.settings.Environment.Location, Tags: d.tags(),
	})
	return err
}
