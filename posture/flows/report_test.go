package flows

import (
	"slices"
	"strings"
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/recorded"
)

// findingsOf are the findings of a change that are no passes, by id.
func findingsOf(t *testing.T, stack string, change func(*recorded.Copy)) map[string]finding.Finding {
	t.Helper()
	all := map[string]finding.Finding{}
	for _, f := range Judge(recorded.Change(load(t, stack), change)).Findings() {
		if f.Verdict != finding.Pass {
			if _, twice := all[f.ID]; twice {
				t.Errorf("two findings are called %s", f.ID)
			}
			all[f.ID] = f
		}
	}
	return all
}

// A change is found, by these findings and no others.
func TestFindings(t *testing.T) {
	group := subscription + "/resourceGroups/rg-aoai-prod"
	for _, c := range []struct {
		name, stack string
		change      func(*recorded.Copy)
		verdict     finding.Verdict
		severity    finding.Severity
		want        []string
	}{
		{"nothing", plain, func(*recorded.Copy) {}, "", "", nil},
		{"a role too many", plain, grantApp(facts.RoleStorageBlobDataReader, subscription), finding.Fail, finding.High, []string{"F-webapp-storage-read"}},
		{"a wider role", plain, set("roles-search-storage-blob-data-reader-on-storage", "roleDefinitionId", "/x/"+facts.RoleStorageBlobDataContributor.ID), finding.Fail, finding.High,
			[]string{"F-search-storage-delete", "F-search-storage-write"}},
		{"a wider role on purpose", plain, all(
			set("roles-search-storage-blob-data-reader-on-storage", "roleDefinitionId", "/x/"+facts.RoleStorageBlobDataContributor.ID),
			set("roles-search-storage-blob-data-reader-on-storage", "description", "R31: search is Storage Blob Data Contributor on storage")), "", "", nil},
		{"a role too few, of a service", plain, without("roles-webapp-cognitive-services-openai-user-on-openai"), finding.Fail, finding.High, []string{"F-webapp-openai-chat"}},
		{"a role too few, of a developer", plain, without("roles-ai-platform-developer-website-contributor-on-webapp"), finding.Fail, finding.Medium, []string{"F-developer-ai-platform-webapp-deploy"}},
		{"an open door", plain, set("search-service", "publicNetworkAccess", "enabled"), finding.Fail, finding.High, []string{
			"F-deployer-search-manage-indexes", "F-deployer-search-run-indexer",
			"F-developer-away-ai-platform-search-manage-indexes", "F-developer-away-ai-platform-search-query", "F-developer-away-ai-platform-search-run-indexer", "F-developer-away-ai-platform-search-upload",
			"F-developer-away-data-engineers-search-manage-indexes", "F-developer-away-data-engineers-search-query", "F-developer-away-data-engineers-search-run-indexer", "F-developer-away-data-engineers-search-upload",
		}},
		{"no sign-in", dev, set("webapp-signin", "platform.enabled", false), finding.Fail, finding.High, []string{
			"F-deployer-webapp-browse", "F-developer-away-developer-webapp-browse", "F-internet-webapp-browse", "F-openai-webapp-browse",
			"F-search-webapp-browse", "F-stranger-webapp-browse", "F-vpn-client-webapp-browse", "F-webapp-webapp-browse",
		}},
		{"no model", plain, without("openai-deployment-embedding"), finding.Fail, "", []string{"F-developer-ai-platform-openai-embed", "F-developer-data-engineers-openai-embed", "F-search-openai-embed"}},
		{"keys that can be read", plain, all(set("search-service", "disableLocalAuth", false), set("search-service", "authOptions", map[string]any{"aadOrApiKey": map[string]any{}})), finding.Fail, finding.High, []string{
			"F-developer-ai-platform-search-list-admin-keys", "F-developer-ai-platform-search-list-query-keys",
			"F-developer-data-engineers-search-list-admin-keys", "F-developer-data-engineers-search-list-query-keys",
		}},
		{"who may assign roles", plain, func(c *recorded.Copy) {
			assign(c, principalOf(c, "openai-account"), "ServicePrincipal", facts.RoleRoleBasedAccessControlAdmin.ID, group)
		}, finding.Fail, finding.High, []string{"F-openai-group-assign-roles", "F-openai-openai-assign-roles", "F-openai-search-assign-roles", "F-openai-storage-assign-roles", "F-openai-webapp-assign-roles"}},
		{"no retrieval", plain, without("roles-webapp-search-index-data-reader-on-search"), finding.Fail, finding.High, []string{"F-retrieval"}},
		{"both retrievals", plain, func(c *recorded.Copy) {
			assign(c, principalOf(c, "openai-account"), "ServicePrincipal", facts.RoleSearchIndexDataReader.ID, idOf(c, "search-service"))
		}, finding.Fail, "", []string{"F-openai-search-manage-indexes", "F-openai-storage-read", "F-openai-storage-write", "F-retrieval"}},
		{"a service too few", plain, without("storage-account"), finding.Fail, finding.High, []string{"F-missing-storage"}},
		{"a name server from elsewhere", plain, set("network-vnet", "dhcpOptions.dnsServers", []any{"10.9.9.9"}), finding.Unknown, finding.High, []string{"F-unknown-name-server-network-vnet"}},
		{"an account beside the architecture", plain, func(c *recorded.Copy) { c.Twice(c.Named("storage-account"), "extra") }, "", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := findingsOf(t, c.stack, c.change)
			var ids []string
			for id, f := range found {
				ids = append(ids, id)
				if f.Verdict != c.verdict || c.severity != "" && f.Severity != c.severity {
					t.Errorf("%s is %s, %s; want %s, %s", id, f.Verdict, f.Severity, c.verdict, c.severity)
				}
				if f.Title == "" || f.Want == "" || f.Verdict == finding.Fail && !strings.HasPrefix(id, "F-missing") && (f.Fix == "" || f.Link == "") {
					t.Errorf("%s says too little: %+v", id, f)
				}
			}
			slices.Sort(ids)
			if !slices.Equal(ids, c.want) {
				t.Errorf("found %q\nwant  %q", ids, c.want)
			}
		})
	}
}

// A finding says what decided, and each step before it.
func TestFindingHasItsEvidence(t *testing.T) {
	f := findingsOf(t, plain, grantApp(facts.RoleStorageBlobDataReader, subscription))["F-webapp-storage-read"]
	if f.Property != "roleDefinitionId" || !strings.HasPrefix(f.Name, "authorization:RoleAssignment extra-") || f.Resource == "" || !strings.Contains(f.Found, facts.RoleStorageBlobDataReader.ID) {
		t.Errorf("decided by %s %s = %s (%s)", f.Name, f.Property, f.Found, f.Resource)
	}
	if len(f.Evidence) != 12 || !strings.Contains(f.Evidence[11], "Storage Blob Data Reader on the subscription permits") {
		t.Errorf("its evidence is %q", f.Evidence)
	}
}

// Where the role is right and the door is not, the door is named.
func TestFindingNamesTheDoor(t *testing.T) {
	f := findingsOf(t, plain, set("search-service", "publicNetworkAccess", "enabled"))["F-developer-away-ai-platform-search-query"]
	if f.Property != "publicNetworkAccess" || f.Found != `"enabled"` || f.Fix != "turn public network access off" {
		t.Errorf("decided by %s = %s; to mend it: %s", f.Property, f.Found, f.Fix)
	}
}

// In a preview nothing that is needed passes on what is not known, and what is
// closed by a value that is known is closed.
func TestPreviewIsUnknownAndNamed(t *testing.T) {
	for _, name := range []string{"dev.preview.json", "prod.preview.json"} {
		r := Judge(load(t, name))
		for _, v := range r.Verdicts {
			if v.Expected == Needed && v.Outcome == Allowed {
				t.Errorf("%s: %s is allowed before anything is there", name, v.ID())
			}
			if v.Unexpected() {
				t.Errorf("%s: %s is %s by %s", name, v.ID(), v.Outcome, v.Deciding().Name)
			}
			if v.Outcome == Unknown && (v.Deciding().Resource == nil || v.Deciding().Property == "") {
				t.Errorf("%s: %s is unknown by %s, which names nothing", name, v.ID(), v.Deciding().Name)
			}
		}
		for _, f := range r.Findings() {
			if f.Verdict != finding.Unknown && f.ID != "F-others" {
				t.Errorf("%s: %s is %s", name, f.ID, f.Verdict)
			}
		}
		if v := flow(t, r, "internet", "openai", "chat"); v.Outcome != Denied || v.Deciding().Name != StepFirewall {
			t.Errorf("%s: the internet is %s by %s", name, v.Outcome, v.Deciding().Name)
		}
	}
}

// A door that a preview shows to be open is found before anything is there.
func TestPreviewFindsAnOpenDoor(t *testing.T) {
	open := all(set("webapp-app", "publicNetworkAccess", "Enabled"), without("webapp-signin"))
	if f := findingsOf(t, "prod.preview.json", open)["F-internet-webapp-browse"]; f.Verdict != finding.Fail {
		t.Errorf("the internet on an open app is %q", f.Verdict)
	}
}

func TestLeastPrivilege(t *testing.T) {
	r := Judge(load(t, plain))
	has := func(actor, action string) *Unused {
		for i, u := range r.Unused {
			if u.Actor.ID == actor && u.DataAction == action {
				return &r.Unused[i]
			}
		}
		return nil
	}
	if u := has("webapp", "Microsoft.CognitiveServices/accounts/OpenAI/assistants/*"); u == nil || len(u.Used) != 0 || u.Role != facts.RoleCognitiveServicesOpenAIUser.Name {
		t.Errorf("the app's assistants: %+v", u)
	}
	if u := has("search", "Microsoft.CognitiveServices/accounts/OpenAI/*"); u == nil || len(u.Used) != 1 {
		t.Errorf("Search's OpenAI/*: %+v", u)
	}
	for actor, used := range map[string]string{
		"webapp": "Microsoft.Search/searchServices/indexes/documents/read",
		"search": "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
	} {
		if u := has(actor, used); u != nil {
			t.Errorf("%s uses %s, and it is listed", actor, used)
		}
	}
}

func TestKeyReaders(t *testing.T) {
	names := func(change func(*recorded.Copy)) []string {
		var all []string
		for _, k := range Judge(recorded.Change(load(t, dev), change)).KeyReaders {
			all = append(all, strings.Join([]string{k.Target.ID, k.Actor.ID, k.Role, string(k.Keys)}, " "))
		}
		return all
	}
	want := []string{
		"openai deployer Owner denied",
		"search deployer Owner denied",
		"search developer:developer Search Service Contributor denied",
		"search openai Search Service Contributor denied",
		"storage deployer Owner denied",
		"webapp deployer Owner denied",
		"webapp developer:developer Website Contributor denied",
	}
	if got := names(func(*recorded.Copy) {}); !slices.Equal(got, want) {
		t.Errorf("the keys can be read by\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	article := names(func(c *recorded.Copy) {
		recorded.Set(c.Named("openai-account"), "properties.disableLocalAuth", false)
		assign(c, teamID, "User", facts.RoleCognitiveServicesUser.ID, idOf(c, "openai-account"))
	})
	if !slices.Contains(article, "openai developer:developer Cognitive Services User allowed") {
		t.Errorf("with R35 the keys can be read by %q", article)
	}
}
