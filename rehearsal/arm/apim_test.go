package arm_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// TestGatewayComesIntoBeing: all of a gateway with a private endpoint, in the
// order of the program, and its lockdown.
func TestGatewayComesIntoBeing(t *testing.T) {
	w := newWorld(t)
	for _, step := range anAPIM {
		require.NoError(t, step(w))
	}
	w.made(apimLogger, loggerInputs(m{"credentials": m{"connectionString": secret(connectionTo), "identityClientId": "systemAssigned"}}))
	w.made(apimBackend, backendInputs(nil))
	w.made(apimBackend, backendInputs(m{"backendId": "second"}))
	w.made(deployment, poolTemplate(nil, apimID+"/backends/openai", apimID+"/backends/second"))
	w.made(apimValue, valueInputs(nil))
	w.made(apimAPI, apiInputs(nil))
	policy := w.made(apimPolicy, policyInputs(nil))
	w.made(apimDiagnosis, diagnosisInputs(nil))
	w.made(apimProduct, productInputs(nil))
	w.made(apimLink, linkToProduct(nil))
	w.made(apimKeys, keysInputs(nil))
	w.made(endpoint, apimEndpoint(nil))
	w.made(zone, m{"privateZoneName": "privatelink.azure-api.net", "location": "global"})
	w.made(zoneGroup, m{"privateEndpointName": "apim-pep", "privateDnsZoneGroupName": "default", "privateDnsZoneConfigs": []any{
		m{"name": "gateway", "privateDnsZoneId": networkIDs + "privateDnsZones/privatelink.azure-api.net"},
	}})
	assert.NotEmpty(t, w.read(networkIDs + "privateDnsZones/privatelink.azure-api.net/A/apim")["aRecords"])

	gateway := w.read(apimID)
	assert.Equal(t, "https://apim.azure-api.net", gateway["gatewayUrl"])
	assert.NotEmpty(t, at(t, gateway, "identity.principalId"))
	assert.Len(t, gateway["privateEndpointConnections"], 1)
	assert.NotContains(t, gateway, "privateIPAddresses")
	assert.NotContains(t, gateway, "managementApiUrl")
	assert.Contains(t, policy["value"], "\r\n")

	logger := w.read(apimID + "/loggers/appinsights")
	assert.Regexp(t, `^\{\{Logger-Credentials--[0-9a-f]{24}\}\}$`, at(t, logger, "credentials.connectionString").(*resource.Secret).Element.StringValue())
	assert.Equal(t, "systemAssigned", at(t, logger, "credentials.identityClientId"))
	assert.NotContains(t, w.read(openAIAPIID), "value")
	assert.Equal(t, "Azure OpenAI", w.read(apimID + "/products/azure-openai/apis/azure-openai")["displayName"])
	assert.NotContains(t, w.read(apimID+"/subscriptions/team"), "primaryKey")
	assert.Equal(t, "POST", w.read(openAIAPIID + "/operations/chat")["method"])

	require.NoError(t, w.updated(apim, apimID, apimInputs(m{"publicNetworkAccess": "Disabled"})))
	assert.Equal(t, "Disabled", w.read(apimID)["publicNetworkAccess"])
}

func TestInternalGatewayHasAnAddress(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, apimNet(w))
	gateway := w.made(apim, innerAPIM(nil))
	assert.Equal(t, []any{"10.0.1.4"}, gateway["privateIPAddresses"])
	assert.Equal(t, "https://apim.management.azure-api.net", gateway["managementApiUrl"])
	w.made(endpoint, with(endpointInputs(), m{"subnet": m{"id": net2ID + "/subnets/inner"}}))
	assert.Equal(t, []any{"10.0.1.5"}, at(t, w.read(pepID)["customDnsConfigs"].([]any)[0], "ipAddresses"), "the gateway's address is taken")
	require.NoError(t, w.updated(apim, apimID, innerAPIM(m{"tags": m{"a": "b"}})))
	assert.Equal(t, []any{"10.0.1.4"}, w.read(apimID)["privateIPAddresses"], "it keeps its address")

	w.made(zone, m{"privateZoneName": "apim.azure-api.net", "location": "global"})
	apex := w.made(record, recordInputs(m{"privateZoneName": "apim.azure-api.net"}))
	assert.Equal(t, "apim.azure-api.net.", apex["fqdn"])
	assert.EqualValues(t, 2, w.read(networkIDs + "privateDnsZones/apim.azure-api.net")["numberOfRecordSets"])
	require.NoError(t, w.deleted(networkIDs+"privateDnsZones/apim.azure-api.net/A/@"))
}

// What is in a service goes with it, whoever made it, and the service is kept.
func TestDeletedGatewayIsKept(t *testing.T) {
	w := newWorld(t)
	for _, step := range aProduct {
		require.NoError(t, step(w))
	}
	w.made(deployment, poolTemplate(nil, apimID+"/backends/openai"))
	principal := at(t, w.read(apimID), "identity.principalId")
	require.NoError(t, w.deleted(apimID))
	for _, r := range w.Resources() {
		assert.NotContains(t, r.ID, "Microsoft.ApiManagement", "gone with the service")
	}
	require.Len(t, w.Kept(), 1)
	assert.Equal(t, apimID, w.Kept()[0].ID)
	assert.Equal(t, "ServiceAlreadyExistsInSoftDeletedState", w.Kept()[0].Refusal)
	assert.Equal(t, 48*time.Hour, w.Kept()[0].For)

	w.made(apim, apimInputs(m{"restore": true, "publisherName": "Other"}))
	assert.Equal(t, "Contoso", w.read(apimID)["publisherName"], "every other property is ignored")
	assert.Equal(t, principal, at(t, w.read(apimID), "identity.principalId"))
	assert.NotContains(t, w.read(apimID), "restore")

	require.NoError(t, w.deleted(apimID))
	require.NoError(t, w.Advance(48*time.Hour))
	assert.Empty(t, w.Kept())
	_, _, err := w.try(apim, apimInputs(m{"restore": true}))
	assert.Equal(t, "ServiceNotFound", arm.CodeOf(err))
	w.made(apim, apimInputs(nil))
}

func TestImportedAgainReplacesOperations(t *testing.T) {
	w := newWorld(t)
	for _, step := range anAPI {
		require.NoError(t, step(w))
	}
	smaller := `{"openapi": "3.0.1", "info": {"title": "A", "version": "2"}, "paths": {"/v1/responses": {"post": {}}}}`
	require.NoError(t, w.updated(apimAPI, openAIAPIID, apiInputs(m{"value": smaller})))
	_, there := w.Get(openAIAPIID + "/operations/chat")
	assert.False(t, there)
	_, there = w.Get(openAIAPIID + "/operations/post-v1-responses")
	assert.True(t, there)
}

// TestGatewayRefreshesWithoutAChange: what a program wrote is what a refresh
// finds, but for one thing: the connections that endpoints make on the service
// are also an input, which the program has to ignore.
func TestGatewayRefreshesWithoutAChange(t *testing.T) {
	w := furnished(wired(t, ""))
	steps := after(aProduct,
		create(apimLogger, loggerInputs(m{"credentials": m{"connectionString": secret(connectionTo), "identityClientId": "systemAssigned"}})),
		create(apimValue, valueInputs(m{"namedValueId": "hidden", "displayName": "hidden", "value": secret("x"), "secret": true})),
		create(deployment, poolTemplate(nil, apimID+"/backends/openai")),
		create(apimPolicy, policyInputs(nil)), create(apimDiagnosis, diagnosisInputs(nil)), create(apimLink, linkToProduct(nil)),
		create(apimKeys, keysInputs(nil)), create(endpoint, apimEndpoint(nil)), create(record, recordInputs(nil)),
	)
	for _, step := range steps {
		require.NoError(t, step(w))
	}
	for id, made := range w.wire.made {
		found, err := w.wire.Read(t.Context(), &pulumirpc.ReadRequest{Id: id, Urn: urnOf(made.token), Inputs: pack(t, made.inputs), Properties: pack(t, made.outputs)})
		require.NoError(t, err)
		inputs := unpack(t, found.GetInputs())
		if id == apimID {
			require.Contains(t, inputs, resource.PropertyKey("privateEndpointConnections"))
			delete(inputs, "privateEndpointConnections")
		}
		assert.Equal(t, made.inputs.Mappable(), inputs.Mappable(), id)
	}
}
