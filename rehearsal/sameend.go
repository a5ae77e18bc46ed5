package rehearsal

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// endState is what a deployment came to: the world, and what the state says is
// in it.
type endState struct {
	world map[string]resource.PropertyMap // by id
	state []string                        // ids, sorted
}

// endState takes the stack's end. A role assignment goes by what it assigns:
// its name is a GUID that the provider makes up anew for each creation.
func (t *trial) endState() (endState, []string, error) {
	snapshot := t.cloud.World().Snapshot()
	end := endState{world: map[string]resource.PropertyMap{}}
	names := map[string]string{}
	for id, properties := range snapshot {
		name := id
		if properties["roleDefinitionId"].IsString() && properties["principalId"].IsString() {
			name = id[:strings.LastIndex(id, "/")+1] + properties["principalId"].StringValue() + " as " +
				properties["roleDefinitionId"].StringValue()
			properties = properties.Copy()
			delete(properties, "name")
			delete(properties, "id")
		}
		end.world[name], names[strings.ToLower(id)] = properties, name
	}
	file, err := t.checkpoint()
	if err != nil {
		return end, nil, err
	}
	var wrong []string
	for _, r := range file.Resources {
		if len(r.InitErrors) > 0 {
			wrong = append(wrong, fmt.Sprintf("the state has %s marked as unfinished", r.URN.Name()))
		}
		if r.ID == "" || strings.HasPrefix(string(r.URN.Type()), "pulumi:") {
			continue
		}
		name, there := names[strings.ToLower(r.ID)]
		if !there {
			wrong = append(wrong, fmt.Sprintf("the state has %s, and Azure has no %s", r.URN.Name(), r.ID))
		}
		end.state = append(end.state, name)
	}
	for _, p := range file.Pending {
		wrong = append(wrong, fmt.Sprintf("the state still has %s as %s", p.Resource.URN.Name(), p.Type))
	}
	slices.Sort(end.state)
	return end, wrong, nil
}

// differences says what another end has more, less or other than this one.
func (e endState) differences(other endState) []string {
	var found []string
	for _, id := range slices.Sorted(maps.Keys(e.world)) {
		properties, there := other.world[id]
		switch {
		case !there:
			found = append(found, "missing in Azure: "+id)
		case !properties.DeepEquals(e.world[id]):
			found = append(found, fmt.Sprintf("different in Azure: %s, in %s", id, changedIn(e.world[id], properties)))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(other.world)) {
		if _, there := e.world[id]; !there {
			found = append(found, "too much in Azure: "+id)
		}
	}
	for i, id := range other.state {
		if i > 0 && other.state[i-1] == id {
			found = append(found, "twice in the state: "+id)
		}
		if !slices.Contains(e.state, id) {
			found = append(found, "too much in the state: "+id)
		}
	}
	for _, id := range e.state {
		if !slices.Contains(other.state, id) {
			found = append(found, "missing in the state: "+id)
		}
	}
	return found
}

// changedIn names the properties in which two resources differ.
func changedIn(a, b resource.PropertyMap) string {
	diff := a.Diff(b)
	if diff == nil {
		return "secretness"
	}
	var names []string
	for _, key := range diff.Keys() {
		names = append(names, string(key))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// compare lets an up that went through hold only if it came to the same end
// as one in which nothing went wrong.
func (t *trial) compare(result *Operation, want endState) error {
	if !result.Held {
		return nil
	}
	have, wrong, err := t.endState()
	if err != nil {
		return err
	}
	if wrong = append(wrong, want.differences(have)...); len(wrong) > 0 {
		result.fail("came to another end", wrong...)
		return nil
	}
	result.Verdict = "the same end as without faults"
	return nil
}
