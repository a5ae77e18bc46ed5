package rehearsal

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestACheckJudgesTheDeploymentAfterUp, once, before anything else changes it.
func TestACheckJudgesTheDeploymentAfterUp(t *testing.T) {
	t.Parallel()
	var seen []byte
	report, out, err := run(t, &fakeCloud{}, "", func(o *Options) {
		o.Check = func(exported []byte) (Checked, error) {
			require.Nil(t, seen, "once")
			seen = exported
			return Checked{Held: true, Verdict: "holds"}, nil
		}
	})
	require.NoError(t, err)
	require.True(t, report.Held(), out)
	require.Equal(t, []string{"preview", "up", "check", "second up", "refresh", "destroy"}, names(report))
	require.Contains(t, string(seen), `"azure-native:storage:StorageAccount"`)
	require.Contains(t, out, "dev    check      none       0.0 s        ok: holds\n")
}

// TestACheckThatFallsShort is not held, and says why; the cycle goes on.
func TestACheckThatFallsShort(t *testing.T) {
	t.Parallel()
	report, out, err := run(t, &fakeCloud{}, "", func(o *Options) {
		o.Check = func([]byte) (Checked, error) {
			return Checked{Verdict: "falls short: 1 of 2 findings", Details: []string{"R10: open\nMend: close it"}}, nil
		}
	})
	require.NoError(t, err)
	require.False(t, report.Held())
	require.Len(t, report.Operations, 6)
	require.Contains(t, out, "NOT OK: falls short: 1 of 2 findings\n")
	require.Contains(t, out, "\ndev, check: falls short: 1 of 2 findings\n  R10: open\n  Mend: close it\n")
}

func TestACheckThatCannotJudge(t *testing.T) {
	t.Parallel()
	_, _, err := run(t, &fakeCloud{}, "", func(o *Options) {
		o.Only = OnlyUp
		o.Check = func([]byte) (Checked, error) { return Checked{}, errors.New("no such waiver") }
	})
	require.EqualError(t, err, "rehearsing the stack dev: checking the deployment: no such waiver")
}

func TestWhatACheckCannotBeCombinedWith(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*Options){
		"--check judges the deployment after an up, and --only preview does none: use --only up, or leave --only out": func(o *Options) { o.Only = OnlyPreview },
		"--check judges an up in which nothing goes wrong: leave --fault and --chaos out":                             func(o *Options) { o.Chaos = "7" },
	} {
		_, _, err := run(t, &fakeCloud{}, "", func(o *Options) {
			o.Check = func([]byte) (Checked, error) { return Checked{}, nil }
			change(o)
		})
		var usage *UsageError
		require.ErrorAs(t, err, &usage)
		require.EqualError(t, err, says)
	}
}
