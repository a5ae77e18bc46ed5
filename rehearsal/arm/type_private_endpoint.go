package arm

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// privateEndpointType. Only the subnet forces a replacement in the provider;
// Azure refuses to change most of the rest.
// https://learn.microsoft.com/azure/private-link/private-endpoint-overview
var privateEndpointType = Type{
	Token:    "azure-native:network/v20240501:PrivateEndpoint",
	ARM:      armPrivateEndpoint,
	API:      "2024-05-01",
	Path:     "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateEndpoints/{privateEndpointName}",
	Name:     "privateEndpointName",
	Named:    inNetwork(facts.NameEndpoint),
	ForceNew: []string{"subnet"},
	References: []Reference{
		{Path: "subnet.id", To: []string{armSubnet}, SameRegion: true},
		{Path: "privateLinkServiceConnections[].privateLinkServiceId", To: linkable},
		{Path: "manualPrivateLinkServiceConnections[].privateLinkServiceId", To: linkable},
	},
	Validate: validateEndpoint,
	Complete: completeEndpoint,
	AfterPut: connectEndpoint,
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		if len(tx.Children(r.ID, privateEndpointZoneGroupType.ARM)) > 0 {
			// The group looks after the names from now on.
			properties["customDnsConfigs"] = []any{}
		}
		state := tx.connectionState(r)
		for _, name := range connectionLists {
			for _, item := range list(properties, name) {
				set(item.(map[string]any), "privateLinkServiceConnectionState", clone(state))
			}
		}
	},
}

var connectionLists = []string{"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"}

// connectionIn is the endpoint's one connection and whether it was asked for
// with manual approval.
func connectionIn(r *Resource) (connection map[string]any, manual bool) {
	for i, name := range connectionLists {
		for _, item := range list(r.Properties, name) {
			if c, ok := item.(map[string]any); ok {
				return c, i == 1
			}
		}
	}
	return nil, false
}

func validateEndpoint(tx *Tx, r, old *Resource) error {
	if r.Text("subnet.id") == "" {
		// Code not confirmed.
		return badRequest("SubnetNotSpecified", "Private endpoint %s must have a subnet.", r.ID)
	}
	if old == nil {
		if err := undelegated(tx, r); err != nil {
			return err
		}
	}
	if nic := tx.Get(interfaceID(r)); nic != nil && !SameID(nic.Owner, r.ID) {
		// "Troubleshoot private endpoint creation that fails or stalls in Azure
		// Private Link" names the case; the code is not confirmed.
		return conflict("PrivateEndpointNetworkInterfaceAlreadyExists", "The network interface %s of private endpoint %s already exists.", nic.ID, r.ID)
	}
	c, _ := connectionIn(r)
	if c == nil {
		// Code not confirmed.
		return badRequest("PrivateEndpointMustHaveConnection", "Private endpoint %s must have exactly one private link service connection.", r.ID)
	}
	if old != nil && !sameConnection(c, old) {
		// https://github.com/Azure/bicep/issues/10483
		return badRequest("CannotChangePrivateLinkConnectionOnPrivateEndpoint", "Cannot change the private link connection on private endpoint %s.", r.ID)
	}
	l, err := tx.checkGroup(r, c)
	if err != nil {
		return err
	}
	if err := tx.checkOneScope(r, text(c, "privateLinkServiceId")); err != nil {
		return err
	}
	return validateMembers(r, l)
}

func sameConnection(c map[string]any, old *Resource) bool {
	before, _ := connectionIn(old)
	return SameID(text(c, "privateLinkServiceId"), text(before, "privateLinkServiceId")) &&
		slices.Equal(list(c, "groupIds"), list(before, "groupIds"))
}

// validateMembers: static addresses need one entry for every member.
func validateMembers(r *Resource, l link) error {
	static := list(r.Properties, "ipConfigurations")
	if len(static) == 0 {
		return nil
	}
	var given []string
	for _, c := range static {
		given = append(given, text(c, "memberName"))
	}
	for _, m := range l.Members {
		if !slices.ContainsFunc(given, func(g string) bool { return strings.EqualFold(g, m) }) {
			return badRequest("PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
				"Private endpoint %s is missing the member name(s) %s in its ipConfigurations; given: %s.", r.ID, strings.Join(l.Members, ", "), strings.Join(given, ", "))
		}
	}
	return nil
}

func completeEndpoint(tx *Tx, r, _ *Resource) error {
	c, manual := connectionIn(r)
	completeChild(r, c, connectionLists[0])
	status, message := approval(manual)
	c["privateLinkServiceConnectionState"] = map[string]any{"status": status, "description": message, "actionsRequired": "None"}
	r.Properties["networkInterfaces"] = []any{map[string]any{"id": interfaceID(r)}}
	for _, name := range connectionLists {
		fill(r.Properties, name, []any{})
	}
	addresses, err := tx.endpointAddresses(r)
	if err != nil {
		return err
	}
	target := tx.Get(text(c, "privateLinkServiceId"))
	l, _ := linkTo(target, list(c, "groupIds")[0].(string))
	configs := []any{}
	for i, names := range l.Hosts {
		for _, fqdn := range names {
			configs = append(configs, map[string]any{"fqdn": fqdn, "ipAddresses": strs(addresses[i])})
		}
	}
	r.Properties["customDnsConfigs"] = configs
	return nil
}

// approval: a connection within one tenant by somebody who owns the target is
// approved by itself; a manual one waits.
func approval(manual bool) (status, message string) {
	if manual {
		return "Pending", ""
	}
	return "Approved", "Auto-Approved"
}
