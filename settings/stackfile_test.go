package settings

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The project's own files load without a problem, and warn of exactly what a
// user should hear.
func TestProjectStackFiles(t *testing.T) {
	const placeholderClient Warning = `secure-azure-openai:webApp.signIn.clientId: "00000000-0000-0000-0000-000000000001" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the application id of the app registration that users sign in with`
	developer := func(index, id string) Warning {
		return Warning(`secure-azure-openai:access.developers[` + index + `].objectId: "00000000-0000-0000-0000-0000000000` + id + `" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the object id of a user or group in Entra ID`)
	}
	for stack, want := range map[string][]Warning{
		"dev": {placeholderClient, developer("0", "02"), "secure-azure-openai:" + onYourData},
		"prod": {placeholderClient,
			`secure-azure-openai:backend.clientId: "00000000-0000-0000-0000-000000000004" is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by the application id of the app registration that stands for the backend`,
			developer("0", "02"), developer("1", "03")},
	} {
		t.Run(stack, func(t *testing.T) {
			s, warnings := loadProjectStack(t, stack)
			assert.Equal(t, want, warnings)
			assert.Equal(t, "swedencentral", s.Environment.Location)
			assert.True(t, s.Keyless())
			assert.True(t, s.VPN.Enabled)
			assert.True(t, s.WebApp.SignIn.Enabled())
		})
	}
}

func TestDevStackIsTheArticlesSmallest(t *testing.T) {
	s, _ := loadProjectStack(t, "dev")
	d := Defaults()
	assert.Equal(t, RetrievalOnYourData, s.Retrieval)
	assert.Equal(t, ExposurePublic, s.WebApp.Exposure)
	assert.Equal(t, d.Search, s.Search)
	assert.Equal(t, d.Storage, s.Storage)
	assert.Equal(t, d.VPN, s.VPN)
	assert.Equal(t, d.OpenAI, s.OpenAI)
	assert.Equal(t, "B1", s.WebApp.SKU)
	assert.False(t, s.Environment.Protect)
	assert.Len(t, s.Access.Developers, 1)
}

func TestProdStackIsHardened(t *testing.T) {
	s, _ := loadProjectStack(t, "prod")
	assert.Equal(t, RetrievalDirect, s.Retrieval)
	assert.Equal(t, ExposurePrivate, s.WebApp.Exposure)
	assert.True(t, s.Environment.Protect)
	assert.True(t, s.DNS.Resolver)
	assert.True(t, s.Search.SharedPrivateLink)
	assert.Equal(t, "standard", s.Search.SKU)
	assert.GreaterOrEqual(t, s.Search.Replicas, 2)
	assert.Equal(t, "Standard_ZRS", s.Storage.SKU)
	assert.Equal(t, "VpnGw2AZ", s.VPN.SKU)
	assert.True(t, s.WebApp.ZoneRedundant)
	assert.GreaterOrEqual(t, s.WebApp.Instances, 2)
	assert.True(t, s.Monitoring.DefenderForAI)
	assert.Greater(t, len(s.Access.Developers), 1)
	for _, d := range s.Access.Developers {
		assert.Equal(t, PrincipalGroup, d.Type)
	}
}

// Pulumi.yaml declares each key once, with a default: a key without one would
// be mandatory in every stack.
func TestProjectFileDeclaresEveryKey(t *testing.T) {
	src, err := FromStackFile("", "x", projectFile(t), nil)
	require.NoError(t, err)
	assert.Equal(t, DefaultProject, src.Project)
	assert.Empty(t, src.Unknown)
	for _, key := range Keys() {
		want := "{}"
		if !IsObject(key) {
			want = "direct"
		}
		assert.Equal(t, Value{Text: want}, src.Values[key], key)
	}
}

func TestStackValuesReplaceDefaultsWhole(t *testing.T) {
	project := []byte("name: p\nconfig:\n  search: {type: object, default: {sku: standard, replicas: 2}}\n  p:dns: {type: object, value: {resolver: true}}\n  storage: {type: object}\n")
	src, err := FromStackFile("", "dev", project, []byte("\ufeffconfig:\n  p:search: {replicas: 3}\n  azure-native:location: westus\n  p:config:vpn: {enabled: false}\n"))
	require.NoError(t, err)
	assert.Equal(t, Source{Project: "p", Stack: "dev", Values: map[string]Value{
		"search": {Text: `{"replicas":3}`},
		"dns":    {Text: `{"resolver":true}`},
		"vpn":    {Text: `{"enabled":false}`},
	}}, src)
}

// Values arrive as the engine would hand them over (engine 3.259).
func TestYAMLValues(t *testing.T) {
	src, err := FromStackFile("p", "dev", nil, []byte(`
config:
  p:openai:
    deployments: &shared
      - {name: chat, version: 2026-07-09, capacity: 10}
    again: *shared
  p:monitoring: {retentionDays: 1.5}
  environment:
  p:retrieval: direct
`))
	require.NoError(t, err)
	assert.Equal(t, map[string]Value{
		"openai": {Text: `{"again":[{"capacity":10,"name":"chat","version":"2026-07-09 00:00:00 +0000 UTC"}],` +
			`"deployments":[{"capacity":10,"name":"chat","version":"2026-07-09 00:00:00 +0000 UTC"}]}`},
		"monitoring":  {Text: `{"retentionDays":1.5}`},
		"environment": {},
		"retrieval":   {Text: "direct"},
	}, src.Values)
}

func TestEncryptedValuesStayClosed(t *testing.T) {
	src, err := FromStackFile("p", "dev", nil, []byte(`
config:
  p:webApp:
    signIn: {clientId: {secure: AAAAcipher1}}
    settings:
      A_KEY: {secure: AAAAcipher2}
      notSecure: {secure: AAAAcipher3, more: 1}
  p:access: {developers: [{objectId: {secure: AAAAcipher4}}]}
  p:environment: {secure: AAAAcipher5}
  p:retrieval: {secure: AAAAcipher6}
  p:dns: {resolver: true}
`))
	require.NoError(t, err)
	assert.Equal(t, map[string]Value{
		"access":      {Text: `{"developers":[{"objectId":"` + Placeholder(1) + `"}]}`, Secret: true},
		"environment": {Text: `{}`, Secret: true},
		"dns":         {Text: `{"resolver":true}`},
		"retrieval":   {Text: `direct`, Secret: true},
		"webApp": {Text: `{"settings":{"A_KEY":"` + Placeholder(4) + `","notSecure":{"more":1,"secure":"AAAAcipher3"}},` +
			`"signIn":{"clientId":"` + Placeholder(5) + `"}}`, Secret: true},
	}, src.Values)
	assert.Regexp(t, guidForm, Placeholder(4))
}

func TestUnknownKeysOfTheProject(t *testing.T) {
	src, err := FromStackFile("p", "dev", []byte("config: {tags: {type: object}}"),
		[]byte("config: {p:serach: {sku: free}, opneai: {}, other:thing: 1, 'p:environment': {location: swedencentral}}"))
	require.NoError(t, err)
	assert.Equal(t, []string{"opneai", "serach", "tags"}, src.Unknown)
	_, _, err = Load(src)
	const others = "environment, network, vpn, dns, openai, search, storage, webApp, gateway, backend, access, monitoring, telemetry, posture, retrieval"
	assert.EqualError(t, err, `the configuration of stack "dev" has 3 problems:
  p:opneai: is no configuration key; did you mean "openai"? Otherwise use one of `+others+`
  p:serach: is no configuration key; did you mean "search"? Otherwise use one of `+others+`
  p:tags: is no configuration key; use one of `+others)
}

func TestBadStackFiles(t *testing.T) {
	for name, row := range map[string]struct{ project, stack, want string }{
		"not YAML":         {"", "config: [", "Pulumi.dev.yaml: reading the file: yaml: line 1: did not find expected node content"},
		"a list":           {"", "- config", "Pulumi.dev.yaml: the file is no mapping; it needs the key config with the stack's settings below it"},
		"config a list":    {"", "config: [a]", "Pulumi.dev.yaml: config is no mapping of keys to values"},
		"config a text":    {"", "config: yes please", "Pulumi.dev.yaml: config is no mapping of keys to values"},
		"key twice":        {"", "config:\n  p:dns: {}\n  p:dns: {}\n", "Pulumi.dev.yaml: reading the file: yaml: unmarshal errors:\n  line 3: mapping key \"p:dns\" already defined at line 2"},
		"key in two forms": {"", "config:\n  p:dns: {}\n  dns: {}\n", "Pulumi.dev.yaml: config: dns and p:dns are the same key; keep one of the two"},
		"colons":           {"", "config: {'p:a:b': 1}", "Pulumi.dev.yaml: config: p:a:b is no configuration key; use the form <project>:<name>"},
		"number as a key":  {"", "config: {p:environment: {tags: {1: x}}}", "Pulumi.dev.yaml: config: p:environment: the key 1 is no text; put it in quotes"},
		"null as a key":    {"", "config: {p:environment: {tags: {~: x}}}", "Pulumi.dev.yaml: config: p:environment: the key <nil> is no text; put it in quotes"},
		"infinite":         {"", "config: {p:search: {replicas: .inf}}", "Pulumi.dev.yaml: config: p:search: a value that JSON cannot hold: json: unsupported value: +Inf"},
		"project a text":   {"name", "", "Pulumi.yaml: the file is no mapping; it needs the key config with the stack's settings below it"},
		"project config":   {"config: 1", "", "Pulumi.yaml: config is no mapping of keys to values"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := FromStackFile("p", "dev", []byte(row.project), []byte(row.stack))
			assert.EqualError(t, err, row.want)
		})
	}
}

func projectFile(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile("../Pulumi.yaml")
	require.NoError(t, err)
	return content
}

func loadProjectStack(t *testing.T, stack string) (Settings, []Warning) {
	t.Helper()
	content, err := os.ReadFile("../Pulumi." + stack + ".yaml")
	require.NoError(t, err)
	src, err := FromStackFile("", stack, projectFile(t), content)
	require.NoError(t, err)
	s, warnings, err := Load(src)
	require.NoError(t, err)
	return s, warnings
}
