package settings

import (
	"errors"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/facts"
	"secure-azure-openai/naming"
)

// Any text under any key is either refused with problems that say something,
// or gives settings that hold what the rest of the program relies on.
func FuzzLoad(f *testing.F) {
	for _, row := range slices.Concat(badDecoding, badNetwork, badOpenAI, badGateway, badAPI, badBackend, badTelemetry, badAccounts) {
		for key, text := range row.values {
			f.Add(key, text, "dev", false)
		}
	}
	f.Add("environment", `{"location":"swedencentral","workload":"kb","tags":{"a":"b"}}`, "PR_1.x", true)
	f.Add("network", `{"addressSpace":"10.0.0.0/24","endpoints":"10.0.0.0/26","gateway":"10.0.0.64/27","webApp":"10.0.0.128/28"}`, "dev", false)
	f.Add("vpn", `{"enabled":false}`, "dev", false)
	f.Add("access", `{"developers":[{"name":"a","objectId":"11111111-2222-3333-4444-555555555555","type":"Group"}],"roleAdministrator":true}`, "prod", false)
	f.Add("webApp", `{"sku":"P1v3","instances":2,"zoneRedundant":true,"settings":{"A":"b"}}`, "prod", true)
	f.Add("gateway", `{"enabled":true,"publisherName":"p","publisherEmail":"a@b.c","mode":"internal","units":2}`, "PR_1.x", true)
	f.Add("gateway", `{"enabled":true,"publisherName":"p","publisherEmail":"a@b.c","teams":["a"],"subscriptions":"optional","claims":[{"name":"roles","values":["x"]}]}`, "prod", false)
	f.Add("gateway", `{"callers":[{"name":"a","objectId":"11111111-2222-3333-4444-555555555555"}],"perCaller":{"quota":1,"quotaPeriod":"Daily"}}`, "dev", false)
	f.Add("backend", `{"clientId":"11111111-2222-3333-4444-555555555555","runtime":"node","runtimeVersion":"22","audiences":null}`, "dev", false)
	f.Add("network", `{"apiGateway":"10.20.3.0/29","backend":"10.20.3.32/27","dynamicEndpoints":["gateway","backendQueue"]}`, "dev", false)
	f.Add("openai", `{"accounts":[{"name":"france","location":"francecentral","slot":8},{"name":"spain","location":"spaincentral","slot":1,"priority":1}]}`, "dev", false)
	f.Add("telemetry", `{"privateLinkScope":"privateOnly"}`, "dev", false)
	f.Add("telemetry", `{"bodyBytes":1,"alertEmails":["a@b.c"]}`, "dev", true)
	f.Add("search", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "dev", false)
	f.Add("retrieval", "onYourData", "dev", false)
	f.Add("nothing", "\xff\x00", "", true)

	f.Fuzz(func(t *testing.T, key, text, stack string, secret bool) {
		// What lies behind a gateway is refused without one.
		for _, base := range []map[string]string{nil, {"gateway": gatewayOn}, {"gateway": gatewayOn, "backend": backendOn}} {
			src := source(base)
			src.Stack = stack
			src.Values[key] = Value{Text: text, Secret: secret}
			s, _, err := Load(src)
			if err != nil {
				requireProblems(t, err)
				continue
			}
			requireInvariants(t, s)
		}
	})
}

func FuzzFromStackFile(f *testing.F) {
	for _, file := range []string{"dev", "prod"} {
		content, err := os.ReadFile("../Pulumi." + file + ".yaml")
		require.NoError(f, err)
		f.Add(string(content))
	}
	f.Add("config: {p:webApp: {settings: {A: {secure: x}}}}")
	f.Add("config:\n  p:dns: &a {x: *a}\n")
	f.Add("config: {p:openai: {deployments: [{version: 2026-07-09}]}, ? [1] : 2}")

	f.Fuzz(func(t *testing.T, content string) {
		src, err := FromStackFile("p", "dev", nil, []byte(content))
		if err != nil {
			require.Contains(t, err.Error(), "Pulumi.dev.yaml: ")
			return
		}
		s, _, err := Load(src)
		if err != nil {
			requireProblems(t, err)
			return
		}
		requireInvariants(t, s)
	})
}

func requireProblems(t *testing.T, err error) {
	var problems *Problems
	require.True(t, errors.As(err, &problems))
	require.NotEmpty(t, problems.List)
	require.Equal(t, len(problems.List), strings.Count(err.Error(), "\n"))
	for _, p := range problems.List {
		require.NotEmpty(t, p.Key)
		require.NotEmpty(t, p.Found)
		require.NotEmpty(t, p.Want)
	}
}

func requireInvariants(t *testing.T, s Settings) {
	require.NotEmpty(t, s.Environment.Location)
	for name := range s.Environment.Tags {
		require.NotContains(t, s.OwnTags(), strings.ToLower(name))
	}
	require.LessOrEqual(t, len(s.Tags()), facts.TagsPerResource)
	require.Empty(t, s.check(naming.Parts{Workload: s.Environment.Workload, Stack: s.Stack, Suffix: or(s.Environment.Suffix, "abcdef")}))

	n := s.Network
	used := []subnet{}
	for _, sub := range subnets(&n) {
		off := sub.name == "gateway" && !s.VPN.Enabled || sub.name == "resolver" && !s.DNS.Resolver ||
			sub.name == "apiGateway" && !s.Gateway.Enabled || sub.name == "backend" && !s.Backend.Enabled
		if off && !sub.prefix.IsValid() {
			continue // the VNet gets none
		}
		require.True(t, sub.prefix.IsValid() && sub.prefix.Addr().Is4() && *sub.prefix == sub.prefix.Masked(), sub.name)
		require.True(t, inside(*sub.prefix, n.AddressSpace), sub.name)
		for _, other := range used {
			require.False(t, sub.prefix.Overlaps(*other.prefix), "%s and %s", sub.name, other.name)
		}
		used = append(used, sub)
	}
	for _, e := range Endpoints() {
		addr, static := n.Address(e, 3)
		require.True(t, !static || n.Endpoints.Contains(addr))
	}
	if s.DNS.Resolver {
		require.True(t, n.Resolver.Contains(n.ResolverAddress()))
	}
	if s.VPN.Enabled {
		require.Contains(t, facts.GatewaySKUs, s.VPN.SKU)
		require.False(t, s.VPN.ClientPool.Overlaps(n.AddressSpace))
	}

	_, chat := s.OpenAI.FirstDeployment(KindChat)
	require.True(t, chat)
	names := map[string]bool{}
	for _, d := range s.OpenAI.Deployments {
		require.NotEmpty(t, d.Model)
		require.NotEmpty(t, d.Version)
		require.NotEmpty(t, d.Kind)
		require.Positive(t, d.Capacity)
		require.False(t, names[strings.ToLower(d.Name)])
		names[strings.ToLower(d.Name)] = true
	}
	ids := map[string]bool{}
	for _, d := range s.Access.Developers {
		require.Regexp(t, guidForm, d.ObjectID)
		require.False(t, ids[strings.ToLower(d.ObjectID)])
		ids[strings.ToLower(d.ObjectID)] = true
	}
	requireGatewayInvariants(t, s)
	require.True(t, s.WebApp.Exposure == ExposurePrivate || s.WebApp.SignIn.Enabled())
	require.NotContains(t, s.WebApp.Settings, "AZURE_OPENAI_KEY")
}

func requireGatewayInvariants(t *testing.T, s Settings) {
	g := s.Gateway
	tier, known := facts.FindGatewayTier(g.SKU)
	require.True(t, known)
	require.Equal(t, g.Mode == GatewayInternal, !tier.V2, "mode and tier fit")
	require.True(t, g.Units >= 1 && g.Units <= tier.UnitsMost)
	require.False(t, g.Lockdown && g.Mode == GatewayInternal)
	if g.Enabled {
		require.NotEmpty(t, g.PublisherName)
		require.Regexp(t, emailForm, g.PublisherEmail)
	}
	require.True(t, g.Enabled || !s.Backend.Enabled && len(s.OpenAI.Accounts) == 0 && s.Telemetry.PrivateLinkScope == LinkScopeOff)
	require.NotEmpty(t, g.API.Audiences)
	require.True(t, !s.Backend.Enabled || guidForm.MatchString(s.Backend.ClientID) && len(s.Backend.API.Audiences) > 0)
	for _, a := range []API{g.API, s.Backend.API} {
		require.True(t, a.PerCaller.Calls > 0 || a.PerSubscription.Calls > 0)
		require.True(t, a.Subscriptions != SubscriptionsOff || a.PerSubscription == Limits{})
		for _, c := range a.Callers {
			require.Regexp(t, guidForm, c.ObjectID)
			require.Regexp(t, developerForm, c.Name)
		}
		texts := slices.Clone(a.Audiences)
		for _, c := range a.Claims {
			require.NotEmpty(t, c.Values)
			texts = append(append(texts, c.Name), c.Values...)
		}
		for _, text := range texts {
			require.NotContains(t, text, "{{")
			require.NotContains(t, text, "@(")
			require.NotContains(t, text, "@{")
		}
	}
	taken := map[netip.Addr]bool{}
	for _, a := range s.OpenAI.Accounts {
		addr := s.Network.AccountAddress(a)
		require.True(t, s.Network.Endpoints.Contains(addr) && !taken[addr])
		taken[addr] = true
		for _, e := range Endpoints() {
			for member := range 4 {
				other, static := s.Network.Address(e, member)
				require.False(t, static && other == addr, "%s and %s", a.Name, e)
			}
		}
	}
}
