package facts

// The built-in roles of network, web and monitoring.
var platformRoles = []RoleDefinition{
	{
		Role: Role{Name: "Network Contributor", ID: "4d97b98b-1d4f-4787-a291-c67834d212e7"},
		Actions: []string{
			"Microsoft.Authorization/*/read",
			"Microsoft.Insights/alertRules/*",
			"Microsoft.Network/*",
			"Microsoft.ResourceHealth/availabilityStatuses/read",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Support/*",
		},
	},
	{
		Role: Role{Name: "Private DNS Zone Contributor", ID: "b12aa53e-6015-4669-85d0-8515ebb3ae7f"},
		Actions: []string{
			"Microsoft.Insights/alertRules/*",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Support/*",
			"Microsoft.Network/privateDnsZones/*",
			"Microsoft.Network/privateDnsOperationResults/*",
			"Microsoft.Network/privateDnsOperationStatuses/*",
			"Microsoft.Network/virtualNetworks/read",
			"Microsoft.Network/virtualNetworks/join/action",
			"Microsoft.Authorization/*/read",
		},
	},
	{
		Role: Role{Name: "Website Contributor", ID: "de139f84-1756-47ae-9be6-808fbbe84772"},
		Actions: []string{
			"Microsoft.Authorization/*/read",
			"Microsoft.Insights/alertRules/*",
			"Microsoft.Insights/components/*",
			"Microsoft.ResourceHealth/availabilityStatuses/read",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Support/*",
			"Microsoft.Web/certificates/*",
			"Microsoft.Web/listSitesAssignedToHostName/read",
			"Microsoft.Web/register/action",
			"Microsoft.Web/serverFarms/join/action",
			"Microsoft.Web/serverFarms/read",
			"Microsoft.Web/sites/*",
		},
		Published: "the page lacks Microsoft.Web/register/action, which the service has since 2024-08-23 at the latest",
	},
	{
		Role: Role{Name: "API Management Service Contributor", ID: "312a565d-c81f-4fd8-895a-4e21e48d571c"},
		Actions: []string{
			"Microsoft.ApiManagement/service/*",
			"Microsoft.Authorization/*/read",
			"Microsoft.Insights/alertRules/*",
			"Microsoft.ResourceHealth/availabilityStatuses/read",
			"Microsoft.Resources/deployments/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
			"Microsoft.Support/*",
		},
	},
	{
		Role: Role{Name: "Log Analytics Reader", ID: "73c42c96-874c-492b-b04d-ab87d138a893"},
		Actions: []string{
			"*/read",
			"Microsoft.OperationalInsights/workspaces/analytics/query/action",
			"Microsoft.OperationalInsights/workspaces/search/action",
			"Microsoft.Support/*",
		},
		NotActions:  []string{"Microsoft.OperationalInsights/workspaces/sharedKeys/read"},
		DataActions: []string{"Microsoft.OperationalInsights/workspaces/jobs/export/action"},
	},
	{
		Role: Role{Name: "Monitoring Metrics Publisher", ID: "3913510d-42f4-4e42-8a64-420c390055eb"},
		Actions: []string{
			"Microsoft.Insights/Register/Action",
			"Microsoft.Support/*",
			"Microsoft.Resources/subscriptions/resourceGroups/read",
		},
		DataActions: []string{
			"Microsoft.Insights/Metrics/Write",
			"Microsoft.Insights/Telemetry/Write",
		},
	},
}
