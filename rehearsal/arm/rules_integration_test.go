package arm_test

// appIn is a web app of a plan in a subnet.
func appIn(name, plan, subnetID string) m {
	return m{"name": name, "serverFarmId": groupID + "/providers/Microsoft.Web/serverfarms/" + plan, "virtualNetworkSubnetId": subnetID}
}

// webNet is a second VNet with three subnets for web apps, /26 and two of /28.
var webNet = create(vnet, subnets(
	m{"name": "large", "addressPrefix": "10.0.0.0/26", "delegations": to("Microsoft.Web/serverFarms")},
	m{"name": "a", "addressPrefix": "10.0.1.0/28", "delegations": to("Microsoft.Web/serverFarms")},
	m{"name": "b", "addressPrefix": "10.0.2.0/28", "delegations": to("Microsoft.Web/serverFarms")},
))

var otherPlan = create(plan, m{"name": "other", "sku": m{"name": "B1"}})

var integration = []rule{
	{
		name:    "an app is integrated with a VNet of its region",
		before:  []attempt{create(vnet, inNorth(subnets(m{"name": "a", "addressPrefix": "10.0.1.0/28", "delegations": to("Microsoft.Web/serverFarms")})))},
		good:    create(webApp, appIn("app2", "plan", vnetID+"/subnets/web")),
		bad:     create(webApp, appIn("app2", "plan", net2ID+"/subnets/a")),
		code:    "BadRequest",
		message: "The app app2 is in swedencentral and cannot be integrated with VNET net2 in northeurope.",
	},
	{
		name:    "a plan's apps are in two subnets at most",
		before:  []attempt{webNet, create(webApp, appIn("app2", "plan", net2ID+"/subnets/a"))},
		good:    create(webApp, appIn("app3", "plan", net2ID+"/subnets/a")),
		bad:     create(webApp, appIn("app3", "plan", net2ID+"/subnets/b")),
		code:    "Conflict",
		message: "Adding this VNET would exceed the App Service Plan VNET limit of 2.",
	},
	{
		name:    "a free plan's apps reach no VNet",
		before:  []attempt{create(plan, m{"name": "free", "sku": m{"name": "F1"}})},
		good:    create(webApp, appIn("app2", "plan", vnetID+"/subnets/web")),
		bad:     create(webApp, appIn("app2", "free", vnetID+"/subnets/web")),
		code:    "Conflict",
		message: "its App Service plan has the size F1, and Basic is the smallest that can",
	},
	{
		name:    "plans share a subnet that is large enough",
		before:  []attempt{webNet, otherPlan, create(webApp, appIn("app2", "plan", net2ID+"/subnets/large"))},
		good:    create(webApp, appIn("app3", "other", net2ID+"/subnets/large")),
		bad:     create(webApp, appIn("app3", "other", vnetID+"/subnets/web")),
		code:    "Conflict",
		message: "Subnet web in VNET net is in use by another App Service plan, and only a subnet of /26 or larger serves several.",
	},
}
