package naming

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var endpoints = []string{"openai", "search", "storage", "webApp"}

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
	}, n)
}

func TestEndpointNames(t *testing.T) {
	n := New(Parts{Workload: "aoai", Stack: "Dev.1", Suffix: "k3x9q2"})
	assert.Equal(t, "pep-aoai-dev-1-openai", n.Endpoint("openai"))
	assert.Equal(t, "pep-aoai-dev-1-webapp", n.Endpoint("webApp"))
	assert.Equal(t, "nic-aoai-dev-1-webapp", n.NetworkInterface("webApp"))
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

func TestStorageNamesAreCutNotRefused(t *testing.T) {
	n := New(Parts{Workload: "knowledge1", Stack: "pr-1234-europe-canary", Suffix: "k3x9q2"})
	assert.Equal(t, "stknowledge1pr1234k3x9q2", n.Storage)
	assert.Empty(t, n.Check(endpoints...))
}

func TestCheck(t *testing.T) {
	for name, row := range map[string]struct {
		parts Parts
		want  []string
	}{
		"good":           {Parts{"aoai", "dev", "k3x9q2"}, nil},
		"reserved word":  {Parts{"windows", "dev", "k3x9q2"}, []string{"oai-windows-dev-k3x9q2", "srch-windows-dev-k3x9q2", "stwindowsdevk3x9q2", "app-windows-dev-k3x9q2"}},
		"only the group": {Parts{"aoai", strings.Repeat("s", 44), "k3x9q2"}, []string{"srch-aoai-" + strings.Repeat("s", 44) + "-k3x9q2"}},
		"suffix":         {Parts{"aoai", "dev", "K_1"}, []string{"oai-aoai-dev-K_1", "srch-aoai-dev-K_1", "staoaidevK_1", "app-aoai-dev-K_1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range New(row.parts).Check(endpoints...) {
				assert.NotEmpty(t, v.Broken)
				got = append(got, v.Name)
			}
			assert.Equal(t, row.want, got)
		})
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
		for _, v := range n.Check(endpoints...) {
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
