package facts

// PrivateLink is what a private endpoint must name to reach a service: the
// group (ARM's groupIds), the members that a static address needs one entry
// each for, and the private DNS zone of each member.
type PrivateLink struct {
	Group   string
	Members []string
	// Zones has one zone per member, in the members' order.
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
	PrivateLinkSites = PrivateLink{
		Group: "sites", Members: []string{"sites"}, Zones: []string{"privatelink.azurewebsites.net"},
	}
)

// SharedPrivateLinkOpenAI is the group of a shared private link from Search
// to an Azure OpenAI account. Azure compares it with regard to case.
const SharedPrivateLinkOpenAI = "openai_account"
