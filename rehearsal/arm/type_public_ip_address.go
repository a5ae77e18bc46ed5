package arm

import (
	"fmt"
	"hash/fnv"
	"strings"

	"secure-azure-openai/facts"
)

// publicIPAddressType.
// https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
var publicIPAddressType = Type{
	Token:    "azure-native:network/v20240501:PublicIPAddress",
	ARM:      armPublicIPAddress,
	API:      "2024-05-01",
	Path:     "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
	Name:     "publicIpAddressName",
	Named:    inNetwork(facts.NameAddress),
	ForceNew: []string{"location", "publicIPAddressVersion", "publicIPPrefix", "sku"},
	Validate: func(_ *Tx, r, old *Resource) error {
		// Basic addresses, Azure's default SKU, retired on 2025-09-30, and every
		// subscription's limit for them is zero: skypilot-org/skypilot#7977.
		if sku := r.Text("sku.name"); old == nil && (sku == "" || strings.EqualFold(sku, "Basic")) {
			return badRequest("IPv4BasicSkuPublicIpCountLimitReached", "Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.")
		}
		if err := checkZones(r); err != nil {
			return err
		}
		if strings.EqualFold(r.Text("sku.name"), "Standard") && strings.EqualFold(r.Text("publicIPAllocationMethod"), "Dynamic") {
			return badRequest("StandardSkuPublicIPAddressesMustBeStatic", "Standard sku publicIp %s must have AllocationMethod set to Static.", r.ID)
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "sku.name", "Basic")
		fill(r.Properties, "sku.tier", "Regional")
		fill(r.Properties, "publicIPAddressVersion", "IPv4")
		fill(r.Properties, "publicIPAllocationMethod", "Dynamic")
		fill(r.Properties, "idleTimeoutInMinutes", float64(4))
		if strings.EqualFold(r.Text("publicIPAllocationMethod"), "Static") {
			r.Properties["ipAddress"] = documentationAddress(r.ID)
		}
		return nil
	},
	BeforeDelete: func(tx *Tx, r *Resource) error {
		if users := tx.Referrers(r.ID); len(users) > 0 {
			return badRequest("PublicIPAddressCannotBeDeleted", "Public IP address %s can not be deleted since it is still allocated to resource %s. In order to delete the public IP, disassociate/detach the Public IP address from the resource.", r.ID, idsOf(users))
		}
		return nil
	},
}

// checkZones: zones are numbered 1 to 3, in a region that has any. A region
// that facts does not know is believed. LocationNotSupport...:
// pivotal/paving#79; InvalidAvailabilityZone:
// hashicorp/terraform-provider-azurerm#6296.
func checkZones(r *Resource) error {
	zones := texts(r.Properties, "zones")
	region, known := facts.FindRegion(r.Text("location"))
	if len(zones) > 0 && known && !region.Zones {
		return badRequest("LocationNotSupportAvailabilityZones", "The resource '%s/%s' does not support availability zones at location '%s'.", r.Type, r.Name(), region.Name)
	}
	for _, zone := range zones {
		if !contains([]string{"1", "2", "3"}, zone) {
			return badRequest("InvalidAvailabilityZone", "The zone(s) '%s' for resource '%s/%s' is not supported. The supported zones for location '%s' are '1,2,3'", zone, r.Type, r.Name(), r.Text("location"))
		}
	}
	return nil
}

// documentationAddress is an address that nobody has, out of TEST-NET-3
// (RFC 5737), always the same for an id.
func documentationAddress(id string) string {
	h := fnv.New32a()
	h.Write([]byte(key(id)))
	return fmt.Sprintf("203.0.113.%d", 1+h.Sum32()%254)
}
