package posture

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// TestAzureAnswersInOtherWords: what Azure adds to an answer, and how it writes
// what it was sent, makes nothing fall short. The rehearsal answers less.
func TestAzureAnswersInOtherWords(t *testing.T) {
	for name, change := range map[string]func(c *recorded.Copy){
		"rules with empty lists": func(c *recorded.Copy) {
			for _, nsg := range c.Of("network:NetworkSecurityGroup") {
				for i := range nsg.Value("securityRules").Items() {
					for _, list := range []string{"sourcePortRanges", "destinationPortRanges", "sourceAddressPrefixes", "destinationAddressPrefixes"} {
						at := fmt.Sprintf("securityRules[%d].%s", i, list)
						if nsg.Value(at).State == graph.Missing {
							recorded.Set(nsg, at, []any{})
						}
					}
				}
			}
		},
		"App Service's names of regions": func(c *recorded.Copy) {
			for _, kind := range []string{"web:WebApp", "web:AppServicePlan"} {
				c.One(kind).Outputs["location"] = "Sweden Central"
			}
		},
		"enumerations in capitals": func(c *recorded.Copy) {
			for kind, path := range map[string]string{
				"storage:StorageAccount": "publicNetworkAccess", "search:Service": "publicNetworkAccess", "network:PublicIPAddress": "publicIPAllocationMethod",
			} {
				recorded.Set(c.One(kind), path, strings.ToUpper(c.One(kind).Value(path).Text()))
			}
		},
		"null for what is not there": func(c *recorded.Copy) {
			app := c.One("web:WebApp")
			for _, path := range []string{"siteConfig.ipSecurityRestrictionsDefaultAction", "siteConfig.ipSecurityRestrictions", "siteConfig.minTlsCipherSuite"} {
				recorded.Set(app, path, nil)
			}
		},
		"a sign-in without a page": func(c *recorded.Copy) {
			signIn := c.One("web:WebAppAuthSettingsV2")
			recorded.Set(signIn, "globalValidation.unauthenticatedClientAction", "Return401")
			recorded.Delete(signIn, "globalValidation.redirectToProvider")
			recorded.Set(signIn, "login.cookieExpiration.timeToExpiration", "1.00:00:00")
		},
	} {
		for _, stack := range []string{"dev.json", "prod.json"} {
			r := Check(recorded.Change(load(t, stack), change), Options{Today: today})
			assert.Equal(t, Holds, r.Outcome(), "%s of %s: %v %v", name, stack, r.Of(finding.Fail), r.Of(finding.Unknown))
		}
	}
}

// TestHiddenIsUndecided: what nobody can see is neither passed nor failed,
// whether a preview does not know it yet or a file has it encrypted.
func TestHiddenIsUndecided(t *testing.T) {
	for name, row := range map[string]struct{ kind, path, id string }{
		"addresses of a rule":     {"network:NetworkSecurityGroup", "securityRules[0].sourceAddressPrefixes", "D-inbound"},
		"access of a rule":        {"network:NetworkSecurityGroup", "securityRules[0].access", "D-inbound"},
		"ports of a rule":         {"network:NetworkSecurityGroup", "securityRules[0].destinationPortRange", "D-rules"},
		"all rules":               {"network:NetworkSecurityGroup", "securityRules", "D-inbound"},
		"an app's restrictions":   {"web:WebApp", "siteConfig.ipSecurityRestrictions", "D-firewall"},
		"what is logged":          {"insights:DiagnosticSetting", "logs", "D-audit"},
		"what is logged of":       {"insights:DiagnosticSetting", "resourceUri", "D-audit"},
		"the gateway's addresses": {"network:VirtualNetworkGateway", "ipConfigurations", "R40"},
		"a role":                  {"authorization:RoleAssignment", "roleDefinitionId", "D-wide-role"},
		"an app setting":          {"web:WebAppApplicationSettings", "properties.MY_STUFF", "R48"},
		"a content filter":        {"cognitiveservices:Deployment", "properties.raiPolicyName", "D-content-filter"},
	} {
		for _, stack := range []string{"dev.json", "dev.preview.json"} {
			for what, text := range map[string]string{"unknown": graph.UnknownText, "secret": graph.SecretText} {
				g := recorded.Change(load(t, stack), func(c *recorded.Copy) {
					r := c.One(row.kind)
					hidden, err := graph.NewResource(r.URN, r.Type, true, map[string]any{"hidden": text}, nil)
					if err != nil {
						t.Fatal(err)
					}
					if row.kind == "web:WebAppApplicationSettings" {
						r.Outputs = nil // Azure answers them as one secret
					}
					recorded.Set(r, row.path, hidden.Inputs["hidden"])
				})
				var got []finding.Verdict
				for _, f := range Check(g, Options{Today: today}).Findings {
					if f.ID == row.id {
						got = append(got, f.Verdict)
						if stack == "dev.json" && f.Verdict == finding.Unknown {
							assert.NotContains(t, f.Found, "until it is deployed", name)
						}
					}
				}
				assert.NotContains(t, got, finding.Fail, "%s of %s, %s", name, stack, what)
				if what == "secret" || row.kind != "web:WebAppApplicationSettings" {
					assert.Contains(t, got, finding.Unknown, "%s of %s, %s", name, stack, what)
				}
			}
		}
	}
}
