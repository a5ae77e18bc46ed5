package requirements

import (
	"regexp"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const onYourDataPage = "https://learn.microsoft.com/azure/foundry-classic/openai/how-to/on-your-data-configuration"

var systemAssigned = []Want{{"identity.type", Among("SystemAssigned")}}

var openAI = []Rule{
	{
		ID: "R5", Title: "The Azure OpenAI account is of kind OpenAI or AIServices, SKU S0", Severity: finding.Medium,
		Kind: kindAccount, Wants: []Want{{"kind", OneOf("OpenAI", "AIServices")}, {"sku.name", Equal("S0")}},
		Fix:  "Make the account of kind OpenAI with SKU S0.",
		Link: "https://learn.microsoft.com/azure/foundry-classic/openai/how-to/create-resource",
	},
	{
		ID: "R6", Title: "The account has a custom subdomain in lower case", Severity: finding.High, Kind: kindAccount,
		Wants: []Want{{"properties.customSubDomainName", Matching(regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`), "a name in lower case")}},
		Fix:   "Set customSubDomainName. A change of it replaces the account.",
		Link:  "https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains",
	},
	{
		ID: "R7", Title: "The account has a system-assigned identity", Severity: finding.High,
		Kind: kindAccount, Wants: systemAssigned,
		Fix: "Set identity.type to SystemAssigned: On Your Data takes no other.", Link: onYourDataPage,
	},
	{
		ID: "R8", Title: "Trusted services bypass the account's firewall; nobody does where Search has its own private link instead",
		Severity: finding.Medium, Kind: kindAccount, Judge: judgeBypass,
		Fix:  "Set networkAcls.bypass to AzureServices, or give Search a shared private link.",
		Link: "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#grant-access-to-trusted-azure-services-for-azure-openai",
	},
	{
		ID: "R9", Title: "The account's firewall denies by default and has no exceptions", Severity: finding.High, Kind: kindAccount,
		Wants: []Want{
			{"properties.networkAcls.defaultAction", Equal("Deny")},
			{"properties.networkAcls.ipRules", Empty()}, {"properties.networkAcls.virtualNetworkRules", Empty()},
		},
		Fix:  "Set networkAcls.defaultAction to Deny, and remove its IP and VNet rules.",
		Link: "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
	},
	{
		ID: "R10", Title: "The account's public network access is off, explicitly", Severity: finding.High,
		Kind: kindAccount, Wants: []Want{{"properties.publicNetworkAccess", Equal("Disabled")}},
		Fix:  "Set publicNetworkAccess to Disabled. Callers in the VNet use the private endpoint.",
		Link: "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#use-private-endpoints",
	},
	{
		ID: "R11", Title: "The account's keys are off", Severity: finding.Medium,
		Kind: kindAccount, Wants: []Want{{"properties.disableLocalAuth", True()}},
		Fix:  "Set disableLocalAuth to true (access.profile: keyless), so that every call has an identity.",
		Link: "https://learn.microsoft.com/azure/ai-services/disable-local-auth",
	},
	{
		ID: "R12", Title: "The account has a private endpoint, group account, with its record in privatelink.openai.azure.com",
		Severity: finding.High, Kind: kindAccount,
		Judge: func(j *judge) {
			for _, r := range j.g.Of(kindAccount) {
				link := facts.PrivateLinkOpenAI
				if r.Value("kind").Is("AIServices") {
					link = aiServices
				}
				j.reachable(r, link)
			}
		},
		Fix:  "Give the account one private endpoint for group account, with a DNS zone group for its zone.",
		Link: "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
	},
}

const bypassPath = "properties.networkAcls.bypass"

func judgeBypass(j *judge) {
	for _, a := range j.g.Of(kindAccount) {
		if a.Value(bypassPath).Is("None") && len(j.linksTo(a)) > 0 {
			j.add(a, finding.Pass, bypassPath, `"None", beside a shared private link`, `"AzureServices"`)
			continue
		}
		j.value(a, bypassPath, Equal("AzureServices"))
	}
}

var search = []Rule{
	{
		ID: "R13", Title: "Search is of SKU basic or higher", Severity: finding.High, Kind: kindSearch,
		Wants: []Want{{"sku.name", OneOf(searchSKUs()...).as("basic or higher")}},
		Fix:   "Choose SKU basic or higher: free has no private endpoint and no identity.",
		Link:  "https://learn.microsoft.com/azure/search/search-sku-tier",
	},
	{
		ID: "R14", Title: "Search has a system-assigned identity", Severity: finding.High, Kind: kindSearch, Wants: systemAssigned,
		Fix:  "Set identity.type to SystemAssigned.",
		Link: "https://learn.microsoft.com/azure/search/search-how-to-managed-identities",
	},
	{
		ID: "R15", Title: "Search's keys are off, and it accepts Entra tokens alone", Severity: finding.Medium, Kind: kindSearch,
		Each: judgeSearchAuth,
		Fix:  "Set disableLocalAuth to true and leave authOptions out (access.profile: keyless).",
		Link: "https://learn.microsoft.com/azure/search/search-security-enable-roles",
	},
	{
		ID: "R16", Title: "Search's public network access is off", Severity: finding.High, Kind: kindSearch,
		Wants: []Want{{"publicNetworkAccess", Equal("disabled")}},
		Fix:   "Set publicNetworkAccess to disabled. Callers in the VNet use the private endpoint.",
		Link:  "https://learn.microsoft.com/azure/search/service-create-private-endpoint",
	},
	{
		ID: "R17", Title: "Trusted services bypass Search's firewall, which has no other exception", Severity: finding.High, Kind: kindSearch,
		Wants: []Want{{"networkRuleSet.bypass", Equal("AzureServices")}, {"networkRuleSet.ipRules", Empty()}},
		Fix:   "Set networkRuleSet.bypass to AzureServices and remove its IP rules. Without the bypass Azure OpenAI answers: Call to get Azure Search index failed.",
		Link:  "https://learn.microsoft.com/azure/search/service-configure-firewall",
	},
	{
		ID: "R18", Title: "Search has a private endpoint, group searchService, with its record in privatelink.search.windows.net",
		Severity: finding.High, Kind: kindSearch, Judge: eachReachable(kindSearch, facts.PrivateLinkSearch),
		Fix:  "Give Search one private endpoint for group searchService, with a DNS zone group for its zone.",
		Link: "https://learn.microsoft.com/azure/search/service-create-private-endpoint",
	},
	{
		ID: "R19", Title: "Search's semantic ranker is on where the app's queries are semantic", Severity: finding.Medium, Kind: kindSearch,
		Judge: judgeSemantic,
		Fix:   "Set semanticSearch to free or standard, or let the app ask other queries.",
		Link:  "https://learn.microsoft.com/azure/search/semantic-how-to-enable-disable",
	},
}

func searchSKUs() []string {
	var names []string
	for _, s := range facts.SearchSKUs {
		names = append(names, s.Name)
	}
	return names
}

func judgeSearchAuth(j *judge, r *graph.Resource) {
	options := r.Value("authOptions")
	// The one that refuses every identity is the worst, and named first.
	if options.State == graph.Known && options.At("apiKeyOnly").State != graph.Missing {
		j.fail(r, "authOptions", "apiKeyOnly, which refuses identities", "nothing there")
	}
	off := r.Value("disableLocalAuth")
	j.judged(r, "disableLocalAuth", off, True())
	switch {
	case off.True():
		// Azure refuses both together.
		j.judged(r, "authOptions", options, Absent())
	case options.At("aadOrApiKey").State != graph.Missing:
		j.value(r, "authOptions.aadOrApiKey.aadAuthFailureMode", Equal("http401WithBearerChallenge"))
	}
}

func judgeSemantic(j *judge) {
	j.none("the app asks no semantic queries")
	queries := j.setting("AZURE_SEARCH_QUERY_TYPE")
	for _, r := range j.g.Of(kindSearch) {
		switch {
		case queries.State == graph.Unknown || queries.State == graph.Secret:
			j.judged(r, "app setting AZURE_SEARCH_QUERY_TYPE", queries, Given())
		case strings.Contains(strings.ToLower(queries.Text()), "semantic"):
			j.value(r, "semanticSearch", OneOf("free", "standard"))
		}
	}
}

func eachReachable(kind string, link facts.PrivateLink) func(*judge) {
	return func(j *judge) {
		for _, r := range j.g.Of(kind) {
			j.reachable(r, link)
		}
	}
}
