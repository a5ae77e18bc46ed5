package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const gatewaySubnetPath = "virtualNetworkConfiguration.subnetResourceId"

var theService = the(serviceType)

func gatewayService() []Requirement {
	return []Requirement{
		{
			ID: "G1", Text: "The gateway has a system-assigned identity, and no other", Applies: gatewayOn,
			Check: func(g *recorder.Graph, s settings.Settings) error {
				if !gatewayOn(s) {
					return absent(g, serviceType, apiType, loggerType)
				}
				r, err := g.One(serviceType)
				if err != nil {
					return err
				}
				return has(r, want{"identity.type", "SystemAssigned"})
			},
			Breaches: []Breach{
				theService.set("identity.type", "UserAssigned", "identity.type"), theService.set("identity.type", "SystemAssigned, UserAssigned", "identity.type"),
				theService.unset("identity", "identity.type"), theService.gone("no gateway", "want one "+serviceType), unwanted(serviceType, noGateway),
			},
		},
		{
			ID: "G2", Text: "The gateway's tier is the settings', and fits its place: StandardV2 or PremiumV2 sends through a subnet (External), Developer or Premium lies in one (Internal)",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(serviceType, checkMode)),
			Breaches: []Breach{
				theService.set("virtualNetworkType", "None", "virtualNetworkType"), theService.unset("virtualNetworkType", "virtualNetworkType"),
				theService.set("sku.name", "BasicV2", "sku.name"), theService.unset(gatewaySubnetPath, "no subnet"),
				when(atEndpoint, theService.set("virtualNetworkType", "Internal", "virtualNetworkType")),
				when(inside, theService.set("virtualNetworkType", "External", "virtualNetworkType")),
			},
		},
		{
			ID: "G3", Text: "The gateway's public network access is off where the settings lock it down, and said to be on in the first up, in which Azure refuses that; in the VNet nothing is said",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(serviceType, checkLockdown)),
			Breaches: []Breach{
				when(lockedDown, theService.set("publicNetworkAccess", "Enabled", "publicNetworkAccess")),
				when(atEndpoint, theService.unset("publicNetworkAccess", "publicNetworkAccess")),
				when(firstUp, theService.set("publicNetworkAccess", "Disabled", "publicNetworkAccess")),
				when(inside, theService.set("publicNetworkAccess", "Enabled", "publicNetworkAccess")),
			},
		},
		{
			ID: "G4", Text: "The gateway has a subnet of its own with a network security group: /27 or larger and delegated to Microsoft.Web/serverFarms, or in the VNet /29 or larger and not delegated",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(serviceType, checkOwnSubnet)),
			Breaches: []Breach{
				subnetChange("small", theService, gatewaySubnetPath, "addressPrefix", "10.255.255.248/30", "or larger"),
				subnetChange("no group", theService, gatewaySubnetPath, "networkSecurityGroup.id", "/subscriptions/x", "no network security group"),
				subnetChange("other delegation", theService, gatewaySubnetPath, "delegations", []any{map[string]any{"serviceName": "Microsoft.App/environments"}}, "is delegated to"),
				{Name: "an endpoint in it", Says: "lies in the subnet", Do: func(g *recorder.Graph, _ settings.Settings) {
					g.ByType(endpointType)[0].Inputs.Set("subnet.id", theService(g).Input(gatewaySubnetPath))
				}},
			},
		},
		gatewayRules(),
		gatewayNames(),
		{
			ID: "G7", Text: "The gateway's identity is Cognitive Services OpenAI User on each account that it calls, and beside that may send its metrics alone",
			Applies: gatewayOn, Check: whereOn(gatewayOn, checkGatewayHolds),
			Breaches: []Breach{
				{Name: "no role on an account", Says: "holds no role", Do: func(g *recorder.Graph, _ settings.Settings) {
					accounts := g.ByType(accountType)
					g.Remove(assignments(g, principalOf(theService(g)), openAIUser, accounts[len(accounts)-1].ID)...)
				}},
				{Name: "a role that it has no use for", Says: "holds more", Do: func(g *recorder.Graph, _ settings.Settings) {
					assign(g, principalOf(theService(g)), openAIContributor, only(g, accountType).ID)
				}},
			},
		},
		{
			ID: "G12", Text: "The gateway speaks TLS 1.2 or higher on both sides: weak protocols and ciphers are off in the classic tiers, and nothing is said of them in the others, which refuse that",
			Applies: gatewayOn, Check: whereOn(gatewayOn, eachOf(serviceType, checkCiphers)),
			Breaches: []Breach{
				when(atEndpoint, theService.set("customProperties", map[string]any{"a": "b"}, "customProperties")),
				when(inside, theService.unset("customProperties", "Tls10")),
				{Name: "a weak protocol", Says: "Tls11", When: inside, Do: func(g *recorder.Graph, _ settings.Settings) {
					r := theService(g)
					all := map[string]any{}
					for key, value := range r.Inputs.Map("customProperties") {
						all[key] = value
					}
					all[weakPrefix+"Protocols.Tls11"] = "true"
					r.Inputs.Set("customProperties", all)
				}},
			},
		},
		{
			ID: "G13", Text: "The gateway is managed by API versions of 2021-08-01 and later, and both of its portals are off",
			Applies: gatewayOn,
			Check: whereOn(gatewayOn, eachOf(serviceType, func(_ *recorder.Graph, _ settings.Settings, r *recorder.Resource) error {
				if v := r.Input("apiVersionConstraint.minApiVersion"); v < "2021-08-01" {
					return fmt.Errorf("%s: apiVersionConstraint.minApiVersion is %q, want 2021-08-01 or later", r, v)
				}
				return has(r, want{"developerPortalStatus", "Disabled"}, want{"legacyPortalStatus", "Disabled"})
			})),
			Breaches: []Breach{
				theService.set("apiVersionConstraint.minApiVersion", "2019-12-01", "minApiVersion"), theService.unset("apiVersionConstraint", "minApiVersion"),
				theService.set("developerPortalStatus", "Enabled", "developerPortalStatus"), theService.unset("legacyPortalStatus", "legacyPortalStatus"),
			},
		},
	}
}

func lockedDown(s settings.Settings) bool { return atEndpoint(s) && s.Gateway.Lockdown }
func firstUp(s settings.Settings) bool    { return atEndpoint(s) && !s.Gateway.Lockdown }

func checkMode(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	tiers, place := []string{"StandardV2", "PremiumV2"}, "External"
	if inside(s) {
		tiers, place = []string{"Developer", "Premium"}, "Internal"
	}
	if sku := r.Input("sku.name"); !slices.Contains(tiers, sku) || sku != s.Gateway.SKU {
		return fmt.Errorf("%s: sku.name is %q, want the settings' %q, one of %q", r, sku, s.Gateway.SKU, tiers)
	}
	if r.Input(gatewaySubnetPath) == "" {
		return fmt.Errorf("%s has no subnet", r)
	}
	return has(r, want{"virtualNetworkType", place})
}

func checkLockdown(_ *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	switch {
	case inside(s):
		if r.Inputs.Has("publicNetworkAccess") {
			return fmt.Errorf("%s: publicNetworkAccess is said, which has no meaning inside the VNet", r)
		}
		return nil
	case s.Gateway.Lockdown:
		return has(r, want{"publicNetworkAccess", "Disabled"})
	}
	return has(r, want{"publicNetworkAccess", "Enabled"})
}

func checkOwnSubnet(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	if inside(s) {
		return ownSubnet(g, r, gatewaySubnetPath, 29)
	}
	return ownSubnet(g, r, gatewaySubnetPath, 27, "Microsoft.Web/serverFarms")
}

func checkGatewayHolds(g *recorder.Graph, s settings.Settings) error {
	r, err := g.One(serviceType)
	if err != nil {
		return err
	}
	asked := 0
	for _, h := range heldByGateway(g, s) {
		if h.principal != principalOf(r) {
			continue
		}
		asked++
		if len(assignments(g, h.principal, h.role, h.scope)) != 1 {
			return fmt.Errorf("%s holds no role %s on %s", r, h.role, h.scope)
		}
	}
	for _, a := range g.ByType(assignmentType) {
		if a.Input("principalId") == principalOf(r) {
			asked--
		}
	}
	if asked != 0 {
		return fmt.Errorf("%s holds more than it needs", r)
	}
	return nil
}

const weakPrefix = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."

// weak is what a classic tier still accepts unless it is told not to.
var weak = []string{
	"Protocols.Tls10", "Protocols.Tls11", "Protocols.Ssl30", "Backend.Protocols.Tls10", "Backend.Protocols.Tls11", "Backend.Protocols.Ssl30",
	"Ciphers.TripleDes168", "Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
	"Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256", "Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256", "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256",
	"Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA", "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA",
}

func checkCiphers(_ *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	if !inside(s) {
		if r.Inputs.Has("customProperties") {
			return fmt.Errorf("%s: customProperties are there, which its tier refuses", r)
		}
		return nil
	}
	said := r.Inputs.Map("customProperties")
	for _, key := range weak {
		if !strings.EqualFold(said[weakPrefix+key], "false") {
			return fmt.Errorf("%s: customProperties has %q for %s, want false", r, said[weakPrefix+key], key)
		}
	}
	return nil
}
