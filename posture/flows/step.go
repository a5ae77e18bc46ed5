package flows

import (
	"fmt"

	"secure-azure-openai/posture/graph"
)

// Outcome is what a step, or all of them together, came to.
type Outcome string

// The outcomes.
const (
	Allowed Outcome = "allowed"
	Denied  Outcome = "denied"
	// Unknown is what the graph does not decide.
	Unknown Outcome = "unknown"
)

// StepName says what a step looks at.
type StepName string

// The steps, in the order that a request meets them.
const (
	// StepPlace is where the actor is.
	StepPlace StepName = "place"
	// StepServer is the name server that the actor asks, or its hosts file.
	StepServer StepName = "name server"
	// StepZone is the private zone that answers, linked to the VNet.
	StepZone StepName = "zone link"
	// StepRecord is the address that the name has there.
	StepRecord StepName = "record"
	// StepEndpoint is what listens at a private address.
	StepEndpoint StepName = "endpoint"
	// StepConnection is whether the service has approved the endpoint.
	StepConnection StepName = "connection"
	// StepRoute is the way between two networks.
	StepRoute StepName = "route"
	// StepOutbound is the network security group where the request leaves.
	StepOutbound StepName = "NSG outbound"
	// StepInbound is the one where it arrives.
	StepInbound StepName = "NSG inbound"
	// StepFirewall is the service's own, for what comes to its public address.
	StepFirewall StepName = "firewall"
	// StepTrusted is the firewall's exception for Azure's trusted services.
	StepTrusted StepName = "trusted service"
	// StepSharedLink is a shared private link of AI Search.
	StepSharedLink StepName = "shared link"
	// StepAuthentication is whether the service takes the credential.
	StepAuthentication StepName = "authentication"
	// StepPolicy is a gateway's: the subscription that an API asks for, and its
	// policy document.
	StepPolicy StepName = "gateway policy"
	// StepBackend is where a gateway sends what it lets in.
	StepBackend StepName = "backend"
	// StepKey is where a key comes from.
	StepKey StepName = "key"
	// StepModel is the deployment of a model that the request is for.
	StepModel StepName = "model"
	// StepRole is the role assignment.
	StepRole StepName = "role"
)

// Step is one thing that a request meets.
type Step struct {
	Name    StepName
	Outcome Outcome
	// Resource and Property are what it was decided by; nil and "" where it
	// was by nothing in the graph.
	Resource *graph.Resource
	Property string

	format string
	args   []any
}

// Evidence says in a sentence what was found.
func (s Step) Evidence() string { return graph.Printable(fmt.Sprintf(s.format, s.args...)) }

// Value is what the property was.
func (s Step) Value() string {
	if s.Resource == nil || s.Property == "" {
		return ""
	}
	if s.Resource.Kind == policyKind {
		// A whole document says nothing: what it decided does.
		return s.Evidence()
	}
	return s.Resource.Value(s.Property).String()
}

// walk follows one way. Its outcome is that of its steps together: one denial
// ends it, and what is unknown leaves it unknown unless a later step denies.
type walk struct {
	// keep has every step recorded, not only the one that decides.
	keep    bool
	steps   []Step
	outcome Outcome
	decided Step
}

func newWalk(keep bool) *walk { return &walk{keep: keep, outcome: Allowed} }

func (w *walk) add(step Step) {
	if w.keep {
		w.steps = append(w.steps, step)
	}
	switch {
	case w.outcome == Denied:
	case step.Outcome == Denied, w.outcome == Allowed:
		w.outcome, w.decided = step.Outcome, step
	}
}

func (w *walk) pass(name StepName, r *graph.Resource, property, format string, args ...any) {
	w.add(Step{name, Allowed, r, property, format, args})
}

func (w *walk) deny(name StepName, r *graph.Resource, property, format string, args ...any) {
	w.add(Step{name, Denied, r, property, format, args})
}

func (w *walk) doubt(name StepName, r *graph.Resource, property, format string, args ...any) {
	w.add(Step{name, Unknown, r, property, format, args})
}

// then is this way with another one's steps after it.
func (w *walk) then(next *walk) *walk {
	both := &walk{keep: w.keep}
	if w.keep {
		both.steps = append(append(both.steps, w.steps...), next.steps...)
		if w.outcome == Denied {
			both.steps = both.steps[:len(w.steps)]
		}
	}
	end := together(w, next)
	both.outcome, both.decided = end.outcome, end.decided
	return both
}

// together is which of two ways, one after the other, decides.
func together(w, next *walk) *walk {
	if w.outcome != Denied && (next.outcome == Denied || w.outcome == Allowed) {
		return next
	}
	return w
}

// better is whether an outcome is worth more than another: it leads further.
// Of two that end alike the first counts.
func better(one, than Outcome) bool {
	return one != than && (one == Allowed || than == Denied)
}
