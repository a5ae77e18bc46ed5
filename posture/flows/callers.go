package flows

import (
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/apipolicy"
)

// asks is what a document wants of tokens, as far as it says so in plain text.
type asks struct {
	tenants, clients, audiences []string
	claims                      map[string][]string
}

func asksOf(d *apipolicy.Document, values map[string]string) asks {
	all := asks{claims: map[string][]string{}}
	texts := func(of []*apipolicy.Element) []string {
		var list []string
		for _, e := range of {
			list = append(list, resolved(e.Text, values))
		}
		return list
	}
	elements(d.Sections, func(e *apipolicy.Element) {
		switch e.Name {
		case "validate-azure-ad-token":
			tenant, _ := e.Attribute("tenant-id")
			all.tenants = append(all.tenants, resolved(tenant, values))
		case "client-application-ids":
			all.clients = append(all.clients, texts(e.Children)...)
		case "audiences":
			all.audiences = append(all.audiences, texts(e.Children)...)
		case "claim":
			name, _ := e.Attribute("name")
			all.claims[name] = append(all.claims[name], texts(e.Children)...)
			if name == "azp" || name == "appid" {
				all.clients = append(all.clients, texts(e.Children)...)
			}
		}
	})
	return all
}

// What stands for ids that are nobody's in the graph.
const (
	anotherTenant      = "another tenant"
	anotherApplication = "another application"
	aStranger          = "a stranger"
)

// calls are what an actor can try on an API: with certainty, and if it has
// what the graph does not show, the application that its token was given to,
// and claims beside the object id.
func (m *model) calls(a *Actor, g *gatewayAPI) (sure, perhaps []apipolicy.Call) {
	keys := []apipolicy.Key{apipolicy.NoKey}
	if m.mayHaveKey(a, g.gateway) {
		keys = append(keys, apipolicy.ValidKey)
	}
	if a.Kind == KeyHolder {
		keys = keys[1:]
	}
	if !a.token {
		return withKeys(keys, []*apipolicy.Token{nil}), nil
	}
	var known, open []*apipolicy.Token
	for _, t := range m.tokens(a, g) {
		known = append(known, t)
		for _, client := range append(slices.Clone(g.asks.clients), t.ClientID) {
			if open = append(open, m.fuller(a, g, t, client)); len(open) > maxCalls {
				break
			}
		}
	}
	return withKeys(keys, known), withKeys(keys, open)
}

// maxCalls bounds what is tried for one caller; a document names a handful of
// audiences and applications.
const maxCalls = 500

// tokens are those that an actor gets from Entra: for each of its principals,
// and each audience. Whoever has a secret of another tenant can have its
// token too.
func (m *model) tokens(a *Actor, g *gatewayAPI) []*apipolicy.Token {
	tenant := m.tenant
	if tenant == "" && len(g.asks.tenants) > 0 {
		tenant = g.asks.tenants[0]
	}
	principals := slices.Sorted(maps.Keys(a.principals))
	if a.Kind == Stranger {
		principals = []string{aStranger}
	} else if len(principals) == 0 {
		principals = []string{""}
	}
	var all []*apipolicy.Token
	for _, audience := range m.audiences(a, g) {
		for _, p := range principals {
			client := m.applications[p]
			if client == "" {
				client = anotherApplication
			}
			all = append(all, &apipolicy.Token{Tenant: tenant, Audience: audience, ClientID: client, ObjectID: m.objectID(g, p)})
			if a.Kind == Stranger {
				all = append(all, &apipolicy.Token{Tenant: anotherTenant, Audience: audience, ClientID: anotherApplication, ObjectID: aStranger})
			}
		}
	}
	return all
}

// objectID is a principal's id as a document has it: Azure's ids are in lower
// case, and a document compares them with regard to it.
func (m *model) objectID(g *gatewayAPI, principal string) string {
	for _, id := range g.asks.claims["oid"] {
		if strings.EqualFold(id, principal) {
			return id
		}
	}
	return principal
}

// audiences are what an actor asks tokens for: whatever an API takes, which
// anybody can. The web app's client asks for Azure OpenAI's, though, even where
// the gateway takes another one.
func (m *model) audiences(a *Actor, g *gatewayAPI) []string {
	if a.Kind == WebApp && g.leadsTo["openai"] || len(g.asks.audiences) == 0 {
		return []string{facts.CognitiveServicesResource}
	}
	return g.asks.audiences
}

// ofTheToken are claims that a token has by itself, and givenClaims those that
// somebody has to be given.
var (
	ofTheToken  = []string{"oid", "tid", "aud", "azp", "appid"}
	givenClaims = []string{"roles", "groups", "wids"}
)

// fuller is a token with what the graph cannot show. Nobody gave a stranger a
// role or put it into a group; and whoever has no id yet can be anybody.
func (m *model) fuller(a *Actor, g *gatewayAPI, t *apipolicy.Token, client string) *apipolicy.Token {
	again := *t
	again.ClientID, again.Claims = client, map[string][]string{}
	for name, values := range g.asks.claims {
		if !slices.Contains(ofTheToken, name) && (a.Kind != Stranger || !slices.Contains(givenClaims, name)) {
			again.Claims[name] = values
		}
	}
	if a.doubt && len(g.asks.claims["oid"]) > 0 {
		again.ObjectID = g.asks.claims["oid"][0]
	}
	return &again
}

// mayHaveKey is whether an actor may have a subscription key. A team hands its
// own to its people, which no graph shows; anybody else has to read one. The
// web app's settings, which the graph shows, hold none.
func (m *model) mayHaveKey(a *Actor, t *Target) bool {
	switch a.Kind {
	case KeyHolder, Developer, Away:
		return true
	}
	for _, name := range t.service.keys.read {
		if outcome, _, _ := m.granted(a, t, control(name)); outcome == Allowed && a.token {
			return true
		}
	}
	return false
}

func withKeys(keys []apipolicy.Key, tokens []*apipolicy.Token) []apipolicy.Call {
	var all []apipolicy.Call
	for _, key := range keys {
		for _, t := range tokens {
			call := apipolicy.Call{Key: key, Token: t, Address: "the caller's address", Method: "POST", Path: "/"}
			if key == apipolicy.ValidKey {
				call.Subscription = "a subscription"
			}
			all = append(all, call)
		}
	}
	return all
}
