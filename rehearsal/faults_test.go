package rehearsal

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/fault"
	"secure-azure-openai/rehearsal/provider"
)

const (
	rgID      = "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg"
	accountID = rgID + "/providers/Microsoft.Storage/storageAccounts/smallaccount"
	nsgID     = rgID + "/providers/Microsoft.Network/networkSecurityGroups/nsg"
	azure     = "https://management.azure.com"
	exists    = "cannot create already existing resource '" + accountID + "'"
	adopt     = "pulumi import azure-native:storage/v20240101:StorageAccount account " + accountID +
		" --parent parent=urn:pulumi:dev::little::small:index:Unit::unit --protect=false --generate-code=false --stack dev"
)

// TestFaults: what each outcome of each operation looks like, what an operator
// does about it, and that the end is the same. says is the engine's message on
// the resource; commands are the operator's beside the last up or destroy.
func TestFaults(t *testing.T) {
	b := setUp(t)
	for _, test := range []struct {
		fault    string
		says     string
		waits    int // seconds, of the provider's retries
		verdict  string
		commands []string
	}{
		// Statuses that the provider tries again after, and such that it does not.
		{"create:*:StorageAccount=503", `Status=503 Code="ServerTimeout" Message="The request timed out. Diagnostic information: subscription id '00000000-aaaa-0000-0000-00000000face'."`, 200, failed, nil},
		{"create:*:StorageAccount=429", `Status=429 Code="SubscriptionRequestsThrottled" Message="Number of requests for subscription '00000000-aaaa-0000-0000-00000000face' and operation 'MICROSOFT.STORAGE/STORAGEACCOUNTS/WRITE' exceeded the backend storage limit. Please try again after '20' seconds."`, 200, failed, nil},
		{"create:*:StorageAccount=429x2", "", 80, through, nil},
		{"create:*:StorageAccount=500x3", "", 200, through, nil},
		{"create:*:StorageAccount=403", `Status=403 Code="AuthorizationFailed" Message="The client '00000000-cccc-0000-0000-00000000face' with object id '00000000-dddd-0000-0000-00000000face' does not have authorization to perform action 'Microsoft.Storage/storageAccounts/write' over scope '` + accountID + `' or the scope is invalid. If access was recently granted, please refresh your credentials."`, 0, failed, nil},
		{"create:*:NetworkSecurityGroup=409", `Status=409 Code="AnotherOperationInProgress" Message="Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: https://management.azure.com/subscriptions/00000000-aaaa-0000-0000-00000000face/providers/Microsoft.Network/operations."`, 200, failed, nil},
		{"update:*:StorageAccount=504", `Status=504 Code="GatewayTimeout" Message="The gateway did not receive a response from 'Microsoft.Storage' within the specified time period."`, 200, failed, nil},
		{"update:*:StorageAccount=400", `Status=400 Code="BadRequest" Message="Bad Request."`, 0, failed, nil},
		{"delete:*:StorageAccount=502", `Status=502 Code="BadGateway" Message="Bad Gateway."`, 200, failed, nil},
		{"delete:*:StorageAccount=408x1", "", 20, through, nil},

		// A lost answer.
		{"create:*:StorageAccount=lost", `Put "` + azure + accountID + `?api-version=2024-01-01": http2: client connection lost`, 200, failed, []string{"pulumi up --stack dev", adopt}},
		{"create:*:StorageAccount=lostx1", "", 20, through, nil},
		{"update:*:StorageAccount=lost", `Put "` + azure + accountID + `?api-version=2024-01-01": http2: client connection lost`, 200, failed, nil},
		{"delete:*:StorageAccount=lost", `Delete "` + azure + accountID + `?api-version=2024-01-01": http2: client connection lost`, 200, failed, nil},

		// An asynchronous operation that fails.
		{"create:*:StorageAccount=failed", `Status=200 Code="InternalServerError" Message="An error occurred."`, 0, failed, nil},
		{"update:*:StorageAccount=failed", `Status=200 Code="InternalServerError" Message="An error occurred."`, 0, failed, nil},
		{"delete:*:NetworkSecurityGroup=failed", `Status=200 Code="InternalServerError" Message="An error occurred."`, 0, failed, nil},

		// The CLI is killed. What else runs at the time may have to be adopted,
		// too: the group is made alone.
		{"create:*:ResourceGroup=crash", "", 0, ended, []string{"pulumi cancel --stack dev", "pulumi up --stack dev",
			"pulumi import azure-native:resources:ResourceGroup group " + rgID + " --protect=false --generate-code=false --stack dev",
			"pulumi refresh --clear-pending-creates --stack dev"}},
		{"create:*:ResourceGroup=crash-before", "", 0, ended, []string{"pulumi cancel --stack dev",
			"pulumi refresh --clear-pending-creates --stack dev"}},
		{"update:*:ResourceGroup=crash", "", 0, ended, []string{"pulumi cancel --stack dev"}},
		{"update:*:ResourceGroup=crash-before", "", 0, ended, []string{"pulumi cancel --stack dev"}},
		{"delete:*:ResourceGroup=crash", "", 0, ended, []string{"pulumi cancel --stack dev"}},
		{"delete:*:ResourceGroup=crash-before", "", 0, ended, []string{"pulumi cancel --stack dev"}},

		// Ctrl-C. The provider gives up what it waits for, and Azure does not. What
		// it waited for is in the state; what it had no answer on is not.
		{"create:*:StorageAccount=cancel", `resource created but read failed Get "` + azure + accountID + `?api-version=2024-01-01": context canceled: context canceled`, 0, ended, nil},
		{"create:*:ResourceGroup=cancel", `Put "` + azure + rgID + `?api-version=2022-09-01": context canceled`, 0, ended, []string{"pulumi up --stack dev",
			"pulumi import azure-native:resources:ResourceGroup group " + rgID + " --protect=false --generate-code=false --stack dev"}},
		{"update:*:ResourceGroup=cancel", `Put "` + azure + rgID + `?api-version=2022-09-01": context canceled`, 0, ended, nil},
		{"delete:*:ResourceGroup=cancel", `Delete "` + azure + rgID + `?api-version=2022-09-01": context canceled`, 0, ended, nil},
	} {
		t.Run(test.fault, func(t *testing.T) {
			t.Parallel()
			f, err := fault.Parse(test.fault, provider.Known())
			require.NoError(t, err)
			faults := fault.NewSet([]fault.Fault{f})
			trial, command, version := b.forFault(t, f.Op)
			disturbed := trial.disturb(t.Context(), command, faults, command)
			trial.held(t, disturbed)
			require.Empty(t, faults.Missed())
			require.Equal(t, test.verdict, disturbed.Verdict)
			require.Len(t, disturbed.Details, 1)
			_, said, _ := strings.Cut(disturbed.Details[0], ": ")
			require.Equal(t, test.says, said)
			waits := 0
			for _, seconds := range trial.cloud.Waits() {
				waits += seconds
			}
			require.Equal(t, test.waits, waits)

			how, again, err := trial.putRight(t.Context(), command+" again", command)
			require.NoError(t, err, trial.out)
			trial.held(t, again)
			require.Equal(t, test.commands, beside(how.Details, command))
			if f.Op == fault.Delete {
				trial.empty(t)
				return
			}
			require.NoError(t, trial.compare(&again, b.want[version]))
			trial.held(t, again)
		})
	}
}

const (
	failed  = "failed with 1 fault, as it must"
	through = "went through, 1 fault notwithstanding"
	ended   = "ended by 1 fault, as it must"
)

// forFault prepares what a fault of an operation can befall: an up from
// nothing, an up that changes what there is, or a destroy.
func (b *bench) forFault(t *testing.T, op fault.Op) (trial benchTrial, command string, version int) {
	t.Helper()
	switch op {
	case fault.Create:
		return b.start(t, b.empty, 1), "up", 1
	case fault.Update:
		return b.start(t, b.full, 2), "up", 2
	default:
		return b.start(t, b.full, 1), "destroy", 1
	}
}

// beside are an operator's commands without the last up or destroy, which is
// the one that went through.
func beside(commands []string, command string) []string {
	last := -1
	for i, c := range commands {
		if c == "pulumi "+command+" --stack dev" {
			last = i
		}
	}
	rest := slices.Delete(slices.Clone(commands), last, last+1)
	if len(rest) == 0 {
		return nil
	}
	return rest
}

// TestARefusedUpNamesWhatExists: the message by which an operator knows that a
// lost creation came about, and the one on a role, which has no name of the
// program's.
func TestARefusedUpNamesWhatExists(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for name, test := range map[string]struct{ fault, says string }{
		"a resource": {"create:*:StorageAccount=lost", exists},
		"a role":     {"create:*:RoleAssignment=lost", `Status=409 Code="RoleAssignmentExists" Message="The role assignment already exists. The ID of the conflicting role assignment is `},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := fault.Parse(test.fault, provider.Known())
			require.NoError(t, err)
			trial := b.start(t, b.empty, 1)
			trial.held(t, trial.disturb(t.Context(), "up", fault.NewSet([]fault.Fault{f}), "up"))
			seen, err := trial.run(t.Context(), "up")
			require.Error(t, err)
			require.True(t, slices.ContainsFunc(seen.failed, func(f failure) bool { return strings.HasPrefix(f.Message, test.says) }), trial.out)
			_, again, err := trial.putRight(t.Context(), "up again", "up")
			require.NoError(t, err, trial.out)
			require.NoError(t, trial.compare(&again, b.want[1]))
			trial.held(t, again)
		})
	}
}

// TestFailedAndKilled: what Azure failed to make while the CLI was killed is
// adopted, but only after it was made whole: the next up sees no difference.
func TestFailedAndKilled(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	trial := b.start(t, b.empty, 1)
	f, err := fault.Parse("create:*:StorageAccount=crash", provider.Known())
	require.NoError(t, err)
	trial.held(t, trial.disturb(t.Context(), "up", fault.NewSet([]fault.Fault{f}), "up"))
	require.NoError(t, trial.cloud.World().MarkFailed(accountID))
	how, again, err := trial.putRight(t.Context(), "up again", "up")
	require.NoError(t, err, trial.out)
	require.Contains(t, how.Details, "az resource update --ids "+accountID)
	require.NoError(t, trial.compare(&again, b.want[1]))
	trial.held(t, again)
}

// TestARefreshHidesWhatIsUnfinished is why README.md says not to refresh before
// the next up: the engine takes the mark off, and the up changes nothing.
func TestARefreshHidesWhatIsUnfinished(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	trial := b.start(t, b.empty, 1)
	f, err := fault.Parse("create:*:NetworkSecurityGroup=failed", provider.Known())
	require.NoError(t, err)
	trial.held(t, trial.disturb(t.Context(), "up", fault.NewSet([]fault.Fault{f}), "up"))
	_, err = trial.run(t.Context(), "refresh")
	require.NoError(t, err, trial.out)
	_, again, err := trial.putRight(t.Context(), "up again", "up")
	require.NoError(t, err, trial.out)
	require.NoError(t, trial.compare(&again, b.want[1]))
	require.Equal(t, []string{"different in Azure: " + nsgID + ", in provisioningState"}, again.Details)
}

// TestImportingPendingCreatesDropsThem is why README.md imports what exists:
// the CLI's own flag for it forgets the creation and takes nothing over.
func TestImportingPendingCreatesDropsThem(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	trial := b.start(t, b.empty, 1)
	f, err := fault.Parse("create:*:ResourceGroup=crash", provider.Known())
	require.NoError(t, err)
	trial.held(t, trial.disturb(t.Context(), "up", fault.NewSet([]fault.Fault{f}), "up"))
	_, err = trial.run(t.Context(), "cancel")
	require.NoError(t, err, trial.out)
	_, err = trial.run(t.Context(), "refresh", "--import-pending-creates",
		"urn:pulumi:dev::little::azure-native:resources:ResourceGroup::group", "--import-pending-creates", rgID)
	require.NoError(t, err, trial.out)
	state, err := trial.checkpoint()
	require.NoError(t, err)
	require.Empty(t, state.Pending)
	require.False(t, slices.ContainsFunc(state.Resources, func(r stateResource) bool { return r.ID == rgID }), trial.out)
}

// TestTheReadmeHasTheOperatorsCommands: what a rehearsal does to put a stack
// right is what README.md tells an operator to do.
func TestTheReadmeHasTheOperatorsCommands(t *testing.T) {
	content, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(content), "\n### Troubleshooting an interrupted or failed up\n")
	require.True(t, found)
	template := strings.NewReplacer(
		"azure-native:storage/v20240101:StorageAccount account "+accountID, "TYPE NAME ID",
		"parent=urn:pulumi:dev::little::small:index:Unit::unit", "parent=PARENT", " --stack dev", "").Replace(adopt)
	for _, command := range []string{
		"pulumi cancel", "pulumi up", template, "pulumi refresh --clear-pending-creates", "az resource update --ids ID", "pulumi destroy",
	} {
		require.Contains(t, section, command)
	}
}

// TestNothingRunsAfterACrash: the killed process is gone when the provider
// goes on, and its lock is left behind.
func TestNothingRunsAfterACrash(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	trial := b.start(t, b.empty, 1)
	f, err := fault.Parse("create:*:ResourceGroup=crash", provider.Known())
	require.NoError(t, err)
	trial.held(t, trial.disturb(t.Context(), "up", fault.NewSet([]fault.Fault{f}), "up"))
	process, _ := trial.engine.current.get()
	require.Nil(t, process)
	require.True(t, trial.locked())
	_, err = trial.run(t.Context(), "up")
	require.ErrorContains(t, err, "the stack is currently locked by 1 lock(s)")
	state, err := trial.checkpoint()
	require.NoError(t, err)
	require.Len(t, state.Pending, 1)
	require.Equal(t, "creating", state.Pending[0].Type)
	require.Equal(t, "group", state.Pending[0].Resource.URN.Name())
}

// TestJudge: what a command came to is compared with what befell it.
func TestJudge(t *testing.T) {
	const urn, other = "urn:pulumi:dev::p::t::one", "urn:pulumi:dev::p::t::two"
	event := func(text string) fault.Event {
		f, err := fault.Parse(text, provider.Known())
		require.NoError(t, err)
		return fault.Event{Fault: f, URN: urn}
	}
	broken := fmt.Errorf("exit status 1")
	for name, test := range map[string]struct {
		befell  []fault.Event
		failed  []failure
		err     error
		held    bool
		verdict string
	}{
		"nothing":                {nil, nil, nil, true, "nothing went wrong"},
		"failed by itself":       {nil, []failure{{other, "no quota"}}, broken, false, "failed without a fault"},
		"as it must":             {[]fault.Event{event("create:*=403")}, []failure{{urn, "Status=403"}, {"", "update failed"}}, broken, true, failed},
		"went through":           {[]fault.Event{event("create:*=403")}, nil, nil, false, "went through in spite of 1 fault"},
		"went on after a kill":   {[]fault.Event{event("create:*=crash")}, nil, nil, false, "went through in spite of 1 fault"},
		"overcome":               {[]fault.Event{event("create:*=503x1")}, nil, nil, true, through},
		"overcome, and yet":      {[]fault.Event{event("create:*=503x1")}, []failure{{other, "no quota"}}, broken, false, "failed without a fault"},
		"another failed as well": {[]fault.Event{event("create:*=403")}, []failure{{urn, "Status=403"}, {other, "no quota"}}, broken, false, "failed for more than its faults"},
	} {
		t.Run(name, func(t *testing.T) {
			result := Operation{Held: true}
			judge(&result, test.befell, &observer{failed: test.failed}, test.err)
			require.Equal(t, test.held, result.Held)
			require.Equal(t, test.verdict, result.Verdict)
		})
	}
}

// TestTheEndIsCompared: what recovery must not leave is found.
func TestTheEndIsCompared(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	trial := b.start(t, b.full, 1)
	world := trial.cloud.World()
	differs := func(says ...string) {
		t.Helper()
		again := Operation{Held: true}
		require.NoError(t, trial.compare(&again, b.want[1]))
		require.False(t, again.Held)
		require.Equal(t, says, again.Details)
	}
	again := Operation{Held: true}
	require.NoError(t, trial.compare(&again, b.want[1]))
	trial.held(t, again)

	require.NoError(t, world.MarkFailed(nsgID))
	differs("different in Azure: " + nsgID + ", in provisioningState")
	require.NoError(t, world.Reapply(nsgID))
	_, _, err := world.Create("azure-native:network/v20240501:NetworkSecurityGroup", "second", resource.NewPropertyMapFromMap(map[string]any{
		"resourceGroupName": "rg", "networkSecurityGroupName": "nsg-2"}))
	require.NoError(t, err)
	differs("too much in Azure: " + nsgID + "-2")
}
