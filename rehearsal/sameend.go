package rehearsal

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/rehearsal/arm"
)

// endState is what a deployment came to: the world, and what the state says is
// in it. Two of them can be compared although each has GUIDs of its own.
type endState struct {
	world map[string]made // by id
	state []string        // ids, sorted
}

// made is a resource of a world.
type made struct {
	text    string // its type, properties and secrets, as JSON
	kind    string
	again   int  // how often the id has been made
	written bool // by the program, not by Azure itself
}

// ownGUID is one that the stand-in makes up: of version 5, from the id and from
// how often it has been made. Roles and subscriptions have others.
var ownGUID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)

// generated is the end of a name that the provider makes up.
var generated = regexp.MustCompile(`[0-9a-f]{8}$`)

// endState takes the stack's end. The second answer is what is wrong with it
// whatever it is compared with.
//
// A role assignment goes by what it assigns, and a deployment by its name
// without the generated end, for the provider makes up names anew for each
// creation. A deployment whose answer was lost leaves a second record of the
// same, which is history and no resource. And every GUID of the stand-in's
// becomes a number, the same one wherever it stands.
func (t *trial) endState() (endState, []string, error) {
	end := endState{world: map[string]made{}}
	names, err := end.take(t.cloud.World().Resources())
	if err != nil {
		return end, nil, err
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

// take notes the resources of a world, and answers under which name each id
// is noted.
func (e *endState) take(resources []arm.Resource) (names map[string]string, err error) {
	type noted struct{ id, name, text string }
	var all []noted
	byName := map[string]made{}
	for _, r := range resources {
		name := r.ID
		switch {
		case r.Text("roleDefinitionId") != "":
			name = arm.ParentOf(r.ID) + ": " + r.Text("principalId") + " as " + r.Text("roleDefinitionId")
			delete(r.Properties, "name")
		case r.Type == "Microsoft.Resources/deployments":
			name = generated.ReplaceAllString(r.ID, "")
			delete(r.Properties, "name")
		}
		text, err := json.Marshal([]any{r.Type, r.Owner, r.Properties, r.Secrets})
		if err != nil {
			return nil, fmt.Errorf("comparing %s: %w", r.ID, err)
		}
		all = append(all, noted{r.ID, name, string(text)})
		byName[name] = made{kind: r.Type, again: r.Incarnation, written: r.Token != ""}
	}
	masked := func(n noted) string { return ownGUID.ReplaceAllString(n.name+"\n"+n.text, "") }
	slices.SortFunc(all, func(a, b noted) int { return strings.Compare(masked(a), masked(b)) })
	called, names := map[string]string{}, map[string]string{}
	for _, n := range all {
		owner, count := arm.NameOf(ownGUID.ReplaceAllString(n.name, "")), 0
		call := func(text string) string {
			return ownGUID.ReplaceAllStringFunc(text, func(guid string) string {
				if called[guid] == "" {
					count++
					called[guid] = fmt.Sprintf("(GUID %d of %s)", count, owner)
				}
				return called[guid]
			})
		}
		m := byName[n.name]
		name := call(n.name)
		m.text = call(n.text)
		e.world[name] = m
		names[strings.ToLower(n.id)] = name
	}
	return names, nil
}

// dataless are the types that may be made once more on the way: they hold
// nothing, and the program asks for an endpoint to be replaced whenever its
// connection differs, as that of an adopted one does.
var dataless = []string{"Microsoft.Network/privateEndpoints", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"}

// differences says what another end has more, less or other than this one.
func (e endState) differences(other endState) []string {
	var found []string
	for _, id := range slices.Sorted(maps.Keys(e.world)) {
		want, have := e.world[id], other.world[id]
		switch {
		case have.kind == "":
			found = append(found, "missing in Azure: "+id)
		case have.text != want.text:
			found = append(found, fmt.Sprintf("different in Azure: %s, in %s", id, changedIn(want.text, have.text)))
		case have.again != want.again && have.written && !slices.Contains(dataless, have.kind):
			found = append(found, fmt.Sprintf("made %d times, not %d: %s", have.again, want.again, id))
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
func changedIn(a, b string) string {
	var before, after []any
	if json.Unmarshal([]byte(a), &before) != nil || json.Unmarshal([]byte(b), &after) != nil {
		return "something"
	}
	was, _ := before[2].(map[string]any)
	is, _ := after[2].(map[string]any)
	all := maps.Clone(was)
	maps.Copy(all, is)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		one, _ := json.Marshal(was[name])
		two, _ := json.Marshal(is[name])
		if string(one) != string(two) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "what is secret, or whose it is"
	}
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
