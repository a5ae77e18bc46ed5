package flows

import (
	"slices"
	"strings"
	"testing"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/recorded"
)

// A change is found, by these findings and no others.
func TestGatewayFindings(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*recorded.Copy)
		want   []string
	}{
		{"keys instead of tokens, of which the app has none", keysOnly, []string{"F-webapp-gateway-chat"}},
		{"the app keeps its role", all(fronted, grantApp(facts.RoleCognitiveServicesOpenAIUser, "cognitiveservices:Account")), []string{
			"F-webapp-openai-chat", "F-webapp-openai-chat-on-data", "F-webapp-openai-embed",
		}},
		{"who may edit policies", all(fronted, grantTeam(facts.RoleContributor, apimID)), []string{
			"F-developer-ai-platform-gateway-edit-global-policy", "F-developer-ai-platform-gateway-edit-operation-policies", "F-developer-ai-platform-gateway-edit-policies",
			"F-developer-ai-platform-gateway-edit-product-policies", "F-developer-ai-platform-gateway-list-subscription-keys", "F-developer-ai-platform-gateway-manage",
		}},
		{"a developer who is named", all(fronted, caller(teamID)), nil},
		{"a developer who is named, off the VPN", all(phaseOne, caller(teamID)), []string{
			"F-developer-away-ai-platform-gateway-chat", "F-developer-away-ai-platform-gateway-chat-on-data", "F-developer-away-ai-platform-gateway-embed",
		}},
		{"the same, before there is an endpoint", all(phaseOne, caller(teamID), set("endpoint-gateway-endpoint", "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status", "Pending")), []string{
			"F-webapp-gateway-chat",
		}},
		{"a document that does not know the app", all(fronted, set("gateway-value-webapp", "value", teamID)), []string{"F-webapp-gateway-chat"}},
		{"no storage for the backend", all(fronted, func(c *recorded.Copy) { c.Remove(c.Named("backend-storage")) }), []string{"F-missing-hoststorage"}},
		{"the gateway holds more", all(fronted, func(c *recorded.Copy) {
			assign(c, gatewayOID, "ServicePrincipal", facts.RoleStorageBlobDataReader.ID, idOf(c, "storage-account"))
		}), []string{"F-gateway-storage-read"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ids []string
			for id, f := range findingsOf(t, plain, c.change) {
				ids = append(ids, id)
				if f.Verdict != finding.Fail || f.Title == "" || f.Want == "" || !strings.HasPrefix(id, "F-missing") && (f.Fix == "" || f.Link == "") {
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

// What let somebody in is what the finding is about, not what stands behind.
func TestFindingNamesTheDocument(t *testing.T) {
	f := findingsOf(t, plain, all(phaseOne, nothing))["F-internet-gateway-chat"]
	if f.Name != "apimanagement:ApiPolicy gateway-openai-policy" || f.Property != "value" || f.Found != "nothing refuses a call without a credential: everybody gets in" || !strings.Contains(f.Fix, "validate a token") {
		t.Errorf("%+v", f)
	}
	v := flow(t, Judge(recorded.Change(load(t, plain), keysOnly)), "key-holder", "gateway", "chat")
	if v.Expected != Tolerated || v.Why != "G8" || !slices.ContainsFunc(v.Steps(), func(s Step) bool {
		return s.Evidence() == "the subscription key alone lets a holder of a subscription key in: no token is validated"
	}) {
		t.Errorf("%s is %s (%s): %v", v.ID(), v.Expected, v.Why, v.Steps())
	}
}
