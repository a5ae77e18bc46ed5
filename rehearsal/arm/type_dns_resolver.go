package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// dnsResolverType.
// https://learn.microsoft.com/azure/dns/dns-private-resolver-overview
var dnsResolverType = Type{
	Token: "azure-native:network/v20220701:DnsResolver",
	ARM:   armDNSResolver,
	API:   "2022-07-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsResolvers/{dnsResolverName}",
	Name:  "dnsResolverName",
	Named: inNetwork(facts.NameResolver),
	// By x-ms-mutability of every tracked resource in Azure's common types.
	ForceNew:   []string{"location"},
	References: []Reference{{Path: "virtualNetwork.id", To: []string{armVirtualNetwork}, SameRegion: true}},
	Validate:   checkResolverNetwork,
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["dnsResolverState"] = "Connected"
		return nil
	},
	BeforeDelete: nested(armInboundEndpoint),
}

// inboundEndpointType has an address in a subnet of its own.
// https://learn.microsoft.com/azure/dns/private-resolver-endpoints-rulesets
var inboundEndpointType = Type{
	Token:      "azure-native:network/v20220701:InboundEndpoint",
	ARM:        armInboundEndpoint,
	API:        "2022-07-01",
	Path:       "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsResolvers/{dnsResolverName}/inboundEndpoints/{inboundEndpointName}",
	Name:       "inboundEndpointName",
	Named:      inNetwork(facts.NameResolver),
	ForceNew:   []string{"location"},
	References: []Reference{{Path: "ipConfigurations[].subnet.id", To: []string{armSubnet}}},
	Validate:   checkResolverSubnets,
	Complete: func(tx *Tx, r, old *Resource) error {
		for i, item := range list(r.Properties, "ipConfigurations") {
			c, ok := item.(map[string]any)
			if !ok {
				continue
			}
			static := strings.EqualFold(text(c, "privateIpAllocationMethod"), "Static")
			fill(c, "privateIpAllocationMethod", "Dynamic")
			wanted := text(c, "privateIpAddress")
			if static && wanted == "" {
				return badRequest("InvalidParameter", "The static IP configuration of inbound endpoint %s has no privateIpAddress.", r.ID)
			}
			if had := list(properties(old), "ipConfigurations"); !static && i < len(had) && SameID(text(had[i], "subnet.id"), text(c, "subnet.id")) {
				c["privateIpAddress"] = text(had[i], "privateIpAddress")
				continue
			}
			address, err := tx.takeAddress(text(c, "subnet.id"), wanted, r.ID)
			if err != nil {
				return err
			}
			c["privateIpAddress"] = address
		}
		return nil
	},
}

func properties(r *Resource) map[string]any {
	if r == nil {
		return nil
	}
	return r.Properties
}
