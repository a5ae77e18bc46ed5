package settings

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
)

// Each row is a configuration that can be deployed, and what a person is told
// about it all the same, beside signInOff.
func TestWarnings(t *testing.T) {
	const guid = "11111111-2222-3333-4444-555555555555"
	deployments := func(json string) map[string]string {
		return map[string]string{"openai": `{"deployments":[` + json + `]}`}
	}
	const chat, embedding = `{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"}`, `{"name":"embedding","model":"text-embedding-3-large","version":"1"}`

	told := map[string]string{"telemetry": `{"alertEmails":["platform@example.com"]}`}

	for _, row := range []struct {
		name   string
		values map[string]string
		want   []Warning
	}{
		{"unknown region", map[string]string{"environment": `{"location":"swedensouth"}`}, []Warning{
			`environment.location: "swedensouth" is not among the regions known to this program`}},
		{"region that is near a known one", map[string]string{"search": `{"location":"westeurop"}`}, []Warning{
			`search.location: "westeurop" is not among the regions known to this program: is it "westeurope"?`}},
		{"region without zones", map[string]string{"environment": `{"location":"westus"}`, "storage": `{"sku":"Standard_ZRS"}`,
			"webApp": `{"sku":"P1v3","instances":2,"zoneRedundant":true,"permittedGroupsField":""}`}, []Warning{
			`vpn.sku: the region "westus" is known without availability zones, and the gateway's address is zonal`,
			`storage.sku: "Standard_ZRS" needs availability zones, and the region "westus" is known without`,
			`webApp.zoneRedundant: the region "westus" is known without availability zones`}},
		{"public address space", map[string]string{"network": `{"addressSpace":"20.0.0.0/16"}`}, []Warning{
			`network.addressSpace: "20.0.0.0/16" is no private range (RFC 1918, RFC 6598): whoever owns it on the internet can no longer be reached from the VNet`}},
		{"addresses of endpoints that are not there", map[string]string{"network": `{"dynamicEndpoints":["storage","gateway","backendQueue"]}`}, []Warning{
			`network.dynamicEndpoints[1]: this stack has no endpoint "gateway", so that nothing follows from it`,
			`network.dynamicEndpoints[2]: this stack has no endpoint "backendQueue", so that nothing follows from it`}},
		{"small web app subnet", map[string]string{"network": `{"webApp":"10.20.2.0/27"}`}, []Warning{
			`network.webApp: "10.20.2.0/27" is smaller than the advised /26, leaves little room to scale, and cannot be resized in use`}},
		{"nobody reaches anything", map[string]string{"vpn": `{"enabled":false}`}, []Warning{
			`vpn.enabled: without the VPN gateway, a DNS resolver and a public web app nobody reaches the services, unless another network is peered with the VNet`}},
		{"placeholder tenant", map[string]string{"vpn": `{"tenantId":"00000000-0000-0000-0000-000000000042"}`}, []Warning{
			`vpn.tenantId: "00000000-0000-0000-0000-000000000042" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the id of the Entra tenant whose users may connect`}},
		{"model close to its end", deployments(`{"name":"chat","model":"gpt-5.4-mini","version":"2026-03-17"},` + embedding), []Warning{
			`openai.deployments[0].model: "gpt-5.4-mini" "2026-03-17" retires on 2027-03-18, has a note: no EU data zone in the published matrix (as of 2026-11-21); gpt-5.6-terra version 2026-07-09 is the model to start with`}},
		{"model closed to new customers", deployments(`{"name":"chat","model":"gpt-5.1","version":"2025-11-13"},` + embedding), []Warning{
			`openai.deployments[0].model: "gpt-5.1" "2025-11-13" may be closed to new customers (as of 2026-11-21); gpt-5.6-terra version 2026-07-09 is the model to start with`}},
		{"preview model", deployments(`{"name":"chat","model":"gpt-chat-latest","version":"2026-08-06"},` + embedding), []Warning{
			`openai.deployments[0].model: "gpt-chat-latest" "2026-08-06" is a preview, has a note: a preview alias that moves from model to model (as of 2026-11-21); gpt-5.6-terra version 2026-07-09 is the model to start with`}},
		{"unknown version", deployments(`{"name":"chat","model":"gpt-5.6-terra","version":"2027-01-01"},` + embedding), []Warning{
			`openai.deployments[0].version: the model table of 2026-11-21 does not know version "2027-01-01" of "gpt-5.6-terra"`}},
		{"unknown model with a kind", deployments(`{"name":"chat","model":"gpt-7","version":"2027-01-01","kind":"chat"},` + embedding), []Warning{
			`openai.deployments[0].model: the model table of 2026-11-21 does not know "gpt-7": whether it can be deployed shows only in Azure`}},
		{"SKU that is not listed", deployments(`{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","sku":"Standard"},` + embedding), []Warning{
			`openai.deployments[0].sku: "Standard" is not listed for "gpt-5.6-terra" in "swedencentral" (InvalidResourceProperties where Azure does not offer it): the list has GlobalStandard, DataZoneStandard, GlobalProvisionedManaged, DataZoneProvisionedManaged`}},
		{"more than the first quota tier has", deployments(`{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","sku":"DataZoneStandard","capacity":334},` + embedding), []Warning{
			`openai.deployments[0].capacity: 334 thousand tokens a minute are more than the 333 that quota tier 1 has for "gpt-5.6-terra" with "DataZoneStandard" (InsufficientQuota): a subscription of a higher tier may have them`}},
		{"more together than the first quota tier has", deployments(`{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","capacity":600},{"name":"more","model":"gpt-5.6-terra","version":"2026-07-09","capacity":401},` + embedding), []Warning{
			`openai.deployments[1].capacity: 1001 thousand tokens a minute are more than the 1000 that quota tier 1 has for "gpt-5.6-terra" with "GlobalStandard" (InsufficientQuota): a subscription of a higher tier may have them`}},
		{"all of the first quota tier", deployments(`{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","capacity":1000},` + embedding), nil},
		{"resolver's addresses without a resolver", map[string]string{"network": `{"addressSpace":"10.0.0.0/22"}`}, nil},
		{"SKU without a matrix", deployments(`{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","sku":"DeveloperTier"},` + embedding), nil},
		{"reasoning model as chat", deployments(`{"name":"chat","model":"o3-pro","version":"2025-06-10","kind":"chat"},` + embedding), []Warning{
			`openai.deployments[0].model: "o3-pro" "2025-06-10" retires on 2026-12-10 (as of 2026-11-21); gpt-5.6-terra version 2026-07-09 is the model to start with`}},
		{"vector search without an embedding model", deployments(chat), []Warning{
			`search.queryType: "vectorSemanticHybrid" searches by vector, and no embedding model is deployed: it works only with a vectorizer of the index's own`}},
		{"text search without an embedding model", map[string]string{"openai": `{"deployments":[` + chat + `]}`, "search": `{"queryType":"semantic"}`}, nil},
		{"shared private link on basic", map[string]string{"search": `{"sharedPrivateLink":true}`}, []Warning{
			`search.sharedPrivateLink: on a basic service a shared private link serves skillsets with an embedding skill only, in some regions: standard serves them all`}},
		{"another runtime", map[string]string{"webApp": `{"runtime":"NODE|22-lts","permittedGroupsField":""}`}, []Warning{
			`webApp.runtime: "NODE|22-lts" is not Python, which Microsoft's sample application is written in`}},
		{"credential among the settings", map[string]string{"webApp": `{"settings":{"STRIPE_API_KEY":"hush"},"permittedGroupsField":""}`}, []Warning{
			`webApp.settings.STRIPE_API_KEY: looks like a credential: keep it in a vault and refer to it as @Microsoft.KeyVault(SecretUri=…)`}},
		{"credential in a vault", map[string]string{"webApp": `{"settings":{"STRIPE_API_KEY":"@Microsoft.KeyVault(SecretUri=x)"},"permittedGroupsField":""}`}, nil},
		{"article profile", map[string]string{"access": `{"profile":"article"}`}, []Warning{
			"access.profile: the article profile weakens the topology: keys and shared-key access stay on for Azure OpenAI, Search and Storage, and developers, who are Contributors in it, can list them; the guard refuses that until posture.waivers accepts R11, R15, R23 and D-wide-role, and `posture check` names each flow that it opens"}},
		{"placeholder developer", map[string]string{"access": `{"developers":[{"name":"a","objectId":"00000000-0000-0000-0000-000000000007","type":"User"}]}`}, []Warning{
			`access.developers[0].objectId: "00000000-0000-0000-0000-000000000007" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the object id of a user or group in Entra ID`}},
		{"gateway", merged(gateway(""), told), nil},
		{"gateway that tells nobody", gateway(""), []Warning{
			`telemetry.alertEmails: names nobody: an alert shows in the portal alone`}},
		{"Developer tier", merged(gateway(`"mode":"internal","sku":"Developer"`), told), []Warning{
			`gateway.sku: "Developer" has no SLA and one unit: it is for trying things out`}},
		{"keys that the web app has not", merged(gateway(`"subscriptions":"required","teams":["search-team"]`), told), []Warning{
			`gateway.subscriptions: every call needs a subscription key, and the web app sends none: optional asks for a token alone`}},
		{"keys that nobody has", merged(gateway(`"subscriptions":"required"`), told), []Warning{
			`gateway.subscriptions: every call needs a subscription key, and the web app sends none, and gateway.teams names no team to have one: optional asks for a token alone`}},
		{"optional keys without a team", merged(gateway(`"subscriptions":"optional","perSubscription":{"calls":60}`), told), nil},
		{"keys of the backend", merged(backend(`"subscriptions":"required"`), told), []Warning{
			`backend.subscriptions: every call needs a subscription key, and gateway.teams have none for the backend: each is made by hand, for the product backend`}},
		{"memory that Azure may refuse", merged(backend(`"memoryMB":512`), told), []Warning{
			`backend.memoryMB: Azure's page has 512, and its API was seen to refuse it (Azure/azure-rest-api-specs#40898): 2048 is sure`}},
		{"audience without the web app's", merged(gateway(`"audiences":["api://chat","https://cognitiveservices.azure.com/"]`), told), []Warning{
			`gateway.audiences: https://cognitiveservices.azure.com is not among them, and the web app's token is for it: the gateway refuses that`}},
		{"audience with the web app's", merged(gateway(`"audiences":["api://chat","https://cognitiveservices.azure.com"]`), told), nil},
		{"applications and claims", merged(gateway(`"clientIds":["`+guid+`"],"claims":[{"name":"roles","values":["Chat.Use"]}]`), told), []Warning{
			`gateway.clientIds: the web app's token is its managed identity's: unless that identity's application (client) id is among them, the gateway refuses it`,
			`gateway.claims: the web app's token must have them too, and a managed identity's has no roles but the app roles that it is assigned`}},
		{"what is said of a gateway that is off", map[string]string{
			"gateway":   `{"mode":"internal","sku":"Developer","subscriptions":"required","audiences":["api://chat"],"clientIds":["` + guid + `"],"claims":[{"name":"roles","values":["Chat.Use"]}]}`,
			"backend":   `{"subscriptions":"required"}`,
			"telemetry": `{"bodyBytes":16}`}, nil},
		{"placeholders of the gateway", merged(backend(""), told, map[string]string{
			"backend": `{"enabled":true,"clientId":"00000000-0000-0000-0000-000000000009"}`,
			"gateway": with(gatewayOn, `"callers":[{"name":"a","objectId":"00000000-0000-0000-0000-000000000008"}]`)}), []Warning{
			`gateway.callers[0].objectId: "00000000-0000-0000-0000-000000000008" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the object id of a user or of an application's identity in Entra ID`,
			`backend.clientId: "00000000-0000-0000-0000-000000000009" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the application id of the app registration that stands for the backend`}},
		{"prompts in the logs", merged(gateway(""), map[string]string{"telemetry": `{"bodyBytes":8192,"alertEmails":["a@example.com"]}`}), []Warning{
			`telemetry.bodyBytes: prompts and answers are logged, up to 8192 bytes of each: whoever may query the logs reads them, and Azure asks for none where answers are streamed, since they may be held back`}},
		{"scope that shuts others out", merged(gateway(""), map[string]string{"telemetry": `{"privateLinkScope":"privateOnly","alertEmails":["a@example.com"]}`}), []Warning{
			`telemetry.privateLinkScope: from now on every network that shares the VNet's DNS reaches nothing of Azure Monitor but what is in this scope: start with open`}},
		{"scope that does not", merged(gateway(""), map[string]string{"telemetry": `{"privateLinkScope":"open","alertEmails":["a@example.com"]}`}), nil},
		{"account in a region that is unknown", merged(accounts(`{"name":"south","location":"swedensouth","slot":1}`), told), []Warning{
			`openai.accounts[0].location: "swedensouth" is not among the regions known to this program`}},
		{"the gateway's endpoint as a setting without a gateway", map[string]string{"webApp": `{"settings":{"AZURE_OPENAI_ENDPOINT":"https://oai-aoai-test-a12345.openai.azure.com/"}}`}, nil},
		{"On Your Data", map[string]string{"retrieval": "onYourData"}, []Warning{onYourData}},
		{"sign-in", map[string]string{"webApp": `{"exposure":"public","signIn":{"clientId":"` + guid + `"}}`}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, got, err := Load(source(row.values))
			require.NoError(t, err)
			var others []Warning
			for _, w := range got {
				if w != signInOff {
					others = append(others, w)
				}
			}
			var want []Warning
			for _, w := range row.want {
				want = append(want, DefaultProject+":"+w)
			}
			assert.Equal(t, want, others)
		})
	}
}

const onYourData Warning = "retrieval: the retirement of Azure OpenAI On Your Data was announced for 2026-10-14, and it works with gpt-4o and gpt-4o-mini only, which take no new deployments: use direct, where the application queries Search itself"

// A model that is deprecated and not yet at its date: the table has none now.
func TestDeprecatedBeforeItsDate(t *testing.T) {
	assert.Equal(t, "is deprecated, retires on 2027-01-01 and takes no new deployments (ServiceModelDeprecating)",
		gone(facts.Model{Status: facts.StatusDeprecated, Retires: "2027-01-01"}))
}
