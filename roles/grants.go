package roles

import (
	"fmt"
	"strings"

	azauthorization "github.com/pulumi/pulumi-azure-native-sdk/authorization/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// Principal is who holds a role.
type Principal struct {
	// ID is the Entra object id.
	ID pulumi.StringInput
	// Type is User, Group or ServicePrincipal. Without it Azure looks a new
	// identity up and often does not find it yet (PrincipalNotFound).
	Type string
}

// ServicePrincipal is the type of every managed identity.
const ServicePrincipal = "ServicePrincipal"

// GrantsArgs are rules, and who and what their parties are in this stack.
type GrantsArgs struct {
	// SubscriptionID qualifies the role definitions' ids.
	SubscriptionID string
	Rules          []Rule
	Principals     map[Party]Principal
	// Scopes are ARM ids.
	Scopes map[Party]pulumi.StringInput
}

// Grants are the role assignments of a list of rules.
type Grants struct {
	pulumi.ResourceState

	assignments []*azauthorization.RoleAssignment
	from        []Party // of each assignment
}

// Of are a party's assignments, for what needs them to work from its start.
func (g *Grants) Of(party Party) []pulumi.Resource {
	var list []pulumi.Resource
	for i, from := range g.from {
		if from == party {
			list = append(list, g.assignments[i])
		}
	}
	return list
}

// NewGrants assigns every role of the rules.
func NewGrants(ctx *pulumi.Context, name string, args *GrantsArgs, opts ...pulumi.ResourceOption) (*Grants, error) {
	if args == nil {
		args = &GrantsArgs{}
	}
	if err := args.validate(name); err != nil {
		return nil, err
	}
	g := &Grants{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:roles:Grants", name, pulumi.Map{
		"rules": pulumi.ToStringArray(sentences(args.Rules)),
	}, g, opts...); err != nil {
		return nil, fmt.Errorf("registering the role assignments component: %w", err)
	}
	for _, r := range args.Rules {
		if err := g.assign(ctx, name, r, args); err != nil {
			return nil, err
		}
	}
	return g, ctx.RegisterResourceOutputs(g, pulumi.Map{})
}

func (a *GrantsArgs) validate(name string) error {
	fields := []component.Field{{Name: "SubscriptionID", Present: a.SubscriptionID != ""}}
	for _, r := range a.Rules {
		p := a.Principals[r.From]
		fields = append(fields,
			component.Field{Name: fmt.Sprintf("Principals[%s] (%s)", r.From, r.Requirement), Present: p.ID != nil && p.Type != ""},
			component.Field{Name: fmt.Sprintf("Scopes[%s] (%s)", r.On, r.Requirement), Present: a.Scopes[r.On] != nil})
	}
	return component.Require("roles.Grants", name, fields...)
}

// assign leaves the assignment's own name, a GUID, to the provider: the same
// scope, principal and role twice is refused whatever the name
// (RoleAssignmentExists), so a name of our own would prevent nothing.
func (g *Grants) assign(ctx *pulumi.Context, name string, r Rule, args *GrantsArgs) error {
	child := fmt.Sprintf("%s-%s-%s-on-%s", name, r.From, slug(r.Role.Name), r.On)
	assignment, err := azauthorization.NewRoleAssignment(ctx, child, &azauthorization.RoleAssignmentArgs{
		Scope:         args.Scopes[r.On],
		PrincipalId:   args.Principals[r.From].ID,
		PrincipalType: pulumi.String(args.Principals[r.From].Type),
		// Qualified by the subscription, as Azure answers it: the short form
		// would show as a difference and replace the assignment.
		RoleDefinitionId: pulumi.Sprintf("/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/%s",
			args.SubscriptionID, r.Role.ID),
		Description: pulumi.String(sentence(r)),
	}, pulumi.Parent(g))
	if err != nil {
		return fmt.Errorf("assigning %s: %w", sentence(r), err)
	}
	g.assignments = append(g.assignments, assignment)
	g.from = append(g.from, r.From)
	return nil
}

func sentences(rules []Rule) []string {
	list := []string{}
	for _, r := range rules {
		list = append(list, sentence(r))
	}
	return list
}

func sentence(r Rule) string {
	return fmt.Sprintf("%s: %s is %s on %s", r.Requirement, r.From, r.Role.Name, r.On)
}

func slug(roleName string) string {
	return strings.ToLower(strings.ReplaceAll(roleName, " ", "-"))
}
