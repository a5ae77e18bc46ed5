package rehearsal

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// runFaulty rehearses the small stack with faults.
func runFaulty(t *testing.T, change func(*Options)) (Report, string) {
	t.Helper()
	report, out, err := run(t, &fakeCloud{}, "", func(o *Options) {
		o.open, o.Program = openAnew, smallStack(1)
		change(o)
	})
	require.NoError(t, err)
	return report, out
}

// TestARehearsalWithFaults runs the whole cycle with one fault of each
// operation: each command that they disturb is shown, with what an operator
// does about it, and the end is the same.
func TestARehearsalWithFaults(t *testing.T) {
	t.Parallel()
	report, out := runFaulty(t, func(o *Options) {
		o.Faults = []string{"create:*:StorageAccount=lost", "update:*:VirtualNetwork=failed", "read:*:PrivateEndpoint=503", "delete:*:PrivateEndpoint=crash"}
	})
	require.True(t, report.Held(), out)
	require.Equal(t, []string{
		"preview", "up without faults",
		"up with faults", "recover", "up again",
		"update with faults", "recover", "update again",
		"second up", "refresh with faults", "refresh",
		"destroy with faults", "destroy", "faults",
	}, names(report))
	for _, says := range []string{
		"--fault 'create:*:StorageAccount=lost' befell account: Put \"https://management.azure.com/",
		"dev, recover: 3 commands\n  pulumi up --stack dev\n  " + adopt + "\n  pulumi up --stack dev\n",
		"ok: the same end as without faults",
		"--fault 'update:*:VirtualNetwork=failed' befell vnet: Status=200 Code=\"InternalServerError\"",
		"ok: 4 came about",
		"the provider's retries would have taken 400 s",
	} {
		require.Contains(t, out, says)
	}
	require.Len(t, report.Timelines, 1)
}

// TestAFaultThatNeverHappens is not held: whoever asked for it learns why.
func TestAFaultThatNeverHappens(t *testing.T) {
	t.Parallel()
	report, out := runFaulty(t, func(o *Options) {
		o.Only, o.Faults = OnlyUp, []string{"create:*:PrivateEndpoint:3=503", "create:*:WebApp=lost"}
	})
	require.False(t, report.Held())
	require.Contains(t, out, "dev, faults: 0 came about, 2 never happened\n"+
		"  create:*:PrivateEndpoint:3=503 never happened: there was only 1 creation of *:PrivateEndpoint\n"+
		"  create:*:WebApp=lost never happened: there were no creations of *:WebApp\n")
}

func TestARehearsalWithChaos(t *testing.T) {
	t.Parallel()
	report, out := runFaulty(t, func(o *Options) { o.Only, o.Chaos = OnlyUp, "5" })
	require.True(t, report.Held(), out)
	require.Equal(t, []string{"up without faults", "up with faults", "recover", "up again", "faults"}, names(report))
	require.Regexp(t, `dev, faults: [1-9][0-9]* came about\n  --fault '?create:azure-native:`, out)
}
