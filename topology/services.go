package topology

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/services/monitor"
	"secure-azure-openai/services/openai"
	"secure-azure-openai/services/search"
	"secure-azure-openai/services/storage"
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

// watch sends every service's logs to the workspace.
func (d *deployment) watch(ctx *pulumi.Context) error {
	targets := []struct {
		name string
		id   pulumi.StringOutput
	}{
		{"openai", d.openai.ID},
		{"search", d.search.ID},
		{"storage", d.storage.BlobServiceID},
		{"webapp", d.app.ID},
	}
	for _, t := range targets {
		if _, err := monitor.NewDiagnostics(ctx, "diagnostics-"+t.name, &monitor.DiagnosticsArgs{
			TargetID: t.id, WorkspaceID: d.workspace.ID,
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
