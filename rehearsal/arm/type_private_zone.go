package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// privateZoneType. A zone with links cannot be deleted.
// https://learn.microsoft.com/azure/dns/private-dns-privatednszone
var privateZoneType = Type{
	Token: "azure-native:network/v20240601:PrivateZone",
	ARM:   armPrivateZone,
	API:   "2024-06-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}",
	Name:  "privateZoneName",
	// Code not confirmed, here and for links.
	Named: named(facts.NameZone, "BadRequest", "The private DNS zone name '%s' is not valid: it takes two labels or more."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew: []string{"location"},
	Validate: func(_ *Tx, r, _ *Resource) error { return onlyIn(r, global) },
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["maxNumberOfRecordSets"] = float64(25000)
		r.Properties["maxNumberOfVirtualNetworkLinks"] = float64(1000)
		r.Properties["maxNumberOfVirtualNetworkLinksWithRegistration"] = float64(100)
		r.Properties["numberOfVirtualNetworkLinksWithRegistration"] = float64(0)
		r.Properties["internalId"] = r.GUID("internal")
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		// The zone's own SOA record counts.
		properties["numberOfRecordSets"] = float64(1 + len(tx.Children(r.ID, armZoneRecord)))
		properties["numberOfVirtualNetworkLinks"] = float64(len(tx.Children(r.ID, armZoneLink)))
	},
	BeforeDelete: nested(armZoneLink),
}

// zoneLinkType lets a VNet resolve a zone's names.
// https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
var zoneLinkType = Type{
	Token: "azure-native:network/v20240601:VirtualNetworkLink",
	ARM:   armZoneLink,
	API:   "2024-06-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
	Name:  "virtualNetworkLinkName",
	Named: named(facts.NameZoneLink, "BadRequest", "The virtual network link name '%s' is not valid."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew:   []string{"location"},
	References: []Reference{{Path: "virtualNetwork.id", To: []string{armVirtualNetwork}}},
	Validate: func(tx *Tx, r, _ *Resource) error {
		for _, other := range tx.All() {
			if other.Type != armZoneLink || SameID(other.ID, r.ID) || !SameID(other.Text("virtualNetwork.id"), r.Text("virtualNetwork.id")) {
				continue
			}
			zone, others := NameOf(ParentOf(r.ID)), NameOf(ParentOf(other.ID))
			switch {
			case SameID(ParentOf(other.ID), ParentOf(r.ID)):
				// ansible-collections/azure#813
				return conflict("Conflict", "Private zone '%s' is already linked to the virtual network '%s'.", zone, r.Text("virtualNetwork.id"))
			case strings.EqualFold(others, zone):
				// microsoft-foundry/foundry-samples#214
				return badRequest("BadRequest", "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '%s' and '%s' zones.", zone, others)
			}
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["virtualNetworkLinkState"] = "Completed"
		fill(r.Properties, "registrationEnabled", false)
		fill(r.Properties, "resolutionPolicy", "Default")
		return nil
	},
}

// privateEndpointZoneGroupType writes the endpoint's A records into its zones.
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
var privateEndpointZoneGroupType = Type{
	Token:      "azure-native:network/v20240501:PrivateDnsZoneGroup",
	ARM:        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
	API:        "2024-05-01",
	Path:       "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
	Name:       "privateDnsZoneGroupName",
	References: []Reference{{Path: "privateDnsZoneConfigs[].privateDnsZoneId", To: []string{armPrivateZone}}},
	Validate: func(tx *Tx, r, _ *Resource) error {
		for _, c := range list(r.Properties, "privateDnsZoneConfigs") {
			if text(c, "name") == "" {
				// That is all that Azure says of a config without a name:
				// pulumi/pulumi-azure-native#2431
				return badRequest("InvalidRequestFormat", "Cannot parse the request.")
			}
		}
		// Many have met the code; the message is not confirmed.
		for _, other := range tx.Children(ParentOf(r.ID), r.Type) {
			if !SameID(other.ID, r.ID) {
				return badRequest("MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed", "Private endpoint %s already has the private DNS zone group %s, and can have no second one.", ParentOf(r.ID), other.Name())
			}
		}
		return nil
	},
	Complete: func(tx *Tx, r, _ *Resource) error {
		for _, item := range list(r.Properties, "privateDnsZoneConfigs") {
			c, ok := item.(map[string]any)
			if !ok {
				continue
			}
			c["recordSets"] = recordSets(tx, r, text(c, "privateDnsZoneId"))
		}
		return nil
	},
	AfterPut: writeRecords,
}

// recordSets are the endpoint's names that belong into a zone.
func recordSets(tx *Tx, group *Resource, zoneID string) []any {
	sets := []any{}
	suffix := strings.TrimPrefix(strings.ToLower(NameOf(zoneID)), "privatelink")
	endpoint := tx.Get(ParentOf(group.ID))
	for _, config := range list(endpoint.Properties, "customDnsConfigs") {
		fqdn := text(config, "fqdn")
		name, inZone := strings.CutSuffix(fqdn, suffix)
		if !inZone {
			continue
		}
		sets = append(sets, map[string]any{
			"recordType": "A", "recordSetName": name, "fqdn": name + "." + NameOf(zoneID),
			"ttl": float64(10), "provisioningState": "Succeeded", "ipAddresses": clone(get(config, "ipAddresses")),
		})
	}
	return sets
}

func writeRecords(tx *Tx, r, _ *Resource) error {
	written := map[string]bool{}
	for _, c := range list(r.Properties, "privateDnsZoneConfigs") {
		for _, s := range list(c, "recordSets") {
			id := text(c, "privateDnsZoneId") + "/A/" + text(s, "recordSetName")
			written[key(id)] = true
			var addresses []any
			for _, ip := range list(s, "ipAddresses") {
				addresses = append(addresses, map[string]any{"ipv4Address": ip})
			}
			tx.Make(armZoneRecord, id, r.ID, map[string]any{
				"name": text(s, "recordSetName"), "fqdn": text(s, "fqdn"), "ttl": float64(10), "aRecords": addresses,
			})
		}
	}
	for _, other := range tx.All() {
		if other.Type == armZoneRecord && SameID(other.Owner, r.ID) && !written[key(other.ID)] {
			tx.remove(other)
		}
	}
	return nil
}
