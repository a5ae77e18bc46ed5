package flows

import (
	"encoding/json"
	"testing"

	"secure-azure-openai/posture/recorded"
)

// Whatever a property of whatever resource is, the flows can be judged: no
// panic, and a chain for each that is not denied.
func FuzzJudge(f *testing.F) {
	g := load(f, prod)
	resources := g.Azure()
	for i, r := range resources {
		for _, name := range []string{"properties", "scope", "securityRules", "subnets", "identity", "ipConfigurations", "privateDnsZoneConfigs", "privateLinkServiceConnections", "networkRuleSet", "permissions"} {
			if v, there := r.Inputs[name]; there {
				text, err := json.Marshal(v)
				if err != nil {
					f.Fatal(err)
				}
				f.Add(uint16(i), name, text)
			}
		}
	}
	f.Add(uint16(0), "scope", []byte(`"/providers/"`))
	f.Fuzz(func(t *testing.T, which uint16, property string, text []byte) {
		var value any
		if json.Unmarshal(text, &value) != nil || property == "" {
			t.Skip()
		}
		urn := resources[int(which)%len(resources)].URN
		r := Judge(recorded.Change(g, func(c *recorded.Copy) {
			for _, r := range c.Of(g.ByURN(urn).Kind) {
				if r.URN == urn {
					r.Inputs[property] = value
					r.Outputs[property] = value
				}
			}
		}))
		r.Findings()
		for _, v := range r.Verdicts {
			if v.Outcome != Denied && len(v.Steps()) == 0 {
				t.Errorf("%s is %s by nothing", v.ID(), v.Outcome)
			}
		}
	})
}
