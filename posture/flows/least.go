package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// Unused is a data action that an identity was granted and no flow uses.
type Unused struct {
	Actor *Actor
	// Assignment grants it, through Role, on Scope.
	Assignment  *graph.Resource
	Role, Scope string
	// DataAction is the role's own pattern; Used are those of a pattern with
	// a wildcard that flows do use, empty where none is.
	DataAction string
	Used       []string
}

// KeyReader is somebody who can read a service's keys.
type KeyReader struct {
	Actor  *Actor
	Target *Target
	// Assignment and Role allow it; the assignment is nil for the deployer,
	// whose role is assumed.
	Assignment *graph.Resource
	Role       string
	// Action answers the keys.
	Action string
	// Keys is whether the service takes them.
	Keys Outcome
}

// unused lists what identities and developers hold beyond what a flow that is
// needed asks for.
func (m *model) unused(e *expectations) (all []Unused, more int) {
	known := map[roleOf][]Unused{}
	for _, a := range m.actors {
		if a.Kind == Away || a.Kind == Deployer {
			continue
		}
		for _, held := range a.held.grants {
			for _, d := range held.role {
				of, done := known[roleOf{a.Kind, d}]
				if !done {
					of = unusedOf(d, e.dataActionsOf(a))
					known[roleOf{a.Kind, d}] = of
				}
				if len(all)+len(of) > maxRows {
					more += len(of)
					continue
				}
				for _, u := range of {
					u.Actor, u.Assignment, u.Role, u.Scope = a, held.resource, held.name, held.where()
					all = append(all, u)
				}
			}
		}
	}
	return all, more
}

// maxRows is how many rows a list beside the findings has; the rest is
// counted. A variable for tests.
var maxRows = 200_000

// roleOf is a role in the hands of a kind of actor, which all use the same of
// it.
type roleOf struct {
	kind ActorKind
	role *facts.RoleDefinition
}

func unusedOf(d *facts.RoleDefinition, used []string) []Unused {
	var all []Unused
	for _, pattern := range d.DataActions {
		u := Unused{DataAction: pattern}
		exact := false
		for _, action := range used {
			if facts.ActionMatches(pattern, action) {
				exact = exact || strings.EqualFold(pattern, action)
				u.Used = append(u.Used, action)
			}
		}
		if !exact {
			all = append(all, u)
		}
	}
	return all
}

// keyReaders lists who can read keys, by service and then by name.
func (m *model) keyReaders() (all []KeyReader, more int) {
	for _, t := range m.targets {
		if t.service.keys == nil {
			continue
		}
		on, _ := m.keysOn(t)
		for _, a := range m.actors {
			if a.Kind == Away || len(a.held.all) == 0 {
				continue
			}
			for _, name := range t.service.keys.read {
				if outcome, held, _ := m.granted(a, t, control(name)); outcome == Allowed {
					if len(all) == maxRows {
						more++
						break
					}
					all = append(all, KeyReader{a, t, held.resource, held.name, name, on})
					break
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b KeyReader) int {
		return strings.Compare(a.Target.ID+" "+a.Actor.ID, b.Target.ID+" "+b.Actor.ID)
	})
	return all, more
}
