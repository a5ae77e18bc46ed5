package arm_test

// lockdown ends public access.
var lockdown = change(apim, apimID, apimInputs(m{"publicNetworkAccess": "Disabled"}))

// gatewayRules are those of a service of API Management by itself.
var gatewayRules = []rule{
	{
		name:    "a gateway has a name that is a host name",
		before:  []attempt{apimNet},
		good:    create(apim, apimInputs(nil)),
		bad:     create(apim, apimInputs(m{"serviceName": "1apim"})),
		code:    "InvalidParameters",
		message: "The API Management service name '1apim' is not valid",
	},
	{
		name:    "a gateway's name is the world's only one",
		before:  after(anAPIM, second),
		good:    create(apim, apimInputs(m{"serviceName": "apim2", "resourceGroupName": "two", "virtualNetworkType": "None", "virtualNetworkConfiguration": nil})),
		bad:     create(apim, apimInputs(m{"resourceGroupName": "two", "virtualNetworkType": "None", "virtualNetworkConfiguration": nil})),
		code:    "ServiceAlreadyExists",
		message: "Api service already exists: apim",
	},
	{
		name:    "a deleted gateway keeps its name",
		before:  after(anAPIM, drop(apimID)),
		good:    create(apim, apimInputs(m{"restore": true})),
		bad:     create(apim, apimInputs(nil)),
		code:    "ServiceAlreadyExistsInSoftDeletedState",
		message: "Api service apim was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it.",
	},
	{
		name:    "a gateway that was not deleted cannot be restored",
		before:  []attempt{apimNet},
		good:    create(apim, apimInputs(nil)),
		bad:     create(apim, apimInputs(m{"restore": true})),
		code:    "ServiceNotFound",
		message: "Api service apim cannot be restored",
	},
	{
		name:    "a restored gateway finds its subnet",
		before:  after(anAPIM, drop(apimID), change(vnet, net2ID, subnets(m{"name": "other", "addressPrefix": "10.0.0.0/27"}))),
		good:    create(apim, loneAPIM),
		bad:     create(apim, with(loneAPIM, m{"serviceName": "apim", "restore": true})),
		code:    "SubnetNotFound",
		message: "its subnet " + net2ID + "/subnets/apim does not exist",
	},
	{
		name:    "a tier is one that there is",
		before:  []attempt{apimNet},
		good:    create(apim, apimInputs(nil)),
		bad:     create(apim, apimInputs(m{"sku": m{"name": "StandardV3", "capacity": 1}})),
		code:    "InvalidParameters",
		message: "The SKU 'StandardV3' is not valid.",
	},
	{
		name:    "a tier has a number of units",
		before:  []attempt{apimNet},
		good:    create(apim, apimInputs(m{"sku": m{"name": "StandardV2", "capacity": 10}})),
		bad:     create(apim, apimInputs(m{"sku": m{"name": "StandardV2", "capacity": 11}})),
		code:    "InvalidParameters",
		message: "the SKU StandardV2 takes 1 to 10 units",
	},
	{
		name:    "a gateway stays on its platform",
		before:  anAPIM,
		good:    change(apim, apimID, apimInputs(m{"sku": m{"name": "PremiumV2", "capacity": 1}})),
		bad:     change(apim, apimID, apimInputs(m{"sku": m{"name": "Developer", "capacity": 1}})),
		code:    "SkuChangeNotSupported",
		message: "from StandardV2 to Developer is not supported",
	},
	{
		name:    "a v2 tier has its ciphers set",
		before:  []attempt{apimNet},
		good:    create(apim, innerAPIM(nil)),
		bad:     create(apim, apimInputs(m{"customProperties": m{"Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10": "false"}})),
		code:    "InvalidParameters",
		message: "'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10' customProperties are not supported in SkuType StandardV2.",
	},
	{
		name:    "a gateway is created with public access",
		before:  []attempt{apimNet},
		good:    create(apim, apimInputs(nil)),
		bad:     create(apim, apimInputs(m{"publicNetworkAccess": "Disabled"})),
		code:    "ActivateServiceWithPrivateEndpointAccessNotAllowed",
		message: "is not enabled during service creation",
	},
	{
		name: "public access ends once an endpoint is approved",
		before: after(anAPIM, create(endpoint, apimEndpoint(m{
			"privateLinkServiceConnections":       nil,
			"manualPrivateLinkServiceConnections": apimEndpoint(nil)["privateLinkServiceConnections"],
		}))),
		good: func(w world) error {
			w.made(endpoint, apimEndpoint(m{"privateEndpointName": "approved"}))
			return lockdown(w)
		},
		bad:     lockdown,
		code:    "NotSupported",
		message: "is not supported if the service does not atleast one approved Private Endpoint Connections.",
	},
}
