package rehearsal

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"

	"secure-azure-openai/rehearsal/arm"
)

// checkOwner: all resources are of this project and of one stack.
func (t *taken) checkOwner(project *Project) error {
	t.stack = t.resources[0].URN.Stack().Name().String()
	for _, r := range t.resources {
		if name := r.URN.Project().String(); name != project.Name {
			return usagef("--from %s is of the project %s, and this is %s: export a stack of this project", t.file, name, project.Name)
		}
		if name := r.URN.Stack().Name().String(); name != t.stack {
			return usagef("--from %s is of two stacks, %s and %s: was the file edited?", t.file, t.stack, name)
		}
	}
	return nil
}

// checkSettled: nothing is half done.
func (t *taken) checkSettled(*Project) error {
	deployment, _ := t.document["deployment"].(map[string]any)
	pending, _ := deployment["pending_operations"].([]any)
	var names []string
	for _, operation := range pending {
		text, _ := valueAt(operation, "resource.urn").(string)
		kind, _ := valueAt(operation, "type").(string)
		names = append(names, urn.URN(text).Name()+" ("+kind+")")
	}
	if len(names) > 0 {
		return usagef("--from %s has operations that an interrupted run left pending: %s; nobody knows what became of them. "+
			"Run `pulumi refresh` on that stack, which asks about each, and export it again", t.file, strings.Join(names, ", "))
	}
	for _, r := range t.resources {
		switch {
		case r.Delete:
			return usagef("--from %s: %s was replaced, and the old one waits for its deletion: "+
				"run `pulumi up` on that stack until it succeeds, and export it again", t.file, r.URN.Name())
		case r.External:
			return usagef("--from %s: %s (%s) was read, not made, by the program, and the stand-in for Azure cannot make it up",
				t.file, r.URN.Name(), r.Type)
		}
	}
	return nil
}

// checkTypes: the stand-in knows every type.
func (t *taken) checkTypes(*Project) error {
	var unknown []string
	for _, r := range t.resources {
		if !r.inAzure() {
			continue
		}
		if _, err := arm.Lookup(r.Type); err != nil && !slices.Contains(unknown, err.Error()) {
			unknown = append(unknown, err.Error())
		}
	}
	if len(unknown) > 0 {
		return usagef("--from %s cannot be rehearsed:\n  %s", t.file, strings.Join(unknown, "\n  "))
	}
	return nil
}

// checkSubscription: every id is Azure's, and all lie in one subscription.
func (t *taken) checkSubscription(*Project) error {
	var first takenResource
	for _, r := range t.resources {
		if !r.inAzure() {
			continue
		}
		segments := strings.Split(r.ID, "/")
		if arm.TypeOf(r.ID) == "" || len(segments) < 3 {
			return usagef("--from %s: the id of %s is %q, which is no id of Azure's in a subscription", t.file, r.URN.Name(), r.ID)
		}
		if t.world.Subscription == "" {
			t.world.Subscription, first = segments[2], r
		}
		if !strings.EqualFold(t.world.Subscription, segments[2]) {
			return usagef("--from %s lies in two subscriptions, %s (%s) and %s (%s), and the stand-in for Azure has one",
				t.file, t.world.Subscription, first.URN.Name(), segments[2], r.URN.Name())
		}
	}
	if t.world.Subscription == "" {
		return usagef("--from %s holds nothing that lies in Azure, so there is nothing to begin with; leave --from out", t.file)
	}
	return nil
}
