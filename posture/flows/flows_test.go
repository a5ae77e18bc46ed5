package flows

import (
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

func load(t testing.TB, name string) *graph.Graph {
	t.Helper()
	g, err := recorded.Graph(name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// flow finds one verdict.
func flow(t *testing.T, r Result, actor, target, action string) Verdict {
	t.Helper()
	for _, v := range r.Verdicts {
		if v.Actor.ID == actor && v.Target.ID == target && v.Action.Name == action {
			return v
		}
	}
	t.Fatalf("there is no flow %s -> %s %s", actor, target, action)
	return Verdict{}
}

// The names of the recorded stacks.
const (
	dev, prod, plain = "dev.json", "prod.json", "plain.json"
	subscription     = "/subscriptions/00000000-aaaa-0000-0000-00000000face"
	platformTeam     = "developer:ai-platform"
	teamID           = "00000000-0000-0000-0000-000000000002"
)

// idOf is the id of a resource of a copy.
func idOf(c *recorded.Copy, name string) string { return c.Named(name).ID }

func principalOf(c *recorded.Copy, name string) string {
	return c.Named(name).Outputs.At("identity.principalId").Text()
}

// assign gives a principal a role.
func assign(c *recorded.Copy, principal, principalType, role, scope string) *graph.Resource {
	r := c.Add("authorization:RoleAssignment", "extra-"+role+scope, map[string]any{
		"principalId": principal, "principalType": principalType, "scope": scope,
		"roleDefinitionId": subscription + "/providers/Microsoft.Authorization/roleDefinitions/" + role,
	})
	return r
}

func grantApp(role facts.Role, scope string) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		to := scope
		if r := c.Of(scope); len(r) > 0 {
			to = r[0].ID
		}
		assign(c, principalOf(c, "webapp-app"), "ServicePrincipal", role.ID, to)
	}
}

func set(name, path string, value any) func(*recorded.Copy) {
	return func(c *recorded.Copy) { recorded.Set(c.Named(name), path, value) }
}

func unset(name, path string) func(*recorded.Copy) {
	return func(c *recorded.Copy) { recorded.Delete(c.Named(name), path) }
}

func without(name string) func(*recorded.Copy) {
	return func(c *recorded.Copy) { c.Remove(c.Named(name)) }
}

func all(changes ...func(*recorded.Copy)) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		for _, change := range changes {
			change(c)
		}
	}
}

// secRule puts a rule into a network security group.
func secRule(group string, priority float64, access, direction, source, destination, port string) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		r := c.Named(group)
		rule := map[string]any{
			"name": "extra", "priority": priority, "access": access, "direction": direction, "protocol": "*",
			"sourceAddressPrefix": source, "sourcePortRange": "*", "destinationAddressPrefix": destination, "destinationPortRange": port,
		}
		for _, object := range []graph.Object{r.Inputs, r.Outputs} {
			list, _ := object["securityRules"].([]any)
			object["securityRules"] = append(append([]any{}, list...), rule)
		}
	}
}

// noRules empties a network security group.
func noRules(group string) func(*recorded.Copy) { return set(group, "securityRules", []any{}) }

// ruleless takes one rule out of a group.
func ruleless(group, name string) func(*recorded.Copy) {
	return func(c *recorded.Copy) {
		r := c.Named(group)
		for _, object := range []graph.Object{r.Inputs, r.Outputs} {
			var rest []any
			list, _ := object["securityRules"].([]any)
			for _, item := range list {
				if item.(map[string]any)["name"] != name {
					rest = append(rest, item)
				}
			}
			object["securityRules"] = rest
		}
	}
}
