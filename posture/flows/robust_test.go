package flows

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// Whatever stands in the place of a property, in turn what no service answers
// there, the flows are judged and explained, and none is new but by a door
// that the change opens: nothing panics, and nothing is lost.
func TestAnyPropertyOfAnyResource(t *testing.T) {
	strange := []any{nil, "", "nonsense", 7.0, true, []any{}, []any{"x", 1.0, nil}, map[string]any{"x": []any{nil}}}
	turn := 0
	for _, stack := range []string{prod} {
		g := load(t, stack)
		for _, r := range g.Azure() {
			names := map[string]bool{}
			for _, object := range []graph.Object{r.Inputs, r.Outputs} {
				for name := range object {
					names[name] = true
				}
			}
			sorted := make([]string, 0, len(names))
			for name := range names {
				sorted = append(sorted, name)
			}
			slices.Sort(sorted)
			for _, name := range sorted {
				turn++
				value := strange[turn%len(strange)]
				result := Judge(recorded.Change(g, func(c *recorded.Copy) {
					for _, changed := range c.Of(r.Kind) {
						if changed.URN == r.URN {
							recorded.Set(changed, name, value)
						}
					}
				}))
				if len(result.Verdicts) == 0 {
					t.Errorf("%s %s = %v: no verdicts", r, name, value)
				}
				result.Findings()
			}
		}
	}
}

// Every value of an export can be unknown: a flow that hangs on one is not
// passed, and a needed one is denied only by something that is known.
func TestUnknownValuesAreNeverPassed(t *testing.T) {
	const rg = subscription + "/resourceGroups/rg-aoai-prod/providers/"
	const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
	content, err := recorded.JSON(plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		value                 string
		actor, target, action string
		step                  StepName
	}{
		{`"publicNetworkAccess":"disabled"`, "internet", "search", "query", StepAuthentication},
		{`"publicNetworkAccess":"disabled"`, "developer-away:ai-platform", "search", "query", StepFirewall},
		{`"defaultAction":"Deny"`, "internet", "storage", "read", StepFirewall},
		{`"bypass":"AzureServices"`, "search", "storage", "read", StepTrusted},
		{`"status":"Approved"`, "webapp", "search", "query", StepConnection},
		{`"dnsServers":["10.30.1.36"]`, "webapp", "search", "query", StepServer},
		{`"sourceAddressPrefix":"10.30.2.0/26"`, "webapp", "search", "query", StepOutbound},
		{`"requireAuthentication":true`, platformTeam, "webapp", "browse", StepAuthentication},
		{`"privateLinkServiceId":"` + rg + `Microsoft.Search/searchServices/srch-aoai-prod-al3d4i"`, "webapp", "search", "query", StepEndpoint},
		{`"privateDnsZoneId":"` + rg + `Microsoft.Network/privateDnsZones/privatelink.search.windows.net"`, "webapp", "search", "query", StepRecord},
		{`"virtualNetwork":{"id":"` + rg + `Microsoft.Network/virtualNetworks/vnet-aoai-prod"}`, "webapp", "search", "query", StepZone},
		{`"networkSecurityGroup":{"id":"` + rg + `Microsoft.Network/networkSecurityGroups/nsg-aoai-prod-webapp"}`, "webapp", "search", "query", StepOutbound},
		{`"virtualNetworkSubnetId":"` + rg + `Microsoft.Network/virtualNetworks/vnet-aoai-prod/subnets/snet-webapp"`, "webapp", "search", "query", StepPlace},
		{`"subnet":{"id":"` + rg + `Microsoft.Network/virtualNetworks/vnet-aoai-prod/subnets/GatewaySubnet"}`, platformTeam, "search", "query", StepPlace},
		{`"scope":"` + rg + `Microsoft.Search/searchServices/srch-aoai-prod-al3d4i"`, "webapp", "search", "query", StepRole},
		{`"allow":false`, platformTeam, "webapp", "deploy", ""},
		{`"principalId":"e8b3fb6a-e6fc-5f31-ba47-b9431fb12732"`, "webapp", "search", "query", StepRole},
		{`"customSubDomainName":"oai-aoai-prod-al3d4i"`, "webapp", "openai", "chat", StepServer},
	} {
		name, rest, _ := strings.Cut(c.value, ":")
		old, mark := c.value, name+`:"`+unknown+`"`
		if strings.HasPrefix(rest, "[") {
			mark = name + `:["` + unknown + `"]`
		}
		if rest == "true" {
			mark = name + `:"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"`
		}
		compact := bytes.ReplaceAll(content, []byte(`": `), []byte(`":`))
		if !bytes.Contains(compact, []byte(old)) {
			t.Errorf("%s is not in the export", old)
			continue
		}
		g, err := graph.Read(bytes.NewReader(bytes.ReplaceAll(compact, []byte(old), []byte(mark))))
		if err != nil {
			t.Fatal(err)
		}
		v := flow(t, Judge(g), c.actor, c.target, c.action)
		if c.step == "" {
			if v.Outcome != Allowed {
				t.Errorf("%s unknown: %s is %s, and hangs on something else", old, v.ID(), v.Outcome)
			}
			continue
		}
		if c.actor == "internet" {
			if v.Outcome == Allowed {
				t.Errorf("%s unknown: %s is allowed", old, v.ID())
			}
			continue
		}
		if d := v.Deciding(); v.Outcome != Unknown || d.Name != c.step {
			t.Errorf("%s unknown: %s is %s by %s, want unknown by %s", old, v.ID(), v.Outcome, d.Name, c.step)
		}
	}
}

// A product that is too large for a list is counted, and one that is too large
// to judge is unknown: neither takes the machine's memory.
func TestLargeProductsAreBounded(t *testing.T) {
	verdicts, pairs := maxVerdicts, maxPairs
	defer func() { maxVerdicts, maxPairs = verdicts, pairs }()
	whole := Judge(load(t, prod))

	maxVerdicts = 10
	short := Judge(load(t, prod))
	if len(short.Verdicts)+short.Denied != len(whole.Verdicts) || short.Denied != whole.Denied || short.Denied == 0 {
		t.Errorf("%d listed and %d counted, of %d with %d denied", len(short.Verdicts), short.Denied, len(whole.Verdicts), whole.Denied)
	}
	if got, want := len(short.Findings()), len(whole.Findings()); got != want {
		t.Errorf("%d findings, want %d", got, want)
	}

	maxPairs = 10
	if f := Judge(load(t, prod)).Findings(); len(f) != 1 || f[0].ID != "F-too-large" || f[0].Verdict != "unknown" {
		t.Errorf("a product that is too large is %+v", f)
	}
}
