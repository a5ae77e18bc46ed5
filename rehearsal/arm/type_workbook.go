package arm

import (
	"encoding/json"
	"strings"

	"secure-azure-openai/facts"
)

// workbookType. Its name is a GUID, and a person knows it by displayName.
// Azure returns what it shows only to who asks with canFetchContent (Azure/
// azure-rest-api-specs, workbooks_API.json, 2023-06-01), and the provider does
// not (pulumi-azure-native, provider/pkg/gen/readParams.go).
// https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-automate
var workbookType = Type{
	Token: "azure-native:insights/v20230601:Workbook",
	ARM:   "Microsoft.Insights/workbooks",
	API:   "2023-06-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/workbooks/{resourceName}",
	Name:  "resourceName",
	// MicrosoftDocs/azure-docs#52844
	Named: named(facts.NameWorkbook, "BadRequest", "Invalid Workbook resource name: '%s'"),
	// By x-ms-mutability of every tracked resource in Azure's common types.
	ForceNew:   []string{"location"},
	References: []Reference{{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}}},
	Validate:   validateWorkbook,
	Complete: func(tx *Tx, r, _ *Resource) error {
		r.Properties["timeModified"] = born
		r.Properties["revision"] = strings.ReplaceAll(r.GUID("revision"), "-", "")
		r.Properties["userId"] = tx.w.opts.ObjectID
		fill(r.Properties, "kind", "shared")
		fill(r.Properties, "version", "Notebook/1.0")
		fill(r.Properties, "sourceId", "azure monitor")
		// hashicorp/terraform-provider-azurerm takes no capitals there.
		r.Properties["sourceId"] = strings.ToLower(r.Text("sourceId"))
		return nil
	},
}

// validateWorkbook: microsoft/ApplicationInsights-Home#476 has code and words
// for a second one of the same displayName, which
// MicrosoftDocs/azure-docs#52844 explains. Azure takes what is no JSON, and the
// portal cannot open it (Azure/Microsoft-Defender-for-Cloud#256): the rehearsal
// refuses it, with a code of its own. The code for a kind is not confirmed.
func validateWorkbook(tx *Tx, r, _ *Resource) error {
	if kind := r.Text("kind"); kind != "" && kind != "shared" {
		return badRequest("BadRequest", "The kind '%s' of the workbook %s is not supported: it is shared.", kind, r.Name())
	}
	if !json.Valid([]byte(r.Text("serializedData"))) {
		return badRequest("InvalidWorkbookContent", "The rehearsal takes no workbook whose serializedData is not JSON; that of '%s' is not.", r.Text("displayName"))
	}
	for _, other := range tx.All() {
		if other.Type == r.Type && !SameID(other.ID, r.ID) && SameID(ParentOf(other.ID), ParentOf(r.ID)) && strings.EqualFold(other.Text("displayName"), r.Text("displayName")) {
			return conflict("Conflict", "A Workbook with the same name already exists within this subscription.")
		}
	}
	return nil
}
