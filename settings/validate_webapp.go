package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/words"
)

// OwnAppSettings are the app settings that the program decides (R48, R49); a
// stack's own settings cannot override them.
var OwnAppSettings = []string{
	"AUTH_ENABLED",
	"AZURE_OPENAI_EMBEDDING_NAME",
	"AZURE_OPENAI_MODEL",
	"AZURE_OPENAI_RESOURCE",
	"AZURE_SEARCH_INDEX",
	"AZURE_SEARCH_PERMITTED_GROUPS_COLUMN",
	"AZURE_SEARCH_QUERY_TYPE",
	"AZURE_SEARCH_SERVICE",
	"DATASOURCE_TYPE",
	"MS_DEFENDER_ENABLED",
	"OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
	"SCM_DO_BUILD_DURING_DEPLOYMENT",
}

// GatewayAppSettings are those that it decides where there is a gateway: a
// stack's own would lead past it.
var GatewayAppSettings = []string{"AZURE_OPENAI_ENDPOINT"}

// webApp judges the web app (R44 to R50, R52).
func (v *validator) webApp() {
	w := v.s.WebApp
	v.plan(w)
	v.choice("webApp.exposure", string(w.Exposure), "exposure", string(ExposurePrivate), string(ExposurePublic))
	v.runtime(w.Runtime)
	v.signIn(w)
	if w.PermittedGroupsField != "" {
		v.name("webApp.permittedGroupsField", w.PermittedGroupsField, facts.NameIndexField, "group_ids")
	}
	for _, name := range sortedKeys(w.Settings) {
		v.appSetting(name, w.Settings[name])
	}
}

// plan judges the plan's size, and what the size allows.
func (v *validator) plan(w WebApp) {
	sku, known := v.planSKU("webApp.sku", w.SKU)
	if !known {
		v.atLeastOne("webApp.instances", w.Instances)
		return
	}
	if v.ok("webApp.instances") && (w.Instances < 1 || w.Instances > sku.Instances) {
		v.problem("webApp.instances", v.number("webApp.instances", w.Instances)+" is no number of instances for "+v.show("webApp.sku", w.SKU), fmt.Sprintf("use 1 to %d", sku.Instances))
	}
	if !w.ZoneRedundant || !v.ok("webApp.zoneRedundant") {
		return
	}
	if !sku.Zones {
		v.problem("webApp.zoneRedundant", "is true, and "+v.show("webApp.sku", w.SKU)+" cannot be spread over zones", "use a Premium v2, v3 or v4 size, such as P1v3")
	}
	if w.Instances == 1 && v.ok("webApp.instances") {
		v.problem("webApp.zoneRedundant", "is true, and there is one instance only", "set webApp.instances to 2 or more")
	}
	if v.ok("environment.location") && v.withoutZones(v.s.Environment.Location) {
		v.warn("webApp.zoneRedundant", "the region %s is known without availability zones", v.show("environment.location", v.s.Environment.Location))
	}
}

func (v *validator) planSKU(path, name string) (facts.PlanSKU, bool) {
	if !v.ok(path) {
		return facts.PlanSKU{}, false
	}
	sku, known := facts.FindPlanSKU(name)
	switch {
	case slices.Contains([]string{"F1", "D1", "SHARED", "FREE"}, strings.ToUpper(name)):
		v.problem(path, v.show(path, name)+" cannot integrate with a VNet", "use B1 or larger")
	case !known:
		var names []string
		for _, s := range facts.PlanSKUs {
			names = append(names, s.Name)
		}
		want := "use a Basic, Standard or Premium size, such as B1, S1 or P1v3"
		if near := words.Nearest(name, names); near != "" && !v.private(path) {
			want = fmt.Sprintf("did you mean %q? Otherwise %s", near, want)
		}
		v.problem(path, v.show(path, name)+" is no size of a plan for this web app", want)
	case sku.Name != name:
		v.problem(path, v.show(path, name)+" is not in Azure's letter case", "use "+v.show(path, sku.Name))
	default:
		return sku, true
	}
	return facts.PlanSKU{}, false
}

var runtimeForm = regexp.MustCompile(`^([A-Z]+)\|([0-9A-Za-z.:/_-]+)$`)

// runtime judges linuxFxVersion (R47).
func (v *validator) runtime(fx string) {
	const path = "webApp.runtime"
	if !v.ok(path) {
		return
	}
	parts := runtimeForm.FindStringSubmatch(fx)
	switch {
	case parts == nil:
		v.problem(path, v.show(path, fx)+" is no runtime", "use the form STACK|VERSION, such as PYTHON|3.11")
	case parts[1] != "PYTHON":
		v.warn(path, "%s is not Python, which Microsoft's sample application is written in", v.show(path, fx))
	case !python311(parts[2]):
		v.problem(path, v.show(path, fx)+" is older than the sample application runs on, or no version", "use PYTHON|3.11 or later")
	}
}

func python311(version string) bool {
	major, minor, _ := strings.Cut(version, ".")
	x, err := strconv.Atoi(major)
	y, err2 := strconv.Atoi(minor)
	return err == nil && err2 == nil && (x == 3 && y >= 11 || x > 3)
}

// signIn judges sign-in, exposure and document-level access together.
func (v *validator) signIn(w WebApp) {
	v.guid("webApp.signIn.clientId", w.SignIn.ClientID, "the application id of the app registration that users sign in with")
	v.guid("webApp.signIn.tenantId", w.SignIn.TenantID, "the id of the Entra tenant that may sign in")
	if w.SignIn.Enabled() || !v.ok("webApp.signIn.clientId", "webApp.exposure", "webApp.permittedGroupsField") {
		return
	}
	if w.SignIn.TenantID != "" {
		v.problem("webApp.signIn.tenantId", "is set, and webApp.signIn.clientId is not, so nobody signs in", "set clientId too, or leave tenantId out")
	}
	if w.Exposure == ExposurePublic {
		v.problem("webApp.exposure", v.show("webApp.exposure", string(w.Exposure))+" without sign-in lets anyone on the internet use the application",
			"set webApp.signIn.clientId, or use private")
	}
	if w.PermittedGroupsField != "" {
		v.warn("webApp.permittedGroupsField", "document-level access is off, because sign-in is (webApp.signIn.clientId): whoever reaches the application sees every document")
	}
}

// keyNames end the names of settings that usually hold a credential.
var keyNames = []string{"KEY", "SECRET", "PASSWORD", "TOKEN", "CONNECTION_STRING", "CONNECTIONSTRING"}

// appSetting judges one of the user's app settings; no message shows its
// value. No key of this topology's services may be one (R48).
func (v *validator) appSetting(name, value string) {
	path := appSettings + label(name)
	if !v.ok(path) {
		return
	}
	upper := strings.ToUpper(name)
	if broken := facts.NameAppSetting.Broken(name); broken != "" {
		v.problem(path, broken, "use another name, such as UI_TITLE")
		return
	}
	if slices.Contains(OwnAppSettings, upper) || v.s.Gateway.Enabled && slices.Contains(GatewayAppSettings, upper) {
		v.problem(path, "is a setting that the program decides itself", "remove it, and use the configuration that it follows from")
		return
	}
	holdsKey := slices.ContainsFunc(keyNames, func(end string) bool { return strings.HasSuffix(upper, end) })
	ours := slices.ContainsFunc([]string{"AZURE_OPENAI_", "AZURE_SEARCH_", "AZURE_STORAGE_", "AZURE_COGNITIVE_"},
		func(start string) bool { return strings.HasPrefix(upper, start) })
	switch {
	case holdsKey && ours:
		v.problem(path, "puts a service's key into the application", "remove it: the web app's identity has the roles that it needs")
	case holdsKey && !strings.HasPrefix(value, "@Microsoft.KeyVault("):
		v.warn(path, "looks like a credential: keep it in a vault and refer to it as @Microsoft.KeyVault(SecretUri=…)")
	}
}
