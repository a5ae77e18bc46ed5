package arm_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

func TestCreateAnswersLikeAzure(t *testing.T) {
	w := newWorld(t)
	w.made(publicIP, standardIP)
	for _, c := range []struct {
		name   string
		token  string
		inputs m
		want   map[string]any
	}{
		{"resource group", group, m{"resourceGroupName": "g", "location": "Sweden Central"}, m{"name": "g", "type": "Microsoft.Resources/resourceGroups", "location": "swedencentral", "properties.provisioningState": "Succeeded"}},
		{"account", account, with(accountInputs(), m{"accountName": "aa", "properties": m{"customSubDomainName": "sub"}}), m{"properties.endpoint": "https://sub.openai.azure.com/", "properties.provisioningState": "Succeeded", "identity.tenantId": arm.FakeTenant, "properties.publicNetworkAccess": "Enabled"}},
		{"account without subdomain", account, m{"accountName": "bb", "kind": "OpenAI"}, m{"properties.endpoint": "https://swedencentral.api.cognitive.microsoft.com/"}},
		{"model", model, m{"accountName": "oai", "deploymentName": "chat", "sku": m{"name": "GlobalStandard", "capacity": 10}}, m{"name": "chat", "properties.currentCapacity": 10.0, "properties.provisioningState": "Succeeded"}},
		{"search", search, m{"searchServiceName": "ser"}, m{"name": "ser", "status": "running", "provisioningState": "succeeded", "publicNetworkAccess": "enabled"}},
		{"storage", storage, m{"accountName": "xxx", "kind": "StorageV2", "sku": m{"name": "Standard_ZRS"}}, m{"primaryEndpoints.blob": "https://xxx.blob.core.windows.net/", "primaryEndpoints.dfs": "https://xxx.dfs.core.windows.net/", "statusOfPrimary": "available", "networkRuleSet.defaultAction": "Allow"}},
		{"app", webApp, m{"name": "ww", "serverFarmId": planID}, m{"defaultHostName": "ww.azurewebsites.net", "state": "Running", "resourceGroup": "rg"}},
		{"workspace", workspace, m{"workspaceName": "wksp"}, m{"retentionInDays": 30.0, "sku.name": "PerGB2018"}},
		{"address", publicIP, with(standardIP, m{"publicIpAddressName": "two"}), m{"publicIPAddressVersion": "IPv4", "sku.tier": "Regional"}},
		{"gateway", gateway, gatewayInputs("GatewaySubnet"), m{"bgpSettings.asn": 65515.0, "bgpSettings.bgpPeeringAddress": "10.0.2.4", "vpnGatewayGeneration": "Generation1"}},
		{"zone", zone, m{"privateZoneName": "z.example", "location": "global"}, m{"numberOfRecordSets": 1.0, "numberOfVirtualNetworkLinks": 0.0}},
		{"resolver", resolver, m{"dnsResolverName": "r", "virtualNetwork": m{"id": vnetID}}, m{"dnsResolverState": "Connected"}},
		{"shared link", sharedLink, linkInputs(), m{"properties.status": "Pending", "properties.provisioningState": "Succeeded"}},
		{"identity", identity, m{"resourceName": "idn"}, m{"tenantId": arm.FakeTenant}},
		{"assignment", assignment, roleInputs(nil), m{"scope": searchID, "createdBy": arm.FakeObject, "principalId": someUser}},
		{"container", container, m{"accountName": "sto", "containerName": "docs"}, m{"publicAccess": "None", "hasLegalHold": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			outputs := w.made(c.token, c.inputs)
			for path, want := range c.want {
				assert.Equal(t, want, at(t, outputs, path), path)
			}
			for _, input := range []string{"resourceGroupName", "accountName", "searchServiceName"} {
				assert.NotContains(t, outputs, input, "Azure returns no path parameters")
			}
		})
	}
}

func TestIDs(t *testing.T) {
	w := newWorld(t)
	for want, create := range map[string]func() (string, m, error){
		groupID + "/providers/Microsoft.Storage/storageAccounts/sto/blobServices/default/containers/docs": func() (string, m, error) {
			return w.try(container, m{"accountName": "sto", "containerName": "docs"})
		},
		accountID + "/providers/Microsoft.Insights/diagnosticSettings/d": func() (string, m, error) {
			return w.try(diagnostics, m{"resourceUri": accountID, "name": "d", "workspaceId": workspaceID})
		},
		assignmentID: func() (string, m, error) { return w.try(assignment, roleInputs(nil)) },
		zoneID + "/virtualNetworkLinks/l": func() (string, m, error) {
			return w.try(zoneLink, m{"privateZoneName": "privatelink.openai.azure.com", "virtualNetworkLinkName": "l", "location": "global", "virtualNetwork": m{"id": strings.ToUpper(vnetID)}})
		},
	} {
		id, _, err := create()
		require.NoError(t, err)
		assert.Equal(t, want, id)
	}
	_, there := w.Get(strings.ToUpper(assignmentID))
	assert.True(t, there, "ids are compared without regard to case")
}

func TestParams(t *testing.T) {
	for _, c := range []struct {
		template, id string
		want         map[string]string
	}{
		{"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}", groupID, map[string]string{"resourceGroupName": "rg"}},
		{"/{scope}/providers/Microsoft.Authorization/roleAssignments/{name}", assignmentID, map[string]string{"scope": searchID, "name": "11111111-1111-1111-1111-111111111111"}},
		{"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}", vnetID, nil},
		{"/{scope}/providers/Microsoft.Authorization/roleAssignments/{name}", "/x", nil},
	} {
		values, matches := arm.Params(c.template, c.id)
		assert.Equal(t, c.want != nil, matches, c.id)
		if matches {
			assert.Equal(t, c.want, values)
		}
	}
}

func TestRecreatedAccountHasNewPrincipal(t *testing.T) {
	w := newWorld(t)
	first := w.principal()
	require.NoError(t, w.updated(account, accountID, with(accountInputs(), m{"tags": m{"a": "b"}})))
	assert.Equal(t, first, w.principal(), "an update keeps the principal")
	require.NoError(t, w.deleted(accountID))
	require.NoError(t, w.Advance(48*time.Hour), "it is purged")
	w.made(account, accountInputs())
	assert.NotEqual(t, first, w.principal(), "a recreated account has another principal")
	assert.Equal(t, first, newWorld(t).principal(), "every world gives the same ones")
}

func TestUserAssignedIdentity(t *testing.T) {
	w := newWorld(t)
	user := w.made(identity, m{"resourceName": "idn"})
	id := groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/idn"
	outputs := w.made(account, with(accountInputs(), m{"accountName": "aa", "properties": m{}, "identity": m{"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": []any{id}}}))
	users := at(t, outputs, "identity.userAssignedIdentities").(m)
	assert.Equal(t, user["principalId"], users[id].(m)["principalId"])
	assert.Equal(t, user["clientId"], users[id].(m)["clientId"])
	assert.NotEmpty(t, at(t, outputs, "identity.principalId"))

	_, _, err := w.try(account, with(accountInputs(), m{"accountName": "cc", "properties": m{}, "identity": m{"type": "UserAssigned", "userAssignedIdentities": []any{id + "x"}}}))
	assert.Equal(t, "InvalidResourceReference", arm.CodeOf(err))
}

func TestCannotCreateTwice(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.try(account, with(accountInputs(), m{"accountName": "OAI"}))
	require.EqualError(t, err, "cannot create already existing resource '"+strings.Replace(accountID, "/oai", "/OAI", 1)+"'")
}

func TestSingletonsExistWithTheirParent(t *testing.T) {
	w := newWorld(t)
	ftp := siteID + "/basicPublishingCredentialsPolicies/ftp"
	assert.Equal(t, true, w.read(ftp)["allow"])
	w.made(ftpAllowed, m{"name": "app", "allow": false})
	assert.Equal(t, false, w.read(ftp)["allow"])
	_, _, err := w.try(ftpAllowed, m{"name": "app", "allow": false})
	require.EqualError(t, err, "cannot create already existing subresource '"+ftp+"'")
	require.NoError(t, w.deleted(ftp))
	assert.Equal(t, true, w.read(ftp)["allow"], "deleting resets")
	require.NoError(t, w.deleted(siteID))
	_, there := w.Get(ftp)
	assert.False(t, there, "it goes with its parent")
}

func TestDeletingAGroupDeletesAllInIt(t *testing.T) {
	w := newWorld(t)
	w.made(endpoint, endpointInputs())
	require.NoError(t, w.deleted(groupID))
	assert.Empty(t, w.Resources())
	require.NoError(t, w.deleted(groupID), "deleting what is gone succeeds")
}

func TestUpdateKeepsWhatTheProviderMaintains(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.updated(vnet, vnetID, with(netInputs(), m{"subnets": nil, "tags": m{"a": "b"}})))
	assert.Len(t, w.read(vnetID)["subnets"], 4, "subnets that are not set stay")
	require.NoError(t, w.updated(webApp, siteID, m{"name": "app", "serverFarmId": planID}))
	assert.Nil(t, w.read(siteID)["virtualNetworkSubnetId"], "everything else is replaced, as by PUT")
}

func TestAppSettingsAreNotReturned(t *testing.T) {
	w := newWorld(t)
	outputs := w.made(webApp, m{"name": "ww", "serverFarmId": planID, "siteConfig": m{"linuxFxVersion": "PYTHON|3.11", "appSettings": []any{m{"name": "A", "value": "b"}}}})
	assert.Equal(t, "PYTHON|3.11", at(t, outputs, "siteConfig.linuxFxVersion"))
	assert.Nil(t, at(t, outputs, "siteConfig.appSettings"))
	r, _ := w.Get(groupID + "/providers/Microsoft.Web/sites/ww")
	assert.NotNil(t, at(t, r.Properties, "siteConfig.appSettings"), "the world still knows them")
}

func TestUnknownTypesAreErrors(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.Create("azure-native:cache:Redis", "r", resource.PropertyMap{})
	require.ErrorContains(t, err, "Resource type azure-native:cache:Redis not found in the rehearsal's stand-in for Azure")
	_, _, err = w.Create("azure-native:storage:StorageAccount", "r", resource.PropertyMap{})
	require.ErrorContains(t, err, "which knows "+storage)
	_, err = w.Invoke("azure-native:storage:listStorageAccountKeys", resource.PropertyMap{})
	require.ErrorContains(t, err, "Invoke type azure-native:storage:listStorageAccountKeys not found")
}

func TestInvoke(t *testing.T) {
	w := newWorld(t)
	w.made(endpoint, with(static("10.0.0.20"), m{"customNetworkInterfaceName": "nic-pep"}))

	config, err := w.Invoke("azure-native:authorization:getClientConfig", resource.PropertyMap{})
	require.NoError(t, err)
	assert.Equal(t, arm.FakeSubscription, config["subscriptionId"].StringValue())

	nic, err := w.Invoke("azure-native:network/v20240501:getNetworkInterface", properties(m{"resourceGroupName": "rg", "networkInterfaceName": "nic-pep"}))
	require.NoError(t, err)
	configs := nic.Mappable()["ipConfigurations"].([]any)
	assert.Equal(t, "10.0.0.20", configs[0].(m)["privateIPAddress"])
	assert.Equal(t, "Static", configs[0].(m)["privateIPAllocationMethod"])
	assert.Equal(t, networkIDs+"networkInterfaces/nic-pep", nic["id"].StringValue())

	_, err = w.Invoke("azure-native:network/v20240501:getNetworkInterface", properties(m{"resourceGroupName": "rg", "networkInterfaceName": "other"}))
	require.ErrorContains(t, err, `Code="ResourceNotFound"`)
	_, err = w.Invoke("azure-native:network/v20240501:getNetworkInterface", properties(m{"resourceGroupName": "rg"}))
	require.ErrorContains(t, err, "missing required property 'networkInterfaceName'")
	_, err = w.Invoke("azure-native:cognitiveservices/v20241001:getAccount", properties(m{"resourceGroupName": "rg", "account": "oai", "accountName": "oai"}))
	require.ErrorContains(t, err, "unknown property 'account'")
}

func TestChangeBehindTheProgramsBack(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Change(storageID, func(p map[string]any) { p["publicNetworkAccess"] = "Enabled" }))
	assert.Equal(t, "Enabled", w.read(storageID)["publicNetworkAccess"])
	require.True(t, arm.IsNotFound(w.Change(storageID+"x", func(map[string]any) {})))
}

// TestConcurrentUse is for the race detector: the engine asks many things at
// once.
func TestConcurrentUse(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			name := fmt.Sprintf("pep%d", i)
			_, _, err := w.try(endpoint, with(endpointInputs(), m{"privateEndpointName": name}))
			assert.NoError(t, err)
			_ = w.Resources()
			_, err = w.Do(arm.Operation{Kind: arm.Read, ID: accountID})
			assert.NoError(t, err)
			if i%2 == 0 {
				assert.NoError(t, w.deleted(networkIDs+"privateEndpoints/"+name))
			}
		})
	}
	all.Wait()
	used := map[any]bool{}
	for _, r := range w.Resources() {
		if r.Type == "Microsoft.Network/networkInterfaces" {
			address := r.Properties["ipConfigurations"].([]any)[0].(m)["privateIPAddress"]
			assert.False(t, used[address], "%v was given twice", address)
			used[address] = true
		}
	}
	assert.Len(t, used, 8)
}

func properties(inputs m) resource.PropertyMap { return resource.NewPropertyMapFromMap(inputs) }
