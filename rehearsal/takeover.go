package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"

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
		answered, err := replay(world, resource, inputs)
		if err != nil {
			return err
		}
		before := resource.written["outputs"]
		renamed.learn(before, answered)
		resource.written["outputs"] = keepSecret(before, answered)
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
func replay(world *arm.World, r takenResource, inputs map[string]any) (map[string]any, error) {
	definition, err := arm.Lookup(r.Type)
	if err != nil {
		return nil, err
	}
	whole := propertyOf(publicInputs(inputs))
	if !whole.IsObject() {
		return nil, fmt.Errorf("the inputs of %s (%s) are no object: was the file edited?", r.URN.Name(), r.Type)
	}
	properties := whole.ObjectValue()
	if problems := definition.Check(properties); len(problems) > 0 {
		return nil, fmt.Errorf("the stand-in for Azure does not take %s (%s) as the state has it: %s", r.URN.Name(), r.Type, problems[0].Reason)
	}
	made, err := world.Do(arm.Operation{Kind: arm.Create, Type: definition, Inputs: properties, URN: string(r.URN)})
	if err != nil {
		return nil, fmt.Errorf("the stand-in for Azure cannot make %s (%s) as the state has it: %w", r.URN.Name(), r.Type, err)
	}
	if !arm.SameID(made.ID, r.ID) {
		return nil, fmt.Errorf("%s has the id %s in the state, and the stand-in for Azure makes it as %s: "+
			"its inputs and its id do not belong together; was the file edited?", r.URN.Name(), r.ID, made.ID)
	}
	outputs, _ := rawOf(made.Outputs).(map[string]any)
	return outputs, nil
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
	if _, err := r.engine.ask(ctx, r.auto.Workspace().WorkDir(), "stack", "import", "--file", file, "--stack", r.stack); err != nil {
		return fmt.Errorf("--from %s: the engine does not take the state: %w", r.options.from.file, err)
	}
	return nil
}

// judge gives a preview or an up from a state its verdict: nothing may be
// replaced and nothing deleted.
func (t *taken) judge(result *Operation, seen *observer) {
	changed := seen.changed()
	var lost, open, updated, made []string
	var gone, come []apitype.StepEventMetadata
	for _, name := range sortedKeys(changed) {
		step := changed[name]
		switch step.Op {
		case apitype.OpUpdate:
			updated = append(updated, describe(step))
		case apitype.OpCreate:
			made = append(made, describe(step))
			come = append(come, step)
		case apitype.OpReplace, apitype.OpCreateReplacement, apitype.OpDeleteReplaced:
			because := replacing(step)
			if certain := slices.DeleteFunc(slices.Clone(because), func(path string) bool { return unknownIn(step, path) }); len(certain) > 0 || len(because) == 0 {
				lost = append(lost, fmt.Sprintf("replaced: %s, because of %s", name, strings.Join(because, ", ")))
			} else {
				open = append(open, fmt.Sprintf("%s: shown as replaced as long as %s is not known, which the up tells",
					urn.URN(step.URN).Name(), strings.Join(because, ", ")))
			}
		case apitype.OpDelete:
			lost = append(lost, "deleted: "+name)
			gone = append(gone, step)
		}
	}
	for _, old := range gone {
		for _, anew := range come {
			if old.Type == anew.Type {
				lost = append(lost, fmt.Sprintf("if %s is %s under a new name or parent, say so with pulumi.Aliases",
					urn.URN(anew.URN).Name(), urn.URN(old.URN).Name()))
			}
		}
	}
	counts := fmt.Sprintf("%s: %d unchanged, %d updated, %d new", t.file,
		result.Changes[apitype.OpSame], len(updated), len(made))
	switch {
	case len(lost) > 0:
		result.fail("replaced or deleted", append(lost, result.Details...)...)
	case result.Held && len(open) > 0:
		result.Verdict = "nothing deleted"
		result.Details = slices.Concat([]string{counts + ", none deleted, and open which are replaced:"}, updated, made, open)
	case result.Held:
		result.Verdict = "nothing replaced"
		result.Details = slices.Concat([]string{counts + ", none replaced, none deleted"}, updated, made)
	}
}

// unknownIn says whether a preview does not know a property's new value: the
// real provider, too, knows no output of a resource that is to be updated but
// what its inputs say, so that all who use its principal id look different.
func unknownIn(step apitype.StepEventMetadata, path string) bool {
	if step.New == nil {
		return false
	}
	first, _, _ := strings.Cut(path, ".")
	first, _, _ = strings.Cut(first, "[")
	written, err := json.Marshal(step.New.Inputs[first])
	return err == nil && strings.Contains(string(written), plugin.UnknownStringValue)
}

// replacing are the properties that make a step a replacement.
func replacing(step apitype.StepEventMetadata) []string {
	var because []string
	for _, path := range sortedKeys(step.DetailedDiff) {
		if strings.HasSuffix(string(step.DetailedDiff[path].Kind), "-replace") {
			because = append(because, path)
		}
	}
	if len(because) == 0 {
		because = slices.Sorted(slices.Values(step.Keys))
	}
	if len(because) == 0 {
		because = properties(step)
	}
	return because
}
