// Package variants names the stacks that the whole-program tests run over:
// the repository's own stack files, and each of them with one decision
// changed.
package variants

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// Variant is a stack file, with changes.
type Variant struct {
	Name    string
	Stack   string
	Changes recorder.Changes

	graph *result
}

// result is a variant's graph. It is recorded once and shared, so whoever
// wants to change it clones it.
type result struct {
	once     sync.Once
	graph    *recorder.Graph
	settings settings.Settings
	err      error
}

const (
	registration = "55555555-0000-4000-8000-000000000001"
	developers   = `{"developers":[
		{"name":"ada","objectId":"66666666-0000-4000-8000-000000000001","type":"User"},
		{"name":"builders","objectId":"66666666-0000-4000-8000-000000000002","type":"Group"}]`
	gateway  = `{"enabled":true,"publisherName":"AI platform","publisherEmail":"ai-platform@example.com","lockdown":true`
	accounts = `{"accounts":[
		{"name":"france","location":"francecentral","slot":1,"priority":1,"weight":2},
		{"name":"spare","location":"swedencentral","slot":3,"priority":2}]}`
	application = "55555555-0000-4000-8000-000000000002"
	// The caller's id is in capitals, which a token has not.
	callers = `"callers":[{"name":"batch","objectId":"66666666-0000-4000-8000-00000000000C"}],"clientIds":["` + application + `"],
		"claims":[{"name":"roles","match":"all","values":["Chat.Call"]}]`
)

var all = []Variant{
	{Name: "dev", Stack: "dev"},
	{Name: "prod", Stack: "prod"},
	{Name: "article", Stack: "dev", Changes: recorder.Changes{"access": developers + `,"profile":"article"}`}},
	{Name: "keyless", Stack: "dev", Changes: recorder.Changes{"access": developers + `,"profile":"keyless"}`}},
	{Name: "nobody", Stack: "dev", Changes: recorder.Changes{"access": `{"developers":[]}`}},
	{Name: "role administrator", Stack: "prod", Changes: recorder.Changes{"access": developers + `,"roleAdministrator":true}`}},
	{Name: "knowledge store", Stack: "dev", Changes: recorder.Changes{"storage": `{"knowledgeStore":true}`}},
	{Name: "no knowledge store", Stack: "dev", Changes: recorder.Changes{"storage": `{"knowledgeStore":false}`}},
	{Name: "Defender", Stack: "dev", Changes: recorder.Changes{"monitoring": `{"defenderForAI":true}`}},
	{Name: "no Defender", Stack: "prod", Changes: recorder.Changes{"monitoring": `{"defenderForAI":false}`}},
	{Name: "direct", Stack: "dev", Changes: recorder.Changes{"retrieval": "direct"}},
	{Name: "On Your Data", Stack: "prod", Changes: recorder.Changes{"retrieval": "onYourData"}},
	{Name: "no VPN", Stack: "dev", Changes: recorder.Changes{"vpn": `{"enabled":false}`}},
	// The subnet stays without its gateway, for the day on which one comes.
	{Name: "no VPN, its subnet given", Stack: "dev", Changes: recorder.Changes{
		"vpn": `{"enabled":false}`, "network": `{"gateway":"10.20.3.0/26"}`}},
	{Name: "small VNet", Stack: "dev", Changes: recorder.Changes{
		"vpn": `{"enabled":false}`, "network": `{"addressSpace":"10.20.0.0/24","endpoints":"10.20.0.0/26","webApp":"10.20.0.64/26"}`}},
	{Name: "resolver", Stack: "dev", Changes: recorder.Changes{"dns": `{"resolver":true}`}},
	{Name: "no resolver", Stack: "prod", Changes: recorder.Changes{"dns": `{"resolver":false}`}},
	{Name: "public", Stack: "dev", Changes: recorder.Changes{
		"webApp": `{"exposure":"public","signIn":{"clientId":"` + registration + `"}}`}},
	{Name: "private, signed in", Stack: "prod", Changes: recorder.Changes{
		"webApp": `{"exposure":"private","permittedGroupsField":"group_ids","signIn":{"clientId":"` + registration + `"}}`}},
	{Name: "no sign-in", Stack: "dev", Changes: recorder.Changes{"webApp": `{"exposure":"private","signIn":null}`}},
	{Name: "no document-level access", Stack: "dev", Changes: recorder.Changes{
		"webApp": `{"permittedGroupsField":"","signIn":{"clientId":"` + registration + `"}}`}},
	{Name: "plain queries", Stack: "dev", Changes: recorder.Changes{"search": `{"queryType":"simple","semantic":"disabled"}`}},
	{Name: "dynamic addresses", Stack: "dev", Changes: recorder.Changes{
		"network": `{"dynamicEndpoints":["openai","search","storage"]}`}},
	{Name: "open-weight model", Stack: "dev", Changes: recorder.Changes{"retrieval": "direct", "openai": `{"deployments":[
		{"name":"chat","model":"gpt-oss-120b","version":"1"},
		{"name":"embedding","model":"text-embedding-3-large","version":"1"}]}`}},
	{Name: "regions apart", Stack: "dev", Changes: recorder.Changes{
		"openai": `{"location":"eastus2"}`, "search": `{"location":"westeurope"}`}},
	{Name: "no gateway", Stack: "prod", Changes: recorder.Changes{"gateway": `{"enabled":false}`, "backend": `{"enabled":false}`}},
	{Name: "gateway", Stack: "dev", Changes: recorder.Changes{"gateway": gateway + `}`}},
	{Name: "gateway, first up", Stack: "dev", Changes: recorder.Changes{"gateway": gateway + `,"lockdown":false}`}},
	{Name: "gateway in the article's profile", Stack: "dev", Changes: recorder.Changes{
		"gateway": gateway + `}`, "access": developers + `,"profile":"article"}`}},
	{Name: "gateway for direct retrieval", Stack: "dev", Changes: recorder.Changes{"gateway": gateway + `}`, "retrieval": "direct"}},
	{Name: "gateway inside", Stack: "dev", Changes: recorder.Changes{"gateway": gateway + `,"lockdown":false,"mode":"internal","sku":"Developer"}`}},
	{Name: "gateway inside, two units", Stack: "prod", Changes: recorder.Changes{
		"gateway": `{"lockdown":false,"mode":"internal","sku":"Premium","units":2}`}},
	{Name: "pool", Stack: "prod", Changes: recorder.Changes{"openai": accounts}},
	// Each account queries Search itself, since a call may reach any of them.
	{Name: "pool, On Your Data", Stack: "dev", Changes: recorder.Changes{"gateway": gateway + `}`, "openai": accounts}},
	{Name: "keys required", Stack: "prod", Changes: recorder.Changes{
		"gateway": `{"subscriptions":"required","teams":["search-team","chat-team"],"perSubscription":{"calls":300,"tokens":90000}}`}},
	{Name: "keys optional", Stack: "dev", Changes: recorder.Changes{
		"gateway": gateway + `,"subscriptions":"optional","teams":["search-team"],"perSubscription":{"tokens":50000,"quota":1000000,"quotaPeriod":"Monthly"}}`}},
	{Name: "no keys", Stack: "prod", Changes: recorder.Changes{"gateway": `{"subscriptions":"off","teams":null}`}},
	{Name: "named callers", Stack: "prod", Changes: recorder.Changes{
		"gateway": `{` + callers + `}`, "backend": `{` + callers + `,"subscriptions":"optional","gatewayClientIds":["` + application + `"]}`}},
	{Name: "caller's quota", Stack: "dev", Changes: recorder.Changes{
		"gateway": gateway + `,"perCaller":{"calls":10,"tokens":1000,"quota":100000,"quotaPeriod":"Daily"}}`}},
	{Name: "MCP server", Stack: "prod", Changes: recorder.Changes{"backend": `{"kind":"mcp","path":"tools"}`}},
	{Name: "MCP server, bodies logged", Stack: "prod", Changes: recorder.Changes{"backend": `{"kind":"mcp"}`, "telemetry": `{"bodyBytes":512}`}},
	{Name: "bodies logged", Stack: "dev", Changes: recorder.Changes{"gateway": gateway + `}`, "telemetry": `{"bodyBytes":512}`}},
	{Name: "monitoring in the VNet", Stack: "dev", Changes: recorder.Changes{
		"gateway": gateway + `}`, "telemetry": `{"privateLinkScope":"open"}`}},
	{Name: "monitoring in the VNet alone", Stack: "prod", Changes: recorder.Changes{"telemetry": `{"privateLinkScope":"privateOnly"}`}},
	{Name: "secret settings", Stack: "dev", Changes: recorder.Changes{
		"webApp": `{"settings":{"PARTNER_ACCOUNT":"plum-pudding"}}`}},
}

func init() {
	for i := range all {
		all[i].graph = &result{}
	}
}

// All lists the variants, the stack files themselves first.
func All() []Variant { return all }

// Stacks lists the stack files alone.
func Stacks() []Variant { return all[:2] }

// Named finds a variant.
func Named(t testing.TB, name string) Variant {
	t.Helper()
	for _, v := range all {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no variant %q", name)
	return Variant{}
}

// Program is the topology, ready to run for this variant.
func (v Variant) Program(t testing.TB) (recorder.Program, settings.Settings) {
	t.Helper()
	p, s := recorder.Stack(t, v.Stack, v.Changes)
	p.Run = topology.Deploy
	return p, s
}

// Graph is what the topology registers for this variant.
func (v Variant) Graph(t testing.TB) (*recorder.Graph, settings.Settings) {
	t.Helper()
	v.graph.once.Do(func() {
		var p recorder.Program
		p, v.graph.settings = v.Program(t)
		v.graph.graph, v.graph.err = recorder.Run(t, p)
	})
	require.NoError(t, v.graph.err)
	require.NotNil(t, v.graph.graph, "the variant %s failed in the test that ran it first", v.Name)
	return v.graph.graph, v.graph.settings
}
