package naming

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
)

// plain is a stack without a gateway, whole one with everything.
var (
	plain = Used{Endpoints: []string{"openai", "search", "storage", "webApp"}}
	whole = Used{Gateway: true, Backend: true, Endpoints: append([]string{"gateway", "backend", "backendBlob", "backendQueue", "backendTable"}, plain.Endpoints...)}
)

func TestNamesOfAStack(t *testing.T) {
	n := New(Parts{Workload: "aoai", Stack: "dev", Suffix: "k3x9q2"})
	n.base = ""
	assert.Equal(t, Names{
		ResourceGroup: "rg-aoai-dev", VNet: "vnet-aoai-dev",
		EndpointSubnet: "snet-endpoints", WebAppSubnet: "snet-webapp", ResolverSubnet: "snet-resolver",
		EndpointNSG: "nsg-aoai-dev-endpoints", WebAppNSG: "nsg-aoai-dev-webapp", ResolverNSG: "nsg-aoai-dev-resolver",
		OpenAI: "oai-aoai-dev-k3x9q2", Search: "srch-aoai-dev-k3x9q2", Storage: "staoaidevk3x9q2",
		Plan: "asp-aoai-dev", WebApp: "app-aoai-dev-k3x9q2", WebAppIdentity: "id-aoai-dev-webapp",
		VPNGateway: "vgw-aoai-dev", VPNAddress: "pip-aoai-dev-vpn",
		Resolver: "dnspr-aoai-dev", ResolverInbound: "in-aoai-dev", Workspace: "log-aoai-dev",
		GatewaySubnet: "snet-apim", BackendSubnet: "snet-backend", GatewayNSG: "nsg-aoai-dev-apim", BackendNSG: "nsg-aoai-dev-backend",
		Gateway: "apim-aoai-dev-k3x9q2", Backend: "func-aoai-dev-k3x9q2", BackendPlan: "asp-aoai-dev-backend", BackendStorage: "stfnaoaidevk3x9q2",
		Insights: "appi-aoai-dev", ActionGroup: "ag-aoai-dev", PrivateLinkScope: "ampls-aoai-dev",
	}, n)
}

func TestEndpointNames(t *testing.T) {
	n := New(Parts{Workload: "aoai", Stack: "Dev.1", Suffix: "k3x9q2"})
	assert.Equal(t, "pep-aoai-dev-1-openai", n.Endpoint("openai"))
	assert.Equal(t, "pep-aoai-dev-1-webapp", n.Endpoint("webApp"))
	assert.Equal(t, "nic-aoai-dev-1-webapp", n.NetworkInterface("webApp"))
	assert.Equal(t, "oai-aoai-dev-1-k3x9q2-france", n.Account("France"))
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"dev":            "dev",
		"Dev":            "dev",
		"pr-12":          "pr-12",
		"pr_12.canary":   "pr-12-canary",
		"a--b__c":        "a-b-c",
		"-_.lead.and.-_": "lead-and",
		"größe":          "gr-e",
		"...":            "",
	} {
		assert.Equal(t, want, Slug(text), text)
	}
}

func TestSuffix(t *testing.T) {
	const sub = "11111111-2222-3333-4444-55555555AAAA"
	first := Suffix(sub, "p", "dev")
	assert.Equal(t, "cdxuh8", first, "a changed suffix renames, and so replaces, every account of every stack")
	assert.Equal(t, first, Suffix(strings.ToLower(sub), "p", "dev"), "subscription ids have no case")
	for _, other := range []string{Suffix(sub, "p", "prod"), Suffix(sub, "q", "dev"), Suffix("other", "p", "dev"), Suffix(sub, "pd", "ev")} {
		assert.NotEqual(t, first, other)
	}
}

func TestLongNamesAreCutNotRefused(t *testing.T) {
	n := New(Parts{Workload: "knowledge1", Stack: "pr-1234-europe-canary", Suffix: "k3x9q2"})
	assert.Equal(t, "stknowledge1pr1234k3x9q2", n.Storage)
	assert.Equal(t, "stfnknowledge1pr12k3x9q2", n.BackendStorage)
	assert.Empty(t, n.Check(whole))

	n = New(Parts{Workload: "knowledge1", Stack: "pr-1234-europe-canary-north-blue", Suffix: "k3x9q2"})
	assert.Equal(t, "apim-knowledge1-pr-1234-europe-canary-north-k3x9q2", n.Gateway)
	n = New(Parts{Workload: "knowledge1", Stack: "pr-1234-europe-canary-nort-blue", Suffix: "k3x9q2"})
	assert.Equal(t, "apim-knowledge1-pr-1234-europe-canary-nort-k3x9q2", n.Gateway, "no hyphen is left where the name is cut")
	assert.Empty(t, n.Check(whole))
}

// A gateway refuses no name of a stack for its length that goes without one,
// and a backend only those that leave no room for the endpoint of its queue:
// beyond 47 characters of workload and stack. So a stack without a backend is
// not judged by the backend's names.
func TestTheGatewayRefusesNothingMore(t *testing.T) {
	long := strings.Repeat("s", 64)
	for workload := 2; workload <= 10; workload++ {
		for stack := 1; stack <= 60; stack++ {
			for suffix := 0; suffix <= 8; suffix++ {
				for _, name := range []string{long[:stack], Slug(strings.Repeat("s-t", 20)[:stack])} {
					n := New(Parts{Workload: long[:workload], Stack: name, Suffix: long[:suffix]})
					if len(n.Check(plain)) > 0 {
						continue
					}
					require.Empty(t, n.Check(Used{Gateway: true, Endpoints: append([]string{"gateway"}, plain.Endpoints...)}), n.base)
					if got := n.Check(whole); len(n.base) > 47 {
						require.Contains(t, got, Violation{n.Endpoint("backendQueue"), facts.NameEndpoint.Broken(n.Endpoint("backendQueue"))})
					} else {
						require.Empty(t, got, n.base)
					}
				}
			}
		}
	}
}

// What is promised of a stack's name, whatever else is on.
func TestAStackNameOf35LettersAlwaysFits(t *testing.T) {
	n := New(Parts{Workload: "knowledge1", Stack: strings.Repeat("s", 35), Suffix: "12345678"})
	assert.Empty(t, n.Check(whole))
}

func TestCheck(t *testing.T) {
	for name, row := range map[string]struct {
		parts Parts
		used  Used
		want  []string
	}{
		"good":                {Parts{"aoai", "dev", "k3x9q2"}, plain, nil},
		"good with a gateway": {Parts{"aoai", "dev", "k3x9q2"}, whole, nil},
		"reserved word":       {Parts{"windows", "dev", "k3x9q2"}, plain, []string{"oai-windows-dev-k3x9q2", "srch-windows-dev-k3x9q2", "stwindowsdevk3x9q2", "app-windows-dev-k3x9q2"}},
		"reserved word with a gateway": {Parts{"windows", "dev", "k3x9q2"}, whole, []string{"oai-windows-dev-k3x9q2", "srch-windows-dev-k3x9q2", "stwindowsdevk3x9q2",
			"app-windows-dev-k3x9q2", "apim-windows-dev-k3x9q2", "func-windows-dev-k3x9q2", "stfnwindowsdevk3x9q2"}},
		"only the group":          {Parts{"aoai", strings.Repeat("s", 44), "k3x9q2"}, plain, []string{"srch-aoai-" + strings.Repeat("s", 44) + "-k3x9q2"}},
		"the backend's endpoints": {Parts{"aoai", strings.Repeat("s", 43), "k3x9q2"}, whole, []string{"pep-aoai-" + strings.Repeat("s", 43) + "-backendqueue", "pep-aoai-" + strings.Repeat("s", 43) + "-backendtable"}},
		"where a name is cut":     {Parts{"aoai", "abcdefghxbzz", "ox1234"}, whole, []string{"stfnaoaiabcdefghxbox1234"}},
		"suffix":                  {Parts{"aoai", "dev", "K_1"}, plain, []string{"oai-aoai-dev-K_1", "srch-aoai-dev-K_1", "staoaidevK_1", "app-aoai-dev-K_1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range New(row.parts).Check(row.used) {
				assert.NotEmpty(t, v.Broken)
				got = append(got, v.Name)
			}
			assert.Equal(t, row.want, got)
		})
	}
}

func TestCheckAccount(t *testing.T) {
	n := New(Parts{Workload: "aoai", Stack: "dev", Suffix: "k3x9q2"})
	for account, want := range map[string][]string{
		"France":                nil,
		"france-":               {"oai-aoai-dev-k3x9q2-france-", "pep-aoai-dev-openai-france-", "nic-aoai-dev-openai-france-"},
		"xbox":                  {"oai-aoai-dev-k3x9q2-xbox"},
		strings.Repeat("f", 45): {"oai-aoai-dev-k3x9q2-" + strings.Repeat("f", 45), "pep-aoai-dev-openai-" + strings.Repeat("f", 45)},
	} {
		var got []string
		for _, v := range n.CheckAccount(account, "openai-"+account) {
			got = append(got, v.Name)
		}
		assert.Equal(t, want, got, account)
	}
}

// Any stack and workload either get names that match the rules, spelt out
// here again without the facts, or a violation says which does not.
func FuzzNames(f *testing.F) {
	f.Add("aoai", "dev", "sub")
	f.Add("knowledge1", "PR_1234.Feature-x", "sub")
	f.Add("a", strings.Repeat("long", 30), "")
	f.Add("", "...", "\x00")
	f.Add("xbox", "ÄÖÜ-ß", "sub")

	rules := []struct {
		of      func(Names) string
		pattern *regexp.Regexp
	}{
		{func(n Names) string { return n.ResourceGroup }, regexp.MustCompile(`^[a-z0-9-]{1,90}$`)},
		{func(n Names) string { return n.VNet }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$`)},
		{func(n Names) string { return n.OpenAI }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$`)},
		{func(n Names) string { return n.Search }, regexp.MustCompile(`^[a-z0-9]{2}[a-z0-9-]{0,57}[a-z0-9]$`)},
		{func(n Names) string { return n.Storage }, regexp.MustCompile(`^[a-z0-9]{3,24}$`)},
		{func(n Names) string { return n.WebApp }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$`)},
		{func(n Names) string { return n.Plan }, regexp.MustCompile(`^[a-z0-9-]{1,60}$`)},
		{func(n Names) string { return n.Gateway }, regexp.MustCompile(`^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$`)},
		{func(n Names) string { return n.Backend }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$`)},
		{func(n Names) string { return n.BackendStorage }, regexp.MustCompile(`^[a-z0-9]{3,24}$`)},
		{func(n Names) string { return n.BackendSubnet }, regexp.MustCompile(`^[a-z0-9-]{1,80}$`)}, // no underscore
		{func(n Names) string { return n.Workspace }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$`)},
		{func(n Names) string { return n.Endpoint("webApp") }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$`)},
		{func(n Names) string { return n.NetworkInterface("webApp") }, regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,78}[a-z0-9]$`)},
	}
	f.Fuzz(func(t *testing.T, workload, stack, subscription string) {
		suffix := Suffix(subscription, "project", stack)
		require.Regexp(t, `^[a-z][a-z0-9]{5}$`, suffix)
		n := New(Parts{Workload: workload, Stack: stack, Suffix: suffix})
		require.Equal(t, n, New(Parts{Workload: workload, Stack: stack, Suffix: suffix}), "names are deterministic")

		reported := map[string]bool{}
		for _, v := range n.Check(whole) {
			reported[v.Name] = true
		}
		for _, r := range rules {
			name := r.of(n)
			if !reported[name] && (!r.pattern.MatchString(name) || strings.Contains(name, "--")) {
				t.Errorf("%q is neither valid nor reported", name)
			}
		}
	})
}
