package arm

import (
	"net/mail"
	"strings"

	"secure-azure-openai/facts"
)

// actionGroupType is who is told about an alert. A group that alerts name can
// be deleted: they go on without it.
// https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups
var actionGroupType = Type{
	Token: "azure-native:insights/v20230101:ActionGroup",
	ARM:   armActionGroup,
	API:   "2023-01-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/actionGroups/{actionGroupName}",
	Name:  "actionGroupName",
	// Code not confirmed.
	Named: named(facts.NameActionGroup, "InvalidResourceName", "The name '%s' is not one of an action group."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew: []string{"location"},
	Validate: func(_ *Tx, r, _ *Resource) error {
		if err := onlyIn(r, facts.ActionGroupRegions); err != nil {
			return err
		}
		// Azure/bellhop#72
		if short := r.Text("groupShortName"); len(short) > facts.ActionGroupShortNameLongest {
			return badRequest("GroupShortNameIsTooLong", "The action group short name '%s' is too long. Please specify a short name with '%d' or less characters", short, facts.ActionGroupShortNameLongest)
		}
		return checkReceivers(r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		for _, kind := range receiverKinds {
			fill(r.Properties, kind, []any{})
			for _, item := range list(r.Properties, kind) {
				if receiver, ok := item.(map[string]any); ok && kind == "emailReceivers" {
					fill(receiver, "useCommonAlertSchema", false)
					receiver["status"] = "Enabled"
				}
			}
		}
		return nil
	},
}

// receiverKinds are the lists of an action group.
var receiverKinds = []string{
	"armRoleReceivers", "automationRunbookReceivers", "azureAppPushReceivers", "azureFunctionReceivers", "emailReceivers", "eventHubReceivers",
	"itsmReceivers", "logicAppReceivers", "smsReceivers", "voiceReceivers", "webhookReceivers",
}

// checkReceivers: names are unique over all receivers of a group, and mail goes
// to an address (Azure/azure-rest-api-specs, actionGroups_API.json, 2023-01-01).
// The codes are not confirmed.
func checkReceivers(r *Resource) error {
	seen := map[string]bool{}
	for _, kind := range receiverKinds {
		for _, receiver := range list(r.Properties, kind) {
			name := strings.ToLower(text(receiver, "name"))
			if seen[name] {
				return badRequest("DuplicateReceiverNames", "The action group %s has more than one receiver with the name '%s'.", r.Name(), text(receiver, "name"))
			}
			seen[name] = true
			if address := text(receiver, "emailAddress"); kind == "emailReceivers" {
				if _, err := mail.ParseAddress(address); err != nil {
					return badRequest("InvalidEmailAddress", "The receiver '%s' of the action group %s has the e-mail address '%s', which is none.", text(receiver, "name"), r.Name(), address)
				}
			}
		}
	}
	return nil
}
