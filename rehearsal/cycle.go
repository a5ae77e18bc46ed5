package rehearsal

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"

	"secure-azure-openai/internal/words"
)

// observe runs one operation of the engine under a heading and records what
// it did. An operation that failed is recorded as not held.
func (r *stackRun) observe(name string, operation func(*observer) error) (Operation, *observer) {
	fmt.Fprintf(r.out, "\n=== %s: %s\n", r.stack, name)
	seen := newObserver()
	err := operation(seen)
	seen.close()
	result := Operation{
		Stack: r.stack, Name: name, Changes: seen.summary, Held: true,
		Engine: seen.last.Sub(seen.first).Round(10 * time.Millisecond),
	}
	if err != nil {
		details := seen.errors
		if len(details) == 0 {
			// It failed before it had anything to report. The Automation API
			// ends its error with what the CLI wrote to its standard error.
			_, said, _ := strings.Cut(err.Error(), "\nstderr: ")
			details = []string{words.LastLines(said, 10)}
		}
		if diskFull(r.folder) {
			details = append([]string{"the disk with " + r.folder + " is full: make room, or let TMPDIR name another place, and run it again"}, details...)
		}
		result.fail("failed", details...)
	}
	return result, seen
}

func (r *stackRun) color() string {
	if r.options.Color {
		return "always"
	}
	return "never"
}

// preview must show nothing but creations: nothing exists yet.
func (r *stackRun) preview(ctx context.Context) Operation {
	result, seen := r.observe(r.options.from.named("preview"), func(o *observer) error {
		_, err := r.auto.Preview(ctx, optpreview.Color(r.color()), optpreview.EventStreams(o.events),
			optpreview.ProgressStreams(r.out), optpreview.ErrorProgressStreams(r.out))
		return err
	})
	switch {
	case r.options.from != nil:
		r.options.from.judge(&result, seen)
	case !result.Held:
	case !result.only(apitype.OpCreate, apitype.OpRead):
		result.fail("more than creations", seen.changes()...)
	default:
		result.Verdict = "nothing but creations"
	}
	return result
}

// up creates everything. The state afterwards has no plain text of a secret and
// nothing that overlaps, and is exported if that was asked for.
func (r *stackRun) up(ctx context.Context) (Operation, state, error) {
	result, seen := r.observe(r.options.from.named("up"), func(o *observer) error {
		_, err := r.auto.Up(ctx, optup.Color(r.color()), optup.EventStreams(o.events),
			optup.ProgressStreams(r.out), optup.ErrorProgressStreams(r.out))
		return err
	})
	failed := !result.Held
	if r.options.from != nil {
		r.options.from.judge(&result, seen)
	}
	if failed {
		return result, state{}, nil
	}
	switch {
	case r.staged != nil:
		r.onlyUpdated(&result, seen)
	case r.options.from == nil:
		result.Verdict = "created"
	}
	after, err := r.state(ctx)
	if err != nil {
		return result, state{}, err
	}
	if err := r.checkLeaks(&result); err != nil {
		return result, state{}, err
	}
	if err := result.refuseOverlaps(after); err != nil {
		return result, state{}, err
	}
	if err := r.keep(after); err != nil {
		return result, state{}, err
	}
	return result, after, nil
}

// keep exports the deployment if that was asked for, and works out its time on
// Azure.
func (r *stackRun) keep(after state) error {
	if r.options.Export != "" {
		if err := writeFile(r.options.Export, after.Exported); err != nil {
			return fmt.Errorf("writing --export: %w", err)
		}
		fmt.Fprintf(r.out, "Exported the deployment to %s.\n", filepath.Clean(r.options.Export))
	}
	return r.layOut(after)
}

// checkLeaks lets an up hold only if no secret is in plain text.
func (r *stackRun) checkLeaks(result *Operation) error {
	leaks, err := r.leaks()
	if err != nil {
		return fmt.Errorf("searching for secrets in plain text: %w", err)
	}
	if len(leaks) > 0 {
		result.fail("a secret is in plain text", append(leaks, "mark as secret what the program makes of it (pulumi.ToSecret), "+
			"or leave the value unencrypted in the stack file where it is no secret, as the ids of people and apps are none")...)
	}
	return nil
}

// leaks names each encrypted value that was written in plain text, and where,
// one sentence each. The engine keeps copies of its state, which are one place.
func (r *stackRun) leaks() ([]string, error) {
	var leaks []string
	for _, hidden := range r.seal.hidden {
		files, err := filesWith(r.folder, hidden.text)
		if err != nil {
			return nil, err
		}
		var places []string
		for _, file := range files {
			place := strings.TrimPrefix(file, r.folder+string(filepath.Separator))
			switch {
			case strings.HasPrefix(place, "backend"):
				place = "the stack's state"
			case place == worldFile:
				place = "the stand-in's world"
			}
			if !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
		if len(places) > 0 {
			leaks = append(leaks, hidden.path+", which the stack file encrypts, is in plain text in "+strings.Join(places, " and "))
		}
	}
	return leaks, nil
}

// secondUp must change nothing.
func (r *stackRun) secondUp(ctx context.Context) Operation {
	result, seen := r.observe("second up", func(o *observer) error {
		_, err := r.auto.Up(ctx, optup.Color(r.color()), optup.EventStreams(o.events),
			optup.ProgressStreams(r.out), optup.ErrorProgressStreams(r.out))
		return err
	})
	switch {
	case !result.Held:
	case !result.only(apitype.OpSame, apitype.OpRead):
		result.fail("changed something", append(seen.changes(),
			"a second up must change nothing: send the same value every time, in the form in which Azure answers it")...)
	default:
		result.Verdict = "nothing changed"
	}
	return result
}

// refresh must find that everything is as the state says.
func (r *stackRun) refresh(ctx context.Context) Operation {
	result, seen := r.observe("refresh", func(o *observer) error {
		_, err := r.auto.Refresh(ctx, optrefresh.Color(r.color()), optrefresh.EventStreams(o.events),
			optrefresh.ProgressStreams(r.out), optrefresh.ErrorProgressStreams(r.out))
		return err
	})
	switch {
	case !result.Held:
	case !result.only(apitype.OpSame, apitype.OpRead):
		if ignored := r.ignored(ctx, seen); ignored != nil {
			result.Verdict, result.Details = "nothing differs", ignored
			break
		}
		result.fail("found a difference", append(seen.changes(),
			"nobody changed anything since up: what was created and what is read back differ")...)
	default:
		result.Verdict = "nothing differs"
	}
	return result
}

// ignored describes what a refresh found where the program ignores all of it
// (pulumi.IgnoreChanges), such as what Azure writes into a resource when
// another one is made; nil where there is anything else.
func (r *stackRun) ignored(ctx context.Context, seen *observer) []string {
	now, err := r.state(ctx)
	if err != nil {
		return nil
	}
	byURN := map[string][]string{}
	for _, resource := range now.Resources {
		byURN[string(resource.URN)] = resource.IgnoreChanges
	}
	var lines []string
	for _, step := range seen.changed() {
		found := properties(step)
		for _, property := range found {
			root, _, _ := strings.Cut(strings.ReplaceAll(property, "[", "."), ".")
			if !slices.Contains(byURN[step.URN], root) {
				return nil
			}
		}
		if step.Op != apitype.OpUpdate || len(found) == 0 {
			return nil
		}
		lines = append(lines, "the program ignores "+strings.Join(found, ", ")+" of "+urn.URN(step.URN).Name())
	}
	slices.Sort(lines)
	return lines
}

// destroyOnce runs a destroy without a verdict on what it left.
func (r *stackRun) destroyOnce(ctx context.Context, name string) (Operation, *observer) {
	return r.observe(name, func(o *observer) error {
		_, err := r.auto.Destroy(ctx, optdestroy.Color(r.color()), optdestroy.EventStreams(o.events),
			optdestroy.ProgressStreams(r.out), optdestroy.ErrorProgressStreams(r.out))
		return err
	})
}
