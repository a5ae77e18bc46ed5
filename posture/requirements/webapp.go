package requirements

import (
	"regexp"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var webApp = []Rule{
	{
		ID: "R44", Title: "The web app runs on a Linux plan in the VNet's region, of a SKU with VNet integration",
		Severity: finding.Medium, Kind: kindWebApp, Judge: judgePlan,
		Fix:  "Put plan and app into the VNet's region; choose B1 or higher, with reserved: true.",
		Link: "https://learn.microsoft.com/azure/app-service/overview-vnet-integration",
	},
	{
		ID: "R45", Title: "The web app sends all its traffic through its delegated subnet", Severity: finding.High,
		Kind: kindWebApp, Each: judgeRouting, Judge: judgeIntegration,
		Fix:  "Set virtualNetworkSubnetId to the delegated subnet and vnetRouteAllEnabled to true.",
		Link: "https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing",
	},
	{
		ID: "R46", Title: "The web app has a system-assigned identity, HTTPS only, TLS 1.2 at least, no FTP and no basic credentials",
		Severity: finding.High, Kind: kindWebApp,
		Each: judgeSite, Judge: judgePublishing,
		Fix:  "Set httpsOnly, ftpsState Disabled, minTlsVersion and scmMinTlsVersion 1.2, and turn basic credentials off for FTP and SCM.",
		Link: "https://learn.microsoft.com/azure/app-service/overview-security",
	},
	{
		ID: "R47", Title: "The web app has a runtime, Python 3.11 at least where it is Python, and a command that starts it",
		Severity: finding.Low, Kind: kindWebApp, Each: judgeRuntime,
		Fix:  "Set linuxFxVersion to PYTHON|3.11 or later, and appCommandLine to the command that starts the app.",
		Link: "https://learn.microsoft.com/azure/app-service/configure-language-python",
	},
	{
		ID: "R48", Title: "The web app has the settings that Microsoft's sample application reads, and no key among them",
		Severity: finding.High, Kind: kindAppSettings, Each: judgeKeys, Judge: judgeSettings,
		Fix:  "Name the stack's own account, models and index; take keys out, and use the app's identity instead.",
		Link: "https://github.com/microsoft/sample-app-aoai-chatGPT",
	},
	{
		ID: "R49", Title: "Users sign in through an app registration that trusts a managed identity instead of a secret",
		Severity: finding.High, Kind: kindWebApp, Judge: judgeSignIn,
		Fix:  "Set webApp.signIn.clientId to the id of an app registration; without it nobody has to sign in.",
		Link: "https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad",
	},
	{
		ID: "R50", Title: "Where document-level access is on, the web app knows the index field, keeps tokens, and gets one for Microsoft Graph",
		Severity: finding.Medium, Kind: kindSignIn, Judge: judgeDocumentAccess,
		Fix:  "Set AZURE_SEARCH_PERMITTED_GROUPS_COLUMN, turn the token store on, and ask for the scope https://graph.microsoft.com/User.Read.",
		Link: "https://learn.microsoft.com/azure/search/search-security-trimming-for-azure-search",
	},
	{
		ID: "R52", Title: "The web app is private, behind an endpoint, or public, behind sign-in; it says which, explicitly",
		Severity: finding.High, Kind: kindWebApp, Wants: []Want{{"publicNetworkAccess", OneOf("Disabled", "Enabled")}}, Judge: judgeExposure,
		Fix:  "Set webApp.exposure to private, or to public with webApp.signIn.",
		Link: "https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
	},
}

func judgePlan(j *judge) {
	var skus []string
	for _, s := range facts.PlanSKUs {
		skus = append(skus, s.Name)
	}
	region := ""
	for _, v := range j.vnets {
		region = v.resource.Value("location").Text()
	}
	for _, app := range j.sites() {
		plan, certain, _ := j.ref(app, "serverFarmId", kindPlan)
		if plan == nil || plan.Kind != kindPlan {
			j.fail(app, "serverFarmId", app.Value("serverFarmId").String(), "a plan of this stack")
			continue
		}
		if !certain {
			j.unknown(app, "serverFarmId", "the id of "+plan.String())
		}
		j.value(plan, "sku.name", OneOf(skus...).as("a size with VNet integration, B1 or larger"))
		j.value(plan, "reserved", True())
		if region != "" {
			j.value(plan, "location", Region(region))
			j.value(app, "location", Region(region))
		}
	}
}

// judgeRouting: a function app of the Flex Consumption plan has no such
// switches, and sends all its traffic through its subnet.
func judgeRouting(j *judge, app *graph.Resource) {
	if isSite(app) {
		j.value(app, "vnetRouteAllEnabled", True())
		j.value(app, "siteConfig.vnetRouteAllEnabled", NotFalse())
	}
}

func judgeSite(j *judge, app *graph.Resource) {
	if !isSite(app) {
		return // G23
	}
	for _, w := range []Want{
		{"identity.type", Among("SystemAssigned")}, {"httpsOnly", True()}, {"siteConfig.ftpsState", Equal("Disabled")},
		{"siteConfig.minTlsVersion", AtLeast(1.2)}, {"siteConfig.scmMinTlsVersion", AtLeast(1.2)},
	} {
		j.value(app, w.Path, w.Is)
	}
}

func judgeIntegration(j *judge) {
	for _, app := range j.sites() {
		s, certain := j.subnet(app, "virtualNetworkSubnetId")
		switch {
		case !certain:
			j.unknown(app, "virtualNetworkSubnetId", "the subnet delegated to "+webDelegation)
		case s != nil && j.ofGateways(s):
			j.fail(app, "virtualNetworkSubnetId", "the gateway's subnet "+s.name, "the subnet delegated to "+webDelegation)
		case s == nil || len(s.delegations) != 1 || s.delegations[0] != webDelegation:
			j.fail(app, "virtualNetworkSubnetId", app.Value("virtualNetworkSubnetId").String(), "the subnet delegated to "+webDelegation)
		}
	}
}

// judgePublishing asks that basic credentials are off, for FTP and for SCM.
func judgePublishing(j *judge) {
	for _, app := range j.sites() {
		j.noBasicCredentials(app)
	}
}

func (j *judge) noBasicCredentials(app *graph.Resource) {
	for _, kind := range []string{kindFTP, kindSCM} {
		for _, own := range j.ofApp[kind+app.URN] {
			if !own.certain {
				j.unknown(own.from, "name", "the name of "+app.String())
			}
			j.value(own.from, "allow", False())
		}
		if len(j.ofApp[kind+app.URN]) == 0 {
			j.fail(app, "", "no "+kind, "one, with allow: false")
		}
	}
}

var python = regexp.MustCompile(`(?i)^PYTHON\|3\.([0-9]+)$`)

func judgeRuntime(j *judge, app *graph.Resource) {
	if !isSite(app) {
		return // G19
	}
	const path = "siteConfig.linuxFxVersion"
	runtime := app.Value(path).Text()
	if !strings.HasPrefix(strings.ToUpper(runtime), "PYTHON|") {
		j.value(app, path, Given())
		return
	}
	j.value(app, path, Test{"PYTHON|3.11 or later", func(v graph.Value) bool {
		parts := python.FindStringSubmatch(v.Text())
		if parts == nil {
			return false
		}
		minor, err := strconv.Atoi(parts[1])
		return err == nil && minor >= 11
	}})
	j.value(app, "siteConfig.appCommandLine", Given())
}

func judgeExposure(j *judge) {
	signIns := j.ofSites(kindSignIn)
	for _, app := range j.sites() {
		access := app.Value("publicNetworkAccess")
		switch {
		case access.Is("Disabled"):
			j.reachable(app, facts.PrivateLinkSites)
		case access.Is("Enabled") && len(signIns) == 0:
			j.fail(app, "publicNetworkAccess", `"Enabled", and nobody has to sign in`, `"Disabled", or sign-in`)
		case access.Is("Enabled"):
			for _, r := range signIns {
				j.value(r, "globalValidation.requireAuthentication", True())
			}
			if len(j.endpoints[app.URN]) > 0 {
				j.fail(app, "publicNetworkAccess", `"Enabled", beside a private endpoint`, "one of the two ways in")
			}
		}
	}
}
