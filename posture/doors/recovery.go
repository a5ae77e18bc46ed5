package doors

import (
	"strings"

	"secure-azure-openai/posture/finding"
)

var keeping = []Door{
	{
		ID: "D-recovery", Title: "Deleted blobs and containers can be brought back for a week", Severity: finding.Medium, look: recovery,
		Fix:  "Turn deleteRetentionPolicy and containerDeleteRetentionPolicy on, for 7 days at least, without permanent deletion.",
		Link: "https://learn.microsoft.com/azure/storage/blobs/data-protection-overview",
	},
	{
		ID: "D-protect", Title: "What the stack protects is protected whole", Severity: finding.Low, look: protected,
		Fix:  "Run an update: the resource takes the protection of its component again.",
		Link: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
	},
}

func recovery(w *watch) {
	// By the id of their account, in lower case, or its URN before there are ids.
	kept := map[string]bool{}
	for _, r := range w.g.Of("storage:BlobServiceProperties") {
		account, _, _ := strings.Cut(strings.ToLower(r.ID), "/blobservices/")
		kept[account] = true
		if r.ID == "" {
			for _, urn := range r.PropertyDependencies["accountName"] {
				kept[urn] = true
			}
		}
		for _, policy := range []string{"deleteRetentionPolicy", "containerDeleteRetentionPolicy"} {
			on, days := r.Value(policy+".enabled"), r.Value(policy+".days")
			n, is := days.Number()
			w.value(r, policy+".enabled", on, on.True(), "true")
			w.value(r, policy+".days", days, is && n >= 7, "7 or more")
		}
		forever := r.Value("deleteRetentionPolicy.allowPermanentDelete")
		w.value(r, "deleteRetentionPolicy.allowPermanentDelete", forever, !forever.True(), "false")
	}
	for _, account := range w.g.Of("storage:StorageAccount") {
		if id := strings.ToLower(account.ID); !kept[account.URN] && (id == "" || !kept[id]) {
			w.open(account, "", "no storage:BlobServiceProperties", "one with retention of what is deleted")
		}
	}
}

// protected: a resource inherits its component's protection. Models are left
// out of it: a new version replaces one.
func protected(w *watch) {
	for _, r := range w.g.Azure() {
		parent := w.g.ByURN(r.Parent)
		if parent != nil && parent.Protect && !r.Protect && r.Kind != "cognitiveservices:Deployment" {
			w.open(r, "protect", "false", "true, as of "+parent.String())
		}
	}
}
