package rehearsal

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
)

// Operation is one run of the engine and what became of it.
type Operation struct {
	Stack string
	// Name is preview, up, second up, refresh or destroy.
	Name string
	// Changes counts the resources by what was done to them, components and
	// the stack itself included, as the engine counts.
	Changes map[apitype.OpType]int
	// Engine is how long the engine worked, from its first event to its last;
	// the start of its process is not in it.
	Engine time.Duration
	// Held says whether what must be true after the operation was; Verdict
	// says it in a few words, and Details what stood in the way and what to
	// do about it, a line each.
	Held    bool
	Verdict string
	Details []string
}

// fail records that the operation did not hold.
func (o *Operation) fail(verdict string, details ...string) {
	o.Held, o.Verdict, o.Details = false, verdict, details
}

// only says whether the engine did nothing but the given.
func (o *Operation) only(allowed ...apitype.OpType) bool {
	for op, count := range o.Changes {
		if count > 0 && !slices.Contains(allowed, op) {
			return false
		}
	}
	return true
}

// observer follows the engine's events during one operation.
type observer struct {
	events  chan events.EngineEvent
	stop    chan struct{}
	done    chan struct{}
	first   time.Time
	last    time.Time
	summary map[apitype.OpType]int
	steps   []apitype.StepEventMetadata
	errors  []string
	// failed and parents are what putting a stack right again needs.
	failed  []failure
	parents map[string]string // by URN, of what the engine began to work on
}

// failure is what the engine says went wrong with a resource, or with the
// whole, where URN is empty.
type failure struct{ URN, Message string }

func newObserver() *observer {
	o := &observer{
		events: make(chan events.EngineEvent),
		stop:   make(chan struct{}),
		done:   make(chan struct{}),
	}
	go o.follow()
	return o
}

// close returns when every event has been seen. The channel is closed by the
// Automation API, but only if the engine came as far as sending events.
func (o *observer) close() {
	close(o.stop)
	<-o.done
}

func (o *observer) follow() {
	defer close(o.done)
	for {
		select {
		case event, open := <-o.events:
			if !open {
				return
			}
			o.see(event)
		case <-o.stop:
			return
		}
	}
}

func (o *observer) see(event events.EngineEvent) {
	o.last = time.Now()
	if o.first.IsZero() {
		o.first = o.last
	}
	switch {
	case event.SummaryEvent != nil:
		o.summary = event.SummaryEvent.ResourceChanges
	case event.ResOutputsEvent != nil:
		o.steps = append(o.steps, event.ResOutputsEvent.Metadata)
	case event.ResOpFailedEvent != nil:
		o.steps = append(o.steps, event.ResOpFailedEvent.Metadata)
	case event.DiagnosticEvent != nil && event.DiagnosticEvent.Severity == "error":
		o.errors = append(o.errors, plainMessage(event.DiagnosticEvent.Message))
		o.failed = append(o.failed, failure{event.DiagnosticEvent.URN, plainMessage(event.DiagnosticEvent.Message)})
	case event.ResourcePreEvent != nil && event.ResourcePreEvent.Metadata.New != nil:
		if o.parents == nil {
			o.parents = map[string]string{}
		}
		o.parents[event.ResourcePreEvent.Metadata.URN] = event.ResourcePreEvent.Metadata.New.Parent
	}
}

// plainMessage takes away what the SDK puts around a program's own error.
func plainMessage(message string) string {
	message = strings.TrimPrefix(message, "an unhandled error occurred: ")
	message = strings.TrimPrefix(message, "1 error occurred:\n\t* ")
	return strings.TrimSpace(message)
}

// changes describes the steps that did something, a line each, at most ten.
func (o *observer) changes() []string {
	var lines []string
	for _, step := range o.steps {
		switch step.Op {
		case apitype.OpSame, apitype.OpRead, apitype.OpRefresh:
			if len(step.DetailedDiff) == 0 && len(step.Diffs) == 0 {
				continue
			}
		}
		lines = append(lines, describe(step))
	}
	if more := len(lines) - 10; more > 0 {
		lines = append(lines[:10], fmt.Sprintf("... and %d more", more))
	}
	return lines
}

// describe names a step's resource, what was done to it, and which properties
// were the reason.
func describe(step apitype.StepEventMetadata) string {
	text := fmt.Sprintf("%s: %s of %s", urn.URN(step.URN).Name(), step.Op, step.Type)
	because := properties(step)
	if len(because) == 0 {
		return text
	}
	return text + ", because of " + strings.Join(because, ", ")
}

// properties are those in which a step found a difference, sorted: paths
// ("securityRules[3]") where the provider gives them, or their first part.
func properties(step apitype.StepEventMetadata) []string {
	if len(step.DetailedDiff) > 0 {
		return sortedKeys(step.DetailedDiff)
	}
	return slices.Sorted(slices.Values(step.Diffs))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// changed are the steps that did something, by URN; of a replacement, which
// takes several, the one that says so.
func (o *observer) changed() map[string]apitype.StepEventMetadata {
	changed := map[string]apitype.StepEventMetadata{}
	for _, step := range o.steps {
		switch step.Op {
		case apitype.OpSame, apitype.OpRead, apitype.OpRefresh:
			if len(step.DetailedDiff) == 0 && len(step.Diffs) == 0 {
				continue
			}
		}
		if before, there := changed[step.URN]; !there || before.Op != apitype.OpReplace {
			changed[step.URN] = step
		}
	}
	return changed
}
