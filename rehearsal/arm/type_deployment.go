package arm

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// deploymentType runs an inline template: its resources come into being under
// the same rules as all others. Deleting a deployment deletes only its record.
// https://learn.microsoft.com/azure/azure-resource-manager/templates/deployment-history-deletions
var deploymentType = Type{
	Token:    "azure-native:resources:Deployment",
	ARM:      "Microsoft.Resources/deployments",
	API:      "2022-09-01",
	Path:     "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Resources/deployments/{deploymentName}",
	Name:     "deploymentName",
	Complete: completeDeployment,
	AfterPut: runDeployment,
	// The group's region serves.
	Regionless: true,
}

// subscriptionDeploymentType is the same at the subscription's scope, where it
// needs a location for its own record.
var subscriptionDeploymentType = Type{
	Token:    "azure-native:resources:DeploymentAtSubscriptionScope",
	ARM:      "Microsoft.Resources/deployments",
	API:      "2022-09-01",
	Path:     "/subscriptions/{subscriptionId}/providers/Microsoft.Resources/deployments/{deploymentName}",
	Name:     "deploymentName",
	Complete: completeDeployment,
	AfterPut: runDeployment,
}

// pricingType is a Defender plan: one per name and subscription, which always
// exists.
// https://learn.microsoft.com/rest/api/defenderforcloud/pricings
var pricingType = Type{ARM: armPricing}

func completeDeployment(_ *Tx, r, _ *Resource) error {
	set(r.Properties, "properties.correlationId", r.GUID("correlation"))
	set(r.Properties, "properties.timestamp", born)
	set(r.Properties, "properties.duration", "PT1S")
	set(r.Properties, "properties.mode", or(r.Text("properties.mode"), "Incremental"))
	return nil
}

// runDeployment makes a template's resources, one after the other.
// InvalidTemplate and DeploymentFailed are Azure's
// (https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors);
// what else is refused here are the stand-in's own limits, with codes of its
// own: mode Complete, secrets, linked templates.
func runDeployment(tx *Tx, r, _ *Resource) error {
	template := object(r.inputs, "properties.template")
	if !strings.EqualFold(r.Text("properties.mode"), "Incremental") {
		return badRequest("InvalidDeploymentMode", "The rehearsal runs deployments in mode Incremental; %s asks for '%s'.", r.ID, r.Text("properties.mode"))
	}
	for _, pointer := range r.Secrets {
		if strings.HasPrefix(pointer, "/properties/template") || strings.HasPrefix(pointer, "/properties/parameters") {
			return badRequest("InvalidTemplate", "The rehearsal's stand-in for Azure keeps no secrets of an inline template; %s has one at %s.", r.ID, pointer)
		}
	}
	if template == nil {
		return badRequest("InvalidTemplate", "Deployment template validation failed: %s has no inline template, and the rehearsal follows no template link.", r.ID)
	}
	scope := evaluator{tx: tx, deployment: r, template: template, parameters: object(r.inputs, "properties.parameters")}
	var made []any
	for _, item := range list(template, "resources") {
		id, err := scope.deploy(item)
		if err != nil {
			return failed(err)
		}
		made = append(made, map[string]any{"id": id})
	}
	outputs := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(object(template, "outputs"))) {
		value, err := scope.value(get(object(template, "outputs")[name], "value"))
		if err != nil {
			return failed(err)
		}
		outputs[name] = map[string]any{"type": text(object(template, "outputs")[name], "type"), "value": value}
	}
	stored := tx.Edit(r.ID)
	set(stored.Properties, "properties.outputResources", made)
	set(stored.Properties, "properties.outputs", outputs)
	return nil
}

func failed(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	wrapped := conflict("DeploymentFailed", "At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.")
	wrapped.Details = []*Error{e}
	return wrapped
}

func or(value, fallback string) string {
	if value != "" {
		return value
	}
	return fallback
}
