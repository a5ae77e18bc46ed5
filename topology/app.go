package topology

import (
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/services/webapp"
	"secure-azure-openai/settings"
)

func (d *deployment) createApp(ctx *pulumi.Context) error {
	w := d.settings.WebApp
	args := &webapp.AppArgs{
		Placement:     d.place,
		Name:          d.names.WebApp,
		PlanName:      d.names.Plan,
		IdentityName:  d.names.WebAppIdentity,
		SKU:           w.SKU,
		Instances:     w.Instances,
		ZoneRedundant: w.ZoneRedundant,
		SubnetID:      d.network.WebAppID,
		VNet:          d.network.Resource(),
		Exposure:      w.Exposure,
		Runtime:       w.Runtime,
		Startup:       w.Startup,
		SignIn:        w.SignIn,
		TenantID:      d.tenant(w.SignIn.TenantID),
		GraphToken:    d.permittedGroups() != "",
	}
	var err error
	d.app, err = webapp.NewApp(ctx, "webapp", args, d.kept())
	return err
}

// configureApp tells the app about the services.
func (d *deployment) configureApp(ctx *pulumi.Context) error {
	return d.app.Configure(ctx, &webapp.SettingsArgs{
		Settings:       d.appSettings(),
		SecretSettings: secretSettings(d.settings.WebApp.Settings),
		After:          d.namesThatResolve(),
	})
}

// appSettings are the settings of Microsoft's sample application, which any
// other may read too. None of them is a key.
func (d *deployment) appSettings() []webapp.Setting {
	chat, _ := d.settings.OpenAI.FirstDeployment(settings.KindChat)
	embedding, _ := d.settings.OpenAI.FirstDeployment(settings.KindEmbedding)
	plain := func(name, value string) webapp.Setting {
		return webapp.Setting{Name: name, Value: pulumi.String(value)}
	}
	return []webapp.Setting{
		// A zip deployment installs the app's packages only if this is set.
		plain("SCM_DO_BUILD_DURING_DEPLOYMENT", "true"),
		d.openAISetting(),
		plain("AZURE_OPENAI_MODEL", chat.Name), // the deployment's name
		plain("AZURE_OPENAI_EMBEDDING_NAME", embedding.Name),
		// Without the four settings that follow, the sample answers
		// ungrounded, with no more than a warning.
		plain("DATASOURCE_TYPE", "AzureCognitiveSearch"),
		{Name: "AZURE_SEARCH_SERVICE", Value: d.search.Name},
		plain("AZURE_SEARCH_INDEX", d.settings.Search.Index),
		plain("AZURE_SEARCH_QUERY_TYPE", d.settings.Search.QueryType),
		plain("AZURE_SEARCH_PERMITTED_GROUPS_COLUMN", d.permittedGroups()),
		plain("AUTH_ENABLED", boolean(d.settings.WebApp.SignIn.Enabled())),
		plain("MS_DEFENDER_ENABLED", boolean(d.settings.Monitoring.DefenderForAI)),
	}
}

// openAISetting is where the app finds Azure OpenAI: at the gateway, where there
// is one, and the account otherwise.
func (d *deployment) openAISetting() webapp.Setting {
	if d.gateway != nil {
		return webapp.Setting{Name: "AZURE_OPENAI_ENDPOINT", Value: pulumi.String("https://" + d.gateway.Host + "/")}
	}
	return webapp.Setting{Name: "AZURE_OPENAI_RESOURCE", Value: d.openai.Name}
}

// permittedGroups is the index field of document-level access, which knows
// users only where they sign in.
func (d *deployment) permittedGroups() string {
	if !d.settings.WebApp.SignIn.Enabled() {
		return ""
	}
	return d.settings.WebApp.PermittedGroupsField
}

// namesThatResolve is what the app's first look-ups need: the zones' links,
// the endpoints' records and, where the VNet asks it, the resolver. An app
// that looks a service up earlier finds its public address, which is closed,
// and may keep it. Only the app's settings wait for them: they name the
// services, and writing them restarts the app. They are resources and not
// components: the SDK takes a component for the children that it has at that
// moment, and they arrive late.
func (d *deployment) namesThatResolve() []pulumi.Resource {
	needed := d.zones.Links()
	for _, e := range d.endpoints {
		if e.of != settings.EndpointWebApp { // the app needs not find itself
			needed = append(needed, e.records.Resource())
		}
	}
	if d.gatewayNames != nil {
		needed = append(needed, d.gatewayNames.Resources()...)
	}
	if d.resolver != nil {
		needed = append(needed, d.resolver.Resource())
	}
	return needed
}

func secretSettings(values map[string]string) []webapp.Setting {
	var list []webapp.Setting
	for _, name := range slices.Sorted(maps.Keys(values)) {
		list = append(list, webapp.Setting{Name: name, Value: pulumi.String(values[name])})
	}
	return list
}

// boolean is a boolean as Python's sample application reads it.
func boolean(b bool) string { return strconv.FormatBool(b) }
