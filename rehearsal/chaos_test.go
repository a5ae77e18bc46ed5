package rehearsal

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/fault"
)

// TestChaos runs seeded cases through the real CLI: a fault may befall any
// operation, and after what an operator does, the deployment must have come to
// the same end as without. Each seed makes the same faults every time.
//
// CHAOS_CASES and CHAOS_FROM ask for more seeds, or for others, by hand:
//
//	CHAOS_FROM=1001 CHAOS_CASES=5000 go test ./rehearsal -run TestChaos -timeout 3h
func TestChaos(t *testing.T) {
	b := setUp(t)
	from, cases := number(t, "CHAOS_FROM", 1), number(t, "CHAOS_CASES", 200)
	tally := &tally{faults: map[string]int{}, cases: map[string]int{}}
	t.Run("seed", func(t *testing.T) {
		for seed := from; seed < from+cases; seed++ {
			t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
				t.Parallel()
				t.Cleanup(func() {
					if t.Failed() {
						t.Logf("alone: go test ./rehearsal -v -run 'TestChaos/seed/%d$'", seed)
					}
				})
				b.chaos(t, seed, tally)
			})
		}
	})
	t.Log(tally)
	if ran := tally.total(); !t.Failed() && ran == cases && cases >= 200 {
		for _, outcome := range []fault.Outcome{fault.Status, fault.Lost, fault.Failed, fault.Crash, fault.CrashBefore, fault.Cancel} {
			require.NotZero(t, tally.outcomes[outcome], "no case had the outcome %s", outcome)
		}
	}
}

// rate is the share of the small stack's operations that go wrong.
const rate = 0.3

// chaos is one case. Half of them begin with nothing; the others change or
// destroy what is deployed.
func (b *bench) chaos(t *testing.T, seed uint64, tally *tally) {
	faults := fault.NewChaos(seed, rate)
	kind := []string{"create", "update", "create", "destroy"}[seed%4]
	from, version := b.empty, 1
	if kind != "create" {
		from = b.full
	}
	if kind == "update" {
		version = 2
	}
	trial := b.start(t, from, version)
	defer func() { tally.add(kind, faults.Events()) }()
	if kind == "destroy" {
		trial.held(t, trial.disturb(t.Context(), "destroy with faults", faults, "destroy"))
		_, again, err := trial.putRight(t.Context(), "destroy again", "destroy")
		require.NoError(t, err, trial.out)
		trial.held(t, again)
		trial.empty(t)
		return
	}
	trial.held(t, trial.disturb(t.Context(), "up with faults", faults, "up"))
	_, again, err := trial.putRight(t.Context(), "up again", "up")
	require.NoError(t, err, trial.out)
	require.NoError(t, trial.compare(&again, b.want[version]))
	trial.held(t, again)
}

// empty requires that neither Azure nor the state has anything left.
func (b benchTrial) empty(t *testing.T) {
	t.Helper()
	end, wrong, err := b.endState()
	require.NoError(t, err)
	require.Empty(t, wrong, b.out)
	require.Empty(t, end.state, b.out)
	require.Empty(t, slices.Collect(maps.Keys(end.world)), b.out)
}

// tally counts what the cases had to put up with.
type tally struct {
	mu       sync.Mutex
	cases    map[string]int
	faults   map[string]int
	outcomes map[fault.Outcome]int
	quiet    int
}

func (c *tally) add(kind string, events []fault.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.outcomes == nil {
		c.outcomes = map[fault.Outcome]int{}
	}
	c.cases[kind]++
	if len(events) == 0 {
		c.quiet++
	}
	for _, e := range events {
		what := string(e.Outcome)
		if e.Status != 0 {
			what = strconv.Itoa(e.Status)
		}
		if e.Count != 0 {
			what += " that a retry overcomes"
		}
		c.faults[string(e.Op)+": "+what]++
		c.outcomes[e.Outcome]++
	}
}

func (c *tally) total() uint64 {
	total := 0
	for _, n := range c.cases {
		total += n
	}
	return uint64(total)
}

func (c *tally) String() string {
	faults := 0
	for _, n := range c.faults {
		faults += n
	}
	text := fmt.Sprintf("%d cases (%v), %d faults; %d cases had none", c.total(), c.cases, faults, c.quiet)
	for _, what := range slices.Sorted(maps.Keys(c.faults)) {
		text += fmt.Sprintf("\n%5d %s", c.faults[what], what)
	}
	return text
}

func number(t *testing.T, variable string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, "%s must be a number, such as 1000", variable)
	return n
}
