package topology

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	azauthorization "github.com/pulumi/pulumi-azure-native-sdk/authorization/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/guard"
	"secure-azure-openai/naming"
	"secure-azure-openai/settings"
)

// deployer is where the program's credentials lead.
type deployer struct {
	SubscriptionID string
	TenantID       string
}

// decide loads the stack's settings, says what is doubtful about them, and
// names everything.
func decide(ctx *pulumi.Context) (*deployment, error) {
	loaded, warnings, err := settings.Load(source(ctx))
	if err != nil {
		return nil, fmt.Errorf("reading the settings of stack %s: %w", ctx.Stack(), err)
	}
	for _, w := range warnings {
		if err := ctx.Log.Warn(string(w), nil); err != nil {
			return nil, fmt.Errorf("logging a warning about the settings: %w", err)
		}
	}
	client, err := azauthorization.GetClientConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("finding out which subscription to deploy to (are you logged in, by `az login` or ARM_* variables?): %w", err)
	}
	if b := loaded.Backend; b.Enabled && b.TenantID != "" && !strings.EqualFold(b.TenantID, client.TenantId) {
		return nil, fmt.Errorf("%s:backend.tenantId: %q is not the tenant that you deploy to, %s, and the gateway's identity gets tokens of that one alone: leave it out, and let the registration be in that tenant",
			loaded.Project, b.TenantID, client.TenantId)
	}
	suffix := loaded.Environment.Suffix
	if suffix == "" {
		suffix = naming.Suffix(client.SubscriptionId, ctx.Project(), ctx.Stack())
	}
	return &deployment{
		settings: loaded,
		names:    naming.New(naming.Parts{Workload: loaded.Environment.Workload, Stack: ctx.Stack(), Suffix: suffix}),
		deployer: deployer{SubscriptionID: client.SubscriptionId, TenantID: client.TenantId},
	}, nil
}

// source collects the program's configuration as the engine gives it.
func source(ctx *pulumi.Context) settings.Source {
	src := settings.Source{Project: ctx.Project(), Stack: ctx.Stack(), Values: map[string]settings.Value{}}
	for _, key := range settings.Keys() {
		full := ctx.Project() + ":" + key
		if text, ok := ctx.GetConfig(full); ok {
			src.Values[key] = settings.Value{Text: text, Secret: ctx.IsConfigSecret(full)}
		}
	}
	src.Unknown = unknownKeys(ctx.Project(), os.Getenv(pulumi.EnvConfig))
	return src
}

// unknownKeys are the project's keys that no setting has. The SDK cannot list
// keys, so a misspelt one would pass silently; the language host hands them
// all to the program in a variable, which is empty for an inline program.
func unknownKeys(project, configuration string) []string {
	var values map[string]string
	if json.Unmarshal([]byte(configuration), &values) != nil {
		return nil
	}
	var unknown []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		name, ours := strings.CutPrefix(key, project+":")
		if ours && !slices.Contains(settings.Keys(), name) {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

// guard holds the security check against every resource that follows.
func (d *deployment) guard(ctx *pulumi.Context) error { return guard.Watch(ctx, d.settings.Posture) }

// tags are what every resource carries.
func (d *deployment) tags() map[string]string { return d.settings.Tags() }

// kept protects what holds data, an identity, or an address that clients
// know, where the stack asks for it. What can be made again at no loss is
// left unprotected: role assignments, endpoints, model deployments.
func (d *deployment) kept() pulumi.ResourceOption {
	return pulumi.Protect(d.settings.Environment.Protect)
}
