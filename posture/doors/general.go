package doors

import (
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var general = []Door{
	{
		ID: "D-unknown-kind", Title: "Every resource is of a kind that the check knows", Severity: finding.Medium, each: unknownKinds,
		Fix:  "Read what the resource opens. If it is meant to be there, waive this with the reason, or teach posture/ its rules.",
		Link: "https://learn.microsoft.com/azure/templates/",
	},
	{
		ID: "D-public-access", Title: "No other resource has public network access", Severity: finding.High, each: publicAccess,
		Fix:  "Set it to Disabled, and reach the resource through a private endpoint.",
		Link: "https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
	},
	{
		ID: "D-firewall", Title: "No other resource has an open firewall, or exceptions in it", Severity: finding.High, each: firewalls,
		Fix:  "Deny by default, and remove the rules for addresses and networks.",
		Link: "https://learn.microsoft.com/azure/security/fundamentals/network-best-practices",
	},
	{
		ID: "D-keys", Title: "No other resource takes keys or passwords", Severity: finding.Medium, each: keys,
		Fix:  "Turn local authentication off, so that every call has an identity.",
		Link: "https://learn.microsoft.com/azure/security/fundamentals/identity-management-best-practices",
	},
	{
		ID: "D-blobs", Title: "No blob container is public, and Storage takes neither SFTP, local users, NFS nor other tenants", Severity: finding.High, each: blobs, kinds: []string{"storage:BlobContainer", "storage:BlobServiceProperties", "storage:StorageAccount"},
		Fix:  "Set publicAccess to None, and turn the further ways in off.",
		Link: "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",
	},
	{
		ID: "D-remote", Title: "The web app has neither remote debugging nor foreign origins with credentials", Severity: finding.Medium, each: remote, kinds: []string{"web:WebApp"},
		Fix:  "Set siteConfig.remoteDebuggingEnabled to false, and name the origins that may call the app.",
		Link: "https://learn.microsoft.com/azure/app-service/configure-common",
	},
}

// engines are the prefixes of types that are nothing in a cloud.
var engines = []string{"pulumi:pulumi:", "pulumi:providers:"}

func unknownKinds(w *watch, r *graph.Resource) {
	if strings.HasPrefix(r.Type, engines[0]) || strings.HasPrefix(r.Type, engines[1]) || knownKind(r.Kind) {
		return
	}
	w.open(r, "type", `"`+graph.Printable(r.Type)+`"`, "a kind that the check knows")
}

// explicit are kinds whose public access is on where nothing is said.
var explicit = map[string][]string{
	"operationalinsights:Workspace": {"publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"},
	"insights:Component":            {"publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"},
}

// readFrom are the kinds that people query from the portal.
var readFrom = []string{"operationalinsights:Workspace", "insights:Component"}

func publicAccess(w *watch, r *graph.Resource) {
	if r.Kind == "web:WebApp" {
		w.webApp(r)
		return
	}
	for _, name := range explicit[r.Kind] {
		if r.Value(name).State == graph.Missing {
			w.open(r, name, "not set, which means Enabled", `"Disabled"`)
		}
	}
	for _, p := range w.properties(r) {
		if !strings.HasPrefix(strings.ToLower(p.name), "publicnetworkaccess") || judged(r.Kind, p.path) {
			continue // R10, R16, R21
		}
		if slices.Contains(readFrom, r.Kind) && p.name == "publicNetworkAccessForQuery" && p.value.Is("Enabled") {
			w.accepted(r, p.path, p.value.String(), "people query logs from the portal, behind Entra ID; nothing is written from outside")
			continue
		}
		// Without a private link scope there is no other way to write there.
		if r.Kind == "insights:Component" && p.name == "publicNetworkAccessForIngestion" && p.value.Is("Enabled") && r.Value("disableLocalAuth").True() {
			w.accepted(r, p.path, p.value.String(), "the gateway and the apps send telemetry there, each with its identity and a role (G15)")
			continue
		}
		w.value(r, p.path, p.value, p.value.Is("Disabled"), `"Disabled"`)
	}
}

// webApp: R52 judges how the app is reached; a public one is named here.
func (w *watch) webApp(r *graph.Resource) {
	site := !strings.Contains(strings.ToLower(r.Value("kind").Text()), "functionapp") // G23 otherwise
	if r.Value("publicNetworkAccess").Is("Enabled") && site && len(w.g.Of("web:WebAppAuthSettingsV2")) > 0 {
		w.accepted(r, "publicNetworkAccess", `"Enabled"`, "the stack exposes the app to the public, behind sign-in (R49, R52)")
	}
	if v := r.Value("siteConfig.publicNetworkAccess"); v.State != graph.Missing {
		w.value(r, "siteConfig.publicNetworkAccess", v, v.Is(r.Value("publicNetworkAccess").Text()), "what publicNetworkAccess says")
	}
}

// exceptions are the names of lists that let somebody through a firewall.
var exceptions = map[string]bool{
	"iprules": true, "virtualnetworkrules": true, "resourceaccessrules": true, "firewallrules": true, "ipsecurityrestrictions": true, "scmipsecurityrestrictions": true,
	"inboundiprules": true, "allowedipranges": true, "authorizedipranges": true,
}

func firewalls(w *watch, r *graph.Resource) {
	for _, p := range w.properties(r) {
		name := strings.ToLower(p.name)
		switch {
		case judged(r.Kind, p.path): // R9, R17, R20
		case exceptions[name] && (p.value.IsList() || p.value.Hidden()):
			w.value(r, p.path, p.value, len(p.value.Items()) == 0, "no entries")
		case name == "defaultaction" || name == "ipsecurityrestrictionsdefaultaction" || name == "scmipsecurityrestrictionsdefaultaction":
			w.value(r, p.path, p.value, p.value.Is("Deny"), `"Deny"`)
		}
	}
}

// switches are properties that let keys in, and the value that does not.
var switches = map[string]bool{
	"disablelocalauth": true, "disableapikeys": true, "allowsharedkeyaccess": false, "adminuserenabled": false,
	"enablelocalauth": false, "localauthenabled": false, "allowaccountkeyaccess": false,
}

func keys(w *watch, r *graph.Resource) {
	if r.Kind == "operationalinsights:Workspace" && r.Value("features.disableLocalAuth").State == graph.Missing {
		w.open(r, "features.disableLocalAuth", "not set, which means false", "true")
	}
	for _, p := range w.properties(r) {
		safe, is := switches[strings.ToLower(p.name)]
		switch {
		case !is, judged(r.Kind, p.path): // R11, R15, R23
		case safe:
			w.value(r, p.path, p.value, p.value.True(), "true")
		default:
			w.value(r, p.path, p.value, p.value.False(), "false")
		}
	}
}

func blobs(w *watch, r *graph.Resource) {
	switch r.Kind {
	case "storage:BlobContainer":
		v := r.Value("publicAccess")
		w.value(r, "publicAccess", v, v.Is("None") || v.State == graph.Missing, `"None"`)
		return
	case "storage:BlobServiceProperties":
		v := r.Value("cors.corsRules")
		w.value(r, "cors.corsRules", v, len(v.Items()) == 0, "no entries")
		return
	}
	for _, name := range []string{"isSftpEnabled", "enableNfsV3"} {
		v := r.Value(name)
		w.value(r, name, v, v.State == graph.Missing || v.False(), "false")
	}
	// Their defaults have been on.
	for _, name := range []string{"isLocalUserEnabled", "allowCrossTenantReplication"} {
		v := r.Value(name)
		w.value(r, name, v, v.False(), "false")
	}
}

func remote(w *watch, r *graph.Resource) {
	v := r.Value("siteConfig.remoteDebuggingEnabled")
	w.value(r, "siteConfig.remoteDebuggingEnabled", v, v.State == graph.Missing || v.False(), "false")
	v = r.Value("siteConfig.cors.allowedOrigins")
	w.value(r, "siteConfig.cors.allowedOrigins", v, !slices.Contains(v.Texts(), "*"), "named origins")
	v = r.Value("siteConfig.cors.supportCredentials")
	w.value(r, "siteConfig.cors.supportCredentials", v, !v.True(), "false")
}
