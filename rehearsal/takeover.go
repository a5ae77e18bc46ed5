package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/rehearsal/arm"
)

// open is the stand-in for a rehearsal that begins with the state: in the
// subscription of its ids.
func (t *taken) open(ctx context.Context, file string) (cloud, error) {
	options := t.world
	options.Unremembered = true
	return openWorld(ctx, file, options)
}

// takeOver brings the stand-in's world to what the state says, and gives the
// state to the run's own backend.
//
// The stand-in makes each resource from the inputs that the state has, in the
// state's order, in which nothing comes before what it needs. What it answers
// takes the place of the outputs: they are Azure's, and the engine compares
// inputs. What Azure made up (principal and client ids, dynamic addresses) is
// different in the stand-in's world, and is exchanged wherever an input
// repeats it; in a state that a rehearsal exported, nothing is.
func (r *stackRun) takeOver(ctx context.Context) error {
	from, world := r.options.from, worldOf(r.cloud)
	if world == nil {
		return errors.New("--from fills the stand-in for Azure, and there is none in this run")
	}
	fmt.Fprintf(r.out, "\n=== %s: taking over %s\n", r.stack, from.file)
	secrets := secretKeeper{seal: r.seal}
	if err := from.fill(world, &secrets); err != nil {
		return fmt.Errorf("--from %s: %w", from.file, err)
	}
	secrets.note(r.out, from.file)
	return r.importState(ctx)
}

// fill makes the state's resources in an empty world, and changes the state to
// what the world answers.
func (t *taken) fill(world *arm.World, secrets *secretKeeper) error {
	var renamed renaming
	var late []func() error
	for _, resource := range t.resources {
		for _, part := range []string{"inputs", "outputs"} {
			if values, there := resource.written[part]; there {
				resource.written[part] = renamed.apply(secrets.reveal(values))
			}
		}
		if !resource.inAzure() {
			continue
		}
		inputs, _ := resource.written["inputs"].(map[string]any)
		answered, rest, err := replay(world, resource, inputs)
		if err != nil {
			return err
		}
		before := resource.written["outputs"]
		renamed.learn(before, answered)
		resource.written["outputs"] = keepSecret(before, answered)
		if rest != nil {
			late = append(late, func() error {
				answered, err := rest()
				resource.written["outputs"] = keepSecret(before, answered)
				return err
			})
		}
	}
	for _, rest := range late {
		if err := rest(); err != nil {
			return err
		}
	}
	for _, resource := range t.resources {
		for _, part := range []string{"inputs", "outputs"} {
			if values, there := resource.written[part]; there {
				// Once more: a component stands before its children.
				hidden, err := secrets.hide(renamed.apply(values))
				if err != nil {
					return fmt.Errorf("sealing the secrets of %s: %w", resource.URN.Name(), err)
				}
				resource.written[part] = hidden
			}
		}
	}
	return nil
}

// replay makes a resource of the state in the world, and answers its outputs.
// rest is nil but for what takes a second up (settings.FirstUps): it sets, once
// everything is there, what Azure refuses at creation.
func replay(world *arm.World, r takenResource, inputs map[string]any) (outputs map[string]any, rest func() (map[string]any, error), err error) {
	definition, err := arm.Lookup(r.Type)
	if err != nil {
		return nil, nil, err
	}
	whole := propertyOf(publicInputs(inputs))
	if !whole.IsObject() {
		return nil, nil, fmt.Errorf("the inputs of %s (%s) are no object: was the file edited?", r.URN.Name(), r.Type)
	}
	properties := whole.ObjectValue()
	if problems := definition.Check(properties); len(problems) > 0 {
		return nil, nil, fmt.Errorf("the stand-in for Azure does not take %s (%s) as the state has it: %s", r.URN.Name(), r.Type, problems[0].Reason)
	}
	do := func(kind arm.Kind, id string, inputs resource.PropertyMap) (arm.Result, error) {
		done, err := world.Do(arm.Operation{Kind: kind, Type: definition, ID: id, Inputs: inputs, URN: string(r.URN)})
		if err != nil {
			return arm.Result{}, fmt.Errorf("the stand-in for Azure cannot make %s (%s) as the state has it: %w", r.URN.Name(), r.Type, err)
		}
		return done, nil
	}
	first, later := arm.AtCreation(r.Type, properties)
	made, err := do(arm.Create, "", first)
	if err != nil {
		return nil, nil, err
	}
	if !arm.SameID(made.ID, r.ID) {
		return nil, nil, fmt.Errorf("%s has the id %s in the state, and the stand-in for Azure makes it as %s: "+
			"its inputs and its id do not belong together; was the file edited?", r.URN.Name(), r.ID, made.ID)
	}
	if later {
		rest = func() (map[string]any, error) {
			whole, err := do(arm.Update, made.ID, properties)
			return written(whole), err
		}
	}
	return written(made), rest, nil
}

// written is what an answer is in a state.
func written(answer arm.Result) map[string]any {
	outputs, _ := rawOf(answer.Outputs).(map[string]any)
	return outputs
}

// importState gives the state to the engine.
func (r *stackRun) importState(ctx context.Context) error {
	deployment, _ := r.options.from.document["deployment"].(map[string]any)
	deployment["secrets_providers"] = map[string]any{"type": "passphrase", "state": map[string]any{"salt": r.seal.salt}}
	content, err := json.Marshal(r.options.from.document)
	if err != nil {
		return fmt.Errorf("writing the state to begin with: %w", err)
	}
	file := filepath.Join(r.folder, "from.json")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return fmt.Errorf("writing the state to begin with: %w", err)
	}
	if _, err := r.engine.Ask(ctx, r.auto.Workspace().WorkDir(), "stack", "import", "--file", file, "--stack", r.stack); err != nil {
		return fmt.Errorf("--from %s: the engine does not take the state: %w", r.options.from.file, err)
	}
	return nil
}
