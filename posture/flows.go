package posture

import (
	"secure-azure-openai/posture/flows"
	"secure-azure-openai/posture/graph"
)

// Flows are what came of following who can do what. What is wrong with them
// stands among the findings; this is what there is beside.
type Flows struct {
	// Retrieval is how the application gets at the documents.
	Retrieval flows.Retrieval
	Callers   []Caller
	// Denied is how many flows nothing needs, and are denied.
	Denied int
	// Unused are granted data actions that no flow uses.
	Unused []Unused
	// KeyReaders are who can read a service's keys.
	KeyReaders []KeyReader
}

// Caller is one actor, and how many of its flows came to what.
type Caller struct {
	Name string
	// Needed are the flows that the architecture needs, Work those of them
	// that are allowed.
	Needed, Work int
	// Tolerated are allowed, as a role that a requirement asks for permits
	// more than its holder needs.
	Tolerated int
	// Denied are needed by nothing, and do not work. A very large graph
	// leaves them out.
	Denied int
	// Undecided are open until the deployment, Wrong are not as they should
	// be: each has a finding.
	Undecided, Wrong int
}

// Unused is a data action that an identity was granted and no flow uses.
type Unused struct {
	Identity, Role, Scope, DataAction string
	// Used are those of a pattern with a wildcard that flows do use.
	Used []string
}

// KeyReader is somebody who can read a service's keys.
type KeyReader struct {
	Identity, Service, Role, Action string
	// Keys is whether the service takes them: "allowed", "denied", "unknown".
	Keys string
	// Assumed is whether the role is not in the graph, but taken for granted.
	Assumed bool
}

// newFlows is a result for a report: every text in it is safe to print.
func newFlows(result flows.Result) Flows {
	f := Flows{Retrieval: result.Retrieval, Denied: result.Denied}
	at := map[*flows.Actor]int{}
	for _, v := range result.Verdicts {
		if _, known := at[v.Actor]; !known {
			at[v.Actor] = len(f.Callers)
			f.Callers = append(f.Callers, Caller{Name: graph.Printable(v.Actor.ID)})
		}
		f.Callers[at[v.Actor]].count(v)
	}
	for _, u := range result.Unused {
		one := Unused{
			Identity: graph.Printable(u.Actor.ID), Role: graph.Printable(u.Role),
			Scope: graph.Printable(u.Scope), DataAction: graph.Printable(u.DataAction),
		}
		for _, action := range u.Used {
			one.Used = append(one.Used, graph.Printable(action))
		}
		f.Unused = append(f.Unused, one)
	}
	for _, k := range result.KeyReaders {
		f.KeyReaders = append(f.KeyReaders, KeyReader{
			Identity: graph.Printable(k.Actor.ID), Service: graph.Printable(k.Target.ID), Role: graph.Printable(k.Role),
			Action: k.Action, Keys: string(k.Keys), Assumed: k.Assignment == nil,
		})
	}
	return f
}

func (c *Caller) count(v flows.Verdict) {
	if v.Expected == flows.Needed {
		c.Needed++
	}
	switch {
	case v.Unexpected():
		c.Wrong++
	case v.Outcome == flows.Unknown:
		c.Undecided++
	case v.Outcome == flows.Denied:
		c.Denied++
	case v.Expected == flows.Needed:
		c.Work++
	default:
		c.Tolerated++
	}
}
