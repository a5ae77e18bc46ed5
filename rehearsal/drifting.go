package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"secure-azure-openai/rehearsal/arm"
)

// worldOf is the stand-in's world, nil for a cloud that has none.
func worldOf(c cloud) *arm.World {
	if standIn, ok := c.(interface{ World() *arm.World }); ok {
		return standIn.World()
	}
	return nil
}

// drift changes the world behind the program's back. A refresh must then find
// each change and nothing else, the next up must take back exactly these, and
// a refresh after that must find nothing.
func (r *stackRun) drift(ctx context.Context) ([]Operation, error) {
	world := worldOf(r.cloud)
	if world == nil {
		return nil, errors.New("--drift changes the stand-in for Azure, and there is none in this run")
	}
	state, err := r.state(ctx)
	if err != nil {
		return nil, err
	}
	table := r.options.drifts
	if table == nil {
		table = drifts
	}
	fmt.Fprintf(r.out, "\n=== %s: changes behind the program's back\n", r.stack)
	var made []drifted
	var without []string
	for _, d := range table {
		one, why, err := d.make(world, state.Resources)
		if err != nil {
			return nil, err
		}
		if one == nil {
			without = append(without, fmt.Sprintf("not applicable: %s: %s", d.name, why))
			continue
		}
		made = append(made, *one)
		fmt.Fprintf(r.out, "%s: %s (%s)\n", one.resource.URN.Name(), d.name, d.as)
	}
	if len(made) == 0 {
		return nil, fmt.Errorf("--drift: no drift can be made in the stack %s:\n  %s", r.stack, strings.Join(without, "\n  "))
	}

	found := r.refreshAfterDrift(ctx, made)
	found.Details = append(found.Details, without...)
	if ctx.Err() != nil || found.Verdict == "failed" {
		return []Operation{found}, ctx.Err()
	}
	mended := r.upAfterDrift(ctx, made, world)
	after := r.refresh(ctx)
	after.Name = "refresh after mending"
	return []Operation{found, mended, after}, ctx.Err()
}

// refreshAfterDrift must find each drift, and nothing else.
func (r *stackRun) refreshAfterDrift(ctx context.Context, made []drifted) Operation {
	result, seen := r.observe("refresh after drift", func(o *observer) error {
		_, err := r.auto.Refresh(ctx, optrefresh.Color(r.color()), optrefresh.EventStreams(o.events),
			optrefresh.ProgressStreams(r.out), optrefresh.ErrorProgressStreams(r.out))
		return err
	})
	if !result.Held {
		return result
	}
	changed := seen.changed()
	var found, wrong []string
	for _, d := range made {
		if missed := d.missed(changed[string(d.resource.URN)]); missed != "" {
			wrong = append(wrong, fmt.Sprintf("not found: %s, on %s: %s", d.name, d.resource.URN.Name(), missed))
		} else {
			found = append(found, fmt.Sprintf("found: %s, on %s", d.name, d.resource.URN.Name()))
		}
	}
	wrong = append(wrong, unexpected(changed, made)...)
	if len(wrong) > 0 {
		result.fail(fmt.Sprintf("found %d of %d, or something else", len(found), len(made)), append(wrong, found...)...)
		return result
	}
	result.Verdict, result.Details = fmt.Sprintf("found %d of %d", len(found), len(made)), found
	return result
}

// upAfterDrift must take back each drift, and do nothing else.
func (r *stackRun) upAfterDrift(ctx context.Context, made []drifted, world *arm.World) Operation {
	result, seen := r.observe("up after drift", func(o *observer) error {
		_, err := r.auto.Up(ctx, optup.Color(r.color()), optup.EventStreams(o.events),
			optup.ProgressStreams(r.out), optup.ErrorProgressStreams(r.out))
		return err
	})
	if !result.Held {
		return result
	}
	changed := seen.changed()
	mended := 0
	var wrong []string
	for _, d := range made {
		want := apitype.OpUpdate
		if d.deletes() {
			want = apitype.OpCreate
		}
		step, touched := changed[string(d.resource.URN)]
		still := d.mended(world)
		switch {
		case !touched:
			still = "up left " + d.resource.URN.Name() + " alone" + d.ignored()
		case step.Op != want:
			still = fmt.Sprintf("up did a %s of %s, not a %s", step.Op, d.resource.URN.Name(), want)
		case still == "" && len(d.unset()) > 0:
			still = fmt.Sprintf("the program does not set %s of %s, and a service may keep what it is not told to change",
				strings.Join(d.unset(), " and "), d.resource.URN.Name())
		}
		if still != "" {
			wrong = append(wrong, fmt.Sprintf("not mended: %s: %s", d.name, still))
			continue
		}
		mended++
	}
	for _, urn := range sortedKeys(changed) {
		if !slices.ContainsFunc(made, func(d drifted) bool { return string(d.resource.URN) == urn }) {
			wrong = append(wrong, "changed without a drift: "+describe(changed[urn]))
		}
	}
	if len(wrong) > 0 {
		result.fail(fmt.Sprintf("mended %d of %d, or more than that", mended, len(made)), wrong...)
		return result
	}
	result.Verdict = fmt.Sprintf("mended %d of %d", mended, len(made))
	return result
}
