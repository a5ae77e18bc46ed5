package rehearsal

import (
	"context"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"

	"secure-azure-openai/rehearsal/arm"
)

// recovery is what somebody does at a terminal to put a stack right: the
// commands are those of the section "When something goes wrong" of README.md.
type recovery struct {
	operator *operator
	world    *arm.World
	// commands are what was run beside up and destroy, as one types it.
	commands []string
}

func (r *recovery) run(ctx context.Context, args ...string) error {
	r.commands = append(r.commands, spelled(append(args, "--stack", r.operator.stack)...))
	_, err := r.operator.run(ctx, args...)
	return err
}

// unlock takes away the lock that a killed command has left behind.
func (r *recovery) unlock(ctx context.Context) error {
	if !r.operator.locked() {
		return nil
	}
	return r.run(ctx, "cancel")
}

// forget clears the creations that the engine was waiting for when it was
// killed from the state, where every up and import keeps them. It comes last:
// what of them was there has been adopted by then, and a refresh also takes the
// mark from a resource whose creation failed, which makes the next up finish it.
func (r *recovery) forget(ctx context.Context) error {
	state, err := r.operator.checkpoint()
	if err != nil || len(state.Pending) == 0 {
		return err
	}
	return r.run(ctx, "refresh", "--clear-pending-creates")
}

// existing finds the id in the refusals of what is there already: the
// provider's own, and Azure's of a second role assignment, which names it
// without dashes.
var (
	existing       = regexp.MustCompile(`cannot create already existing (?:sub)?resource '([^']+)'`)
	existingAssign = regexp.MustCompile(`The ID of the conflicting role assignment is ([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.`)
)

// adopt imports what an up found to be there already, below the parent that
// the program gives it, and says whether there was any.
func (r *recovery) adopt(ctx context.Context, seen *observer) (bool, error) {
	adopted := false
	for _, failure := range seen.failed {
		id := r.existingID(failure)
		if id == "" {
			continue
		}
		// The next up would see no difference, and leave it as it is.
		if r.world.HasFailed(id) {
			r.commands = append(r.commands, "az resource update --ids "+quote(id))
			if err := r.world.Reapply(id); err != nil {
				return adopted, err
			}
		}
		name := urn.URN(failure.URN)
		args := []string{"import", string(name.Type()), name.Name(), id}
		if parent := seen.parents[failure.URN]; parent != "" && !strings.Contains(parent, "::pulumi:pulumi:Stack::") {
			args = append(args, "--parent", "parent="+parent)
		}
		if err := r.run(ctx, append(args, "--protect=false", "--generate-code=false")...); err != nil {
			return adopted, err
		}
		adopted = true
	}
	return adopted, nil
}

func (r *recovery) existingID(f failure) string {
	if found := existing.FindStringSubmatch(f.Message); found != nil {
		return found[1]
	}
	if found := existingAssign.FindStringSubmatch(f.Message); found != nil {
		guid := strings.Join(found[1:], "-")
		for _, resource := range r.world.Resources() {
			if resource.Name() == guid {
				return resource.ID
			}
		}
	}
	return ""
}
