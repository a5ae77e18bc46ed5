package flows

import (
	"fmt"

	"secure-azure-openai/posture/graph"
)

// Verdict is what came of one actor trying one action on one target.
type Verdict struct {
	Actor  *Actor
	Target *Target
	Action *Action
	// Outcome is the verdict, Expected what it should be.
	Outcome  Outcome
	Expected Expectation
	// Why is the requirement or the reason behind what is expected.
	Why   string
	model *model
}

// Result is what the flows of a graph came to.
type Result struct {
	// Verdicts are the full product of actors, targets and actions; for a
	// very large one, without the Denied.
	Verdicts []Verdict
	// Denied counts the flows that nothing needs and that are denied.
	Denied int
	// TooLarge says how large a product is that was not judged at all, Limit
	// how large it may be.
	TooLarge, Limit string
	// Retrieval is how the application gets at the documents, and
	// RetrievalBy the role assignments that say so.
	Retrieval   Retrieval
	RetrievalBy []*graph.Resource
	// Unused are granted data actions that no flow uses.
	Unused []Unused
	// KeyReaders are who can read keys.
	KeyReaders []KeyReader
	// Missing are the parts that the architecture needs and the graph lacks.
	Missing []string
	// More are the flows that are judged and stand in no list.
	More More
}

// The largest product that is listed whole, and the largest that is judged.
// Past the first one, what nobody could do anyway is counted instead: it is
// the bulk of it, and a list of millions serves nobody; and of all else no more
// than maxListed are listed. Variables for tests.
var maxVerdicts, maxPairs, maxListed = 2_500_000, 5_000_000, 2_500_000

// maxWork is how many role assignments, rules and ways are looked at, one by
// one. A graph that is no larger than maxPairs needs a hundredth of it, unless
// somebody fills one identity with roles, or one group with rules, without end:
// what Azure lets nobody do, and a file can. A variable for tests.
var maxWork = 300_000_000

// Judge follows every flow of a graph.
func Judge(g *graph.Graph) Result {
	m := read(g)
	if len(m.actors)*len(m.targets) > maxPairs {
		return Result{TooLarge: fmt.Sprintf("%d actors and %d targets", len(m.actors), len(m.targets)), Limit: fmt.Sprintf("at most %d pairs of them", maxPairs)}
	}
	e := m.expect()
	result := Result{Retrieval: e.retrieval, RetrievalBy: e.by, Missing: m.missing()}
	total := 0
	for _, t := range m.targets {
		total += len(actionsOf[t.service.name])
	}
	whole := total*len(m.actors) <= maxVerdicts
	if whole {
		result.Verdicts = make([]Verdict, 0, total*len(m.actors))
	}
	for _, a := range m.actors {
		for _, t := range m.targets {
			result.pair(m, e, a, t, whole)
			if m.work > maxWork {
				return Result{TooLarge: fmt.Sprintf("more than %d role assignments, rules and ways between %d actors and %d targets", maxWork, len(m.actors), len(m.targets)),
					Limit: "what can be looked at one by one"}
			}
		}
	}
	result.Unused, result.More.Unused = m.unused(e)
	result.KeyReaders, result.More.KeyReaders = m.keyReaders()
	return result
}

// pair judges every action of an actor on a target.
func (r *Result) pair(m *model, e *expectations, a *Actor, t *Target, whole bool) {
	// Without any role on it nobody is let in but by a door that is open to
	// everybody, wherever the network may lead.
	idle := len(a.held.on(t)) == 0 && !m.open(a) && !m.byPolicies(a, t)
	closed := idle && m.closed(a, t)
	for _, action := range actionsOf[t.service.name] {
		if a.Kind == Away && action.Plane == Control {
			// The same as on the VPN: Resource Manager is public.
			continue
		}
		v := Verdict{Actor: a, Target: t, Action: action, Outcome: Denied, model: m}
		if !idle || action.behind != "" || action.easyAuth || !closed && (action.signIn || action.publicBlob) {
			v.Outcome = m.outcome(a, t, action)
		}
		v.Expected, v.Why = e.of(a, t, action)
		if v.Expected == Forbidden && v.Outcome == Denied {
			r.Denied++
			if !whole {
				continue
			}
		}
		if len(r.Verdicts) == maxListed {
			r.More.count(v)
			continue
		}
		r.Verdicts = append(r.Verdicts, v)
	}
}

// closed is whether a target keeps everybody out who has no role on it: its
// pages ask for a sign-in that the actor cannot do, its containers for a role.
func (m *model) closed(a *Actor, t *Target) bool {
	if a.person && t.service.name == "webapp" {
		return false
	}
	known, done := m.shut[t]
	if !done {
		page, blob := newWalk(false), newWalk(false)
		if t.service.name == "webapp" {
			m.signIn(page, &Actor{}, t)
		} else {
			page.outcome = Denied
		}
		m.anonymous(blob, t, &Action{publicBlob: t.service.kind == "storage:StorageAccount"})
		known = page.outcome == Denied && blob.outcome == Denied
		m.shut[t] = known
	}
	return known
}

// Steps are the best way, step by step, up to where it ends.
func (v Verdict) Steps() []Step { return v.model.best(v.Actor, v.Target, v.Action, true).steps }

// Deciding is the step that decided: where the flow is denied or unknown, the
// first such step of the best way; else the last one.
func (v Verdict) Deciding() Step { return v.model.best(v.Actor, v.Target, v.Action, false).decided }
