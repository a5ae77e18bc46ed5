package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const openAIZone = "privatelink.openai.azure.com"

func openAI() []Requirement {
	return []Requirement{
		{
			ID: "R5", Text: "The Azure OpenAI account is of kind OpenAI or AIServices, SKU S0",
			Check: everyOne(accountType, func(g *recorder.Graph, s settings.Settings) error {
				a, err := mine(g, accountType)
				if err != nil {
					return err
				}
				if kind := a.Input("kind"); !strings.EqualFold(kind, "OpenAI") && !strings.EqualFold(kind, "AIServices") {
					return fmt.Errorf("%s: kind is %q, want OpenAI or AIServices", a, kind)
				}
				return has(a, want{"sku.name", "S0"})
			}),
			Breaches: []Breach{set(accountType, "kind", "TextAnalytics", "kind is"), set(accountType, "sku.name", "F0", "sku.name"), unset(accountType, "kind", "kind is")},
		},
		{
			ID: "R6", Text: "The account has a custom subdomain in lower case, whose change replaces the account",
			Check: everyOne(accountType, checkSubdomain),
			Breaches: []Breach{
				unset(accountType, "properties.customSubDomainName", "customSubDomainName is missing"),
				set(accountType, "properties.customSubDomainName", "Contoso", "lower case"),
				{Name: "change in place", Says: "would not replace", Do: func(g *recorder.Graph, _ settings.Settings) {
					a := only(g, accountType)
					a.Inputs.Set("properties.customSubDomainName", "another")
					a.ReplaceOnChanges = nil
				}},
			},
		},
		{
			ID: "R7", Text: "The account has a system-assigned identity",
			Check: everyOne(accountType, identityOf(accountType)),
			Breaches: []Breach{
				set(accountType, "identity.type", "UserAssigned", "identity.type"),
				unset(accountType, "identity", "identity.type"),
			},
		},
		{
			ID: "R8", Text: "Trusted services bypass the account's firewall; nobody does where Search has its own private link instead",
			Check: everyOne(accountType, func(g *recorder.Graph, s settings.Settings) error {
				a, err := mine(g, accountType)
				if err != nil {
					return err
				}
				if strings.EqualFold(a.Input("properties.networkAcls.bypass"), "None") && len(linksTo(g, a)) > 0 {
					return nil
				}
				return has(a, want{"properties.networkAcls.bypass", "AzureServices"})
			}),
			Breaches: []Breach{
				unset(accountType, "properties.networkAcls.bypass", "bypass"),
				{Name: "None without a link", Says: "bypass", Do: func(g *recorder.Graph, _ settings.Settings) {
					only(g, accountType).Inputs.Set("properties.networkAcls.bypass", "None")
					g.Remove(g.ByType(sharedLinkType)...)
				}},
			},
		},
		{
			ID: "R9", Text: "The account's firewall denies by default and has no exceptions",
			Check: everyOne(accountType, func(g *recorder.Graph, s settings.Settings) error {
				a, err := mine(g, accountType)
				if err != nil {
					return err
				}
				return firstOf(
					func() error { return has(a, want{"properties.networkAcls.defaultAction", "Deny"}) },
					func() error {
						return empty(a, "properties.networkAcls.ipRules", "properties.networkAcls.virtualNetworkRules")
					})
			}),
			Breaches: []Breach{
				set(accountType, "properties.networkAcls.defaultAction", "Allow", "defaultAction"),
				unset(accountType, "properties.networkAcls.defaultAction", "defaultAction"),
				set(accountType, "properties.networkAcls.ipRules", []any{map[string]any{"value": "203.0.113.7"}}, "ipRules"),
				set(accountType, "properties.networkAcls.virtualNetworkRules", []any{map[string]any{"id": "/subnet"}}, "virtualNetworkRules"),
			},
		},
		{
			ID: "R10", Text: "The account's public network access is off, explicitly",
			Check: everyOne(accountType, expect(accountType, want{"properties.publicNetworkAccess", "Disabled"})),
			Breaches: []Breach{
				set(accountType, "properties.publicNetworkAccess", "Enabled", "publicNetworkAccess"),
				unset(accountType, "properties.publicNetworkAccess", "publicNetworkAccess"),
			},
		},
		{
			ID: "R11", Text: "The account's keys are off, except in the article's profile",
			Check: everyOne(accountType, keysMatchProfile(accountType, "properties.disableLocalAuth")),
			Breaches: []Breach{
				flip(accountType, "properties.disableLocalAuth"),
				unset(accountType, "properties.disableLocalAuth", "disableLocalAuth"),
			},
		},
		{
			ID: "R12", Text: "The account has a private endpoint, group account, with its record in " + openAIZone,
			Check: everyOne(accountType, func(g *recorder.Graph, s settings.Settings) error {
				return reachable(g, s, accountType, settings.EndpointOpenAI, "account", "default", openAIZone)
			}),
			Breaches: endpointBreaches(accountType, openAIZone),
		},
	}
}

func checkSubdomain(g *recorder.Graph, _ settings.Settings) error {
	a, err := mine(g, accountType)
	if err != nil {
		return err
	}
	subdomain := a.Input("properties.customSubDomainName")
	if subdomain == "" {
		return fmt.Errorf("%s: customSubDomainName is missing", a)
	}
	if subdomain != strings.ToLower(subdomain) {
		return fmt.Errorf("%s: customSubDomainName %q is not in lower case", a, subdomain)
	}
	// The account's name replaces it; a subdomain that is that name cannot
	// change alone.
	if subdomain != strings.ToLower(a.Input("accountName")) && !slices.Contains(a.ReplaceOnChanges, "properties.customSubDomainName") {
		return fmt.Errorf("%s: a change of customSubDomainName would not replace the account", a)
	}
	return nil
}

// identityOf asks for a system-assigned identity, alone or beside others.
func identityOf(token string) func(*recorder.Graph, settings.Settings) error {
	return func(g *recorder.Graph, _ settings.Settings) error {
		r, err := mine(g, token)
		if err != nil {
			return err
		}
		kinds := strings.Split(r.Input("identity.type"), ",")
		if !slices.ContainsFunc(kinds, func(k string) bool { return strings.EqualFold(strings.TrimSpace(k), "SystemAssigned") }) {
			return fmt.Errorf("%s: identity.type is %q, want SystemAssigned", r, r.Input("identity.type"))
		}
		return nil
	}
}

// keysMatchProfile asks for keys off, or explicitly on in the weaker profile.
func keysMatchProfile(token, path string) func(*recorder.Graph, settings.Settings) error {
	return func(g *recorder.Graph, s settings.Settings) error {
		r, err := mine(g, token)
		if err != nil {
			return err
		}
		return has(r, want{path, s.Keyless()})
	}
}

// flip turns a flag of the only resource of a type around.
func flip(token, path string) Breach {
	return Breach{Name: "other " + path, Says: path, Do: func(g *recorder.Graph, _ settings.Settings) {
		in := only(g, token).Inputs
		in.Set(path, !in.Is(path, true))
	}}
}
