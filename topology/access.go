package topology

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/roles"
)

func (d *deployment) grantServices(ctx *pulumi.Context) error {
	principals := map[roles.Party]roles.Principal{
		roles.OpenAI: {ID: d.openai.PrincipalID, Type: roles.ServicePrincipal},
		roles.Search: {ID: d.search.PrincipalID, Type: roles.ServicePrincipal},
		roles.WebApp: {ID: d.app.PrincipalID, Type: roles.ServicePrincipal},
	}
	for _, a := range d.accounts {
		principals[roles.Account(a.Name)] = roles.Principal{ID: a.made.PrincipalID, Type: roles.ServicePrincipal}
	}
	if d.gateway != nil {
		principals[roles.Gateway] = roles.Principal{ID: d.gateway.PrincipalID, Type: roles.ServicePrincipal}
	}
	if d.backend != nil {
		principals[roles.Backend] = roles.Principal{ID: d.backend.PrincipalID, Type: roles.ServicePrincipal}
	}
	var err error
	d.grants, err = roles.NewGrants(ctx, "roles", &roles.GrantsArgs{
		SubscriptionID: d.deployer.SubscriptionID,
		Rules:          roles.ForServices(d.settings),
		Principals:     principals,
		Scopes:         d.scopes(),
	})
	return err
}

// grantDevelopers gives each developer assignments of their own, so that one
// who leaves the list takes no other's away.
func (d *deployment) grantDevelopers(ctx *pulumi.Context) error {
	for _, developer := range d.settings.Access.Developers {
		if _, err := roles.NewGrants(ctx, "roles-"+developer.Name, &roles.GrantsArgs{
			SubscriptionID: d.deployer.SubscriptionID,
			Rules:          roles.ForDevelopers(d.settings.Access),
			Principals: map[roles.Party]roles.Principal{
				roles.Developer: {ID: pulumi.String(developer.ObjectID), Type: string(developer.Type)},
			},
			Scopes: d.scopes(),
		}); err != nil {
			return err
		}
	}
	return nil
}

func (d *deployment) scopes() map[roles.Party]pulumi.StringInput {
	scopes := map[roles.Party]pulumi.StringInput{
		roles.OpenAI:  d.openai.ID,
		roles.Search:  d.search.ID,
		roles.Storage: d.storage.ID,
		roles.WebApp:  d.app.ID,
		roles.Group:   d.group.ID,
	}
	for _, a := range d.accounts {
		scopes[roles.Account(a.Name)] = a.made.ID
	}
	if d.insights != nil {
		scopes[roles.Insights] = d.insights.ID
	}
	if d.backendStorage != nil {
		scopes[roles.BackendStorage] = d.backendStorage.ID
	}
	return scopes
}
