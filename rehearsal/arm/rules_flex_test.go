package arm_test

const (
	appSettings = "azure-native:web/v20240401:WebAppApplicationSettings"
	flexPlanID  = groupID + "/providers/Microsoft.Web/serverfarms/flex"
	backendID   = groupID + "/providers/Microsoft.Web/sites/backend"
	packages    = "https://sto.blob.core.windows.net/deployments"
)

// flexHost is what a function app needs before it: a plan, a container for its
// package and a subnet.
var flexHost = []attempt{
	create(plan, flexPlan("flex")),
	create(container, m{"accountName": "sto", "containerName": "deployments"}),
	create(subnet, flexSubnet("func", "10.0.50.0/27")),
}

func flexPlan(name string) m {
	return m{"name": name, "kind": "functionapp", "reserved": true, "sku": m{"name": "FC1", "tier": "FlexConsumption"}}
}

func flexSubnet(name, prefix string) m {
	return with(own(name, prefix), m{"delegations": to("Microsoft.App/environments")})
}

// backend is a function app as Azure takes it.
func backend() m {
	return m{
		"name": "backend", "kind": "functionapp,linux", "serverFarmId": flexPlanID, "httpsOnly": true, "publicNetworkAccess": "Disabled",
		"identity": m{"type": "SystemAssigned"}, "virtualNetworkSubnetId": vnetID + "/subnets/func", "functionAppConfig": flexConfig(nil),
	}
}

// flexConfig is a functionAppConfig with some of its sections changed.
func flexConfig(changes m) m {
	return with(m{
		"deployment":          m{"storage": packageIn(packages, "SystemAssignedIdentity")},
		"runtime":             m{"name": "python", "version": "3.12"},
		"scaleAndConcurrency": m{"instanceMemoryMB": 2048, "maximumInstanceCount": 40},
	}, changes)
}

func packageIn(url, authentication string) m {
	return m{"type": "blobContainer", "value": url, "authentication": m{"type": authentication}}
}

func configured(changes m) attempt {
	return create(webApp, with(backend(), m{"functionAppConfig": flexConfig(changes)}))
}

var flexPlans = []rule{
	{
		name:    "a Flex Consumption plan is of Linux",
		good:    create(plan, flexPlan("flex")),
		bad:     create(plan, with(flexPlan("flex"), m{"reserved": false})),
		code:    "BadRequest",
		message: "Server farm 'flex' has the SKU FC1, which is for Linux alone",
	},
	{
		name:    "a Flex Consumption plan has one app",
		before:  append([]attempt{create(plan, flexPlan("flex2")), create(webApp, with(backend(), m{"serverFarmId": planID, "functionAppConfig": nil, "virtualNetworkSubnetId": nil, "name": "classic"}))}, append(flexHost, create(webApp, backend()))...),
		good:    create(webApp, with(backend(), m{"name": "second", "serverFarmId": groupID + "/providers/Microsoft.Web/serverfarms/flex2"})),
		bad:     create(webApp, with(backend(), m{"name": "second"})),
		code:    "BadRequest",
		message: "There can only be one site per Flex Consumption serverfarm.",
	},
	{
		name:    "an app on Flex Consumption is a function app",
		before:  flexHost,
		good:    create(webApp, backend()),
		bad:     create(webApp, with(backend(), m{"kind": "app,linux"})),
		code:    "BadRequest",
		message: "The kind 'app,linux' is not one of a Flex Consumption site",
	},
	{
		name:    "an app on Flex Consumption says how it runs",
		before:  flexHost,
		good:    create(webApp, backend()),
		bad:     create(webApp, with(backend(), m{"functionAppConfig": nil})),
		code:    "BadRequest",
		message: "The FunctionAppConfig section was not specified in the request, which is required for Flex Consumption sites.",
	},
	{
		name:    "no other app says how it runs",
		before:  flexHost,
		good:    create(webApp, backend()),
		bad:     create(webApp, with(backend(), m{"serverFarmId": planID, "virtualNetworkSubnetId": nil})),
		code:    "BadRequest",
		message: "which is for Flex Consumption sites alone",
	},
}
