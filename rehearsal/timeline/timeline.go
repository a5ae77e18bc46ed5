package timeline

import (
	"cmp"
	"slices"

	"secure-azure-openai/facts"
)

// DefaultSlots is how many resources the engine works on at once: four for
// each processor, and we assume four processors, so that the result does not
// depend on the machine
// (https://www.pulumi.com/docs/iac/cli/commands/pulumi_up, --parallel).
const DefaultSlots = 16

// Timeline is a deployment on the logical clock. Times are in seconds from its
// start.
type Timeline struct {
	Stack string
	Slots int
	// Bars are the resources that take time, by start, then by end and URN.
	Bars []Bar
	// Total is the end of the last.
	Total int
	// Critical is the chain that makes the total what it is, from its first
	// resource to its last.
	Critical []Bar
	// Forced is the length of the longest chain that Azure itself forces, as
	// the package's comment defines it.
	Forced int
	// Unknown are the types without a figure, sorted. They count as nothing,
	// so that the real total is longer where one of them is waited for.
	Unknown []string
	// Stay counts the resources that a destroy leaves.
	Stay int
	// RolesWork is when the last role assignment works at the latest, 0 where
	// there is none.
	RolesWork int
	// Down is the destroy, nil where it was not laid out.
	Down *Timeline
}

// Bar is one resource on the clock.
type Bar struct {
	URN, Name, Type string
	Start, End      int
	// After is the name of the resource whose end was waited for last; it is
	// empty at the start. Why says what it is to this one.
	After, Why string
	// Critical is whether it lies on the critical path.
	Critical bool
	// Known is whether its type has a figure.
	Known bool
	// Extra is the part of it beyond the typical time.
	Extra Extra
}

// Plan lays the creation of everything out, with so many slots; 0 is
// DefaultSlots.
func (g Graph) Plan(slots int) (Timeline, error) { return g.PlanWith(Options{Slots: slots}) }

// PlanWith lays an up out. It refuses a deployment whose resources wait for
// each other.
func (g Graph) PlanWith(o Options) (Timeline, error) {
	t, err := g.layOut(g.timed(o), o.Slots)
	for _, b := range t.Bars {
		if facts.ShortToken(b.Type) == "authorization:RoleAssignment" {
			t.RolesWork = max(t.RolesWork, b.End+facts.RoleAssignmentWorks.Typical)
		}
	}
	return t, err
}

// PlanDestroy lays a destroy out: the same order the other way round. What is
// protected or retained, or goes with another resource, is left out.
func (g Graph) PlanDestroy(slots int) (Timeline, error) {
	t, err := g.layOut(g.reversed(), slots)
	for _, n := range g.nodes {
		if n.stays {
			t.Stay++
		}
	}
	return t, err
}

func (g Graph) layOut(nodes []*node, slots int) (Timeline, error) {
	if slots <= 0 {
		slots = DefaultSlots
	}
	all, err := schedule(nodes, slots, false)
	if err != nil {
		return Timeline{}, err
	}
	needed, err := schedule(nodes, 0, true)
	if err != nil {
		return Timeline{}, err
	}
	t := Timeline{Stack: g.Stack, Slots: slots, Total: length(all)}
	// What queues does so in the order in which it is ready; the program may
	// have found a shorter one.
	t.Forced = min(t.Total, length(needed))
	chain := criticalPath(all)
	for _, m := range all {
		if m.instant {
			continue
		}
		bar := m.bar()
		bar.Critical = slices.Contains(chain, m)
		t.Bars = append(t.Bars, bar)
		if !m.known {
			t.Unknown = append(t.Unknown, m.kind)
		}
	}
	for _, m := range chain {
		bar := m.bar()
		bar.Critical = true
		t.Critical = append(t.Critical, bar)
	}
	slices.SortFunc(t.Bars, func(a, b Bar) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.URN, b.URN))
	})
	slices.Sort(t.Unknown)
	t.Unknown = slices.Compact(t.Unknown)
	return t, nil
}

// Ratio is the total over the forced length: 1 where the program waits for
// nothing that Azure does not need. An empty deployment has 1.
func (t Timeline) Ratio() float64 {
	if t.Forced == 0 {
		return 1
	}
	return float64(t.Total) / float64(t.Forced)
}

// criticalPath follows what was waited for last from the last end to the
// start, and leaves out what takes no time of itself. Of several with the last
// end it takes the one that started first.
func criticalPath(all []*moment) []*moment {
	var end *moment
	for _, m := range all {
		if !m.instant && (end == nil || m.end > end.end || m.end == end.end && m.start < end.start) {
			end = m
		}
	}
	var chain []*moment
	for m := end; m != nil; m = m.after {
		if !m.instant {
			chain = append(chain, m)
		}
	}
	slices.Reverse(chain)
	return chain
}

func (m *moment) bar() Bar {
	b := Bar{
		URN: m.urn, Name: m.name(), Type: m.kind, Start: m.start, End: m.end, Known: m.known,
		Extra: Extra{Seconds: m.extra, Why: m.why},
	}
	// Who waited for a component waited for what the component waited for.
	after := m.after
	for after != nil && after.instant {
		after = after.after
	}
	if after != nil {
		b.After, b.Why = after.name(), m.because
	}
	return b
}
