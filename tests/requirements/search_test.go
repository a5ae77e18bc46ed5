package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const searchZone = "privatelink.search.windows.net"

var paidSearch = []string{"basic", "standard", "standard2", "standard3", "storage_optimized_l1", "storage_optimized_l2"}

func search() []Requirement {
	return []Requirement{
		{
			ID: "R13", Text: "Search is of SKU basic or higher",
			Check: func(g *recorder.Graph, s settings.Settings) error {
				r, err := mine(g, searchType)
				if err != nil {
					return err
				}
				if sku := r.Input("sku.name"); !slices.Contains(paidSearch, strings.ToLower(sku)) {
					return fmt.Errorf("%s: sku.name is %q, want one of %v", r, sku, paidSearch)
				}
				return nil
			},
			Breaches: []Breach{set(searchType, "sku.name", "free", "sku.name"), unset(searchType, "sku", "sku.name")},
		},
		{
			ID: "R14", Text: "Search has a system-assigned identity",
			Check:    identityOf(searchType),
			Breaches: []Breach{set(searchType, "identity.type", "None", "identity.type"), unset(searchType, "identity", "identity.type")},
		},
		{
			ID: "R15", Text: "Search accepts Entra tokens: its keys are off, or it takes both",
			Check: checkSearchAuth,
			Breaches: []Breach{
				set(searchType, "authOptions", map[string]any{"apiKeyOnly": map[string]any{}}, "apiKeyOnly"),
				flip(searchType, "disableLocalAuth"),
				unset(searchType, "disableLocalAuth", "disableLocalAuth"),
				{Name: "options beside disabled keys", Says: "both together", When: settings.Settings.Keyless,
					Do: func(g *recorder.Graph, _ settings.Settings) {
						only(g, searchType).Inputs.Set("authOptions.aadOrApiKey.aadAuthFailureMode", "http401WithBearerChallenge")
					}},
				{Name: "403", Says: "aadAuthFailureMode", When: article, Do: func(g *recorder.Graph, _ settings.Settings) {
					only(g, searchType).Inputs.Set("authOptions.aadOrApiKey.aadAuthFailureMode", "http403")
				}},
			},
		},
		{
			ID: "R16", Text: "Search's public network access is off",
			Check: expect(searchType, want{"publicNetworkAccess", "disabled"}),
			Breaches: []Breach{
				set(searchType, "publicNetworkAccess", "enabled", "publicNetworkAccess"),
				unset(searchType, "publicNetworkAccess", "publicNetworkAccess"),
			},
		},
		{
			ID: "R17", Text: "Trusted services bypass Search's firewall, which has no other exception",
			Check: func(g *recorder.Graph, s settings.Settings) error {
				r, err := mine(g, searchType)
				if err != nil {
					return err
				}
				return firstOf(
					func() error { return has(r, want{"networkRuleSet.bypass", "AzureServices"}) },
					func() error { return empty(r, "networkRuleSet.ipRules") })
			},
			Breaches: []Breach{
				set(searchType, "networkRuleSet.bypass", "None", "bypass"),
				unset(searchType, "networkRuleSet", "bypass"),
				set(searchType, "networkRuleSet.ipRules", []any{map[string]any{"value": "203.0.113.7"}}, "ipRules"),
			},
		},
		{
			ID: "R18", Text: "Search has a private endpoint, group searchService, with its record in " + searchZone,
			Check: func(g *recorder.Graph, s settings.Settings) error {
				return reachable(g, s, searchType, settings.EndpointSearch, "searchService", "searchService", searchZone)
			},
			Breaches: endpointBreaches(searchType, searchZone),
		},
		{
			ID: "R19", Text: "Search's semantic ranker is on where the app's queries are semantic",
			Applies: func(s settings.Settings) bool {
				return strings.Contains(strings.ToLower(s.Search.QueryType), "semantic")
			},
			Check: func(g *recorder.Graph, s settings.Settings) error {
				r, err := mine(g, searchType)
				if err != nil {
					return err
				}
				queries, _ := appSetting(g, "AZURE_SEARCH_QUERY_TYPE")
				plan := strings.ToLower(r.Input("semanticSearch"))
				if strings.Contains(strings.ToLower(queries), "semantic") && plan != "free" && plan != "standard" {
					return fmt.Errorf("%s: semanticSearch is %q and the app asks %s queries: want free or standard", r, plan, queries)
				}
				return nil
			},
			Breaches: []Breach{set(searchType, "semanticSearch", "disabled", "semanticSearch"), unset(searchType, "semanticSearch", "semanticSearch")},
		},
	}
}

func article(s settings.Settings) bool { return !s.Keyless() }

func checkSearchAuth(g *recorder.Graph, s settings.Settings) error {
	r, err := mine(g, searchType)
	if err != nil {
		return err
	}
	if r.Inputs.Has("authOptions.apiKeyOnly") {
		return fmt.Errorf("%s: authOptions is apiKeyOnly, which refuses identities", r)
	}
	if err := has(r, want{"disableLocalAuth", s.Keyless()}); err != nil {
		return err
	}
	if s.Keyless() {
		if r.Inputs.Has("authOptions") {
			return fmt.Errorf("%s: authOptions and disableLocalAuth: Azure refuses both together", r)
		}
		return nil
	}
	return has(r, want{"authOptions.aadOrApiKey.aadAuthFailureMode", "http401WithBearerChallenge"})
}
