package arm

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
)

// cognitiveAccountType. 2024-10-01 is the first GA version with
// networkAcls.bypass.
// https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains
var cognitiveAccountType = Type{
	Token: "azure-native:cognitiveservices/v20241001:Account",
	ARM:   armCognitiveAccount,
	API:   "2024-10-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}",
	Name:  "accountName",
	Named: checkAccountName,
	References: []Reference{
		{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}},
	},
	Validate: func(tx *Tx, r, old *Resource) error {
		if err := restore(tx, r, old); err != nil {
			return err
		}
		sub := r.Text("properties.customSubDomainName")
		if old != nil && old.Text("properties.customSubDomainName") != "" && !strings.EqualFold(sub, old.Text("properties.customSubDomainName")) {
			// pulumi/pulumi-azure-native#2754
			return badRequest("UpdatingCustomDomainNotAllowed", "Updating or disabling sub domain is not supported.")
		}
		if sub == "" && object(r.Properties, "properties.networkAcls") != nil {
			// hashicorp/terraform-provider-azurerm#24239 says that Azure asks for
			// it; code and message are not confirmed.
			return badRequest("BadRequest", "The network rules of account %s need a custom subdomain name.", r.Name())
		}
		if sub == "" {
			return nil
		}
		// microsoft/microsoft-foundry-for-vscode#121
		if err := named(facts.NameOpenAI, "CustomDomainInvalid", "Sub domain name '%s' is not valid.")(strings.ToLower(sub)); err != nil {
			return err
		}
		for _, other := range tx.All() {
			if (other.Type == armCognitiveAccount || other.Type == armDeletedAccount) && !SameID(other.ID, r.ID) && strings.EqualFold(other.Text("properties.customSubDomainName"), sub) {
				return conflict("CustomDomainInUse", "Please pick a different name. The subdomain name '%s' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource. Learn more at \"https://go.microsoft.com/fwlink/?linkid=2215493\"", sub)
			}
		}
		return nil
	},
	Complete: func(tx *Tx, r, _ *Resource) error {
		endpoint := fmt.Sprintf("https://%s.api.cognitive.microsoft.com/", r.Text("location"))
		if sub := r.Text("properties.customSubDomainName"); sub != "" {
			domain := "cognitiveservices.azure.com"
			if strings.EqualFold(r.Text("kind"), "OpenAI") {
				domain = "openai.azure.com"
			}
			endpoint = fmt.Sprintf("https://%s.%s/", sub, domain)
		}
		set(r.Properties, "properties.endpoint", endpoint)
		set(r.Properties, "properties.endpoints", map[string]any{
			"OpenAI Language Model Instance API":         endpoint,
			"OpenAI Dall-E API":                          endpoint,
			"OpenAI Moderations API":                     endpoint,
			"OpenAI Whisper API":                         endpoint,
			"Token":                                      endpoint,
			"OpenAI Model Scaleset API":                  endpoint,
			"OpenAI Realtime Audio Transcription Models": endpoint,
		})
		set(r.Properties, "properties.internalId", strings.ReplaceAll(r.GUID("internal"), "-", ""))
		set(r.Properties, "properties.isMigrated", false)
		set(r.Properties, "properties.dateCreated", born)
		fill(r.Properties, "properties.publicNetworkAccess", "Enabled")
		fill(r.Properties, "properties.disableLocalAuth", false)
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		set(properties, "properties.privateEndpointConnections", connections(tx, r))
	},
	BeforeDelete: nested(armModelDeployment),
	AfterDelete:  keepDeleted,
}

// checkAccountName: microsoft/microsoft-foundry-for-vscode#70.
func checkAccountName(name string) error {
	if facts.NameAccount.Broken(name) == "" {
		return nil
	}
	return badRequest("InvalidAccountName", "The account name is invalid. Account name can only include alphanumeric characters, underscores and hyphens; Account name only allows 2 to 64 characters.")
}

// modelDeploymentType.
// https://learn.microsoft.com/azure/ai-services/openai/how-to/create-resource
var modelDeploymentType = Type{
	Token: "azure-native:cognitiveservices/v20241001:Deployment",
	ARM:   armModelDeployment,
	API:   "2024-10-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}/deployments/{deploymentName}",
	Name:  "deploymentName",
	// microsoft/microsoft-foundry-for-vscode#568. The message allows no period and
	// two characters at least; people's deployments are named after models, with
	// periods, so it is not taken at its word.
	Named: named(facts.NameDeployment, "InvalidResourceName", "The resource name is invalid: '%s'. Resource name can only include alphanumeric characters, underscores and hyphens; Resource name only allows 2 to 64 characters."),
	Validate: func(tx *Tx, r, old *Resource) error {
		// https://github.com/Azure-Samples/azure-search-openai-demo/issues/1330
		if old != nil && (r.Text("properties.model.name") != old.Text("properties.model.name") || r.Text("properties.model.format") != old.Text("properties.model.format")) {
			return badRequest("CannotChangeDeploymentModel", "The model of deployment cannot be changed.")
		}
		if err := checkModel(tx, r, old); err != nil {
			return err
		}
		return checkQuota(tx, r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "properties.versionUpgradeOption", "OnceNewDefaultVersionAvailable")
		set(r.Properties, "properties.dynamicThrottlingEnabled", false)
		if capacity := get(r.Properties, "sku.capacity"); capacity != nil {
			set(r.Properties, "properties.currentCapacity", capacity)
		}
		return nil
	},
}

// born is when everything in the world was made: the world has no clock yet,
// and outputs that change from run to run would hide those that matter.
const born = "2026-01-01T00:00:00Z"
