package settings

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func prefix(cidr string) netip.Prefix { return netip.MustParsePrefix(cidr) }

func TestDefaults(t *testing.T) {
	s, warnings, err := Load(source(nil))
	require.NoError(t, err)
	assert.Equal(t, Settings{
		Project:     "secure-azure-openai",
		Stack:       "test",
		Environment: Environment{Location: "swedencentral", Workload: "aoai"},
		Network: Network{
			AddressSpace: prefix("10.20.0.0/22"),
			Endpoints:    prefix("10.20.0.0/26"),
			Gateway:      prefix("10.20.1.0/27"),
			Resolver:     prefix("10.20.1.32/28"),
			WebApp:       prefix("10.20.2.0/26"),
		},
		VPN: VPN{
			Enabled: true, SKU: "VpnGw1AZ", ClientPool: prefix("172.16.201.0/24"),
			Audience: "c632b3df-fb67-4d84-bdcf-b95ad541b5c8",
		},
		OpenAI: OpenAI{Deployments: []Deployment{
			{"chat", "gpt-5.6-terra", "2026-07-09", KindChat, "GlobalStandard", 10},
			{"embedding", "text-embedding-3-large", "1", KindEmbedding, "GlobalStandard", 10},
		}},
		Search: Search{
			SKU: "basic", Replicas: 1, Partitions: 1, Semantic: "free",
			Index: "documents", QueryType: "vectorSemanticHybrid",
		},
		Storage: Storage{SKU: "Standard_LRS", Container: "documents"},
		WebApp: WebApp{
			SKU: "B1", Instances: 1, Exposure: ExposurePrivate, Runtime: "PYTHON|3.11",
			Startup: "python3 -m gunicorn app:app", PermittedGroupsField: "group_ids",
		},
		Gateway: Gateway{
			Mode: GatewayPrivateEndpoint, SKU: "StandardV2", Units: 1,
			API: API{
				Subscriptions: SubscriptionsOff, Audiences: []string{"https://cognitiveservices.azure.com", "https://cognitiveservices.azure.com/"},
				PerCaller: Limits{Calls: 120, Tokens: 20_000},
			},
		},
		Backend: Backend{
			Kind: BackendAPI, Path: "backend", Runtime: "python", RuntimeVersion: "3.12", MemoryMB: 2048, Instances: 40,
			API: API{Subscriptions: SubscriptionsOff, PerCaller: Limits{Calls: 120}},
		},
		Access:     Access{Profile: ProfileKeyless},
		Monitoring: Monitoring{RetentionDays: 30},
		Telemetry:  Telemetry{PrivateLinkScope: LinkScopeOff},
		Posture:    Posture{Guard: GuardEnforce},
		Retrieval:  RetrievalDirect,
	}, s)
	assert.Equal(t, []Warning{signInOff}, warnings)
}

const signInOff Warning = "secure-azure-openai:webApp.permittedGroupsField: document-level access is off, because sign-in is (webApp.signIn.clientId): whoever reaches the application sees every document"

// Every setting of every object, each different from its default: a name that
// a read method forgets, or a field that it fills from another's, fails here.
func TestEverySettingIsRead(t *testing.T) {
	const id = "11111111-2222-3333-4444-55555555555"
	s, _, err := Load(source(map[string]string{
		"environment": `{"location":"westeurope","workload":"kb","suffix":"eu1","tags":{"owner":"me"},"protect":true}`,
		"network": `{"addressSpace":"10.1.0.0/23","endpoints":"10.1.0.0/25","gateway":"10.1.0.128/27","webApp":"10.1.0.192/26",
			"resolver":"10.1.1.0/28","apiGateway":"10.1.1.64/27","backend":"10.1.1.96/27","dynamicEndpoints":["search","webApp"]}`,
		"vpn": `{"enabled":false,"sku":"VpnGw3AZ","clientPool":"172.16.9.0/24","tenantId":"` + id + `0","audience":"` + id + `1"}`,
		"dns": `{"resolver":true}`,
		"openai": `{"location":"eastus2","deployments":[{"name":"a","model":"house-model","version":"7","kind":"chat","sku":"DataZoneStandard","capacity":3}],"restore":true,
			"accounts":[{"name":"france","location":"francecentral","slot":3,"priority":2,"weight":5}]}`,
		"search": `{"location":"northeurope","sku":"standard","replicas":2,"partitions":3,"semantic":"standard","index":"papers",
			"queryType":"semantic","sharedPrivateLink":true}`,
		"storage": `{"sku":"Standard_ZRS","container":"papers","knowledgeStore":true}`,
		"webApp": `{"sku":"P1v3","instances":3,"zoneRedundant":true,"exposure":"public","runtime":"PYTHON|3.12","startup":"run",
			"signIn":{"clientId":"` + id + `2","tenantId":"` + id + `3"},"permittedGroupsField":"readers","settings":{"UI_TITLE":"Papers"}}`,
		"gateway": `{"enabled":true,"mode":"privateEndpoint","sku":"PremiumV2","units":2,"publisherName":"Platform","publisherEmail":"platform@example.com",
			"lockdown":true,"restore":true,"teams":["search-team"],"subscriptions":"optional","audiences":["api://chat"],
			"callers":[{"name":"client","objectId":"` + id + `5"}],"clientIds":["` + id + `6"],"claims":[{"name":"roles","match":"all","values":["Chat.Use"]}],
			"perSubscription":{"calls":9,"tokens":8,"quota":7,"quotaPeriod":"Daily"},"perCaller":{"calls":3}}`,
		"backend": `{"enabled":true,"kind":"mcp","path":"tools","clientId":"` + id + `7","tenantId":"` + id + `8","gatewayClientIds":["` + id + `9"],
			"runtime":"node","runtimeVersion":"22","memoryMB":4096,"instances":100,"subscriptions":"off","audiences":["api://tools"]}`,
		"telemetry":  `{"bodyBytes":16,"alertEmails":["platform@example.com"],"privateLinkScope":"open"}`,
		"access":     `{"profile":"article","developers":[{"name":"team","objectId":"` + id + `4","type":"Group"}],"roleAdministrator":true}`,
		"monitoring": `{"retentionDays":60,"defenderForAI":true}`,
		"posture":    `{"guard":"warn","waivers":[{"id":"R11","resource":"openai-account","reason":"a pilot","expires":"2027-01-31"}]}`,
		"retrieval":  "onYourData",
	}))
	require.NoError(t, err)
	assert.Equal(t, Settings{
		Project: "secure-azure-openai", Stack: "test",
		Environment: Environment{"westeurope", "kb", "eu1", map[string]string{"owner": "me"}, true},
		Network: Network{prefix("10.1.0.0/23"), prefix("10.1.0.0/25"), prefix("10.1.0.128/27"), prefix("10.1.0.192/26"),
			prefix("10.1.1.0/28"), prefix("10.1.1.64/27"), prefix("10.1.1.96/27"), []Endpoint{EndpointSearch, EndpointWebApp}},
		VPN:     VPN{false, "VpnGw3AZ", prefix("172.16.9.0/24"), id + "0", id + "1"},
		DNS:     DNS{true},
		OpenAI:  OpenAI{"eastus2", []Deployment{{"a", "house-model", "7", KindChat, "DataZoneStandard", 3}}, true, []Account{{"france", "francecentral", 3, 2, 5}}},
		Search:  Search{"northeurope", "standard", 2, 3, "standard", "papers", "semantic", true},
		Storage: Storage{"Standard_ZRS", "papers", true},
		WebApp: WebApp{"P1v3", 3, true, ExposurePublic, "PYTHON|3.12", "run", SignIn{id + "2", id + "3"}, "readers",
			map[string]string{"UI_TITLE": "Papers"}},
		Gateway: Gateway{true, GatewayPrivateEndpoint, "PremiumV2", 2, "Platform", "platform@example.com", true, true, []string{"search-team"}, API{
			SubscriptionsOptional, []string{"api://chat"}, []Caller{{"client", id + "5"}}, []string{id + "6"},
			[]Claim{{"roles", "all", []string{"Chat.Use"}}}, Limits{9, 8, 7, "Daily"}, Limits{3, 20_000, 0, ""}}},
		Backend: Backend{true, BackendMCP, "tools", id + "7", id + "8", []string{id + "9"}, "node", "22", 4096, 100, API{
			Subscriptions: SubscriptionsOff, Audiences: []string{"api://tools"}, PerCaller: Limits{Calls: 120}}},
		Telemetry:  Telemetry{16, []string{"platform@example.com"}, LinkScopeOpen},
		Access:     Access{ProfileArticle, []Developer{{"team", id + "4", PrincipalGroup}}, true},
		Monitoring: Monitoring{60, true},
		Posture:    Posture{Guard: GuardWarn, Waivers: []Waiver{{"R11", "openai-account", "a pilot", "2027-01-31"}}},
		Retrieval:  RetrievalOnYourData,
	}, s)

	assert.False(t, s.Keyless())
	assert.Equal(t, "northeurope", s.SearchLocation())
	assert.Equal(t, "eastus2", s.OpenAILocation())
	assert.True(t, s.WebApp.SignIn.Enabled())
	first, found := s.OpenAI.FirstDeployment(KindChat)
	assert.True(t, found)
	assert.Equal(t, "a", first.Name)
	_, found = s.OpenAI.FirstDeployment(KindEmbedding)
	assert.False(t, found)
}

func TestSubnetsFollowTheAddressSpace(t *testing.T) {
	s, _, err := Load(source(map[string]string{"network": `{"addressSpace":"192.168.0.0/16","webApp":"192.168.9.0/24"}`}))
	require.NoError(t, err)
	assert.Equal(t, Network{
		AddressSpace: prefix("192.168.0.0/16"),
		Endpoints:    prefix("192.168.0.0/26"),
		Gateway:      prefix("192.168.1.0/27"),
		Resolver:     prefix("192.168.1.32/28"),
		WebApp:       prefix("192.168.9.0/24"),
	}, s.Network)
}

// Their subnets are derived only where they are on, so that a stack without
// them does not change; one that is given is kept in any case.
func TestSubnetsOfGatewayAndBackend(t *testing.T) {
	for _, row := range []struct {
		name                string
		values              map[string]string
		apiGateway, backend string
	}{
		{"off", nil, "", ""},
		{"gateway", map[string]string{"gateway": gatewayOn}, "10.20.2.128/27", ""},
		{"both", map[string]string{"gateway": gatewayOn, "backend": backendOn}, "10.20.2.128/27", "10.20.2.192/27"},
		{"another address space", map[string]string{"gateway": gatewayOn, "backend": backendOn, "network": `{"addressSpace":"10.1.0.0/20"}`}, "10.1.2.128/27", "10.1.2.192/27"},
		{"given", map[string]string{"gateway": gatewayOn, "backend": backendOn, "network": `{"apiGateway":"10.20.3.0/26","backend":"10.20.3.64/27"}`}, "10.20.3.0/26", "10.20.3.64/27"},
		{"given, and off again", map[string]string{"network": `{"apiGateway":"10.20.3.0/26","backend":"10.20.3.64/27"}`}, "10.20.3.0/26", "10.20.3.64/27"},
		{"given in a small address space", map[string]string{"gateway": gatewayOn, "vpn": `{"enabled":false}`,
			"network": `{"addressSpace":"10.20.0.0/24","endpoints":"10.20.0.0/26","webApp":"10.20.0.64/26","apiGateway":"10.20.0.128/27"}`}, "10.20.0.128/27", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, _, err := Load(source(row.values))
			require.NoError(t, err)
			text := func(p netip.Prefix) string { return strings.Replace(p.String(), "invalid Prefix", "", 1) }
			assert.Equal(t, row.apiGateway, text(s.Network.APIGateway))
			assert.Equal(t, row.backend, text(s.Network.Backend))
		})
	}
}

const (
	gatewayOn = `{"enabled":true,"publisherName":"Platform","publisherEmail":"platform@example.com"}`
	backendOn = `{"enabled":true,"clientId":"11111111-2222-3333-4444-555555555555"}`
)

func TestGatewayDefaultsFollowTheMode(t *testing.T) {
	for mode, want := range map[string]string{"privateEndpoint": "StandardV2", "internal": "Premium"} {
		s, _, err := Load(source(map[string]string{"gateway": `{"mode":"` + mode + `"}`}))
		require.NoError(t, err)
		assert.Equal(t, want, s.Gateway.SKU)
	}
}

// A token for the backend names its registration, by one of two names.
func TestBackendAudiencesFollowTheRegistration(t *testing.T) {
	const id = "11111111-2222-3333-4444-555555555555"
	for given, want := range map[string][]string{
		`{"clientId":"` + id + `"}`:                              {id, "api://" + id},
		`{"clientId":"` + id + `","audiences":null}`:             {id, "api://" + id},
		`{"clientId":"` + id + `","audiences":["api://orders"]}`: {"api://orders"},
		`{}`: nil,
	} {
		s, _, err := Load(source(map[string]string{"backend": given}))
		require.NoError(t, err)
		assert.Equal(t, want, s.Backend.API.Audiences, given)
	}
}

// An account's defaults, and a claim's.
func TestDefaultsInLists(t *testing.T) {
	s, _, err := Load(source(map[string]string{
		"openai":  `{"accounts":[{"name":"france","location":"francecentral","slot":1}]}`,
		"gateway": gatewayOn[:len(gatewayOn)-1] + `,"claims":[{"name":"roles","values":["Chat.Use"]}]}`,
	}))
	require.NoError(t, err)
	assert.Equal(t, []Account{{"france", "francecentral", 1, 2, 1}}, s.OpenAI.Accounts)
	assert.Equal(t, []Claim{{"roles", "any", []string{"Chat.Use"}}}, s.Gateway.API.Claims)
}

func TestTokensAsked(t *testing.T) {
	assert.False(t, Limits{Calls: 1}.TokensAsked())
	assert.True(t, Limits{Tokens: 1}.TokensAsked())
	assert.True(t, Limits{Quota: 1, QuotaPeriod: "Daily"}.TokensAsked())
}

// What is off needs no subnet.
func TestUnusedSubnets(t *testing.T) {
	s, _, err := Load(source(map[string]string{"vpn": `{"enabled":false}`, "webApp": `{"exposure":"private"}`,
		"network": `{"addressSpace":"10.20.0.0/24","endpoints":"10.20.0.0/26","webApp":"10.20.0.64/26"}`}))
	assert.NoError(t, err)
	assert.False(t, s.Network.Gateway.IsValid() || s.Network.Resolver.IsValid(), "the VNet gets neither")
}

func TestAddresses(t *testing.T) {
	n := Defaults().Network
	for endpoint, want := range map[Endpoint]string{
		EndpointOpenAI: "10.20.0.16", EndpointSearch: "10.20.0.20", EndpointStorage: "10.20.0.24", EndpointWebApp: "10.20.0.28",
		EndpointGateway: "10.20.0.32", EndpointBackend: "10.20.0.36", EndpointBackendBlob: "10.20.0.40", EndpointBackendQueue: "10.20.0.44", EndpointBackendTable: "10.20.0.48",
	} {
		got, static := n.Address(endpoint, 0)
		assert.True(t, static)
		assert.Equal(t, want, got.String())
	}
	third, _ := n.Address(EndpointOpenAI, 2)
	assert.Equal(t, "10.20.0.18", third.String())
	assert.Equal(t, "10.20.1.36", n.ResolverAddress().String())

	n.DynamicEndpoints = []Endpoint{EndpointSearch}
	for _, none := range []struct {
		endpoint Endpoint
		member   int
	}{{EndpointSearch, 0}, {EndpointOpenAI, 4}, {EndpointOpenAI, -1}, {"vault", 0}} {
		_, static := n.Address(none.endpoint, none.member)
		assert.False(t, static, none)
	}
}

// No two members of any endpoints have one address, and the smallest endpoint
// subnet has room for all of them.
func TestEveryEndpointHasItsAddress(t *testing.T) {
	n := Defaults().Network
	taken := map[netip.Addr]string{}
	take := func(name string, addr netip.Addr) {
		require.True(t, n.Endpoints.Contains(addr), name)
		require.Empty(t, taken[addr], "%s: %s", name, addr)
		taken[addr] = name
	}
	for _, e := range Endpoints() {
		for member := range 4 {
			addr, static := n.Address(e, member)
			require.True(t, static)
			take(string(e), addr)
		}
	}
	for slot := 1; slot <= FurtherAccounts; slot++ {
		a := Account{Name: fmt.Sprint(slot), Slot: slot}
		take(string(a.Endpoint()), n.AccountAddress(a))
	}
	assert.Equal(t, "openai-1", taken[netip.MustParseAddr("10.20.0.52")])
	assert.Equal(t, "openai-8", taken[netip.MustParseAddr("10.20.0.59")])
	assert.False(t, n.AccountAddress(Account{Slot: 99}).IsValid())
}

// All problems of all keys come together, in the order of the keys, and what
// does not decode in one place hides nothing elsewhere.
func TestAllProblemsAtOnce(t *testing.T) {
	src := source(map[string]string{
		"retrieval":  "both",
		"monitoring": `{"retentionDays":"thirty","defenderForAi":true}`,
		"access":     `[]`,
		"webApp":     `{"sku":"F1","instances":-1,"exposure":"public"}`,
		"openai":     `{"deployments":[{"name":"chat","model":"gpt-4o","version":"2024-11-20","capcity":5},{"name":"CHAT","model":"gpt-5.6-terra","version":"2026-07-09","capacity":0}]}`,
		"network":    `{"endpoints":"10.20.0.0/28","gateway":"10.20.1.7/27"}`,
		"search":     `{"sku":`,
	})
	src.Unknown = []string{"serach"}
	_, _, err := Load(src)
	require.EqualError(t, err, strings.Join([]string{
		`the configuration of stack "test" has 15 problems:`,
		`secure-azure-openai:network.gateway: "10.20.1.7/27" has host bits set; use "10.20.1.0/27", the range that this address lies in`,
		`secure-azure-openai:network.endpoints: "10.20.0.0/28" is too small for the private endpoints; use /26 or larger: every service has a fixed slot in this subnet, so that one more endpoint moves, and so replaces, no other`,
		`secure-azure-openai:openai.deployments[0].capcity: is no setting; did you mean "capacity"? Otherwise use one of name, model, version, kind, sku, capacity`,
		`secure-azure-openai:openai.deployments[0].model: "gpt-4o" "2024-11-20" reached its retirement date, 2026-10-01, and takes no new deployments (ServiceModelDeprecated); use gpt-5.6-terra version 2026-07-09`,
		`secure-azure-openai:openai.deployments[1].capacity: 0 is no capacity; use 1 or more (thousands of tokens a minute, or units of a provisioned SKU)`,
		`secure-azure-openai:openai.deployments[1].name: "CHAT" is the name of deployment 0 too; name each deployment once: Azure compares the names without case`,
		`secure-azure-openai:search: is no JSON object: it is cut off; use an object, with one key per setting`,
		`secure-azure-openai:webApp.sku: "F1" cannot integrate with a VNet; use B1 or larger`,
		`secure-azure-openai:webApp.instances: -1 is too few; use 1 or more`,
		`secure-azure-openai:webApp.exposure: "public" without sign-in lets anyone on the internet use the application; set webApp.signIn.clientId, or use private`,
		`secure-azure-openai:access: is a list; use an object, with one key per setting`,
		`secure-azure-openai:monitoring.retentionDays: is the text "thirty"; use a whole number, without quotes`,
		`secure-azure-openai:monitoring.defenderForAi: is no setting; did you mean "defenderForAI"? Otherwise use one of retentionDays, defenderForAI`,
		`secure-azure-openai:retrieval: "both" is no way of retrieval; use one of direct, onYourData`,
		`secure-azure-openai:serach: is no configuration key; did you mean "search"? Otherwise use one of environment, network, vpn, dns, openai, search, storage, webApp, gateway, backend, access, monitoring, telemetry, posture, retrieval`,
	}, "\n  "))
}

// A misspelt key is one problem, not also a missing setting.
func TestMisspeltKeyIsOneProblem(t *testing.T) {
	_, _, err := Load(Source{Stack: "test", Unknown: []string{"enviroment"}})
	var problems *Problems
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems.List, 1)
	assert.Equal(t, "secure-azure-openai:enviroment", problems.List[0].Key)
}

func TestStackNames(t *testing.T) {
	for stack, want := range map[string]string{
		"dev":                      "",
		"PR_1234.Feature":          "",
		strings.Repeat("x", 35):    "",
		"---":                      `the stack's name: "---" has no letter or digit, which every name needs; name the stack with up to 35 letters, digits and hyphens, such as dev`,
		"team-windows":             `the stack's name: "team-windows" gives the name "oai-aoai-team-windows-a12345", which contains the word "windows", which Azure reserves (ReservedResourceName); name the stack with up to 35 letters, digits and hyphens, such as dev`,
		strings.Repeat("abcd", 12): `the stack's name: "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd" gives the name "srch-aoai-abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd-a12345", which has a length of 65, where search service names take 2 to 60 characters; name the stack with up to 35 letters, digits and hyphens, such as dev`,
	} {
		src := source(nil)
		src.Stack = stack
		_, _, err := Load(src)
		if want == "" {
			assert.NoError(t, err, stack)
			continue
		}
		assert.EqualError(t, err, fmt.Sprintf("the configuration of stack %q has 1 problem:\n  %s", stack, want))
	}
}

// The names of what is off are not judged: a stack with a name that leaves the
// backend's endpoints no room is as good as before without one.
func TestOnlyNamesInUseAreJudged(t *testing.T) {
	src := source(nil)
	src.Stack = strings.Repeat("x", 43)
	_, _, err := Load(src)
	require.NoError(t, err)

	src.Values["gateway"] = Value{Text: gatewayOn}
	_, _, err = Load(src)
	require.NoError(t, err, "the gateway's name is cut")

	src.Values["backend"] = Value{Text: backendOn}
	_, _, err = Load(src)
	require.ErrorContains(t, err, `gives the name "pep-aoai-`+src.Stack+`-backendqueue", which has a length of 65, where private endpoint names take 2 to 64 characters; name the stack with up to 35 letters`)
}

// null is a missing list or object, as a YAML key with nothing below it is.
func TestNullObjectsAreMissing(t *testing.T) {
	want, _, err := Load(source(nil))
	require.NoError(t, err)
	got, _, err := Load(source(map[string]string{
		"environment": `{"location":"swedencentral","tags":null}`,
		"vpn":         `null`,
		"dns":         ``,
		"openai":      `{"deployments":null,"accounts":null}`,
		"webApp":      `{"signIn":null,"settings":null}`,
		"access":      `{"developers":null}`,
		"gateway":     `{"teams":null,"audiences":null,"callers":null,"clientIds":null,"claims":null,"perCaller":null,"perSubscription":null}`,
		"backend":     `{"gatewayClientIds":null,"perCaller":null}`,
		"telemetry":   `{"alertEmails":null}`,
	}))
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestModelFormat(t *testing.T) {
	assert.Equal(t, "OpenAI", Deployment{Model: "gpt-5.6-terra", Version: "2026-07-09"}.Format())
	assert.Equal(t, "OpenAI-OSS", Deployment{Model: "gpt-oss-120b", Version: "1"}.Format())
	assert.Equal(t, "OpenAI", Deployment{Model: "house-model", Version: "7"}.Format())
}

func TestLoadLeavesDefaultsAlone(t *testing.T) {
	before := Defaults()
	_, _, err := Load(source(map[string]string{"openai": `{"deployments":[{"name":"a","model":"gpt-5.6-luna","version":"2026-07-09"}]}`}))
	require.NoError(t, err)
	assert.Equal(t, before, Defaults())
}
