package rehearsal

import (
	"context"
	"fmt"
	"slices"

	"secure-azure-openai/rehearsal/fault"
)

// disturbance is a stack's cycle with faults in it.
type disturbance struct {
	*stackRun
	trial      *trial
	faults     source
	want       endState
	operations []Operation
}

func (d *disturbance) add(operations ...Operation) {
	d.operations = append(d.operations, operations...)
}

// held says whether everything so far did.
func (d *disturbance) held() bool {
	return !slices.ContainsFunc(d.operations, func(o Operation) bool { return !o.Held })
}

// pending says whether something is to go wrong with one of the operations.
func (d *disturbance) pending(of ...fault.Op) bool {
	set, isSet := d.faults.(*fault.Set)
	return !isSet || set.Pending(of...)
}

// cycle goes on as long as everything holds.
func (d *disturbance) cycle(ctx context.Context) error {
	if err := d.disturbedUp(ctx, "up"); err != nil || !d.held() {
		return err
	}
	after, err := d.state(ctx)
	if err != nil {
		return err
	}
	if err := d.keep(after); err != nil || d.options.Only == OnlyUp {
		return err
	}
	if d.pending(fault.Update) {
		if err := d.disturbedUpdate(ctx); err != nil || !d.held() {
			return err
		}
	}
	d.add(d.secondUp(ctx))
	if d.pending(fault.Read) {
		d.add(d.trial.disturb(ctx, "refresh with faults", d.faults, "refresh"))
		if err := d.unlock(ctx); err != nil {
			return err
		}
	}
	d.add(d.refresh(ctx))
	if !d.held() {
		return nil
	}
	if d.pending(fault.Delete) {
		if err := d.disturbedDestroy(ctx); err != nil || !d.held() {
			return err
		}
	}
	destroys, err := d.destroy(ctx)
	d.add(destroys...)
	return err
}

// disturbedUp runs an up while things go wrong, and puts it right.
func (d *disturbance) disturbedUp(ctx context.Context, name string) error {
	disturbed := d.trial.disturb(ctx, name+" with faults", d.faults, "up")
	d.add(disturbed)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	how, again, err := d.trial.putRight(ctx, name+" again", "up")
	if err == nil {
		err = d.trial.compare(&again, d.want)
	}
	if err == nil && again.Held {
		err = d.checkLeaks(&again)
	}
	d.add(how, again)
	return err
}

// disturbedUpdate has somebody change a tag of everything that has tags, so
// that there is something to update, and runs an up that mends it while things
// go wrong.
func (d *disturbance) disturbedUpdate(ctx context.Context) error {
	world := d.trial.cloud.World()
	for _, resource := range world.Resources() {
		tags, tagged := resource.Properties["tags"].(map[string]any)
		if !tagged || len(tags) == 0 || resource.Token == "" {
			continue
		}
		if err := world.Change(resource.ID, func(properties map[string]any) {
			properties["tags"].(map[string]any)["changed-by"] = "somebody"
		}); err != nil {
			return fmt.Errorf("changing a tag of %s: %w", resource.ID, err)
		}
	}
	if _, err := d.trial.run(ctx, "refresh"); err != nil {
		return fmt.Errorf("finding what somebody changed: %w", err)
	}
	return d.disturbedUp(ctx, "update")
}

// disturbedDestroy runs a destroy while things go wrong. What it leaves, the
// next one takes away.
func (d *disturbance) disturbedDestroy(ctx context.Context) error {
	before, err := d.state(ctx)
	if err != nil {
		return err
	}
	if before.protected() > 0 {
		refused, err := d.refusedDestroy(ctx, before)
		d.add(refused)
		if err != nil || !refused.Held {
			return err
		}
	}
	d.forgotten = before.retained()
	d.add(d.trial.disturb(ctx, "destroy with faults", d.faults, "destroy"))
	return d.unlock(ctx)
}

func (d *disturbance) unlock(ctx context.Context) error {
	r := &recovery{operator: d.trial.operator, world: d.trial.cloud.World()}
	if err := r.unlock(ctx); err != nil {
		return fmt.Errorf("putting the stack right: %w", err)
	}
	return nil
}

// cameAbout holds if everything that was to go wrong did.
func (d *disturbance) cameAbout() Operation {
	result := Operation{Stack: d.stack, Name: "faults", Held: true}
	events := d.faults.Events()
	count := fmt.Sprintf("%d came about", len(events))
	for _, event := range events {
		result.Details = append(result.Details, fmt.Sprintf("--fault %s: %s", quote(event.Fault.String()), nameOf(event.URN)))
	}
	waits, total := d.trial.cloud.Waits(), 0
	for _, seconds := range waits {
		total += seconds
	}
	if total > 0 {
		result.Details = append(result.Details, fmt.Sprintf("the provider's retries would have taken %d s", total))
	}
	set, isSet := d.faults.(*fault.Set)
	if !isSet {
		result.Verdict = count
		return result
	}
	if missed := set.Missed(); len(missed) > 0 {
		if slices.ContainsFunc(events, func(e fault.Event) bool { return !e.GoesThrough() }) {
			missed = append(missed, "a fault that ends a command, or lets it fail, keeps others from coming about in it: give each a run of its own")
		}
		result.fail(fmt.Sprintf("%s, %d never happened", count, len(set.Missed())), append(missed, result.Details...)...)
		return result
	}
	result.Verdict = count
	return result
}
