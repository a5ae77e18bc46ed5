package fault

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func set(t *testing.T, texts ...string) *Set {
	t.Helper()
	var faults []Fault
	for _, text := range texts {
		f, err := Parse(text, known)
		require.NoError(t, err)
		faults = append(faults, f)
	}
	return NewSet(faults)
}

func request(op Op, name string, of Known) Request {
	return Request{Op: op, Token: of.Token, URN: "urn:pulumi:dev::p::" + of.Token + "::" + name, Async: of.mayFail(op)}
}

func TestSetCounts(t *testing.T) {
	endpoint, account := known[0], known[2]
	s := set(t, "create:*:PrivateEndpoint:2=503", "any:*=lost", "create:*:StorageAccount:2=crash", "delete:*:3=403")
	ask := func(op Op, of Known, want string) {
		t.Helper()
		f, hit := s.Decide(request(op, "x", of))
		require.Equal(t, want != "", hit)
		if hit {
			assert.Equal(t, want, f.String())
		}
	}
	ask(Create, endpoint, "any:*=lost")                     // the second fault's turn: the first waits for a second endpoint
	ask(Create, endpoint, "create:*:PrivateEndpoint:2=503") // whatever befell the first one, this is the second
	ask(Create, endpoint, "")                               // each comes about once
	ask(Create, account, "")
	ask(Update, account, "")
	ask(Delete, account, "")
	assert.True(t, s.Pending(Create))
	assert.False(t, s.Pending(Read))
	assert.Equal(t, []string{
		"create:*:StorageAccount:2=crash never happened: there was only 1 creation of *:StorageAccount",
		"delete:*:3=403 never happened: there was only 1 deletion of *",
	}, s.Missed())
	require.Len(t, s.Events(), 2)
	assert.Contains(t, s.Events()[0].URN, "PrivateEndpoint::x")
}

func TestMissedSaysHowManyThereWere(t *testing.T) {
	s := set(t, "update:*=lost", "create:*:4=lost")
	for range 3 {
		_, hit := s.Decide(request(Create, "x", known[1]))
		require.False(t, hit)
	}
	assert.Equal(t, []string{
		"update:*=lost never happened: there were no updates of *",
		"create:*:4=lost never happened: there were only 3 creations of *",
	}, s.Missed())
}

// TestFailedWaitsForWhatCanFail: what Azure does at once does not count.
func TestFailedWaitsForWhatCanFail(t *testing.T) {
	s := set(t, "create:*=failed")
	_, hit := s.Decide(request(Create, "role", known[3]))
	require.False(t, hit)
	_, hit = s.Decide(request(Create, "account", known[2]))
	require.True(t, hit)
}

// TestChaosDependsOnSeedAndResourceAlone: in whatever order the operations
// come, on whatever machine. The first decisions of a seed are written down.
func TestChaosDependsOnSeedAndResourceAlone(t *testing.T) {
	var requests []Request
	for _, op := range []Op{Create, Update, Delete, Read} {
		for i := range 25 {
			requests = append(requests, request(op, fmt.Sprint("r", i), known[i%len(known)]))
		}
	}
	decide := func(seed uint64, order []int) map[string]string {
		chaos, decided := NewChaos(seed, 0.3), map[string]string{}
		for _, i := range order {
			if f, hit := chaos.Decide(requests[i]); hit {
				decided[string(f.Op)+" "+requests[i].URN] = f.what()
			}
		}
		return decided
	}
	forward := make([]int, len(requests))
	for i := range forward {
		forward[i] = i
	}
	first := decide(7, forward)
	assert.Greater(t, len(first), 10)
	assert.Less(t, len(first), 60)
	shuffled := rand.New(rand.NewPCG(1, 2)).Perm(len(requests))
	assert.Equal(t, first, decide(7, shuffled), "in another order")
	assert.NotEqual(t, first, decide(8, forward), "another seed")
	for what := range first {
		if first[what] == "failed" {
			assert.NotContains(t, what, "RoleAssignment", "it is made at once")
			assert.NotContains(t, what, "read ", "a read is over at once")
		}
	}
	var written []string
	for _, i := range forward[:25] {
		if f := first[string(requests[i].Op)+" "+requests[i].URN]; f != "" {
			written = append(written, fmt.Sprint("r", i, " ", f))
		}
	}
	assert.Equal(t, []string{"r0 cancel", "r3 lost", "r7 crash", "r8 503", "r12 failed", "r15 failed", "r21 failed", "r24 500x1"}, written)
}

func TestChaosEventsAreFaultsToGive(t *testing.T) {
	chaos := NewChaos(3, 1)
	for i := range 20 {
		_, hit := chaos.Decide(request(Create, fmt.Sprint(i), known[i%2]))
		require.True(t, hit, "at the rate 1 everything goes wrong")
	}
	numbers := map[string]int{}
	for _, event := range chaos.Events() {
		again, err := Parse(event.Fault.String(), known)
		require.NoError(t, err)
		assert.Equal(t, event.Fault, again)
		numbers[event.Type]++
		assert.Equal(t, numbers[event.Type], event.N, "it counts by type, as an expression does")
	}
}
