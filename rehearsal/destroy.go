package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// destroy must leave nothing but what is retained on purpose. Where resources
// are protected, it must first be refused because of them.
func (r *stackRun) destroy(ctx context.Context) ([]Operation, error) {
	before, err := r.state(ctx)
	if err != nil {
		return nil, err
	}
	var operations []Operation
	if before.protected() > 0 {
		refused, err := r.refusedDestroy(ctx, before)
		operations = append(operations, refused)
		if err != nil {
			return operations, err
		}
	}
	result, _ := r.destroyOnce(ctx, "destroy")
	if !result.Held {
		return append(operations, result), nil
	}
	after, err := r.state(ctx)
	if err != nil {
		return append(operations, result), err
	}
	retained := r.kept(before)
	left := leftovers(r.cloud.IDs(), retained)
	switch {
	case len(after.Resources) > 0:
		result.fail("the state is not empty", "still in the state: "+listURNs(after.Resources))
	case len(left) > 0:
		result.fail("something is left", "still in Azure, and no longer in the state: "+strings.Join(left, ", "),
			"what a destroy must leave on purpose takes pulumi.RetainOnDelete")
	case len(retained) > 0:
		result.Verdict = fmt.Sprintf("nothing left but %d retained", len(retained))
		result.Details = []string{"retained on purpose: " + listURNs(retained)}
	default:
		result.Verdict = "nothing left"
	}
	result.Details = append(result.Details, r.keptByAzure()...)
	return append(operations, result), nil
}

// kept are the resources that a destroy forgets on purpose, with those that an
// earlier one of this run has forgotten before it failed.
func (r *stackRun) kept(before state) []stateResource {
	kept := before.retained()
	for _, earlier := range r.forgotten {
		if !slices.ContainsFunc(kept, func(k stateResource) bool { return k.URN == earlier.URN }) {
			kept = append(kept, earlier)
		}
	}
	return kept
}

// refusedDestroy tries to destroy a stack with protected resources, which must
// keep every one of them, and takes the protection away as an operator would.
// The engine deletes what is not protected before it refuses.
func (r *stackRun) refusedDestroy(ctx context.Context, before state) (Operation, error) {
	result, seen := r.destroyOnce(ctx, "destroy")
	if ctx.Err() != nil {
		return result, ctx.Err()
	}
	after, err := r.state(ctx)
	if err != nil {
		return result, err
	}
	protected := before.protected()
	gone := len(before.Resources) - len(after.Resources)
	because := strings.Contains(strings.Join(seen.errors, "\n"), "protect")
	switch {
	case result.Held:
		result.fail("protection did not hold", fmt.Sprintf("the destroy went through although %d %s protected",
			protected, plural(protected, "resource is", "resources are")))
	case !because:
		result.fail("failed, not for protection", result.Details...)
	case after.protected() != protected:
		result.fail("protection did not hold", fmt.Sprintf("%d of %d protected resources are gone",
			protected-after.protected(), protected))
	default:
		result.Held, result.Details = true, nil
		result.Verdict = fmt.Sprintf("refused: %d protected", protected)
		if gone > 0 {
			result.Details = []string{fmt.Sprintf("%d %s not protected and %s gone: "+
				"the engine deletes such before it refuses", gone,
				plural(gone, "other was", "others were"), plural(gone, "is", "are"))}
		}
	}
	fmt.Fprintf(r.out, "\n=== %s: pulumi state unprotect --all\n", r.stack)
	if _, err := r.engine.ask(ctx, r.auto.Workspace().WorkDir(),
		"state", "unprotect", "--all", "--yes", "--stack", r.stack); err != nil {
		return result, fmt.Errorf("taking the protection away: %w", err)
	}
	return result, nil
}

func listURNs(resources []stateResource) string {
	var names []string
	for _, resource := range resources {
		names = append(names, fmt.Sprintf("%s (%s)", resource.URN.Name(), resource.URN.Type()))
	}
	return strings.Join(names, ", ")
}
