package rehearsal

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// granting is a program with a storage account whose identity holds a role on
// it: what Azure makes up, another resource repeats.
func granting(name string, change func(account pulumi.Map), options ...pulumi.ResourceOption) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var group thing
		var account identified
		groupName := pulumi.String("rg-" + ctx.Stack())
		if err := ctx.RegisterResource("azure-native:resources:ResourceGroup", "group", pulumi.Map{
			"resourceGroupName": groupName, "location": pulumi.String("swedencentral"),
		}, &group); err != nil {
			return err
		}
		settings, _ := ctx.GetConfig("little:settings")
		inputs := pulumi.Map{
			"resourceGroupName": groupName, "accountName": pulumi.String("sa" + ctx.Stack()),
			"location": pulumi.String("swedencentral"), "kind": pulumi.String("StorageV2"),
			"sku": pulumi.Map{"name": pulumi.String("Standard_LRS")}, "identity": pulumi.Map{"type": pulumi.String("SystemAssigned")},
			"tags": pulumi.Map{"settings": pulumi.ToSecret(pulumi.String(settings))},
		}
		if change != nil {
			change(inputs)
		}
		if err := ctx.RegisterResource("azure-native:storage/v20240101:StorageAccount", name, inputs, &account,
			append([]pulumi.ResourceOption{pulumi.DependsOn([]pulumi.Resource{&group})}, options...)...); err != nil {
			return err
		}
		var grant thing
		principal := account.Identity.ApplyT(func(identity map[string]any) any { return identity["principalId"] })
		return ctx.RegisterResource("azure-native:authorization:RoleAssignment", "grant", pulumi.Map{
			"scope": account.ID(), "principalId": principal, "principalType": pulumi.String("ServicePrincipal"),
			"roleDefinitionId": pulumi.String("/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
		}, &grant)
	}
}

type identified struct {
	pulumi.CustomResourceState

	Identity pulumi.MapOutput `pulumi:"identity"`
}

// exported rehearses a program up to its export and answers the file, with
// the changes to its text, old and new in turn.
func exported(t *testing.T, program pulumi.RunFunc, stack string, changes ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "old.json")
	report, out, err := run(t, &fakeCloud{}, stack, func(o *Options) {
		o.open, o.Program, o.Only, o.Export = openAnew, program, OnlyUp, file
	})
	require.NoError(t, err)
	require.True(t, report.Held(), out)
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	text := string(content)
	for i := 0; i < len(changes); i += 2 {
		require.Contains(t, text, changes[i])
		text = strings.ReplaceAll(text, changes[i], changes[i+1])
	}
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// from rehearses a program that begins with a state.
func from(t *testing.T, file string, program pulumi.RunFunc, stack string) (Report, string, error) {
	t.Helper()
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	report, out, failed := run(t, &fakeCloud{}, stack, func(o *Options) {
		o.open, o.Program, o.From = openAnew, program, file
	})
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after), "the state's file is as it was")
	return report, out, failed
}

func TestTakesOverItsOwnState(t *testing.T) {
	t.Parallel()
	report, out, err := from(t, exported(t, granting("account", nil), ""), granting("account", nil), "")
	require.NoError(t, err)
	require.True(t, report.Held())
	require.Equal(t, []string{"preview from state", "up from state", "second up", "refresh", "destroy"}, names(report))
	require.Contains(t, out, "old.json: 3 unchanged, 1 updated, 0 new, none replaced, none deleted",
		"the tag that holds a secret is sent anew")
	require.Contains(t, out, "old.json holds 2 secrets that nobody but its stack can read: a placeholder stands for each, and a resource whose inputs hold one shows as updated.")
	require.Contains(t, out, "account: update of azure-native:storage/v20240101:StorageAccount, because of tags.settings")
}

// TestTakesOverAStateOfAzures: other ids than the stand-in's, everywhere.
func TestTakesOverAStateOfAzures(t *testing.T) {
	t.Parallel()
	plain := func(account pulumi.Map) { delete(account, "tags") }
	file := exported(t, granting("account", plain), "")
	var state struct {
		Deployment struct {
			Resources []struct{ Outputs map[string]any }
		}
	}
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, &state))
	principal := ""
	for _, r := range state.Deployment.Resources {
		if text, _ := valueAt(r.Outputs, "identity.principalId").(string); text != "" {
			principal = text
		}
	}
	const subscription, tenant, anew = "5b3c1f6e-1111-4c4c-9d9d-0123456789ab", "5b3c1f6e-2222-4c4c-9d9d-0123456789ab", "5b3c1f6e-3333-4c4c-9d9d-0123456789ab"
	text := strings.NewReplacer(arm.FakeSubscription, subscription, arm.FakeTenant, tenant, principal, anew).Replace(string(content))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))

	// The program learns of the subscription as it does from Azure.
	report, out, err := from(t, file, func(ctx *pulumi.Context) error {
		var answer map[string]any
		if err := ctx.Invoke("azure-native:authorization:getClientConfig", nil, &answer); err != nil {
			return err
		}
		if answer["subscriptionId"] != subscription || answer["tenantId"] != tenant {
			return fmt.Errorf("the world is of %v", answer)
		}
		return granting("account", plain)(ctx)
	}, "")
	require.NoError(t, err)
	require.True(t, report.Held())
	require.Contains(t, out, "old.json: 4 unchanged, 0 updated, 0 new, none replaced, none deleted")
	require.NotContains(t, out, "Note:")
}

// TestARenameNeedsAnAlias is what the upgrade test is for.
func TestARenameNeedsAnAlias(t *testing.T) {
	t.Parallel()
	plain := func(account pulumi.Map) { delete(account, "tags") }
	file := exported(t, granting("account", plain, pulumi.Protect(false)), "")

	report, out, err := from(t, file, granting("store", plain), "")
	require.NoError(t, err)
	require.False(t, report.Held())
	require.Equal(t, []string{"preview from state"}, names(report))
	require.Contains(t, out, "NOT OK: replaced or deleted")
	require.Contains(t, out, "deleted: urn:pulumi:dev::little::azure-native:storage/v20240101:StorageAccount::account\n")
	require.Contains(t, out, "if store is account under a new name or parent, say so with pulumi.Aliases")

	report, out, err = from(t, file, granting("store", plain, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("account")}})), "")
	require.NoError(t, err)
	require.True(t, report.Held())
	require.Contains(t, out, "old.json: 4 unchanged, 0 updated, 0 new, none replaced, none deleted")
}

// TestAProtectedResourceIsNotGivenUp: here the engine refuses before the
// rehearsal does.
func TestAProtectedResourceIsNotGivenUp(t *testing.T) {
	t.Parallel()
	file := exported(t, granting("account", nil, pulumi.Protect(true)), "")
	report, _, err := from(t, file, granting("store", nil), "")
	require.NoError(t, err)
	require.False(t, report.Held())
	require.Equal(t, []string{"preview from state"}, names(report))
	require.Contains(t, strings.Join(report.Operations[0].Details, "\n"), "because it is protected")
}

func TestAReplacementIsRefused(t *testing.T) {
	t.Parallel()
	file := exported(t, granting("account", nil), "")
	report, out, err := from(t, file, granting("account", func(account pulumi.Map) { account["isHnsEnabled"] = pulumi.Bool(true) }), "")
	require.NoError(t, err)
	require.False(t, report.Held())
	require.Contains(t, out, "replaced: urn:pulumi:dev::little::azure-native:storage/v20240101:StorageAccount::account, because of isHnsEnabled\n")
}

// TestSecretsThatCanBeRead: `pulumi stack export --show-secrets` leaves them
// readable, and nothing of them reaches the run's files in plain text.
func TestSecretsThatCanBeRead(t *testing.T) {
	t.Parallel()
	const planted = "planted-marker-4713"
	file := exported(t, granting("account", nil), "")
	var document any
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, &document))
	var show func(any) any
	show = func(value any) any {
		if object, secret := isSecretObject(value); secret && object["ciphertext"] != nil {
			return secretOf(quoted(planted))
		}
		return mapped(value, show)
	}
	content, err = json.Marshal(show(document))
	require.NoError(t, err)
	require.Contains(t, string(content), planted)
	require.NoError(t, os.WriteFile(file, content, 0o600))
	work := t.TempDir()
	report, out, err := run(t, &fakeCloud{}, "", func(o *Options) {
		o.Program, o.From, o.WorkDir, o.Only = granting("account", nil), file, work, OnlyUp
	})
	require.NoError(t, err)
	require.True(t, report.Held())
	require.NotContains(t, out, "placeholder stands")
	require.NotContains(t, out, planted)
	for path, content := range snapshot(t, work) {
		require.NotContains(t, content, planted, path)
	}
}
