package fault

import (
	"fmt"
	"strings"
	"sync"
)

// Decider decides, operation by operation, what goes wrong. It is asked once
// for each operation, from several goroutines at a time.
type Decider interface {
	Decide(Request) (Fault, bool)
}

// Event is a fault that came about.
type Event struct {
	Fault
	URN string
}

// Set is a number of faults that were asked for. Each comes about once.
type Set struct {
	mu     sync.Mutex
	faults []armed
	events []Event
}

type armed struct {
	Fault
	seen  int
	fired bool
}

// NewSet arms faults.
func NewSet(faults []Fault) *Set {
	s := &Set{}
	for _, f := range faults {
		s.faults = append(s.faults, armed{Fault: f})
	}
	return s
}

// Decide counts the operation for every fault that matches it. Where it is the
// turn of several, the first that was asked for wins, and the others are still
// to come: with the next operation that matches.
func (s *Set) Decide(r Request) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var chosen *armed
	for i := range s.faults {
		f := &s.faults[i]
		if f.fired || !f.matches(r) {
			continue
		}
		f.seen++
		if f.seen >= f.N && chosen == nil {
			chosen = f
		}
	}
	if chosen == nil {
		return Fault{}, false
	}
	chosen.fired = true
	s.events = append(s.events, Event{Fault: chosen.Fault, URN: r.URN})
	return chosen.Fault, true
}

// Events are the faults that came about, in the order in which they did.
func (s *Set) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Event(nil), s.events...)
}

// Pending says whether a fault for one of the operations is still to come.
func (s *Set) Pending(of ...Op) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		for _, op := range of {
			if !f.fired && (f.Op == op || f.Op == Any) {
				return true
			}
		}
	}
	return false
}

// Missed says, a sentence each, which faults never came about, and why not.
func (s *Set) Missed() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var missed []string
	for _, f := range s.faults {
		if f.fired {
			continue
		}
		were := fmt.Sprintf("there were only %d %s", f.seen, f.Op.noun())
		switch f.seen {
		case 0:
			were = "there were no " + f.Op.noun()
		case 1:
			were = "there was only 1 " + strings.TrimSuffix(f.Op.noun(), "s")
		}
		missed = append(missed, fmt.Sprintf("%s never happened: %s of %s", f.Fault, were, f.Type))
	}
	return missed
}
