package doors

import (
	"fmt"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var auditing = []Door{
	{
		ID: "D-audit", Title: "What is asked of each service, and who connects, is logged to the stack's workspace, and kept", Severity: finding.Medium, look: audit,
		Fix:  "Give each service a diagnostic setting with allLogs to the workspace, and keep its logs for 30 days at least.",
		Link: "https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings",
	},
	{
		ID: "D-elsewhere", Title: "No logs and no data are sent to, or kept in, anything outside of the stack", Severity: finding.High, look: elsewhere,
		Fix:  "Remove the target, or waive this with the reason: whoever owns it can read what arrives there.",
		Link: "https://learn.microsoft.com/security/benchmark/azure/mcsb-v2-data-protection",
	},
}

// audited are the kinds whose logs an investigation needs, and the part of
// each that writes them.
var audited = []struct{ kind, part string }{
	{"cognitiveservices:Account", ""}, {"search:Service", ""}, {"storage:StorageAccount", "/blobServices/default"},
	{"web:WebApp", ""}, {"network:VirtualNetworkGateway", ""}, {apiService, ""},
}

func audit(w *watch) {
	// By the id of what they are of, in lower case, or its URN before there
	// are ids.
	settings := map[string][]*graph.Resource{}
	for _, d := range w.g.Of("insights:DiagnosticSetting") {
		keys := []string{strings.ToLower(d.Value("resourceUri").Text())}
		if d.Value("resourceUri").Hidden() {
			keys = d.PropertyDependencies["resourceUri"]
		}
		for _, key := range keys {
			if key != "" {
				settings[key] = append(settings[key], d)
			}
		}
	}
	undecided := 0
	for _, of := range audited {
		for _, r := range w.g.Of(of.kind) {
			loose := settings[r.URN]
			if w.audited(r, append(loose[:len(loose):len(loose)], settings[strings.ToLower(r.ID+of.part)]...)) && len(loose) > 0 {
				undecided++
			}
		}
	}
	if undecided > 0 {
		w.unknown(nil, "resourceUri", fmt.Sprintf("the ids of %d services", undecided))
	}
	for _, r := range w.g.Of("operationalinsights:Workspace") {
		days := r.Value("retentionInDays")
		n, is := days.Number()
		w.value(r, "retentionInDays", days, days.State == graph.Missing || is && n >= 30, "30 or more")
		// The tier Free keeps logs for a week, and takes half a gigabyte a day.
		sku := r.Value("sku.name")
		w.value(r, "sku.name", sku, !sku.Is("Free"), "one that keeps logs for 30 days")
		purge := r.Value("features.immediatePurgeDataOn30Days")
		w.value(r, "features.immediatePurgeDataOn30Days", purge, !purge.True(), "false")
		// A rule of one's own can drop what arrives.
		rule := r.Value("defaultDataCollectionRuleResourceId")
		w.value(r, "defaultDataCollectionRuleResourceId", rule, rule.Nothing(), "nothing there")
		// Past the cap nothing is logged until the next day: -1 is none.
		limit := r.Value("workspaceCapping.dailyQuotaGb")
		n, is = limit.Number()
		w.value(r, "workspaceCapping.dailyQuotaGb", limit, limit.State == graph.Missing || is && n == -1, "no cap")
	}
}

// audited looks for all logs among the diagnostic settings of a resource.
func (w *watch) audited(r *graph.Resource, settings []*graph.Resource) bool {
	near := "no diagnostic setting"
	for _, d := range settings {
		if d.Value("logs").Hidden() {
			w.unknown(d, "logs", "allLogs")
			return true
		}
		for _, log := range d.Value("logs").Items() {
			if log.At("categoryGroup").Is("allLogs") && log.At("enabled").True() {
				return true
			}
		}
		near = d.String() + " without allLogs"
	}
	w.open(r, "", near, "one that sends allLogs to the workspace")
	return false
}

// targets are properties that send or keep something elsewhere, by kind.
var targets = map[string][]string{
	"insights:DiagnosticSetting":    {"eventHubAuthorizationRuleId", "storageAccountId", "marketplacePartnerId"},
	"cognitiveservices:Account":     {"properties.userOwnedStorage", "properties.apiProperties"},
	"web:WebApp":                    {"siteConfig.azureStorageAccounts", "cloningInfo"},
	"operationalinsights:Workspace": {"features.enableDataExport"},
	// An event hub or a webhook is somebody else's as soon as it is named.
	"insights:ActionGroup": {
		"webhookReceivers", "eventHubReceivers", "automationRunbookReceivers", "azureFunctionReceivers", "logicAppReceivers", "itsmReceivers",
	},
	"insights:Workbook":  {"storageUri"},
	"insights:Component": {"forceCustomerStorageForProfiler"},
}

func elsewhere(w *watch) {
	for _, r := range w.g.Azure() {
		for _, path := range targets[r.Kind] {
			v := r.Value(path)
			w.value(r, path, v, v.Nothing(), "nothing there")
		}
	}
	undecided := 0
	for _, d := range w.g.Of("insights:DiagnosticSetting") {
		to := d.Value("workspaceId")
		target := w.g.ByID(to.Text())
		if to.Hidden() {
			undecided++
			continue
		}
		w.value(d, "workspaceId", to, target != nil && target.Kind == "operationalinsights:Workspace", "the stack's workspace")
	}
	if undecided > 0 {
		w.unknown(nil, "workspaceId", fmt.Sprintf("the id of the stack's workspace, in %d diagnostic settings", undecided))
	}
}
