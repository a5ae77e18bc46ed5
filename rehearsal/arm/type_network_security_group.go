package arm

import "secure-azure-openai/facts"

// networkSecurityGroupType.
// https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
var networkSecurityGroupType = Type{
	Token:      "azure-native:network/v20240501:NetworkSecurityGroup",
	ARM:        armNetworkSecurityGroup,
	API:        "2024-05-01",
	Path:       "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
	Name:       "networkSecurityGroupName",
	Named:      inNetwork(facts.NameNSG),
	Maintained: []string{"securityRules"},
	Complete: func(_ *Tx, r, _ *Resource) error {
		for _, item := range list(r.Properties, "securityRules") {
			if rule, ok := item.(map[string]any); ok {
				completeChild(r, rule, "securityRules")
			}
		}
		r.Properties["defaultSecurityRules"] = defaultRules(r)
		return nil
	},
	BeforeDelete: func(tx *Tx, r *Resource) error {
		if users := tx.Referrers(r.ID); len(users) > 0 {
			return badRequest("InUseNetworkSecurityGroupCannotBeDeleted",
				"Network security group %s cannot be deleted because it is in use by the following resources: %s. In order to delete the Network security group, remove the association with the resource(s).", r.ID, idsOf(users))
		}
		return nil
	},
}

// completeChild gives an element of an inline list what Azure gives a
// resource: an id, a type, an etag.
func completeChild(parent *Resource, child map[string]any, collection string) {
	name := text(child, "name")
	child["id"] = parent.ID + "/" + collection + "/" + name
	child["type"] = parent.Type + "/" + collection
	child["etag"] = "W/\"" + parent.GUID("etag") + "\""
	child["provisioningState"] = "Succeeded"
}

func defaultRules(r *Resource) []any {
	var rules []any
	for _, d := range []struct {
		name, direction, access, from, to string
		priority                          float64
	}{
		{"AllowVnetInBound", "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000},
		{"AllowAzureLoadBalancerInBound", "Inbound", "Allow", "AzureLoadBalancer", "*", 65001},
		{"DenyAllInBound", "Inbound", "Deny", "*", "*", 65500},
		{"AllowVnetOutBound", "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000},
		{"AllowInternetOutBound", "Outbound", "Allow", "*", "Internet", 65001},
		{"DenyAllOutBound", "Outbound", "Deny", "*", "*", 65500},
	} {
		rule := map[string]any{
			"name": d.name, "direction": d.direction, "access": d.access, "priority": d.priority, "protocol": "*",
			"sourceAddressPrefix": d.from, "sourcePortRange": "*", "destinationAddressPrefix": d.to, "destinationPortRange": "*",
		}
		completeChild(r, rule, "defaultSecurityRules")
		rules = append(rules, rule)
	}
	return rules
}
