package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func backend() []Requirement {
	app, plan, own := ofBackend(webAppType), ofBackend(planType), ofBackend(appSettingsType)
	storage, guard := ofBackend(storageType), ofBackend(signInType)
	const admitted = entra + "validation.defaultAuthorizationPolicy.allowedPrincipals."
	return []Requirement{
		{
			ID: "G19", Text: "The function app runs on a Flex Consumption plan, gets its package with its identity, and has no setting that holds a key",
			Applies: backendOn, Check: checkFunctions,
			Breaches: []Breach{
				plan.set("sku.name", "B1", "sku.name"), app.set("kind", "app,linux", "kind"),
				app.set("functionAppConfig.deployment.storage.authentication.type", "StorageAccountConnectionString", "authentication.type"),
				app.set("functionAppConfig.deployment.storage.value", "https://elsewhere.blob.core.windows.net/code", "storage.value"),
				own.set("properties.AzureWebJobsStorage", "DefaultEndpointsProtocol=https", "AzureWebJobsStorage"),
				own.unset("properties.AzureWebJobsStorage__accountName", "AzureWebJobsStorage__accountName"),
				app.set("identity.type", "None", "identity.type"),
				{Name: "functions that nobody asked for", Says: "do not ask", When: func(s settings.Settings) bool { return !backendOn(s) },
					Do: func(g *recorder.Graph, _ settings.Settings) {
						extra := &recorder.Resource{Type: webAppType, Name: "extra", Custom: true, Inputs: recorder.Object{}, Outputs: recorder.Object{}}
						extra.Inputs.Set("kind", "functionapp,linux")
						g.Resources = append(g.Resources, extra)
					}},
			},
		},
		{
			ID: "G20", Text: "The function app's host reaches its storage by endpoints for blob, queue and table, and its identity alone holds three data roles there",
			Applies: backendOn, Check: whereOn(backendOn, checkHostStorage),
			Breaches: []Breach{
				{Name: "no endpoint for queues", Says: "group queue", Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(g.Named("endpoint-backendQueue-endpoint")...) }},
				{Name: "no record for tables", Says: "0 zone groups", Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(g.Named("records-backendTable-group")...) }},
				{Name: "a role less", Says: "holds no role", Do: func(g *recorder.Graph, _ settings.Settings) {
					g.Remove(assignments(g, principalOf(app(g)), queueContributor, storage(g).ID)...)
				}},
				{Name: "a role of somebody else", Says: "somebody else", Do: func(g *recorder.Graph, _ settings.Settings) {
					assign(g, principalOf(only(g, searchType)), blobReader, storage(g).ID)
				}},
			},
		},
		{
			ID: "G21", Text: "The function app sends through a subnet of its own, /27 or larger and delegated to Microsoft.App/environments, with a network security group and no underscore in its name",
			Applies: backendOn, Check: whereOn(backendOn, checkFunctionSubnet),
			Breaches: []Breach{
				app.unset("virtualNetworkSubnetId", "virtualNetworkSubnetId"),
				subnetChange("small", app, "virtualNetworkSubnetId", "addressPrefix", "10.255.255.0/28", "want /27 or larger"),
				subnetChange("other delegation", app, "virtualNetworkSubnetId", "delegations", []any{map[string]any{"serviceName": "Microsoft.Web/serverFarms"}}, "is delegated to"),
				subnetChange("no group", app, "virtualNetworkSubnetId", "networkSecurityGroup.id", "/subscriptions/x", "no network security group"),
				{Name: "an underscore", Says: "underscore", Do: func(g *recorder.Graph, _ settings.Settings) {
					vnet := only(g, vnetType)
					app(g).Inputs.Set("virtualNetworkSubnetId", vnet.ID+"/subnets/snet_functions")
					for i, subnet := range vnet.Inputs.Items("subnets") {
						if subnet.Text("delegations[0].serviceName") == "Microsoft.App/environments" {
							vnet.Inputs.Set(fmt.Sprintf("subnets[%d].name", i), "snet_functions")
						}
					}
				}},
			},
		},
		{
			ID: "G22", Text: "The function app admits the gateway's identity alone: 401 without a token of the registration, 403 with anybody else's",
			Applies: backendOn, Check: whereOn(backendOn, checkAdmitted),
			Breaches: []Breach{
				guard.gone("nobody asks", "no guard"), guard.set("platform.enabled", false, "platform.enabled"),
				guard.set("globalValidation.requireAuthentication", false, "requireAuthentication"),
				guard.set("globalValidation.unauthenticatedClientAction", "AllowAnonymous", "unauthenticatedClientAction"),
				guard.set("globalValidation.excludedPaths", []string{"/api/health"}, "excludedPaths"),
				guard.set(entra+"registration.clientId", "66666666-0000-4000-8000-00000000000f", "clientId"),
				guard.set(entra+"validation.allowedAudiences", []string{"https://graph.microsoft.com"}, "allowedAudiences"),
				guard.set(admitted+"identities", []string{"66666666-0000-4000-8000-00000000000f"}, "identities"),
				guard.set(admitted+"groups", []string{"66666666-0000-4000-8000-00000000000f"}, "groups"),
				guard.unset(entra+"validation.defaultAuthorizationPolicy", "identities"),
				guard.set("login.tokenStore.enabled", true, "tokenStore"),
			},
		},
		{
			ID: "G23", Text: "The function app is closed: reached by a private endpoint, over HTTPS alone, without FTP and basic credentials",
			Applies: backendOn, Check: whereOn(backendOn, checkFunctionsClosed),
			Breaches: append([]Breach{
				app.set("publicNetworkAccess", "Enabled", "publicNetworkAccess"), app.unset("publicNetworkAccess", "publicNetworkAccess"),
				app.set("httpsOnly", false, "httpsOnly"), ofBackend(ftpType).set("allow", true, "allow"), ofBackend(scmType).set("allow", true, "allow"),
			}, within(backendOn, serviceEndpointBreaches(app, sitesZone))...),
		},
	}
}

func checkFunctions(g *recorder.Graph, s settings.Settings) error {
	if !backendOn(s) {
		for _, r := range g.ByType(webAppType) {
			if strings.Contains(r.Input("kind"), "functionapp") {
				return fmt.Errorf("%s is there, and the settings do not ask for it", r)
			}
		}
		return nil
	}
	app, plan, storage := theirs(g, webAppType), theirs(g, planType), theirs(g, storageType).Input("accountName")
	const packaged = "functionAppConfig.deployment.storage."
	if err := has(plan, want{"sku.name", "FC1"}, want{"sku.tier", "FlexConsumption"}, want{"reserved", true}); err != nil {
		return err
	}
	if err := has(app, want{"kind", "functionapp,linux"}, want{"serverFarmId", plan.ID}, want{"identity.type", "SystemAssigned"},
		want{packaged + "type", "blobContainer"}, want{packaged + "authentication.type", "SystemAssignedIdentity"},
		want{packaged + "value", "https://" + storage + ".blob.core.windows.net/" + theirs(g, containerType).Input("containerName")}); err != nil {
		return err
	}
	values := theirs(g, appSettingsType).Inputs.Map("properties")
	if got := values["AzureWebJobsStorage__accountName"]; got != storage {
		return fmt.Errorf("app setting AzureWebJobsStorage__accountName is %q, want %q", got, storage)
	}
	own := []string{"APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AzureWebJobsStorage__accountName"}
	for name := range values {
		if !slices.Contains(own, name) {
			return fmt.Errorf("app setting %s is there, and may hold a key", name)
		}
	}
	return nil
}

func checkHostStorage(g *recorder.Graph, s settings.Settings) error {
	app, storage := theirs(g, webAppType), theirs(g, storageType)
	for _, e := range []struct {
		group string
		of    settings.Endpoint
	}{{"blob", settings.EndpointBackendBlob}, {"queue", settings.EndpointBackendQueue}, {"table", settings.EndpointBackendTable}} {
		found := slices.DeleteFunc(endpointsOf(g, storage), func(r *recorder.Resource) bool {
			return r.Input("privateLinkServiceConnections[0].groupIds[0]") != e.group
		})
		if len(found) != 1 {
			return fmt.Errorf("%d private endpoints for group %s on %s, want one", len(found), e.group, storage)
		}
		if err := led(g, s, found[0], storage, e.of, e.group, e.group, "privatelink."+e.group+".core.windows.net"); err != nil {
			return err
		}
	}
	held := 0
	for _, role := range hostRoles {
		if len(assignments(g, principalOf(app), role, storage.ID)) != 1 {
			return fmt.Errorf("%s holds no role %s on %s", app, role, storage)
		}
		held++
	}
	for _, a := range g.ByType(assignmentType) {
		if strings.EqualFold(a.Input("scope"), storage.ID) {
			held--
		}
	}
	if held != 0 {
		return fmt.Errorf("%s: somebody else holds a role on it", storage)
	}
	return nil
}

func checkFunctionSubnet(g *recorder.Graph, _ settings.Settings) error {
	app := theirs(g, webAppType)
	if err := ownSubnet(g, app, "virtualNetworkSubnetId", 27, "Microsoft.App/environments"); err != nil {
		return err
	}
	if strings.Contains(app.Input("virtualNetworkSubnetId"), "_") {
		return fmt.Errorf("%s: the name of its subnet has an underscore", app)
	}
	return nil
}

func checkAdmitted(g *recorder.Graph, s settings.Settings) error {
	var guards []*recorder.Resource
	for _, r := range g.ByType(signInType) {
		if r.Input("name") == theirs(g, webAppType).Input("name") {
			guards = append(guards, r)
		}
	}
	if len(guards) != 1 {
		return fmt.Errorf("no guard of the function app (%d)", len(guards))
	}
	r, id := guards[0], s.Backend.ClientID
	if err := has(r, want{"platform.enabled", true}, want{"globalValidation.requireAuthentication", true},
		want{"globalValidation.unauthenticatedClientAction", "Return401"}, want{"httpSettings.requireHttps", true},
		want{entra + "enabled", true}, want{entra + "registration.clientId", id}, want{"login.tokenStore.enabled", false}); err != nil {
		return err
	}
	if got := r.Inputs.Texts(entra + "validation.allowedAudiences"); !slices.Equal(got, []string{id, "api://" + id}) {
		return fmt.Errorf("%s: allowedAudiences is %q", r, got)
	}
	if err := empty(r, "globalValidation.excludedPaths", entra+"validation.defaultAuthorizationPolicy.allowedPrincipals.groups"); err != nil {
		return err
	}
	const identities = entra + "validation.defaultAuthorizationPolicy.allowedPrincipals.identities"
	if got := r.Inputs.Texts(identities); !slices.Equal(got, []string{principalOf(theService(g))}) {
		return fmt.Errorf("%s: identities is %q, want the gateway's alone", r, got)
	}
	return nil
}

func checkFunctionsClosed(g *recorder.Graph, s settings.Settings) error {
	app := theirs(g, webAppType)
	if err := has(app, want{"publicNetworkAccess", "Disabled"}, want{"httpsOnly", true}); err != nil {
		return err
	}
	for _, token := range []string{ftpType, scmType} {
		if err := has(theirs(g, token), want{"allow", false}, want{"name", app.Input("name")}); err != nil {
			return err
		}
	}
	return endpointAt(g, s, app, settings.EndpointBackend, "sites", "sites", sitesZone)
}
