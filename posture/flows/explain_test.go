package flows

import (
	"strings"
	"testing"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

func TestExplain(t *testing.T) {
	text, err := Explain(load(t, prod), "webapp", "search", "query")
	if err != nil {
		t.Fatal(err)
	}
	const want = `webapp -> search: query documents (data plane)

ok  name server     the resolver at 10.30.1.36 is asked for
                    srch-aoai-prod-al3d4i.search.windows.net
                    (resolver-inbound privateIpAddress = "10.30.1.36")
ok  NSG outbound    rule allow-resolver-dns (130) allows udp 53 to 10.30.1.36
                    (network-webapp-nsg securityRules)
ok  NSG inbound     rule allow-dns (100) allows udp 53 to 10.30.1.36
                    (network-resolver-nsg securityRules)
ok  zone link       zone privatelink.search.windows.net is linked to
                    network-vnet
                    (dns-privatelink.search.windows.net-link virtualNetwork.id)
ok  record          srch-aoai-prod-al3d4i.privatelink.search.windows.net is
                    10.30.0.20
                    (records-search-group ipAddresses[0] = "10.30.0.20")
ok  endpoint        the endpoint at 10.30.0.20 leads to srch-aoai-prod-al3d4i
                    (endpoint-search-endpoint privateLinkServiceId)
ok  connection      the connection is approved
                    (endpoint-search-endpoint
                    privateLinkServiceConnectionState.status = "Approved")
ok  route           both are in network-vnet
                    (network-vnet)
ok  NSG outbound    rule allow-endpoints-https (110) allows tcp 443 to
                    10.30.0.20
                    (network-webapp-nsg securityRules)
ok  NSG inbound     rule allow-callers-https (100) allows tcp 443 to 10.30.0.20
                    (network-endpoints-nsg securityRules)
ok  authentication  AI Search takes an Entra token of the web app
                    (search-service)
ok  role            Search Index Data Reader on srch-aoai-prod-al3d4i permits
                    the data action
                    Microsoft.Search/searchServices/indexes/documents/read
                    (roles-webapp-search-index-data-reader-on-search
                    roleDefinitionId)

ALLOWED, decided by: role
The architecture needs it (R39).
`
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// Every chain fits a terminal and ends with its verdict, whatever resources
// are called.
func TestEveryChainFits(t *testing.T) {
	hostile := recorded.Change(load(t, prod), func(c *recorded.Copy) {
		c.Named("search-service").Name = "search\x1b[2Jservice-" + strings.Repeat("long", 60)
		c.Named("webapp-app").Name = "app\nwith a line"
	})
	for _, g := range []*graph.Graph{load(t, dev), load(t, prod), load(t, "prod.preview.json"), hostile} {
		for _, v := range Judge(g).Verdicts {
			text := v.explain()
			for _, line := range strings.Split(text, "\n") {
				if len([]rune(line)) > explainWidth {
					t.Fatalf("%s: too wide: %q", v.ID(), line)
				}
				if strings.ContainsAny(line, "\x1b\r\t") {
					t.Fatalf("%s: a control character: %q", v.ID(), line)
				}
			}
			if !strings.Contains(text, strings.ToUpper(string(v.Outcome))+", decided by: "+string(v.Deciding().Name)) {
				t.Fatalf("%s: does not say its verdict:\n%s", v.ID(), text)
			}
		}
	}
}

func TestExplainNamesWhatThereIs(t *testing.T) {
	g := load(t, plain)
	for _, c := range []struct{ from, to, action, want string }{
		{"nobody", "search", "query", `FROM: no actor is called "nobody". It is one of deployer, developer-away:ai-platform, developer-away:data-engineers, developer:ai-platform, developer:data-engineers, internet, openai, search, stranger, vpn-client, webapp`},
		{"developer", "search", "query", `FROM: "developer" is several: say which of developer:ai-platform, developer:data-engineers`},
		{"webapp", "vault", "query", `TO: no target is called "vault". It is one of group, openai, search, storage, webapp`},
		{"webapp", "storage", "query", `ACTION: no action on storage is called "query". It is one of assign-roles, change-firewall, delete, list-keys, read, write`},
		{"webap", "search", "query", `FROM: no actor is called "webap"; did you mean "webapp"? It is one of deployer,`},
		{"webapp", "serch", "query", `TO: no target is called "serch"; did you mean "search"? It is one of group,`},
		{"webapp", "search", "qury", `ACTION: no action on search is called "qury"; did you mean "query"? It is one of assign-roles,`},
		{"web\x1b[2Japp", "storage", "read", "FROM: no actor is called \"web\uFFFD[2Japp\"; did you mean \"webapp\"? It is one of deployer"},
	} {
		_, err := Explain(g, c.from, c.to, c.action)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %s %s: %v\nwant %s", c.from, c.to, c.action, err, c.want)
		}
	}
	if _, err := Explain(load(t, dev), "Developer", "SEARCH", "Query"); err != nil {
		t.Errorf("the only developer, in capitals: %v", err)
	}
}
