package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// dnsResolverType.
// https://learn.microsoft.com/azure/dns/dns-private-resolver-overview
var dnsResolverType = Type{
	Token:      "azure-native:network/v20220701:DnsResolver",
	ARM:        armDNSResolver,
	API:        "2022-07-01",
	Path:       "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsResolvers/{dnsResolverName}",
	Name:       "dnsResolverName",
	Named:      inNetwork(facts.NameResolver),
	References: []Reference{{Path: "virtualNetwork.id", To: []string{armVirtualNetwork}}},
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
	References: []Reference{{Path: "ipConfigurations[].subnet.id", To: []string{armSubnet}}},
	Validate: func(tx *Tx, r, _ *Resource) error {
		// The code is that of taking the delegation away again
		// (Azure/terraform-azurerm-caf-enterprise-scale#505); for an endpoint
		// in a subnet that never had it, it is not confirmed.
		for _, c := range list(r.Properties, "ipConfigurations") {
			if subnet := tx.Get(text(c, "subnet.id")); subnet != nil && !delegated(subnet, "Microsoft.Network/dnsResolvers") {
				return badRequest("SubnetMissingRequiredDelegation", "Subnet %s requires the delegation [Microsoft.Network/dnsResolvers] for inbound endpoint %s.", subnet.ID, r.ID)
			}
		}
		return nil
	},
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
