package rehearsal

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// modelDeployment is a model's deployment on an account of its own.
func modelDeployment(model, version string, capacity int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var group, account, made pulumi.CustomResourceState
		if err := ctx.RegisterResource("azure-native:resources:ResourceGroup", "group", pulumi.Map{
			"resourceGroupName": pulumi.String("rg"), "location": pulumi.String("swedencentral"),
		}, &group); err != nil {
			return err
		}
		if err := ctx.RegisterResource("azure-native:cognitiveservices/v20241001:Account", "account", pulumi.Map{
			"resourceGroupName": pulumi.String("rg"), "accountName": pulumi.String("oai"), "kind": pulumi.String("OpenAI"),
			"location": pulumi.String("swedencentral"),
		}, &account, pulumi.DependsOn([]pulumi.Resource{&group})); err != nil {
			return err
		}
		return ctx.RegisterResource("azure-native:cognitiveservices/v20241001:Deployment", "deployment", pulumi.Map{
			"resourceGroupName": pulumi.String("rg"), "accountName": pulumi.String("oai"), "deploymentName": pulumi.String("chat"),
			"sku":        pulumi.Map{"name": pulumi.String("DataZoneStandard"), "capacity": pulumi.Int(capacity)},
			"properties": pulumi.Map{"model": pulumi.Map{"format": pulumi.String("OpenAI"), "name": pulumi.String(model), "version": pulumi.String(version)}},
		}, &made, pulumi.DependsOn([]pulumi.Resource{&account}))
	}
}

// TestQuotaAndDayReachTheWorld: what Run is told about the subscription and
// the day decides what the engine meets.
func TestQuotaAndDayReachTheWorld(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name           string
		model, version string
		capacity       int
		options        func(*Options)
		refused        string
	}{
		{"above the first tier", "gpt-5.6-terra", "2026-07-09", 500, func(*Options) {}, "InsufficientQuota"},
		{"any quota", "gpt-5.6-terra", "2026-07-09", 500, func(o *Options) { o.AnyQuota = true }, ""},
		{"before it retires", "gpt-5.6-terra", "2026-07-09", 10, func(o *Options) { o.Today = "2028-01-10" }, ""},
		{"once it has retired", "gpt-5.6-terra", "2026-07-09", 10, func(o *Options) { o.Today = "2028-01-11" }, "ServiceModelDeprecated"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			report, out, err := run(t, &fakeCloud{}, secretStack, func(o *Options) {
				o.open, o.Only, o.Program = nil, OnlyUp, modelDeployment(row.model, row.version, row.capacity)
				row.options(o)
			})
			require.NoError(t, err)
			require.Equal(t, row.refused == "", report.Held(), out)
			require.Contains(t, out, row.refused)
		})
	}
}
