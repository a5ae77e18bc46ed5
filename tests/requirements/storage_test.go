package requirements

import (
	"fmt"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

const blobZone = "privatelink.blob.core.windows.net"

func storage() []Requirement {
	return []Requirement{
		{
			ID: "R20", Text: "Storage's firewall denies by default, lets trusted services through and has no other exception",
			Check: everyOne(storageType, func(g *recorder.Graph, s settings.Settings) error {
				r, err := mine(g, storageType)
				if err != nil {
					return err
				}
				if bypass := r.Input("networkRuleSet.bypass"); !strings.Contains(strings.ToLower(bypass), "azureservices") {
					return fmt.Errorf("%s: networkRuleSet.bypass is %q, want AzureServices among it", r, bypass)
				}
				return firstOf(
					func() error { return has(r, want{"networkRuleSet.defaultAction", "Deny"}) },
					func() error {
						return empty(r, "networkRuleSet.ipRules", "networkRuleSet.virtualNetworkRules", "networkRuleSet.resourceAccessRules")
					})
			}),
			Breaches: []Breach{
				set(storageType, "networkRuleSet.bypass", "Logging", "bypass"),
				set(storageType, "networkRuleSet.defaultAction", "Allow", "defaultAction"),
				unset(storageType, "networkRuleSet.defaultAction", "defaultAction"),
				set(storageType, "networkRuleSet.ipRules", []any{map[string]any{"iPAddressOrRange": "203.0.113.0/24"}}, "ipRules"),
				set(storageType, "networkRuleSet.virtualNetworkRules", []any{map[string]any{"virtualNetworkResourceId": "/subnet"}}, "virtualNetworkRules"),
			},
		},
		{
			ID: "R21", Text: "Storage's public network access is off",
			Check: everyOne(storageType, expect(storageType, want{"publicNetworkAccess", "Disabled"})),
			Breaches: []Breach{
				set(storageType, "publicNetworkAccess", "Enabled", "publicNetworkAccess"),
				unset(storageType, "publicNetworkAccess", "publicNetworkAccess"),
			},
		},
		{
			ID: "R22", Text: "Storage has no public blobs, TLS 1.2 at least, and HTTPS only",
			// azure-native calls ARM's supportsHttpsTrafficOnly enableHttpsTrafficOnly.
			Check: everyOne(storageType, expect(storageType, want{"allowBlobPublicAccess", false},
				want{"minimumTlsVersion", "TLS1_2"}, want{"enableHttpsTrafficOnly", true})),
			Breaches: []Breach{
				flip(storageType, "allowBlobPublicAccess"), unset(storageType, "allowBlobPublicAccess", "allowBlobPublicAccess"),
				set(storageType, "minimumTlsVersion", "TLS1_0", "minimumTlsVersion"),
				flip(storageType, "enableHttpsTrafficOnly"), unset(storageType, "enableHttpsTrafficOnly", "enableHttpsTrafficOnly"),
			},
		},
		{
			ID: "R23", Text: "Storage's keys are off, except in the article's profile",
			Check: func(g *recorder.Graph, s settings.Settings) error {
				r, err := mine(g, storageType)
				if err != nil {
					return err
				}
				return has(r, want{"allowSharedKeyAccess", !s.Keyless()})
			},
			Breaches: []Breach{flip(storageType, "allowSharedKeyAccess"), unset(storageType, "allowSharedKeyAccess", "allowSharedKeyAccess")},
		},
		{
			ID: "R24", Text: "Storage has a private endpoint, group blob, with its record in " + blobZone,
			Check: func(g *recorder.Graph, s settings.Settings) error {
				return reachable(g, s, storageType, settings.EndpointStorage, "blob", "blob", blobZone)
			},
			Breaches: endpointBreaches(storageType, blobZone),
		},
	}
}
