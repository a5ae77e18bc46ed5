package arm

import (
	"slices"
	"time"

	"secure-azure-openai/facts"
)

// checkModel: a deprecated model takes no new deployment, a retired one none
// at all, and a SKU is offered for a model, in a region. The day is the
// world's; what facts.Models does not list is believed. A deployment that
// keeps its version and SKU goes on, whatever has become of its model.
// ServiceModelDeprecating: microsoft/microsoft-foundry-for-vscode#557 and
// Azure/azure-dev#7900. ServiceModelDeprecated:
// microsoft/microsoft-foundry-for-vscode#491.
// InvalidResourceProperties: Azure/azure-dev#6727 for a SKU that no model has,
// Azure-Samples/get-started-with-ai-chat#42 for one that a region lacks.
func checkModel(tx *Tx, r, old *Resource) error {
	name, version, sku := r.Text("properties.model.name"), r.Text("properties.model.version"), r.Text("sku.name")
	if old != nil && old.Text("properties.model.version") == version && old.Text("sku.name") == sku {
		return nil
	}
	if sku != "" && !slices.Contains(facts.DeploymentSKUs, sku) {
		return badRequest("InvalidResourceProperties", "The specified SKU '%s' of account deployment is not supported by the model '%s' version: '%s'.", sku, name, version)
	}
	model, known := facts.FindModel(name, version)
	if !known {
		return nil
	}
	format, day := r.Text("properties.model.format"), tx.w.day()
	retires, err := time.Parse(time.DateOnly, model.Retires)
	switch {
	case err == nil && model.Retired(day):
		return badRequest("ServiceModelDeprecated", "The model 'Format:%s,Name:%s,Version:%s' has been deprecated since %s.", format, name, version, retires.Format("01/02/2006 15:04:05"))
	case model.Deprecating(day):
		return badRequest("ServiceModelDeprecating", "The model 'Format:%s,Name:%s,Version:%s' is in deprecating state and cannot be used for new deployments.", format, name, version)
	}
	if region := tx.Get(ParentOf(r.ID)).Text("location"); model.Refused(sku, region) {
		return badRequest("InvalidResourceProperties", "The specified SKU '%s' for model '%s %s' is not supported in this region '%s'.", sku, name, version, region)
	}
	return nil
}
