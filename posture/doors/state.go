package doors

import (
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var states = []Door{{
	ID: "D-state", Title: "Everything that was made is ready and runs", Severity: finding.Medium, look: ready,
	Fix:  "Run an update, or look at the resource in the portal: what a half-made resource lets through is not known.",
	Link: "https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations#provisioningstate-values",
}}

// stated are what Azure answers of a resource's state, by kind.
var stated = map[string][]struct{ path, ready string }{
	"search:Service":             {{"status", "running"}},
	"storage:StorageAccount":     {{"statusOfPrimary", "available"}},
	"web:AppServicePlan":         {{"status", "Ready"}},
	"web:WebApp":                 {{"state", "Running"}, {"availabilityState", "Normal"}},
	"network:VirtualNetworkLink": {{"virtualNetworkLinkState", "Completed"}},
	"network:DnsResolver":        {{"dnsResolverState", "Connected"}},
}

func ready(w *watch) {
	for _, r := range w.g.Azure() {
		for _, path := range []string{"provisioningState", "properties.provisioningState"} {
			w.state(r, path, "Succeeded")
		}
		for _, s := range stated[r.Kind] {
			w.state(r, s.path, s.ready)
		}
	}
	for _, app := range w.g.Of("web:WebApp") {
		on := app.Value("enabled")
		w.value(app, "enabled", on, !on.False(), "true")
	}
}

// state looks at what Azure answered, if it did.
func (w *watch) state(r *graph.Resource, path, ready string) {
	if v := r.Outputs.At(path); v.State == graph.Known {
		w.value(r, path, v, v.Is(ready), `"`+ready+`"`)
	}
}
