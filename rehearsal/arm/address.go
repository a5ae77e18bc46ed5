package arm

import "net/netip"

// reserved is how many addresses Azure keeps at the start of a subnet: the
// network, the gateway and two for DNS. It also keeps the last one.
// https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
const reserved = 4

// takeAddress is a private address in a subnet: the wanted one where it is
// free, or else the first free one.
func (tx *Tx) takeAddress(subnetID, wanted, owner string) (string, error) {
	subnet := tx.Get(subnetID)
	if subnet == nil {
		return "", notFound(subnetID)
	}
	prefix, err := subnetPrefix(subnet.Properties)
	if err != nil {
		return "", badRequest("InvalidAddressPrefixFormat", "Address prefix %s of resource %s is not formatted correctly.", prefixText(subnet.Properties), subnetID)
	}
	used := tx.addresses(subnetID, owner)
	if wanted != "" {
		addr, err := netip.ParseAddr(wanted)
		switch {
		case err != nil || !prefix.Contains(addr):
			return "", badRequest("PrivateIPAddressNotInSubnet", "Private static IP address %s does not belong to the range of subnet prefix %s.", wanted, prefix)
		case kept(prefix, addr):
			return "", badRequest("PrivateIPAddressInReservedRange", "Private static IP address %s falls within reserved IP range of subnet prefix %s.", wanted, prefix)
		case used[addr] != "":
			return "", badRequest("PrivateIPAddressIsAllocated", "IP configuration %s is using the private IP address %s which is already allocated to resource %s.", owner, wanted, used[addr])
		}
		return wanted, nil
	}
	for addr := prefix.Masked().Addr(); prefix.Contains(addr); addr = addr.Next() {
		if !kept(prefix, addr) && used[addr] == "" {
			return addr.String(), nil
		}
	}
	return "", badRequest("SubnetIsFull", "Subnet %s with address prefix %s does not have enough capacity for 1 IP addresses.", subnet.Name(), prefix)
}

func kept(prefix netip.Prefix, addr netip.Addr) bool {
	first := prefix.Masked().Addr()
	for range reserved {
		if addr == first {
			return true
		}
		first = first.Next()
	}
	return !prefix.Contains(addr.Next())
}

// addresses are the private addresses taken in a subnet and by whom, without
// those of one owner, who may keep his own.
func (tx *Tx) addresses(subnetID, owner string) map[netip.Addr]string {
	used := map[netip.Addr]string{}
	for _, r := range tx.All() {
		if SameID(r.ID, owner) || (r.Owner != "" && SameID(r.Owner, owner)) {
			continue
		}
		for _, addr := range gatewayAddresses(r, subnetID) {
			used[addr] = r.ID
		}
		for _, c := range list(r.Properties, "ipConfigurations") {
			if !SameID(text(c, "subnet.id"), subnetID) {
				continue
			}
			for _, name := range []string{"privateIPAddress", "privateIpAddress"} {
				if addr, err := netip.ParseAddr(text(c, name)); err == nil && r.Type != armPrivateEndpoint {
					used[addr] = r.ID
				}
			}
		}
	}
	return used
}

// takeNext is the first free address after one.
func (tx *Tx) takeNext(subnetID, after, owner string) (string, error) {
	subnet := tx.Get(subnetID)
	prefix, err := subnetPrefix(subnet.Properties)
	if err != nil {
		return "", err
	}
	used := tx.addresses(subnetID, owner)
	addr, err := netip.ParseAddr(after)
	if err != nil {
		return "", err
	}
	for addr = addr.Next(); prefix.Contains(addr); addr = addr.Next() {
		if !kept(prefix, addr) && used[addr] == "" {
			return addr.String(), nil
		}
	}
	return "", badRequest("SubnetIsFull", "Subnet %s with address prefix %s does not have enough capacity for 1 IP addresses.", subnet.Name(), prefix)
}
