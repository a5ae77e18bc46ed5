package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/rehearsal/fault"
	"secure-azure-openai/rehearsal/provider"
)

// source decides what goes wrong, and remembers what did.
type source interface {
	fault.Decider
	Events() []fault.Event
}

// trial is a stack on which things go wrong and are put right again.
type trial struct {
	*operator
	cloud standIn
}

// newTrial offers a program to the plain CLI, with the stand-in that its
// engine already talks to. stop ends the offer.
func newTrial(o *operator, c standIn, program pulumi.RunFunc) (t *trial, stop func(), err error) {
	port, stop, err := listen(0, c, program)
	if err != nil {
		return nil, nil, fmt.Errorf("offering the program: %w", err)
	}
	o.client = fmt.Sprintf("127.0.0.1:%d", port)
	return &trial{operator: o, cloud: c}, stop, nil
}

// heading announces an operation.
func (t *trial) heading(name string) { fmt.Fprintf(t.out, "\n=== %s: %s\n", t.stack, name) }

// record is what became of one command.
func (t *trial) record(name string, seen *observer) Operation {
	return Operation{
		Stack: t.stack, Name: name, Changes: seen.summary, Held: true,
		Engine: seen.last.Sub(seen.first).Round(10 * time.Millisecond),
	}
}

// disturb runs a command while things go wrong. It holds when the command
// ended as the faults that came about make it end.
func (t *trial) disturb(ctx context.Context, name string, faults source, args ...string) Operation {
	t.heading(name)
	before := len(faults.Events())
	t.cloud.Inject(provider.Injection{Faults: faults, Kill: t.engine.current.kill, Interrupt: t.engine.current.interrupt})
	seen, err := t.run(ctx, args...)
	t.cloud.Inject(provider.Injection{})
	result := t.record(name, seen)
	judge(&result, faults.Events()[before:], seen, err)
	for _, detail := range result.Details {
		fmt.Fprintf(t.out, "  %s\n", detail)
	}
	return result
}

// judge says whether a command ended as what befell it demands.
func judge(result *Operation, befell []fault.Event, seen *observer, err error) {
	var ended, failed []string
	for _, event := range befell {
		result.Details = append(result.Details, describeFault(event, seen))
		switch {
		case event.Stops():
			ended = append(ended, string(event.Outcome))
		case !event.GoesThrough():
			failed = append(failed, event.URN)
		}
	}
	count := fmt.Sprintf("%d %s", len(befell), plural(len(befell), "fault", "faults"))
	switch {
	case len(ended) > 0 && err == nil, len(failed) > 0 && err == nil:
		result.fail("went through in spite of "+count, result.Details...)
	case len(ended) > 0:
		result.Verdict = "ended by " + count + ", as it must"
	case len(failed) > 0:
		if others := unexplained(seen, failed); len(others) > 0 {
			result.fail("failed for more than its faults", append(result.Details, others...)...)
			return
		}
		result.Verdict = "failed with " + count + ", as it must"
	case err != nil:
		details := seen.errors
		if len(details) == 0 {
			details = []string{lastLines(err.Error(), 10)}
		}
		result.fail("failed without a fault", append(result.Details, details...)...)
	case len(befell) > 0:
		result.Verdict = "went through, " + count + " notwithstanding"
	default:
		result.Verdict = "nothing went wrong"
	}
}

// describeFault is a fault as one gives it to --fault, with the resource that
// it befell and what the engine said of it.
func describeFault(event fault.Event, seen *observer) string {
	text := fmt.Sprintf("--fault %s befell %s", quote(event.Fault.String()), nameOf(event.URN))
	for _, failure := range seen.failed {
		if failure.URN == event.URN {
			return text + ": " + failure.Message
		}
	}
	return text
}

func nameOf(urn string) string { return urn[strings.LastIndex(urn, "::")+2:] }

// unexplained are errors on resources that no fault befell.
func unexplained(seen *observer, befell []string) []string {
	var others []string
	for _, failure := range seen.failed {
		known := failure.URN == "" || strings.Contains(failure.URN, "::pulumi:pulumi:Stack::")
		for _, urn := range befell {
			known = known || urn == failure.URN
		}
		if !known {
			others = append(others, nameOf(failure.URN)+": "+failure.Message)
		}
	}
	return others
}

// mostRounds is more ups than putting a stack right can take: each adopts at
// least one resource.
const mostRounds = 100

// putRight does what an operator does after a command that ended badly, and
// runs the given one until it goes through. The first answer is how, the
// second the up that went through.
func (t *trial) putRight(ctx context.Context, name string, args ...string) (how, again Operation, err error) {
	t.heading("recover")
	r := &recovery{operator: t.operator, world: t.cloud.World()}
	how = Operation{Stack: t.stack, Name: "recover", Held: true}
	started := time.Now()
	defer func() {
		how.Engine = time.Since(started).Round(10*time.Millisecond) - again.Engine
		how.Details = r.commands
		how.Verdict = fmt.Sprintf("%d %s", len(r.commands), plural(len(r.commands), "command", "commands"))
	}()
	if err := r.unlock(ctx); err != nil {
		return how, again, fmt.Errorf("putting the stack right: %w", err)
	}
	for range mostRounds {
		r.commands = append(r.commands, spelled(append(args, "--stack", t.stack)...))
		seen, failed := t.run(ctx, args...)
		again = t.record(name, seen)
		if failed == nil {
			again.Verdict = "went through"
			return how, again, r.forget(ctx)
		}
		adopted, err := r.adopt(ctx, seen)
		if err != nil {
			return how, again, fmt.Errorf("adopting what exists: %w", err)
		}
		if !adopted {
			details := seen.errors
			if len(details) == 0 {
				details = []string{lastLines(failed.Error(), 10)}
			}
			again.fail("failed", details...)
			return how, again, nil
		}
		if ctx.Err() != nil {
			return how, again, ctx.Err()
		}
	}
	return how, again, errors.New("adopting what exists did not come to an end")
}
