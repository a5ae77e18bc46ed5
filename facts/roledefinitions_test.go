package facts

import (
	"strings"
	"testing"
)

func TestActionMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, action string
		want            bool
	}{
		{"*", "Microsoft.Search/searchServices/write", true},
		{"*/read", "Microsoft.Search/searchServices/indexes/read", true},
		{"*/read", "Microsoft.Search/searchServices/write", false},
		{"*/read", "Microsoft.Search/searchServices/readMetadata", false},
		{"Microsoft.Search/searchServices/*", "microsoft.search/SEARCHSERVICES/listAdminKeys/action", true},
		{"Microsoft.Search/searchServices/*", "Microsoft.Search/searchServices", false},
		{"Microsoft.Search/searchServices/read", "Microsoft.Search/searchServices/read/more", false},
		{"Microsoft.Authorization/*/Write", "Microsoft.Authorization/roleAssignments/write", true},
		{"Microsoft.Authorization/*/Write", "Microsoft.Authorization/write", false},
		{"a/*/b/*/c", "a/1/2/b/3/c", true},
		{"a/*/b/*/c", "a/1/2/c/3/b", false},
		{"a/*/b/*/c", "a/1/b/2/b/3/c", true},
		{"*action", "Microsoft.X/action/action", true},
		{"a**", "a", true},
		{strings.Repeat("a*", 1000), strings.Repeat("a", 2000) + "b", true},
		{strings.Repeat("a*", 1000) + "c", strings.Repeat("a", 2000) + "b", false},
		{"", "a", false},
		{"", "", true},
	} {
		if got := ActionMatches(c.pattern, c.action); got != c.want {
			t.Errorf("ActionMatches(%q, %q) = %t, want %t", c.pattern, c.action, got, c.want)
		}
	}
}

// What the topology rests on, and what makes a role too wide for it.
func TestRolePermits(t *testing.T) {
	for _, c := range []struct {
		role, action string
		data, want   bool
	}{
		{"Owner", "Microsoft.Authorization/roleAssignments/write", false, true},
		{"Owner", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", true, false},
		{"Contributor", "Microsoft.Authorization/roleAssignments/write", false, false},
		{"Contributor", "Microsoft.Storage/storageAccounts/listKeys/action", false, true},
		{"Reader", "Microsoft.Storage/storageAccounts/listKeys/action", false, false},
		{"User Access Administrator", "Microsoft.Authorization/roleAssignments/write", false, true},
		{"Role Based Access Control Administrator", "Microsoft.Authorization/roleAssignments/write", false, true},
		{"Cognitive Services OpenAI User", "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action", true, true},
		{"Cognitive Services OpenAI User", "Microsoft.CognitiveServices/accounts/OpenAI/stored-completions/read", true, false},
		{"Cognitive Services OpenAI User", "Microsoft.CognitiveServices/accounts/listKeys/action", false, false},
		{"Cognitive Services OpenAI Contributor", "Microsoft.CognitiveServices/accounts/deployments/write", false, true},
		{"Cognitive Services OpenAI Contributor", "Microsoft.CognitiveServices/accounts/write", false, false},
		{"Cognitive Services User", "Microsoft.CognitiveServices/accounts/listKeys/action", false, true},
		{"Search Service Contributor", "Microsoft.Search/searchServices/listAdminKeys/action", false, true},
		{"Search Service Contributor", "Microsoft.Search/searchServices/indexes/documents/read", true, false},
		{"Search Index Data Reader", "Microsoft.Search/searchServices/indexes/documents/write", true, false},
		{"Search Index Data Contributor", "Microsoft.Search/searchServices/indexes/documents/write", true, true},
		{"Storage Blob Data Reader", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write", true, false},
		{"Storage Blob Data Owner", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write", true, true},
		{"Storage Queue Data Contributor", "Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action", true, true},
		{"Storage Table Data Contributor", "Microsoft.Storage/storageAccounts/tableServices/tables/entities/write", true, true},
		{"Monitoring Metrics Publisher", "Microsoft.Insights/Telemetry/Write", true, true},
		{"Monitoring Metrics Publisher", "Microsoft.Insights/components/read", false, false},
		{"Log Analytics Reader", "Microsoft.OperationalInsights/workspaces/sharedKeys/read", false, false},
		{"Network Contributor", "Microsoft.Network/networkSecurityGroups/write", false, true},
		{"Website Contributor", "Microsoft.Web/sites/publish/Action", false, true},
		{"Key Vault Secrets User", "Microsoft.KeyVault/vaults/secrets/getSecret/action", true, true},
	} {
		var found *RoleDefinition
		for _, d := range roleDefinitions {
			if d.Name == c.role {
				found = d
			}
		}
		if found == nil {
			t.Errorf("no role is called %s", c.role)
			continue
		}
		if got := found.Permits(c.action, c.data); got != c.want {
			t.Errorf("%s permits %s: %t, want %t", c.role, c.action, got, c.want)
		}
	}
}

// Every role that the program assigns has its definition, under one name.
func TestAssignedRolesAreDefined(t *testing.T) {
	for _, r := range assigned {
		d := RoleDefinitionByID("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/" + r.ID)
		if d == nil {
			t.Errorf("%s (%s) has no definition", r.Name, r.ID)
			continue
		}
		if d.Name != r.Name {
			t.Errorf("%s is called %s in its definition", r.Name, d.Name)
		}
	}
	if RoleDefinitionByID("00000000-0000-0000-0000-000000000000") != nil {
		t.Error("a role that nobody knows has a definition")
	}
	if count := len(generalRoles) + len(aiRoles) + len(dataRoles) + len(platformRoles); count != len(roleDefinitions) {
		t.Errorf("%d definitions for %d ids: one is there twice", count, len(roleDefinitions))
	}
}
