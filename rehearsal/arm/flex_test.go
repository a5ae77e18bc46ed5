package arm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hosted is a world with the function app in it.
func hosted(t *testing.T) world {
	t.Helper()
	w := newWorld(t)
	for _, step := range flexHost {
		require.NoError(t, step(w))
	}
	return w
}

func TestFunctionAppIsReadAsItWasWritten(t *testing.T) {
	w := hosted(t)
	app := w.made(webApp, backend())
	assert.Equal(t, flexConfig(nil)["deployment"], at(t, app, "functionAppConfig.deployment"))
	assert.Equal(t, "python", at(t, app, "functionAppConfig.runtime.name"))
	assert.Equal(t, 40.0, at(t, app, "functionAppConfig.scaleAndConcurrency.maximumInstanceCount"))
	assert.Equal(t, "backend.azurewebsites.net", app["defaultHostName"])
	assert.Equal(t, "functionapp,linux", app["kind"])

	farm := w.read(flexPlanID)
	assert.Equal(t, m{"name": "FC1", "tier": "FlexConsumption", "capacity": 0.0}, farm["sku"])
	assert.Equal(t, 1.0, farm["numberOfSites"])

	require.NoError(t, w.updated(webApp, backendID, with(backend(), m{"tags": m{"a": "b"}})), "an app is not in its own way")
	require.NoError(t, w.deleted(backendID))
	require.NoError(t, w.deleted(flexPlanID))
	require.NoError(t, w.deleted(vnetID+"/subnets/func"))
}

// TestHostStorageHasAnEndpointForEachService: a function app's host needs three.
func TestHostStorageHasAnEndpointForEachService(t *testing.T) {
	w := newWorld(t)
	for _, service := range []string{"blob", "queue", "table"} {
		name, zoneName := "pep-"+service, "privatelink."+service+".core.windows.net"
		w.made(zone, m{"privateZoneName": zoneName, "location": "global"})
		w.made(endpoint, with(linkedTo(storageID, service), m{"privateEndpointName": name}))
		w.made(zoneGroup, m{"privateEndpointName": name, "privateDnsZoneGroupName": "default", "privateDnsZoneConfigs": []any{
			m{"name": service, "privateDnsZoneId": networkIDs + "privateDnsZones/" + zoneName},
		}})
		record, there := w.Get(networkIDs + "privateDnsZones/" + zoneName + "/A/sto")
		require.True(t, there, service)
		assert.Equal(t, "sto."+zoneName, record.Properties["fqdn"])
	}
	assert.Len(t, w.read(storageID)["privateEndpointConnections"], 3)
}
