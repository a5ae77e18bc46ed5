package rehearsal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
