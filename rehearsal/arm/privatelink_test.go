package arm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

func TestEndpointHasInterfaceConnectionAndRecords(t *testing.T) {
	w := newWorld(t)
	pep := w.made(endpoint, endpointInputs())
	dns := pep["customDnsConfigs"].([]any)[0].(m)
	assert.Equal(t, "oai.openai.azure.com", dns["fqdn"])
	assert.Equal(t, []any{"10.0.0.4"}, dns["ipAddresses"], "the first free address")
	state := pep["privateLinkServiceConnections"].([]any)[0].(m)["privateLinkServiceConnectionState"].(m)
	assert.Equal(t, "Approved", state["status"])

	nicID := pep["networkInterfaces"].([]any)[0].(m)["id"].(string)
	assert.Equal(t, "10.0.0.4", w.read(nicID)["ipConfigurations"].([]any)[0].(m)["privateIPAddress"])
	assert.Equal(t, pepID, at(t, w.read(nicID), "privateEndpoint.id"))

	found := at(t, w.read(accountID), "properties.privateEndpointConnections").([]any)
	require.Len(t, found, 1)
	assert.Equal(t, pepID, at(t, found[0], "properties.privateEndpoint.id"))

	w.made(zoneGroup, zoneGroupInputs("openai"))
	record, there := w.Get(zoneID + "/A/oai")
	require.True(t, there)
	assert.Equal(t, []any{m{"ipv4Address": "10.0.0.4"}}, record.Properties["aRecords"])
	assert.Equal(t, 2.0, w.read(zoneID)["numberOfRecordSets"])
	assert.Empty(t, w.read(pepID)["customDnsConfigs"], "the zone group looks after the names now")

	require.NoError(t, w.deleted(pepID))
	for _, gone := range []string{nicID, zoneID + "/A/oai", pepID + "/privateDnsZoneGroups/default", found[0].(m)["id"].(string)} {
		_, there := w.Get(gone)
		assert.False(t, there, "%s goes with its endpoint", gone)
	}
	assert.Empty(t, at(t, w.read(accountID), "properties.privateEndpointConnections"))
}

func TestUpdatedEndpointKeepsItsAddress(t *testing.T) {
	w := newWorld(t)
	w.made(endpoint, endpointInputs())
	w.made(endpoint, with(endpointInputs(), m{"privateEndpointName": "second"}))
	require.NoError(t, w.updated(endpoint, pepID, with(endpointInputs(), m{"tags": m{"a": "b"}})))
	assert.Equal(t, []any{"10.0.0.4"}, w.read(pepID)["customDnsConfigs"].([]any)[0].(m)["ipAddresses"])
}

func TestGroupOfThreeMembersHasThreeAddresses(t *testing.T) {
	w := newWorld(t)
	w.made(account, with(accountInputs(), m{"accountName": "ai", "kind": "AIServices", "properties": m{"customSubDomainName": "ai"}}))
	pep := w.made(endpoint, with(endpointInputs(), m{"privateLinkServiceConnections": []any{
		m{"name": "c", "privateLinkServiceId": groupID + "/providers/Microsoft.CognitiveServices/accounts/ai", "groupIds": []any{"account"}},
	}}))
	var names, addresses []any
	for _, c := range pep["customDnsConfigs"].([]any) {
		names = append(names, c.(m)["fqdn"])
		addresses = append(addresses, c.(m)["ipAddresses"].([]any)...)
	}
	assert.Equal(t, []any{"ai.cognitiveservices.azure.com", "ai.openai.azure.com", "ai.services.ai.azure.com"}, names)
	assert.Equal(t, []any{"10.0.0.4", "10.0.0.5", "10.0.0.6"}, addresses)
}

// TestAppHasTwoNames: developers deploy to the second.
func TestAppHasTwoNames(t *testing.T) {
	w := newWorld(t)
	w.made(webApp, m{"resourceGroupName": "rg", "name": "ww", "location": "swedencentral", "serverFarmId": planID})
	pep := w.made(endpoint, with(endpointInputs(), m{"privateLinkServiceConnections": []any{
		m{"name": "c", "privateLinkServiceId": groupID + "/providers/Microsoft.Web/sites/ww", "groupIds": []any{"sites"}},
	}}))
	assert.Equal(t, []any{
		m{"fqdn": "ww.azurewebsites.net", "ipAddresses": []any{"10.0.0.4"}},
		m{"fqdn": "ww.scm.azurewebsites.net", "ipAddresses": []any{"10.0.0.4"}},
	}, pep["customDnsConfigs"])
}

func TestManualConnectionWaits(t *testing.T) {
	w := newWorld(t)
	inputs := with(endpointInputs(), m{"privateLinkServiceConnections": nil, "manualPrivateLinkServiceConnections": endpointInputs()["privateLinkServiceConnections"]})
	pep := w.made(endpoint, inputs)
	state := pep["manualPrivateLinkServiceConnections"].([]any)[0].(m)["privateLinkServiceConnectionState"].(m)
	assert.Equal(t, "Pending", state["status"])
}

func TestSharedPrivateLinkIsApprovedByDeployment(t *testing.T) {
	w := newWorld(t)
	w.made(sharedLink, linkInputs())
	linkID := searchID + "/sharedPrivateLinkResources/link"
	assert.Equal(t, "Pending", at(t, w.read(linkID), "properties.status"))
	connection := at(t, w.read(accountID), "properties.privateEndpointConnections").([]any)[0]
	assert.Equal(t, "please", at(t, connection, "properties.privateLinkServiceConnectionState.description"))

	require.NoError(t, approve(w))
	assert.Equal(t, "Approved", at(t, w.read(linkID), "properties.status"))

	require.NoError(t, w.deleted(groupID+"/providers/Microsoft.Resources/deployments/d"))
	assert.Equal(t, "Approved", at(t, w.read(linkID), "properties.status"), "deleting a deployment undoes nothing")
	require.NoError(t, w.deleted(linkID))
	assert.Empty(t, at(t, w.read(accountID), "properties.privateEndpointConnections"))
}

// A target that is deleted leaves its endpoint disconnected, and one that
// comes back under the same name is another target.
func TestEndpointIsDisconnectedForGood(t *testing.T) {
	w := newWorld(t)
	w.made(endpoint, linkedTo(storageID, "blob"))
	status := func() any {
		return at(t, w.read(pepID)["privateLinkServiceConnections"].([]any)[0], "privateLinkServiceConnectionState.status")
	}
	assert.Equal(t, "Approved", status())
	require.NoError(t, w.deleted(storageID))
	assert.Equal(t, "Disconnected", status())
	err := w.updated(endpoint, pepID, with(linkedTo(storageID, "blob"), m{"tags": m{"a": "b"}}))
	assert.Equal(t, "InvalidResourceReference", arm.CodeOf(err), "nothing is left to point at")

	w.made(storage, with(storageNamed("sto"), m{"allowBlobPublicAccess": false}))
	require.NoError(t, w.updated(endpoint, pepID, with(linkedTo(storageID, "blob"), m{"tags": m{"a": "b"}})))
	assert.Equal(t, "Disconnected", status(), "an update connects nothing")
	assert.Empty(t, w.read(storageID)["privateEndpointConnections"])

	require.NoError(t, w.deleted(pepID))
	w.made(endpoint, linkedTo(storageID, "blob"))
	assert.Equal(t, "Approved", status(), "a new endpoint does")
}

func TestSharedLinkIsDisconnectedWithItsTarget(t *testing.T) {
	w := newWorld(t)
	w.made(sharedLink, linkInputs())
	require.NoError(t, approve(w))
	require.NoError(t, w.deleted(accountID))
	assert.Equal(t, "Disconnected", at(t, w.read(searchID+"/sharedPrivateLinkResources/link"), "properties.status"))
}

// TestManualConnectionIsApprovedOrRejected: whoever owns the target decides,
// whenever he likes, and the endpoint shows it.
func TestManualConnectionIsApprovedOrRejected(t *testing.T) {
	for _, decision := range []string{"Approved", "Rejected"} {
		w := newWorld(t)
		w.made(endpoint, with(endpointInputs(), m{"privateLinkServiceConnections": nil, "manualPrivateLinkServiceConnections": endpointInputs()["privateLinkServiceConnections"]}))
		state := func() any {
			return at(t, w.read(pepID)["manualPrivateLinkServiceConnections"].([]any)[0], "privateLinkServiceConnectionState.status")
		}
		assert.Equal(t, "Pending", state())
		require.NoError(t, w.updated(endpoint, pepID, with(endpointInputs(), m{
			"privateLinkServiceConnections": nil, "manualPrivateLinkServiceConnections": endpointInputs()["privateLinkServiceConnections"], "tags": m{"a": "b"},
		})))
		assert.Equal(t, "Pending", state(), "an update decides nothing")

		w.made(deployment, template(with(approval("oai/"+w.connection()), m{"properties": m{"privateLinkServiceConnectionState": m{"status": decision, "description": "said so"}}})))
		assert.Equal(t, decision, state())
	}
}
