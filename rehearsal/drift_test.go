package rehearsal

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// closed is a program with a group, a storage account that is closed, and a
// network security group with a rule.
func closed(change func(account pulumi.Map), options ...pulumi.ResourceOption) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var group, account, rules thing
		name := pulumi.String("rg-" + ctx.Stack())
		if err := ctx.RegisterResource("azure-native:resources:ResourceGroup", "group", pulumi.Map{
			"resourceGroupName": name, "location": pulumi.String("swedencentral"),
		}, &group); err != nil {
			return err
		}
		inputs := pulumi.Map{
			"resourceGroupName": name, "accountName": pulumi.String("sa" + ctx.Stack()),
			"location": pulumi.String("swedencentral"), "kind": pulumi.String("StorageV2"),
			"sku":                 pulumi.Map{"name": pulumi.String("Standard_LRS")},
			"publicNetworkAccess": pulumi.String("Disabled"), "allowSharedKeyAccess": pulumi.Bool(false), "allowBlobPublicAccess": pulumi.Bool(false),
			"networkRuleSet": pulumi.Map{"defaultAction": pulumi.String("Deny"), "ipRules": pulumi.Array{}},
		}
		if change != nil {
			change(inputs)
		}
		after := pulumi.DependsOn([]pulumi.Resource{&group})
		if err := ctx.RegisterResource("azure-native:storage/v20240101:StorageAccount", "account", inputs, &account,
			append([]pulumi.ResourceOption{after}, options...)...); err != nil {
			return err
		}
		return ctx.RegisterResource("azure-native:network/v20240501:NetworkSecurityGroup", "rules", pulumi.Map{
			"resourceGroupName": name, "networkSecurityGroupName": pulumi.String("nsg"), "location": pulumi.String("swedencentral"),
			"securityRules": pulumi.Array{pulumi.Map{
				"name": pulumi.String("deny-all"), "priority": pulumi.Int(4096), "direction": pulumi.String("Inbound"),
				"access": pulumi.String("Deny"), "protocol": pulumi.String("*"), "sourceAddressPrefix": pulumi.String("*"),
				"sourcePortRange": pulumi.String("*"), "destinationAddressPrefix": pulumi.String("*"), "destinationPortRange": pulumi.String("*"),
			}},
		}, &rules, after)
	}
}

// drifting rehearses closed with drift, against the stand-in for Azure.
func drifting(t *testing.T, program pulumi.RunFunc, table []drift) (Report, string, error) {
	t.Helper()
	return run(t, &fakeCloud{}, "", func(o *Options) {
		o.open, o.Program, o.Drift, o.drifts = openAnew, program, true, table
	})
}

func TestDriftIsFoundAndMended(t *testing.T) {
	t.Parallel()
	report, out, err := drifting(t, closed(nil), nil)
	require.NoError(t, err)
	require.True(t, report.Held())
	require.Equal(t, []string{"preview", "up", "second up", "refresh",
		"refresh after drift", "up after drift", "refresh after mending", "destroy"}, names(report))
	require.Contains(t, out, "ok: found 5 of 5")
	require.Contains(t, out, "ok: mended 5 of 5")
	require.Contains(t, out, "found: keys of the storage account switched on, on account")
	require.Contains(t, out, "found: a rule added to a network security group, on rules")
	require.Contains(t, out, "not applicable: public access to Search switched on: the stack has no Microsoft.Search/searchServices")
	for _, d := range drifts {
		require.Contains(t, out, ": "+d.name, "no drift is left out in silence")
	}
}

func TestDriftThatDoesNotHold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		table   []drift
		failed  []string
		says    []string
	}{
		"the program ignores changes": {
			program: closed(nil, pulumi.IgnoreChanges([]string{"publicNetworkAccess"})),
			failed:  []string{"up after drift"},
			says: []string{
				"ok: found 5 of 5", "NOT OK: mended 4 of 5, or more than that",
				"not mended: public access to the storage account switched on: publicNetworkAccess is still as the drift left it; " +
					"the program asks for that with pulumi.IgnoreChanges (publicNetworkAccess)",
			},
		},
		"the program ignores all of it": {
			program: closed(nil, pulumi.IgnoreChanges([]string{"allowSharedKeyAccess"})),
			table:   drifts[slices.IndexFunc(drifts, func(d drift) bool { return d.name == "keys of the storage account switched on" }):][:1],
			failed:  []string{"up after drift"},
			says:    []string{"ok: found 1 of 1", "up left account alone; the program asks for that with pulumi.IgnoreChanges (allowSharedKeyAccess)"},
		},
		"the program leaves a property out": {
			program: closed(func(account pulumi.Map) {
				account["networkRuleSet"] = pulumi.Map{"defaultAction": pulumi.String("Deny")}
			}),
			failed: []string{"up after drift"},
			says: []string{"not mended: somebody's address let through the storage account's firewall: the program does not set " +
				"networkRuleSet.ipRules of account, and a service may keep what it is not told to change"},
		},
		"what no refresh shows": {
			program: closed(nil),
			table: []drift{{name: "a secondary fails", armType: "Microsoft.Storage/storageAccounts",
				sets: []setting{{path: "statusOfPrimary", to: "unavailable"}}}},
			failed: []string{"refresh after drift", "up after drift"},
			says:   []string{"not found: a secondary fails, on account: the refresh shows no change of it", "up left account alone"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, out, err := drifting(t, test.program, test.table)
			require.NoError(t, err)
			for _, operation := range report.Operations {
				require.Equal(t, !slices.Contains(test.failed, operation.Name), operation.Held, operation.Name)
			}
			for _, text := range test.says {
				require.Contains(t, out, text)
			}
		})
	}
}

func TestDriftWithNothingToDo(t *testing.T) {
	t.Parallel()
	_, _, err := drifting(t, func(ctx *pulumi.Context) error {
		var group thing
		return ctx.RegisterResource("azure-native:resources:ResourceGroup", "group",
			pulumi.Map{"location": pulumi.String("swedencentral")}, &group)
	}, nil)
	require.ErrorContains(t, err, "--drift: no drift can be made in the stack dev:\n  not applicable: public access to the storage account switched on: the stack has no Microsoft.Storage/storageAccounts")

	_, _, err = drifting(t, closed(func(account pulumi.Map) { delete(account, "allowSharedKeyAccess") }),
		drifts[slices.IndexFunc(drifts, func(d drift) bool { return d.name == "keys of the storage account switched on" }):][:1])
	require.ErrorContains(t, err, "allowSharedKeyAccess of account is not set, not false")

	_, _, err = run(t, &fakeCloud{}, "", func(o *Options) { o.Drift = true })
	require.ErrorContains(t, err, "--drift changes the stand-in for Azure, and there is none in this run")
	_, _, err = run(t, &fakeCloud{}, "", func(o *Options) { o.Drift, o.Only = true, OnlyUp })
	require.EqualError(t, err, "--drift comes after an up and a refresh, and --only up ends before: leave --only out")
}

// TestWhatElseARefreshShows: neither another resource nor another property of
// the same may differ.
func TestWhatElseARefreshShows(t *testing.T) {
	t.Parallel()
	const account, group = "urn:pulumi:dev::little::azure-native:storage/v20240101:StorageAccount::account", "urn:pulumi:dev::little::a:b:C::group"
	own := drifted{drift: drift{sets: []setting{{path: "networkRuleSet.ipRules"}}}, resource: stateResource{URN: account}}
	others := unexpected(map[string]apitype.StepEventMetadata{
		account: {URN: account, Op: apitype.OpUpdate, DetailedDiff: map[string]apitype.PropertyDiff{
			"networkRuleSet.ipRules[0]": {}, "networkRuleSet.ipRulesAndMore": {}, "tags": {},
		}},
		group: {URN: group, Op: apitype.OpDelete, Type: "a:b:C"},
	}, []drifted{own})
	require.Equal(t, []string{
		"nobody changed: group: delete of a:b:C",
		"nobody changed: networkRuleSet.ipRulesAndMore of account", "nobody changed: tags of account",
	}, others)
}
