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

var flexConfigs = []rule{
	{
		name:    "Flex Consumption takes what siteConfig has of its own",
		before:  flexHost,
		good:    create(webApp, with(backend(), m{"siteConfig": m{"minTlsVersion": "1.2"}})),
		bad:     create(webApp, with(backend(), m{"siteConfig": m{"minTlsVersion": "1.2", "linuxFxVersion": "PYTHON|3.12"}})),
		code:    "BadRequest",
		message: "The following site configuration property (Site.SiteConfig.LinuxFxVersion) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.",
	},
	{
		name:    "Flex Consumption lists what it does not take",
		before:  flexHost,
		good:    create(webApp, with(backend(), m{"siteConfig": m{"http20Enabled": true}})),
		bad:     create(webApp, with(backend(), m{"siteConfig": m{"netFrameworkVersion": "v4.6", "ftpsState": "Disabled"}})),
		code:    "BadRequest",
		message: "The following list of 2 site configuration properties (Site.SiteConfig.FtpsState, Site.SiteConfig.NetFrameworkVersion) for Flex Consumption sites is invalid.  Please remove or rename them before retrying.",
	},
	{
		name:    "an app's settings on Flex Consumption do not name its runtime",
		before:  append(flexHost, create(webApp, backend())),
		good:    create(appSettings, m{"name": "backend", "properties": m{"AzureWebJobsStorage__accountName": "sto"}}),
		bad:     create(appSettings, m{"name": "backend", "properties": m{"AzureWebJobsStorage__accountName": "sto", "FUNCTIONS_WORKER_RUNTIME": "python"}}),
		code:    "BadRequest",
		message: "The following app setting (Site.SiteConfig.AppSettings.FUNCTIONS_WORKER_RUNTIME) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.",
	},
	{
		name:    "nor do the settings that come with it",
		before:  flexHost,
		good:    create(webApp, with(backend(), m{"siteConfig": m{"appSettings": []any{m{"name": "A", "value": "b"}}}})),
		bad:     create(webApp, with(backend(), m{"siteConfig": m{"appSettings": []any{m{"name": "WEBSITE_RUN_FROM_PACKAGE", "value": "1"}, m{"name": "FUNCTIONS_EXTENSION_VERSION", "value": "~4"}}}})),
		code:    "BadRequest",
		message: "The following list of 2 app settings (Site.SiteConfig.AppSettings.FUNCTIONS_EXTENSION_VERSION, Site.SiteConfig.AppSettings.WEBSITE_RUN_FROM_PACKAGE) for Flex Consumption sites is invalid.",
	},
	{
		name:    "other plans take such settings",
		good:    create(appSettings, m{"name": "app", "properties": m{"FUNCTIONS_WORKER_RUNTIME": "python"}}),
		bad:     create(appSettings, m{"name": "nobody", "properties": m{"FUNCTIONS_WORKER_RUNTIME": "python"}}),
		code:    "ParentResourceNotFound",
		message: "Microsoft.Web/sites/config",
	},
	{
		name:    "a runtime has a version",
		before:  flexHost,
		good:    configured(m{"runtime": m{"name": "node", "version": "22"}}),
		bad:     configured(m{"runtime": m{"name": "node"}}),
		code:    "BadRequest",
		message: "Site.FunctionAppConfig.Runtime is invalid.  Runtime name and version must be provided.",
	},
	{
		name:    "a runtime is one that there is",
		before:  flexHost,
		good:    configured(m{"runtime": m{"name": "dotnet-isolated", "version": "8.0"}}),
		bad:     configured(m{"runtime": m{"name": "dotnet", "version": "8.0"}}),
		code:    "BadRequest",
		message: "The specified value of runtime name 'dotnet' is not supported. Please set it to one of the allowed values: dotnet-isolated, java, node, python, powershell",
	},
	{
		name:    "a runtime's version is one that there is",
		before:  flexHost,
		good:    configured(m{"runtime": m{"name": "dotnet-isolated", "version": "10.0"}}),
		bad:     configured(m{"runtime": m{"name": "dotnet-isolated", "version": "10"}}),
		code:    "BadRequest",
		message: "The specified value of runtime version '10' for runtime name 'dotnet-isolated' is not supported.",
	},
	{
		name:    "an app has 40 instances at least",
		before:  flexHost,
		good:    configured(m{"scaleAndConcurrency": m{"instanceMemoryMB": 512, "maximumInstanceCount": 1000}}),
		bad:     configured(m{"scaleAndConcurrency": m{"instanceMemoryMB": 512, "maximumInstanceCount": 39}}),
		code:    "BadRequest",
		message: "InvalidMaximumInstanceCount - The specified value of maximumInstanceCount (39) is not allowed, the allowed value range is [40, 1000].",
	},
	{
		name:    "an instance has one of three sizes",
		before:  flexHost,
		good:    configured(m{"scaleAndConcurrency": m{"instanceMemoryMB": 4096, "maximumInstanceCount": 40}}),
		bad:     configured(m{"scaleAndConcurrency": m{"instanceMemoryMB": 1024, "maximumInstanceCount": 40}}),
		code:    "BadRequest",
		message: "The specified value of instanceMemoryMB (1024) is not allowed, the allowed values are 512 2048 4096.",
	},
	{
		name:    "the package lies in a container that is there",
		before:  flexHost,
		good:    configured(m{"deployment": m{"storage": packageIn(packages+"/", "SystemAssignedIdentity")}}),
		bad:     configured(m{"deployment": m{"storage": packageIn("https://sto.blob.core.windows.net/other", "SystemAssignedIdentity")}}),
		code:    "BadRequest",
		message: "'https://sto.blob.core.windows.net/other' is not the https URL of a blob container that exists.",
	},
	{
		name:    "the package is named by a URL",
		before:  flexHost,
		good:    create(webApp, backend()),
		bad:     configured(m{"deployment": m{"storage": packageIn(storageID+"/blobServices/default/containers/deployments", "SystemAssignedIdentity")}}),
		code:    "BadRequest",
		message: "is not the https URL of a blob container that exists",
	},
	{
		name:    "the package lies in a container",
		before:  flexHost,
		good:    create(webApp, backend()),
		bad:     configured(m{"deployment": m{"storage": with(packageIn(packages, "SystemAssignedIdentity"), m{"type": "share"})}}),
		code:    "BadRequest",
		message: "Storage.Type is invalid.  The specified value 'share' is not supported",
	},
	{
		name:    "the package is read in one of three ways",
		before:  flexHost,
		good:    configured(m{"deployment": m{"storage": packageIn(packages, "StorageAccountConnectionString")}}),
		bad:     configured(m{"deployment": m{"storage": packageIn(packages, "SystemAssigned")}}),
		code:    "BadRequest",
		message: "Authentication.Type is invalid.  The specified value 'SystemAssigned' is not one of SystemAssignedIdentity,",
	},
	{
		name:    "the identity that reads the package is there",
		before:  flexHost,
		good:    create(webApp, backend()),
		bad:     create(webApp, with(backend(), m{"identity": nil})),
		code:    "BadRequest",
		message: "The site backend has no system-assigned identity.",
	},
}

// flexIn is the function app in another subnet.
func flexIn(name string) attempt {
	return create(webApp, with(backend(), m{"virtualNetworkSubnetId": vnetID + "/subnets/" + name}))
}

var flexSubnets = []rule{
	{
		name:    "a function app's subnet is delegated to Microsoft.App",
		before:  flexHost,
		good:    flexIn("func"),
		bad:     flexIn("web"),
		code:    "SubnetMissingRequiredDelegation",
		message: "requires any of the following delegation(s) [Microsoft.App/environments] to reference service association link " + vnetID + "/subnets/web/serviceAssociationLinks/legionservicelink.",
	},
	{
		name:    "a web app's subnet is not",
		before:  append(flexHost, create(webApp, backend())),
		good:    create(webApp, appIn("app2", "plan", vnetID+"/subnets/web")),
		bad:     create(webApp, appIn("app2", "plan", vnetID+"/subnets/func")),
		code:    "BadRequest",
		message: "Subnet func in VNET net is missing a delegation to Microsoft.Web/serverFarms.",
	},
	{
		name:    "Microsoft.App has one service that subnets are delegated to",
		good:    create(vnet, delegatedTo("a", "Microsoft.App/environments")),
		bad:     create(vnet, delegatedTo("a", "Microsoft.App/managedEnvironments")),
		code:    "InvalidServiceNameOnDelegation",
		message: "The service name Microsoft.App/managedEnvironments specified on delegation",
	},
	{
		name:    "a function app's subnet has no underscore",
		before:  append(flexHost, create(subnet, flexSubnet("func_apps", "10.0.51.0/27"))),
		good:    flexIn("func"),
		bad:     flexIn("func_apps"),
		code:    "BadRequest",
		message: "Subnet func_apps in VNET net cannot be used by a Flex Consumption site: its name contains '_'.",
	},
	{
		name:    "a function app's subnet has room",
		before:  append(flexHost, create(subnet, flexSubnet("small", "10.0.51.0/28"))),
		good:    flexIn("func"),
		bad:     flexIn("small"),
		code:    "BadRequest",
		message: "Subnet small in VNET net with address prefix 10.0.51.0/28 is too small for a Flex Consumption site, which needs /27 or larger.",
	},
	{
		name:    "a function app is integrated with a VNet of its region",
		before:  append(flexHost, create(vnet, inNorth(delegatedTo("func", "Microsoft.App/environments")))),
		good:    flexIn("func"),
		bad:     create(webApp, with(backend(), m{"virtualNetworkSubnetId": net2ID + "/subnets/func"})),
		code:    "BadRequest",
		message: "The function app backend is in swedencentral and cannot be integrated with VNET net2 in northeurope.",
	},
	{
		name:    "a function app's subnet stays as long as the app is in it",
		before:  append(flexHost, create(webApp, backend()), create(subnet, flexSubnet("free", "10.0.51.0/27"))),
		good:    drop(vnetID + "/subnets/free"),
		bad:     drop(vnetID + "/subnets/func"),
		code:    "InUseSubnetCannotBeDeleted",
		message: "Subnet func is in use by " + backendID,
	},
	{
		name:    "a function app's subnet keeps its delegation",
		before:  append(flexHost, create(webApp, backend())),
		good:    change(subnet, vnetID+"/subnets/func", with(flexSubnet("func", "10.0.50.0/27"), m{"privateEndpointNetworkPolicies": "Enabled"})),
		bad:     change(subnet, vnetID+"/subnets/func", own("func", "10.0.50.0/27")),
		code:    "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
		message: "from [Microsoft.App/environments] to [] because it is being used by the resource " + backendID,
	},
	{
		name:    "no endpoint lies in a function app's subnet",
		before:  flexHost,
		good:    create(endpoint, endpointInputs()),
		bad:     create(endpoint, with(endpointInputs(), m{"subnet": m{"id": vnetID + "/subnets/func"}})),
		code:    "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated",
		message: "subnets/func is delegated",
	},
}
