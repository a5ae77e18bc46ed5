package arm

import (
	"slices"
	"strings"
)

// networkInterfaceType is what Azure makes for a private endpoint.
var networkInterfaceType = Type{
	ARM:        armNetworkInterface,
	References: []Reference{{Path: "ipConfigurations[].subnet.id", To: []string{armSubnet}}},
}

func interfaceID(r *Resource) string {
	name := r.Text("customNetworkInterfaceName")
	if name == "" {
		name = r.Name() + ".nic." + r.GUID("nic")
	}
	return strings.TrimSuffix(ParentOf(r.ID), "/") + "/providers/" + armNetworkInterface + "/" + name
}

// endpointAddresses are the endpoint's private addresses, one for each member
// in the group's order: the static ones, those it has, or the next free.
func (tx *Tx) endpointAddresses(r *Resource) ([]string, error) {
	c, _ := connectionIn(r)
	target := tx.Get(text(c, "privateLinkServiceId"))
	l, _ := linkTo(target, list(c, "groupIds")[0].(string))
	nic := tx.Get(interfaceID(r))
	addresses := make([]string, len(l.Members))
	for i, member := range l.Members {
		wanted := ""
		for _, static := range list(r.Properties, "ipConfigurations") {
			if strings.EqualFold(text(static, "memberName"), member) {
				wanted = text(static, "privateIPAddress")
			}
		}
		if had := memberAddress(nic, member); wanted == "" && had != "" {
			addresses[i] = had
			continue
		}
		address, err := tx.takeAddress(r.Text("subnet.id"), wanted, r.ID)
		for err == nil && wanted == "" && slices.Contains(addresses, address) {
			// The endpoint's own addresses are not in the subnet yet.
			address, err = tx.takeNext(r.Text("subnet.id"), address, r.ID)
		}
		if err != nil {
			return nil, err
		}
		addresses[i] = address
	}
	return addresses, nil
}

func memberAddress(nic *Resource, member string) string {
	if nic == nil {
		return ""
	}
	for _, c := range list(nic.Properties, "ipConfigurations") {
		if strings.EqualFold(text(c, "privateLinkConnectionProperties.requiredMemberName"), member) {
			return text(c, "privateIPAddress")
		}
	}
	return ""
}

func connectEndpoint(tx *Tx, r, old *Resource) error {
	c, manual := connectionIn(r)
	target := tx.Get(text(c, "privateLinkServiceId"))
	l, _ := linkTo(target, list(c, "groupIds")[0].(string))
	addresses, err := tx.endpointAddresses(r)
	if err != nil {
		return err
	}
	var configs []any
	for i, member := range l.Members {
		method, name := "Dynamic", "privateEndpointIpConfig."+r.GUID(member)
		for _, static := range list(r.Properties, "ipConfigurations") {
			if strings.EqualFold(text(static, "memberName"), member) {
				method, name = "Static", text(static, "name")
			}
		}
		configs = append(configs, map[string]any{
			"name": name, "id": interfaceID(r) + "/ipConfigurations/" + name, "primary": i == 0, "provisioningState": "Succeeded",
			"privateIPAddress": addresses[i], "privateIPAllocationMethod": method, "privateIPAddressVersion": "IPv4",
			"subnet":                          map[string]any{"id": r.Text("subnet.id")},
			"privateLinkConnectionProperties": map[string]any{"groupId": l.Group, "requiredMemberName": member, "fqdns": strs(l.Hosts[i]...)},
		})
	}
	nic := tx.Make(armNetworkInterface, interfaceID(r), r.ID, map[string]any{
		"location": r.Text("location"), "ipConfigurations": configs, "privateEndpoint": map[string]any{"id": r.ID},
		"provisioningState": "Succeeded", "nicType": "Standard", "enableIPForwarding": false, "enableAcceleratedNetworking": false,
	})
	nic.Properties["name"], nic.Properties["type"] = nic.Name(), armNetworkInterface
	nic.Properties["resourceGuid"] = nic.GUID("resource")
	nic.Properties["macAddress"] = ""
	if old == nil {
		status, message := approval(manual)
		tx.connect(target, r, l.Group, r.ID, status, message)
	}
	return nil
}
