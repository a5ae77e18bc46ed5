package timeline

import (
	"cmp"
	"fmt"
	"slices"

	"secure-azure-openai/rehearsal/conflicts"
)

// moment is when a resource was ready and worked, and what it waited for last.
type moment struct {
	*node
	ready, start, end int
	// after is the resource whose end was waited for, nil at the start;
	// because says what it has to do with it.
	after   *moment
	because string

	missing int // how many of the resources that it waits for are not there
	next    []edge
}

type edge struct {
	to  *moment
	why string
}

// clock runs one schedule.
type clock struct {
	now, slots     int
	ready, running []*moment
	held           map[string]bool    // the locks
	released       map[string]*moment // by lock, who held it last
	freed          *moment            // who freed a slot last
	unscheduled    int
}

// schedule lays the resources out. Without slots (0) their number is not
// limited; with forced only what Azure needs is waited for. It answers the
// moments in the order of the nodes.
func schedule(nodes []*node, slots int, forced bool) ([]*moment, error) {
	all := make([]*moment, len(nodes))
	index := map[string]*moment{}
	for i, n := range nodes {
		all[i] = &moment{node: n}
		index[n.urn] = all[i]
	}
	for _, m := range all {
		for _, w := range m.waits {
			if forced && !w.forced {
				continue
			}
			m.missing++
			index[w.urn].next = append(index[w.urn].next, edge{to: m, why: w.why})
		}
	}
	c := clock{slots: slots, held: map[string]bool{}, released: map[string]*moment{}, unscheduled: len(all)}
	for _, m := range all {
		if m.missing == 0 {
			c.ready = append(c.ready, m)
		}
	}
	for len(c.ready)+len(c.running) > 0 {
		if !c.startOne() {
			c.endNext()
		}
	}
	if c.unscheduled > 0 {
		return nil, fmt.Errorf("laying out the deployment: %s wait for each other", waiting(all))
	}
	return all, nil
}

// startOne starts the first of the ready resources that can. What takes no
// time goes first, so that all whom it held up are in the queue.
func (c *clock) startOne() bool {
	if i := slices.IndexFunc(c.ready, func(m *moment) bool { return m.instant }); i >= 0 {
		m := c.ready[i]
		c.ready = slices.Delete(c.ready, i, i+1)
		m.start, m.end = c.now, c.now
		c.finish(m)
		return true
	}
	slices.SortFunc(c.ready, func(a, b *moment) int {
		return cmp.Or(cmp.Compare(a.ready, b.ready), cmp.Compare(a.urn, b.urn))
	})
	for i, m := range c.ready {
		if c.slots > 0 && len(c.running) >= c.slots || c.locked(m) {
			continue
		}
		c.ready = slices.Delete(c.ready, i, i+1)
		c.start(m)
		return true
	}
	return false
}

// locked reports whether somebody works on what the resource has to queue for.
func (c *clock) locked(m *moment) bool {
	return slices.ContainsFunc(m.locks, func(l conflicts.Lock) bool { return c.held[l.ID] })
}

func (c *clock) start(m *moment) {
	m.start, m.end = c.now, c.now+m.seconds
	if m.start > m.ready {
		// It was late: for whoever held one of its locks until now, else for a
		// slot.
		m.after, m.because = c.freed, "a free slot"
		for _, lock := range m.locks {
			if before := c.released[lock.ID]; before != nil && before.end == m.start {
				m.after, m.because = before, lock.Why
				break
			}
		}
	}
	for _, lock := range m.locks {
		c.held[lock.ID] = true
	}
	c.running = append(c.running, m)
}

// endNext lets the time pass until the next resource is there, and all others
// that are there at the same time.
func (c *clock) endNext() {
	slices.SortFunc(c.running, func(a, b *moment) int {
		return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.urn, b.urn))
	})
	c.now = c.running[0].end
	for len(c.running) > 0 && c.running[0].end == c.now {
		done := c.running[0]
		c.running = c.running[1:]
		c.freed = done
		for _, lock := range done.locks {
			c.held[lock.ID], c.released[lock.ID] = false, done
		}
		c.finish(done)
	}
}

// finish makes those ready that waited for nothing else.
func (c *clock) finish(m *moment) {
	c.unscheduled--
	for _, e := range m.next {
		e.to.missing--
		// Of several that end at the same time the first counts, in the order
		// in which they end: that does not depend on the file's.
		if e.to.after == nil || m.end > e.to.after.end {
			e.to.after, e.to.because = m, e.why
		}
		if e.to.missing == 0 {
			e.to.ready = c.now
			c.ready = append(c.ready, e.to)
		}
	}
}

// waiting names the resources that never came to be ready, at most three.
func waiting(all []*moment) string {
	text, count := "", 0
	for _, m := range all {
		if m.missing == 0 {
			continue
		}
		if count++; count > 3 {
			return text + " and others"
		}
		if text != "" {
			text += ", "
		}
		text += m.name()
	}
	return text
}

// length is the latest end.
func length(all []*moment) int {
	end := 0
	for _, m := range all {
		end = max(end, m.end)
	}
	return end
}
