package requirements

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const sitesZone = "privatelink.azurewebsites.net"

func webApp() []Requirement {
	return []Requirement{
		{
			ID: "R44", Text: "The web app runs on a Linux plan in the VNet's region, of a SKU with VNet integration",
			Check: checkPlan,
			Breaches: []Breach{
				set(planType, "sku.name", "F1", "sku.name"), set(planType, "sku.name", "D1", "sku.name"),
				set(planType, "reserved", false, "reserved"), unset(planType, "reserved", "reserved"),
				set(planType, "location", "elsewhere", "location"), set(webAppType, "location", "elsewhere", "location"),
				set(webAppType, "serverFarmId", "/subscriptions/x", "serverFarmId"),
			},
		},
		{
			ID: "R45", Text: "The web app sends all its traffic through its delegated subnet",
			Check: func(g *recorder.Graph, s settings.Settings) error {
				app, err := mine(g, webAppType)
				if err != nil {
					return err
				}
				subnet, err := subnetIn(g, webAppSubnet(g, s))
				if err != nil {
					return err
				}
				return has(app, want{"virtualNetworkSubnetId", only(g, vnetType).ID + "/subnets/" + subnet.Text("name")},
					want{"vnetRouteAllEnabled", true})
			},
			Breaches: []Breach{
				unset(webAppType, "virtualNetworkSubnetId", "virtualNetworkSubnetId"),
				set(webAppType, "virtualNetworkSubnetId", "/subscriptions/x/subnets/snet-endpoints", "virtualNetworkSubnetId"),
				set(webAppType, "vnetRouteAllEnabled", false, "vnetRouteAllEnabled"),
				unset(webAppType, "vnetRouteAllEnabled", "vnetRouteAllEnabled"),
			},
		},
		{
			ID: "R46", Text: "The web app has a system-assigned identity, HTTPS only, TLS 1.2 at least, no FTP and no basic credentials",
			Check: checkHardening,
			Breaches: []Breach{
				set(webAppType, "identity.type", "UserAssigned", "identity.type"), flip(webAppType, "httpsOnly"),
				unset(webAppType, "httpsOnly", "httpsOnly"), set(webAppType, "siteConfig.ftpsState", "AllAllowed", "ftpsState"),
				set(webAppType, "siteConfig.minTlsVersion", "1.0", "minTlsVersion"),
				set(webAppType, "siteConfig.scmMinTlsVersion", "1.0", "scmMinTlsVersion"),
				without(ftpType, "want one "+ftpType), flip(ftpType, "allow"), without(scmType, "want one "+scmType), flip(scmType, "allow"),
				set(scmType, "name", "another-app", "name"),
			},
		},
		{
			ID: "R47", Text: "The web app's runtime and start-up command are the settings'; Python is 3.11 or later",
			Check: checkRuntime,
			Breaches: []Breach{
				set(webAppType, "siteConfig.linuxFxVersion", "PYTHON|3.9", "linuxFxVersion"),
				unset(webAppType, "siteConfig.linuxFxVersion", "linuxFxVersion"),
				set(webAppType, "siteConfig.appCommandLine", "python app.py", "appCommandLine"),
			},
		},
		{
			ID: "R48", Text: "The web app has the settings that Microsoft's sample application reads, and no key among them",
			Check: checkSettings, Breaches: settingsBreaches(),
		},
		{
			ID: "R49", Text: "Where sign-in is on, users sign in through an app registration that trusts a managed identity instead of a secret",
			Applies: signedIn, Check: checkSignIn, Breaches: signInBreaches(),
		},
		{
			ID: "R52", Text: "The web app is private, behind an endpoint, or public, behind sign-in; it says which, explicitly",
			Check: checkExposure, Breaches: exposureBreaches(),
		},
		{
			ID: "R50", Text: "Where document-level access is on, the web app knows the index field, keeps tokens, and gets one for Microsoft Graph",
			Applies: func(s settings.Settings) bool { return signedIn(s) && s.WebApp.PermittedGroupsField != "" },
			Check:   checkDocuments,
			Breaches: []Breach{
				setting("AZURE_SEARCH_PERMITTED_GROUPS_COLUMN", "other"),
				set(signInType, "login.tokenStore.enabled", false, "tokenStore"),
				set(signInType, "identityProviders.azureActiveDirectory.login.loginParameters", []string{"scope=openid"}, "User.Read"),
				unset(signInType, "identityProviders.azureActiveDirectory.login", "User.Read"),
			},
		},
	}
}

func signedIn(s settings.Settings) bool { return s.WebApp.SignIn.Enabled() }

// integrated are the SKUs with VNet integration: Basic, Standard, Premium and
// Isolated, not Free and Shared.
var integrated = regexp.MustCompile(`^(B[123]|S[123]|P[0-5](v[234]|mv[34])|I[1-6](v2|mv2)?)$`)

func checkPlan(g *recorder.Graph, s settings.Settings) error {
	plan, err := mine(g, planType)
	if err != nil {
		return err
	}
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	vnet, err := mine(g, vnetType)
	if err != nil {
		return err
	}
	if !integrated.MatchString(plan.Input("sku.name")) {
		return fmt.Errorf("%s: sku.name is %q, want Basic or higher", plan, plan.Input("sku.name"))
	}
	region := want{"location", vnet.Input("location")}
	return firstOf(
		func() error { return has(plan, want{"reserved", true}, region) },
		func() error { return has(app, region, want{"serverFarmId", plan.ID}) })
}

func checkHardening(g *recorder.Graph, s settings.Settings) error {
	if err := identityOf(webAppType)(g, s); err != nil {
		return err
	}
	app := only(g, webAppType)
	if err := has(app, want{"httpsOnly", true}, want{"siteConfig.ftpsState", "Disabled"}); err != nil {
		return err
	}
	for _, path := range []string{"siteConfig.minTlsVersion", "siteConfig.scmMinTlsVersion"} {
		if v, err := strconv.ParseFloat(app.Input(path), 64); err != nil || v < 1.2 {
			return fmt.Errorf("%s: %s is %q, want 1.2 or higher", app, path, app.Input(path))
		}
	}
	for _, token := range []string{ftpType, scmType} {
		if err := expect(token, want{"allow", false}, want{"name", app.Input("name")})(g, s); err != nil {
			return err
		}
	}
	return nil
}

func checkRuntime(g *recorder.Graph, s settings.Settings) error {
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	if version, isPython := strings.CutPrefix(s.WebApp.Runtime, "PYTHON|3."); isPython {
		if minor, err := strconv.Atoi(version); err != nil || minor < 11 {
			return fmt.Errorf("the runtime is %s, and Microsoft's sample needs Python 3.11", s.WebApp.Runtime)
		}
	}
	return has(app, want{"siteConfig.linuxFxVersion", s.WebApp.Runtime}, want{"siteConfig.appCommandLine", s.WebApp.Startup})
}
