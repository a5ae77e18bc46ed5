package fault

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
)

// Chaos makes things go wrong at random, the same for the same seed: what
// befalls an operation depends on the seed, its kind and its resource alone,
// and not on the machine or on what else runs at the time.
type Chaos struct {
	seed uint64
	rate float64

	mu     sync.Mutex
	seen   map[string]int
	events []Event
}

// NewChaos derives faults from a seed. rate is the share of operations that go
// wrong, from 0 to 1.
func NewChaos(seed uint64, rate float64) *Chaos {
	return &Chaos{seed: seed, rate: rate, seen: map[string]int{}}
}

// mixture is how often each outcome comes up, relative to the others. What
// ends the run on the spot hides whatever would have come after it.
var mixture = []struct {
	weight int
	fault  Fault
}{
	{4, Fault{Outcome: Lost}},
	{4, Fault{Outcome: Failed}},
	{3, Fault{Outcome: Crash}},
	{2, Fault{Outcome: CrashBefore}},
	{2, Fault{Outcome: Cancel}},
	{2, Fault{Outcome: Status, Status: 503}},
	{1, Fault{Outcome: Status, Status: 429}},
	{1, Fault{Outcome: Status, Status: 403}},
	{1, Fault{Outcome: Status, Status: 409}},
	{1, Fault{Outcome: Status, Status: 429, Count: 2}},
	{1, Fault{Outcome: Status, Status: 500, Count: 1}},
	{1, Fault{Outcome: Lost, Count: 1}},
}

// Decide draws for an operation.
func (c *Chaos) Decide(r Request) (Fault, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kind := string(r.Op) + ":" + r.Token
	c.seen[kind]++
	f, hit := c.draw(r)
	if !hit {
		return Fault{}, false
	}
	f.Op, f.Type, f.N = r.Op, r.Token, c.seen[kind]
	c.events = append(c.events, Event{Fault: f, URN: r.URN})
	return f, true
}

// draw uses a generator of the operation's own.
func (c *Chaos) draw(r Request) (Fault, bool) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d|%s|%s", c.seed, r.Op, r.URN))
	random := rand.New(rand.NewPCG(c.seed, binary.BigEndian.Uint64(sum[:8])))
	if random.Float64() >= c.rate {
		return Fault{}, false
	}
	total := 0
	for _, m := range mixture {
		if possible(m.fault.Outcome, r) {
			total += m.weight
		}
	}
	ticket := random.IntN(total)
	for _, m := range mixture {
		if !possible(m.fault.Outcome, r) {
			continue
		}
		if ticket -= m.weight; ticket < 0 {
			return m.fault, true
		}
	}
	panic("a ticket is drawn from the weights that are there")
}

// Events are the faults that came about, in the order in which they did, as
// expressions that bring them about again as long as the engine takes the
// operations in the same order.
func (c *Chaos) Events() []Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Event(nil), c.events...)
}
