package mutation

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/doors"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/flows"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
	"secure-azure-openai/posture/requirements"
)

var (
	stacks = []string{"dev", "prod"}
	today  = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func load(t testing.TB, stack string) *graph.Graph {
	t.Helper()
	g, err := recorded.Graph(stack + ".json")
	require.NoError(t, err)
	return g
}

// survives reports whether the check says of a mutant what it says of the
// stack as it was recorded: that it holds. It asks one judge after the other,
// and none after the first that does not pass.
func survives(m Mutant) bool {
	g := m.Graph()
	for _, judge := range []func(*graph.Graph) []finding.Finding{requirements.Judge, doors.Judge, func(g *graph.Graph) []finding.Finding { return flows.Judge(g).Findings() }} {
		if (posture.Report{Source: g.Source, Findings: judge(g)}).Outcome() != posture.Holds {
			return false
		}
	}
	return true
}

// TestJudgesInTurnAreTheCheck: a mutant survives each if the check as a whole
// lets it live.
func TestJudgesInTurnAreTheCheck(t *testing.T) {
	for _, stack := range stacks {
		for _, m := range every(Of(stack, load(t, stack)), 200) {
			assert.Equal(t, posture.Check(m.Graph(), posture.Options{Today: today}).Outcome() == posture.Holds, survives(m), "%s", m)
		}
	}
}

// survivors judges mutants, on every processor that there is, and keeps the
// order of those that survive.
func survivors(all []Mutant) []Mutant {
	alive := make([]bool, len(all))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				alive[i] = survives(all[i])
			}
		})
	}
	workers.Wait()
	var list []Mutant
	for i, m := range all {
		if alive[i] {
			list = append(list, m)
		}
	}
	return list
}

// TestEveryMutantIsCaughtOrExplained: what weakens the recorded stacks, or
// breaks a flow, falls short; of every mutant that the check takes for
// harmless the table in reasons_test.go says why it is.
func TestEveryMutantIsCaughtOrExplained(t *testing.T) {
	var all []Mutant
	for _, stack := range stacks {
		all = append(all, Of(stack, load(t, stack))...)
	}
	assert.Greater(t, len(all), 25_000, "mutants: does the generator look everywhere?")
	if testing.Short() {
		all = every(all, 20)
	}
	alive := survivors(all)
	report(t, all, alive)
	unexplained, used := explained(alive)
	if len(unexplained) > 0 {
		t.Errorf("%d mutants survive unexplained: teach the check to see them, or say in the table why they do no harm\n%s",
			len(unexplained), strings.Join(unexplained[:min(1000, len(unexplained))], "\n"))
	}
	for _, r := range reasons {
		survived := 0
		for _, key := range r.keys() {
			survived += used[key]
			if !testing.Short() {
				assert.NotZero(t, used[key], "%s explains no survivor any more: take it out of the table (%s)", key, r.why)
			}
		}
		t.Logf("%5d survive: %s; %s: %s", survived, r.of, r.paths, r.why)
	}
}

// explained lists the survivors of which no row speaks, and counts those of
// each part of a row.
func explained(alive []Mutant) (unexplained []string, used map[string]int) {
	used = map[string]int{}
	for _, m := range alive {
		found := explain(m)
		if len(found) == 0 {
			unexplained = append(unexplained, string(m.Operator)+"\t"+m.String())
		}
		for _, key := range found {
			used[key]++
		}
	}
	return unexplained, used
}

// every takes every nth mutant.
func every(all []Mutant, n int) []Mutant {
	var some []Mutant
	for i := 0; i < len(all); i += n {
		some = append(some, all[i])
	}
	return some
}

// fewer are the operators of which a stack may have none: dev has no gateway,
// and so no policy documents.
var fewer = map[Operator]bool{Policy: true}

// report counts by stack and operator; none of them may make nothing, or
// catch nothing.
func report(t *testing.T, all, alive []Mutant) {
	type key struct {
		stack    string
		operator Operator
	}
	made, survived := map[key]int{}, map[key]int{}
	for _, m := range all {
		made[key{m.Stack, m.Operator}]++
	}
	for _, m := range alive {
		survived[key{m.Stack, m.Operator}]++
	}
	for _, stack := range stacks {
		for _, operator := range Operators() {
			k := key{stack, operator}
			caught := made[k] - survived[k]
			t.Logf("%-4s %-7s %6d made %6d caught %6d survived", stack, operator, made[k], caught, survived[k])
			if !testing.Short() && (made[k] > 0 || !fewer[k.operator]) {
				assert.NotZero(t, caught, "%s %s: nothing is caught", stack, operator)
			}
		}
	}
	t.Logf("%d made, %d caught, %d survived", len(all), len(all)-len(alive), len(alive))
}

// TestNoReasonIsForEverything: a row names a property, or a change of one
// kind as a whole.
func TestNoReasonIsForEverything(t *testing.T) {
	for _, r := range reasons {
		assert.NotEmpty(t, r.why)
		assert.True(t, r.paths != "" || r.operators == "twice" || r.operators == "add" || r.operators == "remove", "%s has no property", r.of)
		assert.NotContains(t, r.places(), "*")
		assert.NotContains(t, r.places(), ".*")
		assert.False(t, r.of == "*" && r.paths == "", "a row for all of everything")
	}
}

// TestRecordedStacksHold: a mutant that is caught is caught for its change.
func TestRecordedStacksHold(t *testing.T) {
	for _, stack := range stacks {
		assert.Equal(t, posture.Holds, posture.Check(load(t, stack), posture.Options{Today: today}).Outcome(), stack)
	}
}
