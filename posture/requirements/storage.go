package requirements

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var storage = []Rule{
	{
		ID: "R20", Title: "Storage's firewall denies by default, lets trusted services through and has no other exception",
		Severity: finding.High, Kind: kindStorage,
		Wants: []Want{
			{"networkRuleSet.defaultAction", Equal("Deny")}, {"networkRuleSet.bypass", bypassing("AzureServices", "None").as("AzureServices among it")},
			// Logging and Metrics let anybody read those, from anywhere.
			{"networkRuleSet.bypass", withAny("AzureServices", "Logging", "Metrics").not("neither Logging nor Metrics beside it")},
			{"networkRuleSet.ipRules", Empty()}, {"networkRuleSet.virtualNetworkRules", Empty()}, {"networkRuleSet.resourceAccessRules", Empty()},
		},
		Judge: judgeTrusted,
		Fix:   "Set networkRuleSet.defaultAction to Deny and bypass to AzureServices, and remove its rules.",
		Link:  "https://learn.microsoft.com/azure/storage/common/storage-network-security",
	},
	{
		ID: "R21", Title: "Storage's public network access is off", Severity: finding.High, Kind: kindStorage,
		Wants: []Want{{"publicNetworkAccess", Equal("Disabled")}},
		Fix:   "Set publicNetworkAccess to Disabled. The exception for trusted services stays in effect.",
		Link:  "https://learn.microsoft.com/azure/storage/common/storage-network-security-set-default-access",
	},
	{
		// azure-native calls ARM's supportsHttpsTrafficOnly enableHttpsTrafficOnly.
		ID: "R22", Title: "Storage has no public blobs, TLS 1.2 at least, and HTTPS only", Severity: finding.High, Kind: kindStorage,
		Wants: []Want{
			{"allowBlobPublicAccess", False()}, {"minimumTlsVersion", OneOf("TLS1_2", "TLS1_3")}, {"enableHttpsTrafficOnly", True()},
		},
		Fix:  "Set allowBlobPublicAccess to false, minimumTlsVersion to TLS1_2 and enableHttpsTrafficOnly to true.",
		Link: "https://learn.microsoft.com/azure/storage/blobs/security-recommendations",
	},
	{
		ID: "R23", Title: "Storage's keys are off", Severity: finding.Medium, Kind: kindStorage,
		Wants: []Want{{"allowSharedKeyAccess", False()}},
		Fix:   "Set allowSharedKeyAccess to false (access.profile: keyless), which also ends account SAS.",
		Link:  "https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent",
	},
	{
		ID: "R24", Title: "Storage has a private endpoint, group blob, with its record in privatelink.blob.core.windows.net",
		Severity: finding.High, Kind: kindStorage, Judge: judgeBlobEndpoint,
		Fix:  "Give Storage one private endpoint for group blob, with a DNS zone group for its zone.",
		Link: "https://learn.microsoft.com/azure/storage/common/storage-private-endpoints",
	},
}

// bypassing wants a list in one text to have one of some words.
func bypassing(words ...string) Test {
	return Test{"one of " + strings.Join(words, ", "), func(v graph.Value) bool {
		return slices.ContainsFunc(words, func(word string) bool { return Among(word).holds(v) })
	}}
}

// judgeTrusted: Azure OpenAI and Search reach the documents as trusted
// services. Nobody reaches a function app's own storage in that way.
func judgeTrusted(j *judge) {
	for _, r := range j.g.Of(kindStorage) {
		if bypass := r.Value("networkRuleSet.bypass"); j.hostOf[r.URN] == nil && bypass.Is("None") {
			j.fail(r, "networkRuleSet.bypass", bypass.String(), "AzureServices among it")
		}
	}
}

// judgeBlobEndpoint: G20 judges the endpoints of a function app's storage.
func judgeBlobEndpoint(j *judge) {
	for _, r := range j.g.Of(kindStorage) {
		if j.hostOf[r.URN] == nil {
			j.reachable(r, facts.PrivateLinkBlob)
		}
	}
}

// container: the documents lie in the one that the stack's outputs name.
func (j *judge) container() {
	name := j.outputs().Outputs.At("names.container")
	if name.Text() == "" {
		return
	}
	if !slices.ContainsFunc(j.g.Of("storage:BlobContainer"), func(r *graph.Resource) bool { return r.Value("containerName").Is(name.Text()) }) {
		j.fail(nil, "output names.container", name.String()+", which is no storage:BlobContainer", "the container of the documents")
	}
}
