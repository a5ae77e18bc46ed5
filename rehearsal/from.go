package rehearsal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"

	"secure-azure-openai/rehearsal/arm"
)

// taken is an exported state that a rehearsal begins with.
type taken struct {
	// file is as the user named it.
	file string
	// document is the whole export, numbers as they were written; resources
	// are part of it.
	document  map[string]any
	resources []takenResource
	stack     string
	// world is what the ids say of whoever deployed it.
	world arm.Options
}

// takenResource is one resource of the state.
type takenResource struct {
	stateResource
	Type     string `json:"type"`
	Custom   bool   `json:"custom"`
	External bool   `json:"external"`
	Delete   bool   `json:"delete"`
	// written is the resource in the document.
	written map[string]any
}

// inAzure says whether the stand-in has to have the resource.
func (r takenResource) inAzure() bool {
	return r.Custom && !strings.HasPrefix(r.Type, "pulumi:")
}

// beginFrom reads the state of Options.From, if there is one, and makes the
// options those of a rehearsal that begins with it.
func (o Options) beginFrom(project *Project) (Options, error) {
	if o.From == "" {
		return o, nil
	}
	from, err := readState(o.From, project)
	if err != nil {
		return o, err
	}
	switch {
	case len(o.Stacks) == 0:
		o.Stacks = []string{from.stack}
	case len(o.Stacks) > 1 || o.Stacks[0] != from.stack:
		return o, usagef("--from %s is of the stack %s, and --stack says %s: URNs and names hold the stack's name, "+
			"so no other stack can take it over; use --stack %s, or leave it out",
			o.From, from.stack, strings.Join(o.Stacks, ", "), from.stack)
	}
	o.from, o.open = from, from.open
	return o, nil
}

// readState reads an exported state and says what is wrong with it for a
// rehearsal.
func readState(file string, project *Project) (*taken, error) {
	content, err := os.ReadFile(file)
	var where *fs.PathError
	if errors.As(err, &where) {
		return nil, usagef("--from %s cannot be read: %v; name a file that `pulumi stack export --file FILE` wrote", file, where.Err)
	} else if err != nil {
		return nil, fmt.Errorf("reading --from %s: %w", file, err)
	}
	from := &taken{file: file}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&from.document); err != nil {
		return nil, usagef("--from %s is no JSON (%v): name a file that `pulumi stack export --file FILE` wrote", file, err)
	}
	if err := from.parse(content); err != nil {
		return nil, err
	}
	for _, check := range []func(*Project) error{from.checkOwner, from.checkSettled, from.checkTypes, from.checkSubscription} {
		if err := check(project); err != nil {
			return nil, err
		}
	}
	from.findTenant()
	return from, nil
}

// parse finds the resources in the document.
func (t *taken) parse(content []byte) error {
	var shape struct {
		Version    int `json:"version"`
		Deployment *struct {
			Resources []takenResource `json:"resources"`
		} `json:"deployment"`
	}
	err := json.Unmarshal(content, &shape)
	deployment, _ := t.document["deployment"].(map[string]any)
	written, _ := deployment["resources"].([]any)
	switch {
	case shape.Deployment == nil && err == nil:
		return usagef("--from %s holds no deployment: name a file that `pulumi stack export --file FILE` wrote", t.file)
	case err != nil:
		return usagef("--from %s is no exported state (%v): name a file that `pulumi stack export --file FILE` wrote", t.file, err)
	case shape.Version != 3 && shape.Version != 4:
		return usagef("--from %s is written in version %d of the format, and this reads 3 and 4: export it again with a newer Pulumi CLI", t.file, shape.Version)
	case len(written) == 0:
		return usagef("--from %s holds no resources: the stack was empty, so there is nothing to begin with; leave --from out", t.file)
	}
	t.resources = shape.Deployment.Resources
	for i := range t.resources {
		t.resources[i].written, _ = written[i].(map[string]any)
		if _, err := urn.Parse(string(t.resources[i].URN)); err != nil {
			return usagef("--from %s: resource %d has no URN (%v): was the file edited?", t.file, i+1, err)
		}
	}
	return nil
}

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

// findTenant takes tenant and deployer from what Azure answered: identities
// name the one, role assignments the other.
func (t *taken) findTenant() {
	for _, r := range t.resources {
		for path, field := range map[string]*string{"identity.tenantId": &t.world.Tenant, "tenantId": &t.world.Tenant, "createdBy": &t.world.ObjectID} {
			text, _ := valueAt(r.Outputs, path).(string)
			if _, err := uuid.Parse(text); err == nil && *field == "" && r.inAzure() {
				*field = text
			}
		}
	}
}

// named is what an operation is called in a rehearsal that begins with a state.
func (t *taken) named(operation string) string {
	if t == nil {
		return operation
	}
	return operation + " from state"
}
