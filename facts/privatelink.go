package facts

// PrivateLink is what a private endpoint must name to reach a service: the
// group (ARM's groupIds), the members that a static address needs one entry
// each for, and the private DNS zone of each member.
type PrivateLink struct {
	Group string
	// Members is empty where they depend on what the target holds: such an
	// endpoint takes no static addresses.
	Members []string
	// Zones has one zone per member, in the members' order, or every zone
	// once where the members are not fixed.
	Zones []string
}

// The private links of the services in this topology. Groups and zones:
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
// (read 2026-11-21). Members are what
// PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps asks for;
// those of account and searchService are from single sources.
var (
	PrivateLinkOpenAI = PrivateLink{
		Group: "account", Members: []string{"default"}, Zones: []string{"privatelink.openai.azure.com"},
	}
	PrivateLinkSearch = PrivateLink{
		Group: "searchService", Members: []string{"searchService"}, Zones: []string{"privatelink.search.windows.net"},
	}
	PrivateLinkBlob = PrivateLink{
		Group: "blob", Members: []string{"blob"}, Zones: []string{"privatelink.blob.core.windows.net"},
	}
	PrivateLinkQueue = PrivateLink{
		Group: "queue", Members: []string{"queue"}, Zones: []string{"privatelink.queue.core.windows.net"},
	}
	PrivateLinkTable = PrivateLink{
		Group: "table", Members: []string{"table"}, Zones: []string{"privatelink.table.core.windows.net"},
	}
	// PrivateLinkSites is that of a web app and of a function app. The
	// deployment site has a record of its own in the same zone.
	PrivateLinkSites = PrivateLink{
		Group: "sites", Members: []string{"sites"}, Zones: []string{"privatelink.azurewebsites.net"},
	}
	// PrivateLinkGateway is API Management's one group, which serves the
	// gateway alone: the portals and the management endpoint have none.
	// https://learn.microsoft.com/azure/api-management/private-endpoint
	PrivateLinkGateway = PrivateLink{
		Group: "Gateway", Members: []string{"Gateway"}, Zones: []string{"privatelink.azure-api.net"},
	}
	// PrivateLinkMonitor is that of an Azure Monitor private link scope. Its
	// members are MonitorMembers and more for every workspace and component
	// in the scope, whose names Azure makes (Azure/bicep-registry-modules#1389):
	// whoever fixes the addresses of some is refused the next resource
	// (MicrosoftDocs/azure-docs#101336). The blob zone is the one that
	// Storage has, too.
	// https://learn.microsoft.com/azure/azure-monitor/logs/private-link-configure
	PrivateLinkMonitor = PrivateLink{
		Group: "azuremonitor",
		Zones: []string{
			"privatelink.monitor.azure.com", "privatelink.oms.opinsights.azure.com", "privatelink.ods.opinsights.azure.com",
			"privatelink.agentsvc.azure-automation.net", "privatelink.blob.core.windows.net",
		},
	}
)

// MonitorMembers are the members that every Azure Monitor private link scope
// has, with the host name of each: "Azure Monitor private links need this many
// addresses" of Microsoft's Japanese support team (2025-12-22) has the names,
// Azure/bicep-registry-modules (avm/res/insights/private-link-scope) the
// members. Which name is the one of dce-global is deduced, all others say it.
// A region of workspaces takes three addresses more, a component one for each
// endpoint in its connection string that its region does not have yet.
var MonitorMembers = []struct{ Member, Host string }{
	{"api", "api.monitor.azure.com"},
	{"global.in.ai", "global.in.ai.monitor.azure.com"},
	{"profiler", "profiler.monitor.azure.com"},
	{"live", "live.monitor.azure.com"},
	{"diagservicesquery", "diagservices-query.monitor.azure.com"},
	{"snapshot", "snapshot.monitor.azure.com"},
	{"agentsolutionpackstore", "scadvisorcontentpl.blob.core.windows.net"},
	{"dce-global", "global.handler.control.monitor.azure.com"},
}

// SharedPrivateLinkOpenAI is the group of a shared private link from Search
// to an Azure OpenAI account. Azure compares it with regard to case.
const SharedPrivateLinkOpenAI = "openai_account"
